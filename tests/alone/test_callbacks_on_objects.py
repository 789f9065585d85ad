"""Callbacks on an object go when it has gone for good, after they have heard of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import channel, stasis


@pytest.fixture
def listen(standin, client, calls, set_waits):
    """Registers callbacks on a channel that keep what they hear, and of whom; the client runs."""

    def heard(one, event):
        calls(event["type"], one.id)

    def listen(number=1):
        for kind in ("ChannelHangupRequest", "StasisEnd", "ChannelDestroyed", "ChannelVarset"):
            ari.Channel(client, channel(number)).on_event(kind, heard)

    set_waits(0.02)
    with running(client):
        standin.wait_until_settled()
        yield listen


def types(calls):
    """The types of event that were heard."""
    return [call[0] for call in calls.queue]


LAST = [
    (ari.Bridge, {"id": "1"}, "bridge", "ChannelEnteredBridge", "BridgeDestroyed"),
    (ari.Playback, {"id": "1"}, "playback", "PlaybackFinished", "PlaybackFinished"),
    (ari.LiveRecording, {"name": "1"}, "recording", "RecordingFinished", "RecordingFinished"),
    (ari.LiveRecording, {"name": "1"}, "recording", "RecordingFailed", "RecordingFailed"),
    (ari.Channel, channel(1), "channel", "ChannelVarset", "ChannelDestroyed"),
]


@pytest.mark.parametrize(("kind", "json", "field", "event_type", "last"), LAST)
def test_callbacks_go_with_the_last_event(
    standin, client, calls, kind, json, field, event_type, last
):
    """They hear the object's last event, nothing of one that is called the same afterwards."""
    for one in {event_type, last}:
        kind(client, json).on_event(one, lambda _, event: calls(event["type"]))
    with running(client):
        standin.wait_for()
        for one in (event_type, last, event_type, last):
            standin.send({"type": one, field: json})
        standin.handled()
    assert types(calls) == list(dict.fromkeys([event_type, last]))


def test_callbacks_on_other_objects_stay(standin, client, calls):
    """The last event of an object takes away its own callbacks alone."""
    ari.Bridge(client, {"id": "1"}).on_event("BridgeDestroyed", calls, "first")
    ari.Bridge(client, {"id": "2"}).on_event("BridgeDestroyed", calls, "second")
    ari.Channel(client, channel(1, id="1")).on_event("ChannelVarset", calls, "channel")
    client.on_bridge_event("BridgeDestroyed", calls, "any")
    standin.channels.append(channel(1, id="1"))
    with running(client):
        standin.wait_for()
        for number in ("1", "2"):
            standin.send({"type": "BridgeDestroyed", "bridge": {"id": number}})
        standin.send(stasis("ChannelVarset", channel(1, id="1")))
        standin.handled()
    assert [call[-1] for call in calls.queue] == ["any", "first", "any", "second", "channel"]


@pytest.fixture
def three_inside(standin, listen):
    """Channels 1, 2 and 3 are inside, with callbacks on each."""
    for number in (1, 2, 3):
        listen(number)
        standin.enter(channel(number))


@pytest.mark.usefixtures("three_inside")
def test_callbacks_stay_on_so_many_channels_that_have_left(standin, calls, monkeypatch):
    """Of more channels that have left, the callbacks on those that left first go."""
    monkeypatch.setattr("ari.listeners.MAX_LEFT", 2)
    standin.leave(channel(2))
    standin.go_on(channel(1))
    standin.leave(channel(3))
    standin.send(*[stasis("ChannelVarset", channel(number)) for number in (1, 3, 2)])
    standin.handled()
    heard = [one for kind, one in calls.queue if kind == "ChannelVarset"]
    assert heard == [channel(number)["id"] for number in (1, 3)]


