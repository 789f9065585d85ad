"""The script as a process: what it prints, and how it ends."""

from __future__ import annotations

import signal
import socket
import sys

import pytest

from tests.lab.client import running
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


def test_ends_with_78_where_its_user_is_refused(standin, dump):
    """Where no later try can help the exit status is 78: a service stops at it."""
    assert dump("--url", standin.url, ARI_PASSWORD="wrong").wait() == 78


def test_ends_with_78_where_its_machine_is_refused(standin, dump):
    """So it is at a 403."""
    standin.answers["GET", "/api-docs/resources.json"] = (403, {})
    assert dump("--url", standin.url).wait() == 78


def test_ends_with_78_where_the_certificate_is_not_trusted(secure, dump):
    """So it is at a certificate of a CA that nobody has named."""
    url, _ = secure
    assert dump("--url", url).wait() == 78


def test_ends_with_78_where_its_application_is_taken_over(standin, client, dump):
    """So it is where another client has taken over: to come back would evict that one."""
    script = dump("--url", standin.url)
    standin.wait_for()
    with running(client):
        assert script.wait() == 78


def test_ends_with_78_where_it_is_refused_later(standin, hasty):
    """So it is where the user has gone from ari.conf when the connection is made again."""
    script = hasty("--url", standin.url)
    standin.wait_until_settled()
    standin.user = "another:user"
    standin.cut()
    assert script.wait() == 78


@pytest.mark.parametrize("answer", [(404, {}), (503, {}), (200, "<h1>Welcome</h1>")])
def test_ends_with_1_where_a_later_try_may_help(standin, dump, answer):
    """Asterisk answers so while it starts, as do proxies: a service goes on trying."""
    standin.answers["GET", "/api-docs/resources.json"] = answer
    assert dump("--url", standin.url).wait() == 1


FAILING = """
import ari
with ari.clean_exit():
    raise ari.InvalidAddress("no address")
"""


def test_the_status_is_the_same_without_standard_error(shell):
    """Where there is none, as under pythonw, the exit status says it alone."""
    program = shell(f"{sys.executable} -c '{FAILING}' 2>&-")
    assert (*program.communicate(timeout=10), program.returncode) == ("", "", 78)
