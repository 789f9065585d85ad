"""The channels in our applications, and which of their events a lost connection has swallowed.

Asterisk sends an application's events only while its WebSocket is open. A gap is the time between
two WebSockets of one run(). What Asterisk did not send in a gap follows from what comes afterwards,
since a channel is inside at most one application at a time. There is no I/O here: messages and
snapshots go in, and the events to dispatch come out. For each connection, in this order,

    connected()   is called as it begins, and ends a gap, or is the first of all
    track()       with each event
    reconcile()   with a snapshot of who is inside; but not if the connection is lost before
    track()       with each event

The rows have what happens to a channel, and the columns where it was last known to be: in none of
our applications, in A, or in another of ours, B. In the cells are the events that are dispatched.
START and END are made up, a StasisStart and a StasisEnd with `missed: True`; `it` is Asterisk's own
event. A channel that came, or was found in A, is in A afterwards, and one that left is in none.

                                in none               in A             in B
    came: StasisStart of A      it                    END of A, it (1) END of B, it
    left: StasisEnd of A        START of A, it (2, 3) it               END of B, START of A, it (6)
    ChannelDestroyed of A       it                    END of A, it (4) it, and it stays in B
    another event of A          it                    it               it, and it stays in B
    found in A, snapshot (5)    START of A (2)        - (7)            END of B, START of A
    found in none, snapshot (5) -                     END of A         END of B

(1) If a snapshot has shown the channel in A already, this is only late: Asterisk answers requests
    in other threads than it sends events. Nothing where a START of A was made up, else `it` alone.
(2) Only if it surely came in a gap. Nobody can know of a channel that may have been inside before
    the first snapshot. With `resume`, those that were inside at first have a START as well.
(3) If the END of A was made up, this is Asterisk's own, which is only late: nothing.
(4) Only if a gap may have swallowed its StasisEnd. Else an event filter keeps that from us, perhaps
    one that was set after the snapshot: only `it`.
(5) If it came or left on this connection, the snapshot may be older than that: nothing.
(6) If it came into B on this connection, the events of its move have come in the other order:
    StasisStart of B, StasisEnd of A. Nothing: either it was known in A, and the END of A was made
    up when it came into B (3); or it was not told that the channel was in A, so that it left is
    not told either.
(7) If it is at another step of the dialplan it has left and come back: END of A, START of A.

A channel that a snapshot leaves undecided stays in A if it may still be there; else it counts as
found in none.

Nothing is late any more after the next gap. No event is made up that the application's event filter
would keep from us. RULES in tests/alone/test_who_is_inside.py has all of this in single cases.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Literal

from ari.snapshot import Snapshot, stasis_args

Event = dict[str, Any]

#: Of how many channels something is kept at most: an event filter can withhold that they leave.
MAX_TRACKED = 10_000


class _Channel:
    """What is known of one channel; of a new one, nothing."""

    #: The application of ours that it is in.
    app: str | None = None
    #: The last message about it there, as it came (callbacks may change an event), or its
    #: `{"channel": …}` from a snapshot.
    message = b""
    #: Whether it came or left on this connection: the connection's snapshot may be older (5).
    changed = False
    #: Whether a gap may have swallowed its StasisEnd, so that ChannelDestroyed makes up an END (4).
    #: It is set as a connection begins, and where the channel came in a gap. A StasisStart clears
    #: it. A snapshot does not: with subscribe_all, it shows a channel that was moved as inside.
    end_may_be_lost = False
    #: Whether Asterisk's StasisStart may still come, late (1): "made up" if there was a START;
    #: else, as at the first snapshot or for an event filter, "not told".
    late_start: Literal["", "made up", "not told"] = ""
    #: The applications whose StasisEnd was made up: Asterisk's own may still come, late (3).
    late_ends: frozenset[str] = frozenset()
    #: Whether it may have been inside before the first snapshot, which left it undecided: nobody
    #: can know (2).
    may_be_old = False

    def put_in(self, app: str | None, message: bytes) -> None:
        self.app, self.message = app, message
        self.end_may_be_lost, self.late_start, self.may_be_old = False, "", False

    def take_out(self) -> None:
        self.put_in(None, b"")


class ChannelTracker:
    """The channels in one run()'s applications; `resume`: those there at first have a START too."""

    def __init__(self, apps: Sequence[str], resume: bool = False) -> None:
        self._apps = apps
        #: By id. Those that have left, or are about to, stand in front; of more than MAX_TRACKED
        #: the front goes.
        self._channels: OrderedDict[str, _Channel] = OrderedDict()
        #: What event filters withhold by the last two snapshots. What happened in a gap is under
        #: the filter of before; if the application has no channels then, Asterisk forgets that
        #: filter, and the next snapshot lacks it.
        self._withheld: list[set[tuple[str, str]]] = []
        #: Whether it was known who is inside when this connection began, by the snapshot of an
        #: earlier one. With `resume` it is taken as known that nobody was, so that all have come.
        self._known_before = resume
        #: Whether the snapshot of this connection is still to come.
        self._snapshot_due = True

    def connected(self) -> list[Event]:
        """Note that a connection begins. Returns each ApplicationRegistered."""
        self._known_before = self._known_before or not self._snapshot_due
        self._snapshot_due = True
        for channel in self._channels.values():
            channel.changed, channel.end_may_be_lost = False, channel.app is not None
            channel.late_start, channel.late_ends = "", frozenset()
        self._forget_idle()
        # Asterisk itself sends these only where it makes the connection.
        return [_event("ApplicationRegistered", app) for app in self._apps]

    def resume(self, earlier: Snapshot) -> list[Event]:
        """Return a START of each channel inside, by a snapshot from before the first connection.

        It is called once, after the first connected().
        """
        starts = self.reconcile(earlier)
        self._snapshot_due = True  # that of the connection is another
        return starts

    def track(self, event: Event, message: bytes) -> Sequence[Event]:
        """Note where the channel is; return what to dispatch: maybe more than the event, or less.

        `message` is what the event was made from.
        """
        about, event_type = event.get("channel"), event["type"]
        if not isinstance(about, dict):
            return (event,)
        app, channel_id = str(event.get("application")), str(about.get("id"))
        if event_type == "StasisStart":
            return self._came(channel_id, app, event, message)
        if event_type == "StasisEnd":
            return self._left(channel_id, app, event)
        channel = self._channels.get(channel_id)
        if channel is not None and channel.app == app:
            channel.message = message
            if event_type == "ChannelHangupRequest":  # it is about to leave; a filter may hide that
                self._channels.move_to_end(channel_id, last=False)
            elif event_type == "ChannelDestroyed":  # it is always a channel's last
                return (*self._destroyed(channel_id, channel), event)
        return (event,)

    def _came(self, channel_id: str, app: str, event: Event, message: bytes) -> Sequence[Event]:
        channel = self._channels.get(channel_id) or _Channel()
        late = channel.late_start if channel.app == app else ""  # (1)
        # If this is not late, the channel has left the application that it was in.
        ends = () if late else self._end(channel, gone=False)
        channel.put_in(app, message)
        channel.changed = True
        self._keep_or_forget(channel_id, channel)
        return () if late == "made up" else (*ends, event)

    def _left(self, channel_id: str, app: str, event: Event) -> Sequence[Event]:
        channel = self._channels.get(channel_id) or _Channel()
        told: Sequence[Event] = ()
        if channel.app != app:
            if app in channel.late_ends:  # (3)
                channel.late_ends -= {app}
                return ()
            # (6), of a channel that was not known in A.
            if channel.app is not None and channel.changed:
                return ()
            if self._surely_came(channel):  # (2)
                start = self._start(app, dict(event["channel"]))
                told = (*self._end(channel, gone=False), *start)
        self._note_left(channel_id, channel)
        return (*told, event)

    def _destroyed(self, channel_id: str, channel: _Channel) -> Sequence[Event]:
        told = self._end(channel, gone=True) if channel.end_may_be_lost else ()  # (4)
        self._note_left(channel_id, channel)
        return told

    def _surely_came(self, channel: _Channel) -> bool:
        """Whether a channel that is not where it was known to be must have come in a gap (2)."""
        return channel.app is not None or (self._known_before and not channel.may_be_old)

    def reconcile(self, snapshot: Snapshot) -> list[Event]:
        """Return what a gap has swallowed, once all has come that is older than the snapshot."""
        self._withheld = [*self._withheld[-1:], snapshot.withheld]
        gone = [one for one in self._channels if one not in snapshot.channels]
        told = [*map(self._missing, gone)]
        told += [self._found(one, snapshot) for one in snapshot.channels]
        self._snapshot_due = False
        self._forget_idle()
        return [event for events in told for event in events]

    def _missing(self, channel_id: str) -> Sequence[Event]:
        """Note that the channel no longer exists; return its END, if it was inside."""
        channel = self._channels[channel_id]
        channel.may_be_old = False  # so that it is forgotten
        return () if channel.changed else self._end(channel, gone=True)  # (5)

    def _found(self, channel_id: str, snapshot: Snapshot) -> Sequence[Event]:
        """Note where a channel that exists is; return what it did in a gap."""
        channel = self._channels.get(channel_id) or _Channel()
        if channel.changed or self._is_still_inside(channel_id, channel, snapshot):  # (5)
            return ()
        came = self._surely_came(channel)
        ends = self._end(channel, gone=False)
        starts: Sequence[Event] = ()
        app = snapshot.application_of(channel_id)  # None where it is undecided
        channel.may_be_old = app is None and not came
        if app and app in self._apps:
            about = snapshot.channels[channel_id]
            starts = self._start(app, about) if came else ()
            channel.put_in(app, json.dumps({"channel": about}).encode())
            channel.end_may_be_lost, channel.late_start = came, "made up" if starts else "not told"
        self._keep_or_forget(channel_id, channel)
        return (*ends, *starts)

    def _is_still_inside(self, channel_id: str, channel: _Channel, snapshot: Snapshot) -> bool:
        if channel.app is None:
            return False
        last_seen = json.loads(channel.message)["channel"]
        return snapshot.still_inside(channel_id, channel.app, last_seen)

    def _note_left(self, channel_id: str, channel: _Channel) -> None:
        channel.take_out()
        channel.changed = True
        self._keep_or_forget(channel_id, channel)

    def _keep_or_forget(self, channel_id: str, channel: _Channel) -> None:
        """Keep what is worth keeping of a channel; of those that have left, as there is room."""
        if self._is_idle(channel):
            self._channels.pop(channel_id, None)
            return
        self._channels[channel_id] = channel
        self._channels.move_to_end(channel_id, last=channel.app is not None)
        if len(self._channels) > MAX_TRACKED:
            self._channels.popitem(last=False)

    def _forget_idle(self) -> None:
        for channel_id in [one for one in self._channels if self._is_idle(self._channels[one])]:
            del self._channels[channel_id]

    def _is_idle(self, channel: _Channel) -> bool:
        """Whether nothing of it is worth keeping."""
        if channel.app is not None or channel.late_ends or channel.may_be_old:
            return False
        # Of one that came or left, the coming snapshot may be older (5).
        return not (channel.changed and self._snapshot_due)

    def _end(self, channel: _Channel, gone: bool) -> Sequence[Event]:
        """Take the channel out of the application that it is in, if any, and return its END.

        `gone` becomes a field of that: whether the channel no longer exists.
        """
        if channel.app is None:
            return ()
        app, about = channel.app, json.loads(channel.message)["channel"]
        channel.take_out()
        if self._is_withheld("StasisEnd", app):
            return ()
        channel.late_ends |= {app}
        return (missed_event("StasisEnd", app, channel=about, gone=gone),)

    def _start(self, app: str, about: dict[str, Any]) -> Sequence[Event]:
        if self._is_withheld("StasisStart", app):
            return ()
        args = stasis_args(about, app)
        return (missed_event("StasisStart", app, args=args, channel=about),)

    def _is_withheld(self, event_type: str, app: str) -> bool:
        return any((event_type, app) in one for one in self._withheld)


def missed_event(event_type: str, application: str, **fields: Any) -> Event:
    """An event that Asterisk would have sent; its `missed` tells it from Asterisk's own."""
    return _event(event_type, application, **fields, missed=True)


def _event(event_type: str, application: str, **fields: Any) -> Event:
    """An event in the shape, and with the time, that Asterisk's own would have."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")[:-6]
    return {"type": event_type, "timestamp": f"{now}+0000", "application": application, **fields}
