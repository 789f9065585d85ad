"""The tests' own Debian systems, in folders under the user's cache folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.lab import REPOSITORY
from tests.lab.needs import Unavailable, need, one_at_a_time

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "channel-dump"

#: Each release of Debian that is used, and what is installed there: an Asterisk or systemd, and
#: Python.
PACKAGES = {
    "sid": ["asterisk", "python3-venv"],
    "bullseye": ["asterisk", "python3-venv"],
    "bookworm": ["systemd", "python3-requests", "python3-websocket", "python3-venv"],
}

#: Words before a command that end it, and all that it has started and mounted, with this process.
CONFINED = ["setpriv", "--pdeathsig=KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]

#: The CAs that a system trusts.
CAS = "etc/ssl/certs/ca-certificates.crt"


def root_of(suite: str) -> Path:
    """Where the root folder of a release is, or will be."""
    return CACHE / f"debian-{suite}"


def debian(suite: str) -> Path:
    """The root folder of a release of Debian, installed when first needed.

    Processes that need it at once wait for one of them to install it.
    """
    root = root_of(suite)
    if not root.exists():
        if os.geteuid() != 0:
            raise Unavailable(f"to install a Debian with {PACKAGES[suite][0]} takes root")
        need("debootstrap", "debootstrap")
        CACHE.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(root.with_suffix(".lock")) as lock:
            if not root.exists():
                _debootstrap(suite, root, lock)
    return root


def _debootstrap(suite: str, root: Path, lock: int) -> None:
    """Install it whole or not at all."""
    print(f"Installing Debian {suite} with {PACKAGES[suite][0]} in {root}", file=sys.stderr)
    unfinished = root.with_suffix(".unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)  # of a process that was killed
    unfinished.mkdir()
    try:
        include = ",".join(["ca-certificates", *PACKAGES[suite]])
        command = ["debootstrap", "--variant=minbase", f"--include={include}", suite]
        done = subprocess.run(
            [*CONFINED, *command, str(unfinished)],
            pass_fds=[lock],  # it may end a moment after this process
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Unavailable(f"debootstrap failed: {done.stdout[-500:]}{done.stderr[-500:]}")
        subprocess.run(["chroot", str(unfinished), "apt-get", "clean"], capture_output=True)
        shutil.copy("/etc/hosts", unfinished / "etc/hosts")
        unfinished.rename(root)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def trust_what_this_machine_trusts(root: Path) -> None:
    """Let pip in there reach PyPI as pip here does, such as by a proxy with its own CA."""
    if Path("/", CAS).exists():
        shutil.copy(Path("/", CAS), root / CAS)


@contextlib.contextmanager
def booted() -> Iterator[Machine]:
    """A Debian 12 that has booted, with systemd, in a container on this machine's network.

    It has the packages that the README names; the repository is its /root/channel-dump. What is
    written there is gone when it ends. Only one runs at a time, whoever asks.
    """
    root = debian("bookworm")
    need("systemd-nspawn", "systemd-container")
    # However this process ends, the machine ends with it.
    command = ["setpriv", "--pdeathsig", "TERM", "systemd-nspawn", "--boot", "--quiet"]
    command += [f"--directory={root}", "--volatile=overlay", "--console=pipe"]
    command += ["--register=no", "--keep-unit", f"--bind-ro={REPOSITORY}:/root/channel-dump"]
    with contextlib.ExitStack() as at_the_end:
        # Two would share a cgroup, and where one shuts down, units of the other fail.
        at_the_end.enter_context(one_at_a_time(Path(str(shutil.which("systemd-nspawn")))))
        null = at_the_end.enter_context(open(os.devnull, "r+b"))
        nspawn = subprocess.Popen(
            command, stdin=null, stdout=null, stderr=subprocess.PIPE, text=True
        )
        machine = Machine(nspawn)
        at_the_end.callback(machine.shut_down)
        machine.wait_until_up()
        yield machine


class Machine:
    """A Debian in a container that systemd-nspawn runs."""

    def __init__(self, nspawn: subprocess.Popen[str]) -> None:
        self._nspawn = nspawn

    def wait_until_up(self) -> None:
        """Wait until all its units have started."""
        deadline = time.monotonic() + 60
        while True:
            state = self._enter("systemctl is-system-running || systemctl --failed")
            if state.stdout == "running\n":
                return
            if self._nspawn.poll() is not None:
                raise Unavailable(f"no container boots here: {self._nspawn.communicate()[1]}")
            said = f"{state.stdout}{state.stderr}"
            assert time.monotonic() < deadline, f"systemd is not up after a minute: {said}"
            time.sleep(0.1)

    def shut_down(self) -> None:
        """Shut it down; kill it where it takes a minute."""
        if self._nspawn.poll() is None:
            self._enter("systemctl poweroff")
        try:
            self._nspawn.communicate(timeout=60)
        finally:
            self._nspawn.kill()

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
