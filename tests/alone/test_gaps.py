"""What is told of the channels that came and left while the connection was lost."""

from __future__ import annotations

import logging
import re
import time

import pytest

import ari
from ari.connection import Connection
from tests.lab.client import Calls, running
from tests.lab.standin import channel, frame, stasis


@pytest.fixture(autouse=True)
def short_waits(set_waits):
    """Reconnect without much waiting."""
    set_waits(0.02)


@pytest.fixture
def watch(client, calls, caplog):
    """What the client hears of channels, as (type, id, missed), with its log kept."""
    caplog.set_level(logging.INFO, "ari")

    def heard(_, event):
        calls(event["type"], event["channel"]["id"], event.get("missed", False))

    client.on_channel_event("StasisStart", heard)
    client.on_channel_event("StasisEnd", heard)
    return calls


def start(number):
    """What is heard when this channel enters."""
    return ("StasisStart", channel(number)["id"], False)


def end(number, missed=False):
    """What is heard when this channel leaves."""
    return ("StasisEnd", channel(number)["id"], missed)


def test_a_channel_that_left_in_a_gap_is_reported(standin, client, watch):
    """A channel that left while nobody listened has its StasisEnd afterwards, marked as missed."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.enter(channel(2))
        standin.leave_unseen(channel(1))
        assert [watch.next(), watch.next(), watch.next()] == [start(1), start(2), end(1, True)]
        standin.leave(channel(2))
        assert watch.next() == end(2)


def test_a_missed_end_has_the_channel_as_it_was_last_seen(standin, client, calls):
    """The StasisEnd that is made up holds what the latest event said of the channel."""
    client.on_channel_event("StasisEnd", calls)
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.send(stasis("ChannelVarset", channel(1, state="Busy")))
        standin.handled()
        standin.leave_unseen(channel(1))
        found, event = calls.next()
    assert found.json == channel(1, state="Busy")
    assert (event["application"], event["missed"]) == ("channel-dump", True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", event["timestamp"])


def test_what_was_missed_has_what_asterisks_own_has(standin, client, calls):
    """Events that are made up have the fields of Asterisk's own, `args` of a StasisStart too."""
    client.on_event("StasisStart", calls)
    client.on_event("StasisEnd", calls)
    with running(client):
        standin.wait_until_settled()
        standin.enter_unseen(channel(1))
        (start,) = calls.next()
        standin.leave_unseen(channel(1))
        (end,) = calls.next()
    for event in (start, end):
        del event["timestamp"]
    about = {"application": "channel-dump", "channel": channel(1), "missed": True}
    assert start == {"type": "StasisStart", "args": [], **about}
    assert end == {"type": "StasisEnd", "gone": True, **about}


def stays_through_a_gap(standin, watch):
    """Have a channel stay through a gap; check that its start and its end are told once."""
    standin.enter(channel(1))
    sockets = standin.sockets
    standin.cut()
    standin.wait_until_settled(more_than=sockets)
    standin.leave(channel(1))
    assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_a_channel_that_stayed_is_not_announced_again(standin, client, watch):
    """A channel that was inside all the time leaves once, when it leaves."""
    with running(client):
        standin.wait_until_settled()
        stays_through_a_gap(standin, watch)


def test_a_channel_that_was_inside_before_is_watched_too(standin, client, watch):
    """A channel that was inside before the client came is not announced, but it leaves."""
    other = ari.connect(standin.url, "asterisk", "asterisk")
    with running(other):
        standin.wait_until_settled()
        for number in (1, 2):
            standin.enter(channel(number))
        standin.handled()
    standin.wait_for(connected=False)
    with running(client):
        standin.wait_until_settled()
        standin.handled()
        standin.leave_unseen(channel(1))
        assert watch.next() == end(1, True)
        standin.leave(channel(2))
        assert watch.next() == end(2)


def test_a_channel_that_is_only_subscribed_to_is_not_inside(standin, client, watch):
    """An application's subscription to a channel elsewhere does not make it enter."""
    elsewhere = channel(1, dialplan={**channel(1)["dialplan"], "app_name": "Wait"})
    with running(client):
        standin.wait_until_settled()
        standin.channels.append(elsewhere)
        standin.subscribed.append(elsewhere["id"])
        standin.enter_unseen(channel(2))
        assert watch.next() == ("StasisStart", channel(2)["id"], True)
    assert watch.empty()


