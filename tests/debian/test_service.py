"""The script on a Debian 12 that has booted: with its packages, and as a service."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lab.asterisk import Asterisk, need_phone
from tests.lab.needs import Unavailable
from tests.lab.process import eventually
from tests.lab.readme import README, block

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
    """The README's service, in place but not started."""
    machine.run(block("mkdir"))
    write(machine, "/etc/channel-dump.conf", block("ARI_URL"), asterisk.url)
    write(machine, "/etc/systemd/system/channel-dump.service", UNIT)


def write(machine, path, text, url=""):
    """Put one of the README's files into place, with the address of a test's Asterisk."""
    machine.run(f"cat >{path} <<'END'\n{text.replace('http://localhost:8088', url)}END")


@pytest.fixture
def service(asterisk, machine, installed, journal):
    """The README's service, running; its properties."""
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


def test_a_service_for_each_asterisk(asterisk, machine, installed):
    """The template unit dumps the calls of two Asterisks into one journal, each under its name."""
    (settings,) = re.findall("`(EnvironmentFile=[^`]+%i[^`]+)`", README)
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
