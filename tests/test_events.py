"""Events: from the WebSocket to the callbacks, and the loop that feeds them."""

import logging
import signal
import threading

import pytest
from conftest import running
from process import eventually
from standin import StandIn, channel, frame, stasis

import ari


def test_on_event_gets_the_event(standin, client, calls):
    """A callback for an event gets its JSON, and the arguments it was registered with."""
    client.on_event("Anything", calls, 1, more=2)
    with running(client):
        standin.wait_for()
        standin.send({"type": "Anything", "x": [None]})
        assert calls.next() == ({"type": "Anything", "x": [None]}, 1, {"more": 2})


def test_several_channel_fields_come_as_a_dict(standin, client, calls):
    """A StasisStart can bring two channels: its callback gets a dict by field name."""
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
    """Where the one field is optional and not there, the callback gets None."""
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
    alice.on_event("StasisStart", calls, "start")
    alice.on_event("StasisEnd", calls, "end")
    with running(client):
        standin.wait_for()
        for one in (channel(2), channel(1)):
            standin.enter(one)
            standin.leave(one)
        channels, _, start = calls.next()
        left, _, end = calls.next()
    assert (channels["channel"].id, start, left.id, end) == (alice.id, "start", alice.id, "end")
    assert calls.empty()


def test_an_object_without_events_says_so(client):
    """Asterisk sends no events about mailboxes: on_event is a RuntimeError."""
    mailbox = ari.Mailbox(client, {"name": "1"})
    with pytest.raises(RuntimeError, match="no events about a Mailbox"):
        mailbox.on_event("StasisStart", print)


