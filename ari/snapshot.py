"""Who is in which application at one moment, as far as Asterisk tells (16 and 22 were tried).

Two facts tell it, and neither does so alone. The channel's `app_data` names the application that
the dialplan called, but a move to another changes nothing there, and StasisBroadcast() names none.
And an application is subscribed to the channels inside it, but also to others: those that it has
originated, wherever they are now, and those that it has asked for. A channel is undecided where
these facts do not tell which application it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ari.errors import InvalidAnswer

#: With these app_names in its dialplan, a channel may be in an application. StasisBroadcast() lets
#: it into the one that claims it (22.10). None: before 13.27 and 16.4 there is no app_name.
_STASIS = ("Stasis", "StasisBroadcast", None)
#: In the `channel_ids` of an application that is subscribed to all channels, instead of any other.
ALL_CHANNELS = "__AST_CHANNEL_ALL_TOPIC"


class Snapshot:
    """The answers to `GET /applications` and `GET /channels`; InvalidAnswer where they are none.

    `channels` are those that exist, by their ids; `asked_at` is time.monotonic() from before either
    was asked for. `withheld` has the StasisStarts and StasisEnds that event filters keep from us,
    as pairs of a type and an application.
    """

    def __init__(self, applications: Any, channels: Any, asked_at: float = 0.0) -> None:
        self.asked_at = asked_at
        try:
            self.channels: dict[str, dict[str, Any]] = {
                channel["id"]: {**channel, "dialplan": dict(channel["dialplan"])}  # or it raises
                for channel in channels
            }
            self._subscribed = {one["name"]: {*one["channel_ids"]} for one in applications}
            self.withheld = {
                (event_type, one["name"])
                for event_type in ("StasisStart", "StasisEnd")
                for one in applications
                if _withholds(one, event_type)
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidAnswer(f"neither applications nor channels: {error!r}") from error
        self._to_all = {app for app, ids in self._subscribed.items() if ALL_CHANNELS in ids}
        #: Of the channels that may be in an application: at which step of the dialplan each is.
        self._steps = {
            one: _step(about) for one, about in self.channels.items() if in_stasis(about)
        }

    def _subscribers(self, channel_id: str) -> set[str]:
        """The applications that are subscribed to this very channel."""
        return {app for app, ids in self._subscribed.items() if channel_id in ids}

    def _called(self, channel_id: str) -> str:
        """The application that the dialplan called for the channel; empty where that is unknown."""
        name, data = self._steps[channel_id]
        return _split(data)[0] if name == "Stasis" else ""

    def application_of(self, channel_id: str) -> str | None:
        """The application that the channel is in; empty for none, None where it is undecided."""
        if channel_id not in self._steps:
            return ""
        if self._steps[channel_id][0] is None:  # an old version does not tell what it called
            return None
        called, subscribers = self._called(channel_id), self._subscribers(channel_id)
        # We take the channel to be where it was called. It may have been moved away all the same,
        # if `called` is subscribed to it for another reason too, as when `called` originated it.
        if called in subscribers:
            return called
        # The list of `called` can't show the channel, as `called` is subscribed to all channels or
        # is not connected. If another application is subscribed to the channel, it may have been
        # moved there; else we take it to be still where it was called.
        if called and (called in self._to_all or called not in self._subscribed):
            return None if subscribers else called
        # The channel was moved away, or StasisBroadcast() lets in who claims it. Where it is now is
        # subscribed to this very channel, or to all. It is known if there is only one such, and it
        # is subscribed to the channel itself. If none is, perhaps nobody has claimed it yet.
        possible = subscribers | self._to_all
        return possible.pop() if subscribers and len(possible) == 1 else None

    def undecided(self, apps: Sequence[str]) -> list[str]:
        """The ids of the channels that may be in one of these applications, and nobody can know."""
        return [
            one
            for one in self._steps
            if self.application_of(one) is None and not self._may_be_in(one).isdisjoint(apps)
        ]

    def _may_be_in(self, channel_id: str) -> set[str]:
        called = self._called(channel_id)
        return self._subscribers(channel_id) | self._to_all | ({called} if called else set())

    def still_inside(self, channel_id: str, app: str, last_seen: Any) -> bool:
        """Whether the channel has not left the application; `last_seen` is of the last message."""
        if channel_id not in self._steps:
            return False
        before, now = _step(last_seen), self._steps[channel_id]
        # At another step of the dialplan the channel has left. But if the last message came after a
        # hangup, its step is none of Stasis any more, and can't be compared.
        tells_its_step = before[0] in _STASIS
        if tells_its_step and before != now:
            return False
        subscribers = self._subscribers(channel_id)
        if app in subscribers or app in self._to_all:
            return True
        # Where no application is subscribed to the channel, it may still be inside: in a gap, 22
        # may forget the subscriptions. In a version without app_name it may as well have left.
        return not subscribers and before[0] is not None


def in_stasis(channel: Any) -> bool:
    """Whether the channel may be in an application: versions without app_name do not tell."""
    return _step(channel)[0] in _STASIS


def _withholds(application: Mapping[str, Any], event_type: str) -> bool:
    """Whether an application's event filter keeps events of this type from us."""
    allowed = [one["type"] for one in application.get("events_allowed", [])]
    disallowed = [one["type"] for one in application.get("events_disallowed", [])]
    return event_type in disallowed or (bool(allowed) and event_type not in allowed)


def stasis_args(channel: Any, app: str) -> list[str]:
    """The `args` of the channel's StasisStart; none where it was moved, as nothing keeps those."""
    name, data = _step(channel)
    first, *others = _split(data)
    if name == "StasisBroadcast":  # (timeout,filter,args), with colons between the args
        args = others[1] if len(others) > 1 else ""  # after the filter
        return args.split(":") if args else []
    return others if first == app else []


def _step(channel: Any) -> tuple[Any, str]:
    """The step of the dialplan that the channel is at: what is run there, and its arguments.

    Two steps that run the same, with the same arguments, are one.
    """
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
