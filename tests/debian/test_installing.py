"""Each way to install it that the pages have, from nothing but the repository's files."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import plain_environment
from tests.lab.readme import block

#: What the README's commands put into the folder, so that each test begins without it.
MADE = (".*", "build", "*.egg-info", "__pycache__", "tests")


@pytest.fixture
def clone(tmp_path):
    """The repository's files."""
    return shutil.copytree(REPOSITORY, tmp_path / "clone", ignore=shutil.ignore_patterns(*MADE))


def check_dump(standin, folder, command, says="No channels currently :-(\n"):
    """Check that this command is the dump: it prints the channels, waits, and ends when told to."""
    environment = {**plain_environment(), "ARI_URL": standin.url}
    with subprocess.Popen(
        f"exec {command}",
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as script:
        try:
            standin.wait_for(seconds=60)
        finally:
            os.killpg(script.pid, signal.SIGTERM)
        assert script.stdout.read() == says
        assert script.wait(10) == 0


def test_a_virtual_environment_has_all_it_needs(standin, clone):
    """The README's commands with pip start the dump."""
    make, install, start = block("python3 -m venv .venv").splitlines()
    for command in (make, f"{install} -q --disable-pip-version-check"):
        subprocess.run(command, shell=True, cwd=clone, check=True)
    check_dump(standin, clone, start)


def test_pip_installs_the_command_and_the_package(standin, clone, tmp_path):
    """The command lists channels, and a script elsewhere can import the typed package."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    install = [environment / "bin/pip", "install", "-q", "--disable-pip-version-check", clone]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    check_dump(standin, tmp_path, environment / "bin/channel-dump")
    where = "import ari, pathlib; print((pathlib.Path(ari.__file__).parent / 'py.typed').exists())"
    python = [environment / "bin/python", "-c", where]
    done = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "True\n"


def test_a_program_of_ones_own_has_an_environment(standin, clone, tmp_path):
    """The commands of the page make one, from which the line of the unit starts the program."""
    opt = str(tmp_path / "opt")
    make, copy, _ = block("mkdir").splitlines()
    for command in (make, copy, block("python3 -m venv /opt")):
        subprocess.run(command.replace("/opt", opt), shell=True, cwd=clone, check=True)
    program = block("import ari\n\n\ndef serve(channels, event)")
    (tmp_path / "opt/channel-dump/hello.py").write_text(program)
    start = block("ExecStart=/opt/channel-dump/.venv").partition("=")[2].replace("/opt", opt)
    check_dump(standin, tmp_path, start, says="")
