"""Types of operations, events and fields, made from the api-docs of real Asterisks.

They are the union of what the versions have: what one of them has is there, and it is required only
where all that have it require it. Only names, types, values and codes come from the api-docs, whose
texts are GPL: the help that an editor shows is in words of our own (words.py).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from keyword import iskeyword
from typing import Any, NamedTuple

import requests

import ari
from ari.objects import CLASSES
from tests.lab import REPOSITORY
from tests.lab.asterisk import SUITES, Asterisk
from tests.lab.words import ARGUMENTS, OPERATIONS

STUB = REPOSITORY / "ari" / "generated" / "api.pyi"
MODELS = REPOSITORY / "ari" / "generated" / "models.py"

WIDTH = 100

#: What the api-docs call a type, and what Python does.
TYPES = {
    "string": "str",
    "Date": "str",
    "int": "int",
    "long": "int",
    "double": "float",
    "boolean": "bool",
    "object": "dict[str, Any]",
    "binary": "bytes",
    "void": "None",
}

#: The same for arguments, of which any mapping and any sequence will do.
ARGUMENT_TYPES = {
    **TYPES,
    "object": "Mapping[str, Any]",
    "containers": "Mapping[str, Any] | Sequence[Mapping[str, Any]]",
}

#: Arguments that are the id of an object, which stands for it; an Endpoint's is its dial string.
IDS = {
    **dict.fromkeys(["caller", "channel", "channelId", "originator"], "Channel"),
    **dict.fromkeys(["otherChannelId", "snoopId"], "Channel"),
    "bridgeId": "Bridge",
    "deviceName": "DeviceState",
    "endpoint": "Endpoint",
    "mailboxName": "Mailbox",
    "playbackId": "Playback",
    "recordingName": "LiveRecording | StoredRecording",
    "soundId": "Sound",
}

#: Where an object is played to or recorded from: it waits for events about these too.
WITH_TARGET = {"LiveRecording": ["Channel", "Bridge"], "Playback": ["Channel", "Bridge"]}

#: What events have besides that are made up, since a gap has swallowed them.
OURS = {
    "ChannelDestroyed": ["missed"],
    "PlaybackFinished": ["missed"],
    "StasisEnd": ["missed", "gone"],
    "StasisStart": ["missed"],
}


class Field(NamedTuple):
    """A field of a model."""

    name: str
    type: str
    required: bool


class Argument(NamedTuple):
    """An argument of an operation."""

    name: str
    type: str
    required: bool
    multiple: bool
    values: str


class Operation(NamedTuple):
    """An operation of a resource."""

    resource: str
    name: str
    request: str
    answer: str
    arguments: Mapping[str, Argument]
    errors: Sequence[int]

    @property
    def path(self) -> str:
        """The path of the request."""
        return self.request.partition(" ")[2]


class Model(NamedTuple):
    """A model or an event; `base` is the model whose fields it has too, if any."""

    name: str
    base: str
    fields: Mapping[str, Field]


class Api(NamedTuple):
    """What one Asterisk has, or several have together."""

    operations: Mapping[tuple[str, str], Operation]
    models: Mapping[str, Model]

    @property
    def resources(self) -> list[str]:
        """The names of all resources."""
        return sorted({resource for resource, _ in self.operations})

    @property
    def events(self) -> list[str]:
        """The names of all events."""
        return sorted(name for name, model in self.models.items() if model.base == "Event")

    def shapes(self, kind: str) -> dict[str, str]:
        """What a callback gets as objects of this kind, for each event that has such a field."""
        shapes = {}
        for event in self.events:
            fields = [one for one in self.models[event].fields.values() if one.type == kind]
            if len(fields) > 1:
                shapes[event] = f"dict[str, {kind}]"
            elif fields:
                shapes[event] = kind if fields[0].required else f"{kind} | None"
        return shapes

    def operations_of(self, kind: str) -> list[tuple[Operation, set[str]]]:
        """The operations of an object of this kind, and the arguments that it fills in itself."""
        path = CLASSES[kind]._path
        own = set(re.findall(r"\{(\w+)\}", path))
        below = [one for one in self.operations.values() if f"{one.path}/".startswith(f"{path}/")]
        return [(operation, own) for operation in below]


def api_docs(url: str) -> dict[str, Any]:
    """Return the api-docs of the Asterisk at this address, by resource."""

    def file(name: str) -> Any:
        address = f"{url}/ari/api-docs/{name}.json"
        return requests.get(address, auth=("asterisk", "asterisk"), timeout=30).json()

    paths = [api["path"] for api in file("resources")["apis"]]  # /api-docs/channels.{format}
    names = [path.rpartition("/")[2].partition(".")[0] for path in paths]
    return {name: file(name) for name in names}


def read(url: str) -> Api:
    """Return what the Asterisk at this address has, by its api-docs."""
    operations, models, bases = {}, {}, {}
    for resource, description in api_docs(url).items():
        for api in description["apis"]:
            for operation in api["operations"]:
                if not operation.get("upgrade"):  # the events' WebSocket is no request
                    one = _operation(resource, api["path"], operation)
                    operations[resource, one.name] = one
        for name, model in description.get("models", {}).items():
            models[name] = model["properties"]
            bases.update(dict.fromkeys(model.get("subTypes", ()), name))
    return Api(
        operations,
        {name: Model(name, bases.get(name, ""), _fields(one)) for name, one in models.items()},
    )


def _operation(resource: str, path: str, docs: Mapping[str, Any]) -> Operation:
    arguments = {
        one["name"]: Argument(
            one["name"],
            one["dataType"],
            bool(one.get("required")) or one["paramType"] == "path",
            bool(one.get("allowMultiple")),
            _values(one),
        )
        for one in docs.get("parameters", [])
    }
    request = f"{docs['httpMethod']} {path}"
    errors = [int(one["code"]) for one in docs.get("errorResponses", [])]
    return Operation(resource, docs["nickname"], request, docs["responseClass"], arguments, errors)


def _values(argument: Mapping[str, Any]) -> str:
    """The values that an argument may have, and the one that it has where it is not given."""
    allowed = argument.get("allowableValues", {})
    notes = [" | ".join(map(repr, allowed["values"]))] if "values" in allowed else []
    for key, words in (("min", "at least"), ("max", "at most")):
        notes += [f"{words} {allowed[key]}"] if key in allowed else []
    if argument.get("defaultValue") is not None:
        notes.append(f"{argument['defaultValue']!r} by default")
    return ", ".join(notes)


def _fields(properties: Mapping[str, Any]) -> dict[str, Field]:
    return {
        name: Field(name, facts["type"], bool(facts.get("required")))
        for name, facts in properties.items()
    }


def union(apis: Sequence[Api]) -> Api:
    """Return what all of these have together; where they differ, the first's types count."""
    operations = {}
    for key, several in _collected(api.operations for api in apis).items():
        arguments = {
            name: same[0]._replace(
                required=all(one.required for one in same),
                multiple=any(one.multiple for one in same),
            )
            for name, same in _collected(one.arguments for one in several).items()
        }
        errors = sorted({code for one in several for code in one.errors})
        operations[key] = several[0]._replace(arguments=arguments, errors=errors)
    models = {}
    for name, several in _collected(api.models for api in apis).items():
        fields = {
            field: same[0]._replace(
                required=len(same) == len(several) and all(one.required for one in same)
            )
            for field, same in _collected(one.fields for one in several).items()
        }
        models[name] = several[0]._replace(fields={**fields, **_ours(several[0])})
    return Api(operations, models)


