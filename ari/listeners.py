"""Callbacks: who has registered for which event, and how long a callback on an object stays.

An event of a type reaches the callbacks that a client has for that type, then those on the objects
that the event is about; these are found by key, so that thousands of them cost an event nothing.

A callback on an object goes with the object's last event (LAST_EVENTS). But

- ChannelDestroyed comes only of a channel that the application is subscribed to. So a StasisEnd
  after a ChannelHangupRequest ends the callbacks as well, unless one of them is for
  ChannelDestroyed. After a StasisEnd alone the channel may come back, so its callbacks stay (of the
  last MAX_LEFT such channels).
- Some objects end without an event, such as a bridge that nobody joined. The callbacks on the last
  of those stay too (MAX_OTHERS).
- An id or a name may be used again, while the older object's last event is still to come: that does
  not end the callbacks on the newer one (is_of_older).
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ari.channels import Event
from ari.errors import InvalidAnswer

log = logging.getLogger(__name__)

#: What makes the first arguments of a callback from an event: the event's objects, and the event.
ArgumentsMaker = Callable[[Event], "tuple[Any, ...]"]
#: What an object is known by: its kind, such as `Channel`, and its id.
Key = tuple[str, str]
#: The last event about an object, on 16 and 22, and its field with the object.
LAST_EVENTS = {
    "BridgeDestroyed": "bridge",
    "ChannelDestroyed": "channel",
    "PlaybackFinished": "playback",
    "RecordingFailed": "recording",
    "RecordingFinished": "recording",
}
#: How many channels that have left keep their callbacks.
MAX_LEFT = 1_000
#: How many bridges keep their callbacks, how many playbacks, and how many recordings.
MAX_OTHERS = 10_000


class _Running(threading.local):
    client: Any = None
    event: Event | None = None


#: In the thread of a run(): its client, and the event that callbacks are called with. By it,
#: in_thread, wait_for and clean_exit know where they are.
RUNNING = _Running()


@dataclass(eq=False)
class Listener:
    """A registered callback. `close()` unsubscribes it."""

    _registry: Listeners = field(repr=False)
    _event_type: str
    _fn: Callable[..., Any]
    _args: tuple[Any, ...]
    _kwargs: dict[str, Any]
    #: None where the callback gets the event alone: then it is on no object.
    _make_arguments: ArgumentsMaker | None = field(default=None, repr=False)
    #: The object that the callback is on, a BaseObject, if it is on one.
    _owner: Any = None
    #: When it was registered, by time.monotonic().
    _since: float = field(default_factory=time.monotonic, init=False, repr=False)
    #: By close() alone: one that is removed with its object is still called with the last event.
    _closed: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        if inspect.iscoroutinefunction(self._fn):
            how = "in a plain function, give it to asyncio.run_coroutine_threadsafe()"
            raise TypeError(f"{self._fn!r} is an async def, which run() can't call; {how}")

    @property
    def _key(self) -> Key | None:
        return self._owner._key if self._owner else None

    def close(self) -> None:
        """Unsubscribe: the callback is not called again. A second time does nothing."""
        self._closed = True
        self._registry.remove(self)


class _Callbacks:
    """The callbacks on one object, or those on no object."""

    def __init__(self) -> None:
        #: By type of event; in tuples, so that callbacks_for() needs no lock.
        self.by_type: dict[str, tuple[Listener, ...]] = {}
        #: Whether it is a channel with a ChannelHangupRequest, so that its StasisEnd is its end.
        self.hung_up = False

    def all(self) -> list[Listener]:
        return [one for listeners in [*self.by_type.values()] for one in listeners]


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self) -> None:
        self._on_no_object = _Callbacks()
        #: By object. While there are none, nobody needs the keys of an event.
        self.on_objects: dict[Key, _Callbacks] = {}
        self._no_callbacks = _Callbacks()
        #: By kind, the objects whose callbacks are dropped where there are too many of them, the
        #: first one first: their last event may never come.
        self._droppable: defaultdict[str, OrderedDict[Key, None]] = defaultdict(OrderedDict)
        self._lock = threading.RLock()

    def add(self, listener: Listener) -> Listener:
        """Register a callback; as in ari-py, one that gets no objects replaces the same one."""
        key, event_type = listener._key, listener._event_type
        with self._lock:
            callbacks = self.on_objects.setdefault(key, _Callbacks()) if key else self._on_no_object
            if not listener._make_arguments:
                self._close_same(callbacks, listener)
            others = callbacks.by_type.get(event_type, ())  # without those just closed
            callbacks.by_type[event_type] = (*others, listener)
            # These can end without an event. A channel is droppable once it has left.
            if key and key[0] in ("Bridge", "Playback", "LiveRecording"):
                self._note_droppable(key)
        return listener

    def _close_same(self, callbacks: _Callbacks, listener: Listener) -> None:
        for other in callbacks.by_type.get(listener._event_type, ()):
            if other._fn == listener._fn and not other._make_arguments:
                other.close()

    def remove(self, listener: Listener) -> None:
        """Take a callback out, if it is still in. It may still be called with the present event."""
        key, event_type = listener._key, listener._event_type
        with self._lock:
            callbacks = self.on_objects.get(key) if key else self._on_no_object
            if callbacks is None:
                return
            others = [one for one in callbacks.by_type.get(event_type, ()) if one is not listener]
            callbacks.by_type[event_type] = tuple(others)
            if key and not callbacks.all():
                self._drop(key)

    def callbacks_for(self, event: Event, keys: Mapping[str, Key]) -> tuple[Listener, ...]:
        """Return the callbacks for an event, each once; `keys` are its objects, by its fields."""
        event_type = event["type"]
        listeners = self._on_no_object.by_type.get(event_type, ())
        for key in dict.fromkeys(keys.values()) if keys else ():
            listeners += self.on_objects.get(key, self._no_callbacks).by_type.get(event_type, ())
        return listeners

    def drop_missing(
        self, existing: Container[str], asked_at: float
    ) -> Iterator[tuple[Any, tuple[Listener, ...]]]:
        """Drop the callbacks on channels that a snapshot lacks: these ended in a gap.

        Yields what Asterisk said of each, and the callbacks for its ChannelDestroyed. `existing`
        are the ids in the snapshot, and `asked_at` is when that was asked for, a time.monotonic():
        a channel with a callback from before that moment was there before it.
        """
        for key, callbacks in [*self.on_objects.items()]:
            known_before = [one for one in callbacks.all() if one._since < asked_at]
            if key[0] == "Channel" and key[1] not in existing and known_before:
                self._drop(key)
                yield known_before[0]._owner.json, callbacks.by_type.get("ChannelDestroyed", ())

    def drop_ended(self, event: Event, keys: Mapping[str, Key]) -> None:
        """Drop the callbacks on what ends with this event; note whose are droppable now."""
        event_type = event["type"]
        name = LAST_EVENTS.get(event_type, "")
        if name in keys:
            self._remove_ended(event_type, keys[name], event[name])
        elif "channel" in keys:
            self._note_leaving(event_type, keys["channel"])

    def _remove_ended(self, event_type: str, key: Key, json: Any) -> None:
        """End the callbacks on the object with this last event, not those on a newer one."""
        with self._lock:
            for one in self.on_objects.get(key, self._no_callbacks).all():
                owner = one._owner
                if not is_of_older(event_type, json, owner.json, owner._awaits_start):
                    self.remove(one)

    def _note_leaving(self, event_type: str, channel: Key) -> None:
        callbacks = self.on_objects.get(channel)
        if callbacks is None:
            return
        if event_type == "StasisStart":
            with self._lock:
                self._droppable["Channel"].pop(channel, None)
        elif event_type == "ChannelHangupRequest":
            callbacks.hung_up = True
            # Its StasisEnd may not come, where an event filter withholds it.
            self._note_droppable(channel)
        elif event_type == "StasisEnd":
            if callbacks.hung_up and not callbacks.by_type.get("ChannelDestroyed"):
                self._drop(channel)
            else:
                self._note_droppable(channel)

    def _drop(self, key: Key) -> None:
        with self._lock:
            self.on_objects.pop(key, None)
            self._droppable[key[0]].pop(key, None)

    def _note_droppable(self, key: Key) -> None:
        """Note that the object may end without an event; of too many of a kind, drop the first."""
        with self._lock:
            keys = self._droppable[key[0]]
            keys[key] = None
            if len(keys) > (MAX_LEFT if key[0] == "Channel" else MAX_OTHERS):
                self._drop(next(iter(keys)))


def is_of_older(event_type: str, ended: Any, own: Any, awaits_start: bool) -> bool:
    """Whether a last event is that of an older object with the id or name of the one at hand.

    `ended` and `own` are what Asterisk says of the object that has ended, and of the one at hand.
    Channels and bridges tell when they were made. Recordings do not: where a program records under
    a name while an older recording of that name is about to finish, the RecordingFinished that
    comes before the new one's RecordingStarted is the older one's. (A RecordingFailed may be the
    new one's.)
    """
    if event_type == "RecordingFinished":
        return awaits_start
    # Objects without a creationtime count as one's own.
    times = [str(one["creationtime"]) for one in (ended, own) if "creationtime" in one]
    return len(times) == 2 and times[0] < times[1]


def call(
    listeners: Iterable[Listener],
    event: Event,
    stopped: Callable[[], bool],
    failed: Callable[[Event, Exception], None],
) -> None:
    """Call these back with the event, until `stopped()`; what they raise goes to `failed`."""
    RUNNING.event = event
    # All arguments are made before the first call: a callback may change the event.
    for listener, arguments in _calls(listeners, event, failed):
        try:
            if not (listener._closed or stopped()):
                listener._fn(*arguments, *listener._args, **listener._kwargs)
        except Exception as error:
            failed(event, error)


def _calls(
    listeners: Iterable[Listener], event: Event, failed: Callable[[Event, Exception], None]
) -> list[tuple[Listener, tuple[Any, ...]]]:
    """Return each callback with its first arguments, if the event has what it should have."""
    calls = []
    for one in listeners:
        try:
            calls.append((one, one._make_arguments(event) if one._make_arguments else (event,)))
        except InvalidAnswer as error:
            log.error("%s event not delivered: %s", event["type"], error)
        except Exception as error:  # of a factory that the program gave to on_object_event
            failed(event, error)
    return calls


def first_arguments(
    fields: Mapping[str, bool], factory: Callable[[Any], Any], event: Event
) -> tuple[Any, ...]:
    """Return the first arguments of a callback that gets objects.

    `fields` are those with such an object, and whether each is required; several give a dict.
    `factory` makes an object from its JSON.
    """
    found = {}
    for name, required in fields.items():
        json = event.get(name)
        if json is not None:
            found[name] = factory(json)
        elif required:
            raise InvalidAnswer(f"it has no {name!r}")
    return (found if len(fields) > 1 else next(iter(found.values()), None)), event
