"""What a machine may lack: installed with apt by root, and otherwise unavailable.

It needs nothing but Python, since tests/lab/setup runs it before anything is installed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


class Unavailable(Exception):
    """This machine lacks what a test needs, and can't get it; the text says why."""


def need(command: str, package: str) -> None:
    """Have a command, installed from Debian's package if need be; else raise Unavailable."""
    if not shutil.which(command):
        install(package, command)
    if not shutil.which(command):
        raise Unavailable(f"there is no {command} (Debian's package {package})")


def install(package: str, command: str = "") -> None:
    """Install a package of Debian's for a command, where there is apt and we are root."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        return
    with one_at_a_time(Path(apt)):
        if command and shutil.which(command):
            return  # another process, for which this one waited, has installed it
        print(f"Installing Debian's {package}", file=sys.stderr)
        if not apt_get("update"):
            # One stale mirror is enough for that; the package may be in another.
            print("apt-get update failed, at least in part; going on", file=sys.stderr)
        if not apt_get("install", "-y", package):
            print(f"Debian's {package} could not be installed", file=sys.stderr)


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[int]:
    """Wait until no other process has locked this file, and lock it; a descriptor of it.

    The lock ends with this context, or with the process, however that ends. A child that is given
    the descriptor holds the lock as well.
    """
    lock = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def apt_get(*arguments: str) -> bool:
    """Run apt-get without questions, and return whether it succeeded."""
    # A machine that has just booted may be installing updates of its own.
    patient = ["-o", "DPkg::Lock::Timeout=600"]
    done = subprocess.run(
        ["apt-get", "-q", *arguments, *patient],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return not done.returncode


if __name__ == "__main__":
    install(sys.argv[1])
