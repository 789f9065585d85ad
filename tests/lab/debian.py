"""The tests' own Debian systems, in folders under the user's cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.lab import REPOSITORY
from tests.lab.needs import Unavailable, need

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "channel-dump"


#: The CAs that a system trusts.
CAS = "etc/ssl/certs/ca-certificates.crt"


def debian(suite: str, *packages: str, name: str = "") -> Path:
    """The root folder of a release of Debian with these packages, installed when first needed.

    It is kept under its name, by default the release's.
    """
    root = CACHE / (name or suite)
    if not root.exists():
        if os.geteuid() != 0:
            raise Unavailable(f"installing a Debian with {packages[0]} in a folder takes root")
        need("debootstrap", "debootstrap")
        _debootstrap(suite, root, packages)
    return root


def _debootstrap(suite: str, root: Path, packages: tuple[str, ...]) -> None:
    """Install it whole or not at all."""
    print(f"Installing Debian {suite} with {packages[0]} in {root}", file=sys.stderr)
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as unfinished:
        include = f"--include=ca-certificates,{','.join(packages)}"
        command = ["debootstrap", "--variant=minbase", include, suite, unfinished]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"debootstrap failed: {done.stdout[-500:]}{done.stderr[-500:]}")
        subprocess.run(["chroot", unfinished, "apt-get", "clean"])
        shutil.copy("/etc/hosts", f"{unfinished}/etc/hosts")
        Path(unfinished).rename(root)
        Path(unfinished).mkdir()


def trust_what_this_machine_trusts(root: Path) -> None:
    """Let pip in there reach PyPI as pip here does, such as by a proxy with its own CA."""
    if Path("/", CAS).exists():
        shutil.copy(Path("/", CAS), root / CAS)


class Machine:
    """A Debian 12 that has booted, with systemd, in a container on this machine's network.

    It has the packages that the README names; the repository is its /root/channel-dump. What is
    written there is gone when it ends. A context manager.
    """

    def __init__(self) -> None:
        root = debian("bookworm", "systemd", "python3-requests", "python3-websocket")
        need("systemd-nspawn", "systemd-container")
        # However this process ends, the machine ends with it.
        self._command = ["setpriv", "--pdeathsig", "TERM", "systemd-nspawn", "--boot", "--quiet"]
        self._command += [f"--directory={root}", "--volatile=overlay", "--console=pipe"]
        self._command += ["--register=no", "--keep-unit"]
        self._command += [f"--bind-ro={REPOSITORY}:/root/channel-dump"]

    def __enter__(self) -> Machine:
        with open(os.devnull, "r+b") as null:
            self._nspawn = subprocess.Popen(
                self._command, stdin=null, stdout=null, stderr=subprocess.PIPE, text=True
            )
        deadline = time.monotonic() + 60
        while "running" not in self._enter("systemctl is-system-running").stdout:
            assert time.monotonic() < deadline, "systemd is not up after a minute"
            if self._nspawn.poll() is not None:
                raise Unavailable(f"no container boots here: {self._nspawn.communicate()[1]}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self._enter("systemctl poweroff")
        self._nspawn.communicate(timeout=60)

    def _enter(self, command: str) -> subprocess.CompletedProcess[str]:
        pid = self._nspawn.pid
        init = Path(f"/proc/{pid}/task/{pid}/children").read_text().partition(" ")[0]
        # Without a process in the container this fails: it would be the machine outside.
        enter = ["nsenter", "--all", f"--target={init or 'none'}", "sh", "-e"]
        script = f"cd /root/channel-dump\n{command}"
        return subprocess.run(enter, input=script, capture_output=True, text=True)

    def run(self, commands: str) -> str:
        """What these commands of a shell, given by root in the repository's folder, print."""
        done = self._enter(commands)
        assert done.returncode == 0, f"{commands}: {done.stdout}{done.stderr}"
        return done.stdout
