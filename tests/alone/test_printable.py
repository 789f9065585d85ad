"""Text that is not to be trusted, shown safely."""

from __future__ import annotations

import pytest

import ari
from tests.lab.standin import channel, stasis

SHOWN = {
    "\x1b[2J": r"\x1b[2J",
    "\x1b]0;owned\x07": r"\x1b]0;owned\x07",
    "\x9b31m": r"\x9b31m",
    "a\nb\r\tc": r"a\nb\r\tc",
    "\x7f\x00": r"\x7f\x00",
    "\u202egnp.exe": r"\u202egnp.exe",
    "\u2066x\u2069": r"\u2066x\u2069",
    "\u2028": r"\u2028",
    "\ud800": r"\ud800",
    "Jürgen Ōmura 大村 Лев ليلى नमस्ते 👩‍👩‍👧": "Jürgen Ōmura 大村 Лев ليلى नमस्ते 👩‍👩‍👧",
    r"C:\new": r"C:\new",
}


@pytest.mark.parametrize("text", SHOWN)
def test_tricks_are_shown_escaped(text):
    """Control characters and overrides are shown escaped, ordinary text as it is."""
    assert ari.printable(text) == SHOWN[text]
    assert ari.printable(f"a{text}b", 1, None) == f"a{SHOWN[text]}b\n1\nNone"


def test_the_script_shows_escaped_what_a_caller_sends(standin, dump):
    """In a name, in the list as in an event, and in every other field."""
    tricks, shown = "".join(SHOWN), "".join(SHOWN.values())
    one = channel(1, name=tricks, accountcode=tricks, caller={"name": tricks, "number": tricks})
    standin.channels = [one]
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.send(stasis("StasisStart", one), stasis("StasisEnd", one))
    lines = script.expect("left the application")
    assert lines[1] == shown
    assert lines[2] == f"Channel {shown} has entered the application"
    assert f"accountcode: {shown}" in lines
    assert f"caller: {one['caller']}" in lines  # as Python prints a dict: that escapes too
    assert lines[-1] == f"{shown} has left the application"


def test_an_output_that_cannot_encode_shows_it_escaped(standin, dump):
    """A character that standard output's encoding lacks is shown escaped."""
    script = dump("--url", standin.url, PYTHONIOENCODING="ascii")
    standin.wait_for()
    standin.enter(channel(1, name="大村", caller={"name": "ü", "number": ""}))
    lines = script.expect("language: en")
    assert r"Channel \u5927\u6751 has entered the application" in lines
    assert r"caller: {'name': '\xfc', 'number': ''}" in lines
