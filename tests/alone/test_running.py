"""How run() ends, and what goes on meanwhile."""

from __future__ import annotations

import signal
import threading

from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import frame


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


def test_requests_work_while_run_blocks(standin, client, calls):
    """Other threads, and callbacks, may make requests while events are waited for."""
    client.on_event("A", lambda event: calls(client.channels.list()))
    with running(client):
        standin.wait_for()
        assert client.channels.list() == []
        standin.send({"type": "A"})
        assert calls.next() == ([],)
