"""Random histories of channels, played against a model of Asterisk."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from ari.channels import ChannelTracker
from ari.snapshot import ALL_CHANNELS, Snapshot

OURS = ("a", "b")
APPS = (*OURS, "other")
#: How many histories are played of each kind.
SEEDS = 500


class Asterisk:
    """Channels that come, move, leave and come again, with a client that is cut off at times.

    `true` is what happened to each channel in our applications, `told` what the tracker told.
    """

    def __init__(
        self, chance: random.Random, subscribe_all: bool, resume: bool, watched: bool
    ) -> None:
        self.chance = chance
        self.subscribe_all = subscribe_all
        #: How many of the channels a fourth application, which is in nobody's way, subscribes to.
        self.share = 0.5 * watched
        self.watched: set[str] = set()
        self.tracker = ChannelTracker(OURS, resume)
        self.dialplans: dict[str, dict[str, str]] = {}
        self.inside: dict[str, str] = {}
        self.true: dict[str, list[tuple[str, str]]] = {}
        self.told: dict[str, list[tuple[str, str]]] = {}
        #: Whether Asterisk has a connection, and whether the client hears what comes on it.
        self.connected, self.heard = True, False
        #: By application, what is on its way to the client; and whether a snapshot overtook any.
        self.sent: dict[str, list[dict[str, Any]]] = {app: [] for app in OURS}
        self.raced = False
        self.count = 0
        for _ in range(5):  # what a program did that has ended
            self.step(cuts=False)
        #: The channels that were inside before the client knew who was.
        self.first = {*self.inside}
        self.reconnect(self.snapshot() if resume else None)
        self.first |= {*self.inside}

    def snapshot(self) -> Snapshot:
        """What Asterisk would answer now."""
        everything = [ALL_CHANNELS]
        applications = [
            {
                "name": app,
                "channel_ids": everything
                if self.subscribe_all and app in OURS
                else [one for one, where in self.inside.items() if where == app],
            }
            for app in APPS
        ]
        applications.append({"name": "watcher", "channel_ids": [*self.watched]})
        return Snapshot(
            applications, [{"id": one, "dialplan": plan} for one, plan in self.dialplans.items()]
        )

    def tell(self, events: Any) -> None:
        """The tracker tells of these events."""
        for event in events:
            if event["type"] in ("ChannelDestroyed", "ChannelHangupRequest"):
                continue
            told = self.told.setdefault(event["channel"]["id"], [])
            told.append((event["type"], event["application"]))

    def reconcile(self, snapshot: Snapshot) -> None:
        """The tracker learns who was inside."""
        self.tell(self.tracker.reconcile(snapshot))

    def happens(self, kind: str, channel: str, app: str) -> None:
        """Something happens to a channel, which the client hears of if it can."""
        if app not in OURS:
            return
        self.true.setdefault(channel, []).append((kind, app))
        self.send(kind, channel, app)

    def send(self, kind: str, channel: str, app: str) -> None:
        """Asterisk sends an event."""
        if self.heard:
            about = {"id": channel, "dialplan": dict(self.dialplans[channel])}
            event = {"type": kind, "application": app, "channel": about}
            self.sent[app].append(event)

    def receive(self, apps: Sequence[str] = OURS) -> None:
        """The client gets what was sent: the events of each application in order, of two in any."""
        while some := [self.sent[app] for app in apps if self.sent[app]]:
            event = self.chance.choice(some).pop(0)
            self.tell(self.tracker.track(event, json.dumps(event).encode()))

    def enter(self) -> None:
        """A channel, new or not, runs Stasis(), or is claimed."""
        app = self.chance.choice(APPS)
        if not self.connected and app in OURS:
            return
        idle = [one for one in self.dialplans if one not in self.inside]
        self.count += 1
        channel = self.chance.choice([*idle, f"new-{self.count}"])
        self.dialplans[channel] = {"app_name": "Stasis", "app_data": f"{app},{self.count}"}
        if self.chance.random() < 0.3:
            data = f"500,,{self.count}"
            self.dialplans[channel] = {"app_name": "StasisBroadcast", "app_data": data}
        if self.chance.random() < self.share:
            self.watched.add(channel)
        self.inside[channel] = app
        self.happens("StasisStart", channel, app)

    def leave(self, channel: str) -> None:
        """A channel goes on in the dialplan, or hangs up."""
        self.happens("StasisEnd", channel, self.inside.pop(channel))
        self.dialplans[channel] = {"app_name": "Wait", "app_data": "60"}
        if self.chance.random() < 0.5:
            self.hang_up(channel)

    def hang_up(self, channel: str) -> None:
        """A channel is no more."""
        if channel in self.inside:
            self.happens("StasisEnd", channel, self.inside.pop(channel))
        self.dialplans[channel] = {"app_name": "", "app_data": ""}
        for kind in ("ChannelHangupRequest", "ChannelDestroyed"):
            for app in OURS if self.subscribe_all else ():
                self.send(kind, channel, app)
        del self.dialplans[channel]
        self.watched.discard(channel)

    def move(self, channel: str) -> None:
        """A channel is moved to another application; its dialplan stays."""
        app = self.chance.choice(APPS)
        if not self.connected and app in OURS:
            return
        before, self.inside[channel] = self.inside[channel], app
        self.happens("StasisEnd", channel, before)
        self.happens("StasisStart", channel, app)

    def cut(self, half_open: bool) -> None:
        """The client hears no more; Asterisk knows that, or not."""
        self.heard, self.connected = False, half_open

    def reconnect(self, before: Snapshot | None = None) -> None:
        """The client is back: something may happen before and after it has its snapshot."""
        self.heard = self.connected = True
        self.tracker.connected()
        if before:
            self.tell(self.tracker.resume(before))
        self.step(cuts=False)
        self.act(cuts=False)
        self.receive([app for app in OURS if self.chance.random() < 0.7])
        snapshot = self.snapshot()
        if any(self.sent.values()):
            self.raced = True
        else:
            self.step(cuts=False)
        self.reconcile(snapshot)
        self.receive()

    def step(self, cuts: bool = True) -> None:
        """Something happens, and the client hears of it."""
        self.act(cuts)
        self.receive()

    def act(self, cuts: bool) -> None:
        """Something happens."""
        inside = [*self.inside]
        kind = self.chance.choice(["enter", "enter", "leave", "move", "cut" if cuts else "enter"])
        if kind == "cut":
            self.cut(self.chance.random() < 0.5) if self.heard else self.reconnect()
        elif kind == "enter" or not inside:
            self.enter()
        else:
            getattr(self, kind)(self.chance.choice(inside))


def in_order(history: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The history, with a move's end before its start."""
    for i, (one, other) in enumerate(zip(history, history[1:])):
        if one[0] == "StasisStart" == history[i - 1][0] and other[0] == "StasisEnd" and i:
            history[i : i + 2] = [other, one]
    return history


