"""What a callback is called with, and for which events."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running
from tests.lab.standin import channel, stasis


def test_on_event_gets_the_event(standin, client, calls):
    """A callback for an event gets its JSON, and the arguments it was registered with."""
    client.on_event("Anything", calls, 1, more=2)
    with running(client):
        standin.wait_for()
        standin.send({"type": "Anything", "x": [None]})
        assert calls.next() == ({"type": "Anything", "x": [None]}, 1, {"more": 2})


def test_several_channel_fields_come_as_a_dict(standin, client, calls):
    """A StasisStart can have two channels: its callback gets a dict by field name."""
    client.on_channel_event("StasisStart", calls, "extra")
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        channels, event, extra = calls.next()
        standin.enter(channel(2), replace_channel=channel(3))
        both, *_ = calls.next()
    assert list(channels) == ["channel"]
    assert (channels["channel"].json, event["args"], extra) == (channel(1), [], "extra")
    assert (both["channel"].id, both["replace_channel"].id) == (channel(2)["id"], channel(3)["id"])


def test_a_single_channel_field_comes_as_the_channel(standin, client, calls):
    """A StasisEnd has one channel: its callback gets the Channel itself."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.leave(channel(1))
        found, event = calls.next()
    assert isinstance(found, ari.Channel)
    assert (found.id, event["type"]) == (channel(1)["id"], "StasisEnd")


def test_an_optional_object_that_is_missing_is_none(standin, client, calls):
    """Where the only field is optional and missing, the callback gets None."""
    client.on_channel_event("ChannelVarset", calls)
    with running(client):
        standin.wait_for()
        standin.send({"type": "ChannelVarset", "variable": "GLOBAL"})
        assert calls.next()[0] is None


@pytest.mark.parametrize(
    ("register", "event", "kind"),
    [
        ("on_bridge_event", {"type": "BridgeDestroyed", "bridge": {"id": "b"}}, ari.Bridge),
        ("on_playback_event", {"type": "PlaybackFinished", "playback": {"id": "p"}}, ari.Playback),
        (
            "on_live_recording_event",
            {"type": "RecordingFinished", "recording": {"name": "r"}},
            ari.LiveRecording,
        ),
        (
            "on_endpoint_event",
            {"type": "EndpointStateChange", "endpoint": {"technology": "T", "resource": "r"}},
            ari.Endpoint,
        ),
        (
            "on_device_state_event",
            {"type": "DeviceStateChanged", "device_state": {"name": "d"}},
            ari.DeviceState,
        ),
    ],
)
def test_each_kind_of_object_has_its_events(standin, client, calls, register, event, kind):
    """Callbacks for each kind of object get objects of that class."""
    getattr(client, register)(event["type"], calls)
    with running(client):
        standin.wait_for()
        standin.send(event)
        assert type(calls.next()[0]) is kind


def test_objects_of_a_factory(standin, client, calls):
    """on_object_event makes its objects with the factory it was given."""
    client.on_object_event("StasisEnd", calls, lambda client, json: json["name"], "Channel", "x")
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        assert calls.next() == ("PJSIP/alice-00000001", stasis("StasisEnd", channel(1)), "x")


def test_an_object_hears_of_itself_only(standin, client, calls):
    """channel.on_event calls back for this channel, in either shape, and for no other."""
    alice = ari.Channel(client, channel(1))
    with running(client):
        standin.wait_until_settled()
        alice.on_event("StasisStart", calls, "start")
        alice.on_event("StasisEnd", calls, "end")
        for one in (channel(2), channel(1)):
            standin.enter(one)
            standin.leave(one)
        channels, _, start = calls.next()
        left, _, end = calls.next()
    assert (channels["channel"].id, start, left.id, end) == (alice.id, "start", alice.id, "end")
    assert calls.empty()


@pytest.mark.parametrize("other", [None, {"name": "without an id"}])
def test_an_object_hears_of_itself_beside_others(standin, client, calls, other):
    """Where an event can name several objects, each that it names hears of it."""
    standin.channels.append(channel(1))
    ari.Channel(client, channel(1)).on_event("ChannelUserevent", calls, "channel")
    ari.Bridge(client, {"id": "b"}).on_event("ChannelUserevent", calls, "bridge")
    sent = {"type": "ChannelUserevent", "bridge": {"id": "b"}}
    with running(client):
        standin.wait_for()
        standin.send({**sent, "channel": other}, {**sent, "channel": channel(1)})
        heard = [calls.next()[-1] for _ in range(3)]
    assert heard == ["bridge", "channel", "bridge"]
