"""The end of every wait: close() ends it, whoever calls it and whatever is waited for."""

from __future__ import annotations

import contextlib
import socket
import weakref
from queue import Empty
from typing import Callable, TypeVar

from ari.errand import Errand

T = TypeVar("T")

#: How long to wait for what is no longer wanted, in seconds: a program that ends at a signal would
#: cut off the connection that it is just making.
A_MOMENT = 0.3


class Closed(Exception):
    """The client was closed while we waited; never leaves this library."""


class Closing:
    """Whether the client is closed, told to all who wait."""

    def __init__(self) -> None:
        # A socket pair, since a lock could be held by the very code that a signal interrupted.
        self.told, self._teller = socket.socketpair()
        for end in (self.told, self._teller):
            weakref.finalize(self, end.close)
        self.done = False

    def set(self) -> None:
        """End every wait, now and from now on; safe in a signal handler."""
        if not self.done:
            self.done = True
            self._teller.send(b"x")

    def check(self) -> None:
        """Raise Closed if the client is closed."""
        if self.done:
            raise Closed

    def pause(self, seconds: float) -> None:
        """Wait that long, or raise Closed as soon as the client is closed."""
        self.told.settimeout(seconds)
        with contextlib.suppress(socket.timeout):
            self.told.recv(1, socket.MSG_PEEK)
        self.check()

    def call(self, work: Callable[[], T], undo: Callable[[T], None]) -> T:
        """Return what `work` returns, or raise Closed as soon as the client is closed.

        The work has a thread of its own, so no name server or silent host can hold up close().
        A result that comes too late is undone.
        """
        self.check()
        errand, outcome = Errand(work), None
        try:
            while outcome is None:
                self.check()
                with contextlib.suppress(Empty):
                    outcome = errand.outcome(0.1)
        except BaseException:
            errand.abandon(undo, A_MOMENT)
            raise
        return outcome.result()
