"""What an Asterisk offers, from its api-docs: resources, operations, and the events' fields.

Source: `/ari/api-docs/*.json` (Swagger 1.1), which differ between versions. Docs of another shape
raise InvalidAnswer as soon as they are loaded.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import partial
from keyword import iskeyword
from typing import Any, Callable
from urllib.parse import quote, urlencode

from ari.errors import InvalidAnswer
from ari.session import Request, Session

#: At most so many bytes of path and query go into a request line. Asterisk takes 4,096 in all.
MAX_LINE = 3500
#: What Asterisk takes for true, in any case of the letters (its `ast_true`).
_TRUE = ("true", "yes", "on", "y", "t", "1")
#: The form that a text must have, by type. Asterisk takes any other for 0, or for false.
_FORMS = {
    "int": r"[+-]?[0-9]+",
    "long": r"[+-]?[0-9]+",
    "boolean": f"(?i:{'|'.join(_TRUE)}|false|no|off|n|f|0)",
}


class Parameter:
    """A parameter of an operation: `kind` is where it goes, path, query or body."""

    def __init__(self, docs: Mapping[str, Any]) -> None:
        self.name, self.type = _string(docs["name"]), _string(docs["dataType"])
        self.kind = docs["paramType"]
        if self.kind not in ("path", "query", "body"):
            raise ValueError(f"a parameter goes into {self.kind!r}")
        self.required = bool(docs.get("required")) or self.kind == "path"
        self.multiple = bool(docs.get("allowMultiple"))
        self.default = inspect.Parameter.empty if self.required else docs.get("defaultValue")
        notes = [f"list of {self.type}" if self.multiple else self.type]
        allowed = dict(docs.get("allowableValues", {}))
        notes += [f"{key} {allowed[key]}" for key in ("values", "min", "max") if key in allowed]
        #: A paragraph of its operation's help.
        self.document = f"    {self.name} ({', '.join(notes)})\n        {docs.get('description')}"

    def sent(self, value: Any) -> Any:
        """The value as path, query or body take it; TypeError or ValueError for one that can't."""
        return self._contents(value) if self.kind == "body" else self._text(value)

    def _contents(self, value: Any) -> Any:
        # ari-py's callers write variables={"variables": {…}}, and mean the inner ones.
        inner = value.get(self.name) if isinstance(value, Mapping) and len(value) == 1 else None
        return inner if isinstance(inner, (Mapping, list)) else value

    def _text(self, value: Any) -> str:
        text, form = _joined(self.name, value), _FORMS.get(self.type)
        if text and form and not re.fullmatch(form, text):
            raise ValueError(f"{self.name}: it takes {self.type}, got {value!r:.100}")
        # The path would be another one, for Asterisk or for a proxy: they may resolve a '..'.
        if self.kind == "path" and text in ("", ".", ".."):
            raise ValueError(f"{self.name} can't be {text!r}")
        return text

    def as_json(self, text: str) -> Any:
        """The JSON for a text of the query, where a long query goes into the body.

        There, Asterisk converts no texts.
        """
        if self.multiple:
            return text.split(",")
        if self.type == "boolean":
            return text.lower() in _TRUE
        return int(text) if text and self.type in ("int", "long") else text


