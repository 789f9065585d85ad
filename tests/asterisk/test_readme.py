"""The README's files and commands, as they are written there, on real Asterisks."""

import re
import shutil

import pytest

from tests.lab import REPOSITORY
from tests.lab.asterisk import Asterisk
from tests.lab.readme import README, block

CHECKS = re.findall(r"^\| .+ \| `asterisk -rx '(.+)'` \| `(.+)` \|$", README, re.MULTILINE)
GENERAL = "[general]\nenabled = yes\n"


@pytest.fixture
def own(asterisk):
    """An Asterisk with the README's http.conf and ari.conf, but for the port."""
    own = Asterisk(asterisk.major)
    port = f"bindport = {own.http_port}"
    http_conf = block(GENERAL + "bindaddr").replace("bindport = 8088", port)
    (own.folder / "http.conf").write_text(http_conf)
    (own.folder / "ari.conf").write_text(block(GENERAL + "\n[asterisk]"))
    return own


def test_each_check_prints_what_the_readme_says(own):
    """Each command that checks a step prints what stands beside it."""
    assert len(CHECKS) == 5
    with own:
        for command, expected in CHECKS:
            assert expected in own.cli(command), command


def test_asterisk_knows_each_command(asterisk):
    """Each command of Asterisk's that the README has is one that Asterisk knows."""
    commands = set(re.findall(r"asterisk -rx '(.+?)'", README))
    assert len(commands) > 8
    for command in commands:
        assert not re.search("no such command|usage:", asterisk.cli(command), re.I), command


def test_changes_are_loaded_and_asterisk_calls_itself(own, dump):
    """After the commands that reload, the new files count, and a call without a phone is dumped."""
    own.edit("ari.conf", "password = asterisk", "password = old")
    own.edit("extensions.conf", "Stasis(channel-dump)", "Wait(1)")
    reloads = re.findall(r"asterisk -rx '(\w+ reload.*?)'", README)
    (call,) = re.findall(r"asterisk -rx '(channel originate .+?)'", README)
    with own:
        own.edit("ari.conf", "password = old", "password = asterisk")
        shutil.copy(REPOSITORY / "extensions.conf", own.folder)
        for command in reloads:
            own.cli(command)
        script = dump("--url", own.url)
        own.until("ari show apps", "channel-dump")
        own.cli(call)
        script.expect("has left the application")
    assert len(reloads) == 3


def test_a_read_only_user_is_enough(own, dump):
    """The dump works with the README's user and `read_only = yes`."""
    with (own.folder / "ari.conf").open("a") as file:
        file.write("read_only = yes\n")
    with own:
        script = dump("--url", own.url)
        own.until("ari show apps", "channel-dump")
        with own.alice():
            script.expect("PJSIP/alice-00000000 has left the application")
        assert (script.stop(), script.errors()) == (0, "")
