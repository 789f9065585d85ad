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
import sys, ari, ari.connection
ari.connection.MIN_DELAY = 60
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.run("channel-dump")
"""

TELLING = """
import logging, signal, sys, ari, ari.connection
ari.connection.MIN_DELAY = 0.01
class Interrupting(logging.Handler):
    def emit(self, record):
        if {!r} in record.getMessage():
            signal.raise_signal(signal.SIGINT)
logging.basicConfig(level="INFO", handlers=[Interrupting()])
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
    says_one_traceback(process)


def says_one_traceback(process):
    """The process ends by Ctrl+C's signal with one traceback, and nothing more."""
    assert process.wait(10) in (-signal.SIGINT, 130)
    # But for where it was; Python shows some places with an empty line.
    said = [line for line in process.stderr if line.strip() and not line.startswith(" ")]
    assert said == ["Traceback (most recent call last):\n", "KeyboardInterrupt\n"]


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


@pytest.mark.parametrize("what", ["connection to Asterisk lost", "not yet"])
def test_while_it_tells_of_a_failure(standin, program, what):
    """Writing to the log that the connection is lost, or that a try has failed."""
    running = program(TELLING.format(what), standin.url)
    standin.wait_until_settled()
    standin.stop()
    says_one_traceback(running)


def test_while_it_tells_that_nobody_can_know_who_is_inside(standin, program):
    """Writing that to the log, where Asterisk refuses to say."""
    standin.answers["GET", "/applications"] = (500, {})
    says_one_traceback(program(TELLING.format("who is inside"), standin.url))


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


FLUSHING = """
import os, signal, sys, ari
def flush():
    del sys.stdout.flush
    os.kill(os.getpid(), signal.SIGINT)
sys.stdout.flush = flush
with ari.clean_exit():
    print("not ended")
"""


def test_a_program_ends_quietly_while_what_it_has_printed_is_shown(program):
    """So does Ctrl+C while clean_exit flushes what was printed before it."""
    process = program(FLUSHING)
    assert (*process.communicate(timeout=10), process.returncode) == ("", "", 0)


AFTER = """
import os, signal, sys, threading, warnings, ari
warnings.simplefilter("always")
print("before")
with ari.clean_exit():
    print("inside")
for thread in threading.enumerate()[1:]:
    thread.join()
for _ in range(3):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt:
        print("Ctrl+C")
print("after", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
"""


def test_after_clean_exit_all_is_as_before(program):
    """The output goes on in order, signals do what they did, and no thread or file is left."""
    process = program(AFTER)
    shown = "before\ninside\n" + 3 * "Ctrl+C\n" + "after\n"
    assert (*process.communicate(timeout=10), process.returncode) == (shown, "", -signal.SIGTERM)


JUST_BEFORE = """
import _thread, sys, threading, ari
def interrupt():
    client.applications.get(applicationName="channel-dump")
    _thread.interrupt_main()
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    threading.Thread(target=interrupt).start()
    client.run("channel-dump")
"""


def test_a_signal_just_before_a_wait_ends_it(standin, program):
    """A signal between Python's last look for one and a wait ends the wait, though not by itself.

    interrupt_main() makes such a signal: one that Python sees when something else ends the wait.
    """
    asked = "/applications/channel-dump"
    with standin.frozen(asked):
        process = program(JUST_BEFORE, standin.url)
        eventually(lambda: standin.times_of(asked))
        standin.wait_until_settled()
    assert (*process.communicate(timeout=10), process.returncode) == ("", "", 0)


OWN = """
import os, signal, ari
signal.signal(signal.{own}, lambda *_: print("own"))
with ari.clean_exit():
    os.kill(os.getpid(), signal.{own})
    try:
        os.kill(os.getpid(), signal.{other})
    finally:
        os.kill(os.getpid(), signal.{own})
"""


OWN_AND_OTHER = [("SIGTERM", "SIGINT"), ("SIGINT", "SIGTERM"), ("SIGURG", "SIGINT")]


@pytest.mark.parametrize(("own", "other"), OWN_AND_OTHER)
def test_a_handler_of_the_program_stays(program, own, other):
    """A signal that the program handles itself ends nothing; the other one does, when it comes."""
    process = program(OWN.format(own=own, other=other))
    assert (*process.communicate(timeout=10), process.returncode) == ("own\nown\n", "", 0)
