"""The script on a Debian 12 that has booted: with its packages, and as a service."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lab.asterisk import Asterisk, need_phone
from tests.lab.needs import Unavailable
from tests.lab.process import eventually
from tests.lab.readme import PRODUCTION, block, recipe

UNIT = block("[Unit]")
START, JOURNAL = block("systemctl enable --now channel-dump\n").splitlines()
INSTANCES = ("office", "home")
JOURNALS = "journalctl -u 'channel-dump@*'"


def test_debians_packages_are_enough(standin, machine):
    """The README's commands with Debian's packages start the dump."""
    install, start = block("apt install").splitlines()
    machine.run(f"{install} </dev/null")
    command = f"ARI_URL={standin.url} {start} & echo $! >/run/dump; wait $!"
    with ThreadPoolExecutor(1) as pool:
        script = pool.submit(machine.run, command)
        standin.wait_for()
        machine.run("kill $(cat /run/dump)")
        assert script.result(10) == "No channels currently :-(\n"


@pytest.fixture(scope="module")
def asterisk():
    """An Asterisk of the newest version."""
    with contextlib.suppress(Unavailable):  # tests without a call need no phone
        need_phone()  # now, since a test has two minutes
    with Asterisk() as server:
        yield server


@pytest.fixture(scope="module")
def installed(asterisk, machine):
    """The page's service, in place but not started."""
    machine.run(block("mkdir"))
    write(machine, "/etc/channel-dump.conf", block("ARI_URL"), asterisk.url)
    write(machine, "/etc/systemd/system/channel-dump.service", UNIT)


def write(machine, path, text, url=""):
    """Put one of the page's files into place, with the address of a test's Asterisk."""
    machine.run(f"cat >{path} <<'END'\n{text.replace('http://localhost:8088', url)}END")


@pytest.fixture
def service(asterisk, machine, installed, journal):
    """The page's service, running; its properties."""
    asterisk.until_no("ari show apps", "channel-dump")
    machine.run(START)
    asterisk.until("ari show apps", "channel-dump")
    yield lambda name: machine.run(f"systemctl show -P {name} channel-dump").strip()
    machine.run("systemctl stop channel-dump")


@pytest.fixture
def journal(machine):
    """Counts what the service has printed since the test began."""
    before = machine.run(JOURNAL)
    return lambda text: machine.run(JOURNAL).count(text) - before.count(text)


def test_the_service_is_not_root(service, machine):
    """The script has a user of its own, who cannot read the password's file."""
    assert machine.run(f"stat -c %u /proc/{service('MainPID')}") != "0\n"
    assert machine.run("stat -c '%U %a' /etc/channel-dump.conf") == "root 600\n"


def test_the_service_dumps_calls_into_the_journal(service, asterisk, journal):
    """A call is in the journal while the service waits for the next."""
    with asterisk.alice():
        pass
    eventually(lambda: journal(" has left the application") == 1)
    assert journal("Channel PJSIP/alice-") == 1


def test_the_service_is_started_again(service, asterisk, machine, journal):
    """After a crash it runs again, and hears of the next call."""
    eventually(lambda: journal("application channel-dump registered") == 1)
    crashed = service("MainPID")
    machine.run(f"kill -KILL {crashed}")
    eventually(lambda: journal("application channel-dump registered") == 2)
    assert service("MainPID") not in ("0", crashed)
    with asterisk.alice():
        eventually(lambda: journal(" has entered the application") == 1)


def test_to_stop_the_service_is_no_failure(service, machine):
    """A stop ends the script with exit status 0."""
    machine.run("systemctl stop channel-dump")
    assert (service("Result"), service("ExecMainStatus")) == ("success", "0")


def test_the_service_stays_down_where_no_try_can_help(asterisk, machine, installed):
    """After a refused password it is not started again."""
    wrong = block("ARI_URL").replace("PASSWORD=asterisk", "PASSWORD=wrong")
    write(machine, "/etc/channel-dump.conf", wrong, asterisk.url)
    machine.run("systemctl start channel-dump")
    state = "systemctl show -p ActiveState -p ExecMainStatus -p NRestarts channel-dump"
    expected = ["ActiveState=failed", "ExecMainStatus=78", "NRestarts=0"]
    try:
        eventually(lambda: sorted(machine.run(state).split()) == expected)
    finally:
        write(machine, "/etc/channel-dump.conf", block("ARI_URL"), asterisk.url)


def test_where_the_service_stays_down_another_tells(asterisk, machine, installed):
    """OnFailure= starts the page's unit, which logs an error with the exit status."""
    unit = UNIT.replace("[Unit]\n", "[Unit]\nOnFailure=tell.service\n")
    write(machine, "/etc/systemd/system/channel-dump.service", unit)
    write(machine, "/etc/systemd/system/tell.service", block("[Service]\nType=oneshot"))
    wrong = block("ARI_URL").replace("PASSWORD=asterisk", "PASSWORD=wrong")
    write(machine, "/etc/channel-dump.conf", wrong, asterisk.url)
    machine.run("systemctl daemon-reload; systemctl start channel-dump")
    try:
        told = "channel-dump.service has ended with 78"
        eventually(lambda: told in machine.run("journalctl -q -p err -o cat"))
    finally:
        write(machine, "/etc/systemd/system/channel-dump.service", UNIT)
        write(machine, "/etc/channel-dump.conf", block("ARI_URL"), asterisk.url)
        machine.run("systemctl daemon-reload; systemctl reset-failed channel-dump")


