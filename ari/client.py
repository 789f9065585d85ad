"""The client: Asterisk's resources, the callbacks, and the loop that feeds them.

A request: a method of a resource (objects) lets its Operation (apidocs) turn the arguments into
path, query and body, Session.request sends these, and the answer becomes objects (objects).
An event: the thread of a Connection reads it from an EventSocket and puts it into a queue. run()
lets Connection.deliver take it out; its ChannelTracker adds what was missed, and leaves out what
comes late. Then Inboxes keep it for wait_for, and Listeners say whose callbacks are called.

A channel is inside while it is in the dialplan's Stasis() of one of the applications. A gap is the
time between two WebSockets of one run(), whose events Asterisk does not keep. After each gap, a
Question finds out who is inside, and its answer, a Snapshot, tells the ChannelTracker what has come
or left meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from ari.apidocs import ApiDocs
from ari.channels import Event, missed_event
from ari.connection import Connection
from ari.errors import ApplicationReplaced, InvalidAddress
from ari.eventsocket import Settings
from ari.inboxes import Inboxes
from ari.listeners import RUNNING, Listener, Listeners, call, first_arguments
from ari.objects import CLASSES, BaseObject, Resource, keys_in
from ari.session import Address, Session
from ari.snapshot import Snapshot
from ari.text import printable

if TYPE_CHECKING:
    from ari.generated.api import EventCallback, P, Resources
else:
    Resources = object

log = logging.getLogger(__name__)


def _on_event_with(kind: type[BaseObject]) -> Callable[..., Listener]:
    """The method that registers callbacks for events with this kind of object."""

    def on_event(self: Client, event_type: str, fn: Any, *args: Any, **kwargs: Any) -> Listener:
        return self.on_object_event(event_type, fn, kind, kind.__name__, *args, **kwargs)

    on_event.__doc__ = f"As on_object_event, with {kind.__name__}s."
    return on_event


class Client(Settings, Resources):
    """A client of one Asterisk; made by ari.connect. As a context manager it closes itself.

    Each resource of the server is an attribute: `dir(client)`. All methods are thread-safe.
    How it keeps its connection to the events is set by the attributes of Settings.

    What a callback raises is given to `exception_handler`, which logs it by default; the event is
    the error's `ari_event`, a dict. What the handler itself raises ends run(), or the thread of
    ari.in_thread.
    """

    _address: Address | None = None  # for repr() in a traceback, where Address() raised

    def __init__(
        self,
        base_url: str,
        username: str,
        password: str,
        timeout: float | tuple[float, float] = (5.0, 30.0),
    ) -> None:
        self.exception_handler: Callable[[Exception], Any] = _log_failure
        self._address = address = Address(base_url)
        self._session = Session(address, username, password)
        self.timeout = timeout
        self._listeners = Listeners()
        self._connections: list[Connection] = []
        self._docs = ApiDocs(self._session)
        self._inboxes = Inboxes(self)
        log.info("connected to %s at %s", printable(self._session.server), address.ari)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._session.close()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._docs.names]

    def __repr__(self) -> str:
        return f"Client({self._address.base_url!r})" if self._address else "Client()"

    @property
    def timeout(self) -> tuple[float, float]:
        """How long a request waits, in seconds, to connect and for the answer; can be set."""
        return self._session.timeout

    @timeout.setter
    def timeout(self, seconds: float | tuple[float, float]) -> None:
        connect, answer = seconds if isinstance(seconds, tuple) else (seconds, seconds)
        self._session.timeout = float(connect), float(answer)

    @property
    def websockets(self) -> list[Connection]:
        """The connections that get events now, one for each run(); the name is ari-py's."""
        return [one for one in [*self._connections] if one.connected]

    def on_event(
        self, event_type: str, fn: EventCallback[P], *args: P.args, **kwargs: P.kwargs
    ) -> Listener:
        """Call `fn(event, *args, **kwargs)` at each event of this type; `event` is its JSON.

        The object returned has a `close()`, which unsubscribes. The same function registered again
        here for the same type replaces the first. Raises TypeError for an `async def`; ari.AriError
        where the names of the events can't be loaded. An unknown name that is near one of them is
        warned of. `ApplicationRegistered` comes for each application whenever run() has connected,
        before any other event: the moment to originate calls, and to set what a restart of Asterisk
        forgets.
        """
        near = self._docs.names_near(event_type)
        if near:
            log.warning(
                "%.100r is no event of this Asterisk; near it are %s", event_type, printable(near)
            )
        return self._listeners.add(Listener(self._listeners, event_type, fn, args, kwargs))

    def on_object_event(
        self,
        event_type: str,
        fn: Callable[..., Any],
        factory: Callable[[Client, Any], Any],
        model_id: str,
        *args: Any,
        **kwargs: Any,
    ) -> Listener:
        """Call `fn(objects, event, *args, **kwargs)` at each event of this type.

        `objects` is what `factory(client, json)` makes of the event's fields of type `model_id`.
        Where the server's docs have several such fields, it is a dict of those that are there, as
        for StasisStart; where they have one, it is the object, or None if that is optional and not
        there. A function that is registered twice is called twice. Raises ValueError for an event
        that the server does not know or that has no such field, TypeError for an `async def`,
        ari.AriError where the server's docs can't be loaded.
        """
        fields = self._docs.fields(event_type, model_id)
        make = partial(first_arguments, fields, partial(factory, self))
        return self._listeners.add(Listener(self._listeners, event_type, fn, args, kwargs, make))

    def _on_event_of(
        self, owner: BaseObject, event_type: str, fn: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Listener:
        """For BaseObject.on_event: as on_object_event, for the events about this object alone."""
        fields = self._docs.fields(event_type, owner._kind)
        make = partial(first_arguments, fields, partial(type(owner), self))
        listener = Listener(self._listeners, event_type, fn, args, kwargs, make, owner)
        return self._listeners.add(listener)

    def _with_inbox(self, request: Callable[[], Any]) -> Any:
        """Return the object that this request makes; where run() runs, with an inbox.

        So no event is lost between the request and the object's first wait.
        """
        # is_running(), since a forked child has copies of the connections, but not their threads;
        # and there the inboxes' lock may be held for ever.
        running = any(one.is_running() for one in [*self._connections])
        return self._inboxes.make(request) if running else request()

    if not TYPE_CHECKING:  # checkers know these from ari/generated

        def __getattr__(self, name: str) -> Resource:
            if name.startswith("_"):
                raise AttributeError(name)
            if name not in self._docs.names:
                raise AttributeError(f"{self!r} has no resource {name!r}")
            return Resource(self, name)

        on_channel_event = _on_event_with(CLASSES["Channel"])
        on_bridge_event = _on_event_with(CLASSES["Bridge"])
        on_playback_event = _on_event_with(CLASSES["Playback"])
        on_live_recording_event = _on_event_with(CLASSES["LiveRecording"])
        on_stored_recording_event = _on_event_with(CLASSES["StoredRecording"])
        on_endpoint_event = _on_event_with(CLASSES["Endpoint"])
        on_device_state_event = _on_event_with(CLASSES["DeviceState"])
        on_sound_event = _on_event_with(CLASSES["Sound"])

    def run(
        self, apps: str | Sequence[str], subscribe_all: bool = False, resume: bool = False
    ) -> None:
        """Connect to the events of these applications and call back at each, until close().

        `apps` is the name of an application, as the dialplan's Stasis() has it, or a list of names.
        With `subscribe_all` each of them gets the events of all channels, bridges and endpoints
        (Asterisk's subscribeAll). With `resume`, each channel that is inside already, as left by a
        program that ended, has a StasisStart with `missed: True`.

        Callbacks are called one after another, in this thread; events wait meanwhile. A connection
        that is lost is made again. Raises ari.AriError where the first one fails, or a later one
        for good (401, 403, an untrusted certificate), and ari.ApplicationReplaced where another
        client has taken over an application.
        """
        joined = apps if isinstance(apps, str) else ",".join(apps)
        names = [one.strip() for one in joined.split(",")]  # Asterisk splits at commas too
        if "" in names:
            raise InvalidAddress(f"run() needs the name of an application, got {apps!r}")
        apps = [*dict.fromkeys(names)]
        connection = Connection(self._session, apps, subscribe_all, resume, settings=self)
        outer = RUNNING.client, RUNNING.event  # a callback may call run() of another client
        try:
            self._connections.append(connection)
            self._inboxes.begin_waits()
            RUNNING.client = self  # and call() sets RUNNING.event
            with connection:
                connection.deliver(
                    partial(self._dispatch, connection),
                    self._inboxes.note_connected,
                    partial(self._end_the_lost, connection),
                )
        finally:
            RUNNING.client, RUNNING.event = outer
            connection.close()  # where a Ctrl+C came in __enter__(), there is no __exit__()
            with suppress(ValueError):  # a Ctrl+C came before it was in
                self._connections.remove(connection)
            if not self._connections:
                self._inboxes.end_waits()

    @property
    def _apps(self) -> list[str]:
        return [app for connection in [*self._connections] for app in connection.apps]

    @property
    def _app(self) -> str:
        """The `application` of a made-up event about an object: ours; empty if we have several."""
        return self._apps[0] if len(self._apps) == 1 else ""

    def _dispatch(self, connection: Connection, event: Event) -> None:
        # Read before, since the callbacks may change the event.
        event_type, application = event["type"], event.get("application")
        # The kind and id of each object in the event, by its fields, if anybody needs them.
        keys = {}
        if self._inboxes.used or self._listeners.on_objects:
            keys = keys_in(event, self._docs.kinds_in(event_type))
            self._inboxes.put(event, keys)
        listeners = self._listeners.callbacks_for(event, keys)
        if keys:  # before the call, as callbacks may register others, on objects of the same name
            self._listeners.drop_ended(event, keys)
        call(listeners, event, connection.is_closed, self._failed)
        if event_type == "ApplicationReplaced":
            raise ApplicationReplaced(str(application))

    def _failed(self, event: Event | None, error: Exception) -> None:
        """Hand on what a callback has raised at this event."""
        error.ari_event = event  # type: ignore[attr-defined]
        self.exception_handler(error)

    def _end_the_lost(self, connection: Connection, snapshot: Snapshot) -> None:
        """Make up a ChannelDestroyed for the callbacks on each channel that ended in a gap.

        These callbacks go with it. Others, such as those of on_channel_event, might hear of it
        twice: GET /channels may lack a channel a moment before Asterisk sends ChannelDestroyed.
        """
        for channel, listeners in self._listeners.drop_missing(
            snapshot.channels, snapshot.asked_at
        ):
            cause = {"cause": 0, "cause_txt": "Unknown"}  # as Asterisk has it where it knows none
            event = missed_event("ChannelDestroyed", self._app, channel=channel, **cause)
            call(listeners, event, connection.is_closed, self._failed)

    def close(self) -> None:
        """End each run() that runs now, from any thread or signal handler; requests still work."""
        self._inboxes.end_waits()
        for connection in [*self._connections]:
            connection.close()


def _log_failure(error: Exception) -> None:
    """Log what a callback raised, with the event, and the channel that it is about."""
    event: Any = getattr(error, "ari_event", None) or {}
    channel = event.get("channel")
    facts = [channel.get("id"), channel.get("name")] if isinstance(channel, dict) else []
    about = printable(" ".join(map(str, [event.get("type"), *facts])))
    log.error("a callback for %s raised %s", about, type(error).__name__, exc_info=error)
