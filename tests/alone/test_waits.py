"""Waiting for events in threads, as far as it takes no real Asterisk."""

from __future__ import annotations

import contextlib
import gc
import logging
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import StandIn, channel, stasis

PLAYBACK = {"id": "1", "target_uri": f"channel:{channel(1)['id']}", "state": "queued"}
RECORDING = {"name": "greeting", "target_uri": f"channel:{channel(1)['id']}", "state": "queued"}
ALICE = f"/channels/{channel(1)['id']}"


@pytest.fixture
def pool():
    """A thread for what waits."""
    with ThreadPoolExecutor(1) as threads:
        yield threads


@pytest.fixture
def alice(standin, client, pool):
    """A channel inside, of a client that runs."""
    standin.answers["POST", f"{ALICE}/play"] = (201, PLAYBACK)
    standin.answers["POST", f"{ALICE}/record"] = (201, RECORDING)
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.handled()
        yield ari.Channel(client, channel(1))


def digit(key):
    """The event of a key."""
    return stasis("ChannelDtmfReceived", channel(1), digit=key, duration_ms=100)


def finished(**fields):
    """The end of the playback."""
    return {"type": "PlaybackFinished", "playback": {**PLAYBACK, **fields}}


def test_what_comes_before_the_answer_is_not_missed(standin, alice, pool):
    """An event that comes while the request is on its way is there for the first wait."""
    with standin.frozen(f"{ALICE}/play"):
        played = pool.submit(alice.play, media="sound:missing")
        eventually(lambda: f"POST /ari{ALICE}/play?media=sound%3Amissing" in standin.paths)
        standin.send(finished(state="failed"))
        standin.handled()
    event = played.result(30).wait_for("PlaybackFinished", timeout=0)
    assert event["playback"]["state"] == "failed"


def test_what_run_made_may_be_waited_for_elsewhere(standin, client, alice, pool, calls):
    """What a callback has made misses no event that comes before another thread waits for it."""
    client.on_event("A", lambda _: calls(alice.play(media="sound:hello")))
    standin.send({"type": "A"}, finished())
    (playback,) = calls.next()
    standin.handled()
    assert playback.wait_for("PlaybackFinished", timeout=0)["playback"]["id"] == "1"


def test_an_object_handed_over_misses_nothing(standin, client, alice, calls):
    """in_thread's function has each event after its own, and not that one."""
    go = threading.Event()

    @ari.in_thread
    def entered(channels, event):
        go.wait(30)
        for kind in ("ChannelVarset", "ChannelHangupRequest"):
            calls(channels["channel"].wait_for(kind, timeout=0)["type"])
        with pytest.raises(TimeoutError):
            channels["channel"].wait_for("StasisStart", timeout=0)
        calls("done")

    client.on_channel_event("StasisStart", entered)
    standin.enter(channel(2))
    standin.send(stasis("ChannelHangupRequest", channel(2)), stasis("ChannelVarset", channel(2)))
    standin.handled()
    go.set()
    assert [calls.next() for _ in range(3)] == [
        ("ChannelVarset",),
        ("ChannelHangupRequest",),
        ("done",),
    ]


def test_the_last_hundred_of_each_type_are_kept(standin, alice):
    """More events of a type push out the first ones, and none of another type."""
    alice.play(media="sound:hello")
    playback = alice.play(media="sound:hello")
    standin.send(stasis("ChannelHangupRequest", channel(1)), *[digit(str(n)) for n in range(101)])
    standin.handled()
    types = ("ChannelDtmfReceived", "ChannelHangupRequest")
    events = [playback.wait_for(*types, timeout=0) for _ in range(101)]
    assert [one.get("digit") for one in events] == [None, *map(str, range(1, 101))]


def test_a_callback_that_changes_an_event_changes_no_wait(standin, client, alice):
    """A wait returns the event as it came."""
    playback = alice.play(media="sound:hello")
    client.on_event("PlaybackFinished", lambda event: event["playback"].clear())
    standin.send(finished())
    standin.handled()
    assert playback.wait_for("PlaybackFinished", timeout=0)["playback"] == PLAYBACK


def test_an_older_recording_ends_no_wait_for_a_new_one(standin, alice):
    """The end of a recording of the same name is no end of one that has not started."""
    recording = alice.record(name="greeting", format="wav")
    old, new = ({**RECORDING, "duration": seconds} for seconds in (1, 2))
    standin.send(
        {"type": "RecordingFinished", "recording": old},
        {"type": "RecordingStarted", "recording": new},
        {"type": "RecordingFinished", "recording": new},
    )
    standin.handled()
    assert recording.wait_for("RecordingFinished", timeout=0)["recording"]["duration"] == 2