def _ours(model: Model) -> dict[str, Field]:
    """What no api-docs say of a model: what run() adds, and by which `type` to know an event."""
    fields = {one: Field(one, "boolean", False) for one in OURS.get(model.name, ())}
    if model.base == "Event":
        fields["type"] = Field("type", f'Literal["{model.name}"]', True)
    elif model.name == "Message":  # what all events are based on
        fields["type"] = Field("type", "ReadOnly[str]", True)
    return fields


def _collected(mappings: Iterable[Mapping[Any, Any]]) -> dict[Any, list[Any]]:
    """What each key has in the mappings that have it."""
    found: dict[Any, list[Any]] = {}
    for mapping in mappings:
        for key, value in mapping.items():
            found.setdefault(key, []).append(value)
    return found


def is_argument(name: str) -> bool:
    """Whether Python can have an argument or a field of this name in a definition."""
    return name.isidentifier() and not iskeyword(name)


def _listed(kind: str) -> tuple[str, bool]:
    """The type of what is in a list, and whether it is one."""
    found = re.fullmatch(r"List\[(\w+)\]", kind)
    return (found[1], True) if found else (kind, False)


# --- ari/models.py ---


def models_text(api: Api, first_line: str) -> Iterator[str]:
    """The lines of ari/models.py."""
    yield first_line
    yield '"""The fields of events and of objects\' `json`, for annotations.'
    yield ""
    yield "As in `def pressed(channel: ari.Channel, event: ari.models.ChannelDtmfReceived)`. To"
    yield "Python each is a dict: nothing is checked at run time."
    yield '"""'
    yield ""
    yield "from typing import TYPE_CHECKING, Any, Literal, TypedDict"
    yield ""
    yield "if TYPE_CHECKING:"
    yield "    from typing_extensions import ReadOnly"
    yield "else:"
    yield "    from typing import Union as ReadOnly  # of one type, that is this type"
    yield from ("", "", "def __dir__() -> list[str]:")
    yield '    """The types, without what this file imports."""'
    yield '    return [name for name, one in globals().items() if name[0] != "_" and _is_type(one)]'
    yield from ("", "", "def _is_type(one: Any) -> bool:")
    yield '    return hasattr(one, "__total__")  # as each TypedDict has'
    for model in _in_order(api.models):
        yield from _model_text(model, api.models)


