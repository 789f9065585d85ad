"""Requests that fail: what is raised, and what it says."""

from __future__ import annotations

import errno
import os
import re
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
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
        (DOCS, 401, "No.", "No. - wrong user name or password: .* 'ari show users' is empty"),
        (DOCS, 403, "No.", "No. - this user or this machine may not: .* type = restriction in"),
        (DOCS, 500, "No.", "No. - the api-docs are missing on the server: "),
        (DOCS, 503, "No.", "No."),
        ("/channels", 401, "No.", "No. - wrong user name or password: "),
        ("/channels", 403, "No.", "No. - this user or this machine may not: "),
        ("/channels", 404, "Channel not found", "Channel not found"),
        (
            "/channels",
            404,
            "Resource not found",
            "Resource not found - its module is not loaded: try 'module load res_ari_channels.so'",
        ),
        ("/channels", 500, "Allocation failed", "Allocation failed - see Asterisk's log"),
        ("/channels", 501, "No.", "No."),
        # Of a refused handshake, websocket-client 1.2 keeps only HTTP's own words.
        (
            "/events",
            400,
            "Bad Request",
            "Bad Request - Asterisk does not take this application name",
        ),
        ("/events", 401, "Unauthorized", "Unauthorized - wrong user name or password: "),
        ("/events", 403, "Forbidden", "Forbidden - this user or this machine may not: "),
        (
            "/events",
            404,
            "Not Found",
            "Not Found - its module is not loaded: try 'module load res_ari_events.so'",
        ),
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
    assert re.search(f": {status} {advice}", said)
    assert said.endswith(message) == (advice == message)


def test_a_module_is_named_as_asterisk_spells_it(standin, client):
    """Where the module of deviceStates is missing, its file is spelt otherwise."""
    standin.answers["PUT", "/deviceStates/Stasis%3Ax"] = (404, {"message": "Resource not found"})
    with pytest.raises(ari.RequestFailed, match=r"try 'module load res_ari_device_states\.so'$"):
        client.deviceStates.update(deviceName="Stasis:x", deviceState="BUSY")


def test_the_module_that_tells_who_is_inside_is_named(standin, client, caplog):
    """Where the module of applications is missing, run() says so, and goes on."""
    standin.answers["GET", "/applications"] = (404, {"message": "Resource not found"})
    with running(client):
        standin.wait_for()
        eventually(lambda: "try 'module load res_ari_applications.so'" in caplog.text)


def test_only_a_refused_handshake_is_about_the_application_name(standin, client):
    """An operation of events that is refused is not."""
    standin.answers["POST", "/events/user/x"] = (400, {"message": "No."})
    with pytest.raises(ari.RequestFailed, match=r"400 No\. \(eventName='x'\)$"):
        client.events.userEvent(eventName="x", application="channel-dump")


