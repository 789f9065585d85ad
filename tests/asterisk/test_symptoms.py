"""What the script says of an Asterisk that is not set up for it."""

from __future__ import annotations

import re
import shutil
import socket

import pytest

import ari
from tests.lab.asterisk import CALL, Asterisk, with_tls
from tests.lab.process import eventually
from tests.lab.readme import TROUBLESHOOTING


@pytest.fixture
def own(asterisk):
    """An Asterisk that a test configures and starts."""
    return Asterisk(asterisk.major)


def test_a_user_that_may_not(asterisk, symptom, standin):
    """An ACL of ari.conf that refuses this machine; Asterisk 16 has none."""
    if asterisk.major == 16:
        standin.answers["GET", "/api-docs/resources.json"] = (403, {"message": "Denied by ACL"})
        assert "this user or this machine may not" in symptom("--url", standin.url)
        return
    with Asterisk(asterisk.major, ari="deny = 0.0.0.0/0.0.0.0") as strict:
        assert "this user or this machine may not" in symptom("--url", strict.url)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ari.conf", "enabled = yes", "enabled = no"),
        ("modules.conf", "autoload = yes", "autoload = yes\nnoload = res_ari.so"),
        ("http.conf", "enabled = yes", "enabled = yes\nprefix = pbx"),
    ],
)
def test_ari_is_not_there(own, symptom, file, old, new):
    """HTTP works but ARI is off, its module is not loaded, or it is under a prefix."""
    own.edit(file, old, new)
    with own:
        assert "HTTP works, but ARI is not there" in symptom("--url", own.url)


def test_a_second_general_of_http_conf(own, symptom):
    """Asterisk ignores it, so HTTP that only a second [general] enables is off."""
    with own:
        own.edit("http.conf", "enabled = yes\n", "")
        with (own.folder / "http.conf").open("a") as file:
            file.write("\n[general]\nenabled = yes\n")
        own.cli("module reload http")
        assert "Server Disabled" in own.cli("http show status")
        assert "nothing listens there" in symptom("--url", own.url)


def test_a_second_general_of_ari_conf(own, symptom):
    """It stops ARI, and Asterisk's log says so; Asterisk 16 does not mind."""
    with (own.folder / "ari.conf").open("a") as file:
        file.write("\n[general]\nenabled = yes\n")
    with own:
        if own.major == 16:
            assert ari.connect(own.url, "asterisk", "asterisk").channels.list() == []
            return
        said = symptom("--url", own.url)
        assert "HTTP works, but ARI is not there" in said
        (logged,) = re.findall(r"duplicate object: 'general'", own.log())
        assert logged in TROUBLESHOOTING


def test_a_user_without_a_type(own, symptom):
    """No user at all is left; in Asterisk 16, ARI is off then."""
    own.edit("ari.conf", "type = user\n", "")
    with own:
        said = symptom("--url", own.url)
        if own.major == 16:
            assert "HTTP works, but ARI is not there" in said
            return
        assert "'ari show users' is empty, a section stands twice or lacks type = user" in said
        assert "asterisk" not in own.cli("ari show users")


def test_a_users_section_stands_twice(own, symptom):
    """No user at all is left; Asterisk 16 does not mind."""
    with (own.folder / "ari.conf").open("a") as file:
        file.write("\n[asterisk]\ntype = user\npassword = asterisk\n")
    with own:
        if own.major == 16:
            assert ari.connect(own.url, "asterisk", "asterisk").channels.list() == []
            return
        assert "a section stands twice or lacks type = user" in symptom("--url", own.url)
        assert "asterisk" not in own.cli("ari show users")


def test_the_events_alone_are_denied(own, symptom, standin):
    """A restriction of http.conf; Asterisk 16 has none."""
    if own.major == 16:
        standin.answers["GET", "/events"] = (403, "<h1>Forbidden</h1>")
        assert "type = restriction in http.conf" in symptom("--url", standin.url)
        return
    with (own.folder / "http.conf").open("a") as file:
        file.write("\n[/ari/events]\ntype = restriction\ndeny = 0.0.0.0/0\n")
    with own:
        assert "type = restriction in http.conf" in symptom("--url", own.url)


