"""The programs of docs/programs.md, each as it is written there, on real Asterisks."""

from __future__ import annotations

import re
import signal

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import eventually
from tests.lab.proxy import Proxy
from tests.lab.readme import block, recipe

#: The calls that the page has: keys, a sound until it is hung up, and three silent seconds.
KEYS, SOUND, SILENCE = re.findall(
    "'(.+)'",
    block("asterisk -rx 'channel originate Local/1000@default application SendDTMF wwwwwwww"),
)
LONG = SILENCE.replace("Wait 3", "Wait 60")

#: Each program, and the most lines that it may have.
PROGRAMS = {
    recipe("An IVR"): 60,
    recipe("Voicemail"): 40,
    recipe("A caller connected"): 60,
    recipe("A queue"): 70,
    recipe("Make a call"): 30,
    recipe("Callbacks on"): 30,
    recipe("What a handler"): 30,
    recipe("Callers who"): 30,
    recipe("Beside asyncio"): 30,
}
IVR, VOICEMAIL, CONNECT, QUEUE, CALL, CALLBACKS, FAILS, BEFORE, ASYNCIO = PROGRAMS


def test_the_programs_are_short():
    """None is longer than a page."""
    assert [text for text, most in PROGRAMS.items() if len(text.splitlines()) > most] == []


