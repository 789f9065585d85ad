"""A real Asterisk on loopback, with this repository's dialplan, for the tests and by hand.

It is the system's own `asterisk` where one is installed, else Debian's package in a private root
under the user's cache folder, which takes debootstrap and root.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import requests

import ari
from tests.lab import REPOSITORY
from tests.lab.config import ALICE, CONFIG, DIALPLAN, MUSIC
from tests.lab.debian import debian
from tests.lab.needs import Unavailable, need
from tests.lab.readme import block

if TYPE_CHECKING:
    import trustme

    import ari

#: The release of Debian whose package has this major version of Asterisk.
SUITES = {22: "sid", 16: "bullseye"}


def root_with_asterisk(major: int | None = None) -> Path:
    """The root folder of a system with Asterisk, `/` if this one's own is of that version."""
    if shutil.which("asterisk") and major in (None, installed_version(Path("/"))):
        return Path("/")
    return debian(SUITES[major or max(SUITES)])


def need_phone() -> None:
    """Have what Alice calls with, or raise Unavailable."""
    need("sipp", "sip-tester")


def installed_version(root: Path) -> int:
    """The major version of a root's Asterisk."""
    said = subprocess.run([*inside(root), "asterisk", "-V"], capture_output=True, text=True)
    return int(re.search(r"Asterisk (\d+)", said.stdout)[1])


def inside(root: Path) -> list[str]:
    """The words before a command that is to run in this root."""
    return [] if root == Path("/") else ["chroot", str(root)]


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of loopback."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """A port of loopback that nobody uses."""
    with socket.socket(type=kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


#: Asterisk calls 1000 itself, as the README has it for readers without a phone.
CALL = "channel originate Local/1000@default application Wait 3"


class NoCall(Exception):
    """A SIP call did not come about."""


class Asterisk:
    """A running Asterisk. `url` is its address; `http` and `ari` are lines for those files."""

    def __init__(
        self,
        major: int | None = None,
        http: str = "",
        ari: str = "",
        prefix: str = "",
        port: int | None = None,
    ) -> None:
        self.root = root_with_asterisk(major)
        self.major = major or installed_version(self.root)
        self.http_port = port or free_port()
        self.sip_port = free_port(socket.SOCK_DGRAM)
        self.url = f"http://127.0.0.1:{self.http_port}{prefix}"
        self.folder = Path(tempfile.mkdtemp(prefix="asterisk-", dir=self.root / "tmp"))
        self._write_config(http, ari)

    def _write_config(self, http: str, ari: str) -> None:
        self.home = home = "/" / self.folder.relative_to(self.root)
        facts = {"home": home, "http_port": self.http_port, "sip_port": self.sip_port}
        for name, text in CONFIG.items():
            text = text.replace("{http}", http).replace("{ari}", ari)
            (self.folder / name).write_text(text.format(**facts))
        dialplan = (
            (REPOSITORY / "extensions.conf").read_text()
            + DIALPLAN
            + block("[default]\nexten => 1001")
        )
        (self.folder / "extensions.conf").write_text(dialplan)
        (self.folder / "recording").mkdir()
        (self.folder / "moh").mkdir()
        (self.folder / "moh" / "notes.sln").write_bytes(MUSIC)
        self.command = [*inside(self.root), "asterisk", "-C", str(home / "asterisk.conf")]

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a configuration file before the start."""
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def __enter__(self) -> Asterisk:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it, and return when it takes requests."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                # However this process ends, Asterisk ends with it.
                ["setpriv", "--pdeathsig", "KILL", *self.command, "-f"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "output").read_text(errors="replace")
                raise Unavailable(f"Asterisk did not start: {said[-2000:]}")
            time.sleep(0.05)
        self.cli("core waitfullybooted")

    def _answers(self) -> bool:
        try:
            return requests.get(self.url, timeout=1).ok is not None
        except requests.ConnectionError:
            return False

    def stop(self) -> None:
        """End it, whatever state it is in."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        """Have it shut down in order, which takes it a while, and start it again."""
        self.cli("core stop now")
        self.process.wait(60)
        self.start()

    def command_line(self, command: str) -> str:
        """A shell's command that gives one to Asterisk's command line."""
        return shlex.join([*self.command, "-rx", command])

    def cli(self, command: str) -> str:
        """What Asterisk's command line says to a command."""
        done = subprocess.run([*self.command, "-rx", command], capture_output=True, text=True)
        return done.stdout

    def until(self, command: str, pattern: str) -> None:
        """Repeat a command until what it says has this in it."""
        deadline = time.monotonic() + 20
        while not re.search(pattern, self.cli(command)):
            assert time.monotonic() < deadline, f"{command}: {self.cli(command)}"

    def wait_for(self, app: str) -> None:
        """Return when a client is connected with this application."""
        self.until("ari show apps", app)

    def until_no(self, command: str, text: str) -> None:
        """Repeat a command until what it says has this text no more."""
        self.until(command, rf"^(?!(.|\n)*{re.escape(text)})")

    def log(self) -> str:
        """What it has logged: notices, warnings and errors."""
        return (self.folder / "messages").read_text(errors="replace")

    def wait_outside(self) -> None:
        """Leave two channels, the ends of a Local call, waiting outside every application."""
        self.cli("channel originate Local/wait@lab application Wait 60")
        self.until("core show channels concise", r"(Local/wait@lab(.|\n)*){2}")

    @staticmethod
    def call(client: ari.Client, seconds: int) -> None:
        """Call the application, hang up after so long, and have the end logged."""
        client.channels.originate(
            endpoint="Local/call@logged", context="logged", extension=f"hold{seconds}", priority=1
        )

    def hang_up_all(self) -> None:
        """Hang up all calls, and return when there is no channel any more."""
        self.cli("channel request hangup all")
        self.until_calls_are_over()

    def until_calls_are_over(self) -> None:
        """Return when there is no channel any more, and all have been logged."""
        self.until("core show channels count", "^0 active channels")

    def logged(self, status: str) -> list[str]:
        """The channels that call() made whose Stasis() ended with this STASISSTATUS."""
        return re.findall(rf"over: (\S+) {status}", self.log())

    def alice(
        self, seconds: float = 1, call_id: str = "%u-%p@%s"
    ) -> contextlib.AbstractContextManager[subprocess.Popen]:
        """Alice's SIP phone calls 1000, and hangs up after so long."""
        return phone_call(self.folder, self.sip_port, seconds, call_id)


