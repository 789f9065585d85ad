"""No file descriptor is left at a loss: it waits, and tries again."""

from __future__ import annotations

import signal

from tests.lab.standin import channel

#: A program that has no descriptor left from an event on, and has some again on a signal.
PROGRAM = """
import logging, resource, signal, sys, ari
logging.basicConfig(format="%(message)s", level=logging.INFO)
ari.Client.min_delay, ari.Client.max_delay = 0.02, 0.1
before = resource.getrlimit(resource.RLIMIT_NOFILE)
def take(event):
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    print("taken", flush=True)
def give(*_):
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_event("Take", take)
client.on_event("StasisEnd", lambda event: print(event["missed"], flush=True))
signal.signal(signal.SIGUSR1, give)
client.run("channel-dump")
"""


def test_it_waits_where_nothing_is_left(standin, program):
    """There is no traceback; when there is some again it is connected, and knows what it missed."""
    running = program(PROGRAM, standin.url)
    standin.wait_until_settled()
    standin.enter(channel(1))
    standin.send({"type": "Take"})
    assert running.stdout.readline() == "taken\n"
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
