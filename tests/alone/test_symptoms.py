"""What the script says where Asterisk, or part of the script, is missing."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
from socket import SO_LINGER, SOL_SOCKET

import pytest

from tests.lab import REPOSITORY
from tests.lab.process import plain_environment


def test_no_such_host(symptom):
    """A host name that does not exist."""
    assert "no such host" in symptom("--url", "http://asterisk.invalid:8088")


def test_a_host_that_does_not_answer(symptom, hasty):
    """A host that drops what is sent to it: here, one whose queue of connections is full."""
    with socket.socket() as full, contextlib.ExitStack() as waiting:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            sock = waiting.enter_context(socket.socket())
            sock.setblocking(False)
            sock.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        assert "no answer" in symptom("--url", url, start=hasty)


def test_it_is_not_asterisk(symptom, standin, shell):
    """Another HTTP server: one that has no such page, and one that has a page for everything."""
    server = shell(f"{sys.executable} -u -m http.server --bind 127.0.0.1 0")
    port = re.search(r"port (\d+)", server.stdout.readline())[1]
    assert "this seems to be no Asterisk" in symptom("--url", f"http://127.0.0.1:{port}")
    standin.answers["GET", "/api-docs/resources.json"] = (200, "<h1>Welcome</h1>")
    assert "this seems to be no Asterisk" in symptom("--url", standin.url)


def test_it_does_not_speak_http(symptom):
    """Another kind of server."""

    def greet() -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
            connection.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=greet, daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert "what answers does not speak HTTP" in symptom("--url", url)


@pytest.mark.parametrize(
    ("scheme", "by_reset", "may_be"),
    [
        ("http", False, "is this a TLS port, which takes https://? Or is nothing behind a Docker"),
        ("http", True, "it hung up: is nothing behind a Docker port or a proxy"),
        ("https", False, "it hung up: is nothing behind a Docker port or a proxy"),
        ("https", True, "it hung up: is nothing behind a Docker port or a proxy"),
    ],
)
def test_it_hangs_up(symptom, scheme, by_reset, may_be):
    """What accepts and hangs up, as a Docker port does that has nothing behind it."""

    def hang_up() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10_000)
            if by_reset:
                connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=hang_up, daemon=True).start()
        said = symptom("--url", f"{scheme}://127.0.0.1:{server.getsockname()[1]}")
    assert may_be in said
    assert "http.conf's sessionlimit" in said


def test_nothing_listens_for_tls(symptom):
    """A refused https address: what http.conf has for TLS."""
    assert "http.conf have tlsenable = yes" in symptom("--url", "https://127.0.0.1:1")


@pytest.mark.parametrize("missing", ["ari", "client", "requests", "websocket"])
def test_something_is_not_installed(missing, tmp_path):
    """A copy of the script without its folder, with PyPI's ari, or without a dependency."""
    shutil.copy(REPOSITORY / "channel_dump.py", tmp_path / "dump.py")
    if missing == "client":  # what PyPI's ari does on Python 3
        (tmp_path / "ari.py").write_text("from client import Client\n")
    elif missing != "ari":
        shutil.copytree(REPOSITORY / "ari", tmp_path / "ari")
        (tmp_path / f"{missing}.py").write_text(
            f"raise ModuleNotFoundError(\"No module named '{missing}'\")\n"
        )
    # -S leaves out site-packages, where an `ari` may be installed too.
    options = ["-S"] if missing == "ari" else []
    done = subprocess.run(
        [sys.executable, *options, tmp_path / "dump.py", "--url", "http://127.0.0.1:1"],
        cwd=tmp_path,
        env=plain_environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"dump.py: No module named '{missing}'")
    for way in ("pip install requests websocket-client", "apt install python3-requests"):
        assert way in line
    assert "and the folder ari/ beside the script (PyPI's ari is for Python 2)" in line


@pytest.mark.parametrize("option", ["-I", "-P"])
def test_python_does_not_look_beside_the_script(shell, option):
    """Where an option of Python's hides ari/, the line says so."""
    if option == "-P" and sys.version_info < (3, 11):
        pytest.skip("this Python has no -P")
    script = shell(f"{sys.executable} -S {option} channel_dump.py --url http://127.0.0.1:1")
    assert script.wait(10) == 1
    (line,) = script.stderr.read().splitlines()
    assert "the folder ari/ beside the script" in line
    assert "where `python -I` and `-P` do not look" in line
