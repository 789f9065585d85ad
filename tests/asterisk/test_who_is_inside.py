"""Who is inside after a gap, and after the program has ended, on real Asterisks.

In a half-open gap our end is cut, and Asterisk still believes in the connection. Where `resume` is
on with nobody inside, it is for a gap that may come before it is known that nobody is.
"""

from __future__ import annotations

import re

import pytest

import ari
from tests.lab import REPOSITORY
from tests.lab.client import Calls, running
from tests.lab.process import eventually

EVERYTHING = pytest.mark.parametrize("subscribe_all", [False, True])
HALF_OPEN = pytest.mark.parametrize("half_open", [False, True])
WITH_CLAIMS = pytest.mark.parametrize("asterisk", [22], indirect=True)

#: Arguments of Stasis(), for Asterisk to take apart.
ARGUMENTS = [
    "",
    "x,,y z",
    '"x,y",z',
    'a"b,c"d,"e',
    r"x\,y,z\\",
    "(a,b),c",
    "[a,b],c)",
    " x , y ",
    '"a""b"',
]

#: Tells of callers, and hangs up on those that it has missed.
PROGRAM = """
import sys
import ari
url, *options = sys.argv[1:]
def told(event):
    missed = "missed " if event.get("missed") else ""
    ari.show(f"{missed}{event['type']} {event.get('channel', {}).get('id')}")
    if missed:
        client.channels.hangup(channelId=event["channel"]["id"])
with ari.clean_exit(), ari.connect(url, "asterisk", "asterisk") as client:
    for kind in ("ApplicationRegistered", "StasisStart", "StasisEnd"):
        client.on_event(kind, told)
    client.run("beside", **dict.fromkeys(options, True))
"""


def words(event):
    """What an event says, such as `missed StasisStart 0 beside x|y`."""
    (number,) = re.findall(r"-(\w+);2$", event["channel"]["name"])
    said = f"{event['type']} {int(number, 16)} {event['application']}"
    missed = "missed " if event.get("missed") else ""
    return f"{missed}{said} {'|'.join(event.get('args', []))}".rstrip()


@pytest.fixture
def client(proxy):
    """A client whose connections go through the proxy."""
    return ari.connect(proxy.url, "asterisk", "asterisk")


@pytest.fixture
def heard(client, calls):
    """Returns what the client hears next of who enters and leaves."""
    for kind in ("StasisStart", "StasisEnd"):
        client.on_event(kind, lambda event: calls(words(event)))
    return lambda: calls.next()[0]


@pytest.fixture
def registered(client):
    """Waits until so many applications more have been registered."""
    events = Calls()
    client.on_event("ApplicationRegistered", events)

    def registered(number):
        for _ in range(number):
            events.next()

    return registered


def call(server, extension="hold"):
    """Someone calls this extension."""
    server.cli(f"channel originate Local/{extension}@beside application Wait 60")


def inside(client):
    """The channels that have called, the first one first."""
    ends = [one for one in client.channels.list() if one.json["name"].endswith(";2")]
    return sorted(ends, key=lambda one: one.json["name"])


def hang_up(server, number=None):
    """The caller with this number hangs up, or all do."""
    if number is None:
        server.hang_up_all()
    else:
        (name,) = re.findall(rf"\S+-{number:08x};2", server.cli("core show channels concise"))
        name = name.partition("!")[0]
        server.cli(f"channel request hangup {name}")
        server.until_no("core show channels concise", name)


@EVERYTHING
def test_a_move_in_a_half_open_gap(own, proxy, client, direct, heard, registered, subscribe_all):
    """Its end in the one is told and its start in the other, at the latest when it leaves that."""
    with running(client, ["beside", "other"], subscribe_all, resume=True):
        registered(2)
        call(own)
        assert heard() == "StasisStart 0 beside x||y z"
        with proxy.broken(half_open=True):
            inside(direct)[0].move(app="other")
        registered(2)
        told = [] if subscribe_all else [heard(), heard()]
        hang_up(own)
        while told[-1:] != ["StasisEnd 0 other"]:
            told.append(heard())
    assert told == ["missed StasisEnd 0 beside", "missed StasisStart 0 other", "StasisEnd 0 other"]


