"""The script as a process."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Callable

from tests.lab import REPOSITORY

SCRIPT = REPOSITORY / "channel_dump.py"


def eventually(holds: Callable[[], bool]) -> None:
    """Return when a condition that sends no event holds."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


def heed_ctrl_c() -> None:
    """Heed SIGINT as in the foreground, where a shell's background job would ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Dump:
    """channel_dump.py, or another script, as a process; what it says is read as it comes."""

    def __init__(
        self, *arguments: str, script: Path = SCRIPT, echo: bool = False, **environment: str
    ) -> None:
        self._lines: list[str] = []
        self._errors: list[str] = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**plain_environment(), **environment},
            preexec_fn=heed_ctrl_c,
        )
        assert self.process.stdout
        assert self.process.stderr
        self._readers = [
            threading.Thread(target=self._read, args=[self.process.stdout, self._lines, echo]),
            threading.Thread(target=self._read, args=[self.process.stderr, self._errors, False]),
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, output: IO[str], lines: list[str], echo: bool) -> None:
        with output:
            for line in output:
                if echo:
                    print(line, end="", flush=True)
                with self._changed:
                    lines.append(line.rstrip("\n"))
                    self._changed.notify_all()

    def expect(self, end: str) -> list[str]:
        """Wait for a line with this end, and return all lines up to now."""
        return self._expect(lambda line: line.endswith(end), self._lines, end)

    def expect_error(self, part: str) -> list[str]:
        """Wait for a line on standard error that has this, and return all lines up to now."""
        return self._expect(lambda line: part in line, self._errors, part)

    def _expect(self, fits: Callable[[str], bool], lines: list[str], what: str) -> list[str]:
        with self._changed:
            if not self._changed.wait_for(lambda: any(map(fits, lines)), 30):
                raise AssertionError(f"no {what!r}: {self._lines} {self._errors}")
            return list(lines)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal, by default Ctrl+C's, and return the exit status."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for the end of the process, and return its exit status."""
        code = self.process.wait(30)
        for reader in self._readers:
            reader.join()
        return code

    @property
    def lines(self) -> list[str]:
        """What it has printed so far."""
        return list(self._lines)

    @property
    def entered(self) -> list[str]:
        """The names of the channels that have entered, as printed so far."""
        return re.findall(r"^Channel (\S+) has entered", "\n".join(self.lines), re.MULTILINE)

    @property
    def left(self) -> list[str]:
        """The names of the channels that have left, as printed so far."""
        return re.findall(r"^(\S+) has left", "\n".join(self.lines), re.MULTILINE)

    def errors(self) -> str:
        """What it has written on standard error so far."""
        return "".join(f"{line}\n" for line in self._errors)


def plain_environment() -> dict[str, str]:
    """This environment without what changes how the script behaves."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ARI_") and name != "PYTHONUNBUFFERED"
    }
