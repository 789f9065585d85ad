"""Does the script lose a call? Many calls, through a proxy that often cuts the connection.

What it printed is held against what Asterisk's own log says of each call.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
from pathlib import Path

import ari
from tests.lab.asterisk import Asterisk
from tests.lab.process import Dump
from tests.lab.proxy import Proxy

CALLS_PER_SECOND = 20
CUT_EVERY = 3.0

#: How long the calls last, in seconds: longer than a reconnect takes, since of a call that came and
#: went in one gap nobody can know.
HOLDS = (2, 3, 5)


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


def main() -> None:
    """Run it, and fail where a call was lost."""
    parser = argparse.ArgumentParser("tests/soak", description="Does the script lose a call?")
    parser.add_argument("seconds", type=float, nargs="?", default=300.0)
    seconds = parser.parse_args().seconds
    with Asterisk() as asterisk, Proxy(asterisk.http_port) as proxy:
        script = Dump("--url", proxy.url)
        asterisk.until("ari show apps", "channel-dump")
        client = ari.connect(asterisk.url, "asterisk", "asterisk")
        calls = make_calls(client, proxy, seconds / 4)
        early = memory(script.process.pid)
        calls += make_calls(client, proxy, seconds * 3 / 4)
        asterisk.until_calls_are_over()
        time.sleep(3)  # for the last reconnect: there may be nothing left to wait for
        late = memory(script.process.pid)
        status = script.stop()
        inside, refused = asterisk.logged("SUCCESS"), asterisk.logged("FAILED")
    entered, left = script.entered, script.left
    print(
        f"{seconds:g} s: {calls} calls, of which Asterisk took {len(inside)} into the application"
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
