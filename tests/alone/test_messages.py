"""Whatever comes on the WebSocket: events arrive whole, and anything else is logged."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from tests.lab.client import running
from tests.lab.standin import channel, frame, stasis

EVENT = json.dumps(stasis("StasisEnd", channel(9)), ensure_ascii=False).encode()


NO_EVENTS = {
    "no JSON": frame(b"not JSON"),
    "truncated": frame(EVENT[:-1]),
    "empty": frame(b""),
    "no object": frame(b'["type"]'),
    "null": frame(b"null"),
    "without a type": frame(b'{"a": 1}'),
    "with a type that is no text": frame(b'{"type": {}}'),
    "nested too deeply": frame(b'{"type": "A", "x": ' + b"[" * 200_000),
    "invalid UTF-8": frame(EVENT.replace(b"Alice", b"\xff\xfe")),
    "an encoded surrogate": frame(EVENT.replace(b"Alice", b"\xed\xa0\x80")),
    "two in one message": frame(EVENT + EVENT),
    "binary": frame(EVENT, opcode=2),
    "megabytes of nothing": frame(b"x" * 3_000_000),
    "a fragment of nonsense": frame(b"\xff", last=False) + frame(b"\xff", opcode=0),
}
if hasattr(sys, "get_int_max_str_digits"):  # the first 3.9 and 3.10 take any number
    NO_EVENTS["with a number too long"] = frame(b'{"type": "A", "x": ' + b"1" * 10_000 + b"}")


BROKEN_EVENTS = {
    "channel missing": {"type": "StasisEnd"},
    "channel null": {"type": "StasisEnd", "channel": None},
    "channel no object": {"type": "StasisEnd", "channel": "PJSIP/x"},
    "channel without id": {"type": "StasisEnd", "channel": {"name": "PJSIP/x"}},
    "application no text": {"type": "StasisStart", "application": [], "channel": {"id": []}},
}


@pytest.fixture
def ends(client, calls):
    """The ids of the channels that leave."""
    client.on_channel_event("StasisEnd", lambda left, event: calls(left.id))
    return calls


def between_two_events(standin, client, calls, data, *, errors, caplog):
    """Send these bytes between two events, and see both; what was wrong is logged."""
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        standin.send_raw(data)
        standin.send(stasis("StasisEnd", channel(2)))
        assert [calls.next(), calls.next()] == [(channel(1)["id"],), (channel(2)["id"],)]
    logged = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(logged) == errors, logged


@pytest.mark.parametrize("what", NO_EVENTS)
def test_what_is_no_event_is_logged(standin, client, ends, caplog, what):
    """A message that is not an event is one error in the log, and the events around it arrive."""
    between_two_events(standin, client, ends, NO_EVENTS[what], errors=1, caplog=caplog)
    assert "not an event" in caplog.text
    assert len(caplog.text) < 2000


@pytest.mark.parametrize("what", BROKEN_EVENTS)
def test_an_event_without_its_channel_is_logged(standin, client, ends, caplog, what):
    """An event whose channel is missing or lacks its id is one error in the log."""
    client.on_channel_event("StasisStart", lambda *_: pytest.fail("called"))
    data = frame(json.dumps(BROKEN_EVENTS[what]).encode())
    between_two_events(standin, client, ends, data, errors=1, caplog=caplog)
    assert "event not delivered" in caplog.text


def test_an_event_may_have_space_around_it(standin, client, calls):
    """What JSON allows before and after an object is no error."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.send_raw(frame(b" \t\r\n" + EVENT + b"\r\n"))
        assert calls.next()[0].json == channel(9)


def test_fragments_make_an_event(standin, client, calls):
    """An event in fragments arrives whole, with a ping and a pong between them."""
    client.on_channel_event("StasisEnd", calls)
    parts = [EVENT[i : i + 50] for i in range(0, len(EVENT), 50)]
    data = frame(parts[0], last=False) + frame(b"hello", opcode=9) + frame(b"", opcode=10)
    data += b"".join(frame(part, opcode=0, last=False) for part in parts[1:])
    with running(client):
        standin.wait_for()
        standin.send_raw(data + frame(b"", opcode=0))
        assert calls.next()[0].json == channel(9)


def test_the_rest_of_an_event_may_come_late(standin, client, calls, set_silence):
    """A silence within an event that is long enough for a ping loses nothing of it."""
    set_silence(1.0)
    standin.answers_pings = False
    client.on_channel_event("StasisEnd", calls)
    data = frame(EVENT)
    with running(client):
        standin.wait_for()
        standin.send_raw(data[:100])
        standin.wait_for_pings(1)
        standin.send_raw(data[100:])
        assert calls.next()[0].json == channel(9)
        assert standin.sockets == 1


def test_an_event_may_be_megabytes_long(standin, client, calls):
    """A long event arrives whole."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1, name="ä" * 2_000_000)))
        assert calls.next()[0].json["name"] == "ä" * 2_000_000


def test_an_event_may_come_byte_by_byte(standin, client, calls):
    """An event that comes in many small pieces arrives whole."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_until_settled()  # so that no pong comes between two bytes
        for byte in frame(EVENT):
            standin.send_raw(bytes([byte]))
        assert calls.next()[0].json == channel(9)
