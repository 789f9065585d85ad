"""Is Ctrl+C ever lost? `python -m tests.lab.interrupts [PROGRAMS]`, against the stand-in.

Starts so many programs that are always inside requests, and stops each at a random moment with
SIGINT or SIGTERM. One that does not end, or not quietly with 0, has lost it: KeyboardInterrupt came
up where Python swallows it, as in a finalizer. On other Pythons:
`python -m tests.lab.pythons -m tests.lab.interrupts [PROGRAMS]`
"""

from __future__ import annotations

import itertools
import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lab import REPOSITORY
from tests.lab.process import Dump
from tests.lab.standin import StandIn

#: What they do: requests over one connection, and over a new one each time.
PROGRAMS = {
    "one client": """
import sys, ari
with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    print("ready")
    while True:
        client.channels.list()
""",
    "a client each time": """
import sys, ari
with ari.clean_exit():
    print("ready")
    while True:
        with ari.connect(sys.argv[1], "asterisk", "asterisk") as client:
            client.channels.list()
""",
}
KINDS = [*itertools.product(PROGRAMS, (signal.SIGINT, signal.SIGTERM))]
#: The longest time that one runs until it is stopped, in seconds.
LONGEST = 0.1


def stop_one(number: int, url: str, folder: Path) -> str:
    """Run and stop one; return what went wrong, or nothing."""
    name, stop = KINDS[number % len(KINDS)]
    program = Dump(url, script=folder / name, PYTHONPATH=str(REPOSITORY))
    try:
        program.expect("ready")
        time.sleep(random.uniform(0, LONGEST))
        status = program.stop(stop)
        ended = f"status {status}, {program.errors()}"
        return "" if (status, program.errors()) == (0, "") else f"{name}, {stop.name}: {ended}"
    except subprocess.TimeoutExpired:
        return f"{name}, {stop.name}: it went on; {program.errors()}"
    finally:
        program.process.kill()
        program.wait()


def main() -> None:
    """Stop them, two at a time, and fail where one was lost."""
    programs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with (
        StandIn() as standin,
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor(2) as pool,
    ):
        for name, text in PROGRAMS.items():
            (Path(folder) / name).write_text(text)
        runs = range(programs)
        done = pool.map(
            stop_one, runs, itertools.repeat(standin.url), itertools.repeat(Path(folder))
        )
        lost = [said for said in done if said]
    print(*lost, f"{len(lost)} of {programs} lost, on Python {sys.version.split()[0]}", sep="\n")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