@pytest.mark.usefixtures("three_inside")
def test_callbacks_stay_on_a_channel_that_comes_back(standin, calls, monkeypatch):
    """Those on a channel that left and came back stay, however many others leave."""
    monkeypatch.setattr("ari.listeners.MAX_LEFT", 1)
    standin.go_on(channel(1))
    standin.enter(channel(1))
    for number in (2, 3, 1):
        standin.leave(channel(number))
    standin.handled()
    assert types(calls)[-2:] == ["ChannelHangupRequest", "StasisEnd"]
    assert calls.queue[-1][1] == channel(1)["id"]


def test_callbacks_stay_for_a_channel_that_is_destroyed(standin, client, calls, listen):
    """A channel that the application is subscribed to is heard of until it is destroyed."""
    listen()
    standin.subscribed.append(channel(1)["id"])
    standin.enter(channel(1))
    standin.leave(channel(1))
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    request = "ChannelHangupRequest"
    assert types(calls) == [request, "StasisEnd", request, "ChannelDestroyed"]


def test_callbacks_stay_on_a_channel_that_goes_on(standin, client, calls, listen):
    """A channel that leaves for the dialplan may come back, and its callbacks hear of that."""
    listen()
    standin.enter(channel(1))
    standin.go_on(channel(1))
    standin.enter(channel(1))
    standin.leave(channel(1))
    standin.handled()
    assert types(calls) == ["StasisEnd", "ChannelHangupRequest", "StasisEnd"]


def test_a_channel_that_leaves_in_a_gap_has_gone(standin, client, calls, listen):
    """It is told destroyed, and its callbacks go."""
    for number in (1, 2):
        listen(number)
        standin.enter(channel(number))
    sockets = standin.sockets
    standin.leave_unseen(channel(1))
    standin.wait_until_settled(more_than=sockets)
    standin.send(*[stasis("ChannelVarset", channel(number)) for number in (1, 2)])
    standin.handled()
    assert list(calls.queue) == [
        ("StasisEnd", channel(1)["id"]),
        ("ChannelDestroyed", channel(1)["id"]),
        ("ChannelVarset", channel(2)["id"]),
    ]


def test_a_channel_that_was_never_inside_is_told_destroyed(standin, client, calls, set_waits):
    """A phone that was hung up in a gap has its ChannelDestroyed, marked as missed, told there."""

    def destroyed(one, event, *more):
        calls(one.id, event["type"], event["application"], event["missed"], *more)

    set_waits(0.02)
    standin.channels += [channel(1), channel(2)]
    with running(client):
        standin.wait_until_settled()
        for number in (1, 2):
            phone = ari.Channel(client, channel(number))
            phone.on_event("ChannelDestroyed", destroyed, "phone")
            phone.on_event("ChannelVarset", calls)
        client.on_channel_event("ChannelDestroyed", destroyed, "any")
        sockets = standin.sockets
        standin.channels.pop(0)
        standin.cut()
        standin.wait_until_settled(more_than=sockets)
        standin.send(*[stasis("ChannelVarset", channel(number)) for number in (1, 2)])
        event = calls.next()
        assert event == (channel(1)["id"], "ChannelDestroyed", "channel-dump", True, "phone")
        assert calls.next()[0] == ari.Channel(client, channel(2))
    assert calls.empty()


def test_a_caller_who_hangs_up_has_gone(standin, client, calls, set_waits):
    """A StasisEnd after a ChannelHangupRequest, or one that says gone, ends the callbacks."""
    set_waits(0.02)
    with running(client):
        standin.wait_until_settled()
        for number in (1, 2):
            ari.Channel(client, channel(number)).on_event("StasisEnd", calls)
            ari.Channel(client, channel(number)).on_event("ChannelVarset", calls)
            standin.enter(channel(number))
        standin.leave(channel(1))
        calls.next()
        standin.send(stasis("ChannelVarset", channel(1)))
        standin.handled()
        assert calls.empty()
        sockets = standin.sockets
        standin.leave_unseen(channel(2))
        standin.wait_until_settled(more_than=sockets)
        calls.next()
        standin.send(stasis("ChannelVarset", channel(2)))
        standin.handled()
    assert calls.empty()


RECORDING = {"name": "greeting", "format": "wav", "state": "queued"}


