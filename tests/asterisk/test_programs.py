"""The README's programs, as they are written there, on real Asterisks."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import ari
from tests.lab import REPOSITORY
from tests.lab.client import running
from tests.lab.process import plain_environment
from tests.lab.readme import README, block

TWELVE_LINES = block("import ari\n\nclient")
FIRST = block("import ari\n\n\ndef serve(channels, event)")
LAST_LINE = FIRST.splitlines()[-1]
#: The program in help(ari).
HELP = "import ari\n" + "\n".join(re.findall("^    (.+)$", ari.__doc__, re.MULTILINE)) + "\n"
LOCAL = r"Local/wait@lab-\S+"


@pytest.fixture
def program(asterisk, dump, tmp_path):
    """Starts one of the README's programs; it calls itself program.py."""

    def start(text: str, server=asterisk):
        script = tmp_path / "program.py"
        script.write_text(text.replace("http://localhost:8088", server.url))
        environment = {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
        started = dump(script=script, ARI_URL=server.url, **environment)
        server.until("ari show apps", "channel-dump")
        return started

    asterisk.cli("dialplan add extension ring,1,Stasis,channel-dump into lab replace")
    return start


def call(asterisk, seconds: int = 30) -> None:
    """Call from a channel that hangs up after so long; the program has to answer."""
    asterisk.cli(f"channel originate Local/ring@lab application Wait {seconds}")


@pytest.mark.parametrize("text", [TWELVE_LINES, HELP], ids=["README", "help(ari)"])
def test_the_shortest_programs_answer(asterisk, program, text):
    """They list the channels that exist, and answer a call."""
    asterisk.wait_outside()
    script = program(text)
    call(asterisk)
    asterisk.until("core show channels concise", r"Local/ring@lab-\w+;1!.*!Up!Wait!")
    listed = [line for line in script.lines if re.fullmatch(rf"\S+ {LOCAL}", line)]
    assert len(listed) == len(script.lines) == 2
    asterisk.hang_up_all()


def test_the_first_program_serves_callers_beside_each_other(asterisk, program):
    """Who presses a key is told with it, who presses none as well, and both are hung up."""
    script = program(FIRST)
    (keys,) = re.findall(
        "'(.+)'",
        block("asterisk -rx 'channel originate Local/1000@default application SendDTMF wwwww5"),
    )
    call(asterisk)
    asterisk.cli(keys)
    script.expect(" pressed 5")
    asterisk.until("core show channels concise", r"Local/ring@lab-\w+;1!.*!Up!Wait!")  # still there
    script.expect(" pressed nothing")
    asterisk.until_calls_are_over()
    assert (script.stop(), script.errors()) == (0, "")


def test_the_first_program_says_hello(asterisk, program, calls):
    """It plays the sound to whoever calls."""
    client = ari.connect(asterisk.url, "asterisk", "asterisk")
    client.on_event("PlaybackStarted", calls)
    with running(client, "watcher"):
        asterisk.until("ari show apps", "watcher")
        client.applications.subscribe(applicationName="watcher", eventSource="channel:")
        program(FIRST)
        call(asterisk)
        (event,) = calls.next()
        assert event["playback"]["media_uri"] == "sound:hello-world"
        asterisk.until_calls_are_over()


def test_a_caller_who_leaves_early(asterisk, program):
    """The program says nothing of a caller who leaves early, and takes the next call."""
    script = program(FIRST)
    call(asterisk, seconds=1)
    asterisk.until("core show channels concise", "Stasis")
    asterisk.until_calls_are_over()
    call(asterisk)
    script.expect(" pressed nothing")
    assert (len(script.lines), script.stop(), script.errors()) == (1, 0, "")


def test_ctrl_c_in_a_call(asterisk, program):
    """Ctrl+C ends the program at once, and the caller stays."""
    script = program(FIRST)
    call(asterisk)
    asterisk.until("core show channels concise", r"!Up!Stasis!channel-dump!")
    assert (script.stop(), script.lines, script.errors()) == (0, [], "")
    assert "Stasis" in asterisk.cli("core show channels concise")
    asterisk.hang_up_all()


def test_killed_and_started_again(asterisk, program):
    """With the line that the README has for it, it takes up the callers that it was killed with."""
    (run,) = re.findall(r"`(client\.run\(.+resume.+\))`", README)
    script = program(FIRST)
    for _ in range(3):
        call(asterisk)
    asterisk.until("core show channels concise", r"(!Up!Stasis!channel-dump!(.|\n)*){3}")
    script.process.kill()
    script.wait()
    script = program(FIRST.replace(LAST_LINE.strip(), run))
    asterisk.until_calls_are_over()
    assert script.stop() == 0
    assert [line.partition(" ")[2] for line in script.lines] == ["pressed nothing"] * 3


def test_subscribed_to_all(mortal, program):
    """With the README's call of run(), it hears of channels outside the application."""
    created = """\
    client.on_channel_event("ChannelCreated", lambda channel, event: ari.show(event["type"]))
"""
    run = block('client.run(apps="channel-dump", subscribe_all=True)')
    assert FIRST.count(LAST_LINE) == 1
    text = FIRST.replace(LAST_LINE, f"{created}    {run}")
    script = program(text, mortal)  # since Asterisk 16 keeps the subscription
    mortal.wait_outside()
    script.expect("ChannelCreated")
    assert (script.stop(), script.errors()) == (0, "")


def test_the_prompt(asterisk):
    """The lines at Python's prompt show the operations, and Asterisk's help on one."""
    lines = [line.removeprefix(">>> ") for line in block(">>> import ari").splitlines()]
    text = "\n".join(lines).replace("http://localhost:8088", asterisk.url)
    done = subprocess.run(
        [sys.executable, "-q", "-i"],
        input=f"{text}\n",
        cwd=REPOSITORY,
        env=plain_environment(),
        capture_output=True,
        text=True,
    )
    assert "'continueInDialplan'" in done.stdout
    assert "POST /channels\n" in done.stdout
    assert "'BridgeDestroyed'" in done.stdout
    assert "digit: str" in done.stdout
    assert "Error" not in done.stderr
