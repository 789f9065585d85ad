"""The script's options, and the environment in their place, for ari.connect() as well."""

from __future__ import annotations

import socket

import pytest

import ari


def test_options_say_where_asterisk_is(standin, dump):
    """--url, --username and --app are used, and the password comes from the environment."""
    standin.user = "me:secret"
    dump("--url", standin.url, "--username", "me", "--app", "mine", ARI_PASSWORD="secret")
    standin.wait_for("mine")


def test_environment_says_where_asterisk_is(standin, dump):
    """ARI_URL, ARI_USERNAME, ARI_PASSWORD and ARI_APP are used."""
    standin.user = "me:secret"
    dump(ARI_URL=standin.url, ARI_USERNAME="me", ARI_PASSWORD="secret", ARI_APP="mine")
    standin.wait_for("mine")


def test_an_option_goes_before_the_environment(standin, dump):
    """Where both are given, the option counts."""
    dump("--url", standin.url, "--app", "mine", ARI_URL="http://127.0.0.1:1", ARI_APP="other")
    standin.wait_for("mine")


def test_help_names_the_defaults_of_the_tutorial(dump):
    """--help shows each default, and that the password is not an option."""
    script = dump("--help")
    assert script.wait() == 0
    text = " ".join(" ".join(script.lines).split())
    for default in ("http://localhost:8088", "(default: asterisk)", "channel-dump", "ARI_PASSWORD"):
        assert default in text
    assert "--password" not in text


def test_version_is_the_librarys(dump):
    """--version prints ari.__version__, and connects to nothing."""
    script = dump("--version")
    assert (script.wait(), script.lines) == (0, [f"channel-dump {ari.__version__}"])


def test_wrong_arguments_are_refused(dump):
    """An unknown option is an error of usage, with exit status 2."""
    script = dump("--password", "secret")
    assert script.wait() == 2
    assert "unrecognized arguments: --password" in script.errors()


def test_an_address_without_scheme_is_one_line(dump):
    """An invalid address is one line of the script that shows a valid one."""
    script = dump("--url", "localhost:8088")
    assert script.wait() == 78
    (line,) = script.errors().splitlines()
    assert line.startswith("channel_dump.py: 'localhost:8088' is not an address; write it like")
    assert "'http://localhost:8088'" in line


@pytest.mark.parametrize(
    "environment",
    [
        {"ARI_URL": "http://localhost:8088?api_key=me:secret"},
        {"ARI_URL": "http://me:secret%40localhost:8088"},
        {"ARI_USERNAME": "me:secret"},
    ],
)
def test_a_password_in_a_wrong_place_is_not_shown(dump, environment):
    """One line says what is wrong, and does not repeat what may be a password."""
    script = dump("--verbose", **environment)
    assert script.wait() == 78
    (line,) = script.errors().splitlines()
    assert "secret" not in line


@pytest.fixture
def environment(monkeypatch):
    """Sets ARI_URL, ARI_USERNAME and ARI_PASSWORD, or takes away those that are not given."""

    def environment(**values):
        for name in ("ARI_URL", "ARI_USERNAME", "ARI_PASSWORD"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return environment


def test_connect_without_arguments_takes_the_environment(standin, environment):
    """ari.connect() uses ARI_URL, ARI_USERNAME and ARI_PASSWORD."""
    standin.user = "me:secret"
    environment(ARI_URL=standin.url, ARI_USERNAME="me", ARI_PASSWORD="secret")
    assert ari.connect().channels.list() == []


def test_connect_without_arguments_has_the_defaults_of_the_script(
    standin, environment, monkeypatch
):
    """Where the environment says nothing either: asterisk, asterisk, and http://localhost:8088."""
    environment(ARI_URL=standin.url)
    assert ari.connect().channels.list() == []
    environment()
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(ari.ConnectionFailed, match="^http://localhost:8088/"):
        ari.connect()


def nobody(*_, **__):
    """A name server that knows no host."""
    raise socket.gaierror("no such host")


def test_arguments_of_connect_go_before_the_environment(standin, environment):
    """Each argument that is given counts, even an empty one."""
    standin.user = "me:secret"
    environment(ARI_URL="http://127.0.0.1:1", ARI_USERNAME="you", ARI_PASSWORD="wrong")
    assert ari.connect(standin.url, "me", "secret").channels.list() == []
    with pytest.raises(ari.InvalidAddress, match="'' is not an address"):
        ari.connect("")


@pytest.mark.parametrize("timeout", [None, [5, 30], (5, None)])
def test_a_timeout_that_is_no_number_is_refused(client, timeout):
    """It is a TypeError where it is set, and the one before stays."""
    with pytest.raises(TypeError):
        client.timeout = timeout
    assert client.timeout == (5.0, 30.0)


@pytest.mark.parametrize("timeout", [0.1, (30, 0.1)])
def test_timeout_of_connect_counts_for_its_own_requests(standin, timeout):
    """A server that does not answer is given up after `timeout`, one number or two."""
    with (
        standin.frozen("/api-docs/resources.json"),
        pytest.raises(ari.ConnectionFailed, match="no answer"),
    ):
        ari.connect(standin.url, "asterisk", "asterisk", timeout=timeout)
