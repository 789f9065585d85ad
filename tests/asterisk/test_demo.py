"""The command tests/demo, run as a newcomer does."""

import pytest

from tests.lab.asterisk import need_phone, root_with_asterisk
from tests.lab.readme import TRANSCRIPT
from tests.lab.transcript import comparable


@pytest.fixture(autouse=True)
def installed():
    """What the command would install, since a test has two minutes."""
    need_phone()
    root_with_asterisk()


def test_the_demo(shell):
    """It shows the README's transcript from a real Asterisk, and ends with exit status 0."""
    demo = shell("tests/demo")
    output, errors = demo.communicate()
    assert (demo.returncode, errors) == (0, "")
    command, *lines = output.splitlines()
    assert command.startswith("$ python channel_dump.py")
    assert comparable(lines) == comparable(TRANSCRIPT)