@EVERYTHING
def test_another_entry_in_a_half_open_gap(own, proxy, client, direct, heard, subscribe_all):
    """Who leaves and enters again is told of, with the new arguments."""
    with running(client, "beside", subscribe_all):
        own.wait_for("beside")
        call(own, "anew")
        assert heard() == "StasisStart 0 beside first"
        with proxy.broken(half_open=True):
            inside(direct)[0].continueInDialplan()
            eventually(lambda: "x,y" in inside(direct)[0].json["dialplan"]["app_data"])
        assert heard() == "missed StasisEnd 0 beside"
        assert heard() == "missed StasisStart 0 beside x,y|z"
        hang_up(own)
        assert heard() == "StasisEnd 0 beside"


def test_the_end_in_one_of_two_applications_is_asterisks_own(own, proxy, client, heard, registered):
    """After a gap, no event of the other application about a channel takes its end's place."""
    with running(client, ["beside", "other"], subscribe_all=True):
        own.wait_for("other")
        for number in range(11):
            call(own)
            assert heard() == f"StasisStart {number} beside x||y z"
        with proxy.broken():
            hang_up(own, 10)
        assert heard() == "missed StasisEnd 10 beside"
        hang_up(own)
        assert {heard() for _ in range(10)} == {f"StasisEnd {one} beside" for one in range(10)}


def test_the_arguments_of_a_missed_start_are_asterisks(own, proxy, client, direct, calls):
    """However they are quoted, they are those that Asterisk gives when the start is not missed."""

    def call_with_all():
        for text in ARGUMENTS:
            direct.channels.originate(
                endpoint="Local/with@beside",
                context="beside",
                extension="wait",
                priority=1,
                variables={"ARGS": text},
            )

    client.on_event("StasisStart", lambda event: calls(event.get("missed", False), event))
    with running(client, "beside", resume=True):
        own.wait_for("beside")
        call_with_all()
        own_starts = [calls.next() for _ in ARGUMENTS]
        with proxy.broken(half_open=True):
            call_with_all()
            eventually(lambda: len(inside(direct)) == 2 * len(ARGUMENTS))
        missed = [calls.next() for _ in ARGUMENTS]
    assert [one for one, _ in own_starts + missed] == [False] * 9 + [True] * 9

    def arguments(starts):
        found = {event["channel"]["dialplan"]["app_data"]: event["args"] for _, event in starts}
        return sorted(found.items())

    assert arguments(missed) == arguments(own_starts)
    assert len(arguments(missed)) == len(ARGUMENTS)


@pytest.mark.parametrize("apps", ["beside, other", ["other", "beside", "beside"]])
def test_names_with_spaces_and_twice(own, proxy, client, heard, registered, apps):
    """Each application counts once, and a call that comes into one in a gap is told of."""
    with running(client, apps, resume=True):
        registered(2)
        with proxy.broken(half_open=True):
            call(own)
            own.cli("channel originate Local/other@beside application Wait 60")
            own.until("core show channels concise", r"(!Stasis!(.|\n)*){2}")
        assert {heard(), heard()} == {
            "missed StasisStart 0 beside x||y z",
            "missed StasisStart 1 other",
        }


