"""Registering callbacks, in place of others too, and unsubscribing them."""

from __future__ import annotations

import functools
import gc
import weakref

import pytest

import ari
from tests.lab.client import running
from tests.lab.standin import channel, stasis


def test_an_object_without_events_says_so(client):
    """Asterisk sends no events about mailboxes: on_event is a ValueError."""
    mailbox = ari.Mailbox(client, {"name": "1"})
    with pytest.raises(ValueError, match="these events have: none"):
        mailbox.on_event("StasisStart", print)


@pytest.mark.parametrize(
    ("register", "event_type", "message"),
    [
        ("on_channel_event", "StasisBegin", "no event 'StasisBegin'; this Asterisk has StasisEnd"),
        ("on_bridge_event", "StasisStart", "StasisStart has no Bridge; .*BridgeDestroyed"),
        ("on_channel_event", "Peer", "no event 'Peer'; this Asterisk has"),  # a part of events
        ("on_sound_event", "StasisStart", "StasisStart has no Sound; these events have: none"),
        ("on_stored_recording_event", "RecordingFinished", "has no StoredRecording"),
    ],
)
def test_an_unknown_event_is_refused(client, register, event_type, message):
    """An event type that the server does not have, or without such a field, is a ValueError."""
    with pytest.raises(ValueError, match=message):
        getattr(client, register)(event_type, print)


def test_the_same_function_replaces_itself(standin, client, calls):
    """A function registered again for the same event is called once, with the new arguments."""
    client.on_event("A", calls, "first")
    client.on_event("A", calls, "second")
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        standin.handled()
    assert [call[-1] for call in calls.queue] == ["second"]


def test_the_same_method_replaces_itself(standin, client):
    """A method of an object, which Python makes anew each time, replaces itself too."""
    heard = []
    client.on_event("A", heard.append)
    client.on_event("A", heard.append)
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        standin.handled()
    assert heard == [{"type": "A"}]


def test_a_function_that_gets_objects_is_not_replaced(standin, client, calls):
    """Registered for the event alone as well, it is called for both, as in ari-py."""
    client.on_channel_event("StasisEnd", calls, "channel")
    client.on_event("StasisEnd", calls, "event")
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        standin.handled()
    assert [call[-1] for call in calls.queue] == ["channel", "event"]


def test_a_function_that_is_replaced_is_not_called_any_more(standin, client, calls):
    """A callback that an earlier one replaces is not called for that event either."""
    client.on_event("A", lambda _: client.on_event("A", calls, "second"))
    client.on_event("A", calls, "first")
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        standin.handled()
    assert list(calls.queue) == []


def test_the_same_function_may_get_objects_twice(standin, client, calls):
    """Registered twice for a channel's event, or on a channel, it is called twice, as in ari-py."""
    standin.channels.append(channel(1))
    for argument in ("first", "second"):
        ari.Channel(client, channel(1)).on_event("StasisEnd", calls, f"{argument} on it")
        client.on_channel_event("StasisEnd", calls, argument)
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        standin.handled()
    heard = [call[-1] for call in calls.queue]
    assert heard == ["first", "second", "first on it", "second on it"]


def test_the_same_function_may_listen_to_several_objects(standin, client, calls):
    """Registered on two channels, a function hears of both."""
    for number in (1, 2):
        standin.channels.append(channel(number))
        ari.Channel(client, channel(number)).on_event("StasisEnd", calls, number)
    with running(client):
        standin.wait_for()
        for number in (1, 2):
            standin.send(stasis("StasisEnd", channel(number)))
        assert [calls.next()[-1], calls.next()[-1]] == [1, 2]


def test_close_unsubscribes(standin, client, calls):
    """A registration has a close(), after which nothing is called; closing twice is fine."""
    closed = client.on_event("A", lambda event: pytest.fail("called"))
    client.on_event("A", calls)
    closed.close()
    closed.close()
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        calls.next()


def test_close_lets_go_of_the_callback(client):
    """A closed registration is not kept: a program may register any number of times."""

    def callback(event):
        pytest.fail("called")

    gone = weakref.ref(callback)
    client.on_event("A", callback).close()
    del callback
    gc.collect()
    assert gone() is None


def test_a_callback_may_unsubscribe_another(standin, client, calls):
    """A callback that another has just unsubscribed is not called any more."""
    second = None
    client.on_event("A", lambda event: second.close())
    second = client.on_event("A", lambda event: pytest.fail("called"))
    client.on_event("A", calls)
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        calls.next()


async def unheard(*_):
    """A callback that could only be called in an event loop."""


class Asynchronous:
    """An object with a method of that kind."""

    async def method(self, *_):
        """Be no better."""


WAYS = {
    "on_event": lambda client, fn: client.on_event("StasisEnd", fn),
    "on_object_event": lambda client, fn: client.on_object_event("StasisEnd", fn, dict, "Channel"),
    "on_channel_event": lambda client, fn: client.on_channel_event("StasisEnd", fn),
    "on_bridge_event": lambda client, fn: client.on_bridge_event("BridgeDestroyed", fn),
    "on_playback_event": lambda client, fn: client.on_playback_event("PlaybackFinished", fn),
    "on_live_recording_event": lambda client, fn: client.on_live_recording_event(
        "RecordingFinished", fn
    ),
    "on_endpoint_event": lambda client, fn: client.on_endpoint_event("EndpointStateChange", fn),
    "on_device_state_event": lambda client, fn: client.on_device_state_event(
        "DeviceStateChanged", fn
    ),
    "on an object": lambda client, fn: ari.Channel(client, channel(1)).on_event("StasisEnd", fn),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_coroutine_is_refused(client, way):
    """An `async def` would never run: registering it is a TypeError that says what to do."""
    with pytest.raises(TypeError, match=r"is an async def.*run_coroutine_threadsafe"):
        WAYS[way](client, unheard)


@pytest.mark.parametrize("fn", [Asynchronous().method, functools.partial(unheard, 1)])
def test_a_coroutine_in_disguise_is_refused(client, fn):
    """So is a method of that kind, and one with some arguments filled in."""
    with pytest.raises(TypeError, match="is an async def"):
        client.on_event("StasisEnd", fn)


def test_a_coroutine_that_is_refused_replaces_nothing(standin, client, calls):
    """What was registered before stays."""
    client.on_event("A", calls)
    with pytest.raises(TypeError):
        client.on_event("A", unheard)
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        calls.next()


@pytest.mark.parametrize(
    ("name", "near"), [("StasisStrt", "StasisStart"), ("ApplicationReg", "ApplicationRegistered")]
)
def test_an_event_that_may_be_a_slip_is_logged(client, caplog, name, near):
    """An unknown event for on_event is one warning with those that are near, and is accepted."""
    client.on_event(name, print)
    client.on_event(near, print)
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("ari.client", "WARNING")
    assert f"'{name}' is no event of this Asterisk; near it are {near}" in record.getMessage()
