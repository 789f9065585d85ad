"""No file descriptor or thread is left at a loss: it waits, and tries again."""

from __future__ import annotations

import signal

import pytest

from tests.lab.standin import channel

#: A program that runs out of something when the connection is lost, and has it again on a signal.
PROGRAM = """
import logging, os, resource, signal, sys, threading, ari, ari.connection
logging.basicConfig(format="%(message)s", level=logging.INFO)
ari.connection.MIN_DELAY, ari.connection.MAX_DELAY = 0.02, 0.1
class Descriptors:
    def take():
        Descriptors.before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, Descriptors.before[1]))
    def give():
        resource.setrlimit(resource.RLIMIT_NOFILE, Descriptors.before)
class Threads:
    start = threading.Thread.start
    def take():
        def fail(thread):
            raise RuntimeError("can't start new thread")
        threading.Thread.start = fail
    def give():
        threading.Thread.start = Threads.start
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_event("Take", lambda event: {0}.take())
client.on_event("StasisEnd", lambda event: print(event["missed"], flush=True))
signal.signal(signal.SIGUSR1, lambda *_: {0}.give())
client.run("channel-dump")
"""


@pytest.mark.parametrize("what", ["Descriptors", "Threads"])
def test_it_waits_where_nothing_is_left(standin, program, what):
    """There is no traceback; when there is some again it is connected, and knows what it missed."""
    running = program(PROGRAM.format(what), standin.url)
    standin.wait_until_settled()
    standin.enter(channel(1))
    standin.send({"type": "Take"})
    standin.handled()
    sockets = standin.sockets
    standin.leave_unseen(channel(1))
    said = [running.stderr.readline()]
    while sum("not yet: " in line for line in said) < 3:
        said.append(running.stderr.readline())
        assert said[-1], said
    running.send_signal(signal.SIGUSR1)
    standin.wait_until_settled(more_than=sockets)
    assert running.stdout.readline() == "True\n"
    assert "Traceback" not in "".join(said)
