"""How run() ends, and what goes on meanwhile."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import channel, frame, stasis


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
        standin.handled()
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


def test_run_ends_when_a_signal_handler_closes(standin, client):
    """close() in a signal handler ends run(), here in the main thread."""
    before = signal.signal(signal.SIGUSR1, lambda *_: client.close())
    main = threading.main_thread().ident

    def send():
        standin.wait_until_settled()
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
    with standin.frozen("/events"), running(client) as run:
        eventually(lambda: standin.times_of("/events"))
        client.close()
        run.result(10)


def test_run_runs_again_after_close(standin, client, calls):
    """A client that was closed can run again, and hears of what comes then."""
    client.close()
    client.on_event("A", calls)
    for _ in range(2):
        with running(client):
            standin.wait_for()
            standin.send({"type": "A"})
            assert calls.next() == ({"type": "A"},)
        standin.wait_for(connected=False)
    assert standin.closed == [1000, 1000]


def test_what_comes_after_close_is_not_looked_at(standin, client):
    """A takeover that came together with the event whose callback closes raises nothing."""
    client.on_event("A", lambda event: client.close())
    with running(client) as run:
        standin.wait_until_settled()
        standin.send_raw(frame(b'{"type": "A"}') + frame(b'{"type": "ApplicationReplaced"}'))
        run.result(10)


def test_requests_work_while_run_blocks(standin, client, calls):
    """Other threads and callbacks may make requests while run() waits for events."""
    client.on_event("A", lambda event: calls(client.channels.list()))
    with running(client):
        standin.wait_for()
        assert client.channels.list() == []
        standin.send({"type": "A"})
        assert calls.next() == ([],)


def test_no_callback_is_called_for_what_was_made_up_after_close(standin, client, set_waits):
    """Of ten channels that left in a gap, a callback that closes hears of one."""
    set_waits(0.02)
    heard = []

    def close(channel, event):
        heard.append(event)
        client.close()

    client.on_channel_event("StasisEnd", close)
    client.on_event("StasisEnd", heard.append)
    with running(client) as run:
        standin.wait_until_settled()
        for number in range(10):
            standin.enter(channel(number))
        standin.handled()
        standin.forget_channels()
        standin.cut()
        run.result(10)
    (event,) = heard
    assert event["missed"]


def test_no_callback_is_called_when_its_objects_are_made_after_close(standin, client):
    """A factory that closes the client has its callback not called."""

    def factory(client, json):
        client.close()

    client.on_object_event("StasisEnd", lambda *_: pytest.fail("called"), factory, "Channel")
    client.exception_handler = lambda error: pytest.fail(repr(error))
    with running(client) as run:
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        run.result(10)


ENDLESS = {
    "byte by byte": b"\x81\x7e\xff\xff" + b" " * 10_000,
    "byte by byte, with its length": b"\x81\x7f" + b"\0" * 4 + b"\0\x10\0\0" + b" " * 10_000,
}


@pytest.mark.parametrize("how", ENDLESS)
def test_run_ends_while_a_message_drips_in(standin, client, how):
    """close() does not wait for the rest of a message."""
    with running(client) as run:
        standin.wait_until_settled()
        standin.send_slowly(ENDLESS[how])
        client.close()
        run.result(10)


@pytest.mark.parametrize("size", [2**24 + 1, 2**63, 2**64 - 1])
def test_a_message_too_long_to_be_one_is_not_waited_for(standin, client, caplog, set_waits, size):
    """Nothing larger than 16 MB is believed: the connection is lost, and made again."""
    set_waits(0.02)
    with running(client):
        standin.wait_until_settled()
        sockets = standin.sockets
        standin.send_raw(b"\x81\x7f" + size.to_bytes(8, "big"))
        standin.wait_until_settled(more_than=sockets)
    assert f"it sends a message of {size} bytes" in caplog.text


def test_fragments_too_long_to_be_a_message_are_not_gathered(standin, client, caplog, set_waits):
    """The fragments of a message may be no longer than a message."""
    set_waits(0.02)
    with running(client):
        standin.wait_until_settled()
        sockets = standin.sockets
        standin.send_raw(frame(b"", last=False))
        for _ in range(17):
            standin.send_raw(frame(b" " * 2**20, opcode=0, last=False))
        standin.wait_until_settled(more_than=sockets)
    assert "it sends a message of more than 16777216 bytes" in caplog.text


def test_websockets_tell_whether_it_is_connected(standin, client, calls, set_waits):
    """They are none before and after run(), nor in a gap, and one for each run() between."""
    set_waits(0.02)
    client.on_event("ApplicationRegistered", lambda event: calls(len(client.websockets)))
    assert not client.websockets
    with running(client):
        standin.wait_until_settled()
        assert calls.next() == (1,)
        with standin.frozen("/events"):
            standin.cut()
            eventually(lambda: not client.websockets)
        assert calls.next() == (1,)
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(client.run, "other")
            assert calls.next() == (2,)
            client.close()
            other.result(10)
    assert not client.websockets