@pytest.fixture
def record(standin, client, calls):
    """Records, always under one name, with a callback for its end that tells a number."""
    standin.answers["POST", f"/channels/{channel(1)['id']}/record"] = (201, RECORDING)

    def record(number):
        one = ari.Channel(client, channel(1)).record(name="greeting", format="wav")
        one.on_event("RecordingFinished", lambda *_: calls(number))

    return record


def started():
    """The start of a recording of that name."""
    return {"type": "RecordingStarted", "recording": RECORDING}


def finished():
    """The end of one."""
    return {"type": "RecordingFinished", "recording": {**RECORDING, "state": "done"}}


def test_callbacks_on_what_was_recorded_anew_stay(standin, client, calls, record):
    """The end of a recording takes no callbacks from a new one of the same name."""
    with running(client):
        standin.wait_until_settled()
        record(1)
        standin.send(started())
        standin.handled()
        record(2)
        standin.send(finished(), started(), finished(), finished())
        standin.handled()
    assert [call[0] for call in calls.queue] == [1, 2, 2]


@pytest.mark.parametrize("before", [1, 2])
def test_a_start_that_a_gap_swallowed_is_not_waited_for(
    standin, client, calls, set_waits, record, before
):
    """After a gap, callbacks on a recording go at the first end, whenever it was made."""
    set_waits(0.02)
    with running(client):
        standin.wait_until_settled()
        sockets = standin.sockets
        for number in (1, 2):
            record(number)
            if number == before:
                standin.cut()
                standin.wait_until_settled(more_than=sockets)
        standin.send(*[started()][before - 1 :], finished(), finished())
        standin.handled()
    assert [call[0] for call in calls.queue] == [1, 2]


FIRST = {"id": "room", "creationtime": "2026-11-29T12:00:00.000+0000"}
ANEW = {**FIRST, "creationtime": "2026-11-29T12:00:00.001+0000"}
#: What the second request answers, whose ends come, and who hears of them.
SECOND_BRIDGES = {
    "made anew": (ANEW, [FIRST, ANEW, ANEW], ["first", "second", "second"]),
    "made anew, and one end is never told": (ANEW, [ANEW, ANEW], ["first", "second"]),
    "the same": (FIRST, [FIRST, FIRST], ["first", "second"]),
}


@pytest.mark.parametrize("how", SECOND_BRIDGES)
def test_callbacks_on_a_bridge_made_anew_stay(standin, client, calls, how):
    """They go at its own end, and not at that of an older one with its id."""
    second, ended, heard = SECOND_BRIDGES[how]
    with running(client):
        standin.wait_until_settled()
        for bridge, number in ((FIRST, "first"), (second, "second")):
            standin.answers["POST", "/bridges"] = (200, bridge)
            one = client.bridges.create(type="mixing")
            one.on_event("BridgeDestroyed", calls, number)
        standin.send(*[{"type": "BridgeDestroyed", "bridge": bridge} for bridge in ended])
        standin.handled()
    assert [call[-1] for call in calls.queue] == heard


def test_callbacks_stay_on_a_channel_that_went_on_in_a_gap(standin, client, calls, listen):
    """A channel that left in a gap and still exists may come back, and its callbacks stay."""
    listen()
    standin.enter(channel(1))
    sockets = standin.sockets
    standin.go_on_unseen(channel(1), app_name="Wait", app_data="60")
    standin.wait_until_settled(more_than=sockets)
    standin.enter(channel(1))
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    assert types(calls) == ["StasisEnd", "ChannelVarset"]


def test_a_channel_without_callbacks_leaves_nothing(standin, client, calls, listen, monkeypatch):
    """However many leave without callbacks on them, those on another stay."""
    monkeypatch.setattr("ari.listeners.MAX_LEFT", 1)
    listen(1)
    for number in (1, 2, 3):
        standin.enter(channel(number))
        standin.leave(channel(number))
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    assert types(calls) == ["ChannelHangupRequest", "StasisEnd", "ChannelVarset"]


