"""The connection to Asterisk's events: a thread that keeps it, and a queue of what has come."""

from __future__ import annotations

import json
import logging
import queue
import random
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Callable, Union

import websocket

from ari.channels import ChannelTracker, Event, Snapshot
from ari.errors import AriError, ConnectionFailed, is_permanent
from ari.eventsocket import CLOSE_TIMEOUT, POLL, EventSocket
from ari.session import Session
from ari.text import printable

log = logging.getLogger(__name__)

#: The first and the longest wait between two tries, in seconds; up to a fifth is added, so that
#: many clients do not come back at the same moment.
MIN_DELAY, MAX_DELAY = 0.5, 25.0
#: Above how many bytes of messages no more are read, until the callbacks have taken half of them.
HIGH_WATER = 100 * 2**20
#: How long a snapshot waits for callbacks that may set an event filter, and not for the next gap.
FILTER_TIME = 1.0
#: The data of the ping whose pong comes after all events that were sent before a snapshot.
SNAPSHOT_MARK = b"snapshot"
#: raw_decode() takes three quarters of the time of json.loads(), which looks at options first.
_DECODER = json.JSONDecoder()


def _wait(seconds: float, ended: Callable[[], bool]) -> None:
    """Wait that long, or until `ended()`: a flag, as no signal handler may set an Event."""
    until = time.monotonic() + seconds
    while not ended() and (left := until - time.monotonic()) > 0:
        time.sleep(min(POLL, left))


def _snapshot(session: Session) -> Snapshot:
    return Snapshot(session.get_json("/applications"), session.get_json("/channels"))


class SnapshotRequest(threading.Thread):
    """Asks who is inside until Asterisk can tell; in a thread, since that may take a while."""

    def __init__(self, session: Session, socket: EventSocket) -> None:
        super().__init__(name="ari-snapshot", daemon=True)
        self._session, self._socket = session, socket
        self.snapshot: Snapshot | None = None
        #: Whether the callbacks of ApplicationRegistered have been called.
        self.due = False

    def run(self) -> None:
        """Ask, in the thread."""
        _wait(FILTER_TIME, lambda: self.due or not self._socket.open)
        delay = MIN_DELAY
        while self._socket.open and not self.snapshot:
            try:
                self.snapshot = _snapshot(self._session)
            except AriError as error:
                if delay == MIN_DELAY:
                    log.error("who is inside can't be found out yet and is asked again: %s", error)
                _wait(delay, lambda: not self._socket.open)
                delay = min(2 * delay, MAX_DELAY)
        if self.snapshot and delay > MIN_DELAY:
            log.warning("who is inside is known again")


#: What goes through the queue: messages that have come together, the request that follows each
#: registration, a snapshot, and an error that ends run().
Item = Union["list[bytes]", SnapshotRequest, Snapshot, Exception]


