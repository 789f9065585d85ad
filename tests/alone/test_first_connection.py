"""The first connection of run(): the names it registers, its handshake, and how it fails."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running
from tests.lab.standin import StandIn


def test_any_application_name(standin, client):
    """An application's name may hold any characters."""
    with running(client, "p&w#1+x:y/%41 ä"):
        standin.wait_for("p&w#1+x:y/%41 ä")


def test_several_applications(standin, client):
    """run() takes a list of names."""
    with running(client, ["one", "two"]):
        standin.wait_for("one")
        standin.wait_for("two")


@pytest.mark.parametrize("apps", ["", [], ["a", ""]])
def test_no_application_is_refused(client, apps):
    """run() without a name is an error that shows what it got."""
    with pytest.raises(ari.InvalidAddress, match="needs the name of an application"):
        client.run(apps)


def test_the_handshake_has_credentials_and_no_origin(standin, client):
    """The WebSocket authenticates in a header, not in the address; no Origin is sent."""
    with running(client):
        standin.wait_for()
    (request,) = [one for one in standin.requests if one.path == "/ari/events"]
    assert request.raw_path == "/ari/events?app=channel-dump"
    assert request.headers["Authorization"].startswith("Basic ")
    assert "Origin" not in request.headers


def test_a_redirected_handshake_is_refused(standin, client):
    """The WebSocket follows no redirect: the credentials stay with the host that was named."""
    with StandIn() as other:
        standin.redirects["/events"] = f"ws://127.0.0.1:{other.port}/ari/events?app=a"
        # In the words of websocket-client, or before its 1.9 in ours.
        with pytest.raises(ari.ConnectionFailed, match="Redirect limit exhausted|it answered 302"):
            client.run("channel-dump")
        assert other.requests == []


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500, 503, 504])
def test_a_first_connection_that_is_refused_ends_run(standin, client, status):
    """A refused WebSocket is an error with the status; the first connection is not retried."""
    standin.answers["GET", "/events"] = (status, {"message": "No."})
    with pytest.raises(ari.RequestFailed, match=f"^events: {status} ") as caught:
        client.run("channel-dump")
    assert caught.value.response.status_code == status


def test_a_refused_handshake_has_what_asterisk_said(standin, client):
    """The error has Asterisk's message, and the reason of the status where there is none."""
    standin.answers["GET", "/events"] = (500, {"message": "No."})
    with pytest.raises(ari.RequestFailed) as caught:
        client.run("channel-dump")
    # An old websocket-client leaves out what came with the status.
    told = getattr(caught.value.__cause__, "resp_body", None)
    assert caught.value.message == ("No." if told else "Internal Server Error")
    standin.answers["GET", "/events"] = (503, "<h1>Soon</h1>")
    with pytest.raises(ari.RequestFailed, match="^events: 503 Service Unavailable"):
        client.run("channel-dump")


@pytest.mark.parametrize("said", [b"SSH-2.0\r\n\r\n", b"SSH-2.0 x y\r\n\r\n"])
def test_a_handshake_that_is_answered_with_no_http_is_refused(standin, client, said):
    """What answers the handshake with something else than HTTP is a ConnectionFailed."""
    standin.raw["/events"] = said
    with pytest.raises(ari.ConnectionFailed, match="/ari/events"):
        client.run("channel-dump")


ONE = "GET /ari/events?app=one"


@pytest.mark.parametrize(
    ("apps", "sent"),
    [
        ("one, two", f"{ONE},two"),
        (" one ,two ", f"{ONE},two"),
        (["one", " two"], f"{ONE},two"),
        (["one,two"], f"{ONE},two"),
        (["one", "one"], ONE),
        ("one,one", ONE),
        (("one",), ONE),
    ],
)
def test_applications_in_any_form(standin, client, calls, apps, sent):
    """Each is registered once, without the spaces that Asterisk takes off."""
    client.on_event("ApplicationRegistered", lambda event: calls(event["application"]))
    with running(client, apps):
        names = sent.partition("=")[2].split(",")
        assert [calls.next() for _ in names] == [(name,) for name in names]
        standin.wait_until_settled(names[-1])
    assert standin.times_of("/events")
    assert [path for path in standin.paths if path.startswith("GET /ari/events")] == [sent]
    assert calls.empty()


def test_spaces_are_no_application(client):
    """A name of spaces is none."""
    with pytest.raises(ari.InvalidAddress, match="needs the name of an application, got 'a, '"):
        client.run("a, ")
