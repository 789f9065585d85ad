"""Processes that a callback forks: none ends the program, and none closes its connection."""

from __future__ import annotations

import os
import signal
import ssl
import sys

import pytest

from tests.lab.process import eventually
from tests.lab.standin import StandIn, channel

#: A program that calls this function at each StasisStart, and prints what it returns.
PROGRAM = """
import concurrent.futures, multiprocessing, os, signal, sys, time, warnings, ari
warnings.simplefilter("ignore")  # Python 3.12 warns where a process with threads forks
context = multiprocessing.get_context("fork")
def status(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
def work(started):
    started.set()
    time.sleep(60)
def signalled(number, work):
    # Python loses a signal to a child that it has just forked.
    started = context.Event()
    pid = os.fork()
    if pid == 0:
        work(started)
    started.wait()
    os.kill(pid, number)
    return status(pid)
def child():
{}
def entered(channels, event):
    print(child(), flush=True)
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_channel_event("StasisStart", entered)
    client.on_channel_event("StasisEnd", lambda *_: print("left", flush=True))
    client.run("channel-dump")
print("the end", flush=True)
"""

#: Children, and what comes of each: its exit status, or a signal as a negative number.
CHILDREN = {
    "os.fork and sys.exit": (
        """
    pid = os.fork()
    if pid == 0:
        sys.exit(7)
    return status(pid)
""",
        "7",
    ),
    "os.fork and os._exit": (
        """
    pid = os.fork()
    if pid == 0:
        os._exit(7)
    return status(pid)
""",
        "7",
    ),
    "os.fork and close()": (
        """
    pid = os.fork()
    if pid == 0:
        client.close()
        return "child"  # and from run()
    return status(pid)
""",
        "0",
    ),
    "a process that ends": (
        """
    process = context.Process(target=sys.exit, args=[7])
    process.start()
    process.join()
    return process.exitcode
""",
        "7",
    ),
    "a process that is terminated": (
        """
    started = context.Event()
    process = context.Process(target=work, args=[started])
    process.start()
    started.wait()
    process.terminate()
    process.join()
    return process.exitcode
""",
        "-15",
    ),
    "a pool": (
        """
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        return sum(pool.map(abs, [-3, -4]))
""",
        "7",
    ),
    "a child that is sent SIGTERM": (
        """
    return signalled(signal.SIGTERM, work)
""",
        "-15",
    ),
    "a child that handles SIGTERM itself": (
        """
    def handling(started):
        signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
        work(started)
    return signalled(signal.SIGTERM, handling)
""",
        "7",
    ),
    "a child that is sent Ctrl+C": (
        """
    def interrupted(started):
        try:
            work(started)
        except KeyboardInterrupt:
            os._exit(7)
    return signalled(signal.SIGINT, interrupted)
""",
        "7",
    ),
}


def line(running):
    """The next line that the program prints, but for those of a child of its own."""
    while True:
        said = running.stdout.readline().rstrip("\n")
        if said not in ("child", "the end"):
            return said


@pytest.mark.parametrize("what", CHILDREN)
def test_a_child_is_harmless(standin, program, what):
    """It ends as it would elsewhere; its parent goes on, on the same connection, to its own end."""
    code, status = CHILDREN[what]
    running = program(PROGRAM.format(code), standin.url)
    standin.wait_until_settled()
    for number in (1, 2):
        standin.enter(channel(number))
        assert line(running) == status
        standin.leave(channel(number))
        assert line(running) == "left"
    assert (standin.sockets, standin.closed) == (1, [])
    running.send_signal(signal.SIGINT)
    assert (running.wait(10), running.stderr.read()) == (0, "")
    eventually(lambda: standin.closed == [1000])


GROUP = """
import multiprocessing, sys, time, ari
def work(started):
    started.set()
    time.sleep(60)
context = multiprocessing.get_context("fork")
with ari.clean_exit():
    for _ in range(2):
        started = context.Event()
        context.Process(target=work, args=[started]).start()
        started.wait()
    ari.connect(sys.argv[1], "asterisk", "asterisk").run("channel-dump")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_all_counts_once_for_each(standin, shell, number):
    """Ctrl+C at the terminal, or systemd's SIGTERM, ends program and children, with status 0."""
    running = shell(f"exec {sys.executable} -c '{GROUP}' {standin.url}")
    standin.wait_until_settled()
    os.killpg(running.pid, number)
    assert running.wait(10) == 0  # which it is only after its children
    eventually(lambda: standin.closed == [1000])


#: Four children that ask, while a thread of their parent does: each asks for channels of its own,
#: and counts the answers that are another's.
ASKING = """
import os, sys, threading, ari
os.environ["REQUESTS_CA_BUNDLE"] = sys.argv[2]
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
def wrong(who):
    ids = [f"{who}-{number}" for number in range(50)]
    return sum(client.channels.get(channelId=one).id != one for one in ids)
def ask():
    while not stop.is_set():
        found.append(wrong("thread"))
found, stop = [wrong("parent")], threading.Event()
thread = threading.Thread(target=ask)
thread.start()
children = []
for number in range(4):
    pid = os.fork()
    if pid == 0:
        os._exit(wrong(f"child{number}"))
    children.append(pid)
found += [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
stop.set()
thread.join()
print(sum(found) + wrong("parent"), flush=True)
"""


@pytest.fixture(params=["http", "https"])
def both(request, ca, tmp_path):
    """A stand-in, with and without TLS, and the file of its CA."""
    context = None
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    if request.param == "https":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        ca.issue_cert("127.0.0.1").configure_cert(context)
    with StandIn(tls=context) as standin:
        yield standin, str(tmp_path / "ca.pem")


def test_a_child_gets_its_own_answers(program, both):
    """Children and their parent ask at once, and each answer is to its own request."""
    standin, ca = both
    askers = ["parent", "thread", *(f"child{number}" for number in range(4))]
    ids = [f"{who}-{number}" for who in askers for number in range(50)]
    standin.channels = [channel(1, id=one) for one in ids]
    running = program(ASKING, standin.url, ca)
    assert running.stdout.readline() == "0\n", running.stderr.read()


CLOSING = """
import os, sys, ari
os.environ["REQUESTS_CA_BUNDLE"] = sys.argv[2]
client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.channels.list()
pid = os.fork()
if pid == 0:
    with client:
        client.channels.list()
    sys.exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
client.channels.list()
"""


def test_a_child_leaves_its_parents_connection_open(program, both):
    """What the child closes is its own: its parent's next request has the connection it had."""
    standin, ca = both
    running = program(CLOSING, standin.url, ca)
    assert running.stdout.readline() == "7\n", running.stderr.read()
    assert running.wait(10) == 0
    parents, childs = standin.ports[0], standin.ports[3]
    assert standin.ports == [parents] * 3 + [childs, parents]
    assert childs != parents
