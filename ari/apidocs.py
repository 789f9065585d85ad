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
from typing import Any
from urllib.parse import quote, urlencode

from ari.errors import InvalidAnswer
from ari.event import REGISTERED
from ari.session import Session

#: How many bytes of path and query fit into a request line, with room for a prefix: of the whole
#: line Asterisk takes 4,096, and answers 400 to a longer one.
MAX_LINE = 3500

#: How what lacks the docs' shape shows itself.
_SHAPE = (KeyError, TypeError, AttributeError, ValueError)


class Parameter:
    """A parameter of an operation: `kind` is where it goes, path, query or body."""

    def __init__(self, docs: Mapping[str, Any]) -> None:
        self.name, self.type = _string(docs["name"]), _string(docs["dataType"])
        self.kind = docs["paramType"]
        if self.kind not in ("path", "query", "body"):
            raise ValueError(f"a parameter goes into {self.kind!r}")
        self.required = bool(docs.get("required")) or self.kind == "path"
        self.multiple = bool(docs.get("allowMultiple"))
        #: Whether it is the whole body, such as an event filter.
        self.is_body = self.kind == "body" and self.type == "object"
        self.default = docs.get("defaultValue")
        notes = [f"list of {self.type}" if self.multiple else self.type]
        allowed = dict(docs.get("allowableValues", {}))
        notes += [f"{key} {allowed[key]}" for key in ("values", "min", "max") if key in allowed]
        #: A paragraph of its operation's help.
        self.document = (
            f"    {self.name} ({', '.join(notes)})\n        {docs.get('description', '')}"
        )

    def as_json(self, value: Any) -> Any:
        """The value in a JSON body, where Asterisk does not split or convert a text."""
        if self.multiple:
            return [*map(_text, value)] if isinstance(value, (list, tuple)) else value.split(",")
        return _text(value) if self.type == "string" else json.loads(_text(value))


class Operation:
    """One operation of a resource; `name` is such as `channels.originate`, `method` HTTP's."""

    def __init__(self, resource: str, path: str, docs: Mapping[str, Any]) -> None:
        self.nickname = _string(docs["nickname"])
        self.name = f"{resource}.{self.nickname}"
        self.method, self.path = _string(docs["httpMethod"]), path
        self.response_class = _string(docs["responseClass"])
        parameters = [*map(Parameter, docs.get("parameters", []))]
        self._parameters = {one.name: one for one in parameters}
        if {one.name for one in parameters if one.kind == "path"} != {
            *re.findall(r"\{(\w+)\}", path)
        }:
            raise ValueError(f"{path} has other path parameters than are described")
        errors = {error["code"]: error["reason"] for error in docs.get("errorResponses", [])}
        self._errors = [f"    {code}: {reason}" for code, reason in errors.items()]
        self._summary = " ".join(filter(None, [docs.get("summary"), docs.get("notes")]))

    def bind(self, arguments: Mapping[str, Any]) -> tuple[str, dict[str, str], Any | None]:
        """Return the path, the query and the JSON body of the request for these arguments.

        A list is joined with commas; True is sent as `true`; None counts as not given.
        Raises TypeError for an unknown or missing argument, ValueError for one that no path can
        hold, or where all are too long together.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        self._check_names(arguments, given)
        path = re.sub(
            r"\{(\w+)\}", lambda found: self._segment(found[1], given[found[1]]), self.path
        )
        query, body = self._of_kind("query", given), self._of_kind("body", given)
        texts = {name: _text(value) for name, value in query.items()}
        sent = self._body(body)
        if len(path) + len(urlencode(texts)) <= MAX_LINE:
            return path, texts, sent
        if self.method == "GET" or len(path) > MAX_LINE or (body and sent in body.values()):
            raise ValueError(f"{self.name}: the arguments are too long: at most {MAX_LINE} bytes")
        # Asterisk takes the query from the body as well, up to about 40,000 bytes.
        as_json = {name: self._parameters[name].as_json(value) for name, value in query.items()}
        return path, {}, {**(sent or {}), **as_json}

    def _of_kind(self, kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
        return {one: value for one, value in given.items() if self._parameters[one].kind == kind}

    def _check_names(self, arguments: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        for name in arguments:
            if name not in self._parameters:
                known = ", ".join(self._parameters) or "none"
                raise TypeError(f"{self.name}: unknown argument {name!r}; it takes {known}")
        for parameter in self._parameters.values():
            if parameter.required and parameter.name not in given:
                raise TypeError(f"{self.name}: missing required argument {parameter.name!r}")

    def _segment(self, name: str, value: Any) -> str:
        # A path's '..' is resolved before it is sent, whether quoted or not: it names elsewhere.
        if _text(value) in ("", ".", ".."):
            raise ValueError(f"{self.name}: {name} can't be {value!r}")
        return quote(_text(value), safe="")

    def _body(self, arguments: Mapping[str, Any]) -> Any | None:
        """The JSON body: each argument under its name, or one that is the whole body."""
        for name, value in arguments.items():
            if self._parameters[name].is_body:
                return value
        return {name: _contents(name, value) for name, value in arguments.items()} or None

    def signature(self, own: Collection[str] = ()) -> inspect.Signature:
        """The arguments of a call but for an object's `own`, with the docs' defaults."""
        make, kind = inspect.Parameter, inspect.Parameter.KEYWORD_ONLY
        parameters = [
            make(name, kind, default=make.empty if one.required else one.default)
            for name, one in self._parameters.items()
            if name not in own and name.isidentifier() and not keyword.iskeyword(name)
        ]
        if len(parameters) < len({*self._parameters} - {*own}):  # from: it takes **{"from": …}
            parameters.append(make("arguments", make.VAR_KEYWORD))
        return inspect.Signature(parameters)

    def document(self, own: Collection[str] = ()) -> str:
        """Return the help without an object's `own` arguments, in the words of the api-docs."""
        parts = [self._summary, f"{self.method} {self.path}"]
        shown = [one.document for one in self._parameters.values() if one.name not in own]
        parts += ["Parameters:", *shown] if shown else []
        parts.append(f"Returns: {self.response_class}")
        parts += ["\n".join(["Errors (ari.RequestFailed):", *self._errors])] if self._errors else []
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


