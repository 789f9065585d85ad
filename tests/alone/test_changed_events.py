"""What a callback does to its event is its own affair."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running
from tests.lab.standin import channel, stasis


def change_channel(event):
    """Change the event's channel in its place."""
    event["channel"]["id"] = "other"
    event["channel"]["dialplan"].clear()


CHANGES = {
    "its type": lambda event: event.pop("type"),
    "all of it": lambda event: event.clear(),
    "its channel's fields": change_channel,
    "all of its channel": lambda event: event["channel"].clear(),
    "its channel": lambda event: event.update(channel=None),
    "its application": lambda event: event.update(application=[]),
    "another type": lambda event: event.update(type="ApplicationReplaced"),
}


@pytest.fixture
def ends(client, calls):
    """The channels of the events that tell that one has left, and whether these were missed."""
    client.on_event("StasisEnd", lambda event: calls(event["channel"], event.get("missed")))
    return calls


@pytest.mark.parametrize("what", CHANGES)
def test_run_goes_on(standin, client, calls, what):
    """Whatever it changes of an event, nothing is logged or raised, and the next one arrives."""
    client.exception_handler = calls
    client.on_event("StasisStart", CHANGES[what])
    client.on_event("StasisEnd", lambda event: calls(event["channel"]["id"]))
    with running(client):
        standin.wait_for()
        standin.enter(channel(1))
        standin.leave(channel(1))
        assert calls.next() == (channel(1)["id"],)


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("event_type", ["StasisStart", "ChannelVarset"])
def test_a_missed_end_is_told_as_asterisk_had_it(
    standin, client, ends, set_waits, what, event_type
):
    """The end that a gap swallows has the channel as Asterisk's last event had it, not as left."""
    set_waits(0.02)
    client.on_event(event_type, CHANGES[what])
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        inside = standin.channels[0]
        standin.send(stasis("ChannelVarset", inside, variable="X"))
        standin.handled()
        standin.leave_unseen(inside)
        assert ends.next() == (inside, True)


def test_a_missed_end_that_is_changed_is_told_once(standin, client, calls, set_waits):
    """So does a change of an event that was missed: run() goes on, and nothing is told twice."""
    set_waits(0.02)

    def change(event):
        calls(event["channel"]["id"])
        event.clear()

    client.on_event("StasisEnd", change)
    with running(client):
        for number in (1, 2):
            standin.wait_until_settled(more_than=number - 1)
            standin.enter(channel(number))
            standin.handled()
            standin.leave_unseen(channel(number))
            assert calls.next() == (channel(number)["id"],)
        standin.wait_until_settled(more_than=2)
        standin.handled()
    assert calls.empty()


def test_a_change_comes_after_the_arguments(standin, client, calls):
    """Other callbacks for the event have their objects made by then, and are called."""
    client.on_event("StasisEnd", lambda event: event.clear())
    client.on_channel_event("StasisEnd", lambda left, event: calls(left.id, "any"))
    standin.channels.append(channel(1))
    ari.Channel(client, channel(1)).on_event("StasisEnd", lambda left, _: calls(left.id, "this"))
    with running(client):
        standin.wait_for()
        standin.send(stasis("StasisEnd", channel(1)))
        assert [calls.next(), calls.next()] == [
            (channel(1)["id"], which) for which in ("any", "this")
        ]


@pytest.mark.parametrize("what", ["its type", "all of it", "its application"])
def test_a_take_over_is_told_all_the_same(standin, client, what):
    """Where another client takes the application over, run() raises its name, whatever became."""
    client.on_event("ApplicationReplaced", CHANGES[what])
    with pytest.raises(ari.ApplicationReplaced, match="'channel-dump'"), running(client) as run:
        standin.wait_for()
        standin.send({"type": "ApplicationReplaced", "application": "channel-dump"})
        run.exception(10)
