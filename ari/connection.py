"""The connection to Asterisk's events: a thread that keeps it, and a queue of what has come."""

from __future__ import annotations

import http.client
import json
import logging
import math
import queue
import random
import socket
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Callable, NamedTuple, Union

import websocket

from ari.channels import ChannelTracker, Event
from ari.errors import AriError, ConnectionFailed, RequestFailed, is_permanent
from ari.eventsocket import CLOSE_TIMEOUT, POLL, EventSocket, Settings
from ari.session import Session
from ari.snapshot import Snapshot
from ari.text import printable

log = logging.getLogger(__name__)

#: How long a snapshot waits for callbacks that may set an event filter, and not for the next gap.
FILTER_TIME = 1.0
#: The data of the ping whose pong comes after all events that were sent before a snapshot.
SNAPSHOT_MARK = b"snapshot"
#: raw_decode() takes three quarters of the time of json.loads(), which looks at options first.
_DECODER = json.JSONDecoder()
_NOT_AGAIN = (
    "; it is not asked again before the next reconnect, since a request that Asterisk does not"
    " answer may keep one of its HTTP threads for ever"
)
_UNDECIDED = (
    "nothing is told of %d channels before they leave, as nobody can know whether they are inside:"
    " Asterisk does not say which of the applications that are subscribed to them they are in"
)
_TOO_SLOW = (
    "the callbacks are too slow: disconnected until they have handled half of the %d MiB of events"
    " that wait"
)


# What the queue holds, besides Snapshots. Each of those is put in when its turn has come: after all
# messages that are older.


class Messages(NamedTuple):
    """Messages that have come together, as they are: dicts would take six times the memory."""

    texts: list[bytes]


class Registered:
    """The applications are registered; `told`: the callbacks of that have been called."""

    told = False


class Resumed(NamedTuple):
    """A snapshot from before the first connection: whoever is inside has a StasisStart."""

    before: Snapshot


class Failed(NamedTuple):
    """What ends run()."""

    error: Exception


class Closed:
    """Wakes up deliver()."""


