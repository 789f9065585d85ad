"""Requests that fail: what is raised, and what it says."""

from __future__ import annotations

import pytest

import ari
from tests.lab.standin import StandIn, channel


def test_a_failure_without_json_has_the_reason_of_its_status(standin, client):
    """Where Asterisk gives no message, the error has the status line's reason."""
    standin.answers["GET", "/channels"] = (500, "<h1>oops</h1>")
    with pytest.raises(ari.RequestFailed, match=r"channels\.list: 500 Internal Server Error"):
        client.channels.list()


def test_every_2xx_is_a_success_and_nothing_else_is(standin, client):
    """The statuses from 200 to 299 are a success, and 300 is an error."""
    for status in (200, 201, 299):
        standin.answers["GET", "/channels"] = (status, [channel(1)])
        assert [one.id for one in client.channels.list()] == [channel(1)["id"]]
    standin.answers["GET", "/channels"] = (300, [])
    with pytest.raises(ari.RequestFailed, match=r"channels\.list: 300 Multiple Choices"):
        client.channels.list()


DOCS = "/api-docs/resources.json"


@pytest.mark.parametrize(
    ("path", "status", "message", "advice"),
    [
        (DOCS, 401, "No.", "No. - wrong user name or password: "),
        (DOCS, 403, "No.", "No. - this user or this machine may not: "),
        (DOCS, 500, "No.", "No. - the api-docs are missing on the server: "),
        (DOCS, 503, "No.", "No."),
        ("/channels", 404, "Resource not found", "Resource not found - its module is not loaded: "),
        ("/channels", 501, "No.", "No."),
        # Of a refused handshake, websocket-client 1.2 keeps only HTTP's own words.
        (
            "/events",
            400,
            "Bad Request",
            "Bad Request - Asterisk does not take this application name",
        ),
        ("/events", 404, "Not Found", "Not Found - its module is not loaded: "),
        (
            "/events",
            500,
            "Internal Server Error",
            "Internal Server Error - Asterisk does not take this application name",
        ),
        ("/events", 503, "Service Unavailable", "Service Unavailable"),
    ],
)
def test_a_refusal_says_what_to_look_at(standin, path, status, message, advice):
    """Where Asterisk refuses what connecting needs, its words have advice behind them, or none."""
    standin.answers["GET", path] = (status, {"message": message})
    with pytest.raises(ari.RequestFailed) as caught:
        client = ari.connect(standin.url, "asterisk", "asterisk")
        client.channels.list()
        client.run("channel-dump")
    said = str(caught.value)
    assert f": {status} {advice}" in said
    assert said.endswith(message) == (advice == message)


def test_an_asterisk_without_ari_is_told_from_other_servers(standin):
    """Where Asterisk has no such page, the error names its address, and advises on its settings."""
    url = f"{standin.url}/elsewhere"
    with pytest.raises(ari.RequestFailed, match=f"^{url}/ari/api-docs.* - HTTP works, but ARI is"):
        ari.connect(url, "asterisk", "asterisk")


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("/channels", "<html>", "expected JSON"),
        ("/channels", "", "expected JSON"),
        ("/channels", "[" * 200_000, "expected JSON"),
        ("/channels", {"a": 1}, r"channels\.list: expected a list"),
        ("/channels", [1], "expected a Channel with its id, got 1"),
        ("/channels", [{"name": "x"}], "a Channel with its id"),
        ("/api-docs/channels.json", '{"apis": [', "expected JSON"),
        ("/api-docs/channels.json", {"apis": [{"path": "/x"}]}, "not the api-docs of Asterisk"),
        ("/api-docs/channels.json", [], "not the api-docs of Asterisk"),
    ],
)
def test_nonsense_is_a_clear_error(standin, client, path, answer, message):
    """An answer that is not what ARI sends is an InvalidAnswer that says what came."""
    standin.answers["GET", path] = (200, answer)
    with pytest.raises(ari.InvalidAnswer, match=message):
        client.channels.list()


def test_docs_without_events_are_a_clear_error(standin, client):
    """Where the api-docs describe no events, registering says so."""
    standin.answers["GET", "/api-docs/events.json"] = (200, {"apis": []})
    with pytest.raises(ari.InvalidAnswer, match="describes no events"):
        client.on_channel_event("StasisStart", print)


def test_every_request_has_a_timeout_that_can_be_set(standin, client):
    """A server that is silent for longer than the timeout is a ConnectionFailed."""
    assert client.timeout == (5, 30)
    client.channels  # noqa: B018
    client.timeout = (5, 0.01)
    with standin.frozen(), pytest.raises(ari.ConnectionFailed, match="no answer"):
        client.channels.list()


def test_a_failure_is_told_apart_from_the_one_before(standin, client):
    """An error raised while another is handled tells its own cause."""
    with pytest.raises(ari.RequestFailed) as caught:
        client.channels.get(channelId="gone")
    standin.stop()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there"):
        try:
            raise caught.value
        except ari.RequestFailed:
            client.channels.list()


def test_a_timeout_may_be_one_number(client):
    """client.timeout takes one number for connecting and for the answer."""
    client.timeout = 3
    assert client.timeout == (3, 3)


def test_credentials_go_to_no_other_host(standin):
    """A redirect is an error: the user name and password stay with the host that was named."""
    with StandIn() as other:
        client = ari.connect(standin.url, "asterisk", "asterisk")
        location = {"Location": f"{other.url}/ari/channels"}
        standin.redirects["/channels"] = location["Location"]
        with pytest.raises(ari.RequestFailed, match=r"channels\.list: 302"):
            client.channels.list()
        assert other.requests == []
