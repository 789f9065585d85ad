"""Does the script lose a call? Many calls, through a proxy that often cuts the connection.

Some of its handlers take long meanwhile. What it printed is held against what Asterisk's own log
says of each call.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
from pathlib import Path

import ari
from tests.lab import REPOSITORY
from tests.lab.asterisk import SUITES, Asterisk
from tests.lab.process import Dump
from tests.lab.proxy import Proxy

CALLS_PER_SECOND = 20
CUT_EVERY = 3.0

#: How long the calls last, in seconds: longer than a reconnect takes, since of a call that came and
#: went in one gap nobody can know.
HOLDS = (2, 3, 5)

#: Of so many calls of a handler, one takes so many seconds: a few, or longer than a connection may
#: be silent and a ping unanswered.
SLOW = {500: 3.0, 3000: 35.0}

#: The script with such handlers.
SLOW_DUMP = f"""
import itertools, time, channel_dump
def sometimes_slow(handler):
    def wrapper(*args):
        handler(*args)
        number = next(numbers)
        time.sleep(max([0] + [seconds for one, seconds in {SLOW}.items() if number % one == 0]))
    return wrapper
numbers = itertools.count(1)
channel_dump.stasis_start_cb = sometimes_slow(channel_dump.stasis_start_cb)
channel_dump.stasis_end_cb = sometimes_slow(channel_dump.stasis_end_cb)
channel_dump.main()
"""


def memory(pid: int) -> int:
    """The resident memory of a process, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def make_calls(client: ari.Client, proxy: Proxy, seconds: float) -> int:
    """Call and cut for so long, and return how many calls were made."""
    begin = time.monotonic()
    next_cut = begin + CUT_EVERY
    for number, hold in enumerate(itertools.cycle(HOLDS)):
        now = time.monotonic()
        if now > begin + seconds:
            return number
        if now > next_cut:
            proxy.cut()
            next_cut += CUT_EVERY
        Asterisk.call(client, hold)
        time.sleep(max(0, begin + number / CALLS_PER_SECOND - now))
    raise AssertionError


def until_quiet(script: Dump) -> None:
    """Return when nothing more is printed: after the last reconnect, and the longest handler."""
    before = None
    while before != script.lines:
        before = script.lines
        time.sleep(max(SLOW.values()) + 3)


def main() -> None:
    """Run it, and fail where a call was lost."""
    parser = argparse.ArgumentParser("tests/soak", description="Does the script lose a call?")
    parser.add_argument("seconds", type=float, nargs="?", default=300.0)
    parser.add_argument("major", type=int, nargs="?", choices=SUITES)
    options = parser.parse_args()
    seconds = options.seconds
    with Asterisk(options.major) as asterisk, Proxy(asterisk.http_port) as proxy:
        slow_dump = asterisk.folder / "slow_dump.py"
        slow_dump.write_text(SLOW_DUMP)
        script = Dump("--url", proxy.url, script=slow_dump, PYTHONPATH=str(REPOSITORY))
        asterisk.until("ari show apps", "channel-dump")
        client = ari.connect(asterisk.url, "asterisk", "asterisk")
        calls = make_calls(client, proxy, seconds / 4)
        early = memory(script.process.pid)
        calls += make_calls(client, proxy, seconds * 3 / 4)
        asterisk.until_calls_are_over()
        until_quiet(script)
        late = memory(script.process.pid)
        status = script.stop()
        inside, refused = asterisk.logged("SUCCESS"), asterisk.logged("FAILED")
    entered, left = script.entered, script.left
    print(
        f"{seconds:g} s: {calls} calls, of which Asterisk {asterisk.major} took {len(inside)} into"
        " the application"
    )
    print(
        f"and {len(refused)} found no client; {script.errors().count(' lost, ')} connections lost"
    )
    print(f"printed: {len(entered)} entered, {len(left)} left; exit status {status}")
    print(f"memory: {early} kB after a quarter, {late} kB at the end")
    print(f"missing: {sorted(set(inside) - set(entered))}; twice: {len(left) - len(set(left))}")
    wrong = sorted(entered) != sorted(left) or sorted(entered) != sorted(inside) or status
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
