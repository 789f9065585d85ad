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
from tests.lab.readme import PRODUCTION, README, TEXT, block, recipe

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


def test_a_certificate_for_another_host_is_refused(asterisk, symptom):
    """With another name in the command than the address has, the script says so."""
    commands = re.sub("=(DNS:)?localhost", r"=\1elsewhere", block("openssl req"))
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
def elsewhere(own):
    """An Asterisk with the page's dialplan for callers while no program is there."""
    with own:
        with (own.folder / "extensions.conf").open("a") as file:
            file.write(block("[default]\nexten => 1002"))
        own.cli("dialplan reload")
        yield own


CALL_1002 = CALL.replace("1000", "1002").replace("Wait 3", "Wait 60")


def test_callers_go_elsewhere_while_no_program_is_there(elsewhere, dump):
    """Without a program a call goes to 2000; with one it rings until the program answers."""
    elsewhere.cli(CALL_1002)
    elsewhere.until("core show channels concise", "Local/2000@default")
    elsewhere.hang_up_all()
    dump("--url", elsewhere.url)
    elsewhere.wait_for("channel-dump")
    elsewhere.cli(CALL_1002)
    elsewhere.until("core show channels concise", "Local/1002.*;2!.*!Ring!Stasis!")
    assert "Local/2000" not in elsewhere.cli("core show channels concise")


def test_calls_end_before_the_program_does(elsewhere, dump):
    """After the page's command new callers go elsewhere, and the list shows who is left."""
    drain = re.search("'(.+)'", block("asterisk -rx 'dialplan set global"))[1]
    left = re.search("'(.+)'", block("asterisk -rx 'core show channels'"))[1]
    script = dump("--url", elsewhere.url)
    elsewhere.wait_for("channel-dump")
    elsewhere.cli(CALL_1002)
    elsewhere.until(left, r"Local/1002\S+ .*Stasis")
    script.expect("language: en")
    elsewhere.cli(drain)
    elsewhere.cli(CALL_1002)
    elsewhere.until(left, "Local/2000@default")
    elsewhere.cli(re.search(r"`(dialplan set global DRAIN no)`", PRODUCTION)[1])
    elsewhere.cli(CALL_1002)
    elsewhere.until("core show channels concise", r"(!Stasis!channel-dump(.|\n)*){2}")


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


MODULES = ["pbx_config", "res_http_websocket", "app_stasis", "bridge_simple", "bridge_softmix"]


@pytest.fixture
def few_modules(asterisk):
    """An Asterisk with none but the modules that the page names, and what makes a call."""
    (said,) = re.findall(r"`autoload=no`: (.+?)\n- ", PRODUCTION, re.DOTALL)
    named = re.findall("`(.+?)`", said)
    library = root_with_asterisk(asterisk.major) / "usr/lib"
    folders = [*library.glob("asterisk/modules"), *library.glob("*/asterisk/modules")]
    there = {path.stem for path in folders[0].glob("*.so")}
    loaded = [*(one for one in named if one in there and "pjsip" not in one)]
    for prefix in (one for one in named if one.endswith("_")):
        loaded += [one for one in there if one.startswith(prefix)]
    loaded += ["codec_gsm", "format_gsm", "codec_ulaw", "format_wav", "app_milliwatt"]
    few = Asterisk(asterisk.major)
    lines = "\n".join(f"load = {one}.so" for one in loaded)
    few.edit("modules.conf", "autoload = yes", f"autoload = no\n{lines}")
    assert {*MODULES} <= {*loaded}
    with few:
        yield few


def test_few_modules_are_enough(few_modules, dump, tmp_path):
    """With the modules that the page names, a sound is played to a caller, who is recorded."""
    script = tmp_path / "program.py"
    folder = f"import os; os.chdir({str(tmp_path)!r})\n"
    script.write_text(folder + recipe("Voicemail").replace("=60", "=1"))
    program = dump(script=script, PYTHONPATH=str(REPOSITORY), ARI_URL=few_modules.url)
    few_modules.wait_for("channel-dump")
    few_modules.cli("channel originate Local/1000@default application Milliwatt")
    program.expect(" bytes")
    few_modules.until_calls_are_over()
    assert (program.stop(), program.errors()) == (0, "")


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
