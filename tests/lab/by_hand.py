"""The command tests/lab-asterisk: an Asterisk to try programs on, its console, and a SIP call.

It is at the README's port where that is free. What a second process needs to know of it is in a
file of this clone's .venv, since another clone may have one as well.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import ari
from tests.lab.asterisk import SUITES, NoCall, is_free, phone_call
from tests.lab.debian import CACHE
from tests.lab.needs import Unavailable
from tests.lab.phones import PHONES, asterisk_with_phones

RUNNING = CACHE / "lab-asterisk.json"


START = """\
Asterisk {major} is at {url}; its files are in {folder}, also recordings, and its log `messages`.
Programs can call these phones:
{phones}
In another terminal, each of these calls 1000: Asterisk itself, Dave's phone, and Alice's:
  tests/lab-asterisk -rx 'channel originate Local/1000@default application Wait 3'
  tests/lab-asterisk -rx 'channel originate PJSIP/dave extension 1000@default'
  tests/lab-asterisk call
And this restarts it: tests/lab-asterisk -rx 'core restart now'
Ctrl+C ends it, and removes its files."""


def start(major: int | None) -> None:
    """Run an Asterisk until Ctrl+C."""
    print("Starting two Asterisks, which may take a minute.", flush=True)
    port = 8088 if is_free(8088) else None
    with ari.clean_exit(), asterisk_with_phones(major, port) as one:
        facts = {"command": one.command, "folder": str(one.folder), "sip_port": one.sip_port}
        RUNNING.parent.mkdir(parents=True, exist_ok=True)
        try:
            RUNNING.write_text(json.dumps({"pid": os.getpid(), **facts}))
            phones = "\n".join(f"  PJSIP/{name:6} {does}" for name, does in PHONES.items())
            said = START.format(major=one.major, url=one.url, folder=one.folder, phones=phones)
            print(said, flush=True)
            one.process.wait()
            sys.exit(f"Asterisk has ended, with {one.process.returncode}.")
        finally:
            RUNNING.unlink(missing_ok=True)


def running() -> dict[str, Any]:
    """What the one that runs has written down."""
    try:
        facts: dict[str, Any] = json.loads(RUNNING.read_text())
        os.kill(facts["pid"], 0)
    except (OSError, ValueError):
        sys.exit("There is none: start it with tests/lab-asterisk, and leave it running.")
    return facts


def main() -> None:
    """Start one, or tell the one that runs something."""
    parser = argparse.ArgumentParser(
        "tests/lab-asterisk", description="Run an Asterisk to try programs on, until Ctrl+C."
    )
    parser.add_argument("--version", type=int, choices=SUITES, help="Asterisk's major version")
    parser.add_argument("-rx", metavar="COMMAND", help="give a command to the one that runs")
    parser.add_argument("call", nargs="?", choices=["call"], help="let a SIP phone call 1000")
    options = parser.parse_args()
    try:
        if options.rx is not None:
            sys.exit(subprocess.call([*running()["command"], "-rx", options.rx]))
        elif options.call:
            facts = running()
            with phone_call(Path(facts["folder"]), facts["sip_port"], seconds=10):
                print("Alice calls 1000, for ten seconds at most.", flush=True)
        else:
            start(options.version)
    except Unavailable as error:
        sys.exit(f"No Asterisk, or no phone: {error}")
    except NoCall as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
