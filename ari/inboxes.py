"""Inboxes, from which obj.wait_for takes events, and ari.in_thread, for callbacks that wait.

run() puts each event into the inboxes of the objects that it is about, before it calls back. An
object that an operation made has its inbox since the request was sent, one that in_thread hands
over since its event, any other since its first wait_for. An inbox goes with its object: here are
weak references alone.

A wait is over sooner than a callback on the object (listeners): a channel's with its StasisEnd,
since one that comes back is handed over as another object; and where Asterisk says that the object
is not there, since no event tells some ends.
"""

from __future__ import annotations

import inspect
import itertools
import json
import logging
import math
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Callable
from urllib.parse import quote
from weakref import ref

from ari.channels import Event, missed_event
from ari.errors import AriError, Gone, RequestFailed, RunEnded, may_hold_a_thread
from ari.listeners import LAST_EVENTS, RUNNING, Key, is_of_older
from ari.objects import BaseObject
from ari.snapshot import ALL_CHANNELS, in_stasis
from ari.text import printable

if TYPE_CHECKING:
    from ari.generated.api import P

log = logging.getLogger(__name__)

#: How many events of each type an inbox keeps: the last ones.
MAX_KEPT = 100
#: How many events are kept while one request is on its way.
MAX_IN_FLIGHT = 10_000
#: After so many new inboxes, the keys whose inboxes were collected are taken out.
TIDY_AFTER = 1_000
#: The longest that a wait sleeps, in seconds: a signal handler, which ends run(), can't wake it.
LOOK_EVERY = 1.0
#: How long, in seconds, a wait may go on for an object that is gone; see Inbox.over_at().
GRACE = 1.0
#: After how many seconds a wait asks Asterisk whether the object is still there: no event tells
#: the end of a bridge that nobody joined, or of what the application is not subscribed to.
ASK_AFTER = 15.0
#: How long such a question waits for its answer, in seconds: as long as the wait itself may last,
#: but within these bounds.
MIN_ASK_TIMEOUT, MAX_ASK_TIMEOUT = 1.0, 5.0
#: The events that end an object's waits, and their fields with it.
_ENDS = {**LAST_EVENTS, "StasisEnd": "channel"}


class _Run:
    """Whether a run() has ended. Each wait holds its own, so that no next run() revives it."""

    ended = False


class _Letter:
    """An event on its way into inboxes: as JSON, since callbacks may change the event."""

    def __init__(self, event: Event, keys: Mapping[str, Key]) -> None:
        self.type, self.text = event["type"], json.dumps(event)
        self.keys = {*keys.values()}
        #: The object whose end this is, and what Asterisk says of it.
        field = _ENDS.get(self.type, "")
        self.ended, self.about = keys.get(field), event.get(field)


class Inbox:
    """The events about one object that no wait has returned; used under the lock of Inboxes."""

    def __init__(self, owner: BaseObject, lock: threading.RLock, made: bool) -> None:
        #: What its events are about: the object, and what it is played to or recorded from, by its
        #: `target_uri`, such as `channel:1795387732.1`.
        self.keys: list[Key] = [owner._key]
        target, _, target_id = str(owner.json.get("target_uri")).partition(":")
        if target_id:
            self.keys.append((target.title(), target_id))
        self.changed = threading.Condition(lock)
        #: When an event told the object's end, and when Asterisk's answer was that it is not there:
        #: times of time.monotonic(), or infinite.
        self.ended_at = self.missing_at = math.inf
        #: When Asterisk was last asked whether it is there.
        self.asked_at = time.monotonic()
        #: Whether its RecordingStarted is still to come.
        self.awaits_start = made and owner._kind == "LiveRecording"
        self._json = owner.json
        self._kept: dict[str, deque[tuple[int, str]]] = {}
        self._numbers = itertools.count()

    def put(self, letter: _Letter) -> None:
        """Keep the event; note that the object is gone, if this is its end."""
        is_own_end = letter.ended == self.keys[0]
        if is_own_end and is_of_older(letter.type, letter.about, self._json, self.awaits_start):
            return
        if letter.type == "RecordingStarted":
            self.awaits_start = False
        kept = self._kept.setdefault(letter.type, deque(maxlen=MAX_KEPT))
        kept.append((next(self._numbers), letter.text))
        if letter.ended in self.keys:  # the object, or what it is played to or recorded from
            self.ended_at = min(self.ended_at, time.monotonic())
        self.changed.notify_all()

    def over_at(self, event_types: Sequence[str]) -> float:
        """Return when a wait for these is over, a time.monotonic(); infinite while it is there."""
        # ChannelDestroyed follows the StasisEnd, if the application is subscribed to the channel.
        # And after Asterisk's answer, the object's last event may still be on its way.
        after_end = GRACE if "ChannelDestroyed" in event_types else 0.0
        return min(self.ended_at + after_end, self.missing_at + GRACE)

    def take(self, event_types: Iterable[str]) -> Event | None:
        """Take out the first event of these types; the others stay."""
        kept = [self._kept[one] for one in event_types if self._kept.get(one)]
        first = min(kept, key=lambda one: one[0], default=None)  # by its number
        return json.loads(first.popleft()[1]) if first else None


