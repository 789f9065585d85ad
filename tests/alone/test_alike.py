"""What the stand-in and real Asterisks are both tested for."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running


def test_an_application_that_is_taken_over_ends_run(standin, client, calls):
    """The listeners see the event, then run() raises with the name, and does not reconnect."""
    client.on_event("ApplicationReplaced", calls)
    other = ari.connect(standin.url, "asterisk", "asterisk")
    with pytest.raises(ari.ApplicationReplaced) as caught, running(client) as run:
        standin.wait_for()
        with running(other):
            run.exception(10)
            assert standin.sockets == 2
    assert caught.value.application == "channel-dump"
    assert calls.next()[0]["type"] == "ApplicationReplaced"


def test_the_script_ends_when_it_is_replaced(standin, client, dump):
    """The script says in one line that another client took over, with exit status 1."""
    script = dump("--url", standin.url)
    standin.wait_for()
    with running(client):
        assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "application 'channel-dump' was taken over by another client" in line


def test_a_wrong_password_is_one_line(standin, dump):
    """A refused password is one line with Asterisk's own words, with exit status 1."""
    script = dump("--url", standin.url, ARI_PASSWORD="wrong")
    assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "401 Authentication required" in line


def test_a_server_that_is_not_there_is_one_line(dump):
    """Where nothing listens, one line on standard error says so, with exit status 1."""
    script = dump("--url", "http://127.0.0.1:1")
    assert (script.wait(), script.lines) == (1, [])
    (line,) = script.errors().splitlines()
    assert "http://127.0.0.1:1/ari: nothing listens there" in line
