"""Resources and the objects that their operations return.

An object has the operations of its resource that are under its own path, with its identity filled
in: `client.channels.hangup(channelId=channel.id)` is `channel.hangup()`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Callable
from urllib.parse import quote

from ari.apidocs import Operation
from ari.channels import Event
from ari.errors import InvalidAnswer
from ari.listeners import Key, Listener
from ari.session import Request, json_of


class Resource:
    """A resource of the server's api-docs, such as `client.channels`; its operations are methods.

    `dir()` lists them, `help(client.channels.originate)` explains one. Each raises TypeError for a
    wrong argument, ari.RequestFailed, and ari.ConnectionFailed where Asterisk does not answer.
    """

    #: What the paths of its operations begin with.
    _path = ""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self._name = client, name
        client._docs.resource(name)  # loaded now, or it raises

    def _operation(self, nickname: str) -> Operation | None:
        """The operation of that name, if it is under the path of this object."""
        operations: Mapping[str, Operation] = self.client._docs.resource(self._name).operations
        operation = operations.get(nickname)
        if operation and f"{operation.path}/".startswith(f"{self._path}/"):
            return operation
        return None

    def _own(self) -> Mapping[str, str]:
        """The arguments that the object fills in."""
        return {}

    def __dir__(self) -> list[str]:
        nicknames = self.client._docs.resource(self._name).operations
        return [*super().__dir__(), *filter(self._operation, nicknames)]

    def __repr__(self) -> str:
        return f"Resource({self._name!r})"

    if not TYPE_CHECKING:  # checkers know the operations from ari/generated

        def __getattr__(self, nickname: str) -> Callable[..., Any]:
            # copy and pickle look for methods before `client` is set.
            if nickname.startswith("_") or "client" not in self.__dict__:
                raise AttributeError(nickname)
            operation = self._operation(nickname)
            if operation is None:
                fields = vars(self).get("json", ())
                hint = f"; say .json[{nickname!r}]" if nickname in fields else ""
                raise AttributeError(f"{self!r} has no operation {nickname!r}{hint}")
            return _method(self.client, operation, self._own())


class BaseObject(Resource):
    """Something with an `id`, its operations, and in `json` what Asterisk said of it when made.

    Objects of one kind with one id are equal. As an argument, an object stands for its id.
    """

    _kind: str
    _name: str
    _parameters: Sequence[str]  # of its path
    _fields: Sequence[str]  # the fields of its JSON that fill these parameters
    _inbox: Any = None  # its inboxes.Inbox, once it has one

    def __init__(self, client: Any, json: Any) -> None:
        # Without Resource.__init__(): that may load docs, and this runs at each event.
        self.id = self._id_of(json)
        self.client = client
        self.json = json

    @classmethod
    def _id_of(cls, json: Any) -> str:
        """Return the `id` of the object with these fields; InvalidAnswer where it has none."""
        try:
            return "/".join([json[field] for field in cls._fields])
        except (KeyError, TypeError) as error:
            expected = f"a {cls.__name__} with its {' and '.join(cls._fields)}"
            raise InvalidAnswer(f"expected {expected}, got {json!r:.200}") from error

    @property
    def _key(self) -> Key:
        return self._kind, self.id

    @property
    def _awaits_start(self) -> bool:
        """Whether it is a recording whose RecordingStarted is to come.

        Until then a RecordingFinished is that of an older one of its name: listeners.is_of_older().
        """
        return bool(self._inbox and self._inbox.awaits_start)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseObject) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    # Any, since each kind has its own events; checkers know them from ari/generated.
    def wait_for(self, event_type: Any, /, *event_types: Any, timeout: float | None = None) -> Any:
        """Wait for the next event of these types about this object, and return it, a dict.

        This is for threads such as ari.in_thread's, while run() runs. An object has all events

        - since the request that made it was sent;
        - or since the event with which in_thread handed it over;
        - or else since its first wait.

        Each is returned once, in order; those of other types stay for later waits, the last 100 of
        each type. A Playback or LiveRecording also has those of its channel or bridge, such as
        ChannelDtmfReceived; the channel or bridge has them all the same.

        `timeout` is in seconds; 0 looks at what has come. After a lost connection, and every 15
        seconds, a wait asks Asterisk whether the object is there, which may take it a second
        longer. A PlaybackFinished that did not come is made up then, with `missed: True` and an
        empty `state`.

        Raises TimeoutError; ari.Gone after the object's last event, for a channel also after its
        StasisEnd, or where Asterisk no longer knows it; ari.RunEnded where run() has ended;
        ValueError for an event that can't be about the object; RuntimeError in run()'s own thread,
        which would wait for itself.
        """
        return self.client._inboxes.wait(self, (event_type, *event_types), timeout)

    def on_event(self, event_type: Any, fn: Any, *args: Any, **kwargs: Any) -> Listener:
        """Call `fn(objects, event, *args, **kwargs)` as Client.on_object_event, about this object.

        The callback ends after the last event about the object: BridgeDestroyed, PlaybackFinished,
        RecordingFinished, RecordingFailed, ChannelDestroyed, or the StasisEnd of a channel that has
        hung up, if it has no callback for ChannelDestroyed. On a channel that was given back to the
        dialplan it stays, as that may come back; the last thousand such channels have theirs.
        """
        return self.client._on_event_of(self, event_type, fn, *args, **kwargs)  # type: ignore[no-any-return]

    def _own(self) -> Mapping[str, str]:
        return {one: self.json[field] for one, field in zip(self._parameters, self._fields)}

    @property
    def _request_path(self) -> str:
        """The path of a GET for this object."""
        return self._path.format(**{name: quote(one, safe="") for name, one in self._own().items()})

    def __repr__(self) -> str:
        notes = [f", {name}={self.json[name]!r}" for name in ("name", "state") if name in self.json]
        return f"{type(self).__name__}(id={self.id!r}{''.join(notes)})"


#: The kinds of objects: the path of each, and the fields of its JSON for the path's parameters.
_KINDS = {
    "Bridge": ("/bridges/{bridgeId}", "id"),
    "Channel": ("/channels/{channelId}", "id"),
    "DeviceState": ("/deviceStates/{deviceName}", "name"),
    "Endpoint": ("/endpoints/{tech}/{resource}", "technology", "resource"),
    "LiveRecording": ("/recordings/live/{recordingName}", "name"),
    "Mailbox": ("/mailboxes/{mailboxName}", "name"),
    "Playback": ("/playbacks/{playbackId}", "id"),
    "Sound": ("/sounds/{soundId}", "id"),
    "StoredRecording": ("/recordings/stored/{recordingName}", "name"),
}


def _class(name: str, path: str, *fields: str) -> type[BaseObject]:
    facts: dict[str, Any] = {"__module__": "ari", "_kind": name, "_path": path, "_fields": fields}
    facts |= {"_name": path.split("/")[1], "_parameters": re.findall(r"\{(\w+)\}", path)}
    return type(name, (BaseObject,), facts)


#: Their classes, such as ari.Channel; checkers know them from ari/generated.
CLASSES = {name: _class(name, *facts) for name, facts in _KINDS.items()}


def _method(client: Any, operation: Operation, own: Mapping[str, str]) -> Callable[..., Any]:
    """The operation as a function; `own` are the arguments that its object fills in."""

    def method(*unnamed: Any, **arguments: Any) -> Any:
        if unnamed:
            known = ", ".join(operation.signature(own).parameters) or "none"
            raise TypeError(f"{operation.name}: arguments go by name: {known}")
        given = {name: _sent(value) for name, value in arguments.items()}
        for one in own.keys() & given.keys():
            if given[one] != own[one]:
                raise TypeError(f"{operation.name}: {one} is the object's own, {own[one]!r}")
        send = partial(_objects_of, client, operation, operation.bind({**given, **own}))
        if operation.method == "POST" and operation.response_class in CLASSES:
            return client._with_inbox(send)
        return send()

    method.__name__ = method.__qualname__ = operation.nickname
    method.__doc__, method.__signature__ = operation.help(own)  # type: ignore[attr-defined]
    return method


def _sent(value: Any) -> Any:
    """The id where an argument is an object, also in a list; else the argument as it is."""
    if isinstance(value, (list, tuple)):
        return [*map(_sent, value)]
    return value.id if isinstance(value, BaseObject) else value


def _objects_of(client: Any, operation: Operation, request: Request) -> Any:
    """Send a request; return its answer as an object, or as the JSON that it is, or as None."""
    body = client._session.request(request)
    if operation.response_class == "binary":
        return body
    if not body:
        return None
    json = json_of(operation.name, body)
    listed = re.fullmatch(r"List\[(\w+)\]", operation.response_class)
    if listed and not isinstance(json, list):
        raise InvalidAnswer(f"{operation.name}: expected a list, got {json!r:.200}")
    kind = CLASSES.get(listed[1] if listed else operation.response_class)
    if kind is None:
        return json
    return [kind(client, item) for item in json] if listed else kind(client, json)


def keys_in(event: Event, kinds: Mapping[str, str]) -> dict[str, Key]:
    """Return the keys of the objects in an event, by its fields; `kinds` are the kinds in those."""
    keys = {}
    for name, kind in kinds.items():
        if name in event and kind in CLASSES:
            with suppress(InvalidAnswer):  # nobody can have registered for that
                keys[name] = (kind, CLASSES[kind]._id_of(event[name]))
    return keys