@contextlib.contextmanager
def phone_call(
    folder: Path, sip_port: int, seconds: float, call_id: str = "%u-%p@%s"
) -> Iterator[subprocess.Popen]:
    """Alice's SIP phone calls 1000 of the Asterisk at that port, and hangs up after so long.

    The dialplan's Answer() takes half a second, so a call that is to get further must last. Raises
    NoCall where it is not answered; whoever hangs up then, it ends well.
    """
    need_phone()
    scenario = folder / "alice.xml"
    scenario.write_text(ALICE.replace("{milliseconds}", str(int(seconds * 1000))))
    command = ["sipp", "-sf", str(scenario), "-s", "1000"]
    command += ["-cid_str", call_id, "-mp", str(free_port(socket.SOCK_DGRAM)), "-m", "1"]
    command += ["-nostdin", "-i", "127.0.0.1", f"127.0.0.1:{sip_port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as phone:
        try:
            yield phone
            phone.wait(30)
        except subprocess.TimeoutExpired:
            raise NoCall("Alice's call was not answered and ended in half a minute") from None
        finally:
            phone.kill()
    if phone.returncode:
        raise NoCall(f"Alice's call was not answered: sipp ended with {phone.returncode}")


def with_tls(ca: trustme.CA, major: int, prefix: str = "") -> tuple[str, Asterisk]:
    """An Asterisk with a certificate of this CA for localhost, and its https address."""
    port = free_port()
    lines = f"tlsenable = yes\ntlsbindaddr = 127.0.0.1:{port}\ntlscertfile = {{home}}/server.pem\n"
    if prefix:
        lines += f"prefix = {prefix.strip('/')}\n"
    server = Asterisk(major, http=lines, prefix=prefix)
    certificate = ca.issue_cert("localhost").private_key_and_cert_chain_pem
    certificate.write_to_path(server.folder / "server.pem")
    return f"https://localhost:{port}{prefix}", server
