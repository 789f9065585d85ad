"""What an Asterisk offers, from its api-docs: resources, operations, and the events' fields.

Source: `GET /ari/api-docs/resources.json` and the files that it names (Swagger 1.1); they differ
between versions. Whatever lacks their shape is an InvalidAnswer as soon as it is loaded, so that
nobody has to check again.
"""

from __future__ import annotations

import inspect
import json
import keyword
import re
import threading
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from ari.errors import InvalidAnswer
from ari.event import REGISTERED
from ari.session import Session

#: How many bytes of path and query fit into a request line, with room for a prefix: of the whole
#: line Asterisk takes 4,096, and answers 400 to a longer one.
MAX_LINE = 3500


class Parameter(NamedTuple):
    """A parameter of an operation: `kind` is where it goes, path, query or body."""

    name: str
    kind: str
    type: str
    multiple: bool
    required: bool
    description: str
    default: Any
    allowed: Mapping[str, Any]

    def document(self) -> str:
        """Return the parameter as a paragraph of its operation's help."""
        notes = [f"list of {self.type}" if self.multiple else self.type]
        notes.append("required" if self.required else "optional")
        if self.default is not None:
            notes.append(f"default {self.default}")
        if "values" in self.allowed:
            notes.append(f"one of {', '.join(map(str, self.allowed['values']))}")
        notes += [f"{one} {self.allowed[one]}" for one in ("min", "max") if one in self.allowed]
        return f"    {self.name} ({', '.join(notes)})\n        {self.description}"

    def as_json(self, value: Any) -> Any:
        """The value in a JSON body, where Asterisk does not split or convert a text."""
        if self.multiple:
            return [*map(_text, value)] if isinstance(value, (list, tuple)) else value.split(",")
        return _text(value) if self.type == "string" else json.loads(_text(value))


class Request(NamedTuple):
    """What a call sends."""

    path: str
    query: dict[str, str]
    body: Any | None


class Operation(NamedTuple):
    """One operation of a resource, such as `channels.originate`."""

    name: str
    method: str
    path: str
    parameters: Mapping[str, Parameter]
    response_class: str
    summary: str
    errors: Mapping[int, str]

    @property
    def nickname(self) -> str:
        """The name without its resource, such as `originate`."""
        return self.name.partition(".")[2]

    def bind(self, arguments: Mapping[str, Any]) -> Request:
        """Return the request for these arguments.

        A list is joined with commas; True is sent as `true`; None counts as not given.
        Raises TypeError for an unknown or missing argument, ValueError for one that no path can
        hold, or where all are too long together.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        self._check_names(arguments, given)
        parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
        for name, value in given.items():
            parts[self.parameters[name].kind][name] = value
        path = re.sub(r"\{(\w+)\}", lambda m: self._segment(m[1], given[m[1]]), self.path)
        query, body = parts["query"], self._body(parts["body"])
        texts = {name: _text(value) for name, value in query.items()}
        if len(path) + len(urlencode(texts)) <= MAX_LINE:
            return Request(path, texts, body)
        if (
            self.method == "GET"
            or len(path) > MAX_LINE
            or any(self._is_whole_body(one) for one in parts["body"])
        ):
            raise ValueError(
                f"{self.name}: the arguments are too long: Asterisk takes about 4,000 bytes"
            )
        return Request(path, {}, {**(body or {}), **self._as_json(query)})

    def _as_json(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """The query for the body, where Asterisk takes it as well, up to about 40,000 bytes."""
        return {name: self.parameters[name].as_json(value) for name, value in query.items()}

    def _check_names(self, arguments: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        for name in arguments:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise TypeError(f"{self.name}: unknown argument {name!r}; it takes {known}")
        for parameter in self.parameters.values():
            if parameter.required and parameter.name not in given:
                raise TypeError(f"{self.name}: missing required argument {parameter.name!r}")

    def _segment(self, name: str, value: Any) -> str:
        # A path's '..' is resolved before it is sent, whether quoted or not: it names elsewhere.
        if _text(value) in ("", ".", ".."):
            raise ValueError(f"{self.name}: {name} can't be {value!r}")
        return quote(_text(value), safe="")

    def _is_whole_body(self, name: str) -> bool:
        """Whether the argument is the whole body, such as an event filter."""
        return self.parameters[name].type == "object"

    def _body(self, arguments: Mapping[str, Any]) -> Any | None:
        """The JSON body: each argument under its name, or one that is the whole body."""
        for name, value in arguments.items():
            if self._is_whole_body(name):
                return value
        return {name: _contents(name, value) for name, value in arguments.items()} or None

    def signature(self, own: Collection[str] = ()) -> inspect.Signature:
        """The arguments of a call without an object's `own`, as help() and editors show them."""
        named, others = [], []
        for one in self.parameters.values():
            if keyword.iskeyword(one.name):  # such as from: it takes **{"from": …}
                others = [inspect.Parameter("others", inspect.Parameter.VAR_KEYWORD)]
            elif one.name not in own:
                default = inspect.Parameter.empty if one.required else one.default
                named.append(
                    inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=default)
                )
        return inspect.Signature([*named, *others])

    def document(self, own: Collection[str] = ()) -> str:
        """Return the help without an object's `own` arguments, in the words of the api-docs."""
        parts = [self.summary, f"{self.method} {self.path}"]
        shown = [one.document() for one in self.parameters.values() if one.name not in own]
        if shown:
            parts += ["Parameters:", *shown]
        parts.append(f"Returns: {self.response_class}")
        if self.errors:
            lines = [f"    {code}: {reason}" for code, reason in self.errors.items()]
            parts.append("\n".join(["Errors (ari.RequestFailed):", *lines]))
        return "\n\n".join(parts)