def test_what_a_callback_of_the_first_application_makes_is_new(standin, client, pool):
    """The registration of the next one does not make an older recording's end that of a new one."""
    standin.answers["POST", f"{ALICE}/record"] = (201, RECORDING)
    made = []

    def registered(event):
        if event["application"] == "one":
            made.append(ari.Channel(client, channel(1)).record(name="greeting", format="wav"))

    client.on_event("ApplicationRegistered", registered)
    with running(client, ["one", "two"]):
        standin.wait_until_settled("two")
        for kind, duration in (("Finished", 1), ("Started", 0), ("Finished", 2)):
            told = {**RECORDING, "duration": duration}
            standin.send({"type": f"Recording{kind}", "recording": told}, app="one")
        end = pool.submit(made[0].wait_for, "RecordingFinished").result(30)
    assert end["recording"]["duration"] == 2


def test_a_playback_that_ended_in_a_gap_has_its_end(standin, alice, set_waits, pool):
    """Its PlaybackFinished is made up, once, where Asterisk no longer knows it."""
    set_waits(0.02)
    playback = alice.play(media="sound:hello")
    standin.answers["GET", "/playbacks/1"] = (404, {"message": "Playback not found"})
    standin.cut()
    event = pool.submit(playback.wait_for, "PlaybackFinished").result(30)
    assert event["missed"]
    assert event["playback"] == {**PLAYBACK, "state": ""}  # done, or failed: it is not known
    with pytest.raises(ari.Gone):
        playback.wait_for("PlaybackFinished")


def test_an_end_that_comes_late_is_not_made_up_too(standin, alice, set_waits, monkeypatch):
    """Where Asterisk's own PlaybackFinished comes after its answer, no other is returned."""
    monkeypatch.setattr("ari.inboxes.GRACE", 60)
    set_waits(0.02)
    playback = alice.play(media="sound:hello")
    standin.answers["GET", "/playbacks/1"] = (404, {"message": "Playback not found"})
    sockets = standin.sockets
    standin.cut()
    standin.wait_until_settled(more_than=sockets)
    with pytest.raises(TimeoutError):
        playback.wait_for("PlaybackFinished", timeout=0)
    assert standin.times_of("/playbacks/1")
    standin.send(finished(state="done"))
    standin.handled()
    assert playback.wait_for("PlaybackFinished", timeout=0)["playback"]["state"] == "done"
    with pytest.raises(ari.Gone):
        playback.wait_for("PlaybackFinished")


def test_a_wait_asks_also_while_other_events_come(standin, alice, pool, monkeypatch):
    """A playback whose end was never told is found out while its channel goes on."""
    monkeypatch.setattr("ari.inboxes.ASK_AFTER", 0.02)
    monkeypatch.setattr("ari.inboxes.LOOK_EVERY", 60)
    playback = alice.play(media="sound:hello")
    standin.answers["GET", "/playbacks/1"] = (404, {"message": "Playback not found"})
    wait = pool.submit(playback.wait_for, "PlaybackFinished")

    def done():
        standin.send(stasis("ChannelVarset", channel(1)))
        return wait.done()

    eventually(done)
    assert wait.result()["missed"]


def test_the_end_after_a_stasisend_is_waited_for(standin, alice, monkeypatch):
    """ChannelDestroyed comes after StasisEnd where the application is subscribed to a channel."""
    monkeypatch.setattr("ari.inboxes.GRACE", 60)
    with contextlib.suppress(TimeoutError):
        alice.wait_for("ChannelDtmfReceived", timeout=0)  # since then it has all events
    standin.leave(channel(1))
    standin.handled()
    with pytest.raises(TimeoutError):
        alice.wait_for("ChannelDestroyed", timeout=0)
    standin.send(stasis("ChannelDestroyed", channel(1), cause=16, cause_txt="Normal Clearing"))
    assert alice.wait_for("ChannelDestroyed", timeout=20)["cause"] == 16


def test_waits_wait_again_when_run_runs_again(standin, client, pool):
    """A client that was closed and runs again has waits as before."""
    for _ in range(2):
        with running(client):
            standin.wait_until_settled()
            standin.enter(channel(1))
            wait = pool.submit(ari.Channel(client, channel(1)).wait_for, "ChannelDtmfReceived")

            def done(wait=wait):
                standin.send(digit("1"))
                return wait.done()

            eventually(done)
            assert wait.result()["digit"] == "1"
            standin.leave(channel(1))
        standin.wait_for(connected=False)


