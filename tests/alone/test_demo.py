"""The command tests/demo without an Asterisk; see tests/asterisk for it with one."""

import subprocess
import sys

from tests.lab import REPOSITORY
from tests.lab.readme import TRANSCRIPT
from tests.lab.transcript import comparable


def test_the_demo_on_the_stand_in(tmp_path):
    """It says that it is the stand-in, shows the README's transcript, and ends with 0."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.lab.demo"],
        cwd=REPOSITORY,
        env={"PATH": str(tmp_path)},  # with neither a phone nor what could install one
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "this is the stand-in" in done.stderr
    command, *lines = done.stdout.splitlines()
    assert command.startswith("$ python channel_dump.py")
    assert comparable(lines) == comparable(TRANSCRIPT)
