"""Callbacks, and how an event reaches them.

Those on an object are found by the object, so that thousands of them cost an event nothing, and go
with it. Sources: what Asterisk 16 and 22 send last about a channel, bridge, playback or recording.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
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


def _event_alone(event: Event) -> tuple[Event]:
    return (event,)


@dataclass(eq=False)
class Listener:
    """A registered callback. `close()` unsubscribes it."""

    registry: Listeners = field(repr=False)
    event_type: str
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    arguments: Arguments = field(default=_event_alone, repr=False)
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


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self) -> None:
        #: Whether no callback is to be called any more.
        self.closed = False
        #: For each object, and None for the rest: by type of event. The tuples are replaced, never
        #: changed, so that a look needs no lock.
        self._callbacks: dict[Key | None, dict[str, tuple[Listener, ...]]] = {None: {}}
        #: For a type of event: the fields and models of objects with callbacks for it.
        self._fields: dict[str, dict[tuple[str, str], Callable[[Any], str]]] = {}
        #: Channels with callbacks that have left an application, the first one first.
        self._left: dict[Key, None] = {}
        self._lock = threading.RLock()

    def add(self, listener: Listener) -> Listener:
        """Register a callback."""
        with self._lock:
            by_type = self._callbacks.setdefault(listener.key, {})
            by_type[listener.event_type] = (*by_type.get(listener.event_type, ()), listener)
        return listener

    def replace(self, listener: Listener) -> Listener:
        """Register a callback that gets the event alone, in place of one with this function."""
        with self._lock:
            for other in self._callbacks[None].get(listener.event_type, ()):
                if other.fn == listener.fn and other.arguments is _event_alone:
                    other.close()
            return self.add(listener)

    def remove(self, listener: Listener) -> None:
        """Take a callback out, if it is still in."""
        with self._lock:
            by_type = self._callbacks.get(listener.key, {})
            others = [one for one in by_type.get(listener.event_type, ()) if one is not listener]
            by_type[listener.event_type] = tuple(others)
            if listener.key and not any(by_type.values()):
                self._callbacks.pop(listener.key, None)

    def look_in(
        self, event_type: str, fields: Iterable[str], model: str, id_of: Callable[[Any], str]
    ) -> None:
        """Look for objects of this model, by their ids, in these fields of the event."""
        found = {(name, model): id_of for name in fields}
        with self._lock:
            self._fields[event_type] = {**self._fields.get(event_type, {}), **found}

    def dispatch(self, event: Event, exception_handler: Callable[[Exception], Any]) -> bool:
        """Call everyone who listens for this event, and return whether anyone does.

        What a callback raises goes to the handler. Nobody is called once `closed`.
        """
        listeners = self._callbacks[None].get(event["type"], ())
        if len(self._callbacks) > 1:
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
        keys: dict[Key, None] = {}
        for (name, model), id_of in self._fields.get(event["type"], {}).items():
            with contextlib.suppress(InvalidAnswer):  # nobody can have registered for that
                keys[model, id_of(event.get(name))] = None
        for key in keys:
            yield from self._callbacks.get(key, {}).get(event["type"], ())

    def _forget(self, event: Event) -> None:
        """Let go of the callbacks on what has gone for good, or left long ago."""
        event_type = event["type"]
        name, model = LAST_EVENTS.get(event_type, ("channel", "Channel"))
        about = event.get(name)
        if not isinstance(about, dict):
            return
        key = (model, str(about.get("id", about.get("name"))))
        if event_type in LAST_EVENTS:
            self._callbacks.pop(key, None)
        if event_type in LAST_EVENTS or event_type == "StasisStart":
            self._left.pop(key, None)
        elif event_type == "StasisEnd" and key in self._callbacks:
            self._left[key] = None
        if len(self._left) > MAX_LEFT:
            oldest = next(iter(self._left))
            del self._left[oldest]
            self._callbacks.pop(oldest, None)


def _calls(
    listeners: Iterable[Listener], event: Event, exception_handler: Callable[[Exception], Any]
) -> Iterator[tuple[Listener, tuple[Any, ...]]]:
    """Yield each callback with its first arguments, where the event has what it should have."""
    for listener in listeners:
        try:
            yield listener, listener.arguments(event)
        except AriError as error:
            log.error("%s event not delivered: %s", listener.event_type, error)
        except Exception as error:  # of a factory that the program gave to on_object_event
            exception_handler(error)


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
