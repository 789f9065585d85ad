"""What tests in more than one folder use, and what becomes of a test that lacks what it needs."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Callable

import pytest
import trustme

import ari
from tests.lab import REPOSITORY
from tests.lab.client import Calls
from tests.lab.debian import CACHE, PACKAGES, root_of
from tests.lab.needs import Unavailable
from tests.lab.process import Dump, heed_ctrl_c, plain_environment
from tests.lab.standin import StandIn


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    """Skip a test whose fixtures can't have what they need on this machine."""
    with _skipped_where_unavailable(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Skip a test that can't have what it needs on this machine."""
    with _skipped_where_unavailable(item):
        return (yield)


@contextlib.contextmanager
def _skipped_where_unavailable(item: pytest.Item) -> Iterator[None]:
    try:
        yield
    except Unavailable as error:
        # In CI everything is to be had, and what needs nothing lacks nothing.
        if os.environ.get("CI") or "alone" in item.path.relative_to(REPOSITORY).parts:
            raise
        pytest.skip(str(error))


def pytest_report_header() -> list[str]:
    """Say what may be installed first, while nothing else is heard from the tests."""
    missing = ", ".join(suite for suite in PACKAGES if not root_of(suite).exists())
    if not missing or os.geteuid() != 0:
        return []
    return [f"to be installed in {CACHE} when first needed, a minute or two each: Debian {missing}"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in words how many tests of which folder were not tried, and why."""
    untried = Counter(
        (Path(report.fspath).parent, report.longrepr[2].removeprefix("Skipped: "))
        for report in terminalreporter.stats.get("skipped", ())
    )
    if untried:
        terminalreporter.section("not tried")
    for (folder, reason), number in sorted(untried.items()):
        tests = "1 test" if number == 1 else f"{number} tests"
        terminalreporter.line(f"{tests} in {folder}: {reason}")


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in for Asterisk."""
    with StandIn() as server:
        yield server


@pytest.fixture
def client(standin: StandIn) -> ari.Client:
    """A client of the stand-in."""
    return ari.connect(standin.url, "asterisk", "asterisk")


@pytest.fixture
def ca() -> trustme.CA:
    """A private CA."""
    return trustme.CA()


@pytest.fixture
def calls() -> Calls:
    """A callback that keeps what it was called with."""
    return Calls()


@pytest.fixture
def set_on_clients(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets attributes of all clients, such as min_delay."""

    def set_on_clients(**settings: float) -> None:
        for name, value in settings.items():
            monkeypatch.setattr(ari.Client, name, value)

    return set_on_clients


@pytest.fixture
def set_waits(set_on_clients: Callable[..., None]) -> Callable[..., None]:
    """Sets the first and the longest wait between two tries to reconnect, in seconds."""
    return lambda first, longest=25: set_on_clients(min_delay=first, max_delay=longest)


@pytest.fixture
def set_silence(set_on_clients: Callable[..., None]) -> Callable[..., None]:
    """Sets after how much silence a connection is pinged, and then is lost, in seconds."""
    return lambda interval, timeout=30: set_on_clients(ping_interval=interval, ping_timeout=timeout)


@pytest.fixture
def dump() -> Iterator[type[Dump]]:
    """Starts the script as often as a test likes, and leaves none behind."""
    started: list[Dump] = []

    class Started(Dump):
        def __init__(self, *arguments: str, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    yield Started
    for one in started:
        one.process.kill()
        one.wait()


#: The script, where it takes a second to give a connection up, and hardly any to try again.
HASTY = """
import sys, ari.client, channel_dump
class Session(ari.client.Session):
    def __init__(self, *args):
        super().__init__(*args)
        self.timeout = (1.0, self.timeout[1])
ari.client.Session, ari.Client.min_delay = Session, 0.02
sys.argv[0] = "channel_dump.py"
channel_dump.main()
"""


@pytest.fixture
def hasty(dump: type[Dump], tmp_path: Path) -> Callable[..., Dump]:
    """Starts the script as dump() does, for tests that would have to wait as long as it waits."""
    script = tmp_path / "hasty.py"
    script.write_text(HASTY)
    return partial(dump, script=script, PYTHONPATH=str(REPOSITORY))


@pytest.fixture
def symptom(dump: type[Dump]) -> Callable[..., str]:
    """The script's one line of error."""

    def run(*arguments: str, start: Callable[..., Dump] = dump, **environment: str) -> str:
        script = start(*arguments, **environment)
        assert script.wait() in (1, 78)
        (line,) = script.errors().splitlines()
        return line

    return run


@pytest.fixture
def program() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python programs, with what they print in pipes that only the test reads."""
    started: list[subprocess.Popen[str]] = []

    def start(text: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", text, *arguments],
            cwd=REPOSITORY,
            env=plain_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_ctrl_c,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def shell() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts shell commands in the repository's folder, and leaves none behind."""
    started: list[subprocess.Popen[str]] = []

    def start(command: str, folder: Path = REPOSITORY, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=folder,
            env={**plain_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=heed_ctrl_c,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