def subscribe_to_all_channels(client):
    """Subscribe the application to all channels, as a program does that runs already."""
    client.applications.subscribe(applicationName="channel-dump", eventSource="channel:")


@pytest.mark.parametrize("subscribe_all", [True, False])
def test_all_channels_are_subscribed_to_and_one_stays(standin, client, watch, subscribe_all):
    """Under a subscription to all channels, who stayed through a gap has not left."""
    with running(client, subscribe_all=subscribe_all):
        standin.wait_until_settled()
        subscribe_to_all_channels(client)
        stays_through_a_gap(standin, watch)


def test_all_channels_are_subscribed_to_and_some_come_and_leave(standin, client, watch):
    """Of all that exist, only who came or left while nobody listened is told."""
    standin.channels.append(channel(9, dialplan={"app_name": "Wait", "app_data": "60"}))
    with running(client, subscribe_all=True):
        standin.wait_until_settled()
        for number in (1, 2, 3):
            standin.enter(channel(number))
            assert watch.next() == start(number)
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.go_on_unseen(channel(2), app_name="Wait", app_data="60")
        standin.go_on_unseen(channel(3), app_data="somebody-elses,x")
        standin.enter_unseen(channel(4))
        standin.wait_until_settled(more_than=sockets)
        for number in (1, 2, 3):
            assert watch.next() == end(number, True)
        assert watch.next() == ("StasisStart", channel(4)["id"], True)


def test_what_a_filter_holds_back_is_not_made_up(standin, client, watch):
    """Events that the program has filtered out are not told of a gap either."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        assert watch.next() == start(1)
        disallowed = [{"type": "StasisEnd"}]
        client.applications.filter(
            applicationName="channel-dump", filter={"disallowed": disallowed}
        )
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.wait_until_settled(more_than=sockets)
        standin.enter(channel(2))
        assert watch.next() == start(2)


def test_a_missed_start_has_the_arguments_of_stasis(standin, client, calls):
    """A StasisStart that is made up has the arguments that the dialplan gave to Stasis()."""
    client.on_event("StasisStart", lambda event: calls(event["args"]))
    with running(client):
        standin.wait_until_settled()
        standin.enter_unseen(channel(1), args=["dialed", "", "x y"])
        assert calls.next() == (["dialed", "", "x y"],)


def test_a_start_that_was_only_late_is_not_repeated(standin, client, watch):
    """Asterisk's own StasisStart, after one was made up for the same channel, is left out."""
    with running(client):
        standin.wait_until_settled()
        standin.enter_unseen(channel(1))
        assert watch.next() == ("StasisStart", channel(1)["id"], True)
        standin.send(stasis("StasisStart", channel(1)))
        standin.leave(channel(1))
        assert watch.next() == end(1)


def test_a_channel_that_comes_again_has_left_before(standin, client, watch):
    """A channel that left in a gap and is back before that was told has left in between."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.answers_pings = False
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.wait_for(more_than=sockets)
        standin.wait_for_pings(2)
        standin.enter(channel(1))
        standin.answer_ping()
        standin.leave(channel(1))
        heard = [watch.next() for _ in range(4)]
    assert heard == [start(1), end(1, True), start(1), end(1)]


def test_news_that_are_under_way_are_not_made_up(standin, client, watch):
    """What Asterisk's own events tell before the answer to that very ping is not told twice."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.answers_pings = False
        sockets = standin.sockets
        standin.leave_unseen(channel(1))
        standin.enter_unseen(channel(3))
        standin.wait_for(more_than=sockets)
        standin.wait_for_pings(2)
        standin.send_raw(frame(b"another", opcode=10))
        standin.send(stasis("StasisEnd", channel(1)), stasis("StasisStart", channel(3)))
        standin.enter(channel(2))
        standin.answer_ping()
        standin.leave(channel(2))
        heard = [watch.next() for _ in range(5)]
    assert heard == [start(1), end(1), start(3), start(2), end(2)]
    assert watch.empty()


