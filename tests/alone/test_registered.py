"""ApplicationRegistered, which comes at each connect, and the subscription to everything."""

from __future__ import annotations

import re

import pytest

from tests.lab.client import running
from tests.lab.standin import channel

REGISTERED = "ApplicationRegistered"


@pytest.fixture(autouse=True)
def short_waits(set_waits):
    """Reconnect without much waiting."""
    set_waits(0.02)


def test_it_comes_at_each_connect(standin, client, calls):
    """It comes for each application at the first connect, and at each later one."""
    client.on_event(REGISTERED, calls)
    with running(client, ["one", "two"]):
        for connects in (1, 2):
            names = [calls.next()[0]["application"], calls.next()[0]["application"]]
            assert names == ["one", "two"]
            standin.wait_until_settled("two", more_than=2 * connects - 1)
            standin.cut()


def test_it_has_the_shape_of_asterisks_own(client, calls):
    """It has what Asterisk's has: the type, the application, and the time as Asterisk writes it."""
    client.on_event(REGISTERED, calls)
    with running(client):
        (event,) = calls.next()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000", event.pop("timestamp"))
    assert event == {"type": REGISTERED, "application": "channel-dump"}


def test_it_comes_before_any_other_event(standin, client, calls):
    """All applications have theirs before an event that Asterisk sends, or that was missed."""

    def registered(event):
        calls(event["type"], event["application"])
        standin.send({"type": "Early"}, app=event["application"])

    client.on_event(REGISTERED, registered)
    client.on_event("Early", lambda event: calls("Early"))
    client.on_event("StasisStart", lambda event: calls("StasisStart"))
    first = [(REGISTERED, "one"), (REGISTERED, "two"), ("Early",), ("Early",)]
    with running(client, ["one", "two"]):
        standin.wait_until_settled("two")
        standin.handled("two")
        assert [calls.next() for _ in range(4)] == first
        standin.enter_unseen(channel(1), app="two")
        assert [calls.next() for _ in range(5)] == [*first, ("StasisStart",)]


def test_what_its_callback_raises_ends_nothing(standin, client, calls):
    """What the callback raises goes where any callback's exception goes, at each connect."""
    client.exception_handler = lambda error: calls(str(error))
    client.on_event(REGISTERED, lambda event: calls.undefined)
    with running(client):
        assert "undefined" in calls.next()[0]
        standin.wait_until_settled()
        standin.cut()
        assert "undefined" in calls.next()[0]


def test_its_callback_may_close_the_client(client, calls):
    """A client that is closed by it ends, and nothing else is told."""
    client.on_event(REGISTERED, calls)
    client.on_event(REGISTERED, lambda event: client.close())
    client.run(["one", "two"])
    assert [event["application"] for (event,) in calls.queue] == ["one"]


def test_its_callback_may_set_up_what_a_restart_forgets(standin, client):
    """A filter and a subscription that it sets are there again after Asterisk was restarted."""

    def set_up(event):
        app = event["application"]
        client.applications.filter(applicationName=app, filter={"disallowed": [{"type": "X"}]})
        client.applications.subscribe(applicationName=app, eventSource="channel:")

    client.on_event(REGISTERED, set_up)

    def is_set_up():
        facts = client.applications.get(applicationName="channel-dump")
        assert facts["events_disallowed"] == [{"type": "X"}]
        assert facts["channel_ids"] == ["__AST_CHANNEL_ALL_TOPIC"]

    with running(client):
        standin.wait_until_settled()
        is_set_up()
        sockets = standin.sockets
        standin.stop()
        standin.forget_channels()
        standin.start()
        standin.wait_until_settled(more_than=sockets)
        is_set_up()


def test_verbose_says_it(standin, hasty):
    """With --verbose, each connect is said."""
    script = hasty("--url", standin.url, "--verbose")
    for connects in (1, 2):
        standin.wait_until_settled(more_than=connects - 1)
        standin.cut()
    standin.wait_until_settled(more_than=2)
    assert script.stop() == 0
    assert script.errors().count("application channel-dump registered at ") == 3


@pytest.mark.parametrize(("subscribe_all", "wanted"), [(True, True), (False, False)])
def test_everything_is_subscribed_to_at_each_connect(standin, client, subscribe_all, wanted):
    """Where it is asked for, each connect asks for everything, and else none does."""
    with running(client, ["one", "two"], subscribe_all=subscribe_all):
        standin.wait_until_settled("two")
        standin.cut()
        standin.wait_until_settled("two", more_than=2)
        channels = client.applications.get(applicationName="two")["channel_ids"]
    assert (channels == ["__AST_CHANNEL_ALL_TOPIC"]) == wanted
    sockets = [path for path in standin.paths if path.startswith("GET /ari/events")]
    assert len(sockets) == 2
    assert all(("subscribeAll=true" in path) == wanted for path in sockets)
