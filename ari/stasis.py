"""The events of applications, over as many connections as it takes.

Asterisk sends the events of a Stasis application only while its WebSocket is open. What happened in
a gap is found out afterwards: GET /ari/applications tells which channels are in it now.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

from ari.errors import AriError, InvalidAnswer, retryable
from ari.events import Event, EventSocket, parse_event
from ari.rest import Rest
from ari.wire import Closed, Closing

log = logging.getLogger(__name__)

#: The application and the id of a channel in it.
_Place = tuple[str, str]

#: The first and the longest wait between two tries to reconnect, in seconds; up to a fifth comes on
#: top, so that many clients do not come back at the same moment.
FIRST_WAIT = 0.5
LONGEST_WAIT = 25.0


class Stasis:
    """The applications of one run(), and the channels in them."""

    def __init__(self, rest: Rest, apps: Sequence[str], closing: Closing) -> None:
        self._rest = rest
        self._apps = apps
        self._closing = closing
        #: Every channel that is in an application, as it was last seen.
        self._inside: dict[_Place, dict[str, Any]] = {}
        #: Channels that a reconnect found to have left or come unseen; their events may be coming.
        self._left: set[_Place] = set()
        self._came: set[_Place] = set()
        #: Channels whose StasisEnd we made up, in case Asterisk's own was only late.
        self._made_up: set[_Place] = set()

    def events(self) -> Generator[Event, None, None]:
        """Yield every event until the client closes.

        Raises AriError where the first connection fails, and later where another try is no use.
        """
        try:
            connection = self._closing.run(self._connect)
            while True:
                yield from self._until_lost(connection)
                connection = self._reconnect()
        except Closed:
            return

    def _connect(self) -> EventSocket:
        connection = EventSocket(self._rest, self._apps, self._closing)
        log.info("application %s registered at %s", ", ".join(self._apps), self._rest.address.rest)
        return connection

    def _until_lost(self, connection: EventSocket) -> Iterator[Event]:
        try:
            for message in connection:
                if message is None:
                    yield from self._reconcile()
                else:
                    event = parse_event(message)
                    if event is not None and self._note(event):
                        yield event
                self._closing.check()
        except AriError as error:
            if not retryable(error):
                raise
            log.error("connection to Asterisk lost, reconnecting: %s", error)
        finally:
            connection.close()

    def _reconnect(self) -> EventSocket:
        """Try until it works, without end; raises where no try can work."""
        wait = FIRST_WAIT
        while True:
            delay = wait * random.uniform(1.0, 1.2)
            log.info("next try in %.1f s", delay)
            self._closing.pause(delay)
            try:
                return self._closing.run(self._connect_again)
            except AriError as error:
                if not retryable(error):
                    raise
                log.info("not yet: %s", error)
            wait = min(2 * wait, LONGEST_WAIT)

    def _connect_again(self) -> EventSocket:
        """Connect, and ask who is in the applications now.

        Asked once before as well: an Asterisk that can't answer this yet would send events that
        are lost with the failed try.
        """
        self._present()
        connection = self._connect()
        try:
            present = self._present()
            # The answer to the ping comes after all that Asterisk sent before it said who is there.
            connection.ping()
        except AriError:
            connection.close()
            raise
        self._left = self._inside.keys() - present
        self._came = present - self._inside.keys()
        self._made_up = set()
        return connection

    def _present(self) -> set[_Place]:
        path = "/applications"
        # As long as a connection may take, since this is part of one.
        applications = self._rest.get_json(path, timeout=self._rest.timeout[0])
        try:
            return {
                (application["name"], channel)
                for application in applications
                for channel in application["channel_ids"]
                if application["name"] in self._apps
            }
        except (KeyError, TypeError) as error:
            raise InvalidAnswer(f"{path}: not a list of applications: {error!r}") from error

    def _note(self, event: Event) -> bool:
        """Keep track of the channels inside; False for an event that was delivered already."""
        channel = event.get("channel")
        if not isinstance(channel, dict):
            return True
        place = (str(event.get("application")), str(channel.get("id")))
        if event["type"] == "StasisStart":
            self._forget(place)
            self._inside[place] = channel
            self._made_up.discard(place)
        elif event["type"] == "StasisEnd":
            self._forget(place)
            self._inside.pop(place, None)
            return place not in self._made_up
        elif place in self._inside:
            self._inside[place] = channel
        return True

    def _forget(self, place: _Place) -> None:
        """Asterisk's own event has come: nothing to make up for this channel."""
        self._left.discard(place)
        self._came.discard(place)

    def _reconcile(self) -> Iterator[Event]:
        """Make up the events that a gap has swallowed."""
        left = [place for place in self._inside if place in self._left]
        came = self._snapshots(self._came) if self._came else {}
        self._left, self._came = set(), set()
        self._made_up.update(left)
        for place in left:
            yield _make_up("StasisEnd", place, self._inside.pop(place))
        self._inside.update(came)
        for place, channel in came.items():
            yield _make_up("StasisStart", place, channel)

    def _snapshots(self, places: set[_Place]) -> dict[_Place, dict[str, Any]]:
        """The channels at these places, but for those that have gone meanwhile."""
        listed = self._rest.get_json("/channels")
        try:
            channels = {channel["id"]: channel for channel in listed}
        except (KeyError, TypeError) as error:
            raise InvalidAnswer(f"/channels: not a list of channels: {error!r}") from error
        return {place: channels[place[1]] for place in places if place[1] in channels}


def _make_up(event_type: str, place: _Place, channel: dict[str, Any]) -> Event:
    """An event as Asterisk would have sent it, and `missed` to tell it from Asterisk's own."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    event = {
        "type": event_type,
        "timestamp": now[:-6] + "+0000",
        "channel": channel,
        "application": place[0],
        "missed": True,
    }
    return {**event, "args": []} if event_type == "StasisStart" else event