class Inboxes:
    """The inboxes of a client's objects."""

    def __init__(self, client: Any) -> None:
        self._client, self._lock = client, threading.RLock()
        #: The inboxes by each of their keys, kept alive by their objects alone. Not a weakref
        #: collection: these have callbacks, and Python drops a Ctrl+C that comes in one.
        self._by_key: dict[Key, list[ref[Inbox]]] = {}
        #: How many inboxes there were, ever.
        self._opened = 0
        #: For each request on its way: the events since it was sent.
        self._in_flight: list[deque[_Letter]] = []
        #: Whether there was ever an inbox or such a request, so that put() is to be called.
        self.used = False
        #: When run() has connected last.
        self._connected_at = -math.inf
        #: Whether Asterisk was asked since then to which channels our applications are subscribed,
        #: and did not answer. That is not asked again: see may_hold_a_thread().
        self._unanswered = False
        self._asking = threading.Lock()
        self._run = _Run()

    def begin_waits(self) -> None:
        """Let waits begin again, as run() does."""
        if self._run.ended:
            self._run = _Run()

    def end_waits(self) -> None:
        """End all waits, as run() has ended; without a lock, since a signal handler may do it."""
        self._run.ended = True

    def note_connected(self) -> None:
        """Note that a gap may have swallowed the start or the end of any object.

        So no RecordingStarted is expected any more, and each wait asks whether its object is there.
        """
        with self._lock:
            self._connected_at, self._unanswered = time.monotonic(), False
            for key in self._by_key:
                for box in self._of(key):
                    box.awaits_start = False

    def put(self, event: Event, keys: Mapping[str, Key]) -> None:
        """Put an event into the inboxes of its objects: `keys`, by its fields."""
        with self._lock:
            boxes = {box for key in keys.values() for box in self._of(key)}
            if boxes or self._in_flight:
                self._deliver(event, keys, boxes)

    def _of(self, key: Key) -> list[Inbox]:
        """The inboxes with this key that were not collected."""
        boxes = [one() for one in self._by_key.get(key, ())]
        return [box for box in boxes if box is not None]

    def _deliver(self, event: Event, keys: Mapping[str, Key], boxes: Iterable[Inbox]) -> None:
        try:
            letter = _Letter(event, keys)
        except RecursionError:
            name = printable(event["type"])
            log.error("not kept for wait_for, as it is nested too deep: %s", name)
            return
        for box in boxes:
            box.put(letter)
        for heard in self._in_flight:
            heard.append(letter)

    def make(self, request: Callable[[], Any]) -> Any:
        """Return what the request makes; its inbox has the events since this was called."""
        self._load_events()
        heard: deque[_Letter] = deque(maxlen=MAX_IN_FLIGHT)
        with self._lock:
            self._in_flight.append(heard)
            self.used = True
        try:
            made = request()
            if isinstance(made, BaseObject):
                self.open(made, heard)
            return made
        finally:
            with self._lock:
                # Not by remove(), which takes an equal one for it.
                self._in_flight = [one for one in self._in_flight if one is not heard]

    def open(self, owner: BaseObject, heard: Iterable[_Letter] | None = None) -> Inbox:
        """Return the object's inbox; a new one begins with what was `heard` about it."""
        with self._lock:
            box: Inbox | None = owner._inbox
            if box is None:
                self.used = True
                owner._inbox = box = Inbox(owner, self._lock, made=heard is not None)
                for key in box.keys:
                    self._by_key[key] = [ref(one) for one in (*self._of(key), box)]
                self._opened += 1
                if self._opened % TIDY_AFTER == 0:
                    self._forget_collected()
                for letter in heard or ():
                    if not letter.keys.isdisjoint(box.keys):
                        box.put(letter)
            return box

    def _load_events(self) -> None:
        """Load events.json, which tells which objects an event has."""
        self._client._docs.resource("events")

    def _forget_collected(self) -> None:
        self._by_key = {key: refs for key, refs in self._by_key.items() if self._of(key)}

    def wait(self, owner: BaseObject, event_types: Sequence[str], timeout: float | None) -> Event:
        """As BaseObject.wait_for."""
        box, run = self._checked(owner, event_types), self._run
        until = math.inf if timeout is None else time.monotonic() + timeout
        what = f"{' or '.join(event_types)} of {owner!r}"
        while True:
            with box.changed:
                event = box.take(event_types)
                if event is not None:
                    return event
                now, over_at = time.monotonic(), box.over_at(event_types)
                if now >= over_at:
                    # Such a wait is on a Playback, as _checked() has made sure.
                    if box.ended_at == math.inf and "PlaybackFinished" in event_types:
                        return self._made_up_end(owner)
                    raise Gone(f"gone, while waited for: {what}")
                if run.ended:
                    raise RunEnded(f"run() has ended, while waited for: {what}")
                is_due = self._is_due(box, now)
                if not is_due:
                    if now >= until:
                        raise TimeoutError(f"not within {timeout} s: {what}")
                    box.changed.wait(min(until, over_at, now + LOOK_EVERY) - now)
            if is_due:  # without the lock
                self._ask(owner, until)

    def _checked(self, owner: BaseObject, event_types: Sequence[str]) -> Inbox:
        """Return the inbox, or raise an error for a wait that could not end."""
        if RUNNING.client is self._client:
            raise RuntimeError("in run()'s own thread wait_for would never end; use ari.in_thread")
        docs = self._client._docs
        self._load_events()
        box = self.open(owner)
        kinds = {kind for kind, _ in box.keys}
        for one in event_types:
            if kinds.isdisjoint(docs.kinds_in(one).values()):
                docs.fields(one, owner._kind)  # it raises the ValueError
        return box

    def _made_up_end(self, owner: BaseObject) -> Event:
        """Make up, once, the PlaybackFinished that no event told.

        Programs wait for that after each prompt, and go on then, whatever became of it.
        """
        owner._inbox.ended_at = time.monotonic()  # so that the next wait raises Gone
        playback = {**owner.json, "state": ""}  # done, or failed: it is not known
        return missed_event("PlaybackFinished", self._client._app, playback=playback)

    def _is_due(self, box: Inbox, now: float) -> bool:
        """Whether it is time to ask for the object: after a gap, or now and then.

        One wait asks at a time: else all of them at once would ask a frozen Asterisk. Meanwhile it
        is not time for the others, so that they sleep.
        """
        is_due = box.asked_at < max(self._connected_at, now - ASK_AFTER)
        return is_due and not self._asking.locked()

    def _ask(self, owner: BaseObject, until: float) -> None:
        """Find out whether the object is gone without an event, unless another wait asks now."""
        if not self._asking.acquire(blocking=False):
            return
        try:
            box, now = owner._inbox, time.monotonic()
            box.asked_at = now
            if self.is_gone(owner, max(MIN_ASK_TIMEOUT, min(until - now, MAX_ASK_TIMEOUT))):
                box.missing_at = min(box.missing_at, time.monotonic())
        finally:
            self._asking.release()

    def is_gone(self, owner: BaseObject, timeout: float) -> bool:
        """Ask whether the object is gone, or is a channel that no application of ours hears of.

        False where that can't be found out.
        """
        if owner._inbox.ended_at < math.inf:  # an event has told so
            return True
        ask = partial(self._client._session.get_json, timeout=timeout)
        try:
            facts = ask(owner._request_path)
            if owner._kind != "Channel":
                return False
            return not in_stasis(facts) and not self._hears(owner, ask)
        except Gone:
            return True
        except (AriError, KeyError, TypeError) as error:  # or an answer of another shape
            log.debug("not known whether %r is gone: %s", owner, error)
            return False

    def _hears(self, channel: BaseObject, ask: Callable[[str], Any]) -> bool:
        """Whether an application of ours is subscribed to the channel, or may be."""
        if self._unanswered:
            return True
        try:
            apps = [ask(f"/applications/{quote(one, safe='')}") for one in self._client._apps]
        except AriError as error:
            self._unanswered = may_hold_a_thread(error)
            raise
        return any({channel.id, ALL_CHANNELS} & {*one["channel_ids"]} for one in apps)


