"""Who is inside the applications, and which events a gap has swallowed.

Asterisk sends the events of a Stasis application only while its WebSocket is open. What happened in
a gap follows from who is inside afterwards. There is no I/O here: events and snapshots go in, and
the events that are to be told come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ari.errors import InvalidAnswer
from ari.event import Event, new_event

#: An application, and the id of a channel that is in it.
Place = tuple[str, str]

#: In the `channel_ids` of an application that is subscribed to all channels, instead of any other.
ALL_CHANNELS = "__AST_CHANNEL_ALL_TOPIC"

#: By how many the channels inside may grow before they are counted again: an event filter can hold
#: back that they have left.
CROWD = 1000


class Snapshot:
    """Who is where at one moment, in Asterisk's words; InvalidAnswer where these are none.

    `apps` are our applications, `applications` is the answer to `GET /applications`, which has
    those of others too, and `channels` that to `GET /channels`.
    """

    def __init__(self, apps: Sequence[str], applications: Any, channels: Any) -> None:
        self._apps = apps
        try:
            self.channels: dict[str, dict[str, Any]] = {one["id"]: dict(one) for one in channels}
            self._dialplans = {one["id"]: dict(one["dialplan"]) for one in channels}
            self._subscribed = {one["name"]: {*one["channel_ids"]} for one in applications}
            self._filters = {one["name"]: _filter(one) for one in applications}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidAnswer(f"neither applications nor channels: {error!r}") from error

    def is_inside(self, place: Place, seen: Mapping[str, Any] | None = None) -> bool:
        """Whether the channel is in the application; `seen` is how it was last seen inside it.

        The dialplan's `app_name` and `app_data` tell who entered, in versions that have them. They
        stay as they were when a channel is moved to another application. Asterisk 22 forgets an
        application that is subscribed to all channels with its connection, but not who is inside.
        """
        app, channel_id = place
        dialplan, subscribed = self._dialplans.get(channel_id), self._subscribed.get(app, set())
        if dialplan is None or dialplan.get("app_name", "Stasis") != "Stasis":
            return False
        if not {channel_id, ALL_CHANNELS} & subscribed:
            elsewhere = any(channel_id in ids for ids in self._subscribed.values())
            if seen is None or "app_name" not in dialplan or elsewhere:
                return False
        same_call = seen is not None and _app_data(seen.get("dialplan")) == _app_data(dialplan)
        return same_call or _app_data(dialplan)[0] == app

    def entered(self) -> Iterator[Place]:
        """Yield who is inside, as far as the channels themselves tell."""
        for channel_id, dialplan in self._dialplans.items():
            place = (_app_data(dialplan)[0], channel_id)
            if place[0] in self._apps and self.is_inside(place):
                yield place

    def holds_back(self, event_type: str, app: str) -> bool:
        """Whether the application's event filter keeps this type from us."""
        allowed, disallowed = self._filters.get(app, (set(), set()))
        return event_type in disallowed or (bool(allowed) and event_type not in allowed)


def _app_data(dialplan: Any) -> list[str]:
    """The application and the arguments with which the dialplan called Stasis()."""
    return str(dialplan.get("app_data", "") if isinstance(dialplan, dict) else "").split(",")


