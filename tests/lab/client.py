"""A client that runs in a test."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import ari
from tests.lab.standin import HANDLED, StandIn, handled


@contextlib.contextmanager
def running(
    client: ari.Client,
    apps: str | list[str] = "channel-dump",
    subscribe_all: bool = False,
    **options: bool,
) -> Iterator[Future[None]]:
    """Run the client in a thread; at the end, close it and raise what run() raised."""
    client.on_event(HANDLED, lambda event: handled.put(event["number"]))
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(client.run, apps, subscribe_all, **options)
        try:
            yield run
        finally:
            client.close()
        run.result(30)


def both_work(
    url: str, standin: StandIn, user: str = "asterisk", password: str = "asterisk"
) -> None:
    """Check that a request and the WebSocket reach the stand-in."""
    client = ari.connect(url, user, password)
    assert client.channels.list() == []
    with running(client):
        standin.wait_for()


class Calls(queue.Queue[Any]):
    """A callback that keeps what it was called with."""

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Keep a call's arguments."""
        self.put((*args, kwargs) if kwargs else args)

    def next(self) -> Any:
        """The next call's arguments, waited for."""
        try:
            return self.get(timeout=30)
        except queue.Empty:
            message = "it was not called; see in the log whether another callback raised"
            raise AssertionError(message) from None