def test_a_callback_on_what_has_gone_is_closed_without_harm(standin, client, calls):
    """A callback whose object has gone can be closed, and its object can have others."""
    bridge = ari.Bridge(client, {"id": "1"})
    first = bridge.on_event("BridgeDestroyed", calls, "first")
    with running(client):
        standin.wait_for()
        standin.send({"type": "BridgeDestroyed", "bridge": {"id": "1"}})
        calls.next()
        bridge.on_event("BridgeDestroyed", calls, "second")
        first.close()
        standin.send({"type": "BridgeDestroyed", "bridge": {"id": "1"}})
        assert calls.next()[-1] == "second"


def test_a_callback_on_a_second_recording_stays(standin, client, calls):
    """It hears of its own end, though the first one of that name had no callbacks."""
    made = {"name": "greeting", "format": "wav", "state": "queued"}
    standin.answers["POST", f"/channels/{channel(1)['id']}/record"] = (201, made)
    with running(client):
        standin.wait_until_settled()
        for _ in range(2):
            recording = ari.Channel(client, channel(1)).record(name="greeting", format="wav")
        recording.on_event("RecordingFinished", lambda *_: calls("finished"))
        standin.send(finished(), started(), finished(), finished())
        standin.handled()
    assert calls.qsize() == 2


def test_what_ended_before_its_answer_is_not_waited_for(standin, client, calls):
    """Callbacks on the next recording of a name go at its end, though one ended at once."""
    made = {"name": "greeting", "format": "wav", "state": "queued"}
    path = f"/channels/{channel(1)['id']}/record"
    standin.answers["POST", path] = (201, made)
    alice = ari.Channel(client, channel(1))
    with running(client), ThreadPoolExecutor(1) as pool:
        standin.wait_until_settled()
        with standin.frozen(path):
            first = pool.submit(alice.record, name="greeting", format="wav")
            eventually(lambda: any(path in one for one in standin.paths))
            standin.send(started(), {"type": "RecordingFailed", "recording": made})
            standin.handled()
        first.result(30)
        second = alice.record(name="greeting", format="wav")
        second.on_event("RecordingFinished", lambda *_: calls("finished"))
        standin.send(started(), finished(), finished())
        standin.handled()
    assert calls.qsize() == 1


def test_a_filter_that_withholds_the_end_lets_few_stay(standin, client, calls, monkeypatch):
    """Of callers who have hung up, the first ones lose their callbacks."""
    monkeypatch.setattr("ari.listeners.MAX_LEFT", 1)
    with running(client):
        standin.wait_until_settled()
        for number in (1, 2):
            ari.Channel(client, channel(number)).on_event("ChannelVarset", calls)
            standin.send(stasis("ChannelHangupRequest", channel(number)))
        standin.send(*[stasis("ChannelVarset", channel(number)) for number in (1, 2)])
        assert calls.next()[0].id == channel(2)["id"]
        standin.handled()
    assert calls.empty()


@pytest.mark.parametrize(
    "sent",
    [
        {"type": "BridgeDestroyed"},
        {"type": "BridgeDestroyed", "bridge": None},
        {"type": "BridgeDestroyed", "bridge": "1"},
        {"type": "BridgeDestroyed", "bridge": {}},
        {"type": "BridgeDestroyed", "bridge": {"id": []}},
        {"type": "StasisEnd", "channel": {"name": "1"}},
        {"type": "ChannelHangupRequest", "channel": ["1"]},
    ],
)
def test_a_last_event_about_nothing_takes_nothing_away(standin, client, calls, sent):
    """An event without its object reaches no callback on one, and ends nothing."""
    ari.Bridge(client, {"id": "1"}).on_event("BridgeDestroyed", calls)
    standin.channels.append(channel(1, id="1"))
    ari.Channel(client, channel(1, id="1")).on_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.send(sent)
        standin.send({"type": "BridgeDestroyed", "bridge": {"id": "1"}})
        assert calls.next()[0].id == "1"
        assert calls.empty()
