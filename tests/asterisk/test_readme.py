"""The pages' files and commands, as they are written there, on real Asterisks."""

import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.lab import REPOSITORY
from tests.lab.asterisk import CALL, Asterisk, free_port, root_with_asterisk
from tests.lab.debian import CACHE
from tests.lab.needs import need
from tests.lab.readme import PRODUCTION, README, TEXT, block

CHECKS = re.findall(r"^asterisk -rx '(.+)' +# (.+)$", block("asterisk -rx 'http"), re.MULTILINE)
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
    edit = block("sed -i").replace("/etc/asterisk", str(debians.folder))
    subprocess.run(edit, shell=True, check=True)
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
    commands = {*re.findall(r"asterisk -rx '(.+?)'", TEXT)} - {"…"}
    assert len(commands) > 8
    for command in commands:
        assert not re.search("no such command|usage:", asterisk.cli(command), re.I), command


def test_changes_are_loaded_and_asterisk_calls_itself(own, dump):
    """After the commands that reload, the new files count, and a call without a phone is dumped."""
    own.edit("ari.conf", "password = asterisk", "password = old")
    own.edit("extensions.conf", "Stasis(channel-dump)", "Wait(1)")
    (reload,) = re.findall(r"asterisk -rx '(\w+ reload)'", README)
    with own:
        own.edit("ari.conf", "password = old", "password = asterisk")
        shutil.copy(REPOSITORY / "extensions.conf", own.folder)
        own.cli(reload)
        script = dump("--url", own.url)
        own.until("ari show apps", "channel-dump")
        own.cli(CALL)
        script.expect("has left the application")
    assert block("asterisk -rx 'channel originate Local/1000@default application Wait 3'\n") == (
        f"asterisk -rx '{CALL}'\n"
    )


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


def with_certificate(major, commands):
    """An Asterisk with the README's lines for TLS, and its https address, when it has started.

    The commands make the certificate, in its folder in place of /etc/asterisk, and for its user.
    """
    need("openssl", "openssl")
    port = free_port()
    lines = block("tlsenable").replace("/etc/asterisk", "{home}").replace("8089", str(port))
    server = Asterisk(major, http=lines)
    for old, new in (("/etc/asterisk", str(server.folder)), ("chown asterisk", "chown root")):
        commands = commands.replace(old, new)
    subprocess.run(commands, shell=True, check=True, capture_output=True)
    return f"https://localhost:{port}", server


def test_the_certificate_works(asterisk, dump):
    """With the certificate that the README's command makes, a call is dumped over https."""
    url, server = with_certificate(asterisk.major, block("openssl req"))
    with server:
        script = dump("--url", url, REQUESTS_CA_BUNDLE=str(server.folder / "cert.pem"))
        server.until("ari show apps", "channel-dump")
        server.cli(CALL)
        script.expect("has left the application")
        assert (script.stop(), script.errors()) == (0, "")


def test_the_recipe_of_asterisk_does_not(asterisk, symptom):
    """A certificate without subjectAltName is refused, as the README says."""
    commands = re.sub("-addext \\S+", "", block("openssl req"))
    url, server = with_certificate(asterisk.major, commands)
    with server:
        ca = str(server.folder / "cert.pem")
        assert "the certificate is for another host" in symptom("--url", url, REQUESTS_CA_BUNDLE=ca)


def test_another_host(asterisk, dump):
    """With the README's bindaddr, an address that is not loopback's reaches it."""
    (line,) = re.findall("set `(bindaddr = .+?)`", PRODUCTION)
    own = Asterisk(asterisk.major)
    own.edit("http.conf", "bindaddr = 127.0.0.1", line)
    with own:
        address = own.url.replace("127.0.0.1", "127.0.0.2")
        script = dump("--url", address)
        own.until("ari show apps", "channel-dump")
        assert (script.stop(), script.errors()) == (0, "")


@pytest.fixture
def by_hand(shell, tmp_path, monkeypatch):
    """The README's command, running an Asterisk; it tells of itself in a cache of its own."""
    root_with_asterisk()
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "channel-dump").mkdir()
    for root in CACHE.iterdir():
        if root.is_dir():
            (cache / "channel-dump" / root.name).symlink_to(root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    started = shell("exec tests/lab-asterisk")
    url = re.search(r"http://\S+[0-9]", started.stdout.readline())[0]
    yield url
    started.send_signal(signal.SIGINT)
    assert started.wait(10) == 0


def test_an_asterisk_by_hand(by_hand, shell, dump):
    """Its console takes each command of the page, and a SIP phone calls."""
    script = dump("--url", by_hand, "--verbose")
    script.expect_error("registered")
    for command in (f"tests/lab-asterisk -rx '{CALL}'", "tests/lab-asterisk call"):
        assert shell(command).wait(20) == 0
    script.expect("has left the application")
    script.expect("Channel PJSIP/alice-00000000 has entered the application")


def test_there_is_none_by_hand(shell, tmp_path):
    """Where none runs, its console says how to start one."""
    console = shell("tests/lab-asterisk -rx 'core show version'", XDG_CACHE_HOME=str(tmp_path))
    assert console.wait(20) == 1
    assert console.stderr.read().startswith("There is none: start it with tests/lab-asterisk")
