"""An application's event filter, which holds back that channels leave."""

from __future__ import annotations

import pytest

from tests.lab.client import running
from tests.lab.standin import channel, stasis

APPLICATIONS = "/applications"

#: Filters that leave out StasisEnd, as `GET /applications` has them.
FILTERS = {
    "StasisEnd disallowed": {"events_allowed": [], "events_disallowed": [{"type": "StasisEnd"}]},
    "others allowed": {"events_allowed": [{"type": "StasisStart"}], "events_disallowed": []},
}


@pytest.fixture(autouse=True)
def short_waits(set_waits):
    """Reconnect without much waiting."""
    set_waits(0.02)


@pytest.fixture(params=FILTERS)
def filtered(request, standin):
    """A stand-in whose application has such a filter; every channel that it tells has left."""
    application = {"name": "channel-dump", "channel_ids": [], **FILTERS[request.param]}
    standin.answers["GET", APPLICATIONS] = (200, [application])
    return standin


@pytest.mark.parametrize("forgets", [False, True])
def test_what_a_filter_holds_back_is_not_made_up(filtered, client, calls, forgets):
    """After a cut no StasisEnd is made up, also where Asterisk has forgotten the filter in it."""
    client.on_event("StasisEnd", calls)
    client.on_event("A", calls)
    with running(client):
        filtered.wait_until_settled()
        filtered.send(stasis("StasisStart", channel(1)))
        filtered.handled()
        if forgets:
            del filtered.answers["GET", APPLICATIONS]
        sockets = filtered.sockets
        filtered.cut()
        filtered.wait_until_settled(more_than=sockets)
        filtered.send({"type": "A"})
        assert calls.next() == ({"type": "A"},)


def test_what_is_remembered_of_channels_does_not_grow(standin, client, calls, monkeypatch):
    """As a filter can hold back their ends, only so many calls are remembered: the latest."""
    monkeypatch.setattr("ari.channels.MAX_TRACKED", 2)
    client.on_event("StasisEnd", lambda event: calls(event["channel"]["id"]))
    with running(client):
        standin.wait_until_settled()
        for number in (1, 2, 3):
            standin.enter(channel(number))
        standin.handled()
        sockets = standin.sockets
        standin.forget_channels()
        standin.cut()
        standin.wait_until_settled(more_than=sockets)
        assert [calls.next(), calls.next()] == [(channel(n)["id"],) for n in (2, 3)]
        standin.handled()
    assert calls.empty()