@EVERYTHING
@pytest.mark.parametrize("resume", [True, False])
def test_callers_that_a_program_left(own, direct, dump, tmp_path, resume, subscribe_all):
    """Killed and started again, it hears of those inside with `resume`, else when they leave."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    options = ["subscribe_all"] * subscribe_all + ["resume"] * resume

    def start():
        program = dump(own.url, *options, script=script, PYTHONPATH=str(REPOSITORY))
        program.expect("ApplicationRegistered None")
        return program

    others = ari.connect(own.url, "asterisk", "asterisk")
    with running(others, "other"):
        own.wait_for("other")
        call(own, "other")
        own.until("core show channels concise", "!Stasis!other!")
        (other,) = inside(direct)
        program = start()
        for _ in range(3):
            call(own)
        own.until("core show channels concise", r"(!Stasis!beside(.|\n)*){3}")
        ids = [one.id for one in inside(direct) if one.id != other.id]
        for one in ids:
            program.expect(f"StasisStart {one}")
        program.process.kill()
        program.wait()
        program = start()
        if not resume:
            hang_up(own)
        for one in ids:
            program.expect(f"StasisEnd {one}")
        lines = program.lines
    assert lines[0] == "ApplicationRegistered None"
    for one in ids:
        about = [line.partition(f" {one}")[0] for line in lines if line.endswith(one)]
        assert about == [*["missed StasisStart"] * resume, "StasisEnd"]
    assert other.id not in " ".join(lines)


def subscriptions(client, app):
    """The ids of the channels that the application is subscribed to."""
    return client.applications.get(applicationName=app)["channel_ids"]


@pytest.mark.parametrize("how", ["called", "moved"])
def test_another_application_is_subscribed_to_a_caller(own, direct, heard, client, caplog, how):
    """With `resume`, who was called into ours is inside; of who was moved there nobody can know."""
    others, before = [ari.connect(own.url, "asterisk", "asterisk") for _ in range(2)]
    with running(others, ["other", "watching"]):
        with running(before, "beside"):
            own.wait_for("watching")
            own.wait_for("beside")
            call(own, {"called": "hold", "moved": "other"}[how])
            own.until("core show channels concise", "!Stasis!")
            (caller,) = inside(direct)
            source = f"channel:{caller.id}"
            direct.applications.subscribe(applicationName="watching", eventSource=source)
            if how == "moved":
                caller.move(app="beside")
                eventually(lambda: caller.id in subscriptions(direct, "beside"))
        with running(client, "beside", resume=True):
            if how == "called":
                assert heard() == "missed StasisStart 0 beside x||y z"
            else:
                eventually(lambda: "nothing is told of 1 channel(s) before" in caplog.text)
            hang_up(own)
            if how == "moved":
                assert heard() == "missed StasisStart 0 beside"
            assert heard() == "StasisEnd 0 beside"


def claim(client, number):
    """Claim this caller, once it is offered."""
    one = inside(client)[number]
    client.events.claimChannel(channelId=one.id, application="beside")


@pytest.fixture
def claiming(client, direct):
    """The client claims each call that is offered to it."""

    def offered(channel, event):
        direct.events.claimChannel(channelId=channel.id, application="beside")

    client.on_channel_event("CallBroadcast", offered)


@WITH_CLAIMS
@HALF_OPEN
@EVERYTHING
def test_who_was_claimed_stays_inside(
    own, proxy, client, direct, heard, claiming, subscribe_all, half_open
):
    """Who was claimed before a gap has not left in it, and its real end is told."""
    with running(client, "beside", subscribe_all):
        own.wait_for("beside")
        for number in range(3):
            call(own, "offer")
            assert heard() == f"StasisStart {number} beside x|y z"
        with proxy.broken(half_open):
            hang_up(own, 2)
        assert heard() == "missed StasisEnd 2 beside"
        hang_up(own)
        assert {heard(), heard()} == {"StasisEnd 0 beside", "StasisEnd 1 beside"}


@WITH_CLAIMS
@EVERYTHING
def test_a_claim_in_a_half_open_gap(own, proxy, client, direct, heard, registered, subscribe_all):
    """Its start is told, at the latest when the channel leaves."""
    with running(client, "beside", subscribe_all, resume=True):
        registered(1)
        with proxy.broken(half_open=True):
            call(own, "offer")
            own.until("core show channels concise", "StasisBroadcast")
            claim(direct, 0)
        registered(1)
        told = [] if subscribe_all else [heard()]
        hang_up(own)
        while len(told) < 2:
            told.append(heard())
    assert told == ["missed StasisStart 0 beside x|y z", "StasisEnd 0 beside"]


@WITH_CLAIMS
@EVERYTHING
def test_who_is_offered_in_a_gap_and_not_claimed_is_not_inside(
    own, proxy, client, heard, registered, subscribe_all
):
    """Only its later entry by Stasis() is told."""
    with running(client, "beside", subscribe_all, resume=True):
        registered(1)
        with proxy.broken(half_open=True):
            call(own, "offer")
            own.until("core show channels concise", "StasisBroadcast")
            call(own)
            own.until("core show channels concise", "!Stasis!")
        assert heard() == "missed StasisStart 1 beside x||y z"
        assert heard() == "StasisStart 0 beside nobody claimed"


@WITH_CLAIMS
def test_claimed_callers_that_a_program_left(own, direct, dump, tmp_path):
    """With `resume`, those that a killed program had claimed are taken up as well."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    program = dump(own.url, script=script, PYTHONPATH=str(REPOSITORY))
    program.expect("ApplicationRegistered None")
    for number in range(3):
        call(own, "offer")
        own.until("core show channels concise", rf"(StasisBroadcast(.|\n)*){{{number + 1}}}")
        claim(direct, number)
    ids = [one.id for one in inside(direct)]
    for one in ids:
        program.expect(f"StasisStart {one}")
    program.process.kill()
    program.wait()
    program = dump(own.url, "resume", script=script, PYTHONPATH=str(REPOSITORY))
    for one in ids:
        program.expect(f"missed StasisStart {one}")
        program.expect(f"StasisEnd {one}")
