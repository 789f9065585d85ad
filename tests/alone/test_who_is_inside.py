"""The rules of who is inside, without a server: events and snapshots in, and what is told out."""

from __future__ import annotations

import json
import weakref

import pytest

from ari.channels import MAX_TRACKED, ChannelTracker
from ari.errors import InvalidAnswer
from ari.snapshot import ALL_CHANNELS, Snapshot

# What happens, in the order of happening: each takes a ChannelTracker and returns what it tells.


def event(kind, number, app="A", **more):
    """Asterisk sends an event about a channel."""
    sent = {"type": kind, "application": app, "channel": channel(number, **more)}
    return lambda tracker: tracker.track(sent, json.dumps(sent).encode())


def came(number, app="A", **more):
    """Asterisk tells that a channel has entered."""
    return event("StasisStart", number, app, **more)


def came_to_old(number):
    """Asterisk tells it in a version that does not say what the dialplan runs."""
    sent = {"type": "StasisStart", "application": "A", "channel": old_channel(number)}
    return lambda tracker: tracker.track(sent, json.dumps(sent).encode())


def left(number, app="A", **more):
    """Asterisk tells that a channel has left."""
    return event("StasisEnd", number, app, **more)


def gap(tracker):
    """The connection was lost, and is there again."""
    tracker.connected()
    return ()


def found(*channels, filters=None, **subscribed):
    """The answer comes: these channels exist, and each application is subscribed to these."""
    if subscribed.pop("unlisted", False):
        return lambda tracker: tracker.reconcile(Snapshot([], channels))
    subscribed = {"B": [], **(subscribed or {"A": None})}
    snapshot = answer(*channels, filters=filters or {}, **subscribed)
    return lambda tracker: tracker.reconcile(snapshot)


def channel(number, data="A", name="Stasis"):
    """A channel inside A; inside what `data` has, or in the dialplan's application `name`."""
    return {"id": str(number), "dialplan": {"app_name": name, "app_data": data}}


def old_channel(number):
    """A channel as a version has it that does not say what the dialplan runs."""
    return {"id": str(number), "dialplan": {"context": "default"}}


def answer(*channels, filters, **subscribed):
    """A Snapshot; `None` as what an application is subscribed to is all of these."""
    ids = [one["id"] for one in channels]
    applications = [
        {"name": app, "channel_ids": ids if to is None else to, **filters}
        for app, to in subscribed.items()
    ]
    return Snapshot(applications, channels)


ALL = {"A": [ALL_CHANNELS]}
BOTH_ALL = {"A": [ALL_CHANNELS], "B": [ALL_CHANNELS]}
CLAIMED = {"data": "5000,^A$,x:y", "name": "StasisBroadcast"}
ELSEWHERE = channel(1, "60", "Wait")
OTHERS = [channel(3, "B,A"), channel(4, "0"), channel(5, "A", "Answer"), channel(6, "A", "Wait")]
FIRST = (found(),)
#: Each application's events come in order, but those of two in any: here A's have come first.
MOVED_AND_LEFT = (found(channel(1), **BOTH_ALL), left(1, "B"))
TOLD_OF_B = ("missed StasisStart 1 of B", "StasisEnd 1 of B")
NO_END = {"events_disallowed": [{"type": "StasisEnd"}], "events_allowed": []}
NO_START = {"events_disallowed": [{"type": "StasisStart"}], "events_allowed": []}
ONLY_ENDS = {"events_disallowed": [], "events_allowed": [{"type": "StasisEnd"}]}
BOTH = {"events_disallowed": [], "events_allowed": [{"type": "StasisEnd"}, {"type": "StasisStart"}]}

