"""The README's cookbook: each program as it is written there, on real Asterisks."""

from __future__ import annotations

import re
import signal

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import eventually
from tests.lab.proxy import Proxy
from tests.lab.readme import README, recipe

#: The calls that the cookbook has: one presses keys, one sounds until it is hung up.
KEYS, SOUND = re.findall(r"^asterisk -rx '(channel originate .+?)'$", README, re.MULTILINE)


@pytest.fixture
def program(asterisk, dump, tmp_path):
    """Starts one of the README's programs."""

    def start(text: str, url: str = asterisk.url):
        script = tmp_path / "program.py"
        script.write_text(text.replace("http://localhost:8088", url))
        started = dump(script=script, PYTHONPATH=str(REPOSITORY), PYTHONUNBUFFERED="1")
        asterisk.until("ari show apps", "channel-dump")
        return started

    yield start
    asterisk.hang_up_all()


def ends(script) -> None:
    """Check that Ctrl+C ends it cleanly."""
    assert (script.stop(), script.errors()) == (0, "")


def test_keys_are_read_and_sounds_recorded(asterisk, program):
    """Digits are read up to #, beside the greeting; then what sounds is recorded, and hung up."""
    script = program(recipe("Keys"))
    asterisk.cli(KEYS)
    asterisk.cli(SOUND)
    # Who hangs up during the greeting leaves nothing behind, nor a traceback.
    asterisk.cli("channel originate Local/1000@default application SendDTMF 7#")
    script.expect(" entered 7#")
    script.expect(" entered 12#")
    script.expect(".wav lasts 0 s")
    asterisk.until_calls_are_over()
    eventually(lambda: len(script.lines) == 4)
    # Asterisk counts whole seconds, of which there may be one more where the machine is busy.
    (name,) = re.findall(r"^(\S+\.wav) lasts [345] s", "\n".join(script.lines), re.MULTILINE)
    assert (asterisk.folder / "recording" / name).stat().st_size > 16000 * 2
    ends(script)


def test_either_party_ends_the_call(asterisk, program):
    """Both are in one bridge; when one leaves, the other is hung up, and the bridge is gone.

    After a reconnect they are not called again.
    """
    with Proxy(asterisk.http_port) as proxy:
        script = program(recipe("Two"), proxy.url)
        asterisk.until("bridge show all", r" 2 +stasis")
        proxy.cut()
        script.expect_error("connected to Asterisk again")
        channels = asterisk.cli("core show channels concise")
        one, other = re.findall(r"^(Local/2000\S+;1)!", channels, re.MULTILINE)
        asterisk.cli(f"channel request hangup {other}")
        asterisk.until_calls_are_over()
        asterisk.until_no("bridge show all", "stasis")
        script.expect(f"{one} has left: Normal Clearing")
        script.expect(f"{other} has left: Normal Clearing")
        assert (len(script.lines), script.stop()) == (2, 0)
        assert "Traceback" not in script.errors()


def test_calls_are_served_at_once_with_asyncio(asterisk, program):
    """Two calls are answered and hung up, beside each other; one who leaves early is one line."""
    script = program(recipe("Beside"))
    asterisk.cli(SOUND)
    asterisk.cli("channel originate Local/1000@default application Wait 1")
    script.expect(" was hung up")
    script.expect("channels.hangup: 404 Channel not found")
    ends(script)


def test_sigterm_ends_an_asyncio_program(asterisk, program):
    """It ends at once, while a call is served."""
    script = program(recipe("Beside"))
    asterisk.cli(SOUND)
    asterisk.until("core show channels concise", "Stasis")
    assert (script.stop(signal.SIGTERM), script.errors()) == (0, "")


def test_who_was_there_before_is_served(asterisk, program):
    """After a kill, a new start tells of those who wait, and then of who comes."""
    script = program(recipe("Callers"))
    for _ in range(2):
        asterisk.cli(SOUND)
    script.expect(" is new")
    asterisk.until("core show channels concise", r"(Stasis(.|\n)*){2}")
    script.process.kill()
    script.wait()
    script = program(recipe("Callers"))
    script.expect(" was here before")
    asterisk.cli(SOUND)
    script.expect(" is new")
    said = [line.partition(" ")[2] for line in script.lines]
    assert said == ["was here before", "was here before", "is new"]
    ends(script)
