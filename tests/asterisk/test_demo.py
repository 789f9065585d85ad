"""The command tests/demo, run as a newcomer does."""

from tests.lab.asterisk import need_phone, root_with_asterisk
from tests.lab.readme import TRANSCRIPT
from tests.lab.transcript import comparable


def test_the_demo(shell):
    """It shows the README's transcript from a real Asterisk, and ends with exit status 0."""
    need_phone()
    root_with_asterisk()
    demo = shell("tests/demo")
    output, errors = demo.communicate()
    assert (demo.returncode, errors) == (0, "")
    command, *lines = output.splitlines()
    assert command.startswith("$ python channel_dump.py")
    assert comparable(lines) == comparable(TRANSCRIPT)