class ResourceDocs:
    """The docs of one resource: its operations by nickname, and each event's fields."""

    def __init__(self, name: str, docs: Mapping[str, Any]) -> None:
        operations = [
            Operation(name, _string(api["path"]), operation)
            for api in docs["apis"]
            for operation in api["operations"]
            if not operation.get("upgrade")  # the events' WebSocket is no request
        ]
        self.operations = {operation.nickname: operation for operation in operations}
        models = docs.get("models", {})  # events, what they have in common, and their parts
        self.events = {
            name: {field: dict(facts) for field, facts in models[name]["properties"].items()}
            for name in models.get("Event", {}).get("subTypes", [])
        }


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
            files = [_string(api["path"]).rpartition("/")[2] for api in docs["apis"]]
        except _SHAPE as error:
            raise _malformed(path, error) from error
        #: The names of all resources.
        self.names = [file.partition(".")[0] for file in files]  # channels.{format}

    def resource(self, name: str) -> ResourceDocs:
        """Return the docs of this resource; raises AriError where they can't be loaded."""
        with self._lock:
            if name not in self._loaded:
                path = f"/api-docs/{name}.json"
                docs = self.session.get_json(path)
                try:
                    self._loaded[name] = ResourceDocs(name, docs)
                except _SHAPE as error:
                    raise _malformed(path, error) from error
            return self._loaded[name]

    def fields(self, event_type: str, model: str) -> dict[str, bool]:
        """Return the event's fields of this type, such as Channel, and whether each is required.

        Raises ValueError where the server does not know the event, or it has no such field.
        """
        events = self.resource("events").events
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
        events = self.resource("events").events
        return [name for name, event in events.items() if _fields(event, model)]

    def near_events(self, event_type: str) -> str:
        """Return the names near this one, where the server knows no such event."""
        known = {*self.resource("events").events, REGISTERED}
        return "" if event_type in known else ", ".join(get_close_matches(event_type, known))

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


def _malformed(path: str, error: Exception) -> InvalidAnswer:
    return InvalidAnswer(f"{path}: not the api-docs of Asterisk ({type(error).__name__}: {error})")


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {value!r:.50}")
    return value