def _in_order(models: Mapping[str, Model]) -> list[Model]:
    """The models, each after those that it is made of."""
    ordered: dict[str, Model] = {}

    def add(name: str) -> None:
        if name in models and name not in ordered:
            model = models[name]
            for other in [model.base, *(_listed(one.type)[0] for one in model.fields.values())]:
                add(other)
            ordered[name] = model

    for name in sorted(models):
        add(name)
    return [*ordered.values()]


def _field_type(kind: str) -> str:
    inner, listed = _listed(kind)
    python = TYPES.get(inner, inner)
    return f"list[{python}]" if listed else python


def _model_text(model: Model, models: Mapping[str, Model]) -> Iterator[str]:
    """A class, after another with its optional fields, and one with those no class can have."""
    bases = [model.base] if model.base else []
    ordinary = {name: one for name, one in model.fields.items() if is_argument(name)}
    for required, suffix in ((True, "Odd"), (False, "OddOptional")):
        odd = {
            name: one
            for name, one in model.fields.items()
            if name not in ordinary and one.required is required
        }
        if odd:
            fields = ", ".join(f'"{name}": {_field_type(one.type)}' for name, one in odd.items())
            total = "" if required else ", total=False"
            name = f"_{model.name}{suffix}"
            yield from ("", "", f'{name} = TypedDict("{name}", {{{fields}}}{total})')
            bases.append(name)
    optional = [one for one in ordinary.values() if not one.required]
    if optional:
        yield from ("", "", f"class _{model.name}(TypedDict, total=False):")
        yield from (f"    {one.name}: {_field_type(one.type)}" for one in optional)
        bases.append(f"_{model.name}")
    yield from ("", "", f"class {model.name}({', '.join(bases or ['TypedDict'])}):")
    said = f'    """{_article(model.name)} {model.name} has these fields.'
    fields = [*_fields_text(model, models)]
    yield from [said, "", *fields, '    """'] if fields else [f'{said}"""']
    required = [one for one in ordinary.values() if one.required]
    if required:
        yield ""
    yield from (f"    {one.name}: {_field_type(one.type)}" for one in required)


def _article(name: str) -> str:
    return "An" if name[0] in "AEIOU" or name[:2] == "RT" else "A"


def _fields_text(
    model: Model, models: Mapping[str, Model], told: Iterable[str] = ()
) -> Iterator[str]:
    """A line for each field, for help(); those of the model that it is based on come last."""
    for one in model.fields.values():
        if one.name not in told:
            yield f"    {one.name}: {_field_type(one.type)}{'' if one.required else ' (optional)'}"
    if model.base:
        yield from _fields_text(models[model.base], models, [*told, *model.fields])


# --- ari/generated/api.pyi ---


#: What the stub begins with, after its first line.
IMPORTS = """
import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, overload

from typing_extensions import Concatenate, Never, ParamSpec, TypeAlias

from ari.client import Client
from ari.generated import models
from ari.listeners import Listener
from ari.objects import BaseObject, Resource

P = ParamSpec("P")
EventCallback: TypeAlias = Callable[Concatenate[Any, P], Any]
"""


def stub_text(api: Api, first_line: str) -> Iterator[str]:
    """The lines of ari/generated/api.pyi."""
    yield first_line
    yield IMPORTS
    for kind in sorted(CLASSES):
        yield from _aliases_text(api, kind)
    for resource in api.resources:
        yield from _resource_text(api, resource)
    yield from _resources_text(api)
    for kind in sorted(CLASSES):
        yield from _kind_text(api, kind)


