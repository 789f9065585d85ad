"""What a machine may lack: installed with apt by root, and otherwise unavailable.

It needs nothing but Python, since tests/lab/setup runs it before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


class Unavailable(Exception):
    """This machine lacks what a test needs, and can't get it; the text says why."""


def need(command: str, package: str) -> None:
    """Have a command, installed from Debian's package if need be; else raise Unavailable."""
    if not shutil.which(command):
        install(package)
    if not shutil.which(command):
        raise Unavailable(f"there is no {command} (Debian's package {package})")


def install(package: str) -> None:
    """Install a package of Debian's, where there is apt and we are root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing Debian's {package}", file=sys.stderr)
    if not apt_get("update"):
        # One stale mirror is enough for that; the package may be in another.
        print("apt-get update failed, at least in part; going on", file=sys.stderr)
    if not apt_get("install", "-y", package):
        print(f"Debian's {package} could not be installed", file=sys.stderr)


def apt_get(*arguments: str) -> bool:
    """Run apt-get without questions, and return whether it succeeded."""
    done = subprocess.run(
        ["apt-get", "-q", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    return not done.returncode


if __name__ == "__main__":
    install(sys.argv[1])