def _contents(name: str, value: Any) -> Any:
    """The contents of a container: ari-py's callers wrapped them once more in their own name."""
    if isinstance(value, Mapping) and [*value] == [name]:
        inner = value[name]
        return inner if isinstance(inner, (Mapping, list)) else value
    return value


def _text(value: Any) -> str:
    """A value as ARI takes it in a path or a query."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ",".join(map(_text, value))
    return str(value)


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
        if not events:
            raise InvalidAnswer("/api-docs/events.json: it describes no events")
        if event_type not in events:
            near = self.near_events(event_type) or ", ".join(sorted(events))
            raise ValueError(f"no event {event_type!r}; this Asterisk has {near}")
        fields = _fields(events[event_type], model)
        if not fields:
            having = ", ".join(self.events_about(model)) or "none"
            raise ValueError(f"{event_type} has no {model}; these events have: {having}")
        return fields

    def events_about(self, model: str) -> list[str]:
        """Return the types of event that have a field of this type."""
        return [name for name, event in self._events().items() if _fields(event, model)]

    def near_events(self, event_type: str) -> str:
        """Return the names near this one, where the server knows no such event."""
        known = {*self._events(), REGISTERED}
        return "" if event_type in known else ", ".join(get_close_matches(event_type, known, n=3))

    def _events(self) -> Mapping[str, Mapping[str, Any]]:
        return self.resource("events").events

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
    kind = docs["paramType"]
    if kind not in ("path", "query", "body"):
        raise ValueError(f"a parameter goes into {kind!r}")
    allowed = dict(docs.get("allowableValues", {}))
    if "values" in allowed:
        allowed["values"] = [*allowed["values"]]
    return Parameter(
        name=_string(docs["name"]),
        kind=kind,
        type=_string(docs["dataType"]),
        multiple=bool(docs.get("allowMultiple")),
        required=bool(docs.get("required")) or kind == "path",
        description=docs.get("description", ""),
        default=docs.get("defaultValue"),
        allowed=allowed,
    )
