"""A callback that takes long costs nothing but time, on real Asterisks; nor does a stopped process.

What a connection may wait for is short here; by hand it was a minute of the real times.
"""

from __future__ import annotations

import logging
import signal
import time

import pytest

import ari
from tests.lab import REPOSITORY
from tests.lab.client import running
from tests.lab.process import eventually

#: How long a connection may be silent until it is pinged, and then until it is lost, in seconds.
SILENCE = 0.4

#: Longer than both.
LONG = 2.5 * SILENCE


@pytest.fixture
def client(asterisk, set_silence, caplog):
    """A client with short waits."""
    set_silence(SILENCE, timeout=SILENCE)
    caplog.set_level(logging.WARNING, "ari")
    return ari.connect(asterisk.url, "asterisk", "asterisk")


@pytest.fixture
def send(asterisk):
    """Has Asterisk send a numbered event, with so long a text."""
    other = ari.connect(asterisk.url, "asterisk", "asterisk")

    def send(number, size=0):
        variables = {"number": str(number), "text": "x" * size}
        other.events.userEvent(eventName="mine", application="channel-dump", variables=variables)

    return send


def number_of(event):
    """The number of an event that send() has sent."""
    return int(event["userevent"]["number"])


def test_quiet_seconds_after_it(asterisk, client, send, calls, caplog):
    """After a callback that takes longer than silence may, and silence, it is still connected."""

    def hear(event):
        calls(number_of(event))
        time.sleep(LONG if number_of(event) == 1 else 0)

    client.on_event("ChannelUserevent", hear)
    with running(client):
        asterisk.wait_for("channel-dump")
        send(1)
        assert calls.next() == (1,)
        time.sleep(2 * LONG)
        send(2)
        assert calls.next() == (2,)
    assert (calls.empty(), caplog.records) == (True, [])


def test_a_call_that_a_slow_callback_has_originated(asterisk, client, calls, caplog):
    """The callback of ApplicationRegistered is called once; the call's events come after it."""

    def registered(event):
        client.channels.originate(endpoint="Local/wait@beside", app="channel-dump")
        calls(event["type"])
        time.sleep(LONG)

    client.on_event("ApplicationRegistered", registered)
    client.on_channel_event("StasisStart", lambda channels, _: channels["channel"].hangup())
    for kind in ("StasisStart", "StasisEnd"):
        client.on_event(kind, lambda event: calls(event["type"]))
    with running(client):
        heard = [calls.next()[0] for _ in range(3)]
        time.sleep(LONG)
    assert heard == ["ApplicationRegistered", "StasisStart", "StasisEnd"]
    assert (calls.empty(), caplog.records) == (True, [])


def test_many_events_that_come_meanwhile(asterisk, client, send, caplog):
    """Of 12 MB none is lost: Asterisk gets rid of them at once, or it would cut the connection."""
    heard = []

    def hear(event):
        heard.append(number_of(event))
        if heard == [0]:
            for number in range(1, 401):
                send(number, 30_000)

    client.on_event("ChannelUserevent", hear)
    with running(client):
        asterisk.wait_for("channel-dump")
        send(0)
        eventually(lambda: heard[-1:] == [400])
    assert heard == [*range(401)]
    assert "websocket write" not in asterisk.log()
    assert caplog.records == []


STOPPED = f"""
import ari, channel_dump
ari.Client.ping_interval = ari.Client.ping_timeout = {SILENCE}
channel_dump.main()
"""


def test_a_process_that_was_stopped(asterisk, dump, tmp_path):
    """Ctrl+Z, or a laptop that slept: afterwards the connection is as it was, with what came."""
    program = tmp_path / "stopped.py"
    program.write_text(STOPPED)
    script = dump("--url", asterisk.url, script=program, PYTHONPATH=str(REPOSITORY))
    asterisk.wait_for("channel-dump")
    time.sleep(SILENCE)  # by now it has asked who is inside, and nothing more is said
    script.process.send_signal(signal.SIGSTOP)
    time.sleep(LONG)
    script.process.send_signal(signal.SIGCONT)
    time.sleep(LONG)
    script.process.send_signal(signal.SIGSTOP)
    asterisk.cli("channel originate Local/1000@default application Wait 1")
    asterisk.until_calls_are_over()
    script.process.send_signal(signal.SIGCONT)
    script.expect("has left the application")
    assert (script.stop(), script.errors()) == (0, "")
