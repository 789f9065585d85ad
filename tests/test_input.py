"""Whatever comes over the wire or out of a phone: nothing is lost, and nothing plays tricks."""

import contextlib
import errno
import json
import logging
import os
import sys

import pytest
from conftest import running
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from process import eventually
from standin import channel, frame, stasis

import ari

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
    "with a number too long": frame(b'{"type": "A", "x": ' + b"1" * 10_000 + b"}"),
    "invalid UTF-8": frame(EVENT.replace(b"Alice", b"\xff\xfe")),
    "an encoded surrogate": frame(EVENT.replace(b"Alice", b"\xed\xa0\x80")),
    "two in one message": frame(EVENT + EVENT),
    "binary": frame(EVENT, opcode=2),
    "megabytes of nothing": frame(b"x" * 3_000_000),
    "a fragment of nonsense": frame(b"\xff", last=False) + frame(b"\xff", opcode=0),
}

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
    """A message that is no event is one error in the log, and the events around it arrive."""
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


def test_an_unknown_event_type_is_logged(standin, client, ends, caplog):
    """An event type that the api-docs do not have is one warning in the log."""
    data = frame(b'{"type": "PhoneExploded"}')
    between_two_events(standin, client, ends, data, errors=1, caplog=caplog)
    assert "PhoneExploded" in caplog.text


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


def test_the_rest_of_an_event_may_come_late(standin, client, calls, monkeypatch):
    """A silence in the middle of an event, longer than until a ping, loses nothing of it."""
    monkeypatch.setattr("ari.events.SILENCE", 1.0)
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
        standin.wait_for()
        for byte in frame(EVENT):
            standin.send_raw(bytes([byte]))
        assert calls.next()[0].json == channel(9)


anything = st.one_of(
    st.binary(max_size=200).map(lambda data: frame(data)),
    st.binary(max_size=200).map(lambda data: frame(data, opcode=2)),
    st.binary(max_size=100).map(lambda data: frame(data, opcode=9)),
    st.text(max_size=200).map(lambda text: frame(text.encode("utf-8", "surrogatepass"))),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "channel", "id", "application", "args", "name"])
                | st.text(max_size=3),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    ).map(lambda value: frame(json.dumps(value).encode())),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["StasisStart", "StasisEnd", "ChannelVarset", "X"])},
        optional={
            "channel": st.none()
            | st.text()
            | st.dictionaries(st.just("id"), st.text() | st.none()),
            "application": st.none() | st.text() | st.lists(st.none()),
        },
    ).map(lambda event: frame(json.dumps(event).encode())),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(frames=st.lists(anything, max_size=8))
def test_good_events_arrive_whatever_comes_between(standin, frames):
    """Between two good events any frames may come: both arrive, on one connection."""
    client = ari.connect(standin.url, "asterisk", "asterisk")
    seen = []

    def good(_, event):
        if event.get("good"):
            seen.append(event["good"])
        if event.get("good") == 2:
            client.close()

    client.on_channel_event("StasisEnd", good)
    client.on_channel_event("StasisStart", good)
    before = standin.sockets
    with running(client) as run:
        standin.wait_for(more_than=before)
        standin.send(stasis("StasisEnd", channel(1), good=1))
        standin.send_raw(b"".join(frames))
        standin.send(stasis("StasisEnd", channel(1), good=2))
        run.result(10)
    standin.wait_for(connected=False)
    assert (seen, standin.sockets) == ([1, 2], before + 1)


SHOWN = {
    "\x1b[2J": r"\x1b[2J",
    "\x1b]0;owned\x07": r"\x1b]0;owned\x07",
    "\x9b31m": r"\x9b31m",
    "a\nb\r\tc": r"a\nb\r\tc",
    "\x7f\x00": r"\x7f\x00",
    "\u202egnp.exe": r"\u202egnp.exe",
    "\u2066x\u2069": r"\u2066x\u2069",
    "\u2028": r"\u2028",
    "\ud800": r"\ud800",
    "Jürgen Ōmura 大村 Лев ليلى नमस्ते 👩‍👩‍👧": "Jürgen Ōmura 大村 Лев ليلى नमस्ते 👩‍👩‍👧",
    r"C:\new": r"C:\new",
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_a_caller_sends_is_shown_escaped(standin, dump, text):
    """Control characters and overrides are shown escaped, ordinary text as it is."""
    one = channel(1, name=text, accountcode=text, caller={"name": text, "number": text})
    standin.channels = [one]
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.send(stasis("StasisStart", one), stasis("StasisEnd", one))
    lines = script.expect("left the application")
    assert lines[1] == SHOWN[text]
    assert lines[2] == f"Channel {SHOWN[text]} has entered the application"
    assert f"accountcode: {SHOWN[text]}" in lines
    assert f"caller: {one['caller']}" in lines  # as Python prints a dict: that escapes too
    assert lines[-1] == f"{SHOWN[text]} has left the application"
    assert not set("\x1b\x9b\r\x07\x00\u202e\u2066") & set("".join(lines))


def test_an_output_that_cannot_encode_shows_it_escaped(standin, dump):
    """A character that standard output's encoding lacks is shown escaped."""
    script = dump("--url", standin.url, PYTHONIOENCODING="ascii")
    standin.wait_for()
    standin.enter(channel(1, name="大村", caller={"name": "ü", "number": ""}))
    lines = script.expect("language: en")
    assert r"Channel \u5927\u6751 has entered the application" in lines
    assert r"caller: {'name': '\xfc', 'number': ''}" in lines


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_ends_the_script_quietly(standin, shell, unbuffered):
    """With `| head -1` the script ends at what it can't print any more, and says nothing."""
    script = shell(
        f"{sys.executable} channel_dump.py --url {standin.url} | head -1",
        PYTHONUNBUFFERED=unbuffered,
    )
    standin.wait_for()
    assert script.stdout.readline() == "No channels currently :-(\n"

    def gone():
        standin.send(stasis("StasisStart", channel(1)))
        return script.poll() is not None

    with contextlib.suppress(ConnectionError, KeyError):  # no socket to send to: it has ended
        eventually(gone)
    assert (script.wait(10), script.stderr.read()) == (0, "")


def test_a_reader_that_goes_away_during_a_long_list(standin, shell):
    """The listing too ends quietly."""
    standin.channels = [channel(n, name="x" * 100_000) for n in range(3)]
    script = shell(f"{sys.executable} channel_dump.py --url {standin.url} | head -c 1")
    assert script.communicate(timeout=10) == ("C", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_a_clear_error(standin, shell, unbuffered):
    """Where the output can't be written, one line says so, with exit status 1."""
    script = shell(
        f"{sys.executable} channel_dump.py --url {standin.url} > /dev/full",
        PYTHONUNBUFFERED=unbuffered,
    )
    assert script.wait(10) == 1
    (line,) = script.stderr.read().splitlines()
    assert "the output can't be written" in line
    assert os.strerror(errno.ENOSPC) in line