Item = Union[Messages, Registered, Resumed, Snapshot, Failed, Closed]


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
        #: Whether events come now; whether close() was called.
        self.connected, self.closed = False, False
        self._connect = partial(EventSocket, session, self._url, settings, lambda: self.closed)
        #: Whether another client has one of the applications now.
        self._taken_over = False
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
        self.closed = True
        self._queue.put(Closed())  # where a signal handler interrupts get(), it may wait for ever

    def deliver(
        self, dispatch: Callable[[Event], None], reconciled: Callable[[Snapshot], None]
    ) -> None:
        """Call `dispatch` with each event until close(); raises AriError where no try can help.

        `reconciled` is called with each snapshot, after the events that it has shown to be missed.
        """
        tracker = ChannelTracker(self.apps, self._resume)
        while not self.closed:
            try:
                item = self._queue.get(timeout=POLL)  # and then close() is seen, also on Windows
            except queue.Empty:
                continue
            for event in self._events_of(item, tracker):
                dispatch(event)
                if self.closed:
                    return
            if isinstance(item, Registered):
                item.told = True
            elif isinstance(item, Snapshot):
                reconciled(item)

    def _events_of(self, item: Item, tracker: ChannelTracker) -> Iterator[Event]:
        """Yield the events to dispatch for an item of the queue."""
        if isinstance(item, Messages):
            for message in item.texts:
                self._taken_bytes += len(message)
                event = _parse(message)
                if event is not None:
                    yield from tracker.track(event, message)
        elif isinstance(item, Registered):
            yield from tracker.connected()
        elif isinstance(item, Resumed):
            yield from tracker.resume(item.before)
        elif isinstance(item, Snapshot):
            yield from tracker.reconcile(item)
        elif isinstance(item, Failed):
            raise item.error

    def _work(self) -> None:  # in the thread, as all that follows
        try:
            before = self._ask_before() if self._resume else None
            events: EventSocket | None = self._connect()
            while events:
                self._use(events, before)
                events, before = self._reconnect(), None
                if events:
                    log.warning("connected to Asterisk again")
        except Exception as error:
            self._queue.put(Failed(error))

    def _ask_before(self) -> Snapshot | AriError:
        """Ask who is inside before the applications are ours; say of how many that is unknown."""
        try:
            before = _ask(self._session)
        except AriError as error:
            more = _NOT_AGAIN if _is_kept_busy(error) else ""
            log.error("who was inside before can't be found out: %s%s", error, more)
            return error
        undecided = before.undecided(self.apps)
        if undecided:
            log.warning(_UNDECIDED, len(undecided))
        return before

    def _reconnect(self) -> EventSocket | None:
        """Try until it works; raises where no try can. None where it is closed or taken over."""
        while self._waiting() > self._settings.max_queue_bytes // 2 and not self._is_over():
            time.sleep(POLL)
        while not self._is_over():
            delay = self._delay * random.uniform(1.0, 1.2)
            self._delay = min(2 * self._delay, self._settings.max_delay)
            log.info("next try in %.1f s", delay)
            self._wait(delay)
            try:
                return None if self.closed else self._connect()
            except AriError as error:
                if is_permanent(error):
                    raise
                log.info("not yet: %s", error)
        return None

    def _is_over(self) -> bool:
        return self.closed or self._taken_over

    def _wait(self, seconds: float) -> None:
        """Wait that long, or until close(): a flag, as no signal handler may set an Event."""
        until = time.monotonic() + seconds
        while not self.closed and (left := until - time.monotonic()) > 0:
            time.sleep(min(POLL, left))

    def _waiting(self) -> int:
        """How many bytes of messages wait for the callbacks."""
        return self._put_bytes - self._taken_bytes

    def _use(self, events: EventSocket, before: Snapshot | AriError | None) -> None:
        names, url = printable(", ".join(self.apps)), self._session.address.ari
        said = "application %s registered at %s, waiting for calls in Stasis(%s)"
        log.info(said, names, url, names)
        since, self.connected = time.monotonic(), True
        try:
            self._receive(events, self._find_out(events, before))
        except (websocket.WebSocketException, OSError, RuntimeError) as error:  # no thread left
            lost = ConnectionFailed(self._url, error.__cause__ or error)
            log.error("connection to Asterisk lost, reconnecting: %s", lost)
        finally:
            events.close()
            self.connected = False
        if time.monotonic() - since > self._delay:  # one lost at once keeps the long delay
            self._delay = self._settings.min_delay

    def _receive(self, events: EventSocket, steps: Iterator[None]) -> None:
        """Put into the queue what comes; after each moment, go a step further with the snapshot."""
        while not self.closed:
            next(steps, None)
            texts = events.receive()
            if not texts:
                continue
            self._put_bytes += sum(map(len, texts))
            self._queue.put(Messages(texts))
            if any(map(_tells_of_takeover, texts)):
                # run() ends when the callbacks get there. To connect again until then would evict
                # the other client; and calls into our other applications would find nobody.
                self._taken_over = True
                return
            if self._waiting() > self._settings.max_queue_bytes:
                # A client that only stops reading is cut off after about 4 MB (16 and 22, tried).
                log.error(_TOO_SLOW, self._waiting() // 2**20)
                return

    def _find_out(self, events: EventSocket, before: Snapshot | AriError | None) -> Iterator[None]:
        """The way of a snapshot, from the registration until it is in the queue to be reconciled.

        A generator, so that all of it stands here: it yields wherever it has to wait, and the
        thread receives meanwhile.
        """
        registered = Registered()
        self._queue.put(registered)
        if isinstance(before, Snapshot):
            self._queue.put(Resumed(before))
        elif before is not None and _is_kept_busy(before):
            return
        # The callbacks of ApplicationRegistered may set an event filter, which is to be in it.
        yield from _until(lambda: registered.told, FILTER_TIME)
        snapshot = yield from self._ask_until_answered()
        if snapshot is None:
            return
        # Events that are older than the snapshot come before the pong.
        events.ping(SNAPSHOT_MARK)
        yield from _until(lambda: events.pong == SNAPSHOT_MARK)
        self._queue.put(snapshot)

    def _ask_until_answered(self) -> Generator[None, None, Snapshot | None]:
        """Ask who is inside, again where Asterisk refuses; None where asking again does harm."""
        delay, refused = self._settings.min_delay, False
        while True:
            answer = _ask_in_thread(self._session)
            yield from _until(answer.done)
            try:
                snapshot = answer.result()
            except AriError as error:
                if _is_kept_busy(error):
                    log.error("who is inside can't be found out: %s%s", error, _NOT_AGAIN)
                    return None
                if not refused:
                    said = "who is inside can't be found out yet and is asked again: %s"
                    log.error(said, error)
                refused = True
            else:
                if refused:
                    log.warning("who is inside is known again")
                return snapshot
            yield from _until(lambda: False, delay)
            delay = min(2 * delay, self._settings.max_delay)


def _until(ready: Callable[[], bool], seconds: float = math.inf) -> Iterator[None]:
    """Yield until it is ready, or so long."""
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        yield


def _ask_in_thread(session: Session) -> Future[Snapshot]:
    """Ask who is inside, in a daemon thread: Asterisk may take longer than the program runs."""
    answer: Future[Snapshot] = Future()

    def ask() -> None:
        try:
            answer.set_result(_ask(session))
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=ask, name="ari-snapshot", daemon=True).start()
    return answer


def _ask(session: Session) -> Snapshot:
    asked = time.monotonic()
    return Snapshot(session.get_json("/applications"), session.get_json("/channels"), asked)


def _is_kept_busy(error: AriError) -> bool:
    """Whether the request that failed so may still keep one of Asterisk's HTTP threads.

    It does not where Asterisk has refused it, or has closed its connection.
    """
    if isinstance(error, RequestFailed):  # a proxy's answer, which has waited for Asterisk's
        return error.response.status_code == http.client.GATEWAY_TIMEOUT
    if isinstance(error, ConnectionFailed) and error.unanswered:
        return isinstance(error.cause, socket.timeout)
    return False


def _tells_of_takeover(message: bytes) -> bool:
    """Whether another client has an application now; that it has not is seen at a glance."""
    if b'"ApplicationReplaced"' not in message:
        return False
    try:
        return bool(_event_in(message)["type"] == "ApplicationReplaced")
    except (ValueError, RecursionError):
        return False


def _parse(message: bytes) -> Event | None:
    """The event in a message; None where there is none, with an error in the log."""
    try:
        return _event_in(message)
    except (ValueError, RecursionError) as error:
        log.error("not an event: %s: %.200r", error, message)
        return None


def _event_in(message: bytes) -> Event:
    """The event in a message; ValueError or RecursionError where there is none."""
    text = message.decode().strip()
    event, end = _DECODER.raw_decode(text)
    if end == len(text) and isinstance(event, dict) and isinstance(event.get("type"), str):
        return event
    raise ValueError("no JSON object with a type")
