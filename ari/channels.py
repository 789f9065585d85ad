"""The channels in our applications, and which of their events a lost connection has swallowed.

Asterisk sends an application's events only while its WebSocket is open. What it did not send
follows from what comes afterwards, since a channel is inside at most one application at a time.
There is no I/O here: messages and snapshots go in, and what is to be dispatched comes out.

What becomes of a channel, by where it was until then. `End` and `Start` are a StasisEnd and a
StasisStart that are made up, with `missed: True`; `A` and `B` are applications of ours.

                      in neither A nor B        in A                      in B
    StasisStart of A  it; in A                  End of A, it; in A [1]    End of B, it; in A
    StasisEnd of A    it, after a gap Start     it; in neither            End of B, Start of A, it;
                      of A first [2]; in                                  in neither [3]
                      neither
    ChannelDestroyed  it                        it, after a gap End of A  it
      of A                                      first; in neither [4]
    other event of A  it                        it                        it
    snapshot: in A    Start of A; in A [2] [5]  -                         End of B, Start of A;
                                                                          in A [5]
    snapshot: in      -                         End of A; in neither [5]  End of B; in neither [5]
      neither

[1] Unless the Start of A was made up: then this is Asterisk's own, which is only late.
[2] Unless it may have been inside before we first connected, as nobody can know then.
[3] Unless it came into B on this connection: then the two events of a move have changed places.
    Unless an End of A was made up, in each row: then this is Asterisk's own, which is only late.
[4] Without a gap, an event filter has kept its StasisEnd from us, and nothing is made up.
[5] Unless it came or left on this connection: the snapshot may be older than that.

A gap ends what is late: events of the connection that was lost do not come any more. Nothing is
made up that the application's event filter would keep from us. RULES, in
tests/alone/test_who_is_inside.py, tells the same in single cases.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ari.snapshot import Snapshot, arguments, withholds

Event = dict[str, Any]

#: Of how many channels something is kept at most: an event filter can withhold that they leave.
MAX_TRACKED = 10_000


@dataclass
class _Channel:
    """What is known of one channel."""

    #: The application of ours that it is in.
    app: str | None = None
    #: The last message about it there, as it came: callbacks may change an event.
    message: bytes = b""
    #: Whether it came or left on this connection: the snapshot of that may be older.
    changed: bool = False
    #: What stands for Asterisk's StasisStart, which may come late: a Start that was told, or one
    #: that was not, as the channel was inside at first.
    start: str = ""
    #: The applications whose End was told: Asterisk's StasisEnd may come late.
    ended: frozenset[str] = frozenset()
    #: Whether it may have been inside before we first connected, and nobody can know.
    undecided: bool = False


_TOLD, _UNTOLD = "told", "untold"


class ChannelTracker:
    """The channels in one run()'s applications; `resume`: those there at first have a start too."""

    def __init__(self, apps: Sequence[str], resume: bool = False) -> None:
        self._apps = apps
        #: By id. The first is the first to be forgotten: those that have ended come before others.
        self._channels: OrderedDict[str, _Channel] = OrderedDict()
        #: The event filters by the last two snapshots: in a gap, Asterisk forgets the filter of an
        #: application without channels.
        self._filters: list[dict[str, tuple[set[str], set[str]]]] = []
        #: Whether it was ever known who is inside, and whether there has been a gap since then.
        self._known, self._gap = resume, False
        #: Whether the snapshot of this connection is still to come.
        self._awaited = True

    def connected(self) -> list[Event]:
        """Note a gap, if it is not the first time; tell that the applications are registered."""
        self._gap, self._awaited = self._known, True
        for one in self._channels.values():
            one.changed, one.start, one.ended = False, "", frozenset()
        self._forget_idle()
        # Asterisk itself sends these only where it makes the connection.
        return [_event("ApplicationRegistered", app) for app in self._apps]

    def resume(self, before: Snapshot) -> list[Event]:
        """Return a Start of each channel inside, by a snapshot from before the first connection."""
        starts = self.reconcile(before)
        self._awaited = True  # that of the connection is another
        return starts

    def track(self, event: Event, message: bytes) -> Sequence[Event]:
        """Note where the channel is; return what to dispatch: maybe more than the event, or less.

        `message` is what the event was made from.
        """
        about, kind = event.get("channel"), event["type"]
        if not isinstance(about, dict):
            return (event,)
        app, channel_id = str(event.get("application")), str(about.get("id"))
        if kind == "StasisStart":
            return self._came(channel_id, app, event, message)
        if kind == "StasisEnd":
            return self._left(channel_id, app, event)
        channel = self._channels.get(channel_id)
        if channel is not None and channel.app == app:
            channel.message = message
            if kind == "ChannelHangupRequest":  # it ends soon, also where its StasisEnd is withheld
                self._channels.move_to_end(channel_id, last=False)
            elif kind == "ChannelDestroyed":  # it is always a channel's last
                return (*self._destroyed(channel_id, channel), event)
        return (event,)

    def _came(self, channel_id: str, app: str, event: Event, message: bytes) -> Sequence[Event]:
        channel = self._channels.get(channel_id) or _Channel()
        told: list[Event] = []
        start = channel.start if channel.app == app else ""
        if channel.app is not None and not start:  # it has left meanwhile
            told += self._end(channel, gone=False)
        if start != _TOLD:
            told.append(event)
        self._put_in(channel_id, channel, app, message)
        channel.changed = True
        return told

    def _left(self, channel_id: str, app: str, event: Event) -> Sequence[Event]:
        channel = self._channels.get(channel_id) or _Channel()
        told: list[Event] = []
        if channel.app != app:
            if app in channel.ended:  # late
                channel.ended -= {app}
                return ()
            if channel.app is not None and channel.changed:
                return ()  # it was moved from where it was unseen, and this comes second
            came_unseen = channel.app is not None or (self._gap and not channel.undecided)
            if channel.app is not None:
                told += self._end(channel, gone=False)
            if came_unseen:
                told += self._start(app, dict(event["channel"]))
        self._put_out(channel_id, channel)
        return (*told, event)

    def _destroyed(self, channel_id: str, channel: _Channel) -> Sequence[Event]:
        """Return the End of a channel that is destroyed in there, if a gap may have hidden it."""
        in_a_gap = not channel.changed and (self._gap or not self._known)
        told = self._end(channel, gone=True) if in_a_gap else ()
        self._put_out(channel_id, channel)
        return told

    def reconcile(self, snapshot: Snapshot) -> list[Event]:
        """Return what a gap has swallowed, once all has come that is older than the snapshot."""
        self._filters = [*self._filters[-1:], snapshot.filters]
        inside = {
            one: channel for one, channel in self._channels.items() if channel.app is not None
        }
        ends = [end for one in inside for end in self._missed_end(one, inside[one], snapshot)]
        # Before the first snapshot, of these alone it is known that they can't have been there.
        starts = [
            start
            for one in snapshot.channels
            for start in self._missed_start(one, snapshot, known=self._known or one in inside)
        ]
        self._decide(snapshot)
        self._known, self._awaited = True, False
        self._forget_idle()
        return [*ends, *starts]

    def _missed_end(
        self, channel_id: str, channel: _Channel, snapshot: Snapshot
    ) -> Sequence[Event]:
        if channel.changed or channel.app is None:
            return ()
        seen = json.loads(channel.message)["channel"]
        if snapshot.still_inside(channel_id, channel.app, seen):
            return ()
        return self._end(channel, gone=channel_id not in snapshot.channels)

    def _missed_start(self, channel_id: str, snapshot: Snapshot, known: bool) -> Sequence[Event]:
        """Return the Start of a channel that is inside, if it is `known` that it came in a gap."""
        app = snapshot.application_of(channel_id)
        channel = self._channels.get(channel_id) or _Channel()
        if app not in self._apps or channel.app is not None or channel.changed:
            return ()
        about = snapshot.channels[channel_id]
        told = self._start(app, about) if known else ()
        self._put_in(channel_id, channel, app, json.dumps({"channel": about}).encode())
        channel.start = _UNTOLD if not known else _TOLD if told else ""
        return told

    def _decide(self, snapshot: Snapshot) -> None:
        """Note who may be inside at the first snapshot, and later who of them can't be any more."""
        for channel_id, channel in self._channels.items():
            channel.undecided &= snapshot.in_stasis(channel_id)
        for channel_id in () if self._known else snapshot.channels:
            known = snapshot.application_of(channel_id) or not snapshot.in_stasis(channel_id)
            channel = self._channels.get(channel_id) or _Channel()
            if not known and channel.app is None and not channel.changed:
                channel.undecided = True
                self._keep(channel_id, channel, ended=True)

    def _put_in(self, channel_id: str, channel: _Channel, app: str, message: bytes) -> None:
        channel.app, channel.message = app, message
        channel.start, channel.ended, channel.undecided = "", channel.ended - {app}, False
        self._keep(channel_id, channel)

    def _put_out(self, channel_id: str, channel: _Channel) -> None:
        channel.app, channel.message, channel.start = None, b"", ""
        channel.changed, channel.undecided = True, False
        if _is_idle(channel, self._awaited):
            self._channels.pop(channel_id, None)
        else:
            self._keep(channel_id, channel, ended=True)

    def _keep(self, channel_id: str, channel: _Channel, ended: bool = False) -> None:
        """Keep what is known of a channel; of one that has ended only where there is room."""
        if channel_id not in self._channels and len(self._channels) >= MAX_TRACKED:
            if ended:
                return
            self._channels.popitem(last=False)
        self._channels[channel_id] = channel
        self._channels.move_to_end(channel_id, last=not ended)

    def _forget_idle(self) -> None:
        idle = [one for one, channel in self._channels.items() if _is_idle(channel, self._awaited)]
        for channel_id in idle:
            del self._channels[channel_id]

    def _end(self, channel: _Channel, gone: bool) -> Sequence[Event]:
        """Take the channel out of where it is, and return its End."""
        app, about = str(channel.app), json.loads(channel.message)["channel"]
        channel.app, channel.message, channel.start = None, b"", ""
        if self._is_withheld("StasisEnd", app):
            return ()
        channel.ended |= {app}
        return (missed_event("StasisEnd", app, channel=about, gone=gone),)

    def _start(self, app: str, about: dict[str, Any]) -> Sequence[Event]:
        if self._is_withheld("StasisStart", app):
            return ()
        args = arguments(about, app)
        return (missed_event("StasisStart", app, args=args, channel=about),)

    def _is_withheld(self, event_type: str, app: str) -> bool:
        return any(withholds(one, event_type, app) for one in self._filters)


def _is_idle(channel: _Channel, awaited: bool) -> bool:
    """Whether nothing that is known of it matters any more, but for a snapshot that is awaited."""
    late = channel.ended or (channel.changed and awaited)
    return channel.app is None and not late and not channel.undecided


def missed_event(event_type: str, application: str, **fields: Any) -> Event:
    """An event that Asterisk would have sent; its `missed` tells it from Asterisk's own."""
    return _event(event_type, application, **fields, missed=True)


def _event(event_type: str, application: str, **fields: Any) -> Event:
    """An event in the shape, and with the time, that Asterisk's own would have."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")[:-6]
    return {"type": event_type, "timestamp": f"{now}+0000", "application": application, **fields}