@pytest.mark.parametrize(
    ("register", "event_type", "message"),
    [
        ("on_channel_event", "StasisBegin", "no event 'StasisBegin'; this Asterisk has StasisEnd"),
        ("on_bridge_event", "StasisStart", "StasisStart has no Bridge; .*BridgeDestroyed"),
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
    client.on_channel_event("StasisEnd", calls, "first")
    client.on_channel_event("StasisEnd", calls, "second")
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        standin.ping()
    assert [call[-1] for call in calls.queue] == ["second"]


def test_the_same_function_may_listen_to_several_objects(standin, client, calls):
    """Registered on two channels, a function hears of both."""
    for number in (1, 2):
        ari.Channel(client, channel(number)).on_event("StasisEnd", calls, number)
    with running(client):
        standin.wait_for()
        for number in (1, 2):
            standin.send(stasis("StasisEnd", channel(number)))
        assert [calls.next()[-1], calls.next()[-1]] == [1, 2]


def test_close_unsubscribes(standin, client, calls):
    """What a registration returns has a close(), after which nothing is called; twice is fine."""
    closed = client.on_event("A", lambda event: pytest.fail("called"))
    client.on_event("A", calls)
    closed.close()
    closed.close()
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        calls.next()


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


def test_run_ends_when_a_callback_closes(standin, client):
    """close() in a callback ends run(), with a close frame; what comes later is not delivered."""
    seen = []

    def close(event):
        seen.append(event["n"])
        client.close()

    client.on_event("A", close)
    with running(client) as run:
        standin.wait_for()
        standin.send_raw(b"".join(frame(b'{"type": "A", "n": %d}' % n) for n in range(5000)))
        run.result(10)
    standin.wait_for(connected=False)
    assert (seen, standin.closed) == ([0], [1000])


def test_run_ends_when_another_thread_closes(standin, client):
    """close() in another thread ends run(), with a close frame."""
    with running(client):
        standin.wait_for()
        standin.ping()
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


def test_run_ends_when_a_signal_handler_closes(standin, client):
    """close() in a signal handler ends run(), here in the main thread."""
    before = signal.signal(signal.SIGUSR1, lambda *_: client.close())
    main = threading.main_thread().ident

    def send():
        standin.wait_for()
        standin.ping()
        signal.pthread_kill(main, signal.SIGUSR1)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        client.run("channel-dump")
    finally:
        thread.join()
        signal.signal(signal.SIGUSR1, before)
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


def test_run_ends_while_the_server_is_silent(standin, client):
    """close() ends a run() that waits for a server that accepts and never answers."""
    client.timeout = (60, 60)
    with standin.frozen(), running(client) as run:
        eventually(lambda: len(standin.requests) > 1)
        client.close()
        run.result(10)


def test_run_ends_at_once_after_close(standin, client):
    """A client that is closed stays closed, and asks for nothing more."""
    client.close()
    client.close()
    client.run("channel-dump")
    assert standin.paths == ["GET /ari/api-docs/resources.json"]


def test_a_factory_that_raises_is_handled(standin, client, calls):
    """What a factory of on_object_event raises goes to the exception handler."""
    client.exception_handler = lambda error: calls(type(error))
    client.on_object_event("StasisEnd", calls, lambda client, json: json["no"], "Channel")
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        assert calls.next() == (KeyError,)


def test_requests_work_while_run_blocks(standin, client, calls):
    """Other threads, and callbacks, may make requests while events are waited for."""
    client.on_event("A", lambda event: calls(client.channels.list()))
    with running(client):
        standin.wait_for()
        assert client.channels.list() == []
        standin.send({"type": "A"})
        assert calls.next() == ([],)


def test_a_callback_that_raises_is_logged(standin, client, calls, caplog):
    """What a callback raises is logged with its traceback, and the loop goes on."""

    def fail(event):
        raise ZeroDivisionError("oops")

    client.on_event("A", fail)
    client.on_event("A", calls)
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        standin.send({"type": "A"})
        calls.next()
        calls.next()
    first, second = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert first.exc_info[0] is second.exc_info[0] is ZeroDivisionError


def test_an_exception_handler_gets_what_a_callback_raises(standin, client, calls):
    """client.exception_handler is called with the exception."""
    error = ZeroDivisionError("oops")

    def fail(event):
        raise error

    client.exception_handler = calls
    client.on_event("A", fail)
    with running(client):
        standin.wait_for()
        standin.send({"type": "A"})
        assert calls.next() == (error,)


def test_an_exception_handler_may_end_run(standin, client):
    """What the exception handler raises ends run(), and the WebSocket is closed properly."""

    def fail(thing):
        raise ZeroDivisionError

    client.exception_handler = fail
    client.on_event("A", fail)
    with pytest.raises(ZeroDivisionError), running(client) as run:
        standin.wait_for()
        standin.send({"type": "A"})
        run.exception(10)
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


def test_the_handshake_has_credentials_and_no_origin(standin, client):
    """The WebSocket authenticates in a header, not in the address; no Origin is sent."""
    with running(client):
        standin.wait_for()
    (request,) = [one for one in standin.requests if one.path == "/ari/events"]
    assert request.raw_path == "/ari/events?app=channel-dump"
    assert request.headers["Authorization"].startswith("Basic ")
    assert "Origin" not in request.headers


def test_a_redirected_handshake_is_refused(standin, client):
    """The WebSocket follows no redirect: the credentials stay with the host that was named."""
    with StandIn() as other:
        standin.redirects["/events"] = f"ws://127.0.0.1:{other.port}/ari/events?app=a"
        with pytest.raises(ari.AriError):
            client.run("channel-dump")
        assert other.requests == []


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_first_connection_that_is_refused_ends_run(standin, client, status):
    """A refused WebSocket is an error with the status; the first connection is not retried."""
    standin.answers["GET", "/events"] = (status, {"message": "No."})
    with pytest.raises(ari.RequestFailed, match=f"^events: {status} ") as caught:
        client.run("channel-dump")
    assert caught.value.response.status_code == status


def test_a_first_connection_that_fails_ends_run(standin, client):
    """A server that is gone at the first connection ends run()."""
    standin.stop()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there"):
        client.run("channel-dump")