def test_names_with_commas_are_several_applications(standin, client, watch):
    """A string with commas names several applications, as it does for Asterisk."""
    with running(client, "one,two"):
        standin.wait_until_settled("two")
        standin.enter(channel(1), app="two")
        sockets = standin.sockets
        standin.cut()
        standin.wait_until_settled("two", more_than=sockets)
        standin.leave(channel(1), app="two")
        assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_an_end_that_was_only_late_is_not_repeated(standin, client, watch):
    """Asterisk's own StasisEnd, after one was made up for the same channel, is left out."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.leave_unseen(channel(1))
        assert [watch.next(), watch.next()] == [start(1), end(1, True)]
        standin.send(stasis("StasisEnd", channel(1)))
        standin.enter(channel(1))
        standin.leave(channel(1))
        assert [watch.next(), watch.next()] == [start(1), end(1)]


def test_a_channel_that_came_in_a_gap_is_reported(standin, client, watch):
    """A channel whose StasisStart was lost has one afterwards, marked as missed."""
    with running(client):
        standin.wait_until_settled()
        standin.enter_unseen(channel(1))
        assert watch.next() == ("StasisStart", channel(1)["id"], True)
        standin.leave(channel(1))
        assert watch.next() == end(1)


def test_after_a_restart_all_have_left(standin, client, watch):
    """After a restart Asterisk has none of the channels: each has left."""
    with running(client):
        standin.wait_until_settled()
        for number in (1, 2):
            standin.enter(channel(number))
            watch.next()
        standin.stop()
        standin.forget_channels()
        standin.start()
        assert [watch.next(), watch.next()] == [end(1, True), end(2, True)]


def test_the_script_prints_a_missed_end(standin, dump):
    """The script prints who left in a gap; standard error has the loss and the return."""
    script = dump("--url", standin.url)
    standin.wait_until_settled()
    standin.enter(channel(1))
    script.expect("language: en")
    standin.leave_unseen(channel(1))
    assert script.expect("left the application")[-1] == (
        "PJSIP/alice-00000001 has left the application"
    )
    assert script.stop() == 0
    lost, back = script.errors().splitlines()
    assert "connection to Asterisk lost, reconnecting: " in lost
    assert back.endswith("connected to Asterisk again")


def test_a_channel_that_comes_and_goes_while_a_callback_takes_long(standin, client, watch):
    """Who entered in one gap and left in the next is told, though a callback was busy all along."""

    def take_long(event):
        standin.enter_unseen(channel(1))
        standin.wait_until_settled(more_than=1)
        standin.leave_unseen(channel(1))
        standin.wait_until_settled(more_than=2)

    client.on_event("A", take_long)
    with running(client):
        standin.wait_until_settled()
        standin.send({"type": "A"})
        assert watch.next() == ("StasisStart", channel(1)["id"], True)
        assert watch.next() == end(1, True)


def test_each_snapshot_is_handed_on(standin, client, monkeypatch, watch):
    """Once what it has shown to be missed is told, it is there, with when it was asked for."""
    seen = Calls()
    deliver = Connection.deliver
    monkeypatch.setattr(Connection, "deliver", lambda one, *most: deliver(one, *most[:-1], seen))
    with running(client):
        before = time.monotonic()
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.enter(channel(2))
        seen.next()
        standin.leave_unseen(channel(1))
        (snapshot,) = seen.next()
        assert [watch.next() for _ in range(3)] == [start(1), start(2), end(1, True)]
    assert [*snapshot.channels] == [channel(2)["id"]]
    assert before < snapshot.asked_at < time.monotonic()


def test_a_snapshot_is_asked_for_when_the_callbacks_are_done(standin, client, monkeypatch):
    """The time that they may take for an event filter is not waited for in vain."""
    monkeypatch.setattr("ari.question.FILTER_TIME", 60)
    with running(client):
        standin.wait_until_settled()
    assert standin.pings == [b"snapshot"]


def test_a_snapshot_waits_for_callbacks_that_may_set_a_filter(
    standin, client, calls, monkeypatch, set_silence
):
    """While ApplicationRegistered's callbacks run, Asterisk is not asked who is inside."""
    monkeypatch.setattr("ari.question.FILTER_TIME", 60)
    set_silence(0.03)

    def registered(event):
        standin.wait_for_pings(3)
        calls(len(standin.times_of("/applications")))

    client.on_event("ApplicationRegistered", registered)
    with running(client):
        assert calls.next() == (0,)
        standin.wait_until_settled()
