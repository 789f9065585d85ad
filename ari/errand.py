"""Work that takes a while, in a thread of its own."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Callable, Generic, TypeVar

T = TypeVar("T")


class Errand(Generic[T]):
    """A function that runs in the background; RuntimeError where the system has no thread left."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        # A SimpleQueue, since in Python 3.9 a Ctrl+C can leave other locks locked.
        self._outcomes: SimpleQueue[Future[T]] = SimpleQueue()
        self._undo: Callable[[T], None] | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        outcome: Future[T] = Future()
        try:
            outcome.set_result(self._work())
        except Exception as error:
            outcome.set_exception(error)
        self._outcomes.put(outcome)
        if self._undo is not None:
            self._discard(self._undo, 0)

    def outcome(self, seconds: float) -> Future[T]:
        """Return what has become of it: a Future with what the function returned or raised; once.

        Raises queue.Empty where it has not ended within this time.
        """
        return self._outcomes.get(timeout=seconds)

    def abandon(self, undo: Callable[[T], None], seconds: float) -> None:
        """Give up the result: it is undone, if not within this time then as soon as it is there."""
        self._discard(undo, seconds)
        self._undo = undo
        self._discard(undo, 0)

    def _discard(self, undo: Callable[[T], None], seconds: float) -> None:
        # Both threads may come here; only one of them gets the outcome.
        with contextlib.suppress(Empty):
            outcome = self._outcomes.get(timeout=seconds)
            if outcome.exception() is None:
                undo(outcome.result())
