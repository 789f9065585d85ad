"""Callbacks on an object go when it has gone for good, after they have heard of it."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running
from tests.lab.standin import channel, stasis


@pytest.fixture
def quick(monkeypatch):
    """Callbacks on a channel that has hung up go with the next event."""
    monkeypatch.setattr("ari.listeners.LINGER", 0)


@pytest.fixture
def listen(standin, client, calls):
    """Registers callbacks on a channel that keep the types of event they hear; the client runs."""

    def listen(number=1):
        for kind in ("ChannelHangupRequest", "StasisEnd", "ChannelDestroyed", "ChannelVarset"):
            ari.Channel(client, channel(number)).on_event(kind, lambda _, ev: calls(ev["type"]))

    with running(client):
        standin.wait_until_settled()
        yield listen


def types(calls):
    """The types of event that were heard."""
    return [kind for (kind,) in calls.queue]


def another_event(standin):
    """An event about a channel without callbacks, with which those go whose time has come."""
    standin.send(stasis("ChannelVarset", channel(99)))
    standin.handled()


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
    with running(client):
        standin.wait_for()
        for number in ("1", "2"):
            standin.send({"type": "BridgeDestroyed", "bridge": {"id": number}})
        standin.send(stasis("ChannelVarset", channel(1, id="1")))
        standin.handled()
    assert [call[-1] for call in calls.queue] == ["first", "any", "second", "any", "channel"]


def test_callbacks_go_when_a_channel_has_hung_up(standin, client, calls, listen, quick):
    """After a hangup request and a StasisEnd a channel's callbacks go; they have heard of both."""
    listen()
    standin.enter(channel(1))
    standin.leave(channel(1))
    another_event(standin)
    standin.send(stasis("ChannelVarset", channel(1)), stasis("StasisEnd", channel(1)))
    standin.handled()
    assert types(calls) == ["ChannelHangupRequest", "StasisEnd"]


def test_callbacks_stay_on_so_many_channels_that_hung_up(
    standin, client, calls, listen, monkeypatch
):
    """Of many channels that hung up at once, the callbacks on those that were first go at once."""
    monkeypatch.setattr("ari.listeners.MOST_LINGERING", 2)
    for number in (1, 2, 3):
        listen(number)
        standin.enter(channel(number))
        standin.leave(channel(number))
    standin.send(*[stasis("ChannelVarset", channel(number)) for number in (1, 2, 3)])
    standin.handled()
    assert types(calls).count("ChannelVarset") == 2


def test_callbacks_stay_on_a_new_call_with_the_id_of_an_old_one(
    standin, client, calls, listen, monkeypatch
):
    """Callbacks on a channel that hung up do not go any more when a new one has its id."""
    listen()
    standin.enter(channel(1))
    standin.leave(channel(1))
    standin.enter(channel(1))
    standin.handled()
    monkeypatch.setattr("ari.listeners.LINGER", 0)
    standin.send(stasis("ChannelHangupRequest", channel(1)))
    another_event(standin)
    standin.send(stasis("StasisEnd", channel(1)))
    standin.handled()
    assert types(calls) == 2 * ["ChannelHangupRequest", "StasisEnd"]


def test_callbacks_stay_until_a_channel_that_hangs_up_has_left(
    standin, client, calls, listen, quick
):
    """Between the hangup request and the StasisEnd others may go; this one still hears of it."""
    listen()
    standin.enter(channel(1))
    standin.send(stasis("ChannelHangupRequest", channel(1)))
    another_event(standin)
    standin.leave(channel(1))
    standin.handled()
    assert types(calls)[-1] == "StasisEnd"


def test_callbacks_stay_a_while_for_a_channel_that_is_destroyed(standin, client, calls, listen):
    """A channel that the application is subscribed to is heard of until it is destroyed."""
    listen()
    standin.subscribed.append(channel(1)["id"])
    standin.enter(channel(1))
    standin.leave(channel(1))
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    request = "ChannelHangupRequest"
    assert types(calls) == [request, "StasisEnd", request, "ChannelDestroyed"]


def test_callbacks_stay_on_a_channel_that_goes_on(standin, client, calls, listen, quick):
    """A channel that leaves without a hangup request may come back, and its callbacks stay."""
    listen()
    standin.enter(channel(1))
    standin.go_on(channel(1))
    another_event(standin)
    standin.enter(channel(1))
    standin.leave(channel(1))
    standin.handled()
    assert types(calls) == ["StasisEnd", "ChannelHangupRequest", "StasisEnd"]


def test_callbacks_go_when_a_channel_hung_up_in_a_gap(
    standin, client, calls, listen, quick, set_waits
):
    """A channel that is gone after a gap takes its callbacks with it."""
    set_waits(0.02)
    listen()
    standin.enter(channel(1))
    sockets = standin.sockets
    standin.leave_unseen(channel(1))
    standin.wait_until_settled(more_than=sockets)
    another_event(standin)
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    assert types(calls) == ["StasisEnd"]


def test_callbacks_stay_on_a_channel_that_went_on_in_a_gap(
    standin, client, calls, listen, quick, set_waits
):
    """A channel that left in a gap and still exists may come back, and its callbacks stay."""
    set_waits(0.02)
    listen()
    standin.enter(channel(1))
    sockets = standin.sockets
    standin.go_on_unseen(channel(1), app_name="Wait", app_data="60")
    standin.wait_until_settled(more_than=sockets)
    another_event(standin)
    standin.enter(channel(1))
    standin.send(stasis("ChannelVarset", channel(1)))
    standin.handled()
    assert types(calls) == ["StasisEnd", "ChannelVarset"]


def test_a_channel_without_callbacks_leaves_nothing(standin, client, calls, listen, quick):
    """A channel's coming and going is nothing to the callbacks on another."""
    listen(2)
    standin.enter(channel(1))
    standin.leave(channel(1))
    another_event(standin)
    standin.send(stasis("ChannelVarset", channel(2)))
    standin.handled()
    assert types(calls) == ["ChannelVarset"]


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
    ari.Channel(client, channel(1, id="1")).on_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.send(sent)
        standin.send({"type": "BridgeDestroyed", "bridge": {"id": "1"}})
        assert calls.next()[0].id == "1"
        assert calls.empty()
