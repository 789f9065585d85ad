"""What an Asterisk offers, from its api-docs: resources, their operations, and the events' fields.

Source: `GET /ari/api-docs/resources.json` and the files that it names (Swagger 1.1). Whatever lacks
their shape is an InvalidAnswer as soon as it is loaded, so that nobody has to check again.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from ari.errors import InvalidAnswer
from ari.event import REGISTERED
from ari.operation import Operation, Parameter
from ari.session import Session


class ResourceDocs(NamedTuple):
    """The docs of one resource: its operations by nickname, and each event's fields."""

    operations: Mapping[str, Operation]
    events: Mapping[str, Mapping[str, Mapping[str, Any]]]


class ApiDocs:
    """The api-docs of one Asterisk; each resource's are loaded when first needed, and once.

    `session` takes the requests that they describe. Threads may share it.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._loaded: dict[str, ResourceDocs] = {}
        self._lock = threading.RLock()
        path = "/api-docs/resources.json"
        docs = session.get_json(path)
        try:
            #: The names of all resources.
            self.names = [_file_name(_string(api["path"])) for api in docs["apis"]]
        except _SHAPE as error:
            raise _malformed(path, error) from error

    def resource(self, name: str) -> ResourceDocs:
        """Return the docs of this resource; raises AriError where they can't be loaded."""
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = self._load(name)
            return self._loaded[name]

    def _load(self, name: str) -> ResourceDocs:
        path = f"/api-docs/{name}.json"
        docs = self.session.get_json(path)
        try:
            operations = [
                _operation(name, _string(api["path"]), operation)
                for api in docs["apis"]
                for operation in api["operations"]
                if not operation.get("upgrade")  # the events' WebSocket is no request
            ]
            models = docs.get("models", {})  # events, what they have in common, and their parts
            events = {
                name: {field: dict(facts) for field, facts in models[name]["properties"].items()}
                for name in models.get("Event", {}).get("subTypes", [])
            }
        except _SHAPE as error:
            raise _malformed(path, error) from error
        return ResourceDocs({operation.nickname: operation for operation in operations}, events)

    def fields(self, event_type: str, model: str) -> dict[str, bool]:
        """Return the event's fields of this type, such as Channel, and whether each is required.

        Raises ValueError where the server does not know the event, or it has no such field.
        """
        events = self._events()
        if event_type not in events:
            near = get_close_matches(event_type, events, n=3) or sorted(events)
            raise ValueError(f"no event {event_type!r}; this Asterisk has {', '.join(near)}")
        fields = _fields(events[event_type], model)
        if not fields:
            having = ", ".join(self.events_about(model)) or "none"
            raise ValueError(f"{event_type} has no {model}; these events have: {having}")
        return fields

    def events_about(self, model: str) -> list[str]:
        """Return the types of event that have a field of this type."""
        return [name for name, event in self._events().items() if _fields(event, model)]

    def _events(self) -> Mapping[str, Mapping[str, Any]]:
        events = self.resource("events").events
        if not events:
            raise InvalidAnswer("/api-docs/events.json: it describes no events")
        return events

    def lacks_event(self, event_type: str) -> bool:
        """Whether the events' docs have been loaded and lack this event."""
        loaded = self._loaded.get("events")
        return loaded is not None and event_type not in {*loaded.events, REGISTERED}


def _fields(event: Mapping[str, Mapping[str, Any]], model: str) -> dict[str, bool]:
    return {
        name: bool(facts.get("required"))
        for name, facts in event.items()
        if facts.get("type") == model
    }


_SHAPE = (KeyError, TypeError, AttributeError, ValueError)


def _malformed(path: str, error: Exception) -> InvalidAnswer:
    return InvalidAnswer(f"{path}: not the api-docs of Asterisk ({type(error).__name__}: {error})")


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {value!r:.50}")
    return value


def _file_name(path: str) -> str:
    """`channels` of `/api-docs/channels.{format}`."""
    return path.rpartition("/")[2].partition(".")[0]


def _operation(resource: str, path: str, docs: Mapping[str, Any]) -> Operation:
    parameters = {one.name: one for one in map(_parameter, docs.get("parameters", []))}
    in_path = {name for name, parameter in parameters.items() if parameter.kind == "path"}
    if in_path != {*re.findall(r"\{(\w+)\}", path)}:
        raise ValueError(f"{path} does not have the path parameters {in_path}")
    return Operation(
        name=f"{resource}.{_string(docs['nickname'])}",
        method=_string(docs["httpMethod"]),
        path=path,
        parameters=parameters,
        response_class=_string(docs["responseClass"]),
        summary=" ".join(filter(None, [docs.get("summary"), docs.get("notes")])),
        errors={error["code"]: error["reason"] for error in docs.get("errorResponses", [])},
    )


def _parameter(docs: Mapping[str, Any]) -> Parameter:
    kind, kind_of_value = docs["paramType"], _string(docs["dataType"])
    if kind not in ("path", "query", "body"):
        raise ValueError(f"a parameter goes into {kind!r}")
    allowed = dict(docs.get("allowableValues", {}))
    if "values" in allowed:
        allowed["values"] = [*allowed["values"]]
    return Parameter(
        name=_string(docs["name"]),
        kind=kind,
        type=f"list of {kind_of_value}" if docs.get("allowMultiple") else kind_of_value,
        required=bool(docs.get("required")) or kind == "path",
        description=docs.get("description", ""),
        default=docs.get("defaultValue"),
        allowed=allowed,
    )