@pytest.mark.parametrize("number", [errno.EHOSTUNREACH, errno.ENETUNREACH])
def test_there_is_no_route_to_a_host(client, monkeypatch, number):
    """A host that is down, or whose firewall rejects, or no network: what to look at."""

    def connect(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(ari.ConnectionFailed, match="no route: is the address right"):
        ari.connect("http://192.0.2.1:8088", "asterisk", "asterisk")
    with pytest.raises(ari.ConnectionFailed, match="^ws://.*: no route: is the address right"):
        client.run("channel-dump")


def test_no_name_server_answers(monkeypatch):
    """Then the host may well exist, and its name is not suspected."""

    def nobody(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(ari.ConnectionFailed, match="no name server answers: is the network up"):
        ari.connect("http://pbx.example.com:8088", "asterisk", "asterisk")


def test_a_handshake_that_is_not_answered(standin, client):
    """Where only the events' connection is hung up on, it may be one session too many."""
    standin.hangs_up["/events"] = False
    with pytest.raises(ari.ConnectionFailed, match="it hung up: is http.conf's sessionlimit reach"):
        client.run("channel-dump")


def test_an_asterisk_without_ari_is_told_from_other_servers(standin):
    """Where Asterisk has no such page, the error names its address, and advises on its settings."""
    url = f"{standin.url}/elsewhere"
    with pytest.raises(ari.RequestFailed, match=f"^{url}/ari/api-docs.* - HTTP works, but ARI is"):
        ari.connect(url, "asterisk", "asterisk")


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("/channels", "<html>", "expected JSON"),
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


@pytest.mark.parametrize("status", [200, 202, 204])
@pytest.mark.parametrize("nickname", ["list", "get", "hangup"])
def test_an_answer_without_a_body_is_none(standin, client, status, nickname):
    """Whatever its status, and whatever the docs say of it: it is no nonsense, but nothing."""
    method, path, arguments = {
        "list": ("GET", "/channels", {}),
        "get": ("GET", "/channels/1", {"channelId": "1"}),
        "hangup": ("DELETE", "/channels/1", {"channelId": "1"}),
    }[nickname]
    standin.answers[method, path] = (status, None)
    assert getattr(client.channels, nickname)(**arguments) is None


def test_what_a_void_operation_answers_all_the_same(standin, client):
    """Where the docs say that nothing comes back, JSON that comes counts, a page is an error."""
    standin.answers["DELETE", "/channels/1"] = (200, {"a": 1})
    assert client.channels.hangup(channelId="1") == {"a": 1}
    standin.answers["DELETE", "/channels/1"] = (200, "<h1>Done</h1>")
    with pytest.raises(ari.InvalidAnswer, match=r"channels\.hangup: .* expected JSON"):
        client.channels.hangup(channelId="1")


def test_a_refusal_says_of_whom(standin, client):
    """The ids of the path stand in the error, and as its `about`; a channel of a bridge as well."""
    with pytest.raises(ari.RequestFailed) as caught:
        client.channels.hangup(channelId="gone/1")
    assert str(caught.value) == "channels.hangup: 404 Channel not found (channelId='gone/1')"
    assert caught.value.about == {"channelId": "gone/1"}
    standin.answers["POST", "/bridges/b/addChannel"] = (400, {"message": "Channel not found"})
    with pytest.raises(ari.Gone, match=r"\(bridgeId='b', channel='1,2'\)$"):
        client.bridges.addChannel(bridgeId="b", channel=["1", "2"])


def test_a_bridge_that_is_being_destroyed_is_gone(standin, client):
    """For a moment, Asterisk still knows it, and refuses all operations on it."""
    said = {"message": "Bridge not in Stasis application"}
    standin.answers["POST", "/bridges/b/addChannel"] = (409, said)
    with pytest.raises(ari.Gone):
        client.bridges.addChannel(bridgeId="b", channel="1")


def test_advice_is_an_attribute(standin, client):
    """What an error's text ends with is also its `advice`; it is empty where nothing is known."""
    standin.answers["GET", "/channels"] = (500, {"message": "Allocation failed"})
    with pytest.raises(ari.RequestFailed) as refused:
        client.channels.list()
    assert refused.value.advice == "see Asterisk's log"
    with pytest.raises(ari.RequestFailed) as gone:
        client.channels.get(channelId="gone")
    assert gone.value.advice == ""
    standin.hangs_up["/channels"] = False
    with pytest.raises(ari.ConnectionFailed) as unanswered:
        client.channels.list()
    assert unanswered.value.advice == ""
    standin.stop()
    with pytest.raises(ari.ConnectionFailed) as failed:
        client.channels.list()
    assert failed.value.advice.startswith("nothing listens there")


def test_the_systems_number_of_an_error(standin, client, monkeypatch):
    """`errno` is the system's number of what failed, or None where that has none."""
    with pytest.raises(ari.RequestFailed) as refused:
        client.channels.get(channelId="gone")
    with pytest.raises(ari.ConnectionFailed) as no_tls:
        ari.connect(standin.url.replace("http", "https"), "asterisk", "asterisk")
    with pytest.raises(ari.ConnectionFailed) as no_host:
        ari.connect("http://nowhere.invalid", "asterisk", "asterisk")
    standin.stop()
    with pytest.raises(ari.ConnectionFailed) as nobody:
        client.channels.list()
    found = [one.value.errno for one in (refused, no_tls, no_host, nobody)]
    assert found == [None, None, None, errno.ECONNREFUSED]


def test_an_error_without_words_has_a_text():
    """A program that raises one of its own need not say anything."""
    assert (str(ari.AriError()), str(ari.Gone())) == ("", "")
    assert str(ari.Gone("a\x1b")) == r"a\x1b"


@pytest.mark.parametrize("name", ["nonsense", "bridges2"])
def test_whether_there_is_a_resource_takes_no_request(standin, client, name):
    """Where the server's list lacks it, hasattr() is False, also when Asterisk is gone."""
    standin.stop()
    assert not hasattr(client, name)


def test_docs_that_are_not_answered_hold_up_nobody_else(standin, client):
    """While one resource's api-docs are waited for, loaded ones take requests and callbacks."""
    client.on_channel_event("StasisEnd", print)
    assert client.channels.list() == []
    with ThreadPoolExecutor(2) as pool, standin.frozen("/api-docs/bridges.json"):
        asked = len(standin.requests)
        waiting = pool.submit(getattr, client, "bridges")
        standin.wait_for_requests(asked + 1)
        assert pool.submit(client.channels.list).result(10) == []
        pool.submit(client.on_channel_event, "StasisEnd", print).result(10)
        assert not waiting.done()


def test_a_refusal_before_all_was_sent_is_heard(client, monkeypatch):
    """Where the server closes at a long body, what it answered counts, and not the broken pipe."""

    def refuse():
        connection, _ = server.accept()
        with connection:
            connection.recv(1)
            connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
            connection.shutdown(socket.SHUT_RDWR)

    client.channels  # noqa: B018
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        client._session.address.port = server.getsockname()[1]
        client._session.close()
        pool.submit(refuse)
        with pytest.raises(ari.RequestFailed, match="413 Too Large"):
            client.channels.originate(endpoint="x", variables={"a": "b" * 20_000_000})


BROKEN_CHUNKS = {
    "a negative size": b"-5\r\n[]\r\n0\r\n\r\n",
    "a size that is none": b"zz\r\n[]\r\n0\r\n\r\n",
    "a size beyond what comes": b"9\r\n[]\r\n",
    "an end in the middle": b"2\r\n[",
}


@pytest.mark.parametrize("what", BROKEN_CHUNKS)
def test_an_answer_in_broken_chunks_is_a_clear_error(standin, client, what):
    """It is a ConnectionFailed or an InvalidAnswer, in one line."""
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + BROKEN_CHUNKS[what]
    client.channels  # noqa: B018
    standin.raw["/channels"] = data
    with pytest.raises((ari.ConnectionFailed, ari.InvalidAnswer)) as caught:
        client.channels.list()
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("what", BROKEN_CHUNKS)
def test_broken_chunks_do_not_end_run(standin, client, calls, caplog, what):
    """Where they are the answer to who is inside, that is asked again, and events arrive."""
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + BROKEN_CHUNKS[what]
    standin.raw["/applications"] = data
    client.on_event("A", calls)
    with running(client):
        standin.wait_for()
        eventually(lambda: "who is inside can't be found out yet" in caplog.text)
        standin.send({"type": "A"})
        calls.next()
