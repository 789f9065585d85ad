"""What becomes of a connection when a real Asterisk restarts, is cut off or freezes."""

from __future__ import annotations

import contextlib
import logging
import signal
import time

import pytest

import ari
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.proxy import Proxy

CALL = "channel originate Local/1000@default application Wait 60"


def test_a_restart_while_a_channel_is_inside(own, dump):
    """After a restart the channel has left, and the next call is printed."""
    script = dump("--url", own.url)
    own.until("ari show apps", "channel-dump")
    own.cli(CALL)
    script.expect("language: en")
    own.restart()
    script.expect("left the application")
    assert sum("left the application" in line for line in script.lines) == 1
    own.until("ari show apps", "channel-dump")
    with own.alice():
        script.expect("Channel PJSIP/alice-00000000 has entered the application")
        script.expect("PJSIP/alice-00000000 has left the application")
    assert script.stop() == 0


def test_a_cut_while_a_channel_hangs_up(own, dump):
    """A channel that hangs up while the connection is cut has left, once, afterwards."""
    with Proxy(own.http_port) as proxy:
        script = dump("--url", proxy.url)
        own.until("ari show apps", "channel-dump")
        own.cli(CALL)
        own.cli(CALL)
        script.expect("00000001;2 has entered the application")
        with proxy.broken():
            own.cli("channel request hangup Local/1000@default-00000000;2")
            own.until_no("core show channels concise", "00000000;2")
        script.expect("00000000;2 has left the application")
        own.cli("channel request hangup Local/1000@default-00000001;2")
        script.expect("00000001;2 has left the application")
        assert script.stop() == 0
    assert sum(" has entered " in line for line in script.lines) == 2
    assert sum(" has left " in line for line in script.lines) == 2


def test_a_channel_that_is_only_subscribed_to(own, calls, caplog):
    """A channel that the application is subscribed to does not enter it at a reconnect."""
    caplog.set_level(logging.INFO, "ari")
    own.wait_outside()
    with Proxy(own.http_port) as proxy:
        client = ari.connect(proxy.url, "asterisk", "asterisk")
        client.on_channel_event("StasisStart", lambda _, event: calls(event["channel"]["name"]))
        with running(client):
            eventually(lambda: "application channel-dump registered" in caplog.text)
            for waiting in client.channels.list():
                source = f"channel:{waiting.id}"
                client.applications.subscribe(applicationName="channel-dump", eventSource=[source])
            proxy.cut()
            eventually(lambda: caplog.text.count("application channel-dump registered") == 2)
            own.cli(CALL)
            assert calls.next() == ("Local/1000@default-00000001;2",)


def test_a_frozen_process(own, calls, caplog, set_silence):
    """An Asterisk that freezes is noticed, and connected to again when it goes on."""
    set_silence(0.3, timeout=0.3)
    caplog.set_level(logging.INFO, "ari")
    client = ari.connect(own.url, "asterisk", "asterisk")
    client.timeout = (1, 2)
    client.on_channel_event("StasisStart", lambda _, event: calls("start"))
    client.on_channel_event("StasisEnd", lambda _, event: calls("end"))
    with running(client):
        own.until("ari show apps", "channel-dump")
        own.cli(CALL)
        assert calls.next() == ("start",)
        own.process.send_signal(signal.SIGSTOP)
        eventually(lambda: "not yet" in caplog.text)
        own.process.send_signal(signal.SIGCONT)
        eventually(lambda: caplog.text.count("application channel-dump registered") == 2)
        own.cli("channel request hangup all")
        assert calls.next() == ("end",)
        assert calls.empty()


def test_a_plain_connection_leaves_nothing_in_the_log(own, dump):
    """Connecting and disconnecting make Asterisk log no notice, warning or error."""
    before = own.log()
    script = dump("--url", own.url)
    own.until("ari show apps", "channel-dump")
    assert script.stop() == 0
    own.until_no("ari show apps", "channel-dump")
    assert own.log() == before


def test_who_was_replaced_does_not_come_back(own, proxy, calls):
    """Though its callback takes long and its connection breaks: it would evict the other client."""
    client = ari.connect(proxy.url, "asterisk", "asterisk")
    other = ari.connect(own.url, "asterisk", "asterisk")
    other.on_channel_event("StasisStart", lambda channels, event: calls(channels["channel"].id))

    def take_long(event):
        if event["application"] == "other":  # once
            be_replaced()

    def be_replaced():
        with running(other, "beside"):
            eventually(lambda: not client.websockets)
            proxy.cut()
            time.sleep(3 * ari.Client.min_delay)
            own.cli("channel originate Local/hold@beside application Wait 60")
            calls.next()

    client.on_event("ApplicationRegistered", take_long)
    client.exception_handler = calls
    replaced = pytest.raises(ari.ApplicationReplaced, match="'beside' was taken over")
    with replaced, running(client, ["beside", "other"]) as run:
        run.exception(30)
    assert calls.empty()


def test_a_client_that_is_too_slow(own, calls, caplog):
    """It disconnects, as Asterisk would cut it off; it comes back, and who has left meanwhile has.

    Calls that come meanwhile find no application, and go on in the dialplan.
    """
    client = ari.connect(own.url, "asterisk", "asterisk")
    client.max_queue_bytes = 2**20
    other = ari.connect(own.url, "asterisk", "asterisk")
    heard = []

    def hear(event):
        heard.append(int(event["userevent"]["number"]))
        if heard == [0]:
            for number in range(1, 100):
                with contextlib.suppress(ari.RequestFailed):  # there is no such application now
                    user_event(other, number)
            eventually(lambda: not client.websockets)
            own.hang_up_all()

    client.on_event("ChannelUserevent", hear)
    for kind in ("StasisStart", "StasisEnd"):
        client.on_event(kind, lambda event: calls(event["type"], event.get("missed", False)))
    with running(client):
        own.wait_for("channel-dump")
        own.cli(CALL)
        assert calls.next() == ("StasisStart", False)
        user_event(other, 0)
        assert calls.next() == ("StasisEnd", True)
        own.cli(CALL)
        assert calls.next() == ("StasisStart", False)
    assert heard == [*range(len(heard))]
    assert len(heard) > 50
    assert caplog.text.count("the callbacks are too slow") == 1


def user_event(client, number):
    """Have Asterisk send an event of 20 kB."""
    variables = {"number": str(number), "text": "x" * 20_000}
    client.events.userEvent(eventName="mine", application="channel-dump", variables=variables)