def test_nothing_listens_for_tls(asterisk, ca, symptom):
    """TLS that is off, or whose certificate can't be read."""
    for old, new in (("tlsenable = yes", "tlsenable = no"), ("server.pem", "missing.pem")):
        url, own = with_tls(ca, asterisk.major)
        own.edit("http.conf", old, new)
        with own:
            assert "does http.conf have tlsenable = yes" in symptom("--url", url)


def occupy(port):
    """Return a connection that Asterisk keeps: not one of too many, which it closes."""
    while True:
        sock = socket.create_connection(("127.0.0.1", port))
        sock.settimeout(0.3)
        try:
            sock.recv(1)
        except socket.timeout:
            return sock
        sock.close()


def test_there_are_too_many_sessions(asterisk, symptom):
    """Asterisk hangs up on the first request, or on the events alone, and logs why."""
    with Asterisk(asterisk.major, http="sessionlimit = 1") as own:
        assert "it hung up: is http.conf's sessionlimit reached?" in symptom("--url", own.url)
        with occupy(own.http_port):
            assert "or is http.conf's sessionlimit reached?" in symptom("--url", own.url)
        eventually(lambda: "HTTP session count exceeded" in own.log())


def test_what_only_asterisks_log_explains(own):
    """An endpoint that does not exist, and recordings without their folder, as Debian has it."""
    (own.folder / "recording").rmdir()
    with own:
        client = ari.connect(own.url, "asterisk", "asterisk")
        with pytest.raises(ari.RequestFailed, match="500 Allocation failed - see Asterisk's log$"):
            client.channels.originate(endpoint="PJSIP/nobody", app="channel-dump")
        eventually(lambda: "endpoint 'nobody' was not found" in own.log())
        with pytest.raises(ari.RequestFailed, match="500 .* - see Asterisk's log$"):
            client.bridges.create().record(name="one", format="wav")
        eventually(lambda: "Unrecognized recording error: No such file or directory" in own.log())


@pytest.mark.parametrize("module", ["res_ari_channels", "res_ari_events"])
def test_a_module_is_missing(own, dump, module):
    """A module of ARI that is not loaded: the command that loads it, and then all is well."""
    own.edit("modules.conf", "autoload = yes", f"autoload = yes\nnoload = {module}.so")
    with own:
        script = dump("--url", own.url)
        assert script.wait() == 1
        assert f"- its module is not loaded: try 'module load {module}.so'" in script.errors()
        own.cli(f"module load {module}.so")
        script = dump("--url", own.url)
        own.wait_for("channel-dump")
        assert script.stop() == 0


def test_the_module_that_tells_who_is_inside_is_missing(own, dump):
    """The script names it, and goes on."""
    own.edit("modules.conf", "autoload = yes", "autoload = yes\nnoload = res_ari_applications.so")
    with own:
        script = dump("--url", own.url)
        script.expect_error("try 'module load res_ari_applications.so'")
        own.wait_for("channel-dump")
        assert script.stop() == 0


def test_every_module_is_named(own):
    """What a request lacks is named as Asterisk spells it."""
    calls = {
        "applications": lambda client: client.applications.list(),
        "asterisk": lambda client: client.asterisk.getInfo(),
        "bridges": lambda client: client.bridges.list(),
        "channels": lambda client: client.channels.list(),
        "device_states": lambda client: client.deviceStates.list(),
        "endpoints": lambda client: client.endpoints.list(),
        "playbacks": lambda client: client.playbacks.get(playbackId="x"),
        "recordings": lambda client: client.recordings.listStored(),
        "sounds": lambda client: client.sounds.list(),
    }
    with own:
        client = ari.connect(own.url, "asterisk", "asterisk")
        for name, call in calls.items():
            assert "Unloaded" in own.cli(f"module unload res_ari_{name}.so")
            with pytest.raises(ari.RequestFailed, match=f"load res_ari_{name}.so'$"):
                call(client)


