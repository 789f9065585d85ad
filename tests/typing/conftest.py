"""Type checkers, and what they say of the programs here and of the README's."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import REPOSITORY
from tests.lab.needs import Unavailable, one_at_a_time
from tests.lab.readme import block, recipe

HERE = Path(__file__).parent

#: The pages' programs.
PROGRAMS = {
    "twelve_lines": block("import ari\n\nclient"),
    "first": block("import ari\n\n\ndef serve(channels, event)"),
    "ivr": recipe("An IVR"),
    "voicemail": recipe("Voicemail"),
    "connect": recipe("A caller connected"),
    "callqueue": recipe("A queue"),
    "call": recipe("Make a call"),
    "callbacks": recipe("Callbacks on"),
    "fails": recipe("What a handler"),
    "resumed": recipe("Callers who"),
    "tidy": recipe("What a program leaves"),
    "beside": recipe("Beside asyncio"),
    "watchdog": block("import contextlib\nimport os\n"),
    "desk": block("import sys\n\nimport ari\n"),
}

#: The lines that a checker finds fault with in each file, by the file's name.
Faults = dict[str, set[int]]


def run(*command: str) -> str:
    """Run a checker as a module of this Python, and return what it says of the programs."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=REPOSITORY,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise Unavailable(f"{command[0]} does not run: {done.stdout}{done.stderr}")
    return done.stdout


@pytest.fixture(scope="session")
def tools() -> None:
    """The type checkers and jedi, installed when first needed."""
    with one_at_a_time(HERE / "requirements.txt"):
        try:
            for name in ("jedi", "mypy", "pyright"):
                importlib.import_module(name)
        except ImportError:
            try:
                run("pip", "install", "-qq", "-r", str(HERE / "requirements.txt"))
                importlib.invalidate_caches()
                importlib.import_module("pyright")
            except ImportError:
                raise Unavailable("mypy, pyright and jedi can't be installed") from None
        run("pyright", "--version")  # the first time, it downloads the rest of it


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The README's programs, as files."""
    folder = tmp_path_factory.mktemp("programs")
    for name, text in PROGRAMS.items():
        (folder / f"{name}.py").write_text(text)
    return [str(folder / f"{name}.py") for name in PROGRAMS]


@pytest.fixture(scope="session", params=["mypy", "pyright"])
def faults(request: pytest.FixtureRequest, tools: None, programs: list[str]) -> Faults:
    """What a checker finds fault with: our own files strictly, the README's as newcomers do."""
    own = [str(HERE / "passes.py"), str(HERE / "mistakes.py"), "channel_dump.py"]
    found = mypy(own, programs) if request.param == "mypy" else pyright([*own, *programs])
    faults: Faults = {}
    for path, line in found:
        faults.setdefault(Path(path).name, set()).add(line)
    return faults


def mypy(own: list[str], programs: list[str]) -> list[tuple[str, int]]:
    """Where mypy finds fault."""
    said = run("mypy", "--strict", *own) + run("mypy", "--check-untyped-defs", *programs)
    return [(path, int(line)) for path, line in re.findall(r"^(.+?):(\d+): error", said, re.M)]


def pyright(files: list[str]) -> list[tuple[str, int]]:
    """Where pyright finds fault, with its standard settings."""
    said = json.loads(run("pyright", "--outputjson", "--pythonpath", sys.executable, *files))
    assert said["summary"]["filesAnalyzed"] == len(files)
    return [
        (one["file"], one["range"]["start"]["line"] + 1)
        for one in said["generalDiagnostics"]
        if one["severity"] == "error"
    ]
