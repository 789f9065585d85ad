"""Waiting for events in threads, on real Asterisks."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.client import running

#: Makes a channel that does this for a minute, and whose other end comes into the application.
CALL = "channel originate Local/hold@beside application {}"


@pytest.fixture
def client(proxy):
    """A client whose connections go through the proxy."""
    return ari.connect(proxy.url, "asterisk", "asterisk")


@pytest.fixture
def serving(own, client, calls):
    """Runs a function in a thread for each caller; what it returns or raises is kept."""

    @contextlib.contextmanager
    def serving(serve):
        @ari.in_thread
        def entered(channels, event):
            try:
                calls(serve(channels["channel"]))
            except Exception as error:
                calls(error)

        client.on_channel_event("StasisStart", entered)
        with running(client, "beside") as run:
            own.wait_for("beside")
            yield run

    return serving


def test_no_end_of_a_missing_sound_is_missed(own, serving, calls):
    """A playback that fails before its request is answered is waited for all the same."""

    def serve(channel):
        def play(_):
            return channel.play(media="sound:missing").wait_for("PlaybackFinished", timeout=20)

        with ThreadPoolExecutor(4) as pool:
            return [event["playback"]["state"] for event in pool.map(play, range(40))]

    with serving(serve):
        own.cli(CALL.format("Wait 60"))
        assert calls.next() == (["failed"] * 40,)


def test_keys_typed_during_a_prompt_stay(own, serving, calls):
    """What is typed ahead is waited for after the prompt, in order, each once."""

    def serve(channel):
        channel.answer()
        channel.play(media="sound:hello-world").wait_for("PlaybackFinished")
        keys = [channel.wait_for("ChannelDtmfReceived", timeout=5)["digit"] for _ in range(3)]
        with pytest.raises(TimeoutError, match=r"not within 0 s: ChannelDtmfReceived"):
            channel.wait_for("ChannelDtmfReceived", timeout=0)
        return keys

    with serving(serve):
        own.cli(CALL.format("SendDTMF 12#wwww,30"))
        assert calls.next() == (["1", "2", "#"],)


def test_a_key_ends_a_prompt(own, serving, calls):
    """A playback hears of its channel's keys, and the channel keeps them."""

    def serve(channel):
        channel.answer()
        prompt = channel.play(media="sound:demo-congrats")
        first = prompt.wait_for("PlaybackFinished", "ChannelDtmfReceived")
        prompt.stop()
        last = prompt.wait_for("PlaybackFinished")
        again = channel.wait_for("ChannelDtmfReceived", timeout=0)
        return first["digit"], last["type"], again["digit"]

    with serving(serve):
        own.cli(CALL.format("SendDTMF ww5wwww"))
        assert calls.next() == (("5", "PlaybackFinished", "5"),)


def test_a_phone_that_answers_at_once(own, serving, client, calls):
    """The start of a call of one's own is waited for, and its end."""

    def serve(channel):
        call = client.channels.originate(endpoint="Local/wait@beside", app="beside", appArgs="own")
        start = call.wait_for("StasisStart", timeout=20)
        call.hangup()
        return start["args"], call.wait_for("ChannelDestroyed", timeout=20)["channel"][
            "id"
        ] == call.id

    client.on_channel_event("StasisStart", lambda *_: None)
    with running(client, "beside"), ThreadPoolExecutor(1) as pool:
        own.wait_for("beside")
        assert pool.submit(serve, None).result(60) == (["own"], True)


def hang_up(own, client, proxy):
    """The caller hangs up."""
    own.cli("channel request hangup all")


def hang_up_in_a_gap(own, client, proxy):
    """The caller hangs up while the connection is lost."""
    with proxy.broken():
        own.hang_up_all()


def kill(own, client, proxy):
    """Asterisk is killed, and started again."""
    own.stop()
    own.start()


