"""Calls that Asterisk can't tell in JSON, and events that it was asked to hold back."""

from __future__ import annotations

import contextlib
import logging

import pytest
import requests

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.proxy import Proxy

CALL = "channel originate Local/1000@default application Wait 60"
SAID = "who is inside can't be found out yet and is asked again: "


@contextlib.contextmanager
def odd_call(server):
    """A call with a byte that is no UTF-8: in its Call-ID, where Asterisk tells that, or its id."""
    if server.major == 22:
        with server.alice(4, "%u-\udcff@%s"):
            server.until("core show channels concise", "PJSIP/alice.*Stasis")
            yield
    else:
        url = f"{server.url}/ari/channels?channelId=%ff&endpoint=Local/wait@lab&app=channel-dump"
        requests.post(url, auth=("asterisk", "asterisk")).raise_for_status()
        yield
        server.cli("channel request hangup all")
    server.until_calls_are_over()


def test_a_reconnect_during_a_call_that_cannot_be_told(own, calls, caplog):
    """It stays connected, says so once, asks again, and knows who is inside when that is over."""
    caplog.set_level(logging.INFO, "ari")
    with Proxy(own.http_port) as proxy:
        client = ari.connect(proxy.url, "asterisk", "asterisk")
        for event_type in ("StasisStart", "StasisEnd"):
            client.on_event(event_type, lambda event: calls(event["type"], event.get("missed")))
        with running(client):
            own.wait_for("channel-dump")
            own.cli(CALL)
            assert calls.next() == ("StasisStart", None)
            with odd_call(own):
                proxy.cut()
                eventually(lambda: SAID in caplog.text)
                own.cli("channel request hangup Local/1000@default-00000000;2")
            eventually(lambda: "who is inside is known again" in caplog.text)
            assert calls.next()[0] == "StasisEnd"
    assert caplog.text.count("application channel-dump registered") == 2
    assert caplog.text.count(SAID) == 1


def test_the_list_during_a_call_that_cannot_be_told(own):
    """The error has Asterisk's own words, and its log says which text it is."""
    client = ari.connect(own.url, "asterisk", "asterisk")
    with running(client):
        own.wait_for("channel-dump")
        with odd_call(own), pytest.raises(ari.RequestFailed, match="500 Allocation failed - see"):
            client.channels.list()
    eventually(lambda: "Invalid UTF-8 string" in own.log())


def test_what_a_filter_holds_back_is_not_made_up(own, calls, caplog):
    """Without StasisEnd among an application's events, a cut makes none up."""
    caplog.set_level(logging.INFO, "ari")
    only = {"disallowed": [{"type": "StasisEnd"}]}
    with Proxy(own.http_port) as proxy:
        client = ari.connect(proxy.url, "asterisk", "asterisk")
        # Asterisk forgets it with the application, when the connection is cut.
        client.on_event(
            "ApplicationRegistered",
            lambda event: client.applications.filter(applicationName="channel-dump", filter=only),
        )
        client.on_event("StasisEnd", calls)
        client.on_event("StasisStart", lambda event: calls("in"))
        with running(client):
            for number in (1, 2):
                until_connected(own, caplog, number)
                own.cli(CALL)
                assert calls.next() == ("in",)
                own.hang_up_all()
                proxy.cut()
            until_connected(own, caplog, 3)
            own.cli(CALL)
            assert calls.next() == ("in",)
        assert calls.empty()


def until_connected(server, caplog, times):
    """Return when the client has connected so many times."""
    eventually(lambda: caplog.text.count("waiting for calls") == times)
    server.until("ari show apps", "channel-dump")
