"""A reader that pauses, as less does, and signals, requests and close() meanwhile."""

from __future__ import annotations

import array
import fcntl
import signal
import sys
import termios

import pytest

from tests.lab.process import eventually
from tests.lab.standin import channel, stasis

SIGNALS = [signal.SIGINT, signal.SIGTERM]

#: A program with a thread that prints until nobody reads; it says when run() is over.
TALKATIVE = """
import sys, threading, ari
def talk():
    while True:
        print("y" * 1000)
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_event("Close", lambda event: client.close())
    client.on_event("Ask", lambda event: client.channels.hangup(channelId="asked"))
    threading.Thread(target=talk, daemon=True).start()
    client.run("channel-dump")
    print("run() is over", file=sys.stderr)
"""

#: A program that the first signal does not end, as it goes on printing.
STUBBORN = """
import sys, ari
with ari.clean_exit():
    try:
        while True:
            print("y" * 1000)
    finally:
        print("the first", file=sys.stderr, flush=True)
        print("y" * 200_000)
"""


def until_full(process):
    """Return when the process waits for its reader."""

    def unread():
        number = array.array("i", [0])
        fcntl.ioctl(process.stdout, termios.FIONREAD, number)
        return number[0]

    eventually(lambda: unread() >= 60_000)


def check_end(standin, process, number):
    """Check that a signal ends a process whose output is full well, with a close frame."""
    until_full(process)
    process.send_signal(number)
    assert (process.wait(10), process.stderr.read()) == (0, "")
    standin.wait_for(connected=False)
    assert standin.closed == [1000]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_script_whose_reader_pauses(standin, program, number):
    """The first Ctrl+C or SIGTERM ends it, with a close frame and exit status 0."""
    script = program("import sys, channel_dump; channel_dump.main()", "--url", standin.url)
    standin.wait_until_settled()
    standin.send(stasis("StasisStart", channel(1, name="x" * 200_000)))
    check_end(standin, script, number)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_program_whose_other_thread_waits_for_the_reader(standin, program, number):
    """The thread that prints does not hold up the end."""
    talkative = program(TALKATIVE, standin.url)
    standin.wait_until_settled()
    check_end(standin, talkative, number)


#: A program whose end takes until another thread can no longer print.
ENDING = """
import sys, threading, ari
def talk():
    try:
        while True:
            print("y" * 1000)
    finally:
        over.set()
over = threading.Event()
with ari.clean_exit():
    threading.Thread(target=talk, daemon=True).start()
    try:
        threading.Event().wait()
    finally:
        print("the signal", file=sys.stderr, flush=True)
        over.wait()
        print("the end", file=sys.stderr)
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_a_reader_that_goes_after_a_signal_does_not_break_off_the_end(program, number):
    """Another thread that can't print any more does not kill a program that ends already."""
    ending = program(ENDING)
    until_full(ending)
    ending.send_signal(number)
    assert ending.stderr.readline() == "the signal\n"
    ending.stdout.close()
    assert ending.stderr.readline() == "the end\n"
    assert ending.wait(10) == 0


@pytest.mark.parametrize("first", SIGNALS)
@pytest.mark.parametrize("second", SIGNALS)
def test_a_second_signal_ends_a_program_at_once(program, first, second):
    """Whatever still blocks after the first signal, the second itself ends the process."""
    stubborn = program(STUBBORN)
    until_full(stubborn)
    stubborn.send_signal(first)
    assert stubborn.stderr.readline() == "the first\n"
    stubborn.send_signal(second)
    assert stubborn.wait(10) == -second


def test_close_ends_run_while_another_thread_waits_for_the_reader(standin, program):
    """run() does not touch the output, so nobody who waits for its reader holds it up."""
    talkative = program(TALKATIVE, standin.url)
    standin.wait_for()
    until_full(talkative)
    standin.send({"type": "Close"})
    assert talkative.stderr.readline() == "run() is over\n"
    assert talkative.wait(10) == 0


def test_requests_are_sent_while_another_thread_waits_for_the_reader(standin, program):
    """A request does not touch the output either."""
    talkative = program(TALKATIVE, standin.url)
    standin.wait_for()
    until_full(talkative)
    standin.send({"type": "Ask"})
    eventually(lambda: "DELETE /ari/channels/asked" in standin.paths)


HANGUP = """
import sys, ari
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
def hang_up(channels, event):
    print("x" * 5)
    channels["channel"].hangup()
sys.stdout = open("/dev/full", "w")
client.on_channel_event("StasisStart", hang_up)
client.run("channel-dump")
"""


def test_a_request_is_sent_on_a_full_disk(standin, program):
    """What a handler printed in vain does not keep its hangup() from being sent."""
    program(HANGUP, standin.url)
    standin.wait_for()
    standin.enter(channel(1))
    eventually(lambda: "DELETE /ari/channels/1795387732.1" in standin.paths)


THREADS = """
import sys, threading, time, ari
stopped = threading.Event()
def talk():
    try:
        print("x")
    finally:
        stopped.wait()
        print("y")
thread = threading.Thread(target=talk)
with ari.clean_exit():
    sys.stdin.read(1)
    try:
        thread.start()
        while True:
            time.sleep(0.01)
    finally:
        stopped.set()
        thread.join()
"""


def test_a_thread_that_finds_the_reader_gone_ends_the_program(program, shell):
    """It ends with 0, as soon as the main thread runs, even where Ctrl+C's signal is ignored."""
    script = shell(f"trap '' INT; {{ echo | {sys.executable} -c '{THREADS}'; echo $? >&2; }} | :")
    assert script.communicate(timeout=10) == ("", "0\n")


def test_a_thread_that_finds_the_disk_full_ends_the_program(shell):
    """It ends with the one line and the exit status of a full disk."""
    script = shell(f"echo | {sys.executable} -c '{THREADS}' >/dev/full")
    (line,) = script.communicate(timeout=10)[1].splitlines()
    assert "the output can't be written" in line
    assert script.returncode == 1


#: A program whose main thread sleeps while another one prints.
ASLEEP = """
import sys, threading, ari
def talk():
    while True:
        print("y" * 1000)
with ari.clean_exit():
    threading.Thread(target=talk, daemon=True).start()
    threading.Event().wait()
"""


def test_a_thread_that_cannot_print_wakes_the_main_thread(program):
    """The reader's end ends the program, also where the main thread waits without a timeout."""
    asleep = program(ASLEEP)
    until_full(asleep)
    asleep.stdout.close()
    assert (asleep.wait(10), asleep.stderr.read()) == (0, "")
