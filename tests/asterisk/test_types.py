"""What type checkers know, held against what real Asterisks say of themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

import ari
from ari.objects import CLASSES
from tests.lab import types
from tests.lab.types import WITH_TARGET, Api, Operation, is_argument
from tests.lab.words import OPERATIONS

#: How to put right what fails here.
ADVICE = "tests/types makes the files again"


@pytest.fixture(scope="module")
def api(asterisk) -> Api:
    """What this Asterisk has, by its api-docs."""
    return types.read(asterisk.url)


@pytest.fixture(scope="module")
def stub() -> dict[str, ast.ClassDef]:
    """The classes of ari/generated/api.pyi."""
    body = ast.parse(types.STUB.read_text()).body
    return {one.name: one for one in body if isinstance(one, ast.ClassDef)}


def lacking(methods: ast.ClassDef, operation: Operation, own: set[str]) -> list[str]:
    """What a class lacks of an operation: itself, or arguments that it has."""
    for one in methods.body:
        if isinstance(one, ast.FunctionDef) and one.name == operation.name:
            known = {argument.arg for argument in one.args.kwonlyargs}
            break
    else:
        return [f"{methods.name}.{operation.name}"]
    arguments = {argument for argument in operation.arguments if is_argument(argument)} - own
    missing = [f"{operation.name}({argument})" for argument in arguments - known]
    if any(not is_argument(argument) for argument in operation.arguments) and not one.args.kwarg:
        missing.append(f"{operation.name}(**)")
    return missing


def test_every_operation_is_there(api, stub):
    """Each operation of each resource is known, with each of its arguments."""
    assert len(api.operations) > 90
    missing = []
    for (resource, _), operation in api.operations.items():
        missing += lacking(stub[resource[0].upper() + resource[1:]], operation, set())
    assert missing == [], ADVICE


def test_every_operation_of_an_object_is_there(api, stub):
    """Each operation that an object has is known, without the arguments that it fills in."""
    missing = []
    for kind in CLASSES:
        for operation, own in api.operations_of(kind):
            missing += lacking(stub[kind], operation, own)
    assert missing == [], ADVICE


def test_every_operation_has_help(api, stub):
    """An editor shows what each operation does, its request, its values and its errors."""
    missing = []
    for (resource, name), operation in api.operations.items():
        methods = stub[resource[0].upper() + resource[1:]].body
        (text,) = [ast.get_docstring(one) for one in methods if one.name == name]
        facts = [operation.request, *map(str, operation.errors)]
        for argument in operation.arguments.values():
            facts += re.split(r" \| |, ", argument.values)
        shown = " ".join(text.split())
        missing += [f"{resource}.{name}: {fact}" for fact in facts if fact not in shown]
        if f"{resource}.{name}" not in OPERATIONS:
            missing.append(f"{resource}.{name} in words.py")
    assert missing == [], ADVICE


def sentences(docs: Any) -> Iterator[str]:
    """The texts in api-docs that have some words."""
    if isinstance(docs, str) and len(docs.split()) > 3:
        yield " ".join(docs.casefold().rstrip(".").split())
    if isinstance(docs, dict):
        docs = [*docs.values()]
    if isinstance(docs, list):
        for one in docs:
            yield from sentences(one)


def test_the_texts_of_asterisk_stay_there(asterisk):
    """No text of the api-docs is in the files that are made from them: they are GPL."""
    made = " ".join(f"{types.STUB.read_text()} {types.MODELS.read_text()}".casefold().split())
    told = {*sentences(types.api_docs(asterisk.url))}
    assert len(told) > 200
    assert [one for one in told if one in made] == []


def test_every_model_and_field_is_there(api):
    """Each event and model is known, with each field; what is said to be always there, is."""
    assert len(api.events) > 30
    missing, too_much = [], []
    for name, model in api.models.items():
        known = getattr(ari.models, name, None)
        if known is None:
            missing.append(name)
            continue
        fields = known.__required_keys__ | known.__optional_keys__
        missing += [f"{name}[{field}]" for field in model.fields.keys() - fields]
        for field in known.__required_keys__ & model.fields.keys():
            if not model.fields[field].required:
                too_much.append(f"{name}[{field}]")
    assert (missing, too_much) == ([], []), ADVICE


def test_every_event_can_be_waited_for(api, stub):
    """Each event is known to wait_for of each kind of object that it may be about."""
    missing = []
    for kind in CLASSES:
        waits = [one for one in stub[kind].body if getattr(one, "name", "") == "wait_for"]
        parts = [part for one in waits for part in ast.walk(one.args)]
        known = {part.value for part in parts if isinstance(part, ast.Constant)}
        events = {event for one in (kind, *WITH_TARGET.get(kind, ())) for event in api.shapes(one)}
        missing += [f"{kind}: {event}" for event in events - known]
    assert missing == [], ADVICE


def test_every_event_can_be_registered(api):
    """Each event is known where it can be registered, with what its callbacks get."""
    text = types.STUB.read_text()
    assignments = [one for one in ast.parse(text).body if isinstance(one, ast.AnnAssign)]
    literals = {
        one.target.id: {
            value.value for value in ast.walk(one.value) if isinstance(value, ast.Constant)
        }
        for one in assignments
    }
    missing = []
    for kind in CLASSES:
        names = {
            kind: f"With{kind}",
            f"{kind} | None": f"WithOptional{kind}",
            f"dict[str, {kind}]": f"With{kind}s",
        }
        for event, shape in api.shapes(kind).items():
            if event not in literals.get(names[shape], set()):
                missing.append(f"{event}: {shape}")
    assert missing == [], ADVICE