def is_part_of(told: list[tuple[str, str]], true: list[tuple[str, str]]) -> bool:
    """Whether all that was told happened, in this order."""
    rest = iter(true)
    return all(one in rest for one in told)


@pytest.mark.parametrize("watched", [False, True])
@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("subscribe_all", [False, True])
def test_what_is_told_is_so(subscribe_all, resume, watched):
    """Starts and ends alternate, all of them happened, and in the end who is inside is.

    Of those inside at first, it is told that they are only with `resume`.
    """
    for seed in range(SEEDS):
        play(seed, subscribe_all, resume, watched)


def play(seed: int, subscribe_all: bool, resume: bool, watched: bool) -> None:
    """Play one history, and hold what was told against what happened."""
    asterisk = Asterisk(random.Random(seed), subscribe_all, resume, watched)
    for _ in range(30):
        asterisk.step()
    if not asterisk.heard:
        asterisk.reconnect()
    if subscribe_all or watched:  # then only their last events tell where some of them were
        for channel in [*asterisk.dialplans]:
            asterisk.hang_up(channel)
            asterisk.receive()
    for channel, told in asterisk.told.items():
        if channel in asterisk.first and not resume and told[0][0] == "StasisEnd":
            told.insert(0, ("StasisStart", told[0][1]))
        kinds = [kind for kind, _ in told]
        assert kinds[::2] == ["StasisStart"] * len(kinds[::2]), (seed, told)
        assert kinds[1::2] == ["StasisEnd"] * len(kinds[1::2]), (seed, told)
        assert all(told[i][1] == told[i + 1][1] for i in range(0, len(told) - 1, 2)), seed
        # Of who was moved in a gap, a subscription to all channels tells nothing, and neither do
        # the two events of a move, where the snapshot is earlier than both of them.
        if not subscribe_all and not asterisk.raced:
            true = asterisk.true[channel]
            assert is_part_of(in_order(told), in_order(true)), (seed, told, true)
    told_inside = {channel: told[-1][1] for channel, told in asterisk.told.items() if len(told) % 2}
    inside = {one: app for one, app in asterisk.inside.items() if app in OURS}
    if not resume:  # nothing had to be told of those who stayed
        unknown = asterisk.first - asterisk.told.keys()
        inside = {one: app for one, app in inside.items() if one not in unknown}
    assert told_inside == inside, seed
    # Two gaps later nothing is kept of those who have gone.
    for _ in range(2):
        asterisk.tracker.connected()
        asterisk.tracker.reconcile(asterisk.snapshot())
    assert asterisk.tracker._channels.keys() <= asterisk.dialplans.keys(), seed
