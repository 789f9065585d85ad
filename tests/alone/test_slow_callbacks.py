"""A callback that takes long costs nothing but time: the connection stays, and events wait."""

from __future__ import annotations

import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import channel

#: How many pings come while a callback takes long.
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


MEGA = 2**20
TOO_SLOW = "the callbacks are too slow: disconnected until they have handled half of the "


def test_what_waits_is_bounded(standin, client, caplog):
    """With more it disconnects, for Asterisk would; it is back when half is done; one line says so.

    What had come by then is told, and what happened meanwhile is found out as after any gap.
    """
    client.max_queue_bytes = 40 * MEGA
    events = [json.dumps(numbered(number, text="x" * MEGA)) for number in range(1, 59)]
    heard, left = [], []

    def hear(event):
        heard.append(event["number"])
        if event["number"] == 0:
            sending = pool.submit(standin.send, *events)
            standin.wait_for(connected=False)
            assert TOO_SLOW in caplog.text
            sending.exception(10)  # the rest can't be sent, or comes to nobody
            standin.channels.clear()
            later = time.monotonic() + 0.3  # longer than the wait before the next try
            eventually(lambda: time.monotonic() > later)
        if event["number"] < 20:
            assert standin.sockets == 1

    def hear_of_the_end(event):
        left.append((event["channel"]["id"], event["missed"]))

    client.on_event("ChannelUserevent", hear)
    client.on_event("StasisEnd", hear_of_the_end)
    client.exception_handler = heard.append
    with ThreadPoolExecutor(1) as pool, running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.send(numbered(0))
        eventually(lambda: left == [(channel(1)["id"], True)])
    assert heard == [*range(len(heard))]
    assert len(heard) > 40
    assert standin.closed == [1000, 1000]
    assert [one.levelname for one in caplog.records] == ["ERROR", "WARNING"]
    assert caplog.records[1].getMessage() == "connected to Asterisk again"


def test_close_ends_the_wait_for_slow_callbacks(standin, client, caplog):
    """A client that is closed while it waits for its callbacks ends, and does not come back."""
    client.max_queue_bytes = 1000

    def hear(event):
        standin.send(numbered(1, text="x" * 2000))
        standin.wait_for(connected=False)
        client.close()

    client.on_event("ChannelUserevent", hear)
    with running(client) as run:
        standin.wait_until_settled()
        standin.send(numbered(0))
        run.result(10)
    assert (standin.sockets, standin.closed) == (1, [1000])
    assert TOO_SLOW in caplog.text


@pytest.mark.parametrize("taken", ["channel-dump", "other"])
def test_who_was_replaced_does_not_come_back(standin, client, calls, caplog, taken):
    """Though a callback takes long, its connection ends at once: it would evict the other client.

    Where one of several applications is taken over, so do the others: no events of them would be
    told any more.
    """
    other = ari.connect(standin.url, "asterisk", "asterisk")
    other.on_event("ChannelUserevent", lambda event: calls("other", event["number"]))

    def take_long(event):
        calls("first", event["number"])
        with running(other, taken):
            eventually(lambda: standin.closed == [1000])
            standin.send(numbered(2), app=taken)
            assert calls.next() == ("other", 2)
            later = time.monotonic() + 0.3  # longer than the wait before the next try
            eventually(lambda: time.monotonic() > later)

    client.on_event("ChannelUserevent", take_long)
    client.exception_handler = calls
    replaced = pytest.raises(ari.ApplicationReplaced, match=f"'{taken}' was taken")
    with replaced, running(client, ["channel-dump", "other"]) as run:
        standin.wait_for("other")
        standin.send(numbered(1))
        assert calls.next() == ("first", 1)
        run.exception(10)
    assert calls.empty()
    assert standin.sockets == 3  # one that has two applications, and one of the other client


def test_the_words_of_a_replacement_are_not_one(standin, client, calls, caplog):
    """An event that only has them in it, or text that is no event, costs nothing."""
    client.on_event("ChannelUserevent", lambda event: calls(event["text"]))
    with running(client):
        standin.wait_until_settled()
        standin.send('{"type": "ApplicationReplaced"')
        standin.send(numbered(1, text="ApplicationReplaced"))
        assert calls.next() == ("ApplicationReplaced",)
        standin.handled()
    assert standin.sockets == 1
    assert caplog.text.count("not an event") == 1
