"""The question who is inside, which is asked on each connection: a gap may have swallowed events.

1. The applications are registered, and callbacks are told so: ApplicationRegistered. They may set
   an event filter, and have a moment for that, so that the answer shows the filter: no event is
   made up that a filter would withhold.
2. A thread asks Asterisk, and goes on until it has an answer or the connection is lost.
3. The connection's thread sends a ping. The pong comes behind all events that Asterisk sent
   before it answered the request. (The answer may show a channel inside, or gone, a moment before
   Asterisk sends the event. The tracker knows of such late events.)
4. At the pong the answer goes into the queue, behind those events, to the tracker of channels.

With `resume` it is asked before the first connection as well. Whoever is inside then has a made-up
StasisStart, which so comes before any event of that connection about the channel.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence

from ari.errors import AriError, may_hold_a_thread
from ari.eventsocket import EventSocket, Settings
from ari.session import Session
from ari.snapshot import Snapshot

log = logging.getLogger(__name__)

#: How long the callbacks of ApplicationRegistered are waited for, in seconds.
FILTER_TIME = 1.0
#: The data of the ping, and so of its pong.
MARK = b"snapshot"
_NOT_AGAIN = (
    "; it is not asked again before the next reconnect, since a request that Asterisk does not"
    " answer may keep one of its HTTP threads for ever"
)
_UNDECIDED = (
    "nothing is told of %d channel(s) before they leave: nobody can know whether they are inside,"
    " as Asterisk says which applications are subscribed to a channel, not which one it is in"
)


class Question:
    """Who is inside, for one connection. Step 2 has a thread of its own."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session, self._settings = session, settings
        #: With `resume`, who was inside before the first connection.
        self.earlier: Snapshot | None = None
        #: False where the earlier question may keep one of Asterisk's threads: see errors.
        self._may_ask = True
        #: To be set when the callbacks of ApplicationRegistered are done.
        self.registered = threading.Event()
        #: To be set when the connection is lost: the next one has a question of its own.
        self.lost = threading.Event()
        self._answer: Snapshot | None = None
        self._marked = False

    def ask_earlier(self, apps: Sequence[str]) -> None:
        """Find out who is inside before the first connection to these applications.

        Logs how many channels are undecided, or why nothing is known.
        """
        answer = self._ask()
        if isinstance(answer, AriError):
            self._may_ask = not may_hold_a_thread(answer)
            more = "" if self._may_ask else _NOT_AGAIN
            log.error("who was inside before can't be found out: %s%s", answer, more)
            return
        self.earlier = answer
        if undecided := answer.undecided(apps):
            log.warning(_UNDECIDED, len(undecided))

    def begin(self) -> None:
        """Let a thread ask, once callbacks have been told of the registration."""
        if self._may_ask:  # a daemon: Asterisk may take longer than the program runs
            threading.Thread(target=self._find_out, name="ari-snapshot", daemon=True).start()

    def _find_out(self) -> None:
        self.registered.wait(FILTER_TIME)
        delay, failed = self._settings.min_delay, False
        while not self.lost.is_set():
            answer = self._ask()
            if self.lost.is_set():
                return
            if isinstance(answer, Snapshot):
                if failed:
                    log.warning("who is inside is known again")
                self._answer = answer
                return
            if may_hold_a_thread(answer):
                log.error("who is inside can't be found out: %s%s", answer, _NOT_AGAIN)
                return
            if not failed:
                log.error("who is inside can't be found out yet and is asked again: %s", answer)
            failed = True
            self.lost.wait(delay)
            delay = min(2 * delay, self._settings.max_delay)

    def _ask(self) -> Snapshot | AriError:
        get, asked_at = self._session.get_json, time.monotonic()
        try:
            return Snapshot(get("/applications"), get("/channels"), asked_at)
        except AriError as error:
            return error

    def answer(self, events: EventSocket) -> Snapshot | None:
        """Return the answer, once, when all events that are older have been received."""
        if self._answer and not self._marked:
            events.ping(MARK)
            self._marked = True
        if not self._marked or events.pong != MARK:
            return None
        answer, self._answer = self._answer, None
        return answer
