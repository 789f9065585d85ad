"""The tutorial's transcript, shown as it happens: two channels wait, and Alice calls."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Callable

from tests.lab.asterisk import Asterisk, need_phone
from tests.lab.needs import Unavailable
from tests.lab.process import Dump
from tests.lab.standin import StandIn, channel

#: An address, and what makes Alice call and hang up there.
Stage = tuple[str, Callable[[], None]]


@contextlib.contextmanager
def real() -> Iterator[Stage]:
    """A real Asterisk with two waiting channels, and Alice's SIP phone."""
    need_phone()
    with Asterisk() as asterisk:
        asterisk.wait_outside()

        def call() -> None:
            asterisk.until("ari show apps", "channel-dump")
            with asterisk.alice(seconds=2):
                pass

        yield asterisk.url, call


@contextlib.contextmanager
def imitated() -> Iterator[Stage]:
    """The stand-in with two waiting channels."""
    with StandIn() as standin:
        standin.channels = [channel(n, name=f"Local/wait@lab-00000000;{n}") for n in (1, 2)]
        alice = channel(3)

        def call() -> None:
            standin.wait_for()
            standin.enter(alice)
            standin.leave(alice)

        yield standin.url, call


def main() -> None:
    """Show it on a real Asterisk, or where none can be had on the stand-in."""
    with contextlib.ExitStack() as stack:
        try:
            url, call = stack.enter_context(real())
        except Unavailable as error:
            print(f"No real Asterisk ({error}); this is the stand-in.", file=sys.stderr)
            url, call = stack.enter_context(imitated())
        print(f"$ python channel_dump.py --url {url}", flush=True)
        script = Dump("--url", url, echo=True)
        try:
            call()
            script.expect("has left the application")
        finally:
            status = script.stop()
        errors = script.errors()
        print(errors, end="", file=sys.stderr)
        sys.exit(bool(status or errors))


if __name__ == "__main__":
    main()