@pytest.mark.parametrize("event_type", ["ChannelDtmfReceived", "ChannelDestroyed"])
@pytest.mark.parametrize("end", [hang_up, hang_up_in_a_gap, kill])
def test_a_wait_ends_with_the_call(own, proxy, serving, client, calls, end, event_type):
    """However the caller goes, a wait for what cannot come any more raises Gone."""
    waiting = threading.Event()

    def serve(channel):
        waiting.set()
        channel.wait_for(event_type)

    with serving(serve):
        own.cli(CALL.format("Wait 60"))
        assert waiting.wait(30)
        end(own, client, proxy)
        assert isinstance(calls.next()[0], ari.Gone)


def test_a_wait_for_the_end_has_it(own, proxy, serving, calls):
    """StasisEnd can be waited for, also where a gap has swallowed it."""
    waiting = threading.Event()

    def serve(channel):
        waiting.set()
        return channel.wait_for("StasisEnd").get("missed")

    with serving(serve):
        for end, missed in ((hang_up, None), (hang_up_in_a_gap, True)):
            own.cli(CALL.format("Wait 60"))
            assert waiting.wait(30)
            end(own, None, proxy)
            assert calls.next() == (missed,)
            waiting.clear()


def test_close_ends_a_wait(own, serving, client, calls):
    """A wait ends with run(), in an AriError."""
    waiting = threading.Event()

    def serve(channel):
        waiting.set()
        channel.wait_for("StasisEnd")

    with serving(serve) as run:
        own.cli(CALL.format("Wait 60"))
        assert waiting.wait(30)
        client.close()
        run.result(30)
        (error,) = calls.next()
    assert isinstance(error, ari.AriError)
    assert not isinstance(error, ari.Gone)
    assert "run() has ended" in str(error)


def test_a_takeover_ends_a_wait(own, serving, client, calls, direct):
    """A wait ends where another client takes the application over."""
    waiting = threading.Event()

    def serve(channel):
        waiting.set()
        channel.wait_for("StasisEnd")

    with pytest.raises(ari.ApplicationReplaced), serving(serve) as run:
        own.cli(CALL.format("Wait 60"))
        assert waiting.wait(30)
        with running(direct, "beside"):
            run.exception(30)
            assert isinstance(calls.next()[0], ari.AriError)


@pytest.fixture
def hasty(monkeypatch):
    """Lets a wait ask after a second."""
    monkeypatch.setattr("ari.inboxes.ASK_AFTER", 1.0)


def test_asterisk_is_asked_where_no_event_tells(own, proxy, client, direct, hasty):
    """A bridge that nobody joined is destroyed elsewhere, and a channel is not in Stasis."""
    with running(client, "beside"), ThreadPoolExecutor(2) as pool:
        own.wait_for("beside")
        bridge = client.bridges.create(type="mixing")
        waits = pool.submit(bridge.wait_for, "ChannelEnteredBridge")
        own.wait_outside()
        outside = client.channels.list()[0]
        waits_outside = pool.submit(outside.wait_for, "StasisEnd")
        direct.bridges.destroy(bridgeId=bridge.id)
        for one in (waits, waits_outside):
            assert isinstance(one.exception(30), ari.Gone)


def test_a_phone_that_rings_is_hung_up_in_a_gap(own, proxy, client, direct):
    """The wait for its answer ends, though no event tells."""
    with running(client, "beside"), ThreadPoolExecutor(1) as pool:
        own.wait_for("beside")
        phone = client.channels.originate(endpoint="Local/ringing@beside", app="beside")
        wait = pool.submit(phone.wait_for, "StasisStart")
        with proxy.broken():
            own.hang_up_all()
        assert isinstance(wait.exception(30), ari.Gone)


def test_a_wait_for_a_phone_that_rings_goes_on(own, client, hasty):
    """A phone that rings is not in Stasis, and the wait for its answer goes on."""
    with running(client, "beside"), ThreadPoolExecutor(1) as pool:
        own.wait_for("beside")
        phone = client.channels.originate(endpoint="Local/late@beside", app="beside")
        assert pool.submit(phone.wait_for, "StasisStart").result(30)["channel"]["id"] == phone.id
