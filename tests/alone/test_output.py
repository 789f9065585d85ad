"""The script's standard output: seen at once, and broken."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import eventually
from tests.lab.standin import channel, stasis


def test_output_reaches_a_file_at_once(standin, shell, tmp_path):
    """A call's lines are in a file while the script still waits for the next."""
    output = tmp_path / "dump.txt"
    script = shell(f"exec {sys.executable} channel_dump.py --url {standin.url} >{output}")
    standin.wait_for()
    standin.enter(channel(1))
    eventually(lambda: output.read_text().endswith("language: en\n"))
    assert script.poll() is None


PROGRAM = """
import sys, ari
ari.Client.min_delay = 60
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_event("A", lambda event: print("A"))
    print("before")
    client.run("channel-dump")
"""


def test_what_was_printed_is_shown_while_run_connects(standin, shell):
    """What a program printed before run() is in the pipe while the server is silent."""
    with standin.frozen("/events"):
        program = shell(f"{sys.executable} -c '{PROGRAM}' {standin.url}")
        assert program.stdout.readline() == "before\n"


def test_what_was_printed_is_shown_while_run_waits_to_reconnect(standin, shell):
    """What a callback printed just before the connection was lost is in the pipe at once."""
    program = shell(f"{sys.executable} -c '{PROGRAM}' {standin.url}")
    standin.wait_for()
    standin.send_raw(b'\x81\x0d{"type": "A"}' + b"\x88\x00")
    assert [program.stdout.readline(), program.stdout.readline()] == ["before\n", "A\n"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_ends_the_script_quietly(standin, shell, unbuffered):
    """With `| head -1` the script ends quietly at the first line that it can't print."""
    script = shell(
        f"{sys.executable} channel_dump.py --url {standin.url} | head -1",
        PYTHONUNBUFFERED=unbuffered,
    )
    standin.wait_for()
    assert script.stdout.readline() == "No channels currently :-(\n"

    def gone():
        standin.send(stasis("StasisStart", channel(1)))
        return script.poll() is not None

    with contextlib.suppress(ConnectionError, KeyError):  # no socket to send to: it has ended
        eventually(gone)
    assert (script.wait(10), script.stderr.read()) == (0, "")


def test_a_reader_that_goes_away_during_a_long_list(standin, shell):
    """The listing ends quietly, too."""
    standin.channels = [channel(n, name="x" * 100_000) for n in range(3)]
    script = shell(f"{sys.executable} channel_dump.py --url {standin.url} | head -c 1")
    assert script.communicate(timeout=10) == ("C", "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_is_a_clear_error(standin, shell, unbuffered):
    """Where the output can't be written, one line says so, with exit status 1."""
    script = shell(
        f"{sys.executable} channel_dump.py --url {standin.url} > /dev/full",
        PYTHONUNBUFFERED=unbuffered,
    )
    assert script.wait(10) == 1
    (line,) = script.stderr.read().splitlines()
    assert "the output can't be written" in line
    assert os.strerror(errno.ENOSPC) in line


def test_a_full_disk_is_a_clear_error_for_an_unfinished_line(shell):
    """What has no newline yet is written at the end of clean_exit, or the one line says why not."""
    unfinished = "import ari\nwith ari.clean_exit(): print(1, end=str())"
    script = shell(f"{sys.executable} -c '{unfinished}' > /dev/full")
    assert "the output can't be written" in script.communicate(timeout=10)[1]
    assert script.returncode == 1


#: Kinds of sys.stdout: a notebook's cell has neither a descriptor nor a buffer, a tee has a
#: descriptor that is not all of it, and a program with a Python inside may have one of its own,
#: whose methods can't be replaced.
OUTPUTS = """
import atexit, io, sys, ari
class Cell:
    encoding, shown = "utf-8", ""
    def write(self, text):
        self.shown += text.encode(self.encoding).decode()
    def flush(self):
        pass
class Tee(Cell):
    def fileno(self):
        return 1
class Odd(Cell):
    def fileno(self):
        raise RuntimeError("not here")
class Ascii(Cell):
    encoding = "ascii"
class Bare:
    __slots__, shown = (), ""
    def write(self, text):
        Bare.shown += text
    def flush(self):
        pass
def check():
    shown = output.getvalue() if hasattr(output, "getvalue") else output.shown
    assert sys.stdout is output
    print(shown.encode("ascii", "backslashreplace").decode(), file=sys.stderr, end="")
sys.stdout = output = {}
atexit.register(check)
with ari.clean_exit():
    print("pr\xefnted")
    ari.show("sh\xefwn")
    print("unfinished", end="")
    {}
"""


@pytest.mark.parametrize("end", ["pass", "raise KeyboardInterrupt"])
@pytest.mark.parametrize(
    "output", ["Cell()", "Tee()", "Odd()", "Ascii()", "Bare()", "io.StringIO()"]
)
def test_output_reaches_what_stdout_is(program, output, end):
    """Whatever sys.stdout is, a notebook's cell or a tee, gets what is printed, and all of it."""
    process = program(OUTPUTS.format(output, end))
    shown = "pr\\xefnted\nsh\\xefwn\nunfinished"
    assert (*process.communicate(timeout=10), process.returncode) == ("", shown, 0)


@pytest.mark.parametrize("output", ["None", "closed"])
def test_no_output_is_silence(shell, output):
    """Where standard output is closed, or None as under pythonw, ari.show is as silent as print."""
    lines = "sys.stdout = None" if output == "None" else "pass"
    text = f"import sys, ari; {lines}; ari.show(1)\nwith ari.clean_exit(): print(2); ari.show(3)"
    silent = shell(f"{sys.executable} -c '{text}'" + (" >&-" if output == "closed" else ""))
    assert (*silent.communicate(timeout=10), silent.returncode) == ("", "", 0)


CLOSING = {"close()": "print(1); sys.stdout.close()", "with": "with sys.stdout: print(1)"}


@pytest.mark.parametrize("how", CLOSING)
def test_a_program_may_close_its_output(program, how):
    """It ends with 0, as without clean_exit."""
    process = program(f"import sys, ari\nwith ari.clean_exit():\n    {CLOSING[how]}")
    assert (*process.communicate(timeout=10), process.returncode) == ("1\n", "", 0)


def test_a_full_disk_is_a_clear_error_where_the_output_is_closed(shell):
    """So is what close() can't write any more."""
    closing = "import sys, ari\nwith ari.clean_exit(): print(1, end=str()); sys.stdout.close()"
    script = shell(f"{sys.executable} -c '{closing}' > /dev/full")
    (line,) = script.communicate(timeout=10)[1].splitlines()
    assert "the output can't be written" in line
    assert script.returncode == 1


LOGGING = """
import logging, sys, time, ari
logging.basicConfig(stream=sys.stdout, format="%(message)s")
with ari.clean_exit():
    while True:
        logging.error("said")
"""


def test_a_log_on_standard_output_ends_as_quietly(shell):
    """Whoever had sys.stdout before, such as logging, ends the program with its reader as well."""
    program = shell(f"{sys.executable} -c '{LOGGING}' | head -1")
    assert (*program.communicate(timeout=10), program.returncode) == ("said\n", "", 0)


HANDLER = """
import sys, ari
def entered(channels, event):
    try:
        open("/dev/full", "wb", buffering=0).write(b"x")
    except OSError as error:
        print("mine:", error, file=sys.stderr, flush=True)
    {}
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_channel_event("StasisStart", entered)
    client.run("channel-dump")
"""


@pytest.mark.parametrize("line", ["print(1)", "ari.show(1)"])
def test_only_a_failure_of_standard_output_ends_the_program(standin, shell, tmp_path, line):
    """An OSError of a handler is the handler's; what it prints on a full disk ends the program."""
    (tmp_path / "program.py").write_text(HANDLER.format(line))
    script = f"{sys.executable} {tmp_path / 'program.py'} {standin.url} >/dev/full"
    program = shell(script, PYTHONPATH=str(REPOSITORY))
    standin.wait_for()
    standin.enter(channel(1))
    mine, ours = program.communicate(timeout=10)[1].splitlines()
    assert mine.startswith("mine: ")
    assert ours.startswith("program.py: the output can't be written")
    assert program.returncode == 1


LEAVING = """
import sys, threading, ari
go_on = True
def talk():
    while go_on:
        print("y" * 100)
for _ in range(20):
    thread = threading.Thread(target=talk)
    with ari.clean_exit():
        thread.start()
        print("inside")
    go_on = False
    thread.join()
    go_on = True
    print("outside")
print("after")
"""


def test_the_output_stays_open_while_another_thread_prints(program):
    """Leaving clean_exit takes nothing away from a thread that is just printing."""
    process = program(LEAVING)
    shown, said = process.communicate(timeout=30)
    assert (said, process.returncode) == ("", 0)
    assert (shown.count("inside"), shown.count("outside"), shown[-6:]) == (20, 20, "after\n")
