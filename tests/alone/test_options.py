"""The script's options, and the environment in their place."""

from __future__ import annotations

import pytest


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


def test_wrong_arguments_are_refused(dump):
    """An unknown option is an error of usage, with exit status 2."""
    script = dump("--password", "secret")
    assert script.wait() == 2
    assert "unrecognized arguments: --password" in script.errors()


def test_an_address_without_scheme_is_one_line(dump):
    """An invalid address is one line of the script that shows a valid one, with exit status 1."""
    script = dump("--url", "localhost:8088")
    assert script.wait() == 1
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
    assert script.wait() == 1
    (line,) = script.errors().splitlines()
    assert "secret" not in line
