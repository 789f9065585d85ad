"""The connections that carry requests: idle ones, and those that Asterisk closes."""

from __future__ import annotations

import concurrent.futures
import gc
import types
import warnings

import pytest

import ari
from ari.session import MAX_IDLE
from tests.lab.process import eventually
from tests.lab.standin import StandIn


@pytest.fixture
def clock(monkeypatch):
    """The time as ari.session sees it, which a test can set."""
    clock = types.SimpleNamespace(now=1000.0, monotonic=lambda: clock.now)
    monkeypatch.setattr("ari.session.time", clock)
    return clock


@pytest.fixture
def client(standin, clock):
    """A client of the stand-in that has its time from the clock, from its first request on."""
    return ari.connect(standin.url, "asterisk", "asterisk")


def ports(standin):
    """For each request, the number of its connection, in the order of their first use."""
    seen = []
    for port in standin.ports:
        if port not in seen:
            seen.append(port)
    return [seen.index(port) for port in standin.ports]


def test_a_connection_is_used_again(standin, client, clock):
    """Requests that follow each other go over one connection."""
    for _ in range(3):
        clock.now += MAX_IDLE - 0.1
        client.channels.list()
    assert ports(standin) == [0] * 5


def test_a_connection_that_was_idle_is_not_used(standin, client, clock):
    """After it was idle for so long, or for longer, a connection carries no request; a new does."""
    client.channels.list()
    for seconds in (MAX_IDLE, 10 * MAX_IDLE):
        clock.now += seconds
        client.channels.list()
    assert ports(standin) == [0, 0, 0, 1, 2]


def test_idle_is_well_below_what_asterisk_allows():
    """Asterisk's default is 15 s, and what is idle for nearly that long is not used."""
    assert MAX_IDLE < 15 - 1


def test_a_refused_request_leaves_its_connection(standin, client):
    """A request that is refused leaves its connection to the next."""
    for _ in range(2):
        with pytest.raises(ari.RequestFailed):
            client.channels.get(channelId="gone")
    assert set(ports(standin)) == {0}


def test_two_requests_at_once_have_two_connections(standin, client):
    """Threads do not wait for each other's answers, and both connections are used again."""
    client.channels  # noqa: B018
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        with standin.frozen("/channels"):
            both = [pool.submit(client.channels.list) for _ in range(2)]
            standin.wait_for_requests(4)
        assert [one.result(10) for one in both] == [[], []]
    client.channels.list()
    assert sorted(ports(standin)[2:4]) == [0, 1]
    assert ports(standin)[4] in (0, 1)


def test_connections_that_are_no_longer_needed_are_closed(standin, client, clock):
    """What threads needed once is closed by a later request, though one connection carries all."""
    client.channels  # noqa: B018
    with concurrent.futures.ThreadPoolExecutor(3) as pool, standin.frozen("/channels"):
        several = [pool.submit(client.channels.list) for _ in range(3)]
        standin.wait_for_requests(5)
    assert [one.result() for one in several] == [[]] * 3
    for _ in range(2):
        clock.now += MAX_IDLE - 0.1
        client.channels.list()
    standin.wait_for_no_connection(but=1)
    assert len(set(standin.ports)) == 3


