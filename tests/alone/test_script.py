"""The script as a process: what it prints, and how it ends."""

from __future__ import annotations

import signal
import socket

import pytest

from tests.lab.standin import channel


def test_lists_the_channels_that_exist(standin, dump):
    """The names of the current channels are printed under a heading."""
    standin.channels = [channel(1), channel(2)]
    script = dump("--url", standin.url)
    script.expect("PJSIP/alice-00000002")
    assert script.lines == ["Current channels:", "PJSIP/alice-00000001", "PJSIP/alice-00000002"]


def test_says_that_no_channels_exist(standin, dump):
    """Without channels there is one line that says so."""
    script = dump("--url", standin.url)
    assert script.expect(":-(") == ["No channels currently :-("]


def test_the_list_does_not_wait_for_what_comes_next(standin, dump):
    """The channels are listed while the server is slow with what the script asks for next."""
    with standin.frozen("/api-docs/events.json"):
        dump("--url", standin.url).expect(":-(")


def test_prints_every_field_of_a_channel_that_enters(standin, dump):
    """A channel that enters is printed with all its fields, in the order Asterisk sent them."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.enter({"zone": "Ü", **channel(1)})
    assert script.expect("language: en")[1:] == [
        "Channel PJSIP/alice-00000001 has entered the application",
        "zone: Ü",
        "id: 1795387732.1",
        "name: PJSIP/alice-00000001",
        "state: Up",
        "protocol_id: 1-8418@127.0.0.1",
        "caller: {'name': 'Alice', 'number': '6575309'}",
        "connected: {'name': '', 'number': ''}",
        "accountcode: ",
        "dialplan: {'context': 'default', 'exten': '1000', 'priority': 3, 'app_name': 'Stasis',"
        " 'app_data': 'channel-dump'}",
        "creationtime: 2026-11-22T22:48:52.841+0000",
        "language: en",
    ]


def test_prints_a_channel_that_leaves(standin, dump):
    """A channel that leaves is printed with its name."""
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.enter(channel(1))
    standin.leave(standin.channels[0])
    assert (
        script.expect("left the application")[-1] == "PJSIP/alice-00000001 has left the application"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_properly_at_a_signal(standin, dump, number):
    """Ctrl+C and SIGTERM close the WebSocket with a close frame, and the exit status is 0."""
    script = dump("--url", standin.url)
    standin.wait_until_settled()
    assert script.stop(number) == 0
    standin.wait_for(connected=False)
    assert (script.errors(), standin.closed) == ("", [1000])


def test_ends_at_a_signal_while_it_connects(dump):
    """Ctrl+C ends a script whose server accepts the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        script = dump("--url", f"http://127.0.0.1:{silent.getsockname()[1]}")
        connection, _ = silent.accept()
        with connection:
            assert (script.stop(), script.errors()) == (0, "")
