"""The programs of docs/programs.md, each as it is written there, on real Asterisks."""

from __future__ import annotations

import re
import signal

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import eventually
from tests.lab.proxy import Proxy
from tests.lab.readme import PROGRAMS as PAGE
from tests.lab.readme import block, recipe

#: The calls that the page has: keys, a sound until it is hung up, and three silent seconds.
KEYS, SOUND, SILENCE = re.findall(
    "'(.+)'",
    block("asterisk -rx 'channel originate Local/1000@default application SendDTMF wwwwwwww"),
)
LONG = SILENCE.replace("Wait 3", "Wait 60")

#: The call of a caller with an odd number, at Python's prompt.
ODD = block(">>> client.channels.originate(").removeprefix(">>> ")

#: The agents and phones of the programs, and what stands for one that is not registered.
PHONE, UNREACHABLE = "Local/2000@default", "PJSIP/nobody"

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
    recipe("What a program leaves"): 40,
    recipe("Beside asyncio"): 30,
}
IVR, VOICEMAIL, CONNECT, QUEUE, CALL, CALLBACKS, FAILS, BEFORE, TIDY, ASYNCIO = PROGRAMS


def test_the_programs_are_short():
    """None is longer than a page."""
    assert [text for text, most in PROGRAMS.items() if len(text.splitlines()) > most] == []


