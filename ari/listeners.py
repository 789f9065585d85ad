"""Callbacks, and how an event reaches them.

Those on an object are found by the object, so that thousands of them cost an event nothing, and go
with it. Sources: what Asterisk 16 and 22 send last about a channel, bridge, playback or recording.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Callable

from ari.closing import Closing
from ari.errors import AriError, InvalidAnswer
from ari.event import Event

log = logging.getLogger(__name__)

#: The first arguments of a callback for an event.
Arguments = Callable[[Event], "tuple[Any, ...]"]

#: What an object is known by: its model in the api-docs, and its id.
Key = tuple[str, str]

#: The last event about an object: the field that it is in, and its model.
LAST_EVENTS = {
    "BridgeDestroyed": ("bridge", "Bridge"),
    "PlaybackFinished": ("playback", "Playback"),
    "RecordingFinished": ("recording", "LiveRecording"),
    "RecordingFailed": ("recording", "LiveRecording"),
    "ChannelDestroyed": ("channel", "Channel"),
}

#: How long callbacks stay on a channel that has hung up and left the application, in seconds. One
#: that was originated still has a ChannelDestroyed; others have no further event.
LINGER = 10.0

#: How many such channels keep their callbacks at most.
MOST_LINGERING = 10_000


@dataclass(eq=False)
class Listener:
    """A registered callback. `close()` unsubscribes it."""

    event_type: str
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    arguments: Arguments = field(repr=False)
    registry: Listeners = field(repr=False)
    key: Key | None = None
    number: int = field(default_factory=count().__next__, repr=False)
    closed: bool = False

    def call(self, event: Event) -> None:
        """Call back, if the event has what it should have."""
        try:
            arguments = self.arguments(event)
        except AriError as error:
            log.error("%s event not delivered: %s", self.event_type, error)
            return
        if not (self.closed or self.registry.closing.done):
            self.fn(*arguments, *self.args, **self.kwargs)

    def close(self) -> None:
        """Unsubscribe: the callback is not called again. A second time does nothing."""
        self.closed = True
        self.registry.remove(self)


#: Listeners by type of event. The tuples are replaced, never changed: a look needs no lock.
ByType = dict[str, "tuple[Listener, ...]"]


@dataclass
class Watched:
    """An object with callbacks on it."""

    listeners: ByType = field(default_factory=dict)
    hung_up: bool = False
    #: When it hung up and left, by time.monotonic(); 0.0 for what may still be here.
    left: float = 0.0


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self, closing: Closing) -> None:
        self.closing = closing
        self._general: ByType = {}
        self._objects: dict[Key, Watched] = {}
        #: For a type of event that callbacks on objects wait for: where it names such objects.
        self._names: dict[str, dict[tuple[str, str], Callable[[Any], str]]] = {}
        #: Channels that have hung up and left, and when.
        self._departed: deque[tuple[float, Key]] = deque()
        self._lock = threading.RLock()

    def _on(self, key: Key | None) -> ByType:
        """The callbacks on this object, or those on none."""
        return self._general if key is None else self._objects.setdefault(key, Watched()).listeners

    def add(
        self,
        event_type: str,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        arguments: Arguments,
        key: Key | None = None,
    ) -> Listener:
        """Register a callback, on an object or on none."""
        listener = Listener(event_type, fn, args, kwargs, arguments, self, key)
        with self._lock:
            by_type = self._on(key)
            by_type[event_type] = (*by_type.get(event_type, ()), listener)
        return listener

    def replace(
        self, event_type: str, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Listener:
        """Register a callback that gets the event alone, in place of one with this function."""
        with self._lock:
            for other in self._general.get(event_type, ()):
                if other.fn == fn and other.arguments is _event_alone:
                    other.close()
            return self.add(event_type, fn, args, kwargs, _event_alone)

    def remove(self, listener: Listener) -> None:
        """Take a callback out, if it is still in."""
        with self._lock:
            by_type = self._on(listener.key)
            others = [one for one in by_type.get(listener.event_type, ()) if one is not listener]
            by_type[listener.event_type] = tuple(others)
            if listener.key is not None and not any(by_type.values()):
                self._objects.pop(listener.key, None)  # run() may have let go of it meanwhile

    def watch(
        self, event_type: str, fields: Mapping[str, bool], model: str, id_of: Callable[[Any], str]
    ) -> None:
        """Look for objects of this model, by their ids, in these fields of the event."""
        with self._lock:
            names = {(name, model): id_of for name in fields}
            self._names[event_type] = {**self._names.get(event_type, {}), **names}

    def dispatch(self, event: Event, exception_handler: Callable[[Exception], Any]) -> bool:
        """Call everyone who listens for this event, and return whether anyone does.

        What a callback raises goes to the handler. Nobody is called once the client is closed.
        """
        listeners = self._general.get(event["type"], ())
        if self._objects:
            listeners = self._with_objects(listeners, event)
        for listener in listeners:
            try:
                listener.call(event)
            except Exception as error:
                exception_handler(error)
        if self._objects:
            self._forget(event)
        return bool(listeners)

    def _with_objects(self, general: tuple[Listener, ...], event: Event) -> tuple[Listener, ...]:
        """These, and those on the objects of this event, in the order of their registration."""
        found: list[Listener] = []
        for (name, model), id_of in self._names.get(event["type"], {}).items():
            if event.get(name) is None:
                continue
            try:
                watched = self._objects.get((model, id_of(event[name])))
            except InvalidAnswer:  # about no object that anyone could know
                continue
            if watched is not None:
                found += watched.listeners.get(event["type"], ())
        if not found:
            return general
        return tuple(sorted({*general, *found}, key=lambda listener: listener.number))

    def _forget(self, event: Event) -> None:
        """Let go of the callbacks on what has gone for good with this event, or a while ago."""
        event_type, channel = event["type"], event.get("channel")
        if event_type in LAST_EVENTS:
            name, model = LAST_EVENTS[event_type]
            gone = event.get(name)
            if isinstance(gone, dict):
                self._objects.pop((model, str(gone.get("id", gone.get("name")))), None)
        elif isinstance(channel, dict):
            self._follow(("Channel", str(channel.get("id"))), event)
        due = time.monotonic() - LINGER
        while self._departed and (
            self._departed[0][0] < due or len(self._departed) > MOST_LINGERING
        ):
            left, key = self._departed.popleft()
            if key in self._objects and self._objects[key].left == left:
                del self._objects[key]

    def _follow(self, key: Key, event: Event) -> None:
        """A channel that hangs up inside an application has a hangup request, and then leaves."""
        watched = self._objects.get(key)
        if watched is None:
            return
        if event["type"] == "StasisStart":  # a new call with the id of an old one
            watched.hung_up, watched.left = False, 0.0
        elif event["type"] == "ChannelHangupRequest" or event.get("gone"):
            watched.hung_up = True
        if event["type"] == "StasisEnd" and watched.hung_up:
            watched.left = time.monotonic()
            self._departed.append((watched.left, key))


def _event_alone(event: Event) -> tuple[Event]:
    return (event,)


def objects_in(fields: Mapping[str, bool], make: Callable[[Any], Any]) -> Arguments:
    """Return the arguments for a callback that gets objects: they, then the event.

    `fields` are the event's fields with such an object, and whether each is required. Of several
    fields comes a dict of the objects that are there, of a single one the object itself.
    """
    facts = tuple(fields.items())
    single = facts[0][0] if len(facts) == 1 else None

    def arguments(event: Event) -> tuple[Any, Event]:
        found = {}
        for name, required in facts:
            json = event.get(name)
            if json is not None:
                found[name] = make(json)
            elif required:
                raise InvalidAnswer(f"it has no {name!r}")
        return found if single is None else found.get(single), event

    return arguments