def in_thread(fn: Callable[P, Any]) -> Callable[P, None]:
    """Return a callback that calls `fn` in a daemon thread of its own, where it may wait_for.

        client.on_channel_event("StasisStart", ari.in_thread(serve))

    What it raises goes to the client's exception_handler, in that thread. But an ari.Gone ends it
    quietly where an object that it was called with has gone since: the caller has hung up. So does
    the end of run() in a wait_for. Raises TypeError for an `async def`.
    """
    if inspect.iscoroutinefunction(fn):
        raise TypeError(f"{fn!r} is an async def, which a thread can't call")
    name = getattr(fn, "__name__", "callback")

    @wraps(fn)
    def start(*args: P.args, **kwargs: P.kwargs) -> None:
        objects = [*_objects_in([*args, *kwargs.values()])]
        client = RUNNING.client or next((one.client for one in objects), None)
        if client is None:
            raise RuntimeError(f"{name} is a callback: run() calls it, with objects or an event")
        for one in objects:
            one.client._inboxes.open(one)
        call = partial(fn, *args, **kwargs)
        work = partial(_work, client, name, call, _living(objects, RUNNING.event), RUNNING.event)
        threading.Thread(target=work, name=name, daemon=True).start()

    return start


def _objects_in(values: Iterable[Any]) -> Iterator[BaseObject]:
    """Yield the objects among the arguments of a callback, and in its dict of objects."""
    for value in values:
        if isinstance(value, BaseObject):
            yield value
        elif isinstance(value, (dict, list, tuple)):
            inner = value.values() if isinstance(value, dict) else value
            yield from (one for one in inner if isinstance(one, BaseObject))


def _work(
    client: Any,
    name: str,
    call: Callable[[], Any],
    objects: Sequence[BaseObject],
    event: Event | None,
) -> None:
    try:
        call()
    except RunEnded as error:
        log.info("%s has ended: %s", name, error)
    except Exception as error:
        # Of a caller who hangs up at once, Asterisk may say 500 as well.
        is_5xx = isinstance(error, RequestFailed) and error.response.status_code >= 500
        if (isinstance(error, Gone) or is_5xx) and any(map(_is_gone, objects)):
            log.info("%s has ended: %s", name, error)
        else:
            client._failed(event, error)


def _is_gone(one: BaseObject) -> bool:
    return bool(one.client._inboxes.is_gone(one, MAX_ASK_TIMEOUT))


def _living(objects: Iterable[BaseObject], event: Event | None) -> list[BaseObject]:
    """Leave out the objects whose end this event is, and the channel that a StasisStart replaces.

    For those, Gone in the thread does not mean that the caller has hung up.
    """
    told = event or {}
    end = _ENDS.get(told.get("type", ""), "")
    gone = [told.get(end), told.get("replace_channel")]
    # Each object's `json` is the very dict in the event.
    return [one for one in objects if not any(one.json is about for about in gone)]
