"""The section of docs/production.md on calls that programs share, as it is written there."""

from __future__ import annotations

import re

import pytest

import ari
from tests.lab import REPOSITORY
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.readme import block

PROGRAM = block("import sys\n\nimport ari\n")
CALLS = 100

pytestmark = pytest.mark.parametrize("asterisk", [22], indirect=True)  # 16 has no StasisBroadcast


@pytest.fixture
def start(own, dump, tmp_path):
    """Starts a process with this application."""
    script = tmp_path / "desk.py"
    script.write_text(PROGRAM)

    def start(app):
        environment = {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
        program = dump(app, script=script, ARI_URL=own.url, **environment)
        own.wait_for(app)
        return program

    return start


def call(client, number):
    """So many call 1001; they hold the line."""
    for _ in range(number):
        client.channels.originate(
            endpoint="Local/1001@default", context="beside", extension="wait", priority=1
        )


def callers(client):
    """The names of all channels that have called 1001."""
    names = [one.json["name"] for one in client.channels.list()]
    return [name for name in names if re.fullmatch(r"Local/1001@default-\w+;2", name)]


def answered(*programs):
    """The names of the channels that these programs answer."""
    return [line.split()[-1] for program in programs for line in program.lines]


def inside(client, app):
    """The names of the channels that are inside the application; Asterisk forgets an empty one."""
    found = [one["channel_ids"] for one in client.applications.list() if one["name"] == app]
    ids = [one for ids in found for one in ids]
    return [one.json["name"] for one in client.channels.list() if one.id in ids]


def test_each_call_is_answered_once(own, direct, start):
    """Two processes share a hundred calls; none is answered by both or by nobody."""
    first, second = start("desk-one"), start("desk-two")
    call(direct, CALLS)
    eventually(lambda: len(answered(first, second)) >= CALLS)
    names = callers(direct)
    own.hang_up_all()
    assert sorted(answered(first, second)) == sorted(names)
    assert first.lines
    assert second.lines
    assert (first.stop(), second.stop()) == (0, 0)
    assert first.errors() + second.errors() == ""


def test_one_is_killed_in_the_middle(own, direct, start):
    """Whoever is not inside it is answered by the other; the rest by itself, once it is back."""
    first, second = start("desk-one"), start("desk-two")
    call(direct, CALLS // 3)
    first.process.kill()
    call(direct, CALLS - CALLS // 3)
    first.wait()
    eventually(lambda: len(inside(direct, "desk-one")) + len(second.lines) == CALLS)
    left = inside(direct, "desk-one")
    assert sorted([*left, *answered(second)]) == sorted(callers(direct))
    assert {*answered(first)} <= {*left}
    first = start("desk-one")
    eventually(lambda: sorted(answered(first)) == sorted(left))
    call(direct, 1)
    eventually(lambda: len(answered(first, second)) == CALLS + 1)
    assert (second.stop(), second.errors()) == (0, "")


def test_nobody_claims(own, direct):
    """A call that nobody claims in time ends in the dialplan."""
    call(direct, 1)
    own.until_calls_are_over()
    eventually(lambda: "not claimed within 2000ms" in own.log())


def test_the_program_that_claims_is_not_there_any_more(own, direct, calls):
    """The call is offered once more."""
    claimants = ["desk-gone", "desk-here"]

    def offered(channel, event):
        direct.events.claimChannel(channelId=channel.id, application=claimants.pop(0))

    client = ari.connect(own.url, "asterisk", "asterisk")
    client.on_channel_event("CallBroadcast", offered)
    client.on_event("StasisStart", calls)
    with running(client, "desk-here"):
        own.wait_for("desk-here")
        call(direct, 1)
        assert calls.next()[0]["application"] == "desk-here"
    assert claimants == []