def _joined(name: str, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(_joined(name, one) for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError(f"{name}: it takes a text, a number or a list of them, got {value!r:.100}")


class Operation:
    """One operation of a resource; `name` is such as `channels.originate`, `method` HTTP's."""

    def __init__(self, resource: str, path: str, docs: Mapping[str, Any]) -> None:
        self.nickname = _string(docs["nickname"])
        self.name = f"{resource}.{self.nickname}"
        self.method, self.path = _string(docs["httpMethod"]), path
        if not re.fullmatch(r"[A-Z]+ (/[\w.{}-]+)+", f"{self.method} {path}", re.ASCII):
            raise ValueError(f"{self.method} {path} is no request")
        self.response_class = _string(docs["responseClass"])
        self._parameters = {one.name: one for one in map(Parameter, docs.get("parameters", []))}
        in_path = {name for name, one in self._parameters.items() if one.kind == "path"}
        if in_path != {*re.findall(r"\{(\w+)\}", path)}:
            raise ValueError(f"{path} does not have the parameters {in_path}")
        errors = docs.get("errorResponses", [])
        self._errors = [f"ari.RequestFailed {one['code']}: {one['reason']}" for one in errors]
        self._summary = " ".join(filter(None, [docs.get("summary"), docs.get("notes")]))
        self._help: dict[tuple[str, ...], tuple[str, inspect.Signature]] = {}

    def bind(self, arguments: Mapping[str, Any]) -> Request:
        """Return the request for these arguments; None counts as not given.

        Raises TypeError for an unknown or missing argument, or one of a type that can't be sent;
        ValueError for one that is no number where one is needed or that no path can hold, or where
        all are too long together.
        """
        try:
            self._check_names(arguments)
            return self._request(arguments)
        except (TypeError, ValueError) as error:
            # Not type(error), as a UnicodeError takes other arguments.
            error_type = TypeError if isinstance(error, TypeError) else ValueError
            raise error_type(f"{self.name}: {error}") from None

    def _check_names(self, arguments: Mapping[str, Any]) -> None:
        for name in arguments:
            if name not in self._parameters:
                known = ", ".join(self._parameters) or "none"
                raise TypeError(f"unknown argument {name!r}; it takes {known}")
        for name, parameter in self._parameters.items():
            if parameter.required and arguments.get(name) is None:
                raise TypeError(f"missing required argument {name!r}")

    def _request(self, arguments: Mapping[str, Any]) -> Request:
        in_path, query, in_body = self._parts(arguments)
        path = re.sub(r"\{(\w+)\}", lambda m: quote(in_path[m[1]], safe=""), self.path)
        # For the error's text: addChannel names its channel too, which is not in the path.
        about = {**in_path, "channel": query["channel"]} if "channel" in query else in_path
        whole = f"{path}?{urlencode(query)}" if query else path
        body = self._body(in_body)
        if len(whole) > MAX_LINE:
            if self.method == "GET" or len(path) > MAX_LINE:
                raise ValueError(f"the arguments are too long: at most {MAX_LINE} bytes")
            # Asterisk takes the query from the body as well, up to about 40,000 bytes.
            as_json = {name: self._parameters[name].as_json(query[name]) for name in query}
            whole, body = path, {**(body or {}), **as_json}
        return Request(self.name, self.method, whole, _json(body), about)

    def _parts(self, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
        """The arguments that go into the path, into the query and into the body."""
        parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
        for name, value in arguments.items():
            if value is not None:
                parameter = self._parameters[name]
                parts[parameter.kind][name] = parameter.sent(value)
        return parts["path"], parts["query"], parts["body"]

    def _body(self, arguments: Mapping[str, Any]) -> Any | None:
        """The body: an object with each argument, or, as for an event filter, the one argument."""
        for name, value in arguments.items():
            if self._parameters[name].type == "object":
                return value
        return arguments or None

    def help(self, own: Collection[str]) -> tuple[str, inspect.Signature]:
        """Return a docstring, in the words of the api-docs, and a signature.

        They leave out an object's `own` arguments. They are made once, since requests are many.
        """
        key = (*own,)
        if key not in self._help:
            shown = [one.document for one in self._parameters.values() if one.name not in own]
            answers = "\n".join([f"Returns: {self.response_class}", *self._errors])
            parts = [self._summary, f"{self.method} {self.path}", *shown, answers]
            self._help[key] = "\n\n".join(parts), self.signature(own)
        return self._help[key]

    def signature(self, own: Collection[str]) -> inspect.Signature:
        """The arguments of a call but for an object's `own`, with the docs' defaults."""
        named, others = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD
        shown = [one for one in self._parameters.values() if one.name not in own]
        usual = [one for one in shown if one.name.isidentifier() and not iskeyword(one.name)]
        parameters = [inspect.Parameter(one.name, named, default=one.default) for one in usual]
        if usual != shown:  # e.g. `from`, a keyword
            parameters.append(inspect.Parameter("arguments", others))
        return inspect.Signature(parameters)


def _json(body: Any | None) -> str:
    """The body as JSON, in ASCII; empty where there is none."""
    try:
        return "" if body is None else json.dumps(body, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise type(error)(f"JSON can't hold the body: {error}") from error


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
        models = docs.get("models", {})  # not all of them are events
        self.events = {
            event: {
                field: (facts["type"], bool(facts.get("required")))
                for field, facts in models[event]["properties"].items()
            }
            for event in models.get("Event", {}).get("subTypes", [])
        }


class ApiDocs:
    """The api-docs of one Asterisk; each resource's are loaded when first needed, by any thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: dict[str, ResourceDocs] = {}
        self.names: list[str] = self._load("resources", _names)

    def _load(self, name: str, parse: Callable[[Any], Any]) -> Any:
        path = f"/api-docs/{name}.json"
        docs = self._session.get_json(path)
        try:
            return parse(docs)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            what = f"not the api-docs of Asterisk ({type(error).__name__}: {error})"
            raise InvalidAnswer(f"{path}: {what}") from error

    def resource(self, name: str) -> ResourceDocs:
        """Return the docs of this resource; raises AriError where they can't be loaded."""
        # No lock: with one, a thread would wait for docs that another loads. Two may load the same.
        if name not in self._loaded:
            self._loaded[name] = self._load(name, partial(ResourceDocs, name))
        return self._loaded[name]

    def fields(self, event_type: str, model: str) -> dict[str, bool]:
        """Return the event's fields with a `model`, and whether each is required; or ValueError."""
        events = self.resource("events").events
        if not events:
            raise InvalidAnswer("/api-docs/events.json: it describes no events")
        if event_type not in events:
            near = self.names_near(event_type) or ", ".join(sorted(events))
            raise ValueError(f"no event {event_type!r}; this Asterisk has {near}")
        fields = _fields(events[event_type], model)
        if not fields:
            having = ", ".join(name for name in events if _fields(events[name], model)) or "none"
            raise ValueError(f"{event_type} has no {model}; these events have: {having}")
        return fields

    def kinds_in(self, event_type: str) -> dict[str, str]:
        """Return what kind each field of the event has; nothing if events.json is not loaded.

        It is not loaded here, where a failure would end run(): whoever waits, or registers a
        callback on an object, has loaded it.
        """
        events = self._loaded["events"].events if "events" in self._loaded else {}
        return {field: kind for field, (kind, _) in events.get(event_type, {}).items()}

    def names_near(self, event_type: str) -> str:
        """Return the names near an unknown event's, if any, as one text."""
        known = {*self.resource("events").events, "ApplicationRegistered"}  # not in the api-docs
        return "" if event_type in known else ", ".join(get_close_matches(event_type, known))


def _fields(event: Mapping[str, tuple[str, bool]], model: str) -> dict[str, bool]:
    return {name: required for name, (kind, required) in event.items() if kind == model}


def _names(docs: Any) -> list[str]:
    """`channels` of each `/api-docs/channels.{format}`."""
    return [_string(api["path"]).rpartition("/")[2].partition(".")[0] for api in docs["apis"]]


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {value!r:.50}")
    return value
