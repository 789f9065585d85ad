"""The script on a Debian 12 that has booted: with its packages, and as a service."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lab.asterisk import Asterisk
from tests.lab.process import eventually
from tests.lab.readme import block

START, JOURNAL = block("systemctl").splitlines()


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
    with Asterisk() as server:
        yield server


@pytest.fixture(scope="module")
def service(asterisk, machine):
    """Runs the README's service, and has its properties."""
    machine.run(block("mkdir"))
    write(machine, "/etc/channel-dump.conf", block("ARI_URL"), asterisk.url)
    write(machine, "/etc/systemd/system/channel-dump.service", block("[Unit]"))
    machine.run(START)
    asterisk.until("ari show apps", "channel-dump")
    return lambda name: machine.run(f"systemctl show -P {name} channel-dump").strip()


def write(machine, path, text, url=""):
    """Put one of the README's files into place, with the address of a test's Asterisk."""
    machine.run(f"cat >{path} <<'END'\n{text.replace('http://localhost:8088', url)}END")


def test_the_service_is_not_root(service, machine):
    """The script has a user of its own, who cannot read the password's file."""
    assert machine.run(f"stat -c %u /proc/{service('MainPID')}") != "0\n"
    assert machine.run("stat -c '%U %a' /etc/channel-dump.conf") == "root 600\n"


def test_the_service_dumps_calls_into_the_journal(service, asterisk, machine):
    """A call is in the journal at once."""
    with asterisk.alice():
        pass
    eventually(lambda: "PJSIP/alice-00000000 has left the application" in machine.run(JOURNAL))


def test_the_service_is_started_again(service, asterisk, machine):
    """After a crash it runs again, and hears of the next call."""
    crashed = service("MainPID")
    entered = machine.run(JOURNAL).count("has entered")
    machine.run(f"kill -KILL {crashed}")
    eventually(lambda: machine.run(JOURNAL).count("application channel-dump registered") == 2)
    assert service("MainPID") != crashed
    with asterisk.alice():
        eventually(lambda: machine.run(JOURNAL).count("has entered") > entered)


def test_to_stop_the_service_is_no_failure(service, machine):
    """A stop ends the script with exit status 0."""
    machine.run("systemctl stop channel-dump")
    assert (service("Result"), service("ExecMainStatus")) == ("success", "0")
