"""Callbacks, and how an event reaches them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from ari.errors import AriError, InvalidAnswer
from ari.events import Event

log = logging.getLogger(__name__)

#: The first arguments of a callback for an event; None where the event is not for it.
Arguments = Callable[[Event], "tuple[Any, ...] | None"]


@dataclass(eq=False)
class Listener:
    """A registered callback. `close()` unsubscribes it."""

    event_type: str
    fn: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    #: What the callback was registered on: the same function on the same thing replaces the first.
    scope: object
    arguments: Arguments = field(repr=False)
    registry: Listeners = field(repr=False)
    closed: bool = False

    def call(self, event: Event) -> None:
        """Call back, if the event is for this listener and has what it should have."""
        try:
            arguments = self.arguments(event)
        except AriError as error:
            log.error("%s event not delivered: %s", self.event_type, error)
            return
        if arguments is not None and not self.closed:
            self.fn(*arguments, *self.args, **self.kwargs)

    def close(self) -> None:
        """Unsubscribe: the callback is not called again. A second time does nothing."""
        self.closed = True
        self.registry.remove(self)


class Listeners:
    """All callbacks of a client. Threads may register while events are dispatched."""

    def __init__(self) -> None:
        # Each tuple is replaced, never changed, so that dispatch() needs no lock and no copy.
        self._by_type: dict[str, tuple[Listener, ...]] = {}
        self._lock = threading.RLock()

    def add(self, listener: Listener) -> Listener:
        """Register a listener in place of one with the same function and scope."""
        with self._lock:
            others = [
                other
                for other in self._by_type.get(listener.event_type, ())
                if (other.fn, other.scope) != (listener.fn, listener.scope)
            ]
            self._by_type[listener.event_type] = (*others, listener)
        return listener

    def remove(self, listener: Listener) -> None:
        """Take a listener out, if it is still in."""
        with self._lock:
            listeners = self._by_type.get(listener.event_type, ())
            rest = tuple(other for other in listeners if other is not listener)
            self._by_type[listener.event_type] = rest

    def dispatch(self, event: Event, exception_handler: Callable[[Exception], Any]) -> bool:
        """Call everyone who listens for this event, and return whether anyone does.

        What a callback raises goes to the handler.
        """
        listeners = self._by_type.get(event["type"], ())
        for listener in listeners:
            try:
                listener.call(event)
            except Exception as error:
                exception_handler(error)
        return bool(listeners)


def objects_in(fields: Mapping[str, bool], make: Callable[[Any], Any]) -> Arguments:
    """Arguments for a callback that gets objects: they, then the event.

    `fields` are the event's fields with such an object, and whether each is required. Of several
    fields comes a dict of the objects that are there, of a single one the object itself.
    """
    single = next(iter(fields)) if len(fields) == 1 else None

    def arguments(event: Event) -> tuple[Any, Event]:
        found = {}
        for name, required in fields.items():
            if event.get(name) is not None:
                found[name] = make(event[name])
            elif required:
                raise InvalidAnswer(f"it has no {name!r}")
        return found if single is None else found.get(single), event

    return arguments


def only_about(object_id: str, every: Arguments) -> Arguments:
    """Of an event's arguments, those in which this object is."""

    def arguments(event: Event) -> tuple[Any, ...] | None:
        found = every(event)
        assert found is not None
        objects = found[0].values() if isinstance(found[0], dict) else [found[0]]
        return found if any(one is not None and one.id == object_id for one in objects) else None

    return arguments
