"""Ctrl+C: without clean_exit a plain traceback, in every wait; in the script none, anywhere."""

from __future__ import annotations

import signal
import socket
import sys

import pytest

from tests.lab.process import eventually

RUN = """
import sys, ari
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.run("channel-dump")
"""

RECONNECT = """
import sys, ari
ari.Client.min_delay = 60
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.run("channel-dump")
"""

TELLING = """
import logging, signal, sys, ari
ari.Client.min_delay = 0.01
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
    if sys.version_info < (3, 10) and "_queue.Empty\n" in said:  # it shows what the wait ended with
        del said[: said.index("_queue.Empty\n") + 2]
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


ANY_LINE = """
import io, signal, sys, ari, ari.console
handlers = {{one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}}
def trace(frame, event, argument):
    global lines
    if frame.f_code.co_filename != ari.console.__file__:
        return None
    if event == "line":
        lines -= 1
        # Not before it is there, and not when it has gone.
        if lines == 0 and signal.getsignal(signal.{0}) is not handlers[signal.{0}]:
            signal.raise_signal(signal.{0})
    return trace
first = lines = 0
while lines <= 0:
    first += 1
    lines, sys.stdout = first, io.StringIO()
    sys.settrace(trace)
    try:
        with ari.clean_exit():
            print("shown")
    except SystemExit as end:
        assert end.code == 0, first
    sys.settrace(None)
    for one in handlers:
        signal.signal(one, handlers[one])
assert first > 50
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_a_signal_at_any_line_of_clean_exit_ends_quietly(program, number):
    """Wherever a signal comes while clean_exit begins, is there or ends: the exit status is 0."""
    process = program(ANY_LINE.format(number))
    assert (*process.communicate(timeout=30), process.returncode) == ("", "", 0)


FLUSHING = """
import signal, sys, ari
class Output:
    first = True
    def write(self, text):
        pass
    def flush(self):
        if Output.first:
            Output.first = False
            signal.raise_signal(signal.SIGINT)
sys.stdout = Output()
with ari.clean_exit():
    pass
"""


def test_a_program_ends_quietly_while_its_output_is_flushed(program):
    """So does Ctrl+C while clean_exit flushes, at its end, what was printed inside it."""
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


INTERACTIVE = """
import os, signal, sys, threading, time, ari
def state():
    handlers = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]
    streams = sys.stdout, {**vars(sys.stdout)}
    return streams, handlers, threading.enumerate(), os.listdir("/proc/self/fd")
before = state()
for _ in range(100):
    for end in (KeyboardInterrupt, ValueError, ari.AriError, SystemExit):
        try:
            with ari.clean_exit():
                if end is KeyboardInterrupt:
                    os.kill(os.getpid(), signal.SIGINT)
                    time.sleep(60)
                raise end("x")
        except (SystemExit, ValueError):
            pass
        assert state() == before, end
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except KeyboardInterrupt:
    print("Ctrl+C as ever")
"""


def test_a_hundred_ends_leave_all_as_it_was(program):
    """Where the interpreter goes on, as with python -i, nothing is left, and Ctrl+C is as ever."""
    process = program(INTERACTIVE)
    shown = "Ctrl+C as ever\n"
    assert (*process.communicate(timeout=30), process.returncode) == (shown, 100 * "-c: x\n", 0)


IN_A_THREAD = """
import sys, threading, ari
def work():
    with ari.clean_exit():
        print("inside")
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""


def test_clean_exit_in_another_thread_does_without_signals(program):
    """Signals are for the main thread; elsewhere it does the rest, and says nothing."""
    process = program(IN_A_THREAD)
    assert (*process.communicate(timeout=10), process.returncode) == ("inside\n", "", 0)


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


OWN_INSIDE = """
import os, signal, ari
with ari.clean_exit():
    signal.signal(signal.SIGTERM, lambda *_: print("own"))
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGTERM)
    try:
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
"""


def test_a_handler_that_the_program_installs_inside_stays(program):
    """Nor does clean_exit take away what the program installs later, the first time or any time."""
    process = program(OWN_INSIDE)
    assert (*process.communicate(timeout=10), process.returncode) == (4 * "own\n", "", 0)


OWN_AND_OTHER = [("SIGTERM", "SIGINT"), ("SIGINT", "SIGTERM")]


@pytest.mark.parametrize(("own", "other"), OWN_AND_OTHER)
def test_a_handler_of_the_program_stays(program, own, other):
    """A signal that the program handles itself ends nothing; the other one does, when it comes."""
    process = program(OWN.format(own=own, other=other))
    assert (*process.communicate(timeout=10), process.returncode) == ("own\nown\n", "", 0)


IN_ASYNCIO = """
import asyncio, os, signal, ari
async def main():
    woken = asyncio.Event()
    def wake():
        os.kill(os.getpid(), signal.{})
        woken.set()
    try:
        asyncio.get_running_loop().call_soon(wake)
        await asyncio.sleep(60)
    finally:
        await woken.wait()
        print("cleaned up")
with ari.clean_exit():
    asyncio.run(main())
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_asyncio_ends_what_it_is_at(program, number):
    """A callback of its loop is not broken off: what waits for that would wait for ever."""
    process = program(IN_ASYNCIO.format(number))
    assert (*process.communicate(timeout=10), process.returncode) == ("cleaned up\n", "", 0)


IN_A_COROUTINE = """
import asyncio, os, signal, sys, ari
async def main():
    client = ari.connect(sys.argv[1])
    client.on_event("ApplicationRegistered", lambda _: os.kill(os.getpid(), signal.{}))
    client.run("channel-dump")
with ari.clean_exit():
    asyncio.run(main())
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_run_in_a_coroutine_ends(standin, program, number):
    """A coroutine, or a notebook's cell, that run() keeps busy is broken off: its loop stands."""
    process = program(IN_A_COROUTINE.format(number), standin.url)
    assert (*process.communicate(timeout=10), process.returncode) == ("", "", 0)