def _filter(application: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The types of event that the application's filter allows, where any, and those it does not."""
    allowed = {one["type"] for one in application.get("events_allowed", [])}
    return allowed, {one["type"] for one in application.get("events_disallowed", [])}


class Presence:
    """The channels in the applications of one run(), as far as events and snapshots tell."""

    def __init__(self) -> None:
        #: Every channel that is inside, as it was last seen.
        self._inside: dict[Place, dict[str, Any]] = {}
        #: Who may have left: no event about them came since the gap, or since the last question.
        self._doubtful: set[Place] = set()
        #: Who left since the last question; its answer may still have them inside.
        self._left: set[Place] | None = None
        #: What was made up since the last gap, in case Asterisk's own was only late.
        self._made_up: set[tuple[str, Place]] = set()
        #: The last two, the older one first.
        self._snapshots: Sequence[Snapshot] = ()
        self._gap = False
        self._limit = CROWD
        #: Whether there are so many inside that it should be asked who still is.
        self.crowded = False

    def reconnected(self) -> None:
        """Take note of a gap, in which whoever was inside may have left unseen."""
        self._gap = True
        self._doubtful = {*self._inside}
        self._made_up = set()

    def asked(self) -> None:
        """Take note that a snapshot is asked for: what is heard from now on is newer."""
        if not self._gap:
            self._doubtful = {*self._inside}
        self._left = set()

    def news(self, event: Event) -> Sequence[Event]:
        """Keep track of the channels inside, and return what of this event is to be told.

        That is nothing for an event that was made up already, and two events where this one tells
        that another was missed.
        """
        channel = event.get("channel")
        if not isinstance(channel, dict):
            return (event,)
        place = (str(event.get("application")), str(channel.get("id")))
        if event["type"] == "StasisStart":
            return self._start(place, event, channel)
        if event["type"] == "StasisEnd":
            return self._end(place, event, channel)
        if place in self._inside:
            self._inside[place] = channel
        return (event,)

    def _start(self, place: Place, event: Event, channel: dict[str, Any]) -> Sequence[Event]:
        back_again = self._gap and place in self._doubtful
        missed = self._missed_end(place, gone=False) if back_again else ()
        self._doubtful.discard(place)
        self._inside[place] = channel
        self.crowded = len(self._inside) > self._limit
        return (*missed, *self._unless_made_up(event, place)) if self._made_up else (event,)

    def _end(self, place: Place, event: Event, channel: dict[str, Any]) -> Sequence[Event]:
        known = place in self._inside or (event["type"], place) in self._made_up
        entered_unseen = self._gap and bool(self._snapshots) and not known
        missed = self._missed_start(place, channel) if entered_unseen else ()
        self._inside.pop(place, None)
        self._doubtful.discard(place)
        if self._left is not None:
            self._left.add(place)
        return (*missed, *self._unless_made_up(event, place)) if self._made_up else (event,)

    def _unless_made_up(self, event: Event, place: Place) -> Sequence[Event]:
        told = (event["type"], place) in self._made_up
        self._made_up -= {("StasisStart", place), ("StasisEnd", place)}
        return () if told else (event,)

    def settle(self, snapshot: Snapshot) -> list[Event]:
        """Return the events that the latest gap has swallowed, if there was one.

        For when all has been heard that Asterisk sent before the snapshot. What its event filters
        hold back is not told, and before the first snapshot nobody can know who came unseen.
        """
        complete, self._snapshots = bool(self._snapshots), (*self._snapshots[-1:], snapshot)
        told = [*self._who_left(snapshot), *self._who_came(snapshot, complete)]
        self._gap, self._doubtful, self._left = False, set(), None
        self._limit, self.crowded = len(self._inside) + CROWD, False
        return told

    def _who_left(self, snapshot: Snapshot) -> Iterator[Event]:
        """Let go of those who are no longer inside; yield the ends that a gap has swallowed."""
        for place in [place for place in self._inside if place in self._doubtful]:
            if snapshot.is_inside(place, self._inside[place]):
                continue
            if self._gap:
                yield from self._missed_end(place, gone=place[1] not in snapshot.channels)
            else:
                del self._inside[place]

    def _who_came(self, snapshot: Snapshot, complete: bool) -> Iterator[Event]:
        """Take in those who are inside as well; yield the starts that a gap has swallowed.

        `complete` is whether it was known before the gap who was inside.
        """
        elsewhere = {channel_id for _, channel_id in self._inside}
        for place in snapshot.entered():
            channel = snapshot.channels[place[1]]
            if place[1] in elsewhere or place in (self._left or ()):
                continue
            if self._gap and complete:
                yield from self._missed_start(place, channel)
            else:
                self._inside[place] = channel

    def _missed_end(self, place: Place, gone: bool) -> Sequence[Event]:
        return self._make_up("StasisEnd", place, channel=self._inside.pop(place), gone=gone)

    def _missed_start(self, place: Place, channel: dict[str, Any]) -> Sequence[Event]:
        self._inside[place] = channel
        app, *args = _app_data(channel.get("dialplan"))
        args = args if app == place[0] else []
        return self._make_up("StasisStart", place, args=args, channel=channel)

    def _make_up(self, event_type: str, place: Place, **fields: Any) -> Sequence[Event]:
        """An event that Asterisk would have sent; `missed` tells it from Asterisk's own."""
        # Both, since in a gap Asterisk forgets the filter of an application that is empty.
        if any(one.holds_back(event_type, place[0]) for one in self._snapshots):
            return ()
        self._made_up.add((event_type, place))
        return (new_event(event_type, place[0], **fields, missed=True),)
