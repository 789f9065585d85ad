"""Resources and the objects that their operations return.

A Resource has every operation of its api-docs, an object those under its own path, with its
identity filled in: `client.channels.hangup(channelId=channel.id)` is `channel.hangup()`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Callable

import requests

from ari.apidocs import Operation
from ari.errors import InvalidAnswer
from ari.listeners import Listener
from ari.session import json_of


class Resource:
    """A resource of the server's api-docs: its operations are methods, by their nicknames.

    `dir()` lists them and `help(client.channels.originate)` explains one. Each takes keyword
    arguments by their documented names and raises TypeError for a missing or an unknown one,
    ari.RequestFailed where Asterisk refuses, ari.ConnectionFailed where it does not answer.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name
        self._operations = client._docs.resource(name).operations

    if not TYPE_CHECKING:  # checkers know the operations from ari/generated

        def __getattr__(self, nickname: str) -> Callable[..., Any]:
            if nickname.startswith("_"):
                raise AttributeError(nickname)
            if nickname not in self._operations:
                raise AttributeError(f"{self!r} has no operation {nickname!r}")
            return _method(self._client, self._operations[nickname], {})

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._operations]

    def __repr__(self) -> str:
        return f"Resource({self._name!r})"


class BaseObject:
    """Something in Asterisk: `id`, its fields in `json`, and its operations as methods.

    The operations come from the server: `dir(channel)` lists them, `help(channel.answer)` explains
    one. `json` is what Asterisk said when the object was made.
    """

    _path: str
    _fields: Sequence[str]

    def __init__(self, client: Any, json: Any) -> None:
        self.id = self.id_of(json)
        self.client = client
        self.json = json

    @classmethod
    def id_of(cls, json: Any) -> str:
        """Return the `id` of the object with these fields; InvalidAnswer where it has none."""
        try:
            return "/".join([json[field] for field in cls._fields])
        except (KeyError, TypeError) as error:
            expected = f"a {cls.__name__} with its {' and '.join(cls._fields)}"
            raise InvalidAnswer(f"expected {expected}, got {json!r:.200}") from error

    # Any, since each kind has its own events; checkers know them from ari/generated.
    def on_event(self, event_type: Any, fn: Any, *args: Any, **kwargs: Any) -> Listener:
        """Call `fn(objects, event, *args, **kwargs)` at each such event about this object.

        As Client.on_object_event, which says what `objects` is; RuntimeError where Asterisk has no
        events about this kind of object. The registration ends with the object: after a bridge's,
        playback's or recording's last event, and some seconds after a channel has hung up.
        """
        listener: Listener = self.client._on_event_of(self, event_type, fn, *args, **kwargs)
        return listener

    def _operations(self) -> dict[str, Operation]:
        resource = self._path.split("/")[1]
        operations = self.client._docs.resource(resource).operations
        return {
            nickname: operation
            for nickname, operation in operations.items()
            if f"{operation.path}/".startswith(f"{self._path}/")
        }

    if not TYPE_CHECKING:

        def __getattr__(self, nickname: str) -> Callable[..., Any]:
            # Nothing of its own is there yet while an object is copied or unpickled.
            if nickname.startswith("_") or "client" not in self.__dict__:
                raise AttributeError(nickname)
            operation = self._operations().get(nickname)
            if operation is None:
                field = f"; say .json[{nickname!r}]" if nickname in self.json else ""
                raise AttributeError(f"{self!r} has no operation {nickname!r}{field}")
            names = re.findall(r"\{(\w+)\}", self._path)
            own = {one: self.json[field] for one, field in zip(names, self._fields)}
            return _method(self.client, operation, own)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._operations()]

    def __repr__(self) -> str:
        notes = [f", {name}={self.json[name]!r}" for name in ("name", "state") if name in self.json]
        return f"{type(self).__name__}(id={self.id!r}{''.join(notes)})"


def _kind(name: str, path: str, *fields: str) -> type[BaseObject]:
    """A kind of object; `fields` of its JSON fill the parameters of its path in the api-docs."""
    facts = {"_path": path, "_fields": fields, "__doc__": BaseObject.__doc__}
    return type(name, (BaseObject,), {**facts, "__module__": __name__})


if TYPE_CHECKING:  # there, each has its own operations, events and fields
    from ari.generated.api import Bridge as Bridge
    from ari.generated.api import Channel as Channel
    from ari.generated.api import DeviceState as DeviceState
    from ari.generated.api import Endpoint as Endpoint
    from ari.generated.api import LiveRecording as LiveRecording
    from ari.generated.api import Mailbox as Mailbox
    from ari.generated.api import Playback as Playback
    from ari.generated.api import Sound as Sound
    from ari.generated.api import StoredRecording as StoredRecording
else:
    Bridge = _kind("Bridge", "/bridges/{bridgeId}", "id")
    Channel = _kind("Channel", "/channels/{channelId}", "id")
    DeviceState = _kind("DeviceState", "/deviceStates/{deviceName}", "name")
    Endpoint = _kind("Endpoint", "/endpoints/{tech}/{resource}", "technology", "resource")
    LiveRecording = _kind("LiveRecording", "/recordings/live/{recordingName}", "name")
    Mailbox = _kind("Mailbox", "/mailboxes/{mailboxName}", "name")
    Playback = _kind("Playback", "/playbacks/{playbackId}", "id")
    Sound = _kind("Sound", "/sounds/{soundId}", "id")
    StoredRecording = _kind("StoredRecording", "/recordings/stored/{recordingName}", "name")

#: The kinds by their names, which are those of the api-docs' models.
CLASSES: Mapping[str, type[BaseObject]] = {one.__name__: one for one in BaseObject.__subclasses__()}


def _method(client: Any, operation: Operation, own: Mapping[str, str]) -> Callable[..., Any]:
    """The operation as a function; `own` are the arguments that its object fills in."""

    def method(*unnamed: Any, **arguments: Any) -> Any:
        if unnamed:
            known = ", ".join(operation.signature(own).parameters) or "none"
            raise TypeError(f"{operation.name}: arguments go by name: {known}")
        for one in own.keys() & arguments.keys():
            if arguments[one] != own[one]:
                raise TypeError(f"{operation.name}: {one} is the object's own, {own[one]!r}")
        request = operation.bind({**arguments, **own})
        response = client._docs.session.request(operation.name, operation.method, *request)
        return _promote(client, operation, response)

    method.__name__ = method.__qualname__ = operation.nickname
    method.__doc__ = operation.document(own)
    method.__signature__ = operation.signature(own)  # type: ignore[attr-defined]
    return method


def _promote(client: Any, operation: Operation, response: requests.Response) -> Any:
    """The answer as its documented class, as JSON where there is none, None where it is empty."""
    if operation.response_class == "binary":
        return response.content
    if operation.response_class == "void" or not response.content:
        return None
    json = json_of(operation.name, response)
    listed = re.fullmatch(r"List\[(\w+)\]", operation.response_class)
    if listed and not isinstance(json, list):
        raise InvalidAnswer(f"{operation.name}: expected a list, got {json!r:.200}")
    kind = CLASSES.get(listed[1] if listed else operation.response_class)
    if kind is None:
        return json
    return [kind(client, item) for item in json] if listed else kind(client, json)
