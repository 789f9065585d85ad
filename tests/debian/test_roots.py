"""The root folders of Debians, and a debootstrap that installs next to nothing."""

import os
import signal
import subprocess

import pytest

from tests.lab.needs import Unavailable
from tests.lab.process import eventually

#: It says that it has begun, and ends when it may.
DEBOOTSTRAP = """#!/bin/sh -e
for target; do :; done
mkdir "$target/etc"
touch "$target/of-$(cat {folder}/name)"
echo begun >>{folder}/installs
until [ -e {folder}/may-end ]; do sleep 0.01; done
touch "$target/whole"
"""

ASK = """
from tests.lab.debian import debian
print("asks", flush=True)
print(*sorted(one.name for one in debian("sid").iterdir()))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the debootstrap; the cache folder is below it, with nothing inside."""
    if os.geteuid() != 0:
        raise Unavailable("installing a Debian in a folder takes root")
    (tmp_path / "debootstrap").write_text(DEBOOTSTRAP.format(folder=tmp_path))
    (tmp_path / "debootstrap").chmod(0o755)
    (tmp_path / "name").write_text("first")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def ask(folder, program):
    """Starts a process that needs a Debian, and returns when it asks for it."""

    def ask() -> subprocess.Popen[str]:
        process = program(ASK)
        assert process.stdout.readline() == "asks\n"
        return process

    return ask


def installs(folder):
    """How many times an install has begun."""
    try:
        return (folder / "installs").read_text().count("begun")
    except FileNotFoundError:
        return 0


def test_processes_that_need_a_root_at_once_install_it_once(folder, ask):
    """One installs it, and the others wait until it is whole."""
    processes = [ask() for _ in range(3)]
    eventually(lambda: installs(folder) == 1)
    (folder / "may-end").touch()
    said = [process.communicate(timeout=30) for process in processes]
    assert [output for output, _ in said] == ["etc of-first whole\n"] * 3, said
    assert installs(folder) == 1


def test_a_killed_install_leaves_nothing_that_counts(folder, ask):
    """Whoever comes next installs it anew, in an empty folder, and nothing unfinished stays."""
    killed = ask()
    eventually(lambda: installs(folder) == 1)
    killed.send_signal(signal.SIGKILL)
    (folder / "name").write_text("second")
    later = ask()
    eventually(lambda: installs(folder) == 2)
    (folder / "may-end").touch()
    assert later.communicate(timeout=30)[0] == "etc of-second whole\n"
    kept = {one.name for one in (folder / "cache/channel-dump").iterdir()}
    assert kept == {"debian-sid", "debian-sid.lock"}


def test_a_failed_install_leaves_nothing(folder, ask):
    """Where debootstrap fails, its last words are told, and no folder stays."""
    (folder / "debootstrap").write_text("#!/bin/sh\necho E: no such mirror >&2; exit 1")
    errors = ask().communicate(timeout=30)[1]
    assert "E: no such mirror" in errors
    assert [one.name for one in (folder / "cache/channel-dump").iterdir()] == ["debian-sid.lock"]
