"""What the tests do where this machine lacks a command."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lab.needs import Unavailable, need

APT_GET = """#!/bin/sh
echo "$2" >>"{folder}/asked"
case "$2" in
update) exit 100 ;;
install) echo >"{folder}/phone" && chmod +x "{folder}/phone" ;;
esac
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A folder with root's apt-get, whose update fails in part, but which can install a phone."""
    (tmp_path / "apt-get").write_text(APT_GET.format(folder=tmp_path))
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return tmp_path


def test_an_update_that_fails_in_part_does_not_end_it(machine, capfd):
    """Where one mirror is stale, the package may still be there: it is tried, with a warning."""
    need("phone", "a-phone")
    assert (machine / "asked").read_text() == "update\ninstall\n"
    assert "apt-get update failed, at least in part" in capfd.readouterr().err


def test_what_several_need_at_once_is_installed_once(machine):
    """Those who come later wait until it is there, since two apt-gets at once fail."""
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(need, ["phone"] * 3, ["a-phone"] * 3))
    assert (machine / "asked").read_text() == "update\ninstall\n"


def test_what_is_there_is_not_installed(machine):
    """A command that is there needs no package."""
    need("sh", "a-shell")
    assert not (machine / "asked").exists()


def test_an_ordinary_user_installs_nothing(machine, monkeypatch):
    """An ordinary user is told what is missing."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Unavailable, match="there is no phone .*a-phone"):
        need("phone", "a-phone")
    assert not (machine / "asked").exists()
