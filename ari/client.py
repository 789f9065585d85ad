"""The client: Asterisk's resources, the callbacks, and the loop that feeds them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from difflib import get_close_matches
from functools import partial
from typing import Any, Callable

from ari import model
from ari.address import Address
from ari.errors import ApplicationReplaced, InvalidAddress, InvalidAnswer
from ari.listeners import Arguments, Listener, Listeners, objects_in, only_about
from ari.rest import Rest
from ari.stasis import Stasis
from ari.swagger import ApiDoc, load_resource, load_resources
from ari.wire import Closing

log = logging.getLogger(__name__)

Callback = Callable[..., Any]


def _log_exception(error: Exception) -> None:
    log.error("a callback raised %s", type(error).__name__, exc_info=error)


class Client:
    """A connection to one Asterisk; made by ari.connect.

    Each resource of the server's api-docs is an attribute: `client.channels`, `client.bridges`.
    `dir(client)` lists them. Their docs are loaded when first needed. All methods may be called
    from any thread, also while run() blocks.

    `exception_handler` is called with what a callback raises; by default that is logged with its
    traceback and the loop goes on. What the handler itself raises ends run().
    """

    def __init__(self, base_url: str, username: str, password: str) -> None:
        self.exception_handler: Callable[[Exception], Any] = _log_exception
        self._rest = Rest(Address(base_url), username, password)
        self._listeners = Listeners()
        self._closing = Closing()
        self._docs: dict[str, ApiDoc] = {}
        self._lock = threading.RLock()
        self._resources = load_resources(self._rest)
        log.info("connected to %s at %s", self._rest.server, self._rest.address.rest)

    @property
    def timeout(self) -> tuple[float, float]:
        """How long a request waits, in seconds: to connect, and for the answer.

        Can be set, to one number for both or to a pair.
        """
        return self._rest.timeout

    @timeout.setter
    def timeout(self, seconds: float | tuple[float, float]) -> None:
        self._rest.timeout = (seconds, seconds) if isinstance(seconds, (int, float)) else seconds

    def __getattr__(self, name: str) -> model.Resource:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._resources:
            raise AttributeError(f"{self!r} has no resource {name!r}")
        return model.Resource(self, name, self._api_doc(name))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._resources]

    def __repr__(self) -> str:
        return f"Client({self._rest.address.base_url!r})"

    def _api_doc(self, resource: str) -> ApiDoc:
        with self._lock:
            if resource not in self._docs:
                self._docs[resource] = load_resource(self._rest, resource)
            return self._docs[resource]

    def on_event(self, event_type: str, fn: Callback, *args: Any, **kwargs: Any) -> Listener:
        """Call `fn(event, *args, **kwargs)` at each event of this type; `event` is its JSON.

        The object returned has a `close()`, which unsubscribes. The same function registered again
        for the same type replaces the first.
        """
        return self._listen(event_type, fn, args, kwargs, None, lambda event: (event,))

    def on_object_event(
        self,
        event_type: str,
        fn: Callback,
        factory: Callable[[Client, Any], Any],
        model_id: str,
        *args: Any,
        **kwargs: Any,
    ) -> Listener:
        """Call `fn(objects, event, *args, **kwargs)` at each event of this type.

        `objects` is what `factory(client, json)` makes of the event's fields of the type
        `model_id`. Its shape comes from the server's docs of the event: where they have several
        such fields, it is a dict by field name of those that are there; where they have one, it is
        the object itself, or None if the field is optional and not there. So StasisStart, with
        `channel` and `replace_channel`, gives a dict, and StasisEnd gives the Channel.

        Raises ValueError for an event type that the server does not know or that has no such field.
        """
        every = self._objects(event_type, factory, model_id)
        return self._listen(event_type, fn, args, kwargs, model_id, every)

    def on_channel_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with Channels: a dict of them at StasisStart, one at StasisEnd."""
        return self.on_object_event(event_type, fn, model.Channel, "Channel", *args, **kwargs)

    def on_bridge_event(self, event_type: str, fn: Callback, *args: Any, **kwargs: Any) -> Listener:
        """As on_object_event, with Bridges."""
        return self.on_object_event(event_type, fn, model.Bridge, "Bridge", *args, **kwargs)

    def on_playback_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with Playbacks."""
        return self.on_object_event(event_type, fn, model.Playback, "Playback", *args, **kwargs)

    def on_live_recording_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with LiveRecordings."""
        return self.on_object_event(
            event_type, fn, model.LiveRecording, "LiveRecording", *args, **kwargs
        )

    def on_stored_recording_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with StoredRecordings."""
        return self.on_object_event(
            event_type, fn, model.StoredRecording, "StoredRecording", *args, **kwargs
        )

    def on_endpoint_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with Endpoints."""
        return self.on_object_event(event_type, fn, model.Endpoint, "Endpoint", *args, **kwargs)

    def on_device_state_event(
        self, event_type: str, fn: Callback, *args: Any, **kwargs: Any
    ) -> Listener:
        """As on_object_event, with DeviceStates."""
        return self.on_object_event(
            event_type, fn, model.DeviceState, "DeviceState", *args, **kwargs
        )

    def on_sound_event(self, event_type: str, fn: Callback, *args: Any, **kwargs: Any) -> Listener:
        """As on_object_event, with Sounds."""
        return self.on_object_event(event_type, fn, model.Sound, "Sound", *args, **kwargs)

    def _on_event_of(
        self,
        owner: model.BaseObject,
        event_type: str,
        fn: Callback,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Listener:
        kind = type(owner)
        if not any(_fields(event, kind.__name__) for event in self._event_models().values()):
            raise RuntimeError(f"Asterisk has no events about a {kind.__name__}")
        about = only_about(owner.id, self._objects(event_type, kind, kind.__name__))
        return self._listen(event_type, fn, args, kwargs, (kind, owner.id), about)

    def _listen(
        self,
        event_type: str,
        fn: Callback,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        scope: object,
        arguments: Arguments,
    ) -> Listener:
        return self._listeners.add(
            Listener(event_type, fn, args, kwargs, scope, arguments, self._listeners)
        )

    def _event_models(self) -> Mapping[str, Any]:
        models = self._api_doc("events").models
        if not models:
            raise InvalidAnswer("/api-docs/events.json: it describes no events")
        return models

    def _objects(
        self, event_type: str, factory: Callable[[Client, Any], Any], model_id: str
    ) -> Arguments:
        models = self._event_models()
        if event_type not in models:
            near = get_close_matches(event_type, models, n=3) or sorted(models)
            raise ValueError(f"no event {event_type!r}; this Asterisk has {', '.join(near)}")
        fields = _fields(models[event_type], model_id)
        if not fields:
            having = [name for name in models if _fields(models[name], model_id)]
            raise ValueError(
                f"{event_type} has no {model_id}; these events have: {', '.join(having) or 'none'}"
            )
        return objects_in(fields, partial(factory, self))

    def run(self, apps: str | Sequence[str]) -> None:
        """Connect to the events of these applications and call back at each, until close().

        `apps` is the name of an application, as the dialplan's Stasis() has it, or a list of names.
        Asterisk knows an application only while this is connected: a call that is originated into
        it before will not get there. Callbacks and other threads may originate calls.
        Raises ari.AriError where the first connection fails; ari.ApplicationReplaced, after the
        callbacks saw the event, when another client takes an application over. A connection that
        is lost later is made again. Standard output is flushed before each wait, so that what a
        callback printed is seen at once, and OSError is raised where it can't be written.
        """
        names = (apps if isinstance(apps, str) else ",".join(apps)).split(",")
        if "" in names:
            raise InvalidAddress(f"run() needs the name of an application, got {apps!r}")
        with closing(Stasis(self._rest, names, self._closing).events()) as events:
            for event in events:
                if not self._listeners.dispatch(event, self.exception_handler):
                    self._log_unknown(event["type"])
                if event["type"] == "ApplicationReplaced":
                    raise ApplicationReplaced(str(event.get("application")))

    def _log_unknown(self, event_type: str) -> None:
        docs = self._docs.get("events")
        if docs and event_type not in docs.models:
            log.warning("event of an unknown type: %.100r", event_type)

    def close(self) -> None:
        """End run(), now or when it is called; from a callback, a signal handler or any thread.

        Requests still work afterwards.
        """
        self._closing.set()


def _fields(event: Mapping[str, Any], model_id: str) -> dict[str, bool]:
    """The fields of an event with this type, and whether each is required."""
    return {
        name: bool(field.get("required"))
        for name, field in event.items()
        if field.get("type") == model_id
    }
