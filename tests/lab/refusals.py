"""What Asterisk refuses, by the stand-in's api-docs, and in which words."""

from __future__ import annotations

from collections.abc import Container
from typing import Any
from urllib.parse import unquote

from tests.lab.apidocs import DOCS

#: What Asterisk calls what a path names, where that must exist.
NOUNS = {
    "{channelId}": "Channel",
    "{bridgeId}": "Bridge",
    "{playbackId}": "Playback",
    "{recordingName}": "Recording",
    "{resource}": "Endpoint",
    "{soundId}": "Sound",
    "{applicationName}": "Application",
}

#: How Asterisk says that a parameter is missing, where it has words of its own for it.
MISSING = {
    "endpoint": "Endpoint must be specified",
    "variable": "Variable name is required",
}

#: A path, by its parts.
Parts = tuple[str, ...]


def parts_of(path: str) -> Parts:
    """The parts of a path, each as it was before it was quoted."""
    return tuple(map(unquote, path.split("/")[1:]))


def template_of(parts: Parts) -> tuple[Parts, dict[str, Any]] | None:
    """The path of the docs that this one is, and its operations by method; None where none is.

    As in Asterisk, a path that others begin with is there, without operations of its own.
    """
    apis = [api for docs in DOCS.values() for api in docs["apis"]]
    for api in sorted(apis, key=lambda api: len(api["path"])):
        template = tuple(api["path"].split("/")[1:])
        if all(a == b or b.startswith("{") for a, b in zip(parts, template)):
            if len(parts) == len(template):
                return template, {one["httpMethod"]: one for one in api["operations"]}
            if len(parts) < len(template):
                return template[: len(parts)], {}
    return None


def refusal(
    method: str, path: str, query: Container[str], known: Container[Parts]
) -> tuple[int, str] | None:
    """The status and the message with which Asterisk refuses a request; None where it does not.

    `known` has the paths of the things that exist.
    """
    parts = parts_of(path)
    found = template_of(parts)
    if found is None:
        return 404, "Resource not found"
    template, operations = found
    if method not in operations:
        return 405, "Invalid method"
    for length, name in enumerate(template, 1):
        if name in NOUNS and parts[:length] not in known:
            return 404, f"{NOUNS[name]} not found"
    for one in operations[method]["parameters"]:
        if one["paramType"] == "query" and one["required"] and one["name"] not in query:
            return 400, MISSING.get(one["name"], f"Missing parameter {one['name']}")
    return None


def answers_with(method: str, path: str) -> str:
    """The response class of an operation that is there."""
    found = template_of(parts_of(path))
    assert found
    response: str = found[1][method]["responseClass"]
    return response
