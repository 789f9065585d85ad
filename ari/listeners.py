"""Callbacks, and how an event reaches them.

Those on an object are found by the object, so that thousands of them cost an event nothing, and go
with it. Sources: what Asterisk 16 and 22 send last about a channel, bridge, playback or recording.
"""

from __future__ import annotations

import inspect
import logging
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ari.errors import AriError, InvalidAnswer
from ari.event import Event

log = logging.getLogger(__name__)

#: The first arguments of a callback for an event.
Arguments = Callable[[Event], "tuple[Any, ...]"]

#: What an object is known by: its model in the api-docs, and its id.
Key = tuple[str, str]

#: The last event about an object: the field that it is in, and its model. A channel that hangs up
#: inside a plain application has none (see MAX_LEFT).
LAST_EVENTS = {
    "BridgeDestroyed": ("bridge", "Bridge"),
    "PlaybackFinished": ("playback", "Playback"),
    "RecordingFinished": ("recording", "LiveRecording"),
    "RecordingFailed": ("recording", "LiveRecording"),
    "ChannelDestroyed": ("channel", "Channel"),
}

#: How many channels that have left an application keep their callbacks: they may come back.
MAX_LEFT = 10_000


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
    closed: bool = False

    def __post_init__(self) -> None:
        if inspect.iscoroutinefunction(self.fn):
            raise TypeError(
                f"{self.fn!r} is an async def, which run() can't call; in a plain function, give"
                " its coroutine to your event loop with asyncio.run_coroutine_threadsafe()"
            )

    def close(self) -> None:
        """Unsubscribe: the callback is not called again. A second time does nothing."""
        self.closed = True
        self.registry.remove(self)


#: Listeners by type of event. The tuples are replaced, never changed: a look needs no lock.
ByType = dict[str, "tuple[Listener, ...]"]


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self) -> None:
        #: Whether no callback is to be called any more.
        self.closed = False
        self._general: ByType = {}
        self._objects: dict[Key, ByType] = {}
        #: For a type of event that callbacks on objects wait for: where it names such objects.
        self._fields: dict[str, dict[tuple[str, str], Callable[[Any], str]]] = {}
        #: Channels with callbacks that have left an application, the first one first.
        self._left: dict[Key, None] = {}
        self._lock = threading.RLock()

    def _on(self, key: Key | None) -> ByType:
        """The callbacks on this object, or those on none."""
        return self._general if key is None else self._objects.setdefault(key, {})

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

    def look_in(
        self, event_type: str, fields: Mapping[str, bool], model: str, id_of: Callable[[Any], str]
    ) -> None:
        """Look for objects of this model, by their ids, in these fields of the event."""
        with self._lock:
            found = {(name, model): id_of for name in fields}
            self._fields[event_type] = {**self._fields.get(event_type, {}), **found}

    def dispatch(self, event: Event, exception_handler: Callable[[Exception], Any]) -> bool:
        """Call everyone who listens for this event, and return whether anyone does.

        What a callback raises goes to the handler. Nobody is called once `closed`.
        """
        listeners = self._general.get(event["type"], ())
        if self._objects:
            listeners = (*listeners, *self._on_objects(event))
            self._forget(event)
        # All arguments are made before the first call: a callback may change the event.
        for listener, arguments in [*_calls(listeners, event, exception_handler)]:
            try:
                if not (self.closed or listener.closed):
                    listener.fn(*arguments, *listener.args, **listener.kwargs)
            except Exception as error:
                exception_handler(error)
        return bool(listeners)

    def _on_objects(self, event: Event) -> Iterator[Listener]:
        """Yield the callbacks on the objects of this event, each once."""
        keys = dict.fromkeys(
            (model, _id(id_of, event[name]))
            for (name, model), id_of in self._fields.get(event["type"], {}).items()
            if event.get(name) is not None
        )
        for key in keys:
            yield from self._objects.get(key, {}).get(event["type"], ())

    def _forget(self, event: Event) -> None:
        """Let go of the callbacks on what has gone for good, or left long ago."""
        event_type = event["type"]
        name, model = LAST_EVENTS.get(event_type, ("channel", "Channel"))
        about = event.get(name)
        if not isinstance(about, dict):
            return
        key = (model, str(about.get("id", about.get("name"))))
        if event_type in LAST_EVENTS:
            self._objects.pop(key, None)
        if event_type in LAST_EVENTS or event_type == "StasisStart":
            self._left.pop(key, None)
        elif event_type == "StasisEnd" and key in self._objects:
            self._left[key] = None
        if len(self._left) > MAX_LEFT:
            oldest = next(iter(self._left))
            del self._left[oldest]
            self._objects.pop(oldest, None)


def _calls(
    listeners: tuple[Listener, ...], event: Event, exception_handler: Callable[[Exception], Any]
) -> Iterator[tuple[Listener, tuple[Any, ...]]]:
    """Yield each callback with its first arguments, where the event has what it should have."""
    for listener in listeners:
        try:
            yield listener, listener.arguments(event)
        except AriError as error:
            log.error("%s event not delivered: %s", listener.event_type, error)
        except Exception as error:  # of a factory that the program gave to on_object_event
            exception_handler(error)


def _id(id_of: Callable[[Any], str], json: Any) -> str:
    try:
        return id_of(json)
    except InvalidAnswer:  # an object that nobody could have registered for
        return ""


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
