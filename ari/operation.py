"""An operation of a resource, such as `channels.originate`, and the request that a call makes.

Its path, parameters and answer all come from the running Asterisk's api-docs (Swagger 1.1), since
they differ between versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote


class Parameter(NamedTuple):
    """A parameter of an operation: `kind` is where it goes, path, query or body."""

    name: str
    kind: str
    type: str
    required: bool
    description: str
    default: Any
    allowed: Mapping[str, Any]

    def document(self) -> str:
        """Return the parameter as a paragraph of its operation's help."""
        notes = [self.type, "required" if self.required else "optional"]
        if self.default is not None:
            notes.append(f"default {self.default}")
        if "values" in self.allowed:
            notes.append(f"one of {', '.join(map(str, self.allowed['values']))}")
        notes += [
            f"{limit} {self.allowed[limit]}" for limit in ("min", "max") if limit in self.allowed
        ]
        return f"    {self.name} ({', '.join(notes)})\n        {self.description}"


class Request(NamedTuple):
    """What a call sends."""

    path: str
    query: dict[str, str]
    body: Any | None


class Operation(NamedTuple):
    """One operation of a resource."""

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
        hold.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        self._check_names(arguments, given)
        parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "body": {}}
        for name, value in given.items():
            parts[self.parameters[name].kind][name] = value
        path = re.sub(r"\{(\w+)\}", lambda m: self._segment(m[1], given[m[1]]), self.path)
        query = {name: _text(value) for name, value in parts["query"].items()}
        return Request(path, query, self._body(parts["body"]))

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

    def _body(self, arguments: Mapping[str, Any]) -> Any | None:
        """The JSON body: each argument under its name, or one of type object (a filter) alone."""
        for name, value in arguments.items():
            if self.parameters[name].type == "object":
                return value
        return {name: _contents(name, value) for name, value in arguments.items()} or None

    def document(self) -> str:
        """Return the operation's help, in the words of the server's api-docs."""
        parts = [self.summary, f"{self.method} {self.path}"]
        if self.parameters:
            parts.append("Parameters:")
            parts += [parameter.document() for parameter in self.parameters.values()]
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
