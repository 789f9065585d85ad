"""The lab's phones, as someone who tries programs uses them, and the command tests/lab-asterisk."""

from __future__ import annotations

import array
import contextlib
import os
import signal

import pytest

import ari
from tests.lab.asterisk import SUITES, NoCall
from tests.lab.client import running
from tests.lab.phones import PHONES, asterisk_with_phones


@pytest.fixture(scope="module")
def lab(asterisk):
    """An Asterisk with phones."""
    with asterisk_with_phones(asterisk.major) as lab:
        yield lab


@pytest.fixture
def client(lab):
    """A client of it."""
    return ari.connect(lab.url, "asterisk", "asterisk")


@contextlib.contextmanager
def inside(lab, client):
    """Run the client; at the end, hang up all calls and close it."""
    with running(client):
        lab.wait_for("channel-dump")
        yield
        lab.hang_up_all()
    lab.until_no("ari show apps", "channel-dump")


def originate(client, phone):
    """Call a phone, and put it through to the application."""
    return client.channels.originate(endpoint=f"PJSIP/{phone}", app="channel-dump")


def test_a_phone_that_never_answers(lab, client):
    """Bob's rings until the program hangs up."""
    with inside(lab, client):
        bob = originate(client, "bob")
        lab.until("core show channels concise", r"PJSIP/bob(.|\n)*Ringing")
        bob.hangup()
        lab.until_calls_are_over()


def test_a_phone_that_hangs_up(lab, client, calls):
    """Carol's answers, and hangs up itself."""
    client.on_channel_event("StasisStart", lambda channels, event: calls(event["type"]))
    client.on_channel_event("ChannelDestroyed", lambda channel, event: calls(event["type"]))
    with inside(lab, client):
        originate(client, "carol")
        assert (calls.next(), calls.next()) == (("StasisStart",), ("ChannelDestroyed",))


def test_a_phone_that_is_busy(lab, client, calls):
    """Erin's is, which the end of the call says."""
    client.on_channel_event("ChannelDestroyed", lambda channel, event: calls(event["cause"]))
    with inside(lab, client):
        originate(client, "erin")
        assert calls.next() == (17,)


def test_a_phone_that_presses_keys(lab, client, calls):
    """Dave's answers and presses keys."""
    client.on_channel_event("ChannelDtmfReceived", lambda channel, event: calls(event["digit"]))
    with inside(lab, client):
        originate(client, "dave")
        assert "".join(calls.next()[0] for _ in range(3)) == "12#"


def loudest(client, calls, name):
    """The loudest sample of what the channel that enters is heard saying in a while."""
    client.on_event("RecordingFinished", lambda event: calls(event["recording"]["state"]))
    (channel,) = calls.next()
    channel.record(name=name, format="sln", maxDurationSeconds=4)
    assert calls.next() == ("done",)
    sound = client.recordings.getStoredFile(recordingName=name)
    return max(array.array("h", sound[: len(sound) // 2 * 2]))


def test_a_phone_that_speaks(lab, client, calls):
    """What Dave says is in a recording."""
    client.on_channel_event("StasisStart", lambda channels, event: calls(channels["channel"]))
    with inside(lab, client):
        originate(client, "dave")
        assert loudest(client, calls, "speech") > 1000


def test_music_on_hold(lab, client, calls):
    """Who is put on hold hears music."""
    client.on_channel_event("StasisStart", lambda channels, event: calls(channels["channel"]))
    with inside(lab, client):
        lab.cli("channel originate Local/1000@default application MusicOnHold")
        assert loudest(client, calls, "music") > 1000


def test_a_call_ends_well_whoever_hangs_up(lab, client):
    """Alice's call that the program hangs up is no failure."""
    client.on_channel_event("StasisStart", lambda channels, event: channels["channel"].hangup())
    with inside(lab, client), lab.alice(seconds=25):
        lab.until("core show channels count", "1 call processed|[1-9][0-9]* calls processed")


def test_a_call_that_nobody_answers_is_a_failure(own):
    """Alice's call to an extension that isn't there did not come about."""
    own.cli("dialplan remove extension 1000@default")
    with pytest.raises(NoCall, match="not answered"), own.alice():
        pass


def test_the_command(shell, asterisk):
    """It says at once that it begins, lists the phones, and lets Alice call; Ctrl+C ends it."""
    lab = shell(f"exec tests/lab-asterisk --version {max(SUITES)}")
    assert lab.stdout.readline() == "Starting two Asterisks, which may take a minute.\n"
    said = "".join(iter(lab.stdout.readline, "Ctrl+C ends it, and removes its files.\n"))
    assert all(f"PJSIP/{name}" in said for name in PHONES)
    call = shell("exec tests/lab-asterisk call")  # no program is there: Asterisk hangs up
    assert call.communicate() == ("Alice calls 1000, for ten seconds at most.\n", "")
    assert call.returncode == 0
    shell("exec tests/lab-asterisk -rx 'dialplan remove extension 1000@default'").wait()
    refused = shell("exec tests/lab-asterisk call")
    assert refused.communicate()[1].startswith("Alice's call was not answered")
    assert refused.returncode == 1
    os.killpg(lab.pid, signal.SIGINT)
    assert lab.wait(30) == 0