class Connection:
    """The events of one run(), over as many WebSockets as that takes; a context manager.

    Its daemon thread connects, receives, pings and reconnects, whatever a callback is busy with. It
    puts what has come into a queue, from which deliver() takes it in the thread that calls back.
    Messages wait there as they are: dicts would take six times the memory.
    """

    def __init__(
        self, session: Session, apps: Sequence[str], subscribe_all: bool, resume: bool
    ) -> None:
        self._session, self._apps, self._resume = session, apps, resume
        self._url = session.address.events(apps, subscribe_all)
        self._delay, self._closed = MIN_DELAY, False
        self._connect = partial(EventSocket, session, self._url, lambda: self._closed)
        self.connected = False
        self._queue: queue.SimpleQueue[Item] = queue.SimpleQueue()
        # Bytes of messages. Each number has one thread that changes it, so they need no lock.
        self._put_bytes = self._taken_bytes = 0
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

    def close(self) -> None:
        """End deliver(); from a callback, a signal handler or any thread."""
        self._closed = True
        self._queue.put([])  # where a signal handler interrupts get(), it may wait for ever

    def deliver(self, dispatch: Callable[[Event], None]) -> None:
        """Call `dispatch` with each event until close(); raises AriError where no try can help."""
        channels = ChannelTracker(self._apps, self._resume)
        while not self._closed:
            try:
                item = self._queue.get(timeout=POLL)  # and then close() is seen, also on Windows
            except queue.Empty:
                continue
            for event in self._events_of(item, channels):
                dispatch(event)
                if self._closed:
                    return

    def _events_of(self, item: Item, channels: ChannelTracker) -> Iterator[Event]:
        """Yield the events to dispatch for an item of the queue."""
        if isinstance(item, list):
            for message in item:
                self._taken_bytes += len(message)
                event = _parse(message)
                if event is not None:
                    yield from channels.track(event, message)
        elif isinstance(item, SnapshotRequest):
            yield from channels.connected()
            item.due = True
        elif isinstance(item, Snapshot):
            yield from channels.reconcile(item)
        else:
            raise item

    def _work(self) -> None:  # in the thread, as all that follows
        try:
            before = self._snapshot_before() if self._resume else None
            socket: EventSocket | None = self._connect()
            while socket:
                self._use(socket, before)
                socket, before = self._reconnect(), None
                if socket:
                    log.warning("connected to Asterisk again")
        except Exception as error:
            self._queue.put(error)

    def _snapshot_before(self) -> Snapshot | None:
        try:
            return _snapshot(self._session)
        except AriError as error:
            log.error("who was inside before can't be found out: %s", error)
            return None

    def _reconnect(self) -> EventSocket | None:
        """Try until it works; raises where no try can. None where it is closed."""
        while not self._closed:
            delay = self._delay * random.uniform(1.0, 1.2)
            self._delay = min(2 * self._delay, MAX_DELAY)
            log.info("next try in %.1f s", delay)
            _wait(delay, lambda: self._closed)
            try:
                return None if self._closed else self._connect()
            except AriError as error:
                if is_permanent(error):
                    raise
                log.info("not yet: %s", error)
        return None

    def _use(self, socket: EventSocket, before: Snapshot | None) -> None:
        names, url = printable(", ".join(self._apps)), self._session.address.ari
        said = "application %s registered at %s, waiting for calls in Stasis(%s)"
        log.info(said, names, url, names)
        since, self.connected = time.monotonic(), True
        try:
            request = SnapshotRequest(self._session, socket)
            self._queue.put(request)
            if before:
                self._queue.put(before)
            request.start()
            self._receive(socket, request)
        except (websocket.WebSocketException, OSError, RuntimeError) as error:  # no thread left
            lost = ConnectionFailed(self._url, error.__cause__ or error)
            log.error("connection to Asterisk lost, reconnecting: %s", lost)
        finally:
            socket.close()
            self.connected = False
        if time.monotonic() - since > self._delay:  # one lost at once keeps the long delay
            self._delay = MIN_DELAY

    def _receive(self, socket: EventSocket, request: SnapshotRequest) -> None:
        marked = False
        while not self._closed:
            messages = socket.receive()
            if messages:
                self._put_bytes += sum(map(len, messages))
                self._queue.put(messages)
                self._pause_if_full()
            if request.snapshot and not marked:
                socket.ping(SNAPSHOT_MARK)
                marked = True
            elif request.snapshot and socket.pong == SNAPSHOT_MARK:
                self._queue.put(request.snapshot)
                socket.pong = b""  # it is taken once

    def _pause_if_full(self) -> None:
        """Where the callbacks can't keep up, leave the rest to Asterisk until they have."""
        if self._put_bytes - self._taken_bytes < HIGH_WATER:
            return
        log.warning("the callbacks are too slow: nothing more is read until they have caught up")
        while self._put_bytes - self._taken_bytes > HIGH_WATER // 2 and not self._closed:
            time.sleep(POLL)


def _parse(message: bytes) -> Event | None:
    """The event in a message; None where there is none, with an error in the log."""
    try:
        text = message.decode().strip()
        event, end = _DECODER.raw_decode(text)
        if end == len(text) and isinstance(event, dict) and isinstance(event.get("type"), str):
            return event
        problem = "no JSON object with a type"
    except (ValueError, RecursionError) as error:
        problem = str(error)
    log.error("not an event: %s: %.200r", problem, message)
    return None
