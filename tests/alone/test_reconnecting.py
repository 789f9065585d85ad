"""A connection that is lost: noticed, and made again."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import threading
import time

import pytest

import ari
from ari.eventsocket import MAX_SIZE
from tests.lab.client import running
from tests.lab.process import eventually
from tests.lab.standin import frame


@pytest.fixture(autouse=True)
def short_waits(set_waits, caplog):
    """Reconnect without much waiting, with all of the library's log kept."""
    set_waits(0.01, longest=0.03)
    caplog.set_level(logging.INFO, "ari")


def errors(caplog):
    """The texts of the errors logged."""
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


BREAKS = {
    "without a close frame": (lambda standin: standin.cut(), "Asterisk hung up"),
    "by a reset": (lambda standin: standin.cut(by_reset=True), "Connection reset by peer"),
    "with a close frame": (lambda standin: standin.close_socket(), "Asterisk closed it, code 1001"),
    "with a code and words": (
        lambda standin: standin.send_raw(frame(b"\x03\xf3oops", 8)),
        "Asterisk closed it, code 1011",
    ),
    "with a code and words that are no UTF-8": (
        lambda standin: standin.send_raw(frame(b"\x03\xf3\xff", 8)),
        "Asterisk closed it, code 1011",
    ),
    "with a close frame without a code": (
        lambda standin: standin.send_raw(frame(b"", 8)),
        "Asterisk closed it, code none",
    ),
    "with no WebSocket frame": (lambda standin: standin.send_raw(b"\xf1\x01x"), "rsv"),
    "with a frame as clients mask it": (
        lambda standin: standin.send_raw(b"\x81\x82\x00\x00\x00\x00{}"),
        "it is masked",
    ),
    "with a fragment of nothing": (
        lambda standin: standin.send_raw(frame(b"", 0)),
        "Illegal frame",
    ),
    "with an event in another": (
        lambda standin: standin.send_raw(frame(b"{", last=False) + frame(b"{}")),
        "Illegal frame",
    ),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_lost_connection_is_made_again(standin, client, calls, caplog, how):
    """One error says why, and what was registered stays registered."""
    break_it, reason = BREAKS[how]
    client.on_event("A", calls)
    with running(client):
        standin.wait_until_settled()
        first = standin.sockets
        break_it(standin)
        standin.wait_for(more_than=first)
        standin.send({"type": "A"})
        calls.next()
    (error,) = errors(caplog)
    assert error.startswith("connection to Asterisk lost, reconnecting: ws://127.0.0.1")
    assert reason in error
    assert "sessionlimit" not in error  # which is advice on a connection that does not come about


def test_what_came_before_the_end_of_a_connection_is_told(standin, client, calls):
    """An event that comes together with a close frame is not lost with it."""
    client.on_event("A", calls)
    with running(client):
        standin.wait_until_settled()
        standin.send_raw(frame(b'{"type": "A"}') + frame(b"\x03\xe9", 8))
        assert calls.next() == ({"type": "A"},)


def test_fragments_make_no_longer_message_than_one_frame(standin, client, calls, caplog):
    """An event in fragments may take MAX_SIZE bytes; with one more the connection is lost."""
    client.on_event("A", calls)
    event = b'{"type": "A"}'.ljust(MAX_SIZE)
    with running(client):
        standin.wait_for()
        for _ in range(2):
            standin.send_raw(frame(event[:-9], last=False))
            standin.send_raw(frame(b"", opcode=9) + frame(event[-9:], 0))
            calls.next()
        standin.send_raw(frame(event, last=False) + frame(b" ", 0, last=False))
        standin.wait_for(more_than=1)
    (error,) = errors(caplog)
    assert error.endswith("it sends a message of more than 16777216 bytes")


def test_a_client_has_waits_of_its_own(standin, caplog):
    """What is set on one client counts for that one, also while it runs."""
    patient, hasty = [ari.connect(standin.url, "asterisk", "asterisk") for _ in range(2)]
    patient.min_delay, hasty.min_delay, hasty.max_delay = 60.0, 0.02, 0.04
    with running(patient, "patient"), running(hasty, "hasty"):
        for app in ("patient", "hasty"):
            standin.wait_for(app)
        standin.cut()
        standin.wait_for("hasty", more_than=2)
        assert min(waits(caplog)) < 0.03 < 60 <= max(waits(caplog))
        patient.ping_interval = hasty.ping_interval = 0.02
        standin.wait_for_pings(len(standin.pings) + 3)


def test_each_wait_is_twice_the_one_before(standin, client, caplog, set_waits):
    """The waits double up to the longest, and each is logged."""
    set_waits(0.02, longest=0.1)
    with running(client):
        standin.wait_for()
        standin.stop()
        eventually(lambda: caplog.text.count("not yet: ") >= 4)
        ratios = [wait / nominal for wait, nominal in zip(waits(caplog), (0.02, 0.04, 0.08, 0.1))]
        assert all(1 <= ratio <= 1.2 for ratio in ratios)
        assert len(set(ratios)) > 1, "without jitter"
        standin.start()
        standin.wait_for()


def waits(caplog):
    """The waits between two tries that have been logged, in seconds."""
    return [one.args[0] for one in caplog.records if one.msg.startswith("next try")]


def test_the_waits_start_anew_when_a_connection_has_lasted(standin, client, caplog, set_silence):
    """After a connection that lasted longer than the wait before it, the first wait is short."""
    set_silence(0.03)
    with running(client):
        for _ in range(3):
            standin.wait_for_pings(len(standin.pings) + 4)
            sockets = standin.sockets
            standin.cut()
            standin.wait_for(more_than=sockets)
    assert all(wait < 0.03 for wait in waits(caplog))


def test_a_server_that_closes_at_once_is_met_ever_more_rarely(standin, client, caplog, set_waits):
    """Where no connection lasts, the waits grow all the same."""
    set_waits(0.1)
    with running(client):
        for _ in range(3):
            standin.wait_for()
            sockets = standin.sockets
            standin.cut()
            standin.wait_for(more_than=sockets)
    assert [wait // 0.1 for wait in waits(caplog)] == [1, 2, 4]


@pytest.mark.parametrize("status", [200, 400, 404, 408, 425, 429, 500, 502, 503, 504, 521])
def test_an_asterisk_that_is_not_ready_is_waited_for(standin, client, caplog, status):
    """What a loading Asterisk answers, or a proxy in front of it, counts as not yet there."""
    with running(client):
        standin.wait_for()
        standin.answers["GET", "/events"] = (status, "<h1>Soon</h1>")
        standin.cut()
        eventually(lambda: caplog.text.count("not yet: ") >= 2)
        del standin.answers["GET", "/events"]
        standin.wait_for()
    assert f"not yet: events: {status} " in caplog.text


def test_an_asterisk_that_does_not_answer_is_waited_for(standin, client, caplog):
    """A server that accepts connections and is silent counts as not yet there."""
    client.timeout = (1, 0.05)
    with running(client):
        standin.wait_for()
        with standin.frozen():
            standin.cut()
            eventually(lambda: "not yet" in caplog.text)
        standin.wait_for()


def test_connecting_has_a_time_of_its_own(standin, client, caplog):
    """Where nobody takes a connection, it is given up long before the time of an answer."""
    client.timeout = (0.05, 60)
    with running(client), contextlib.ExitStack() as sockets:
        standin.wait_for()
        standin.stop()
        deaf = socket.create_server((standin.host, standin.port), backlog=0)
        for _ in range(3):  # they fill its queue
            one = sockets.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex((standin.host, standin.port))
        with deaf:
            eventually(lambda: "no answer: is the address right" in caplog.text)
        standin.start()
        standin.wait_for()


def test_a_handshake_has_the_time_of_an_answer(standin, client, caplog):
    """A server that takes longer to answer than connecting may take is waited for."""
    client.timeout = (0.2, 30)
    with running(client):
        standin.wait_for()
        with standin.frozen("/events"):
            standin.cut()
            eventually(lambda: len(standin.times_of("/events")) == 2)
            later = standin.times_of("/events")[1] + 0.4
            eventually(lambda: time.monotonic() > later)
        standin.wait_for()
    assert "not yet: " not in caplog.text


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_password_ends_run(standin, client, status):
    """Where Asterisk is back and refuses the user, run() raises."""
    with pytest.raises(ari.RequestFailed, match=f": {status} "), running(client) as run:
        standin.wait_for()
        standin.answers["GET", "/events"] = (status, {"message": "Go away"})
        standin.cut()
        run.exception(10)


def test_it_waits_between_two_tries(standin, client, set_waits):
    """The tries reach the server no closer together than the waits are long."""
    set_waits(0.05, longest=0.15)
    with running(client):
        standin.wait_for()
        standin.answers["GET", "/events"] = (503, "")
        lost = time.monotonic()
        standin.cut()
        eventually(lambda: len(standin.times_of("/events")) > 4)
    tries = [lost, *standin.times_of("/events")[1:]]
    gaps = [after - one for one, after in zip(tries, tries[1:])]
    # Lower bounds only: how much longer it takes is the machine's affair.
    assert all(gap >= wait for gap, wait in zip(gaps, (0.05, 0.1, 0.15, 0.15)))


def test_a_closed_client_tries_no_more(standin, client, caplog, set_waits):
    """After close(), in a wait, nothing more is asked of the server."""
    set_waits(60)
    with running(client) as run:
        standin.wait_until_settled()
        standin.cut()
        eventually(lambda: "next try in" in caplog.text)
        before = standin.paths
        client.close()
        run.result(10)
    assert standin.paths == before
    assert "not yet: " not in caplog.text


def test_a_lost_connection_leaves_nothing_open(standin, client):
    """After many reconnects no more files are open than after the first."""
    gc.collect()
    gc.disable()  # it would close what was forgotten
    try:
        with running(client):
            after_the_first, after_many = [open_files(standin, number) for number in (1, 8)]
    finally:
        gc.enable()
    assert after_many == after_the_first


def test_tries_in_vain_leave_nothing_open(standin, caplog):
    """When the client is closed after many tries that failed, no file or thread is left of them."""
    gc.collect()
    gc.disable()  # it would close what was forgotten
    before = files_and_threads()
    try:
        with ari.connect(standin.url, "asterisk", "asterisk") as client, running(client):
            standin.wait_until_settled()
            standin.answers["GET", "/events"] = (503, "")
            standin.cut()
            eventually(lambda: caplog.text.count("not yet: ") >= 10)
        standin.wait_for_no_connection()
        eventually(lambda: files_and_threads() == before)
    finally:
        gc.enable()


def files_and_threads():
    """How many files this process has open, and how many threads it has."""
    return len(os.listdir("/proc/self/fd")), threading.active_count()


def open_files(standin, number):
    """How many files this process has open after this many more reconnects."""
    for _ in range(number):
        standin.wait_until_settled()
        sockets = standin.sockets
        standin.cut()
        standin.wait_until_settled(more_than=sockets)
    return len(os.listdir("/proc/self/fd"))


def test_close_ends_a_wait_at_once(standin, client, caplog, set_waits):
    """close() does not wait for the next try."""
    set_waits(60)
    with running(client) as run:
        standin.wait_for()
        standin.cut()
        eventually(lambda: "next try in" in caplog.text)
        client.close()
        run.result(10)


def test_close_does_not_wait_for_an_answer(standin, client, caplog):
    """close() ends run() while it asks who is inside, and gets no answer."""
    client.timeout = 60
    with running(client) as run:
        standin.wait_until_settled()
        with standin.frozen("/applications"):
            standin.cut()
            eventually(lambda: standin.paths.count("GET /ari/applications") == 2)
            client.close()
            run.result(10)


@pytest.mark.parametrize("interval", [0.05, 0])
def test_a_silent_connection_is_asked_for_a_sign_of_life(
    standin, client, caplog, set_silence, interval
):
    """A connection without events stays, as long as pings are answered."""
    set_silence(interval)
    with running(client):
        standin.wait_for()
        standin.wait_for_pings(3)
    assert errors(caplog) == []


def test_a_dead_connection_is_noticed(standin, client, caplog, set_silence):
    """A connection on which even pings are not answered is lost, and made again."""
    set_silence(0.05, timeout=0.05)
    standin.answers_pings = False
    with running(client):
        standin.wait_for()
        standin.wait_for(more_than=1)
    assert "nothing came for 0.1 s, not even after a ping" in errors(caplog)[0]


STOPPED = """
import sys, ari
ari.Client.ping_interval = ari.Client.ping_timeout = 0.3
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_event("ChannelVarset", lambda event: print("heard", flush=True))
client.run("channel-dump")
"""


def test_a_process_that_was_stopped_asks_first(standin, program):
    """After Ctrl+Z for longer than a connection may be silent, it is asked, and is not lost."""
    running = program(STOPPED, standin.url)
    standin.wait_until_settled()
    running.send_signal(signal.SIGSTOP)
    pings, later = len(standin.pings), time.monotonic() + 0.7
    eventually(lambda: time.monotonic() > later)
    assert len(standin.pings) == pings
    running.send_signal(signal.SIGCONT)
    standin.wait_for_pings(pings + 2)
    standin.send({"type": "ChannelVarset"})
    assert running.stdout.readline() == "heard\n"
    running.kill()
    assert (standin.sockets, running.stderr.read()) == (1, "")


def test_the_script_ends_at_ctrl_c_while_it_reconnects(standin, dump):
    """Ctrl+C ends the script while Asterisk is away, with exit status 0."""
    script = dump("--url", standin.url)
    standin.wait_until_settled()
    standin.stop()
    script.expect_error("connection to Asterisk lost, reconnecting: ")
    assert script.stop() == 0
    assert len(script.errors().splitlines()) == 1
