"""The channels in our applications, and which of their events a lost connection has swallowed.

Asterisk sends an application's events only while its WebSocket is open. What happened in between
follows from who is inside afterwards: a channel is inside at most one application at a time. There
is no I/O here. Sources: Asterisk 16 and 22, tried.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from ari.errors import InvalidAnswer

Event = dict[str, Any]

#: What lets a channel into an application, by the dialplan's app_name: StasisBroadcast() into the
#: one that claims the channel (22.10). Before 13.27 and 16.4 there is no app_name.
_STASIS = ("Stasis", "StasisBroadcast", None)
#: In the `channel_ids` of an application that is subscribed to all channels, instead of any other.
ALL_CHANNELS = "__AST_CHANNEL_ALL_TOPIC"
#: How many channels are tracked at most: an event filter can withhold that they have left.
MAX_TRACKED = 10_000


class Snapshot:
    """Who is in which application, by `GET /applications` and `/channels`; or InvalidAnswer."""

    def __init__(self, applications: Any, channels: Any) -> None:
        try:
            self.channels: dict[str, dict[str, Any]] = {
                one["id"]: {**one, "dialplan": dict(one["dialplan"])} for one in channels
            }
            self._subscribed = {one["name"]: {*one["channel_ids"]} for one in applications}
            self._filters = {one["name"]: _filter(one) for one in applications}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidAnswer(f"neither applications nor channels: {error!r}") from error
        self._all = {app for app, ids in self._subscribed.items() if ALL_CHANNELS in ids}

    def in_stasis(self, channel_id: str) -> bool:
        """Whether the channel may be in an application: versions without app_name do not tell."""
        return channel_id in self.channels and _step(self.channels[channel_id])[0] in _STASIS

    def _subscribers(self, channel_id: str) -> set[str]:
        """The applications subscribed to this very channel: mostly the one that it is inside."""
        return {app for app, ids in self._subscribed.items() if channel_id in ids}

    def still_inside(self, channel_id: str, app: str, seen: Any) -> bool:
        """Whether the channel has not left the application; `seen` is how it was in there."""
        # A step outside Stasis is of an event that overtook the end in another of our applications.
        anew = _step(seen)[0] in _STASIS and _step(seen) != _step(self.channels.get(channel_id))
        if anew or not self.in_stasis(channel_id):
            return False
        # In a gap, 22 may forget the subscription of an application, but not who is inside.
        # Versions without app_name can't tell that from a channel that has left.
        subscribers = self._subscribers(channel_id)
        forgotten = not subscribers and _step(seen)[0] is not None
        return app in subscribers | self._all or forgotten

    def application_of(self, channel_id: str) -> str:
        """Return the application that the channel is in, or nothing where nobody can know.

        `app_data` names the one that Stasis() called: StasisBroadcast() names none, and
        channels.move changes nothing. An application is subscribed to who is inside, but also to
        what it has originated: so only a single subscription tells.
        """
        name, data = _step(self.channels[channel_id])
        if name is None or name not in _STASIS:
            return ""
        called = _split(data)[0] if name == "Stasis" else ""
        subscribers = self._subscribers(channel_id)
        if not subscribers:
            return called if called in self._all or called not in self._subscribed else ""
        (app, *others) = subscribers
        moved = called in self._subscribed and called not in self._all
        return app if not others and (called in ("", app) or moved) else ""

    def withholds(self, event_type: str, app: str) -> bool:
        """Whether the application's event filter keeps this type from us."""
        allowed, disallowed = self._filters.get(app, (set(), set()))
        return event_type in disallowed or (bool(allowed) and event_type not in allowed)


