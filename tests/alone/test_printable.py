"""Text that is not to be trusted, shown safely."""

from __future__ import annotations

import re
import socket

import pytest

import ari
from tests.lab.standin import channel, frame, stasis

SHOWN = {
    "\x1b[2J": r"\x1b[2J",
    "\x1b]0;owned\x07": r"\x1b]0;owned\x07",
    "\x9b31m": r"\x9b31m",
    "a\nb\r\tc": r"a\nb\r\tc",
    "a\nb": r"a\nb",
    "a\nb\nc": r"a\nb\nc",
    "\x7f": r"\x7f",
    "\x00": r"\x00",
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
    """So are a name in the list, a name in an event, and every other field."""
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


FORGED = "\x1b[2J\nERROR:root: forged \u202e"


def test_what_a_server_says_is_escaped_in_the_log(standin, hasty):
    """With --verbose no line of standard error is a server's own, and none has tricks in it."""
    script = hasty("--url", standin.url, "--verbose")
    standin.wait_until_settled()
    standin.send(FORGED, {"type": FORGED}, stasis("StasisStart", FORGED, app=FORGED))
    standin.send_raw(frame(FORGED.encode(), opcode=2) + frame(b"\xff" + FORGED.encode()))
    standin.answers["GET", "/events"] = (500, {"message": FORGED})
    standin.answers["GET", "/channels"] = (500, {"error": [FORGED]})
    standin.send_raw(frame(b"\x03\xf3" + FORGED.encode(), opcode=8))
    script.expect_error("not yet: ")
    del standin.answers["GET", "/events"]
    script.expect_error("who is inside can't be found out yet")
    assert script.stop() == 0
    lines = script.errors().split("\n")[:-1]
    assert all(re.match("(INFO|WARNING|ERROR):ari[.]", line) for line in lines), lines
    assert all(line.isprintable() for line in lines), lines


def test_what_a_server_calls_itself_is_escaped_in_the_log(standin, dump):
    """A header of several lines is one line of the log."""
    said = b"Server: Asterisk\r\n ERROR:root: forged \x1b[2J\r\n"
    page = b"HTTP/1.1 200 OK\r\n" + said + b"Content-Length: 12\r\n\r\n" + b'{"apis": []}'
    with socket.create_server(("127.0.0.1", 0)) as server:
        script = dump("--url", f"http://127.0.0.1:{server.getsockname()[1]}", "--verbose")
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(page)
            script.expect_error("connected to")
    script.wait()
    assert all(line.isprintable() for line in script.errors().splitlines())
    assert not re.search("^ *ERROR:root", script.errors(), re.MULTILINE)
