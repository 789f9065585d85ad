"""What the tests share: a stand-in, real Asterisks, a client that runs, the script."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Callable, TypeVar

import pytest
from asterisk import Asterisk
from debian import REPOSITORY, Machine, Unavailable
from process import Dump, plain_environment
from standin import StandIn

import ari

T = TypeVar("T")


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in for Asterisk."""
    with StandIn() as server:
        yield server


@pytest.fixture
def client(standin: StandIn) -> ari.Client:
    """A client of the stand-in."""
    return ari.connect(standin.url, "asterisk", "asterisk")


@pytest.fixture(scope="session", params=[22, 16])
def asterisk(request: pytest.FixtureRequest) -> Iterator[Asterisk]:
    """A real Asterisk of each version."""
    with had(Asterisk, request.param) as server:
        yield server


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """A Debian 12 with systemd; a skip, also in CI, where the kernel lets no container boot."""
    system = had(Machine)
    try:
        with system:
            yield system
    except Unavailable as error:
        pytest.skip(str(error))


def had(make: Callable[..., T], *arguments: object) -> T:
    """What can be had only on some machines: elsewhere a skip, but in CI a failure."""
    try:
        return make(*arguments)
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@contextlib.contextmanager
def running(client: ari.Client, apps: str | list[str] = "channel-dump") -> Iterator[Future[None]]:
    """The client's run() in a thread; at the end it is closed and what run() raised is raised."""
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(client.run, apps)
        try:
            yield run
        finally:
            client.close()
        run.result(10)


@pytest.fixture
def dump() -> Iterator[type[Dump]]:
    """Starts the script as often as a test likes, and leaves none behind."""
    started: list[Dump] = []

    class Started(Dump):
        def __init__(self, *arguments: str, **environment: str) -> None:
            super().__init__(*arguments, **environment)
            started.append(self)

    yield Started
    for one in started:
        one.process.kill()
        one.wait()
        for stream in (one.process.stdout, one.process.stderr):
            assert stream
            stream.close()


class Calls(queue.Queue):
    """A callback that keeps what it was called with."""

    def __call__(self, *args, **kwargs):
        """Keep a call's arguments."""
        self.put((*args, kwargs) if kwargs else args)

    def next(self):
        """The next call's arguments, waited for."""
        return self.get(timeout=10)


@pytest.fixture
def calls():
    """A callback that keeps what it was called with."""
    return Calls()


@pytest.fixture
def shell():
    """Starts shell commands in the repository's folder, and leaves none behind."""
    started: list[subprocess.Popen[str]] = []

    def start(command: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=REPOSITORY,
            env={**plain_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
