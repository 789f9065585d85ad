"""Ctrl+C: without clean_exit a plain traceback, in every wait; in the script none, anywhere."""

from __future__ import annotations

import signal
import socket

import pytest

from tests.lab.process import eventually

RUN = """
import sys, ari
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.run("channel-dump")
"""

RECONNECT = """
import sys, ari, ari.backoff
ari.backoff.FIRST_WAIT = 60
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.run("channel-dump")
"""

LIST = """
import sys, ari
ari.connect(sys.argv[1], "asterisk", "asterisk").channels.list()
"""


def interrupt(process):
    """Send Ctrl+C's signal; what the process says must be one traceback, and nothing more."""
    process.send_signal(signal.SIGINT)
    assert process.wait(10) in (-signal.SIGINT, 130)
    first, *rest = [line for line in process.stderr if not line.startswith(" ")]
    assert first == "Traceback (most recent call last):\n"
    assert rest == ["KeyboardInterrupt\n"]


def test_while_events_are_waited_for(standin, program):
    """Waiting for events."""
    running = program(RUN, standin.url)
    standin.wait_until_settled()
    interrupt(running)
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


def test_while_it_connects(program):
    """Waiting for a server that accepts the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        running = program(RUN, f"http://127.0.0.1:{silent.getsockname()[1]}")
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)
            interrupt(running)


def test_while_the_handshake_is_waited_for(standin, program):
    """Waiting for the answer to the WebSocket's handshake."""
    with standin.frozen("/events"):
        running = program(RUN, standin.url)
        eventually(lambda: standin.times_of("/events"))
        interrupt(running)


def test_while_it_waits_to_reconnect(standin, program):
    """Waiting for the next try."""
    running = program(RECONNECT, standin.url)
    standin.wait_until_settled()
    standin.stop()
    assert "connection to Asterisk lost" in running.stderr.readline()
    interrupt(running)


def test_while_a_request_is_answered(standin, program):
    """Waiting for the answer to a request."""
    with standin.frozen("/channels"):
        running = program(LIST, standin.url)
        eventually(lambda: standin.times_of("/channels"))
        interrupt(running)


READING = """
import argparse, os, signal, channel_dump
def read(parser):
    os.kill(os.getpid(), signal.{})
argparse.ArgumentParser.parse_args = read
channel_dump.main()
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_the_script_ends_quietly_while_it_reads_its_options(program, number):
    """Ctrl+C and SIGTERM in that moment are no traceback, and the exit status is 0."""
    script = program(READING.format(number))
    assert (script.wait(10), script.stderr.read()) == (0, "")


ENTERING = """
import os, signal, threading, ari
def start(thread):
    os.kill(os.getpid(), signal.{})
threading.Thread.start = start
with ari.clean_exit():
    print("not ended")
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_program_ends_quietly_while_it_prepares_for_that(program, number):
    """A signal while clean_exit begins ends the program too."""
    process = program(ENTERING.format(number))
    assert (*process.communicate(timeout=10), process.returncode) == ("", "", 0)
