"""What a callback raises, and who hears of it."""

from __future__ import annotations

import logging

import pytest

from tests.lab.client import running
from tests.lab.standin import channel, stasis


def test_a_factory_that_raises_is_handled(standin, client, calls):
    """What a factory of on_object_event raises goes to the exception handler."""
    client.exception_handler = lambda error: calls(type(error))
    client.on_object_event("StasisEnd", calls, lambda client, json: json["no"], "Channel")
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        assert calls.next() == (KeyError,)


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


def test_the_log_says_of_which_event_and_channel(standin, client, calls, caplog):
    """What a callback raises is logged with the event's type, and the channel's id and name."""

    def fail(one, event):
        raise ZeroDivisionError("oops")

    client.on_channel_event("StasisEnd", fail)
    client.on_event("StasisEnd", calls)
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        calls.next()
    (line,) = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    about = "StasisEnd 1795387732.1 PJSIP/alice-00000001"
    assert line == f"a callback for {about} raised ZeroDivisionError"


def test_the_error_has_the_event(standin, client, calls):
    """An exception handler finds the event at the error, and so can serve its channel."""

    def fail(one, event):
        raise ZeroDivisionError("oops")

    client.exception_handler = lambda error: calls(error.ari_event["channel"]["id"])
    client.on_channel_event("StasisEnd", fail)
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        assert calls.next() == (channel(1)["id"],)


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