@pytest.fixture
def start(dump, tmp_path):
    """Starts one of the programs, on the Asterisk at this address."""

    def start(text: str, server, url: str = "", app: str = "channel-dump"):
        script = tmp_path / "program.py"
        folder = f"import os; os.chdir({str(tmp_path)!r})\n"
        script.write_text(folder + text)
        environment = {"PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
        started = dump(script=script, ARI_URL=url or server.url, **environment)
        server.wait_for(app)
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


def said(script, *parts: str) -> str:
    """Wait for a line with one of these in it, and return it: the first one."""
    has_one = re.compile("|".join(map(re.escape, parts))).search
    eventually(lambda: any(map(has_one, script.lines)))
    return next(filter(has_one, script.lines))


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


def test_a_caller_is_connected_and_recorded(own, start, direct):
    """Each recording has its caller's number, cleaned, and no call or bridge is left."""
    script = start(CONNECT, own)
    own.cli(SOUND)
    exec(ODD, {"client": direct})
    own.cli(SILENCE)
    own.until("bridge show all", r"( 3 +(\S+ +)?stasis(.|\n)*){2}")  # each with its recorder
    script.expect(".wav is there")
    for name in re.findall(r"^(Local/1000\S+;1)!", channels(own), re.M):
        own.cli(f"channel request hangup {name}")
    own.until_calls_are_over()
    no_bridge(own)
    eventually(lambda: len(script.lines) == 3)
    files = [line.split()[0] for line in script.lines]
    assert sorted(one.partition("-")[0] for one in files) == ["551", "unknown", "unknown"]
    for one in files:
        assert (own.folder / "recording" / one).stat().st_size >= 44
    ends(script)


def test_a_phone_that_cannot_be_called(asterisk, program):
    """A line says so, and the caller is hung up."""
    script = program(CONNECT.replace(PHONE, UNREACHABLE))
    asterisk.cli(LONG)
    said(script, "channels.originate: 500 Allocation failed")
    asterisk.until_calls_are_over()
    ends(script)


def test_a_caller_taken_up_again_is_recorded_anew(own, start):
    """After a kill the old phone is hung up, and the caller is recorded with another."""
    script = start(CONNECT, own)
    own.cli(SOUND)
    own.until("bridge show all", r" 3 +(\S+ +)?stasis")
    old = re.search(r"^Local/2000\S+;1", channels(own), re.M)[0]
    script.process.kill()
    script.wait()
    script = start(CONNECT, own)
    own.until_no("core show channels concise", old)
    eventually(lambda: len([*(own.folder / "recording").glob("*.wav")]) == 2)
    own.until("core show channels concise", r"Local/2000\S+;1!.*!Up!Stasis!")
    (caller,) = re.findall(r"^(Local/1000\S+;1)!", channels(own), re.M)
    own.cli(f"channel request hangup {caller}")
    script.expect(".wav is there")
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


def queue(*agents: str) -> str:
    """The program with these agents, who are left alone for a second."""
    assert (QUEUE.count(f'["{PHONE}"]'), QUEUE.count("time.sleep(10)")) == (1, 1)
    return QUEUE.replace(f'["{PHONE}"]', repr(agents)).replace("sleep(10)", "sleep(1)")


def rings(asterisk, text: str) -> str:
    """The program with one agent, whose phone rings until it is answered: answer() below."""
    asterisk.cli("dialplan add extension rings,1,Ringing into lab replace")
    asterisk.cli("dialplan add extension rings,2,Wait,60 into lab replace")
    return text.replace("timeout=20", "timeout=1")


def test_an_agent_who_does_not_answer_is_rung_again(asterisk, program):
    """The phone stops when the caller leaves, and is there for the next one."""
    rings(asterisk, "")
    script = program(queue("Local/rings@lab"))
    for _ in range(2):
        asterisk.cli(SILENCE)
        asterisk.until("core show channels concise", "Local/rings.*!Ring")
        asterisk.until_calls_are_over()
    assert script.lines == []
    ends(script)


def test_who_was_not_answered_stays_first(asterisk, program):
    """Who has waited longest gets the agent next, also where the agent has not answered before."""
    script = program(rings(asterisk, queue("Local/rings@lab")))
    asterisk.cli(SOUND)
    first = re.search(r"^(Local/1000\S+);1!", channels(asterisk), re.M)[1]
    script.expect("Local/rings@lab: no answer")
    asterisk.cli(SOUND)
    asterisk.until("core show channels concise", r"(!Up!Stasis!channel-dump!(.|\n)*){2}")
    asterisk.cli("dialplan add extension rings,1,Answer into lab replace")
    assert said(script, " talks to Local/rings@lab").startswith(first)
    asterisk.hang_up_all()
    assert (script.errors(), script.stop()) == ("", 0)


def test_an_agent_who_cannot_be_called_costs_no_caller(asterisk, program):
    """All talk to the other agent, one after another, while one's phone is not registered."""
    script = program(queue(UNREACHABLE, PHONE))
    for _ in range(3):
        asterisk.cli(SOUND)
    left = {*re.findall(r"^(Local/1000\S+);1!", channels(asterisk), re.M)}
    while left:
        name = said(script, *(f"{one};2 talks to " for one in left)).partition(";")[0]
        asterisk.cli(f"channel request hangup {name};1")
        left.remove(name)
    asterisk.until_calls_are_over()
    said(script, f"{UNREACHABLE}: channels.originate: 500 Allocation failed")
    ends(script)


def test_a_killed_queue_takes_its_callers_up_again(own, start):
    """After a new start, who talked and who waited talk to a new call of the agent's each."""
    script = start(QUEUE, own)
    for _ in range(2):
        own.cli(SOUND)
    said(script, " talks to ")
    own.until("core show channels concise", r"(Local/1000\S+;2!.*!Up!Stasis!(.|\n)*){2}")
    old = re.search(r"^Local/2000\S+;1", channels(own), re.M)[0]
    script.process.kill()
    script.wait()
    script = start(QUEUE, own)
    own.until_no("core show channels concise", old)
    first = said(script, " talks to ").partition(";")[0]
    own.cli(f"channel request hangup {first};1")
    eventually(lambda: len(script.lines) == 2)
    own.hang_up_all()
    assert (script.errors(), script.stop()) == ("", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_leaves_nothing(own, start, number):
    """At its start it ends what a kill has left, and at its end all that it has."""
    script = start(TIDY, own)
    own.cli(SOUND)
    script.expect(" waits")
    script.process.kill()
    script.wait()
    script = start(TIDY, own)
    own.until_calls_are_over()
    no_bridge(own)
    own.cli(SOUND)
    script.expect(" waits")
    assert (script.stop(number), script.errors()) == (0, "")
    own.until_calls_are_over()
    no_bridge(own)


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
        script = start(CALL, own, proxy.url, app="reminder")
        script.expect(" was told")
        proxy.cut()
        script.expect_error("connected to Asterisk again")
        own.until_calls_are_over()
        assert (len(script.lines), script.stop()) == (1, 0)


def test_a_phone_that_hangs_up_early(own, start):
    """A line says so, and the program goes on."""
    script = start(CALL.replace(PHONE, "Local/holds@lab"), own, app="reminder")
    script.expect(" did not answer, or hung up")
    ends(script)


def test_a_phone_that_is_not_registered(own, start):
    """A line says why it can't be called, and the program goes on."""
    script = start(CALL.replace(PHONE, UNREACHABLE), own, app="reminder")
    said(script, "channels.originate: 500 Allocation failed")
    ends(script)


def test_a_program_that_has_called_ends(own, start):
    """With the line that the page names, the call is the program's end."""
    (line,) = re.findall(r"calls `(client\.close\(\))`", PAGE)
    with_end = CALL.replace("        ari.show(error)\n", f"        ari.show(error)\n    {line}\n")
    script = start(with_end, own, app="reminder")
    script.expect(" was told")
    assert script.wait() == 0


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