def _resource_text(api: Api, resource: str) -> Iterator[str]:
    """The class of a resource, with its operations."""
    yield ""
    yield f"class {_capitalized(resource)}(Resource):"
    for operation in api.operations.values():
        if operation.resource == resource:
            yield from _method(operation, set())


def _resources_text(api: Api) -> Iterator[str]:
    """What a client has: its resources, and the methods that register callbacks with objects."""
    yield ""
    yield "class Resources:"
    for resource in api.resources:
        yield f"    {resource}: {_capitalized(resource)}"
    for kind in sorted(CLASSES):
        name = f"on_{_snake(kind)}_event"
        if hasattr(ari.Client, name):
            yield from _registrations(api, kind, name)


def _kind_text(api: Api, kind: str) -> Iterator[str]:
    """The class of a kind of object."""
    yield ""
    yield f"class {kind}(BaseObject):"
    yield "    client: Client"
    yield f"    json: models.{kind}"
    yield from _registrations(api, kind, "on_event")
    yield from _waits(api, kind)
    for operation, own in api.operations_of(kind):
        yield from _method(operation, own)


def _capitalized(name: str) -> str:
    return name[0].upper() + name[1:]


def _aliases_text(api: Api, kind: str) -> Iterator[str]:
    """Names for the events of each shape, for all that such an object has, and for their models."""
    for alias, _, events in _aliases(api, kind):
        yield _bracketed(f"{alias}: TypeAlias = Literal[", [f'"{one}"' for one in events], "]")
    targets = WITH_TARGET.get(kind, [])
    names = [alias for alias, _, _ in _aliases(api, kind)]
    names += [f"{one}EventType" for one in targets]
    events = [f"models.{event}" for event in api.shapes(kind)] + [f"{one}Event" for one in targets]
    if names:
        yield f"{kind}EventType: TypeAlias = {' | '.join(names)}"
        yield _union(f"{kind}Event: TypeAlias = ", events)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def _aliases(api: Api, kind: str) -> Iterator[tuple[str, str, list[str]]]:
    """For each shape of the objects: a name for the events that have it, the shape, and these."""
    shapes = api.shapes(kind)
    for name, shape in (
        (f"With{kind}", kind),
        (f"WithOptional{kind}", f"{kind} | None"),
        (f"With{kind}s", f"dict[str, {kind}]"),
    ):
        events = [event for event, its in shapes.items() if its == shape]
        if events:
            yield name, shape, events


def _registrations(api: Api, kind: str, name: str) -> Iterator[str]:
    """The method that registers a callback: it takes these events, and no other."""
    names: dict[str, str] = {}
    for alias, shape, _ in _aliases(api, kind):
        # A callback on an object is called for an event that has it.
        shape = shape.replace(" | None", "") if name == "on_event" else shape
        names[shape] = f"{names[shape]} | {alias}" if shape in names else alias
    for shape, events in (names or {kind: "Never"}).items():
        if len(names) > 1:
            yield "    @overload"
        yield _bracketed(
            f"    def {name}(",
            [
                "self",
                f"event_type: {events}",
                f"fn: Callable[Concatenate[{shape}, Any, P], Any]",
                "*args: P.args",
                "**kwargs: P.kwargs",
            ],
            ") -> Listener: ...",
        )


def _waits(api: Api, kind: str) -> Iterator[str]:
    """wait_for: one type of event gives this event, several give one of all that there are.

    Several of a playback's or a recording's own, without those of its channel, all have its field.
    """
    kinds = [kind, *WITH_TARGET.get(kind, [])]
    timeout = "timeout: float | None = None"
    for event in sorted({event for one in kinds for event in api.shapes(one)}):
        yield "    @overload"
        parameters = ["self", f'event_type: Literal["{event}"]', "/", "*", timeout]
        yield _bracketed("    def wait_for(", parameters, f") -> models.{event}: ...")
    if kind in WITH_TARGET:
        own = " | ".join(f"models.{event}" for event in sorted(api.shapes(kind)))
        yield "    @overload"
        parameters = ["self", f"event_type: With{kind}", "/", f"*event_types: With{kind}", timeout]
        yield _bracketed("    def wait_for(", parameters, f") -> {own}: ...")
    several, answer = (f"{kind}EventType", f"{kind}Event") if api.shapes(kind) else ("Never", "Any")
    if api.shapes(kind):
        yield "    @overload"
    parameters = ["self", f"event_type: {several}", "/", f"*event_types: {several}", timeout]
    yield _bracketed("    def wait_for(", parameters, f") -> {answer}: ...")