def test_a_client_that_is_collected_closes_its_connections(standin):
    """Where nothing refers to a client any more, no connection of it is left, and no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ari.connect(standin.url, "asterisk", "asterisk").channels.list()
        gc.collect()
    standin.wait_for_no_connection()


def test_a_connection_that_asterisk_says_it_closes_is_not_used_again(standin, client):
    """After an answer with `Connection: close`, the next request has another connection."""
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
    standin.raw["/channels"] = head + b"[]"
    assert client.channels.list() == []
    standin.raw.clear()
    assert client.channels.list() == []
    assert ports(standin) == [0, 0, 0, 1]


CALLS = {
    "channels.list": ("GET", "/channels", {}),
    "channels.originate": ("POST", "/channels", {"endpoint": "Local/1"}),
    "channels.hangup": ("DELETE", "/channels/1", {"channelId": "1"}),
}


@pytest.mark.parametrize("by_reset", [False, True])
@pytest.mark.parametrize("name", CALLS)
def test_a_request_that_asterisk_does_not_answer(standin, client, name, by_reset):
    """Where Asterisk hangs up on it, the error says so, and that it may have been carried out."""
    method, path, arguments = CALLS[name]
    client.channels.list()
    standin.hangs_up[path] = by_reset
    with pytest.raises(ari.ConnectionFailed) as caught:
        getattr(client.channels, name.partition(".")[2])(**arguments)
    assert caught.value.unanswered == name
    said = f"Asterisk closed the connection without an answer to {name}, which it may have carried"
    assert said in str(caught.value)
    assert "TLS" not in str(caught.value)
    assert [sent.partition("?")[0] for sent in standin.paths[3:]] == [f"{method} /ari{path}"]


def test_a_request_that_nobody_answers(standin, client):
    """Where no answer comes in time, the error says that it may have been carried out."""
    client.channels.list()
    client.timeout = (5, 0.01)
    with standin.frozen("/channels"), pytest.raises(ari.ConnectionFailed) as caught:
        client.channels.list()
    assert caught.value.unanswered == "channels.list"
    assert "no answer to channels.list, which it may have carried out" in str(caught.value)
    assert standin.paths[3:] == ["GET /ari/channels"]


def test_an_answer_that_breaks_off(standin, client):
    """Where an answer ends in its middle, the error says that it may have been carried out."""
    client.channels.list()
    standin.raw["/channels"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n["
    with pytest.raises(ari.ConnectionFailed, match="which it may have carried out") as caught:
        client.channels.list()
    assert caught.value.unanswered == "channels.list"


def test_after_an_unanswered_request_the_next_has_a_connection_of_its_own(standin, client):
    """A connection that failed is not used again."""
    client.channels.list()
    standin.hangs_up["/channels"] = False
    with pytest.raises(ari.ConnectionFailed):
        client.channels.list()
    standin.hangs_up.clear()
    assert client.channels.list() == []
    assert ports(standin) == [0, 0, 0, 0, 1]


def test_a_request_that_was_not_sent_was_not_carried_out(standin, client):
    """Where nobody takes the connection, nothing can have been carried out, and that is said."""
    standin.stop()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there") as caught:
        client.channels  # noqa: B018
    assert (caught.value.unanswered, "carried out" in str(caught.value)) == ("", False)


@pytest.mark.parametrize("by_reset", [False, True])
def test_advice_about_tls_is_for_who_has_never_answered(standin, by_reset):
    """A server that hangs up on the very first request may be a TLS port."""
    standin.hangs_up["/api-docs/resources.json"] = by_reset
    with pytest.raises(ari.ConnectionFailed) as caught:
        ari.connect(standin.url, "asterisk", "asterisk")
    assert ("is this a TLS port" in str(caught.value)) == (not by_reset)
    assert (caught.value.unanswered, "carried out" in str(caught.value)) == ("", False)
    assert len(standin.paths) == 1


def test_a_connection_that_asterisk_closed_is_not_used():
    """What Asterisk has closed by then carries no request: a new connection does."""
    with StandIn(keep_alive=0.01) as standin:
        client = ari.connect(standin.url, "asterisk", "asterisk")
        client.channels.list()
        standin.wait_for_no_connection()
        assert client.channels.list() == []
        assert len(standin.paths) == 4


def test_closing_the_client_closes_its_connections(standin):
    """At the end of `with ari.connect(…)`, no connection is left."""
    with ari.connect(standin.url, "asterisk", "asterisk") as client:
        client.channels.list()
    standin.wait_for_no_connection()


def test_closing_the_client_closes_a_connection_that_is_in_use(standin):
    """A request that is on its way when the client is closed leaves no connection behind."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with (
            standin.frozen("/channels"),
            ari.connect(standin.url, "asterisk", "asterisk") as client,
        ):
            answer = pool.submit(client.channels.list)
            eventually(lambda: standin.times_of("/channels"))
        assert answer.result(30) == []
    standin.wait_for_no_connection()