#: What happens, and the events of channels that are told: `missed` are those that were made up.
RULES = {
    "who is inside already is not announced, but leaves": (
        [found(channel(1)), left(1)],
        ["StasisEnd 1"],
    ),
    "before the first answer nobody can know who came in a gap": (
        [gap, found(channel(1)), left(1)],
        ["StasisEnd 1"],
    ),
    "who came, and left in a gap": (
        [*FIRST, came(1), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who left in a gap and still exists": (
        [*FIRST, came(1), gap, found(ELSEWHERE, A=[])],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "who left in a gap before the first answer": (
        [came(1), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who was inside at the first answer, and left in a gap": (
        [found(channel(1)), gap, found()],
        ["missed StasisEnd 1"],
    ),
    "who came in a gap": ([*FIRST, gap, found(channel(1))], ["missed StasisStart 1"]),
    "who stayed through a gap": (
        [*FIRST, came(1), gap, found(channel(1)), left(1)],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "who came in a gap and leaves later": (
        [*FIRST, gap, found(channel(1)), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "all channels: who stayed through a gap": (
        [*FIRST, came(1), gap, found(channel(1), **ALL), left(1)],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "all channels: who left and still exists": (
        [*FIRST, came(1), gap, found(ELSEWHERE, **ALL)],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "all channels: who went on into another application": (
        [*FIRST, came(1), gap, found(channel(1, "B"), **ALL)],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "all channels: who went on into an application with a lesser name": (
        [*FIRST, came(1), gap, found(channel(1, "0"), **ALL)],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "all channels: who hung up": (
        [*FIRST, came(1), gap, found(channel(2, "B"), **ALL)],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "all channels: of those that exist, only one came": (
        [*FIRST, gap, found(channel(1), channel(2, "B"), channel(3, "9", "Wait"), **ALL)],
        ["missed StasisStart 1"],
    ),
    "all channels: who was moved here stays": (
        [*FIRST, came(1, data="B"), gap, found(channel(1, "B"), **ALL)],
        ["StasisStart 1"],
    ),
    "no app_name: who was inside and still exists is inside": (
        [*FIRST, came_to_old(1), came_to_old(2), gap, found(old_channel(1), **ALL)],
        ["StasisStart 1", "StasisStart 2", "missed StasisEnd 2"],
    ),
    "no app_name: who was inside and is not subscribed to any more has left": (
        [*FIRST, came_to_old(1), gap, found(old_channel(1), A=[])],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "no app_name: of who exists it is not known that they came": (
        [found(), gap, found(old_channel(1), A=None)],
        [],
    ),
    "who is subscribed to and elsewhere did not come": (
        [*FIRST, gap, found(ELSEWHERE)],
        [],
    ),
    "who is in somebody else's application is not told of": (
        [*FIRST, gap, found(channel(1, "C"), C=None)],
        [],
    ),
    "who is in another application and subscribed to did not come": (
        [*FIRST, gap, found(channel(1, "C"), A=["1"], C=["1"])],
        [],
    ),
    "several are subscribed to who came: it is in the one that was called": (
        [*FIRST, gap, found(channel(1), A=["1"], C=["1"]), gap, found()],
        ["missed StasisStart 1", "missed StasisEnd 1"],
    ),
    "several are subscribed to who came, and none was called: nobody can know": (
        [*FIRST, gap, found(channel(1, "D"), A=["1"], B=["1"], D=[]), gap, found()],
        [],
    ),
    "who came may be in another application, which is subscribed to all: nobody can know": (
        [*FIRST, gap, found(channel(1, "D"), A=["1"], C=[ALL_CHANNELS], D=[]), gap, found()],
        [],
    ),
    "several are subscribed to who came, and none was called: it is told when it leaves": (
        [*FIRST, gap, found(channel(1, "D"), A=["1"], B=["1"], D=[]), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who went elsewhere and is still subscribed to has left": (
        [*FIRST, came(1), gap, found(ELSEWHERE)],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "who is inside an application that Asterisk has forgotten with its connection stays": (
        [*FIRST, came(1), came(2), gap, found(channel(1), channel(2, "B"), A=[])],
        ["StasisStart 1", "StasisStart 2", "missed StasisEnd 2 which exists"],
    ),
    "of who is inside a forgotten application it is not known that they came": (
        [*FIRST, gap, found(channel(1), A=[])],
        [],
    ),
    "who was moved away in a gap has left": (
        [*FIRST, came(1), gap, found(channel(1), A=[], B=["1"])],
        ["StasisStart 1", "missed StasisEnd 1 which exists", "missed StasisStart 1 of B"],
    ),
    "who was moved away to somebody else's has left": (
        [*FIRST, came(1), gap, found(channel(1), A=[], C=["1"])],
        ["StasisStart 1", "missed StasisEnd 1 which exists"],
    ),
    "who was moved in a gap before the first answer": (
        [came(1), gap, found(channel(1), A=[], B=["1"]), left(1, "B")],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            "missed StasisStart 1 of B",
            "StasisEnd 1 of B",
        ],
    ),
    "who was moved in a gap and leaves before the first answer": (
        [came(1), gap, left(1, "B"), found()],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            "missed StasisStart 1 of B",
            "StasisEnd 1 of B",
        ],
    ),
    "who comes again after a gap before the first answer": (
        [came(1), gap, came(1), found(channel(1)), left(1)],
        ["StasisStart 1", "missed StasisEnd 1 which exists", "StasisStart 1", "StasisEnd 1"],
    ),
    "the last event of one application takes no end from another": (
        [*FIRST, came(1), gap, event("ChannelDestroyed", 1, "B"), left(1)],
        ["StasisStart 1", "ChannelDestroyed 1 of B", "StasisEnd 1"],
    ),
    "who was moved, and whose own end and start come late": (
        [
            *FIRST,
            came(1),
            gap,
            found(channel(1), A=[], B=["1"]),
            left(1),
            came(1, "B"),
            left(1, "B"),
        ],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            "missed StasisStart 1 of B",
            "StasisEnd 1 of B",
        ],
    ),
    "a call that one has originated, and that was moved to another, seems to be in the first": (
        [*FIRST, gap, found(channel(1), A=["1"], B=["1"]), left(1, "B")],
        [
            "missed StasisStart 1",
            "missed StasisEnd 1 which exists",
            "missed StasisStart 1 of B",
            "StasisEnd 1 of B",
        ],
    ),
    "all channels: who was moved is told when it leaves the second": (
        [*FIRST, came(1), gap, found(channel(1), **BOTH_ALL), left(1, "B"), left(1, "B")],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            *2 * ["missed StasisStart 1 of B", "StasisEnd 1 of B"],
        ],
    ),
    "all channels: who was moved is told when it is moved again": (
        [*FIRST, came(1, "B"), gap, found(channel(1), **BOTH_ALL), came(1, "A")],
        ["StasisStart 1 of B", "missed StasisEnd 1 of B which exists", "StasisStart 1"],
    ),
    "a move in order": (
        [*FIRST, came(1), left(1), came(1, "B"), left(1, "B")],
        ["StasisStart 1", "StasisEnd 1", "StasisStart 1 of B", "StasisEnd 1 of B"],
    ),
    "a move whose start comes first is told in order": (
        [*FIRST, came(1), came(1, "B"), left(1), left(1, "B")],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            "StasisStart 1 of B",
            "StasisEnd 1 of B",
        ],
    ),
    "who left and came again with other arguments": (
        [*FIRST, came(1), gap, found(channel(1, "A,again,x")), left(1, data="A,again,x")],
        [
            "StasisStart 1",
            "missed StasisEnd 1 which exists",
            "missed StasisStart 1 with again,x",
            "StasisEnd 1",
        ],
    ),
    "who was claimed before a gap and stays": (
        [*FIRST, came(1, **CLAIMED), gap, found(channel(1, **CLAIMED)), left(1, **CLAIMED)],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "all channels: who was claimed before a gap and stays": (
        [*FIRST, came(1, **CLAIMED), gap, found(channel(1, **CLAIMED), **ALL), left(1, **CLAIMED)],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "who was claimed in a gap": (
        [*FIRST, gap, found(channel(1, **CLAIMED)), left(1, **CLAIMED)],
        ["missed StasisStart 1 with x,y", "StasisEnd 1"],
    ),
    "all channels: who was claimed in a gap is told when it leaves": (
        [*FIRST, gap, found(channel(1, **CLAIMED), **ALL), left(1, **CLAIMED)],
        ["missed StasisStart 1 with x,y", "StasisEnd 1"],
    ),
    "who is offered and not claimed is not inside": (
        [*FIRST, gap, found(channel(1, **CLAIMED), A=[])],
        [],
    ),
    "who was claimed by somebody else is not inside": (
        [*FIRST, gap, found(channel(1, **CLAIMED), A=[], C=["1"])],
        [],
    ),
    "who may have been inside at the first answer only leaves": (
        [found(channel(1, **CLAIMED), **ALL), gap, found(channel(1, **CLAIMED), **ALL), left(1)],
        ["StasisEnd 1"],
    ),
    "who may have been inside at first, and surely is later, may not be new": (
        [
            found(channel(1, "D"), A=["1"], B=["1"], D=[]),
            gap,
            found(channel(1, "D"), A=["1"], D=[]),
            left(1),
        ],
        ["StasisEnd 1"],
    ),
    "who may have been inside, and then was not, comes as others do": (
        [found(channel(1, **CLAIMED), **ALL), gap, found(ELSEWHERE, **ALL), gap, left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who may have been inside, and has left, comes as others do": (
        [found(channel(1, **CLAIMED), **ALL), left(1), gap, left(1)],
        ["StasisEnd 1", "missed StasisStart 1", "StasisEnd 1"],
    ),
    "who was in somebody else's application at the first answer comes as others do": (
        [found(channel(1, "C"), A=[], C=["1"]), gap, left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who left before the first answer comes as others do": (
        [left(1), found(channel(1, **CLAIMED), **ALL), gap, left(1)],
        ["StasisEnd 1", "missed StasisStart 1", "StasisEnd 1"],
    ),
    "who was moved here before the gap stays": (
        [*FIRST, came(1, data="B,x"), gap, found(channel(1, "B,x"))],
        ["StasisStart 1"],
    ),
    "who was moved here is not announced in where it came from, which is subscribed to it": (
        [*FIRST, came(1, "B"), gap, found(channel(1), A=["1"], B=["1"])],
        ["StasisStart 1 of B"],
    ),
    "an application is told by its whole name": (
        [*FIRST, gap, *[found(channel(1, "AB"), channel(2, "A,B"), *OTHERS, **ALL)]],
        ["missed StasisStart 2 with B"],
    ),
    "who went from one application into the next": (
        [found(A=[], B=[]), came(1), gap, found(channel(1, "B"), A=[], B=["1"])],
        ["StasisStart 1", "missed StasisEnd 1 which exists", "missed StasisStart 1 of B"],
    ),
    "the arguments of who came are those of Stasis()": (
        [*FIRST, gap, found(channel(1, "A,dialed,,x y"))],
        ["missed StasisStart 1 with dialed,,x y"],
    ),
    "who left while the answer was under way": (
        [*FIRST, came(1), gap, left(1), found(channel(1)), came(1)],
        ["StasisStart 1", "StasisEnd 1", "StasisStart 1"],
    ),
    "who left while the answer was under way, without a gap": (
        [came(1), left(1), found(channel(1)), gap, found()],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "who was inside already and left while the first answer was under way": (
        [left(1), found(channel(1)), event("ChannelDestroyed", 1), gap, found()],
        ["StasisEnd 1", "ChannelDestroyed 1"],
    ),
    "who may have been inside and left while the answer was under way": (
        [found(channel(1, **CLAIMED), **ALL), gap, left(1), found(channel(1)), gap, found()],
        ["StasisEnd 1"],
    ),
    "who came while the answer was under way": (
        [*FIRST, gap, came(1), found(), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who came while the first answer was under way": (
        [came(1), found(), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who comes again after a gap has left in it": (
        [*FIRST, came(1), gap, came(1), found(channel(1)), left(1)],
        ["StasisStart 1", "missed StasisEnd 1 which exists", "StasisStart 1", "StasisEnd 1"],
    ),
    "who comes again after the answer was told of": (
        [*FIRST, came(1), gap, found(), came(1), left(1)],
        ["StasisStart 1", "missed StasisEnd 1", "StasisStart 1", "StasisEnd 1"],
    ),
    "who leaves after a gap without having come had come in it": (
        [*FIRST, gap, left(1), found()],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who leaves without having come, and without a gap": ([*FIRST, left(1)], ["StasisEnd 1"]),
    "who leaves without having come before the first answer": (
        [gap, left(1), found()],
        ["StasisEnd 1"],
    ),
    "Asterisk's own start was only late": (
        [*FIRST, gap, found(channel(1)), came(1), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "Asterisk's own start was later than the first answer": (
        [found(channel(1)), came(1), left(1)],
        ["StasisStart 1", "StasisEnd 1"],
    ),
    "Asterisk's own end was only late": (
        [*FIRST, came(1), gap, found(), left(1), came(1), left(1)],
        ["StasisStart 1", "missed StasisEnd 1", "StasisStart 1", "StasisEnd 1"],
    ),
    "a late end belongs to the gap before the latest": (
        [*FIRST, came(1), gap, found(), gap, came(1), left(1)],
        ["StasisStart 1", "missed StasisEnd 1", "StasisStart 1", "StasisEnd 1"],
    ),
    "two gaps in a row": (
        [*FIRST, came(1), came(2), gap, gap, found(channel(2), channel(3))],
        ["StasisStart 1", "StasisStart 2", "missed StasisEnd 1", "missed StasisStart 3"],
    ),
    "who came and left between two gaps": (
        [*FIRST, gap, came(1), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who left unseen before the first answer is told of after a gap": (
        [came(1), found(), gap, found()],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "who is destroyed in there, without a gap, has left as a filter has kept back": (
        [*FIRST, came(1), event("ChannelDestroyed", 1), gap, found()],
        ["StasisStart 1", "ChannelDestroyed 1"],
    ),
    "who came after a gap, and is destroyed in there, has left as a filter has kept back": (
        [*FIRST, gap, found(), came(1), event("ChannelDestroyed", 1), gap, found()],
        ["StasisStart 1", "ChannelDestroyed 1"],
    ),
    "who was inside at the first answer, and is destroyed in there, has left so too": (
        [found(channel(1)), event("ChannelDestroyed", 1), gap, found()],
        ["ChannelDestroyed 1"],
    ),
    "who is destroyed after a gap has left in it": (
        [*FIRST, came(1), gap, event("ChannelDestroyed", 1), found()],
        ["StasisStart 1", "missed StasisEnd 1", "ChannelDestroyed 1"],
    ),
    "who is destroyed after a gap before the first answer has left in it": (
        [came(1), gap, event("ChannelDestroyed", 1), found()],
        ["StasisStart 1", "missed StasisEnd 1", "ChannelDestroyed 1"],
    ),
    "who is destroyed after a gap, and whose own end comes late": (
        [*FIRST, came(1), gap, event("ChannelDestroyed", 1), left(1), found(channel(1))],
        ["StasisStart 1", "missed StasisEnd 1", "ChannelDestroyed 1"],
    ),
    "all channels: who was moved, and is destroyed while the snapshot is on its way": (
        [*FIRST, came(1), gap, event("ChannelDestroyed", 1), *MOVED_AND_LEFT],
        ["StasisStart 1", "missed StasisEnd 1", "ChannelDestroyed 1", *TOLD_OF_B],
    ),
    "all channels: who was moved, and is hung up while the snapshot is on its way": (
        [*FIRST, came(1), gap, event("ChannelHangupRequest", 1, name="", data=""), *MOVED_AND_LEFT],
        [
            *("StasisStart 1", "ChannelHangupRequest 1", "missed StasisEnd 1 which exists"),
            *TOLD_OF_B,
        ],
    ),
    "who was moved in a gap, and back as the snapshot was made": (
        [*FIRST, came(1), gap, came(1), found(channel(1)), left(1, "B")],
        ["StasisStart 1", "missed StasisEnd 1 which exists", "StasisStart 1"],
    ),
    "all channels: who may have been inside at first, and surely is later, has its end": (
        [
            *(found(channel(1), **BOTH_ALL, C=["1"]), gap, found(channel(1), **BOTH_ALL)),
            *(gap, found(), left(1, "B")),
        ],
        ["missed StasisEnd 1", *TOLD_OF_B],
    ),
    "other events about a channel are told, and tell of nobody's coming or leaving": (
        [*FIRST, event("A", 1), event("StasisF", 1), event("Z", 1), gap, found()],
        ["A 1", "StasisF 1", "Z 1"],
    ),
    "other events do not make a channel leave": (
        [*FIRST, came(1), event("StasisF", 1), gap, found()],
        ["StasisStart 1", "StasisF 1", "missed StasisEnd 1"],
    ),
    "a filter holds back ends": (
        [*FIRST, came(1), gap, found(filters=NO_END), gap, found()],
        ["StasisStart 1"],
    ),
    "a filter holds back starts": (
        [*FIRST, gap, found(channel(1), filters=NO_START), left(1)],
        ["StasisEnd 1"],
    ),
    "a filter that has held back a start makes up none at the end": (
        [found(filters=NO_START), gap, left(1)],
        ["StasisEnd 1"],
    ),
    "a filter allows only ends: no start": (
        [*FIRST, gap, found(channel(1), filters=ONLY_ENDS), left(1)],
        ["StasisEnd 1"],
    ),
    "a filter allows only ends: an end": (
        [*FIRST, came(1), gap, found(filters=ONLY_ENDS)],
        ["StasisStart 1", "missed StasisEnd 1"],
    ),
    "a filter allows both": (
        [*FIRST, came(1), gap, found(channel(2), filters=BOTH)],
        ["StasisStart 1", "missed StasisEnd 1", "missed StasisStart 2"],
    ),
    "a filter with empty lists holds back nothing": (
        [*FIRST, gap, found(channel(1), filters={"events_allowed": []})],
        ["missed StasisStart 1"],
    ),
}


def in_words(told):
    """An event as the table has it."""
    words = ["missed"] if told.get("missed") else []
    words += [told["type"], told["channel"]["id"]]
    if told["application"] != "A":
        words += ["of", told["application"]]
    if told.get("args"):
        words += ["with", ",".join(told["args"])]
    if told.get("gone") is False:
        words += ["which", "exists"]
    return " ".join(words)


def resumed(*channels, **subscribed):
    """It is connected, and this was the answer before it was."""
    answered = Snapshot([], channels) if subscribed.pop("unlisted", False) else None
    before = answered or answer(*channels, filters={}, **(subscribed or {"A": None}))
    return lambda tracker: [*gap(tracker), *tracker.resume(before)]


RESUMED = {
    "who is inside already has a start, and leaves": (
        [resumed(channel(1, "A,x")), found(channel(1, "A,x")), left(1)],
        ["missed StasisStart 1 with x", "StasisEnd 1"],
    ),
    "who left before it was connected has both": (
        [resumed(channel(1)), found()],
        ["missed StasisStart 1", "missed StasisEnd 1"],
    ),
    "who came while it connected": (
        [resumed(), found(channel(1))],
        ["missed StasisStart 1"],
    ),
    "who came when it was connected": (
        [resumed(), came(1), found(channel(1))],
        ["StasisStart 1"],
    ),
    "who left while the answer was under way": (
        [resumed(channel(1)), left(1), found(channel(1)), came(1)],
        ["missed StasisStart 1", "StasisEnd 1", "StasisStart 1"],
    ),
    "who is in another application has none": (
        [resumed(channel(1, "C"), channel(2), C=["1"], A=["1", "2"])],
        ["missed StasisStart 2"],
    ),
    "several are subscribed to who is inside: it is in the one that was called": (
        [resumed(channel(1), channel(2, "C"), A=["1", "2"], C=["1", "2"])],
        ["missed StasisStart 1"],
    ),
    "several are subscribed to who is inside, and none was called: it has it when it leaves": (
        [resumed(channel(1, "D"), A=["1"], B=["1"], D=[]), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who is inside an application that Asterisk has forgotten meanwhile": (
        [resumed(channel(1), unlisted=True), found(channel(1), A=[]), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
    "who was claimed": (
        [resumed(channel(1, **CLAIMED), channel(2, **CLAIMED), A=["1"])],
        ["missed StasisStart 1 with x,y"],
    ),
    "all channels: who was claimed has it when it leaves": (
        [resumed(channel(1, **CLAIMED), **ALL), left(1, **CLAIMED)],
        ["missed StasisStart 1 with x,y", "StasisEnd 1"],
    ),
    "who resumes where it is not known who was inside is told by the first answer": (
        [gap, found(channel(1)), left(1)],
        ["missed StasisStart 1", "StasisEnd 1"],
    ),
}


#: Snapshots, and the channels that may be in A, and of which nobody can know.
UNDECIDED = {
    "those that several are subscribed to, of which none was called": (
        [channel(1, "D"), channel(2), channel(3, "C"), channel(4, "D")],
        {"A": ["1", "2", "3"], "C": ["1", "2", "3", "4"]},
        ["1"],
    ),
    "those that another than the one that was called is subscribed to": (
        [channel(1), channel(2)],
        {"A": [ALL_CHANNELS], "C": ["1"]},
        ["1"],
    ),
    "those that were called into it, and that it is not subscribed to any more": (
        [channel(1), channel(2, "C")],
        {"A": [], "C": []},
        ["1"],
    ),
    "those that anybody may have claimed": (
        [channel(1, **CLAIMED), channel(2, "60", "Wait")],
        ALL,
        ["1"],
    ),
    "none of those that are offered, where it is not subscribed to them": (
        [channel(1, **CLAIMED)],
        {"A": []},
        [],
    ),
    "those that it is subscribed to, in versions without app_name": (
        [old_channel(1), old_channel(2)],
        {"A": ["1"], "C": ["2"]},
        ["1"],
    ),
}


@pytest.mark.parametrize("rule", UNDECIDED)
def test_of_whom_nobody_can_know(rule):
    """Channels that may be inside, and for which no start can be made up, are counted."""
    channels, subscribed, expected = UNDECIDED[rule]
    assert answer(*channels, filters={}, **subscribed).undecided(["A"]) == expected


@pytest.mark.parametrize("rule", RESUMED)
def test_what_is_told_to_who_resumes(rule):
    """With resume, whoever is inside at first has a start as well."""
    tracker = ChannelTracker(["A", "B"], resume=True)
    steps, expected = RESUMED[rule]
    assert [in_words(told) for step in steps for told in step(tracker)] == expected


@pytest.mark.parametrize("rule", RULES)
def test_what_is_told(rule):
    """What happens to the channels, and what is told of it, are as the table has them."""
    tracker = ChannelTracker(["A", "B"])
    steps, expected = RULES[rule]
    assert [in_words(told) for step in steps for told in step(tracker)] == expected


@pytest.mark.parametrize(
    "sent",
    [
        {"type": "StasisStart"},
        {"type": "StasisStart", "channel": None},
        {"type": "StasisEnd", "channel": ["1"]},
        {"type": "DeviceStateChanged", "application": "A"},
        {"type": "ChannelVarset", "application": "A", "channel": {}},
        {"type": "StasisStart", "channel": {}},
        {"type": "StasisEnd", "application": "A", "channel": {"id": None, "dialplan": 1}},
    ],
)
def test_other_events_go_through(sent):
    """What has no channel, or not what it should have, is told as it is."""
    assert [*ChannelTracker(["A"]).track(sent, json.dumps(sent).encode())] == [sent]


def test_a_channel_without_a_dialplan_has_left_where_asterisk_knows_another():
    """Of a channel that came without a dialplan, the snapshot is believed."""
    tracker = ChannelTracker(["A"])
    sent = {"type": "StasisStart", "application": "A", "channel": {"id": "1"}}
    tracker.track(sent, json.dumps(sent).encode())
    tracker.connected()
    (end,) = found(channel(1, "B"), **ALL)(tracker)
    assert in_words(end) == "missed StasisEnd 1 which exists"


def test_a_missed_end_has_the_channel_as_it_was_last_seen():
    """It holds what the latest event said, of channels that are inside alone."""
    tracker = ChannelTracker(["A"])
    for step in (*FIRST, came(1), event("ChannelVarset", 1, data="A,new"), gap):
        step(tracker)
    for step in (event("ChannelVarset", 2), event("ChannelVarset", 1, "B", data="A,other")):
        step(tracker)
    assert [one["channel"] for one in found()(tracker)] == [channel(1, "A,new")]


def test_what_is_remembered_does_not_grow():
    """Where a filter withholds that channels leave, the first ones are forgotten, unsaid."""
    tracker = ChannelTracker(["A"])
    for number in range(MAX_TRACKED + 1):
        came(number)(tracker)
    tracker.connected()
    assert [one["channel"]["id"] for one in found()(tracker)] == [
        str(number) for number in range(1, MAX_TRACKED + 1)
    ]


@pytest.mark.parametrize("last", ["ChannelDestroyed", "ChannelHangupRequest"])
def test_calls_that_have_ended_crowd_out_none_that_goes_on(monkeypatch, last):
    """Where a filter withholds that channels leave, their last events are enough."""
    monkeypatch.setattr("ari.channels.MAX_TRACKED", 10)
    tracker = ChannelTracker(["A"])
    came("on")(tracker)
    for number in range(100):
        came(number)(tracker)
        event(last, number)(tracker)
    tracker.connected()
    assert "on" in [one["channel"]["id"] for one in found()(tracker)]


def test_who_has_left_crowds_out_nobody(monkeypatch):
    """Of those that leave before it is known who is inside, no more is kept than there is room."""
    monkeypatch.setattr("ari.channels.MAX_TRACKED", 3)
    tracker = ChannelTracker(["A"])
    for number in range(3):
        came(number)(tracker)
    left("x")(tracker)
    tracker.connected()
    assert len(found()(tracker)) == 3


def test_of_a_snapshot_no_channel_is_kept():
    """Once it is reconciled, it can go: of thousands of channels it takes many megabytes."""
    tracker = ChannelTracker(["A"])
    snapshot = answer(channel(1), filters=NO_END, A=["1"])
    there = weakref.ref(snapshot)
    tracker.reconcile(snapshot)
    del snapshot
    assert there() is None


@pytest.mark.parametrize("answered", [True, False])
def test_little_is_remembered_of_who_has_left(monkeypatch, answered):
    """Calls that came and left leave nothing behind; before a snapshot's answer, so many do."""
    monkeypatch.setattr("ari.channels.MAX_TRACKED", 10)
    tracker = ChannelTracker(["A"])
    if answered:
        found()(tracker)
    for number in range(100):
        came(number)(tracker)
        left(number)(tracker)
    kept = [value for value in vars(tracker).values() if isinstance(value, (dict, set))]
    assert sum(map(len, kept)) == (0 if answered else 10)


ARGUMENTS = {
    "A": [],
    "A,": [""],
    'A,"x,y",z': ["x,y", "z"],
    'A, sp ace ,v1,"q""t",e\\,f': [" sp ace ", "v1", "qt", "e,f"],
    "A,f(x,y),[1,2],)": ["f(x,y)", "[1,2]", ")"],
    "A,(,x": ["(,x"],
    "A,x\\": ["x"],
}


@pytest.mark.parametrize("data", ARGUMENTS)
def test_the_arguments_of_a_missed_start_are_split_as_asterisk_does(data):
    """Quotes, parentheses and backslashes mean what they mean in the dialplan."""
    told = resumed(channel(1, data))(ChannelTracker(["A"], resume=True))
    assert [one["args"] for one in told] == [ARGUMENTS[data]]


@pytest.mark.parametrize(
    ("data", "args"),
    [("5000,^A$,x:y:z", ["x", "y", "z"]), ("5000,^A$", []), ("", []), ("1,,x,1", ["x"])],
)
def test_the_arguments_of_a_claimed_channel(data, args):
    """The third of StasisBroadcast() are its StasisStart's, separated by colons."""
    claimed = channel(1, data, "StasisBroadcast")
    (told,) = resumed(claimed)(ChannelTracker(["A"], resume=True))
    assert told["args"] == args


@pytest.mark.parametrize(
    ("applications", "channels"),
    [
        (None, []),
        ({"message": "no"}, []),
        ([None], []),
        ([{"channel_ids": []}], []),
        ([{"name": "A"}], []),
        ([{"name": [], "channel_ids": []}], []),
        ([{"name": "A", "channel_ids": None}], []),
        ([{"name": "A", "channel_ids": [[]]}], []),
        ([{"name": "A", "channel_ids": [], "events_allowed": ["StasisEnd"]}], []),
        ([{"name": "A", "channel_ids": [], "events_disallowed": [{}]}], []),
        ([], None),
        ([], {"message": "no"}),
        ([], [None]),
        ([], [{"dialplan": {}}]),
        ([], [{"id": "1"}]),
        ([], [{"id": "1", "dialplan": "x"}]),
        ([], [{"id": [], "dialplan": {}}]),
    ],
)
def test_what_is_no_snapshot_says_so(applications, channels):
    """Answers of another shape than Asterisk's are an InvalidAnswer."""
    with pytest.raises(InvalidAnswer, match="neither applications nor channels"):
        Snapshot(applications, channels)
