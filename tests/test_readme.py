"""The README's files and commands, as they are written there, on real Asterisks."""

import re

import pytest
from asterisk import REPOSITORY, Asterisk

README = (REPOSITORY / "README.md").read_text()
HTTP_CONF, ARI_CONF = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)
CHECKS = re.findall(r"^\| .+ \| `asterisk -rx '(.+)'` \| `(.+)` \|$", README, re.MULTILINE)


@pytest.fixture
def own(asterisk):
    """An Asterisk with the README's http.conf and ari.conf, but for the port."""
    own = Asterisk(asterisk.major)
    port = f"bindport = {own.http_port}"
    (own.folder / "http.conf").write_text(HTTP_CONF.replace("bindport = 8088", port))
    (own.folder / "ari.conf").write_text(ARI_CONF)
    return own


def test_each_check_prints_what_the_readme_says(own):
    """Each command that checks a step prints what stands beside it."""
    assert len(CHECKS) == 5
    with own:
        for command, expected in CHECKS:
            assert expected in own.cli(command), command


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