def test_an_unanswered_question_is_not_repeated(standin, alice, client, monkeypatch):
    """Where Asterisk does not say what it is subscribed to, it is asked that once in each gap."""
    monkeypatch.setattr("ari.inboxes.ASK_AFTER", 0.02)
    monkeypatch.setattr("ari.inboxes.LOOK_EVERY", 0.02)
    client.timeout = 0.2
    standin.channels[0]["dialplan"]["app_name"] = "Wait"
    with standin.frozen("/applications/channel-dump"), pytest.raises(TimeoutError):
        alice.wait_for("ChannelHangupRequest", timeout=1)
    assert len(standin.times_of("/applications/channel-dump")) == 1
    assert len(standin.times_of(ALICE)) > 1


def test_a_frozen_asterisk_is_asked_again(standin, alice, pool, client, monkeypatch):
    """A wait ends though the first question was not answered."""
    monkeypatch.setattr("ari.inboxes.ASK_AFTER", 0.02)
    monkeypatch.setattr("ari.inboxes.LOOK_EVERY", 0.02)
    client.timeout = 0.2
    with standin.frozen(ALICE):
        wait = pool.submit(alice.wait_for, "ChannelHangupRequest")
        eventually(lambda: len(standin.times_of(ALICE)) > 1)
        standin.channels.clear()
    assert isinstance(wait.exception(30), ari.Gone)


def test_short_waits_ask_too(standin, alice, monkeypatch):
    """A loop of waits that are shorter than a question takes hears that the object is gone."""
    monkeypatch.setattr("ari.inboxes.ASK_AFTER", 0.02)
    standin.channels.clear()

    def wait():
        with contextlib.suppress(TimeoutError):
            alice.wait_for("ChannelHangupRequest", timeout=0.01)

    with pytest.raises(ari.Gone):
        eventually(wait)


def test_a_recording_that_starts_in_a_gap_has_its_end(standin, alice, set_waits):
    """Its RecordingFinished is not taken for an older one's, though its start was missed."""
    set_waits(0.02)
    recording = alice.record(name="greeting", format="wav")
    sockets = standin.sockets
    standin.cut()
    standin.wait_until_settled(more_than=sockets)
    standin.send({"type": "RecordingFinished", "recording": RECORDING})
    standin.handled()
    assert recording.wait_for("RecordingFinished", timeout=0)["recording"] == RECORDING


def test_a_timeout_holds_while_asterisk_is_asked(standin, alice, pool, set_waits):
    """A question that is not answered does not keep a wait longer than it may take."""
    set_waits(0.02)
    sockets = standin.sockets
    standin.cut()
    standin.wait_until_settled(more_than=sockets)  # after a gap, it is asked at once
    with standin.frozen(ALICE):
        wait = pool.submit(alice.wait_for, "ChannelHangupRequest", timeout=0.5)
        assert isinstance(wait.exception(15), TimeoutError)  # a request waits for 30 s


def test_in_runs_own_thread_it_would_wait_for_ever(standin, client, alice, calls):
    """A callback that waits without a thread of its own is told so."""
    client.exception_handler = calls
    client.on_channel_event("StasisEnd", lambda one, event: one.wait_for("ChannelDestroyed"))
    standin.leave(channel(1))
    (error,) = calls.next()
    assert isinstance(error, RuntimeError)
    assert "ari.in_thread" in str(error)


def test_what_cannot_be_waited_for(alice, client):
    """An event without such an object, or none at all, is an error that names the way out."""
    with pytest.raises(
        ValueError, match=r"BridgeDestroyed has no Channel; these events have: .*Dtmf"
    ):
        alice.wait_for("BridgeDestroyed")
    with pytest.raises(ValueError, match=r"no event 'Stasisend'; this Asterisk has StasisEnd"):
        alice.wait_for("Stasisend")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'event_type'"):
        alice.wait_for()
    with pytest.raises(ValueError, match=r"StasisEnd has no Sound"):
        ari.Sound(client, {"id": "hello"}).wait_for("StasisEnd")


def test_a_key_can_be_waited_for_on_a_playback_at_once(client):
    """The docs that say what a ChannelDtmfReceived is about are loaded by the first wait."""
    with pytest.raises(TimeoutError):
        ari.Playback(client, PLAYBACK).wait_for("ChannelDtmfReceived", timeout=0)


