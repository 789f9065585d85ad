"""Asking Asterisk who is inside the applications, while events go on."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from queue import Empty
from typing import Callable

from ari.backoff import Backoff
from ari.errand import Errand
from ari.errors import AriError
from ari.presence import Snapshot
from ari.session import Session

log = logging.getLogger(__name__)

#: How long to wait between two looks at whether an answer has come, in seconds.
LOOK = 0.05


class Census:
    """Asks in the background, and again after a while, until Asterisk can answer.

    `asked` is called each time before it asks.
    """

    def __init__(self, session: Session, apps: Sequence[str], asked: Callable[[], None]) -> None:
        self._session = session
        self._apps = apps
        self._asked = asked
        self._errand: Errand[Snapshot] | None = None
        self._due = 0.0
        self._backoff = Backoff()
        #: Whether there is an answer to wait for.
        self.open = False
        self._troubled = False

    def begin(self) -> None:
        """Ask now; an answer to an earlier question is no longer wanted."""
        self.open, self._errand, self._due = True, None, 0.0
        self._backoff = Backoff()

    @property
    def patience(self) -> float:
        """How long until answer() should be called again, in seconds."""
        return LOOK if self._errand else max(LOOK, self._due - time.monotonic())

    def answer(self) -> Snapshot | None:
        """Return the answer if it has come; ask, if it is time to."""
        try:
            if self._errand is None and time.monotonic() >= self._due:
                self._asked()
                self._errand = Errand(self._ask)
            if self._errand is None:
                return None
            snapshot = self._errand.outcome(0).result()
        except Empty:
            return None
        except (AriError, RuntimeError) as error:
            failed = error
        else:
            if self._troubled:
                log.info("who is inside is known again")
            self.open = self._troubled = False
            return snapshot
        self._ask_later(failed)
        return None

    def _ask_later(self, error: Exception) -> None:
        self._errand, self._due = None, time.monotonic() + self._backoff.next()
        if not self._troubled:
            self._troubled = True
            log.error("who is inside can't be found out yet, so it is asked again: %s", error)

    def _ask(self) -> Snapshot:
        get = self._session.get_json
        return Snapshot(self._apps, get("/applications"), get("/channels"))