def test_the_dialplan_has_no_stasis(own, dump):
    """The script hears of nothing; Asterisk's log and the page name the way out."""
    own.edit("modules.conf", "autoload = yes", "autoload = yes\nnoload = app_stasis.so")
    with own:
        script = dump("--url", own.url)
        own.wait_for("channel-dump")
        own.cli(CALL)
        eventually(lambda: "No application 'Stasis'" in own.log())
        advice = "says `No application 'Stasis'`: `asterisk -rx '(.+)'`"
        own.cli(re.search(advice, TROUBLESHOOTING)[1])
        own.cli(CALL)
        script.expect("has left the application")
        assert script.stop() == 0


@pytest.mark.parametrize("module", ["res_http_websocket", "res_stasis"])
def test_a_module_that_ari_needs_is_missing(own, symptom, module):
    """The script says what is not there, and the log has words that the page explains."""
    own.edit("modules.conf", "autoload = yes", f"autoload = yes\nnoload = {module}.so")
    with own:
        said = symptom("--url", own.url)
        assert "HTTP works, but ARI is not there" in said or "its module is not loaded" in said
        (logged,) = re.findall("log says `(.+?)` or `(.+?)`", TROUBLESHOOTING)
        assert any(one in own.log() for one in logged)
    assert f"`{module}.so`" in TROUBLESHOOTING


def test_a_password_that_is_not_encrypted(own, symptom):
    """With password_format = crypt every try is refused."""
    own.edit("ari.conf", "type = user\n", "type = user\npassword_format = crypt\n")
    with own:
        assert "401 Authentication required" in symptom("--url", own.url)


def test_a_program_that_was_there(own, dump):
    """Asterisk's log says that the application is not active, in the words of the page."""
    (said,) = re.findall("`(Stasis app '.+' not active)`", TROUBLESHOOTING)
    with own:
        script = dump("--url", own.url)
        own.wait_for("channel-dump")
        own.cli(CALL.replace("Wait 3", "Wait 60"))
        script.expect("language: en")
        script.process.kill()
        script.wait()
        own.cli(CALL)
        eventually(lambda: said in own.log())


def test_the_api_docs_are_missing(asterisk, own, symptom):
    """An Asterisk whose folder rest-api is missing."""
    data = own.folder / "data"
    shutil.copytree(own.root / "usr/share/asterisk", data, symlinks=True)
    shutil.rmtree(data / "rest-api")
    own.edit("asterisk.conf", "astdbdir", f"astdatadir => {own.home}/data\nastdbdir")
    with own:
        assert "the api-docs are missing on the server" in symptom("--url", own.url)


def test_an_application_name_that_asterisk_does_not_take(asterisk, dump):
    """A name that is too long for a request."""
    script = dump("--url", asterisk.url, "--app", "x" * 5000)
    assert script.wait() == 1
    assert "Asterisk does not take this application name" in script.errors()


def test_a_name_that_differs_from_the_dialplans(asterisk, dump):
    """The script is silent; Asterisk's log says that it does not know the dialplan's name."""
    script = dump("--url", asterisk.url, "--app", "another")
    asterisk.until("ari show apps", "another")
    asterisk.cli("channel originate Local/1000@default application Wait 3")
    says = "not registered" if asterisk.major == 16 else "doesn't exist"
    eventually(lambda: f"Stasis app 'channel-dump' {says}" in asterisk.log())
    assert (script.stop(), script.errors()) == (0, "")
    assert script.lines == ["No channels currently :-("]


def test_verbose_says_what_is_going_on(asterisk, dump):
    """--verbose tells which Asterisk it is, the application, and which calls it waits for."""
    script = dump("--url", asterisk.url, "-v")
    script.expect_error("waiting for calls")
    assert script.stop() == 0
    first, second = script.errors().splitlines()
    assert re.search(rf"connected to Asterisk/{asterisk.major}\.\S+ at {asterisk.url}/ari", first)
    assert "application channel-dump registered at" in second
    assert second.endswith("waiting for calls in Stasis(channel-dump)")