def test_a_channel_that_is_handed_over_beside_keeps_its_application(standin, client, calls):
    """A wait on it ends with its StasisEnd, though the event was of another application."""

    @ari.in_thread
    def serve(channels, event, agent):
        calls("ready")
        with pytest.raises(ari.Gone):
            agent.wait_for("ChannelHangupRequest", timeout=10)
        calls("gone")

    with running(client, ["one", "two"]):
        standin.wait_until_settled("two")
        client.on_channel_event("StasisStart", serve, ari.Channel(client, channel(1)))
        standin.send(stasis("StasisStart", channel(2), "two"), app="two")
        assert calls.next() == ("ready",)
        standin.send(stasis("StasisEnd", channel(1), "one"), app="one")
        assert calls.next() == ("gone",)


def test_a_failure_in_a_thread_is_a_callbacks(standin, client, alice, calls):
    """What in_thread's function raises goes to exception_handler, with its event."""

    @ari.in_thread
    def fail(one, event):
        raise ZeroDivisionError("oops")

    client.exception_handler = lambda error: calls(type(error), error.ari_event["type"])
    client.on_channel_event("StasisEnd", fail)
    standin.leave(channel(1))
    assert calls.next() == (ZeroDivisionError, "StasisEnd")


def test_a_caller_who_hangs_up_ends_a_thread_quietly(standin, client, alice, calls, caplog):
    """Gone about what a function was called with is a line at INFO."""
    caplog.set_level(logging.INFO, "ari")

    @ari.in_thread
    def serve(channels, event):
        calls("waits")
        channels["channel"].wait_for("ChannelDtmfReceived")

    client.exception_handler = calls
    client.on_channel_event("StasisStart", serve)
    standin.enter(channel(2))
    calls.next()
    standin.leave(channel(2))
    eventually(lambda: any("serve has ended: gone" in one.message for one in caplog.records))
    assert calls.empty()


def test_gone_about_something_else_is_a_failure(standin, client, alice, calls):
    """Gone about anything but what a function was called with goes to exception_handler."""

    @ari.in_thread
    def serve(channels, event):
        channels["channel"].client.bridges.get(bridgeId="none")

    client.exception_handler = lambda error: calls(type(error).__mro__)
    client.on_channel_event("StasisStart", serve)
    standin.enter(channel(2))
    assert ari.Gone in calls.next()[0]


def test_a_refusal_about_a_caller_who_has_gone_is_quiet(standin, client, alice, calls, caplog):
    """Asterisk may answer 500 where a caller hangs up at once, which ends the thread as Gone."""
    caplog.set_level(logging.INFO, "ari")
    standin.answers["POST", f"/channels/{channel(2)['id']}/answer"] = (500, {"message": "Failed"})

    @ari.in_thread
    def serve(channels, event):
        calls("serves")
        channels["channel"].answer()

    client.exception_handler = lambda error: calls("failed")
    client.on_channel_event("StasisStart", serve)
    standin.enter(channel(2))  # it is there, so that the refusal is told
    assert [calls.next(), calls.next()] == [("serves",), ("failed",)]
    standin.answers["GET", f"/channels/{channel(2)['id']}"] = (
        404,
        {"message": "Channel not found"},
    )
    standin.send(stasis("StasisStart", channel(2), args=[]))
    calls.next()
    eventually(
        lambda: any("serve has ended: channels.answer" in one.message for one in caplog.records)
    )
    assert calls.empty()


def test_a_channel_that_comes_back_has_another_thread(standin, client, alice, calls):
    """The first thread's waits end with its visit, however soon the channel is in Stasis again."""

    @ari.in_thread
    def serve(channels, event):
        try:
            channels["channel"].wait_for("ChannelDtmfReceived")
        except ari.Gone:
            calls("gone", event["args"])

    client.on_channel_event("StasisStart", serve)
    standin.enter(channel(2), args=["first"])
    standin.send(
        stasis("StasisEnd", channel(2)), stasis("StasisStart", channel(2), args=["second"])
    )
    assert calls.next() == ("gone", ["first"])
    assert calls.empty()