@pytest.fixture
def start(dump, tmp_path):
    """Starts one of the programs, on the Asterisk at this address."""

    def start(text: str, server, url: str = ""):
        script = tmp_path / "program.py"
        folder = f"import os; os.chdir({str(tmp_path)!r})\n"
        script.write_text(folder + text)
        environment = {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
        started = dump(script=script, ARI_URL=url or server.url, **environment)
        server.wait_for("channel-dump")
        return started

    return start


@pytest.fixture
def program(asterisk, start):
    """Starts one of the programs on the Asterisk that tests share."""
    yield lambda text: start(text, asterisk)
    asterisk.hang_up_all()


def ends(script) -> None:
    """Check that Ctrl+C ends it cleanly, and that it had nothing to complain of."""
    assert (script.stop(), script.errors()) == (0, "")


def no_bridge(asterisk) -> None:
    """Wait until no bridge is left."""
    asterisk.until_no("bridge show all", "stasis")


def test_the_ivr_reads_digits(asterisk, program):
    """It says the digits, whoever calls beside; one leaves in the greeting, one enters nothing."""
    script = program(IVR)
    for call in (KEYS, KEYS.replace("12#", "1234"), SILENCE, KEYS.replace("12#", "ww")):
        asterisk.cli(call)
    script.expect(" entered 12")
    script.expect(" entered 1234")
    asterisk.until_calls_are_over()
    assert len(script.lines) == 2
    ends(script)


def test_the_ivr_hangs_up_after_three_tries(asterisk, program):
    """A caller who never presses a key is hung up."""
    script = program(IVR.replace("timeout=5", "timeout=0.1"))
    asterisk.cli(LONG)
    asterisk.until("core show channels concise", "Stasis")
    eventually(lambda: "0 active channels" in asterisk.cli("core show channels count"))
    ends(script)


def test_messages_are_downloaded(asterisk, program, tmp_path):
    """A message ends with # or with the hangup, and is a file here and no more there."""
    script = program(VOICEMAIL)
    asterisk.cli(SOUND)
    asterisk.cli(KEYS)
    asterisk.until("core show channels concise", "(!Stasis!(.|\n)*){2}")
    script.expect(" bytes")  # of the keys
    asterisk.cli("channel request hangup all")
    eventually(lambda: len(script.lines) == 2)
    sizes = [one.stat().st_size for one in tmp_path.glob("voicemail-*.wav")]
    assert len(sizes) == 2
    assert max(sizes) > 16000  # a second
    assert [*(asterisk.folder / "recording").glob("voicemail-*")] == []
    ends(script)


def test_a_caller_is_connected_and_recorded(own, start):
    """Each recording has its caller's number, cleaned, and no call or bridge is left."""
    with (own.folder / "extensions.conf").open("a") as file:
        file.write(
            "[odd]\nexten => 1,1,Set(CALLERID(num)=../55-1/)\n same => n,Goto(default,1000,1)\n"
        )
    own.cli("dialplan reload")
    script = start(CONNECT, own)
    own.cli(SOUND)
    own.cli("channel originate Local/1@odd application Milliwatt")
    own.cli(SILENCE)
    own.until("bridge show all", r"( 3 +(\S+ +)?stasis(.|\n)*){2}")  # each with its recorder
    script.expect(".wav is there")
    for name in re.findall(r"^(Local/1\S+;1)!", channels(own), re.M):
        own.cli(f"channel request hangup {name}")
    own.until_calls_are_over()
    no_bridge(own)
    eventually(lambda: len(script.lines) == 3)
    files = [line.split()[0] for line in script.lines]
    assert sorted(one.partition("-")[0] for one in files) == ["551", "unknown", "unknown"]
    for one in files:
        assert (own.folder / "recording" / one).stat().st_size >= 44
    ends(script)


def channels(asterisk) -> str:
    """What channels there are."""
    return asterisk.cli("core show channels concise")


def test_agents_take_one_caller_after_another(asterisk, program):
    """While two wait, one leaves; the other talks when the first has left."""
    script = program(QUEUE)
    for _ in range(3):
        asterisk.cli(SOUND)
    script.expect("")
    first, second, third = re.findall(r"^(Local/1000\S+);1!", channels(asterisk), re.M)
    eventually(lambda: len(script.lines) == 1)
    talks = script.lines[0].partition(";")[0]
    waiting = [one for one in (first, second, third) if one != talks]
    asterisk.cli(f"channel request hangup {waiting[0]};1")
    asterisk.until_no("core show channels concise", waiting[0])
    asterisk.cli(f"channel request hangup {talks};1")
    eventually(lambda: len(script.lines) == 2)
    assert script.lines[1].startswith(waiting[1])
    asterisk.cli(f"channel request hangup {waiting[1]};1")
    asterisk.until_calls_are_over()
    no_bridge(asterisk)
    ends(script)


def test_an_agent_who_does_not_answer_is_rung_again(asterisk, program):
    """The phone stops when the caller leaves, and is there for the next one."""
    silent = QUEUE.replace("Local/2000@default", "Local/rings@lab")
    asterisk.cli("dialplan add extension rings,1,Ringing into lab replace")
    asterisk.cli("dialplan add extension rings,2,Wait,60 into lab")
    script = program(silent)
    for _ in range(2):
        asterisk.cli(SILENCE)
        asterisk.until("core show channels concise", "Local/rings.*!Ring")
        asterisk.until_calls_are_over()
    assert script.lines == []
    ends(script)


@pytest.mark.parametrize("text", [IVR, VOICEMAIL, CONNECT, QUEUE], ids=lambda text: len(text))
@pytest.mark.parametrize("killed", [False, True], ids=["restarted", "killed"])
def test_asterisk_is_restarted(mortal, start, text, killed):
    """After a restart in the middle of calls, the next one is served as before."""
    script = start(text, mortal)
    for _ in range(2):
        mortal.cli(SOUND)
    mortal.until("core show channels concise", "(!Stasis!(.|\n)*){2}")
    if killed:
        mortal.stop()
        mortal.start()
    else:
        mortal.restart()
    script.expect_error("connected to Asterisk again")
    mortal.wait_for("channel-dump")
    before = len(script.lines)
    mortal.cli(KEYS)
    eventually(lambda: len(script.lines) > before)
    assert script.stop() == 0


def test_a_phone_is_called_once(own, start):
    """A program that calls at its start does so once, also after a reconnect."""
    with Proxy(own.http_port) as proxy:
        script = start(CALL, own, proxy.url)
        script.expect(" was told")
        proxy.cut()
        script.expect_error("connected to Asterisk again")
        own.until_calls_are_over()
        assert (len(script.lines), script.stop()) == (1, 0)


def test_a_phone_that_hangs_up_early(own, start):
    """A line says so, and the program goes on."""
    script = start(CALL.replace("Local/2000@default", "Local/holds@lab"), own)
    script.expect(" did not answer, or hung up")
    ends(script)


def test_callbacks_on_one_object(asterisk, program):
    """Digits are read up to #, for each caller by themselves."""
    script = program(CALLBACKS)
    asterisk.cli(KEYS)
    asterisk.cli(KEYS.replace("12#", "34#"))
    script.expect(" entered 12#")
    script.expect(" entered 34#")
    ends(script)


def test_a_failed_callers_call_goes_on_in_the_dialplan(asterisk, program):
    """The mistake is logged with its traceback, and the dialplan hangs up on the caller."""
    script = program(FAILS)
    asterisk.cli(LONG)
    script.expect_error("ValueError: no program is without mistakes")
    asterisk.until_calls_are_over()
    assert script.stop() == 0


def test_calls_are_served_at_once_with_asyncio(asterisk, program):
    """Two calls are answered and hung up, beside each other; one who leaves early is one line."""
    script = program(ASYNCIO)
    asterisk.cli(SOUND)
    asterisk.cli("channel originate Local/1000@default application Wait 1")
    script.expect(" was hung up")
    eventually(lambda: len(script.lines) == 2)
    assert re.search("channels.hangup: 404 .*Channel not found", "\n".join(script.lines))
    ends(script)


def test_sigterm_ends_an_asyncio_program(asterisk, program):
    """It ends at once, while a call is served."""
    script = program(ASYNCIO)
    asterisk.cli(SOUND)
    asterisk.until("core show channels concise", "Stasis")
    assert (script.stop(signal.SIGTERM), script.errors()) == (0, "")


def test_who_was_there_before_is_served(asterisk, program):
    """After a kill, a new start tells of those who wait, and then of who comes."""
    script = program(BEFORE)
    for _ in range(2):
        asterisk.cli(SOUND)
    script.expect(" is new")
    asterisk.until("core show channels concise", r"(Stasis(.|\n)*){2}")
    script.process.kill()
    script.wait()
    script = program(BEFORE)
    script.expect(" was here before")
    asterisk.cli(SOUND)
    script.expect(" is new")
    said = [line.partition(" ")[2] for line in script.lines]
    assert said == ["was here before", "was here before", "is new"]
    ends(script)