def _method(operation: Operation, own: set[str]) -> Iterator[str]:
    # An object's own may be given again, as programs for ari-py do.
    arguments = [
        one._replace(required=one.required and one.name not in own)
        for one in operation.arguments.values()
    ]
    named = [one for one in arguments if is_argument(one.name)]
    parameters = ["self", *(["*"] if named else [])]
    for one in named:
        python = _argument_type(one)
        # What is given by ** may be any of them, to a checker.
        if not one.required:
            python = f"{python} | None" if named == arguments else "Any"
        parameters.append(f"{one.name}: {python}{'' if one.required else ' = None'}")
    parameters[2:] = sorted(parameters[2:], key=lambda text: text.endswith("= None"))
    if named != arguments:
        parameters.append("**arguments: Any")
    yield _bracketed(f"    def {operation.name}(", parameters, f") -> {_answer(operation)}:")
    yield from _help(operation, own)


def _argument_type(argument: Argument) -> str:
    """What an argument may be: an object stands for its id."""
    python = ARGUMENT_TYPES[argument.type]
    python = f"{python} | {IDS[argument.name]}" if argument.name in IDS else python
    return f"{python} | Sequence[{python}]" if argument.multiple else python


def _answer(operation: Operation) -> str:
    inner, listed = _listed(operation.answer)
    answer = inner if inner in CLASSES else TYPES.get(inner, f"models.{inner}")
    # Some classes have an operation named list.
    return f"builtins.list[{answer}]" if listed else answer


def _help(operation: Operation, own: set[str]) -> Iterator[str]:
    """The docstring: what it does, its request, its arguments, and the errors' codes."""
    name = f"{operation.resource}.{operation.name}"
    yield f'        """{OPERATIONS.get(name, f"Do a {name}.")}'
    yield ""
    yield f"        {operation.request}"
    lines = [_about(operation, one) for one in operation.arguments.values() if one.name not in own]
    if any(lines):
        yield ""
    for line in filter(None, lines):
        yield textwrap.fill(line, WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 12)
    yield ""
    if operation.errors:
        yield f"        Raises ari.RequestFailed: {', '.join(map(str, operation.errors))}."
    yield f"        `help(client.{name})` has Asterisk's own words."
    yield '        """'


def _about(operation: Operation, argument: Argument) -> str:
    """A line on an argument: what it is for, and its values; none where its name says all."""
    own = f"{operation.resource}.{operation.name}.{argument.name}"
    words = ARGUMENTS.get(own, ARGUMENTS.get(argument.name, ""))
    notes = "; ".join(filter(None, [words, argument.values]))
    return f"{argument.name}: {notes}" if notes else ""


def _union(begin: str, items: Sequence[str]) -> str:
    """One line, or where that is too long, one for each item."""
    line = f"{begin}{' | '.join(items)}"
    lines = "\n    | ".join(items)
    return line if len(line) <= WIDTH else f"{begin}(\n    {lines}\n)"


def _bracketed(begin: str, items: Sequence[str], end: str) -> str:
    """One line, or where that is too long, three, or one for each item."""
    line = f"{begin}{', '.join(items)}{end}"
    if len(line) <= WIDTH:
        return line
    indent = " " * (len(begin) - len(begin.lstrip()))
    inner = f"{indent}    {', '.join(items)}"
    if len(inner) > WIDTH or "**" in inner:
        inner = "\n".join(f"{indent}    {item}," for item in items)
    return f"{begin}\n{inner}\n{indent}{end}"


def main() -> None:
    """Make both files."""
    apis = []
    for major in sorted(SUITES, reverse=True):
        with Asterisk(major) as asterisk:
            apis.append(read(asterisk.url))
    versions = " and ".join(map(str, sorted(SUITES)))
    first_line = f"# Made by tests/types from the api-docs of Asterisk {versions}: do not edit."
    api = union(apis)
    for file, text in ((STUB, stub_text(api, first_line)), (MODELS, models_text(api, first_line))):
        lines = "\n".join(text) + "\n"
        file.write_text(lines)
        print(f"{file.relative_to(REPOSITORY)}: {lines.count(chr(10))} lines")


if __name__ == "__main__":
    main()
