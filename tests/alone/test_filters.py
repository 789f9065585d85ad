"""An application's event filter, which holds back that channels leave."""

from __future__ import annotations

import gc

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


def test_what_is_remembered_of_channels_does_not_grow(filtered, client):
    """Of many calls whose ends are held back, most are forgotten in time."""
    with running(client):
        filtered.wait_until_settled()
        for first in range(0, 8000, 2000):
            asked, pings = len(filtered.times_of(APPLICATIONS)), len(filtered.pings)
            calls = [channel(n, kept="") for n in range(first, first + 2000)]
            filtered.send(*(stasis("StasisStart", call) for call in calls))
            filtered.wait_for_pings(pings + 1)
            assert len(filtered.times_of(APPLICATIONS)) > asked
            filtered.handled()
        del calls
        gc.collect()
        kept = [one for one in gc.get_objects() if isinstance(one, dict) and "kept" in one]
    assert len(kept) < 4000
