"""The events of applications, over as many connections as that takes."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from functools import partial

from ari.backoff import Backoff
from ari.census import Census
from ari.closing import Closed, Closing
from ari.errors import AriError, ConnectionFailed, is_permanent
from ari.event import REGISTERED, Event, new_event, parse_event
from ari.eventsocket import SILENCE, EventSocket, Pong
from ari.presence import Presence, Snapshot
from ari.session import Session
from ari.text import printable

log = logging.getLogger(__name__)

#: What is in the one ping whose answer marks a moment in the events; others are empty.
_MARK = b"census"


class Stasis:
    """The applications of one run()."""

    def __init__(
        self, session: Session, apps: Sequence[str], subscribe_all: bool, closing: Closing
    ) -> None:
        self._session = session
        self._apps = apps
        self._subscribe_all = subscribe_all
        self._closing = closing
        self._backoff = Backoff()
        self._presence = Presence()
        self._census = Census(session, apps, self._presence.asked)

    def events(self) -> Generator[Event, None, None]:
        """Yield every event until the client is closed.

        Raises AriError where the first connection fails, and later where no try can succeed.
        """
        try:
            connection = self._connect()
            while True:
                begin = time.monotonic()
                yield from self._until_lost(connection)
                self._backoff.lasted(time.monotonic() - begin)
                connection = self._reconnect()
                self._presence.reconnected()
        except Closed:
            return

    def _connect(self) -> EventSocket:
        try:
            connection = self._closing.call(
                partial(EventSocket, self._session, self._apps, self._subscribe_all, self._closing),
                EventSocket.close,
            )
        except RuntimeError as error:  # the system has no thread left
            raise ConnectionFailed(self._session.address.ari, error) from error
        names, url = printable(", ".join(self._apps)), self._session.address.ari
        said = "application %s registered at %s, waiting for calls in Stasis(%s)"
        log.info(said, names, url, names)
        return connection

    def _reconnect(self) -> EventSocket:
        """Try until it works, without end; raises where no try can."""
        while True:
            delay = self._backoff.next()
            log.info("next try in %.1f s", delay)
            self._closing.pause(delay)
            try:
                return self._connect()
            except AriError as error:
                if is_permanent(error):
                    raise
                failed = error
            log.info("not yet: %s", failed)

    def _until_lost(self, connection: EventSocket) -> Iterator[Event]:
        """Yield the events of one connection."""
        try:
            yield from [new_event(REGISTERED, app) for app in self._apps]
            yield from self._news(connection)
        except ConnectionFailed as error:
            lost = error
        finally:
            connection.close()
        # Not in the except, or the traceback of Ctrl+C here would begin with the lost connection's.
        log.error("connection to Asterisk lost, reconnecting: %s", lost)

    def _news(self, connection: EventSocket) -> Iterator[Event]:
        """Yield its messages' events, and what a gap before it has swallowed."""
        self._census.begin()
        presence, census = self._presence, self._census
        snapshot = self._look(connection)
        for message in connection:
            if isinstance(message, bytearray):
                event = parse_event(message)
                if event is not None:
                    yield from presence.news(event)
            elif snapshot is not None and message == Pong(_MARK):
                yield from presence.settle(snapshot)
                snapshot = None
            if presence.crowded and snapshot is None and not census.open:
                census.begin()
            if census.open:
                snapshot = self._look(connection)

    def _look(self, connection: EventSocket) -> Snapshot | None:
        """The answer to who is inside, if it has come; then the answer to a ping will mark it."""
        snapshot = self._census.answer()
        connection.patience = self._census.patience if self._census.open else SILENCE
        if snapshot is not None:
            # The answer to the ping comes after all that Asterisk sent before it said who is there.
            connection.ping(_MARK)
        return snapshot