def test_the_service_has_few_rights(machine, installed):
    """The page says how systemd rates what the service is exposed to."""
    machine.run("systemctl daemon-reload")
    ((low, high),) = re.findall(r"rates it ([\d.]+) or ([\d.]+), of 10", PRODUCTION)
    said = machine.run("systemd-analyze security --no-pager channel-dump")
    (rated,) = re.findall(r"exposure level for channel-dump.service: ([\d.]+) ", said)
    assert rated in (low, high)


def test_an_upgrade_and_the_way_back(service, asterisk, machine):
    """After the commands the new files run, and the old ones are kept, until those to go back."""
    machine.run("touch /opt/channel-dump/old; mkdir -p /opt/channel-dump.old/older")
    for commands in (block("rm -rf /opt/channel-dump.old"), block("rm -rf /opt/channel-dump\n")):
        before = service("MainPID")
        machine.run(commands)
        assert service("MainPID") not in ("0", before)
        asterisk.wait_for("channel-dump")
    machine.run("diff -r -x __pycache__ /opt/channel-dump /opt/channel-dump.old")
    machine.run("test -e /opt/channel-dump/old -a ! -e /opt/channel-dump.old/older")


@pytest.fixture
def own_service(asterisk, machine, installed):
    """Makes a program of the pages a service; the program's unit is called own."""

    def start(program, more):
        asterisk.until_no("ari show apps", "channel-dump")
        write(machine, "/opt/channel-dump/own.py", program)
        unit = UNIT.replace("channel_dump.py --verbose", "own.py")
        write(machine, "/etc/systemd/system/own.service", f"{unit}\n[Service]\n{more}")
        machine.run("systemctl daemon-reload; systemctl start own")
        asterisk.wait_for("channel-dump")

    yield start
    machine.run("systemctl stop own")


def test_a_program_of_ones_own_may_write_in_its_folder(asterisk, machine, own_service):
    """With the two lines of the page, voicemail is saved."""
    own_service(recipe("Voicemail"), block("StateDirectory"))
    asterisk.cli("channel originate Local/1000@default application SendDTMF wwww#wwww")
    eventually(lambda: "voicemail-" in machine.run("ls /var/lib/own/"))


def test_a_frozen_program_is_started_again(asterisk, machine, own_service):
    """With the page's program and line, systemd kills and starts what does not answer."""
    program = block("import contextlib\nimport os\n").replace("sleep(10)", "sleep(0.5)")
    own_service(program, block("WatchdogSec").replace("60", "3"))
    state = "systemctl show -P NRestarts own"
    frozen = machine.run("systemctl show -P MainPID own").strip()
    with asterisk.alice(8):  # while it goes on, it is not started again
        pass
    assert machine.run(state) == "0\n"
    machine.run(f"kill -STOP {frozen}")
    eventually(lambda: machine.run(state) == "1\n")
    asterisk.wait_for("channel-dump")


def test_one_unit_for_programs_that_share_calls(asterisk, machine, installed):
    """Two processes of the page's program are there, each with a name of its own."""
    write(machine, "/opt/channel-dump/desk.py", block("import sys\n\nimport ari\n"))
    line = block("ExecStart=/usr/bin/python3 /opt/channel-dump/desk.py").strip()
    unit, changed = re.subn("ExecStart=.+", line, UNIT)
    write(machine, "/etc/systemd/system/desk@.service", unit)
    machine.run(re.search("`(systemctl enable --now desk@1 desk@2)`", PRODUCTION)[1])
    for number in (1, 2):
        asterisk.until("ari show apps", rf"desk-\S+-{number}\b")
    machine.run("systemctl stop desk@1 desk@2")
    assert changed == 1


def test_a_service_for_each_asterisk(asterisk, machine, installed):
    """The template unit dumps the calls of two Asterisks into one journal, each under its name."""
    (settings,) = re.findall("`(EnvironmentFile=[^`]+%i[^`]+)`", PRODUCTION)
    template, changed = re.subn("EnvironmentFile=.+", settings, UNIT)
    write(machine, "/etc/systemd/system/channel-dump@.service", template)
    with Asterisk() as other:
        for name, server in zip(INSTANCES, (asterisk, other)):
            path = settings.partition("=")[2].replace("%i", name)
            write(machine, path, block("ARI_URL"), server.url)
        machine.run("systemctl enable --now channel-dump@office channel-dump@home")
        for name, server in zip(INSTANCES, (asterisk, other)):
            server.until("ari show apps", "channel-dump")
            with server.alice():
                pass
            says = rf"channel-dump@{name}\[\d+\]: PJSIP/alice-\S+ has left the application"
            eventually(lambda says=says: re.search(says, machine.run(JOURNALS)))
        machine.run("systemctl stop 'channel-dump@*'")
    assert changed == 1
