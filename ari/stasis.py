"""The events of applications, over as many connections as it takes.

Asterisk sends the events of a Stasis application only while its WebSocket is open. What happened in
a gap is found out afterwards: GET /ari/applications/NAME tells which channels are in it now.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote

import requests

from ari.errors import AriError, InvalidAnswer, RequestFailed, retryable
from ari.events import Event, EventSocket, parse_event
from ari.rest import Rest
from ari.wire import Closed, Closing

log = logging.getLogger(__name__)

#: The application and the id of a channel in it.
_Place = tuple[str, str]
Channels = dict[_Place, dict[str, Any]]

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
        #: Who was inside when the latest connection was made.
        self._present: Channels = {}
        #: Every channel that is in an application, as it was last seen.
        self._inside: Channels = {}
        #: Who a reconnect found to have left or come unseen; their events may be coming still.
        self._left: set[_Place] = set()
        self._came: set[_Place] = set()
        #: The events made up since, in case Asterisk's own was only late.
        self._made_up: set[tuple[str, _Place]] = set()

    def events(self) -> Generator[Event, None, None]:
        """Yield every event until the client closes.

        Raises AriError where the first connection fails, and later where another try is no use.
        """
        try:
            connection = self._closing.run(self._connect)
            while True:
                yield from self._until_lost(connection)
                connection = self._reconnect()
                self._left = self._inside.keys() - self._present
                self._came = self._present.keys() - self._inside
                self._made_up = set()
        except Closed:
            return

    def _connect(self) -> EventSocket:
        """Connect for the first time."""
        try:
            self._inside = self._who_is_inside()
        except (RequestFailed, InvalidAnswer) as error:
            log.info("who is inside already can't be told: %s", error)
        return self._open()

    def _connect_again(self) -> EventSocket:
        """Connect, and ask who is inside now."""
        connection = self._open()
        try:
            self._present = self._who_is_inside()
            # The answer to the ping comes after all that Asterisk sent before it said who is there.
            connection.ping()
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self) -> EventSocket:
        self._closing.check()  # nobody may be waiting for this any more
        connection = EventSocket(self._rest, self._apps, self._closing)
        names = ", ".join(self._apps)
        log.info("application %s registered at %s, waiting", names, self._rest.address.rest)
        return connection

    def _who_is_inside(self) -> Channels:
        try:
            places = [(app, channel) for app in self._apps for channel in self._channel_ids(app)]
            listed = self._get("/channels") if places else []
            channels = {channel["id"]: channel for channel in listed if _in_stasis(channel)}
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidAnswer(f"neither applications nor channels: {error!r}") from error
        return {place: channels[place[1]] for place in places if place[1] in channels}

    def _channel_ids(self, app: str) -> list[str]:
        """The channels that an application is about; not all of them need be in it."""
        try:
            ids: list[str] = self._get(
                f"/applications/{quote(app, safe='', errors='surrogateescape')}"
            )["channel_ids"]
        except RequestFailed as error:
            if error.response.status_code != requests.codes.not_found:
                raise
            return []
        return ids

    def _get(self, path: str) -> Any:
        # For as long as connecting may take, since this is part of it.
        return self._rest.get_json(path, timeout=self._rest.timeout[0])

    def _until_lost(self, connection: EventSocket) -> Iterator[Event]:
        try:
            for message in connection:
                if message is None:
                    yield from self._reconcile()
                else:
                    event = parse_event(message)
                    if event is not None:
                        yield from self._news(event)
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

    def _news(self, event: Event) -> Sequence[Event]:
        """Keep track of the channels inside, and return what of this is to be told.

        That is nothing for an event that was made up already, and two events for a channel that
        comes again before it was known to have left.
        """
        channel = event.get("channel")
        if not isinstance(channel, dict):
            return (event,)
        place = (str(event.get("application")), str(channel.get("id")))
        if event["type"] == "StasisStart":
            before = self._end(place) if place in self._left else ()
            self._inside[place] = channel
            self._came.discard(place)
            return (*before, *self._unless_made_up(event, place))
        if event["type"] == "StasisEnd":
            self._inside.pop(place, None)
            self._came.discard(place)
            return self._unless_made_up(event, place)
        if place in self._inside:
            self._inside[place] = channel
        return (event,)

    def _unless_made_up(self, event: Event, place: _Place) -> Sequence[Event]:
        if not self._made_up:  # as nearly always
            return (event,)
        told = (event["type"], place) in self._made_up
        self._made_up -= {("StasisStart", place), ("StasisEnd", place)}
        return () if told else (event,)

    def _end(self, place: _Place) -> Sequence[Event]:
        """Make up a StasisEnd."""
        self._left.discard(place)
        self._made_up.add(("StasisEnd", place))
        return (_make_up("StasisEnd", place, self._inside.pop(place)),)

    def _start(self, place: _Place) -> Sequence[Event]:
        """Make up a StasisStart."""
        self._came.discard(place)
        self._made_up.add(("StasisStart", place))
        self._inside[place] = self._present[place]
        return (_make_up("StasisStart", place, self._inside[place]),)

    def _reconcile(self) -> Iterator[Event]:
        """Make up the events that a gap has swallowed."""
        for place in [place for place in self._inside if place in self._left]:
            yield from self._end(place)
        for place in [place for place in self._present if place in self._came]:
            yield from self._start(place)


def _in_stasis(channel: dict[str, Any]) -> bool:
    # An application's channel_ids have those as well that it is only subscribed to.
    return bool(channel["dialplan"].get("app_name", "Stasis") == "Stasis")


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
