"""A callback that takes long costs nothing but time: the connection stays, and events wait."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor, TimeoutError

import pytest

from tests.lab.client import running
from tests.lab.process import eventually

#: How many pings come while a callback takes long: more than a connection may leave unanswered.
MANY = 5


@pytest.fixture(autouse=True)
def short_waits(set_waits, set_silence, caplog):
    """Ask for a sign of life, and reconnect, without much waiting."""
    set_waits(0.02)
    set_silence(0.05)
    caplog.set_level(logging.WARNING, "ari")


@pytest.fixture
def take_long(standin):
    """Returns when Asterisk was pinged so many times."""
    return lambda: standin.wait_for_pings(len(standin.pings) + MANY)


def numbered(number, **fields):
    """An event with a number."""
    return {"type": "ChannelUserevent", "number": number, **fields}


def test_a_silent_connection_stays(standin, client, calls, take_long, caplog):
    """While a callback takes longer than silence may, pings are sent, and their answers count."""
    client.on_event("ChannelUserevent", lambda event: calls(event["number"], take_long()))
    with running(client):
        standin.wait_for()
        standin.send(numbered(1), numbered(2))
        assert [calls.next(), calls.next()] == [(1, None), (2, None)]
    assert (standin.sockets, caplog.records) == (1, [])


def test_it_is_registered_once(standin, client, calls, take_long, caplog):
    """So does ApplicationRegistered's: it is not called again, and events come after it."""
    client.on_event("ApplicationRegistered", lambda event: calls(event["type"], take_long()))
    client.on_event("ChannelUserevent", lambda event: calls(event["number"]))
    with running(client):
        standin.wait_for()
        standin.send(numbered(1))
        assert [calls.next(), calls.next()] == [("ApplicationRegistered", None), (1,)]
        take_long()
    assert calls.empty()
    assert (standin.sockets, caplog.records) == (1, [])


def test_events_that_come_meanwhile_wait(standin, client, take_long, caplog):
    """Of 900 events of 15 kB none is lost, none is early, and Asterisk is rid of all at once."""
    heard = []

    def hear(event):
        heard.append(event["number"])
        if event["number"] == 0:
            standin.send(*[numbered(1 + number, text="x" * 15_000) for number in range(900)])
            take_long()

    client.on_event("ChannelUserevent", hear)
    with running(client):
        standin.wait_until_settled()
        standin.send(numbered(0))
        eventually(lambda: heard[-1:] == [900])
    assert heard == [*range(901)]
    assert (standin.sockets, caplog.records) == (1, [])


def test_what_waits_is_bounded(standin, client, caplog, monkeypatch):
    """Beyond so much nothing more is read until half is done; one line says so, nothing is lost."""
    mega = 2**20
    monkeypatch.setattr("ari.connection.HIGH_WATER", 40 * mega)
    # 18 MiB more than may wait: too much for the sockets' buffers, and, once half of what waits is
    # done, too little to stop the reading again.
    events = [json.dumps(numbered(number, text="x" * mega)) for number in range(1, 59)]
    heard = []

    def hear(event):
        heard.append(event["number"])
        if event["number"] == 0:
            sending = pool.submit(standin.send, *events)
            eventually(lambda: "the callbacks are too slow" in caplog.text)
            with pytest.raises(TimeoutError):
                sending.result(0.3)

    client.on_event("ChannelUserevent", hear)
    client.exception_handler = heard.append
    with ThreadPoolExecutor(1) as pool, running(client):
        standin.wait_until_settled()
        standin.send(numbered(0))
        eventually(lambda: heard[-1:] == [58])
        standin.handled()
    assert heard == [*range(59)]
    assert standin.sockets == 1
    (line,) = caplog.records
    assert (line.levelname, "nothing more is read" in line.getMessage()) == ("WARNING", True)


def test_close_ends_what_is_not_read(standin, client, caplog, monkeypatch):
    """A client that is closed while nothing more is read ends, with a close frame."""
    monkeypatch.setattr("ari.connection.HIGH_WATER", 1000)

    def hear(event):
        standin.send(numbered(1, text="x" * 2000))
        eventually(lambda: "the callbacks are too slow" in caplog.text)
        client.close()

    client.on_event("ChannelUserevent", hear)
    with running(client) as run:
        standin.wait_until_settled()
        standin.send(numbered(0))
        run.result(10)
    standin.wait_for(connected=False)
    assert standin.closed == [1000]
