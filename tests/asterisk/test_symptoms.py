"""What the script says of an Asterisk that is not set up for it."""

from __future__ import annotations

import re
import shutil

import pytest

import ari
from tests.lab.asterisk import Asterisk
from tests.lab.process import eventually
from tests.lab.readme import README, SYMPTOMS


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
        row = symptom("--url", own.url)
        assert "HTTP works, but ARI is not there" in row
        (logged,) = re.findall(r"duplicate object: 'general'", own.log())
        assert logged in README


@pytest.mark.parametrize("module", ["res_ari_channels", "res_ari_events"])
def test_a_module_is_missing(own, dump, module):
    """A module of ARI that is not loaded: the command that shows which are."""
    own.edit("modules.conf", "autoload = yes", f"autoload = yes\nnoload = {module}.so")
    with own:
        script = dump("--url", own.url)
        assert script.wait() == 1
        assert "- its module is not loaded" in script.errors()


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
    assert "Asterisk does not take this application name" in " ".join(SYMPTOMS)


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