def test_an_object_of_another_client_has_that_ones_events(client, standin, alice, calls):
    """in_thread's function may wait for it, as for an agent on another Asterisk."""

    @ari.in_thread
    def serve(event, agent):
        calls("ready")
        calls(agent.wait_for("ChannelDtmfReceived", timeout=10)["digit"])

    with (
        StandIn() as other,
        ari.connect(other.url, "asterisk", "asterisk") as second,
        running(second),
    ):
        other.wait_until_settled()
        second.on_channel_event("ChannelDtmfReceived", lambda *_: None)
        client.on_event("A", serve, ari.Channel(second, channel(1)))
        standin.send({"type": "A"})
        assert calls.next() == ("ready",)
        other.send(digit("7"))
        assert calls.next() == ("7",)


def test_a_failure_about_what_has_ended_is_told(standin, client, alice, calls):
    """Where the event was the object's end, Gone is not about the caller who hangs up."""

    def save(recording, event):
        raise ari.Gone("the stored one is missing")

    standin.answers["GET", "/recordings/live/greeting"] = (404, {"message": "Recording not found"})
    client.exception_handler = lambda error: calls(str(error))
    client.on_live_recording_event("RecordingFinished", ari.in_thread(save))
    standin.send({"type": "RecordingFinished", "recording": RECORDING})
    assert calls.next() == ("the stored one is missing",)


def test_the_end_of_an_older_bridge_is_none(standin, client, alice):
    """A bridge that was made anew under an id is not gone when the older one's end is told."""
    older = {"id": "room", "creationtime": "2026-11-29T12:00:00.000+0000"}
    newer = {"id": "room", "creationtime": "2026-11-29T12:00:00.001+0000"}
    standin.answers["POST", "/bridges"] = (200, newer)
    room = client.bridges.create(type="mixing")
    standin.send(*[{"type": "BridgeDestroyed", "bridge": one} for one in (older, newer)])
    standin.handled()
    assert room.wait_for("BridgeDestroyed", timeout=0)["bridge"] == newer
    with pytest.raises(ari.Gone):
        room.wait_for("BridgeDestroyed", timeout=0)


def test_the_end_in_another_application_is_none(standin, client, alice, calls):
    """The events of a move come in any order: who has entered one application is there."""

    @ari.in_thread
    def serve(channels, event):
        calls(channels["channel"].wait_for("ChannelDtmfReceived")["digit"])

    client.on_channel_event("StasisStart", serve)
    standin.send(stasis("StasisStart", channel(2), args=[]))
    standin.handled()
    wait = ari.Channel(client, channel(2)).wait_for
    with pytest.raises(TimeoutError):
        wait("ChannelVarset", timeout=0)
    standin.send({**stasis("StasisEnd", channel(2)), "application": "other"})
    standin.send(stasis("ChannelDtmfReceived", channel(2), digit="7"))
    assert calls.next() == ("7",)


def test_in_thread_takes_no_coroutine():
    """An async def is refused where it is decorated."""
    with pytest.raises(TypeError, match="is an async def, which a thread can't call"):

        @ari.in_thread
        async def serve(channels, event):
            pass


def test_objects_of_one_kind_and_id_are_equal(client):
    """They are found in lists, sets and dicts, whatever Asterisk said of them when."""
    first, second = (ari.Channel(client, channel(1, state=state)) for state in ("Ring", "Up"))
    assert first == second
    assert len({first, second}) == 1
    assert first != ari.Channel(client, channel(2))
    assert ari.Bridge(client, {"id": "1"}) != ari.Playback(client, {"id": "1"})
    assert first != first.id


def test_no_code_runs_where_an_object_is_dropped(alice):
    """Python drops a Ctrl+C that comes in such code, as in a callback of a weak reference."""
    playback, called = alice.play(media="sound:hello"), []
    sys.setprofile(lambda frame, event, _: event == "call" and called.append(frame.f_code.co_name))
    del playback
    sys.setprofile(None)
    assert called == []


def test_a_thousand_objects_that_were_dropped_leave_little(client):
    """What is remembered of their inboxes is forgotten from time to time."""

    def references():
        return sum(isinstance(one, weakref.ref) for one in gc.get_objects())

    before = references()
    for number in range(1000):
        with contextlib.suppress(TimeoutError):
            ari.Playback(client, {"id": str(number)}).wait_for("PlaybackFinished", timeout=0)
    assert references() < before + 500


def test_an_inbox_ends_with_its_object(standin, alice):
    """Nothing holds an object that the program has let go of."""
    playback = alice.play(media="sound:hello")
    gone = weakref.ref(playback)
    standin.send(digit("1"))
    standin.handled()
    assert playback.wait_for("ChannelDtmfReceived", timeout=0)
    del playback
    eventually(lambda: gone() is None)