def _filter(application: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The types of event that the application's filter allows, where any, and those it does not."""
    allowed = {one["type"] for one in application.get("events_allowed", [])}
    return allowed, {one["type"] for one in application.get("events_disallowed", [])}


def _step(channel: Any) -> tuple[Any, str]:
    """The step of the dialplan that the channel is at: what is run there, and its arguments."""
    dialplan = channel.get("dialplan") if isinstance(channel, dict) else None
    facts = dialplan if isinstance(dialplan, dict) else {}
    return facts.get("app_name"), str(facts.get("app_data", ""))


def _split(data: str) -> list[str]:
    """Split arguments as Asterisk does: not in quotes or brackets; quotes and backslashes go."""
    args, depth, quoted, characters = [""], 0, False, iter(data)
    for one in characters:
        depth = max(0, depth + (one in "([") - (one in ")]"))
        if one == '"':
            quoted = not quoted
        elif one == "," and not quoted and not depth:
            args.append("")
        else:
            args[-1] += next(characters, "") if one == "\\" else one
    return args


def _arguments(channel: Any, app: str) -> list[str]:
    """The `args` of the channel's StasisStart; none where it was moved, as nothing keeps those."""
    name, data = _step(channel)
    called, *args = _split(data)
    if name == "StasisBroadcast":  # (timeout,filter,args): these are separated by colons
        return args[1].split(":") if args[1:] and args[1] else []
    return args if called == app else []


class ChannelTracker:
    """The channels in one run()'s applications; `resume`: those there at first have a start too."""

    def __init__(self, apps: Sequence[str], resume: bool = False) -> None:
        self._apps = apps
        #: For each channel inside: its application and last message; callbacks may change an event.
        self._inside: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        #: Channels that entered or left on this connection: its snapshot may not show that yet.
        self._changed: set[str] = set()
        #: By application and channel: the type of a synthesized event; Asterisk's may come late.
        self._synthesized: dict[tuple[str, str], str] = {}
        #: Channels that may have been inside before we first connected: nobody can know.
        self._undecided: set[str] = set()
        #: The last two, the older one first.
        self._snapshots: list[Snapshot] = []
        #: Whether it was ever known who is inside, and whether there has been a gap since then.
        self._known, self._gap = resume, False

    def connected(self) -> list[Event]:
        """Note a gap, if it is not the first time; tell that the applications are registered."""
        self._gap = self._known
        self._changed, self._synthesized = set(), {}
        # Asterisk itself sends these only where it makes the connection.
        return [_event("ApplicationRegistered", app) for app in self._apps]

    def track(self, event: Event, message: bytes) -> Sequence[Event]:
        """Note who is inside; return the events to dispatch: also missed ones, but no late ones."""
        channel, kind = event.get("channel"), event["type"]
        if not isinstance(channel, dict):
            return (event,)
        app, channel_id = str(event.get("application")), str(channel.get("id"))
        if kind == "StasisStart":
            return self._entered(app, channel_id, event, message)
        if kind == "StasisEnd":
            return self._left(app, channel_id, event)
        if self._is_inside(app, channel_id):
            self._inside[channel_id] = (app, message)
            if kind == "ChannelDestroyed" and self._gap:  # it is always a channel's last
                self._note_change(channel_id)
                return (*self._end(channel_id, gone=True), event)
        return (event,)

    def _is_inside(self, app: str, channel_id: str) -> bool:
        return self._inside.get(channel_id, (None,))[0] == app

    def _entered(self, app: str, channel_id: str, event: Event, message: bytes) -> Sequence[Event]:
        synthesized = self._synthesized.pop((app, channel_id), None)
        # At a move between two of ours, Asterisk's two events come in either order.
        elsewhere = not self._is_inside(app, channel_id)
        left = channel_id in self._inside and (elsewhere or synthesized is None)
        missed = self._end(channel_id, gone=False) if left else ()
        self._inside[channel_id] = (app, message)
        self._note_change(channel_id)
        return missed if synthesized == "StasisStart" else (*missed, event)

    def _left(self, app: str, channel_id: str, event: Event) -> Sequence[Event]:
        missed: list[Event] = []
        if not self._is_inside(app, channel_id):
            if self._synthesized.pop((app, channel_id), "") == "StasisEnd":
                return ()  # late
            if channel_id in self._inside and channel_id in self._changed:
                return ()  # it was moved from where it was unseen, and this comes second
            if channel_id in self._inside:
                missed += self._end(channel_id, gone=False)
            elif channel_id in self._undecided or not self._gap:
                self._note_change(channel_id)
                return (event,)
            missed += self._start(channel_id, app, dict(event["channel"]))
        del self._inside[channel_id]
        self._note_change(channel_id)
        self._synthesized.pop((app, channel_id), None)
        return (*missed, event)

    def _note_change(self, channel_id: str) -> None:
        self._undecided.discard(channel_id)
        self._changed.add(channel_id)
        if len(self._changed) > MAX_TRACKED:
            self._changed.pop()  # any: to find the oldest takes longer than all the rest
        if len(self._inside) > MAX_TRACKED:
            self._inside.popitem(last=False)  # the oldest

    def reconcile(self, snapshot: Snapshot) -> list[Event]:
        """Return what a gap has swallowed, once all has come that is older than the snapshot."""
        self._snapshots = [*self._snapshots[-1:], snapshot]
        seen = [*self._inside]  # before the first snapshot, of them alone it is known
        ends = [event for channel_id in seen for event in self._missed(channel_id)]
        known = {*(snapshot.channels if self._known else seen)}
        starts = [e for one in snapshot.channels for e in self._unseen(one, one in known)]
        if not self._known:
            maybe = {one for one in snapshot.channels if snapshot.in_stasis(one)}
            unknown = {one for one in maybe if not snapshot.application_of(one)}
            self._undecided = unknown - {*self._inside, *self._changed}
        self._known = True
        return [*ends, *starts]

    def _missed(self, channel_id: str) -> Sequence[Event]:
        """The channel's end, if it has left."""
        (app, message), snapshot = self._inside[channel_id], self._snapshots[-1]
        seen = json.loads(message)["channel"]
        if channel_id in self._changed or snapshot.still_inside(channel_id, app, seen):
            return ()
        return self._end(channel_id, gone=channel_id not in snapshot.channels)

    def _unseen(self, channel_id: str, known: bool) -> Sequence[Event]:
        """The channel's start, if it has entered, and if it is known that it did so in a gap."""
        app = self._snapshots[-1].application_of(channel_id)
        if app not in self._apps or channel_id in self._inside or channel_id in self._changed:
            return ()
        start = self._start(channel_id, app, self._snapshots[-1].channels[channel_id])
        if not known:
            self._synthesized[app, channel_id] = ""  # nothing is told, and its own may only be late
        return start if known else ()

    def _end(self, channel_id: str, gone: bool) -> Sequence[Event]:
        app, message = self._inside.pop(channel_id)
        return self._synthesize("StasisEnd", app, channel=json.loads(message)["channel"], gone=gone)

    def _start(self, channel_id: str, app: str, channel: dict[str, Any]) -> Sequence[Event]:
        self._undecided.discard(channel_id)
        self._inside[channel_id] = (app, json.dumps({"channel": channel}).encode())
        args = _arguments(channel, app)
        return self._synthesize("StasisStart", app, args=args, channel=channel)

    def _synthesize(self, event_type: str, app: str, **fields: Any) -> Sequence[Event]:
        """An event that Asterisk would have sent; `missed` tells it from Asterisk's own."""
        # Either snapshot: in a gap, Asterisk forgets the filter of an application without channels.
        if any(one.withholds(event_type, app) for one in self._snapshots):
            return ()
        self._synthesized[app, str(fields["channel"].get("id"))] = event_type
        return (_event(event_type, app, **fields, missed=True),)


def _event(event_type: str, application: str, **fields: Any) -> Event:
    """An event in the shape, and with the time, that Asterisk's own would have."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")[:-6]
    return {"type": event_type, "timestamp": f"{now}+0000", "application": application, **fields}
