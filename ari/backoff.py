"""How long to wait between tries."""

from __future__ import annotations

import random

#: The first and the longest wait, in seconds; up to a fifth is added, so that many clients do not
#: come back at the same moment.
FIRST_WAIT = 0.5
LONGEST_WAIT = 25.0


class Backoff:
    """Waits, each twice as long as the one before, until a try has lasting success."""

    def __init__(self) -> None:
        self._wait = FIRST_WAIT

    def next(self) -> float:
        """Return how long to wait now, in seconds."""
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT)
        return wait * random.uniform(1.0, 1.2)

    def lasted(self, seconds: float) -> None:
        """Start over, if what was tried lasted longer than the next wait would."""
        if seconds > self._wait:
            self._wait = FIRST_WAIT
