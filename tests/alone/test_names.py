"""What `import ari` and `from ari import *` bring."""

from __future__ import annotations

import inspect
import types

import ari


def names():
    """What `from ari import *` brings, by name."""
    found = {}
    exec("from ari import *", found)
    del found["__builtins__"]
    return found


def test_star_brings_the_public_names_alone():
    """The client, its objects, errors and helpers: nothing that the library itself imports."""
    brought = names()
    assert {"connect", "Channel", "AriError", "models", "show"} <= brought.keys()
    for name, what in brought.items():
        assert what is getattr(ari, name)
        module = what.__name__ if isinstance(what, types.ModuleType) else what.__module__
        assert module.partition(".")[0] == "ari", name


def test_every_public_name_explains_itself():
    """help() has something to say of each."""
    assert [name for name, what in names().items() if not inspect.getdoc(what)] == []


def test_every_kind_of_object_and_error_is_public():
    """What an operation returns or raises can be named by a program."""
    kinds = [*ari.BaseObject.__subclasses__(), *ari.AriError.__subclasses__()]
    ours = {kind.__name__ for kind in kinds if kind.__module__.partition(".")[0] == "ari"}
    assert len(ours) > 10
    assert ours <= names().keys()
