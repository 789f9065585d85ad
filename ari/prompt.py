"""What a program at a prompt needs: output that is seen at once, and a clean end.

The rest of this library leaves standard output and signals to the program.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from ari.errors import AriError
from ari.text import printable


def show(*values: object) -> None:
    """Print the values as ari.printable gives them, one per line, and all in one write.

    So no thread prints in between; beyond 4,096 bytes one may, where a pipe is full.
    """
    sys.stdout.write(f"{printable(*values)}\n")


@contextlib.contextmanager
def clean_exit() -> Iterator[None]:
    """End as a program at a prompt does; for the main thread, around all that the program does.

    - Ctrl+C and SIGTERM end it with exit status 0, and a second one at once, whatever blocks.
    - An ari.AriError becomes one line on standard error, and exit status 1.
    - Where standard output can't be written, the program ends, and no handler of exceptions is
      asked: quietly with exit status 0 where the reader has gone (`| head`), else with one line
      and 1.

    Meanwhile standard output shows each line at once, in a pipe and in a file too, and what its
    encoding lacks is escaped. A signal that the program handles itself stays the program's; SIGURG,
    where it is not, wakes a main thread that waits.
    """
    output = None
    try:
        with _output() as output, _stops():
            yield
    except KeyboardInterrupt:
        raise (output and output.failure) or SystemExit(0) from None
    except AriError as error:
        sys.exit(_line(error))


def _line(error: object) -> str:
    return printable(f"{os.path.basename(sys.argv[0])}: {error}")


class _Output(io.FileIO):
    """Standard output. Where it can't be written the program ends, whoever writes.

    It has no buffer, so no thread waits for a lock that another holds while the reader pauses.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self._write = super().write
        self.failure: SystemExit | None = None

    def write(self, data: Any) -> int:
        rest = data
        try:
            while (written := self._write(rest)) != len(rest):
                if written is None:  # nothing: somebody has made it non-blocking
                    select.select([], [self], [])
                rest = rest[written:]
        except OSError as error:
            self._fail(error)
        return len(data)

    def _fail(self, error: OSError) -> None:
        if self.failure is None:
            gone = isinstance(error, BrokenPipeError)
            self.failure = SystemExit(0 if gone else _line(f"the output can't be written: {error}"))
            if threading.current_thread() is not threading.main_thread():
                # Not SIGINT, which a shell's background jobs ignore; once, as a second one kills.
                _signal_main(signal.SIGTERM)
        raise self.failure


@contextlib.contextmanager
def _output() -> Iterator[_Output | None]:
    """Standard output line by line, where there is one that is a file, a pipe or a terminal."""
    before = sys.stdout
    try:
        descriptor, encoding = before.fileno(), before.encoding
    except (AttributeError, OSError):
        yield None
        return
    before.flush()
    output = _Output(descriptor)
    sys.stdout = io.TextIOWrapper(output, encoding, "backslashreplace", line_buffering=True)
    try:
        yield output
    finally:
        lines, sys.stdout = sys.stdout, before
        lines.flush()


@contextlib.contextmanager
def _stops() -> Iterator[None]:
    """Let SIGTERM do what Ctrl+C does, and the second of them end the process."""
    told, teller = socket.socketpair()
    teller.setblocking(False)
    numbers = [number for number in _HANDLERS if signal.getsignal(number) in _DEFAULTS]
    before = {number: signal.signal(number, _HANDLERS[number]) for number in numbers}
    wakeup = signal.set_wakeup_fd(teller.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_see_to_stops, args=[told, teller, numbers], daemon=True).start()
    yield
    # Not in a finally: where an exception ends it, a second signal may come while it does.
    for number, handler in before.items():
        signal.signal(number, handler)
    signal.set_wakeup_fd(wakeup)
    teller.close()


def _stop(number: int, _: object) -> None:
    """Raise KeyboardInterrupt, but only once: at its end Python has no threads any more."""
    for other in _STOPS:
        if signal.getsignal(other) is _stop:
            signal.signal(other, lambda number, _: os._exit(128 + number))
    raise KeyboardInterrupt


def _wake(number: int, _: object) -> None:
    """Do nothing: the signal itself has ended what the main thread waited for."""


_STOPS = (signal.SIGINT, signal.SIGTERM)
#: SIGURG does nothing by default, and few programs use it.
_HANDLERS = {**dict.fromkeys(_STOPS, _stop), signal.SIGURG: _wake}
_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)

#: How long the main thread may take to hear of a signal until it is woken, in seconds.
_TO_HEAR = 0.01


def _see_to_stops(told: socket.socket, _teller: socket.socket, ours: list[int]) -> None:
    """See that the main thread hears of the first stop, and end the process at the second.

    In a thread of its own, since the main one may wait where Python can't interrupt it. A signal
    between Python's last look for one and a wait does not end that wait. So SIGURG ends it, which
    is told here too: it is sent again until the first stop was heard of.
    """
    stopping = [number for number in ours if number in _STOPS]  # the program may handle the others
    stops = 0
    with told:
        while numbers := told.recv(1):
            stops += numbers[0] in stopping
            if stops == 2:
                os._exit(128 + numbers[0])
            if stops and signal.SIGURG in ours and signal.getsignal(stopping[0]) is _stop:
                time.sleep(_TO_HEAR)
                _signal_main(signal.SIGURG)


def _signal_main(number: int) -> None:
    main = threading.main_thread().ident
    if main is not None:  # it never is, which mypy can't know
        signal.pthread_kill(main, number)
