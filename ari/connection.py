"""The connection to Asterisk's events: a thread that keeps it, and a queue of what has come."""

from __future__ import annotations

import json
import logging
import math
import queue
import random
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Callable

import websocket

from ari.channels import ChannelTracker, Event
from ari.errors import AriError, ConnectionFailed, is_permanent
from ari.eventsocket import CLOSE_TIMEOUT, POLL, EventSocket, Settings
from ari.question import Question
from ari.session import Session
from ari.snapshot import Snapshot
from ari.text import printable

log = logging.getLogger(__name__)

#: raw_decode() takes three quarters of the time of json.loads(), which looks at options first.
_DECODER = json.JSONDecoder()
_TOO_SLOW = (
    "the callbacks are too slow: disconnected until they have handled half of the %d MiB of events"
    " that wait"
)


class Connection:
    """The events of one run(), over as many WebSockets as that takes; a context manager.

    Its daemon thread connects, receives, pings and reconnects, whatever a callback is busy with. It
    puts what has come into a queue, from which deliver() takes it in the thread that calls back.
    """

    def __init__(
        self,
        session: Session,
        apps: Sequence[str],
        subscribe_all: bool,
        resume: bool,
        settings: Settings,
    ) -> None:
        self._session, self.apps, self._resume = session, apps, resume
        self._settings, self._delay = settings, settings.min_delay
        self._url = session.address.events(apps, subscribe_all)
        #: Whether events come now; not in a gap, nor before the first WebSocket.
        self.connected = False
        self._closed = False
        #: Whether it is not to be made again: it is closed, or another client has an application.
        self._over = False
        self._connect = partial(EventSocket, session, self._url, settings, self.is_closed)
        self._tracker = ChannelTracker(apps, resume)
        #: What came, in order, as functions: deliver() calls one after another, and dispatches the
        #: events that it returns.
        self._queue: queue.SimpleQueue[Callable[[], Iterable[Event]]] = queue.SimpleQueue()
        # Bytes of messages. Each number has one thread that changes it, so they need no lock.
        self._put_bytes = self._taken_bytes = 0
        # Set by deliver(), in which alone they are called.
        self._on_connected: Callable[[], None]
        self._on_snapshot: Callable[[Snapshot], None]
        self._thread = threading.Thread(target=self._work, name="ari-events", daemon=True)

    def __enter__(self) -> Connection:
        try:
            self._thread.start()
        except RuntimeError as error:  # the system has no thread left
            raise ConnectionFailed(self._url, error) from error
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        # A moment for the close frame, as the end of the program is the end of the thread too. In a
        # forked child there is no such thread, and join() knows that.
        if self.connected:
            self._thread.join(2 * CLOSE_TIMEOUT)

    def is_closed(self) -> bool:
        """Whether close() was called."""
        return self._closed

    def is_running(self) -> bool:
        """Whether its thread runs; in a forked child it does not."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End deliver(); from a callback, a signal handler or any thread."""
        self._closed = self._over = True
        self._queue.put(tuple)  # which returns no events; it wakes deliver() at once

    def deliver(
        self,
        dispatch: Callable[[Event], None],
        on_connected: Callable[[], None],
        on_snapshot: Callable[[Snapshot], None],
    ) -> None:
        """Call `dispatch` with each event until close(); raises what has ended the connection.

        `on_connected` is called as often as there is a connection, before its events, and
        `on_snapshot` with each snapshot, after the events that it shows to be missed.
        """
        self._on_connected, self._on_snapshot = on_connected, on_snapshot
        while not self._closed:
            try:
                # With a timeout, since a put() in a signal handler, as close() may be called there,
                # does not wake the get() that the signal has interrupted.
                events = self._queue.get(timeout=POLL)
            except queue.Empty:
                continue
            for event in events():
                dispatch(event)
                if self._closed:
                    return

    # These are put into the queue, and run in deliver().

    def _of_messages(self, texts: list[bytes]) -> Iterator[Event]:
        for text in texts:  # not parsed before: as dicts they would take six times the memory
            self._taken_bytes += len(text)
            event = _parse(text)
            if isinstance(event, str):
                log.error("not an event: %s: %.200r", event, text)
            else:
                yield from self._tracker.track(event, text)

    def _of_registration(self, question: Question) -> Iterator[Event]:
        self._on_connected()
        yield from self._tracker.connected()
        question.registered.set()  # deliver() is back here when it has dispatched the last of them
        if question.earlier:
            yield from self._tracker.resume(question.earlier)

    def _of_snapshot(self, snapshot: Snapshot) -> Iterator[Event]:
        yield from self._tracker.reconcile(snapshot)
        self._on_snapshot(snapshot)

    def _of_failure(self, error: Exception) -> Iterator[Event]:
        raise error

    # The rest runs in the connection's thread.

    def _work(self) -> None:
        try:
            question = Question(self._session, self._settings)
            if self._resume:
                question.ask_earlier(self.apps)
            events: EventSocket | None = self._connect()
            while events:
                self._use(events, question)
                events, question = self._reconnect(), Question(self._session, self._settings)
                if events:
                    log.warning("connected to Asterisk again")
        except Exception as error:
            self._queue.put(partial(self._of_failure, error))

    def _reconnect(self) -> EventSocket | None:
        """Try until it works; None once it is over. Raises an error that is permanent."""
        half = self._settings.max_queue_bytes // 2
        _sleep_until(lambda: self._over or self._waiting() <= half)
        while not self._over:
            delay = self._delay * random.uniform(1.0, 1.2)
            self._delay = min(2 * self._delay, self._settings.max_delay)
            log.info("next try in %.1f s", delay)
            _sleep_until(lambda: self._over, delay)
            try:
                return None if self._over else self._connect()
            except AriError as error:
                if is_permanent(error):
                    raise
                log.info("not yet: %s", error)
        return None

    def _waiting(self) -> int:
        """How many bytes of messages wait for the callbacks."""
        return self._put_bytes - self._taken_bytes

    def _use(self, events: EventSocket, question: Question) -> None:
        names, url = printable(", ".join(self.apps)), self._session.address.ari
        said = "application %s registered at %s, waiting for calls in Stasis(%s)"
        log.info(said, names, url, names)
        since, self.connected = time.monotonic(), True
        try:
            self._queue.put(partial(self._of_registration, question))
            question.begin()
            self._receive(events, question)
        except (websocket.WebSocketException, OSError, RuntimeError) as error:
            # RuntimeError: the system has no thread left for the question.
            why = printable(str(error) or type(error).__name__)
            log.error("connection to Asterisk lost, reconnecting: %s: %s", self._url, why)
        finally:
            question.lost.set()
            events.close()
            self.connected = False
        if time.monotonic() - since > self._delay:  # one lost at once keeps the long delay
            self._delay = self._settings.min_delay

    def _receive(self, events: EventSocket, question: Question) -> None:
        """Put into the queue what comes, and the question's answer behind all that is older."""
        while not self._closed:
            snapshot = question.answer(events)
            if snapshot:
                self._queue.put(partial(self._of_snapshot, snapshot))
            texts = events.receive()
            if not texts:
                continue
            self._put_bytes += sum(map(len, texts))
            self._queue.put(partial(self._of_messages, texts))
            if _was_taken_over(texts):
                # run() ends when the callbacks get there. To connect again until then would evict
                # the other client, and let calls into our other applications that nobody serves.
                self._over = True
                return
            if self._waiting() > self._settings.max_queue_bytes:
                # A client that only stops reading is cut off after about 4 MB (16 and 22, tried).
                log.error(_TOO_SLOW, self._waiting() // 2**20)
                return


def _sleep_until(ready: Callable[[], bool], seconds: float = math.inf) -> None:
    """Sleep until it is ready, or so long; not on an Event, which no signal handler may set."""
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        time.sleep(POLL)


def _was_taken_over(texts: Sequence[bytes]) -> bool:
    """Whether another client has an application now."""
    if b'"ApplicationReplaced"' not in b"".join(texts):  # which is found out cheaply
        return False
    events = [event for event in map(_parse, texts) if isinstance(event, dict)]
    return any(event["type"] == "ApplicationReplaced" for event in events)


def _parse(text: bytes) -> Event | str:
    """The event in a message; where there is none, why."""
    try:
        decoded = text.decode().strip()
        event, end = _DECODER.raw_decode(decoded)
    except (ValueError, RecursionError) as error:
        return str(error)
    if end == len(decoded) and isinstance(event, dict) and isinstance(event.get("type"), str):
        return event
    return "no JSON object with a type"
