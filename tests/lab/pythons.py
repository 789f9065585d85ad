"""The tests that need nothing, on the Pythons of Debian's releases: `python -m tests.lab.pythons`.

With arguments, these are what each Python is given instead: `-m tests.lab.interrupts 800`. Each
release's is in a root folder of its own under the user's cache folder.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lab import REPOSITORY
from tests.lab.debian import debian, trust_what_this_machine_trusts
from tests.lab.needs import Unavailable

#: The releases, and their Pythons: the oldest that is supported, a middle one, the newest there is.
SUITES = {"bullseye": "3.9", "bookworm": "3.11", "sid": "the newest"}

#: The version that runs this, and so all tests already.
OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"

#: What is run as root in a mount namespace of its own, so that nothing remains mounted: the tests,
#: on a copy of this repository. They need no gevent, which takes a compiler on some Pythons.
SCRIPT = """
mount --bind /proc {root}/proc
mount --rbind /dev {root}/dev
mount -t tmpfs tmpfs {root}/tmp
mkdir {root}/tmp/repository
tar -C {repository} --exclude=./.git --exclude='./.*venv*' --exclude=./.peers -cf - . |
    tar -C {root}/tmp/repository -xf -
exec chroot {root} env -i PATH=/usr/bin:/bin HOME=/root LANG=C.UTF-8 CI=true sh -ec '
    cd /tmp/repository
    python3 -m venv /opt/venv
    grep -v ^gevent tests/requirements.txt >/tmp/requirements.txt
    /opt/venv/bin/pip install -qq --disable-pip-version-check \
        -r requirements.txt -r /tmp/requirements.txt
    /opt/venv/bin/python -VV
    exec /opt/venv/bin/python {arguments}'
"""

#: What is given to each Python.
ARGUMENTS = sys.argv[1:] or ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/alone"]


def root_of(suite: str) -> Path:
    """The root folder of a release with its Python."""
    return debian(suite, "python3-venv", name=f"python-{suite}")


def run(suite: str) -> subprocess.CompletedProcess[str]:
    """Run it there."""
    root = root_of(suite)
    trust_what_this_machine_trusts(root)
    script = SCRIPT.format(
        root=shlex.quote(str(root)),
        repository=shlex.quote(str(REPOSITORY)),
        arguments=" ".join(ARGUMENTS),
    )
    return subprocess.run(
        ["unshare", "--mount", "sh", "-ec", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def main() -> None:
    """Run it on all at once but our own version, and print what each says."""
    suites = [suite for suite, version in SUITES.items() if version != OWN]
    try:
        for suite in suites:
            root_of(suite)
    except Unavailable as error:
        sys.exit(f"Not all Pythons: {error}")
    failed = []
    with ThreadPoolExecutor() as pool:
        for suite, done in zip(suites, pool.map(run, suites)):
            print(f"Debian {suite}, Python {SUITES[suite]}:\n{done.stdout}")
            if done.returncode:
                failed.append(suite)
    if failed:
        sys.exit(f"Failed on {', '.join(failed)}")


if __name__ == "__main__":
    main()
