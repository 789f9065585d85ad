"""Who is inside, where Asterisk can't tell, or not yet."""

from __future__ import annotations

import contextlib
import logging
import time

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import channel

APPLICATIONS = "/applications"
SAID = "who is inside can't be found out yet and is asked again: "
NOT_AGAIN = "it is not asked again before the next reconnect"

NO_ANSWERS = {
    "a byte that is no UTF-8": ("/channels", (500, {"error": "Allocation failed"})),
    "too many requests for channels": ("/channels", (429, "")),
    "too many requests": (APPLICATIONS, (429, "")),
    "a proxy without a backend": (APPLICATIONS, (502, "<h1>Bad Gateway</h1>")),
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


def test_a_connection_that_is_closed_is_not_worth_it_either(standin, client, heard, caplog):
    """Where Asterisk closes the connection without an answer, nothing is kept, and it is asked."""
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        standin.hangs_up[APPLICATIONS] = False
        sockets, asked = standin.sockets, len(standin.times_of(APPLICATIONS))
        standin.leave_unseen(channel(1))
        standin.wait_for(more_than=sockets)
        eventually(lambda: len(standin.times_of(APPLICATIONS)) >= asked + 3)
        standin.hangs_up.clear()
        assert [heard.next(), heard.next()] == [start(1), ("StasisEnd", channel(1)["id"])]
    assert caplog.text.count(SAID) == 1


SILENT = {
    "it does not answer": lambda standin: standin.frozen(APPLICATIONS),
    "it does not answer for the channels": lambda standin: standin.frozen("/channels"),
    "a proxy has waited for it": lambda standin: answered(standin, APPLICATIONS, (504, "")),
}


@contextlib.contextmanager
def answered(standin, path, answer):
    """Answer requests for this path so."""
    standin.answers["GET", path] = answer
    yield
    del standin.answers["GET", path]


@pytest.mark.parametrize("how", SILENT)
def test_what_is_not_answered_is_not_asked_again(standin, client, heard, caplog, set_silence, how):
    """Before the next gap: each try may cost Asterisk a thread. Events arrive, one line says so."""
    set_silence(0.03)
    with running(client):
        standin.wait_until_settled()
        standin.enter(channel(1))
        client.timeout = (5, 0.5)
        with SILENT[how](standin):
            sockets, asked = standin.sockets, len(standin.times_of(APPLICATIONS))
            standin.leave_unseen(channel(1))
            standin.wait_for(more_than=sockets)
            eventually(lambda: NOT_AGAIN in caplog.text)
            standin.wait_for_pings(len(standin.pings) + 10)
            assert len(standin.times_of(APPLICATIONS)) == asked + 1
            standin.enter(channel(2))
            assert [heard.next(), heard.next()] == [start(1), start(2)]
        standin.cut()
        assert heard.next() == ("StasisEnd", channel(1)["id"])
    assert caplog.text.count(NOT_AGAIN) == 1
    assert SAID not in caplog.text


@pytest.mark.parametrize("how", SILENT)
def test_who_resumes_goes_on_without_an_answer(standin, client, heard, caplog, set_silence, how):
    """Where Asterisk does not tell who is inside, run() says so and connects, and asks no more."""
    set_silence(0.03)
    client.timeout = (5, 0.5)
    with SILENT[how](standin), running(client, resume=True):
        standin.wait_for()
        standin.wait_for_pings(10)
        assert len(standin.times_of(APPLICATIONS)) == 1
        standin.enter(channel(1))
        assert heard.next() == start(1)
    (line,) = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert line.startswith("who was inside before can't be found out: ")
    assert NOT_AGAIN in line


def test_who_resumes_and_is_refused_asks_again(standin, client, heard, caplog):
    """Where Asterisk refuses to tell at the start, it is asked once more when it is connected."""
    standin.channels = [channel(1)]
    with answered(standin, "/channels", (500, {})), running(client, resume=True):
        eventually(lambda: SAID in caplog.text)
        assert "who was inside before can't be found out: " in caplog.text
        standin.enter(channel(2))
        assert heard.next() == start(2)


def test_who_resumes_is_told_of_how_many_nobody_can_know(standin, client, heard, caplog):
    """One line says how many channels may be inside, and why nothing is told of them."""
    others = ari.connect(standin.url, "asterisk", "asterisk")
    with running(others, ["channel-dump", "others"]):
        standin.wait_until_settled("others")
        standin.enter(channel(1))
        standin.enter(channel(2), app="others")
        for number, app in ((3, "moved-away"), (4, "moved-away"), (5, "channel-dump")):
            dialplan = {"app_name": "Stasis", "app_data": app}
            standin.channels.append(channel(number, dialplan=dialplan))
            standin.subscribed.append(channel(number)["id"])
    standin.wait_for(connected=False)
    with running(client, resume=True):
        assert [heard.next(), heard.next()] == [start(1), start(5)]
        standin.wait_until_settled()
        standin.handled()
        assert heard.empty()
    (line,) = [one for one in caplog.records if "nobody can know" in one.getMessage()]
    assert line.getMessage().startswith("nothing is told of 2 channel(s) before they leave")
    assert line.levelname == "WARNING"


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
