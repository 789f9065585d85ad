"""Asking who is inside: when it is asked again, and what is said of it."""

from __future__ import annotations

import logging
import threading
import types

import pytest

import ari
from ari.census import LOOK, Census
from tests.lab.process import eventually


class Session:
    """Answers requests as the test says, or fails with `trouble`."""

    def __init__(self) -> None:
        self.trouble: Exception | None = None
        self.asked: list[str] = []
        self.answering = threading.Event()
        self.answering.set()

    def get_json(self, path: str) -> list[object]:
        """Nobody is there."""
        self.answering.wait(10)
        self.asked.append(path)
        if self.trouble is not None:
            raise self.trouble
        return []


@pytest.fixture
def clock(monkeypatch):
    """The time as ari.census sees it, which a test can set."""
    clock = types.SimpleNamespace(now=1000.0, monotonic=lambda: clock.now)
    monkeypatch.setattr("ari.census.time", clock)
    return clock


@pytest.fixture
def session():
    """What is asked."""
    return Session()


@pytest.fixture
def starts():
    """Has an item for each time that it was asked."""
    return []


@pytest.fixture
def census(session, starts, clock):
    """What asks."""
    return Census(session, ["A"], lambda: starts.append(1))


def found(census):
    """Look until it has stopped waiting for an answer, and return that."""
    answers = []
    eventually(lambda: answers.append(census.answer()) or answers[-1] or census.patience > LOOK)
    return answers[-1]


def test_an_answer_ends_it(census, session, starts):
    """It asks once, for the applications and the channels, and then has no more to wait for."""
    assert not census.open
    census.begin()
    assert census.open
    assert found(census)
    assert not census.open
    assert (session.asked, starts) == (["/applications", "/channels"], [1])


def test_while_an_answer_is_awaited_somebody_looks_often(census, session):
    """It does not ask again while an answer is under way, and is to be looked at soon."""
    session.answering.clear()
    census.begin()
    assert census.answer() is census.answer() is None
    assert census.patience == LOOK
    session.answering.set()
    assert found(census)
    assert session.asked == ["/applications", "/channels"]


def test_it_asks_again_after_a_while(census, session, starts, clock):
    """Where it can't be told, it is asked again, not before some time has gone, and then longer."""
    session.trouble = ari.AriError("no")
    census.begin()
    assert found(census) is None
    for shortest, longest in ((0.5, 0.6), (1, 1.2), (2, 2.4)):
        asked = len(starts)
        clock.now += shortest - 0.001
        assert census.answer() is None
        assert len(starts) == asked
        assert 0 < census.patience <= longest - shortest + LOOK
        clock.now += longest - shortest + 0.001
        assert found(census) is None
        assert len(starts) == asked + 1
    assert census.open
    session.trouble = None
    clock.now += 5
    assert found(census)


def test_it_need_not_be_looked_at_before_it_asks_again(census, session, clock):
    """Until it is asked again nobody need look, and then soon."""
    session.trouble = ari.AriError("no")
    census.begin()
    assert found(census) is None
    assert 0.5 <= census.patience <= 0.6
    clock.now += 100
    assert census.patience == LOOK


def test_a_new_question_is_asked_at_once(census, session, starts, clock):
    """What begins anew does not wait for the time of the one before."""
    session.trouble = ari.AriError("no")
    census.begin()
    assert found(census) is None
    session.trouble = None
    census.begin()
    assert census.patience == LOOK
    assert found(census)
    assert len(starts) == 2


def test_a_new_question_waits_as_long_as_the_first(census, session):
    """Each question has waits of its own."""
    session.trouble = ari.AriError("no")
    for _ in range(3):
        census.begin()
        assert found(census) is None
        assert 0.5 <= census.patience <= 0.6


def test_an_answer_to_the_question_before_is_not_wanted(census, session):
    """What was asked before is asked again."""
    session.answering.clear()
    census.begin()
    assert census.answer() is None
    census.begin()
    session.answering.set()
    assert found(census)
    eventually(lambda: len(session.asked) == 4)


def test_trouble_is_said_once(census, session, clock, caplog):
    """Trouble is said when it begins and when it has ended, and neither without trouble."""
    caplog.set_level(logging.INFO, "ari")
    census.begin()
    assert found(census)
    assert caplog.messages == []
    for _ in range(2):
        caplog.clear()
        session.trouble = ari.AriError("no")
        census.begin()
        for _ in range(2):
            assert found(census) is None
            clock.now += 100
        session.trouble = None
        assert found(census)
        first, second = caplog.messages
        assert first == "who is inside can't be found out yet, so it is asked again: no"
        assert second == "who is inside is known again"


def test_what_is_no_answer_is_asked_for_again(census, session, monkeypatch, caplog):
    """An answer that is not Asterisk's, or a system without threads, is trouble too."""
    session.get_json = lambda path: {"message": "no"}
    census.begin()
    assert found(census) is None
    assert "neither applications nor channels" in caplog.text
    monkeypatch.setattr(threading.Thread, "start", lambda self: (_ for _ in ()).throw(RuntimeError))
    census.begin()
    assert census.answer() is None
    assert census.open
