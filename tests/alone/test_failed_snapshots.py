"""Who is inside, where Asterisk can't tell, or not yet."""

from __future__ import annotations

import logging
import time

import pytest

from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import channel

APPLICATIONS = "/applications"
SAID = "who is inside can't be found out yet, so it is asked again: "

NO_ANSWERS = {
    "a byte that is no UTF-8": ("/channels", (500, {"error": "Allocation failed"})),
    "too many requests for channels": ("/channels", (429, "")),
    "a proxy that waited for channels": ("/channels", (504, "<h1>Gateway Time-out</h1>")),
    "too many requests": (APPLICATIONS, (429, "")),
    "a proxy that waited": (APPLICATIONS, (504, "")),
    "an application with a byte that is no UTF-8": (
        APPLICATIONS,
        (500, {"message": "Allocation failed"}),
    ),
    "lists for ids": (APPLICATIONS, (200, [{"name": "a", "channel_ids": [["a"]]}])),
    "objects for ids": (APPLICATIONS, (200, [{"name": "a", "channel_ids": [{}]}])),
    "no ids": (APPLICATIONS, (200, [{"name": "a"}])),
    "no object": (APPLICATIONS, (200, "null")),
    "a filter of nonsense": (
        APPLICATIONS,
        (200, [{"name": "a", "channel_ids": [], "events_allowed": [[]]}]),
    ),
    "no channels": ("/channels", (200, {"a": 1})),
    "a channel without an id": ("/channels", (200, [{}])),
    "a channel with a list for an id": ("/channels", (200, [{"id": [], "dialplan": {}}])),
    "a maintenance page": ("/channels", (200, "<h1>Soon</h1>")),
}


@pytest.fixture(autouse=True)
def short_waits(set_waits, caplog):
    """Ask again without much waiting, with all of the library's log kept."""
    set_waits(0.01, longest=0.02)
    caplog.set_level(logging.INFO, "ari")


@pytest.fixture
def heard(client, calls):
    """What the client hears of channels that enter and leave."""
    for event_type in ("StasisStart", "StasisEnd"):
        client.on_event(event_type, lambda event: calls(event["type"], event["channel"]["id"]))
    return calls


@pytest.mark.parametrize("why", NO_ANSWERS)
def test_what_cannot_be_found_out_is_not_worth_the_connection(standin, client, heard, caplog, why):
    """It stays, events arrive, one line says so, and what was missed is told when it is known."""
    path, answer = NO_ANSWERS[why]
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.answers["GET", path] = answer
        sockets, asked = standin.sockets, len(standin.times_of(path))
        standin.leave_unseen(channel(1))
        standin.wait_for(more_than=sockets)
        eventually(lambda: len(standin.times_of(path)) >= asked + 3)
        standin.enter(channel(2))
        assert [heard.next(), heard.next()] == [start(1), start(2)]
        del standin.answers["GET", path]
        assert heard.next() == ("StasisEnd", channel(1)["id"])
    assert standin.sockets == sockets + 1
    assert caplog.text.count(SAID) == 1
    assert caplog.text.count("who is inside is known again") == 1


def start(number):
    """What is heard when this channel enters."""
    return ("StasisStart", channel(number)["id"])


def test_the_first_connection_stays_as_well(standin, client, heard, caplog):
    """Where Asterisk can't tell at the start who is inside, run() goes on."""
    standin.answers["GET", "/channels"] = (500, {"error": "Allocation failed"})
    with running(client):
        standin.wait_for()
        eventually(lambda: SAID in caplog.text)
        standin.enter(channel(1))
        assert heard.next() == start(1)
    assert "/ari/channels: 500 Allocation failed" in caplog.text


def test_an_answer_has_the_time_of_an_answer(standin, client, heard, caplog):
    """One that takes longer than connecting may is waited for."""
    client.timeout = (0.2, 30)
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        with standin.frozen(APPLICATIONS):
            asked = len(standin.times_of(APPLICATIONS))
            standin.leave_unseen(channel(1))
            eventually(lambda: len(standin.times_of(APPLICATIONS)) > asked)
            later = standin.times_of(APPLICATIONS)[-1] + 0.4
            eventually(lambda: time.monotonic() > later)
        assert [heard.next(), heard.next()] == [start(1), ("StasisEnd", channel(1)["id"])]
    assert SAID not in caplog.text
