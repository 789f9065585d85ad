"""Callbacks. Those on objects are found by object, so that thousands cost an event nothing."""

from __future__ import annotations

import contextlib
import inspect
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ari.errors import AriError, InvalidAnswer

log = logging.getLogger(__name__)

#: What makes the first arguments of a callback: the event's objects, and the event.
Arguments = Callable[[dict[str, Any]], "tuple[Any, ...]"]
#: What an object is known by: its model in the api-docs, and its id.
Key = tuple[str, str]
IdOf = Callable[[Any], str]
#: The last event about an object, on 16 and 22: its field and model. A channel may have none.
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

    registry: Listeners = field(repr=False)
    event_type: str
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    arguments: Arguments | None = field(default=None, repr=False)
    key: Key | None = None
    closed: bool = False

    def __post_init__(self) -> None:
        if inspect.iscoroutinefunction(self.fn):
            how = "in a plain function, give it to asyncio.run_coroutine_threadsafe()"
            raise TypeError(f"{self.fn!r} is an async def, which run() can't call; {how}")

    def close(self) -> None:
        """Unsubscribe: the callback is not called again. A second time does nothing."""
        self.closed = True
        self.registry.remove(self)


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self) -> None:
        self.closed = False
        #: For each object, and None: by type of event. Tuples, so that dispatch() needs no lock.
        self._callbacks: dict[Key | None, dict[str, tuple[Listener, ...]]] = {None: {}}
        #: For a type of event: the fields and models of objects with callbacks for it.
        self._fields: dict[str, dict[tuple[str, str], IdOf]] = {}
        #: Channels with callbacks that have left an application, the first one first.
        self._left: OrderedDict[Key, None] = OrderedDict()
        self._lock = threading.RLock()

    def add(self, listener: Listener) -> Listener:
        """Register a callback; a function that gets the event alone does so once."""
        with self._lock:
            by_type = self._callbacks.setdefault(listener.key, {})
            for other in by_type.get(listener.event_type, ()):
                if other.fn == listener.fn and other.arguments is listener.arguments is None:
                    other.close()
            by_type[listener.event_type] = (*by_type.get(listener.event_type, ()), listener)
        return listener

    def remove(self, listener: Listener) -> None:
        """Take a callback out, if it is still in."""
        with self._lock:
            by_type = self._callbacks.get(listener.key, {})
            others = [one for one in by_type.get(listener.event_type, ()) if one is not listener]
            by_type[listener.event_type] = tuple(others)
            if listener.key and not any(by_type.values()):
                self._callbacks.pop(listener.key, None)

    def look_in(self, event_type: str, fields: Iterable[str], model: str, id_of: IdOf) -> None:
        """Look for objects of this model, by their ids, in these fields of the event."""
        found = {(name, model): id_of for name in fields}
        with self._lock:
            self._fields[event_type] = {**self._fields.get(event_type, {}), **found}

    def dispatch(
        self, event: dict[str, Any], exception_handler: Callable[[Exception], Any]
    ) -> None:
        """Call everyone who listens for this event; what a callback raises goes to the handler."""
        listeners = self._callbacks[None].get(event["type"], ())
        if len(self._callbacks) > 1:
            listeners = (*listeners, *self._on_objects(event))
            self._forget(event)
        # All arguments are made before the first call: a callback may change the event.
        for listener, arguments in _calls(listeners, event, exception_handler):
            try:
                if not (self.closed or listener.closed):
                    listener.fn(*arguments, *listener.args, **listener.kwargs)
            except Exception as error:
                exception_handler(error)

    def _on_objects(self, event: dict[str, Any]) -> Iterator[Listener]:
        """Yield the callbacks on the objects of this event, each once."""
        keys: dict[Key, None] = {}
        for (name, model), id_of in self._fields.get(event["type"], {}).items():
            with contextlib.suppress(InvalidAnswer):  # nobody can have registered for that
                keys[model, id_of(event.get(name))] = None
        for key in keys:
            yield from self._callbacks.get(key, {}).get(event["type"], ())

    def _forget(self, event: dict[str, Any]) -> None:
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
            oldest, _ = self._left.popitem(last=False)
            self._callbacks.pop(oldest, None)


def _calls(
    listeners: Iterable[Listener],
    event: dict[str, Any],
    exception_handler: Callable[[Exception], Any],
) -> list[tuple[Listener, tuple[Any, ...]]]:
    """Return each callback with its first arguments, if the event has what it should have."""
    calls = []
    for listener in listeners:
        try:
            calls.append((listener, listener.arguments(event) if listener.arguments else (event,)))
        except AriError as error:
            log.error("%s event not delivered: %s", listener.event_type, error)
        except Exception as error:  # of a factory that the program gave to on_object_event
            exception_handler(error)
    return calls


def objects_in(fields: Mapping[str, bool], make: Callable[[Any], Any]) -> Arguments:
    """Return what makes the arguments of a callback that gets objects: these, then the event.

    `fields` are those with such an object, and whether each is required; several give a dict.
    """
    single = next(iter(fields)) if len(fields) == 1 else None

    def arguments(event: dict[str, Any]) -> tuple[Any, ...]:
        found = {}
        for name, required in fields.items():
            json = event.get(name)
            if json is not None:
                found[name] = make(json)
            elif required:
                raise InvalidAnswer(f"it has no {name!r}")
        return found if single is None else found.get(single), event

    return arguments
