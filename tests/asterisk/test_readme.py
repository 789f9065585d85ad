"""The README's files and commands, as they are written there, on real Asterisks."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import REPOSITORY
from tests.lab.asterisk import CALL, Asterisk, free_port, root_with_asterisk
from tests.lab.needs import need
from tests.lab.readme import README, SYMPTOMS, block

CHECKS = re.findall(r"^asterisk -rx '(.+)' +# (.+)$", README, re.MULTILINE)
USER = block("[asterisk]")


@pytest.fixture
def own(asterisk):
    """An Asterisk with the README's http.conf and ari.conf, but for the port."""
    own = Asterisk(asterisk.major)
    http_conf = block("[general]\nenabled = yes\nbindaddr")
    (own.folder / "http.conf").write_text(f"{http_conf}bindport = {own.http_port}\n")
    (own.folder / "ari.conf").write_text(f"[general]\nenabled = yes\n\n{USER}")
    return own


@pytest.fixture
def debians(asterisk):
    """An Asterisk with the package's own files, edited as the README says, but for the port."""
    debians = Asterisk(asterisk.major)
    if debians.root == Path("/"):
        pytest.skip("the files in this machine's own /etc/asterisk may no longer be Debian's")
    for name in ("http.conf", "ari.conf", "extensions.conf"):
        shutil.copy(debians.root / "etc/asterisk" / name, debians.folder)
    (edit,) = re.findall(r"`(sed .+)`", README)
    file = debians.folder / "http.conf"
    subprocess.run(edit.replace("/etc/asterisk/http.conf", str(file)), shell=True, check=True)
    debians.edit("http.conf", ";bindport=8088", f"bindport={debians.http_port}")
    for name, text in {
        "ari.conf": f"\n{USER}",
        "extensions.conf": (REPOSITORY / "extensions.conf").read_text(),
    }.items():
        with (debians.folder / name).open("a") as conf:
            conf.write(text)
    return debians


def check(server):
    """Run each command that checks a step: it prints what stands beside it."""
    assert len(CHECKS) == 4
    for command, expected in CHECKS:
        said = server.cli(command)
        for part in expected.split("; "):
            assert part in said, command


def test_the_readmes_files_pass_its_checks(own):
    """With the files that the README shows, each check prints what it should."""
    with own:
        check(own)


def test_debians_files_need_no_more(debians, dump):
    """With Debian's files, edited so, too; and the dump shows the call that Asterisk makes."""
    with debians:
        check(debians)
        script = dump("--url", debians.url)
        debians.until("ari show apps", "channel-dump")
        debians.cli(CALL)
        script.expect("has left the application")


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
    assert (len(reloads), call) == (3, CALL)


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


def with_certificate(major, command):
    """An Asterisk with the certificate that this command makes, and its https address."""
    need("openssl", "openssl")
    port = free_port()
    names = {"key.pem": "tlsprivatekey", "cert.pem": "tlscertfile"}
    lines = [f"{option} = {{home}}/{file}" for file, option in names.items()]
    lines += ["tlsenable = yes", f"tlsbindaddr = 127.0.0.1:{port}"]
    server = Asterisk(major, http="\n".join(lines))
    subprocess.run(command, shell=True, cwd=server.folder, check=True, capture_output=True)
    return f"https://localhost:{port}", server


def test_the_certificate_works(asterisk, dump):
    """With the certificate that the README's command makes, a call is dumped over https."""
    url, server = with_certificate(asterisk.major, block("openssl"))
    with server:
        script = dump("--url", url, REQUESTS_CA_BUNDLE=str(server.folder / "cert.pem"))
        server.until("ari show apps", "channel-dump")
        server.cli(CALL)
        script.expect("has left the application")
        assert (script.stop(), script.errors()) == (0, "")


def test_the_recipe_of_asterisk_does_not(asterisk, symptom):
    """A certificate without subjectAltName is refused, with the row that says so."""
    command = re.sub("-addext \\S+", "", block("openssl"))
    url, server = with_certificate(asterisk.major, command)
    with server:
        ca = str(server.folder / "cert.pem")
        row = symptom("--url", url, REQUESTS_CA_BUNDLE=ca)
    assert row in SYMPTOMS
    assert re.search(re.escape(f"`{row}` | ") + ".*subjectAltName", README)


def test_an_asterisk_by_hand(shell, dump):
    """The README's command runs an Asterisk, and prints one that makes it call 1000."""
    root_with_asterisk()
    (command,) = re.findall(r"^\.venv/bin/python (-m tests\.lab\.\w+)$", README, re.MULTILINE)
    by_hand = shell(f"exec {sys.executable} {command}")
    url = re.search(r"http://\S+[0-9]", by_hand.stdout.readline())[0]
    by_hand.stdout.readline()
    call = by_hand.stdout.readline()
    script = dump("--url", url, "--verbose")
    script.expect_error("registered")
    assert shell(call).wait(10) == 0
    script.expect("has left the application")
    by_hand.send_signal(signal.SIGINT)
    assert by_hand.wait(10) == 0
