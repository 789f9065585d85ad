"""What a program at a prompt needs of standard output and signals; the rest of ari touches neither.

Users end a program by Ctrl+C, and send its output to a file, `| head` or `| less`. What Python does
by itself then does not suit a program with threads, whose run() goes on when a callback fails.

Inside clean_exit(), standard output

- shows each line at once, also in a file or a pipe: the next one may come in an hour;
- escapes what its encoding lacks: a caller's name must not end the program;
- ends the program where it can't be written. A failed write raises SystemExit, since run() would
  log an OSError as a callback's and go on; in another thread it stops the main one by a signal too;
- does not hold up the end while its reader pauses (`| less`): what that has not taken is dropped;
- stays the object that it is, such as a notebook's cell: its write() and flush() are replaced, and
  put back at the end.

Ctrl+C's SIGINT, and SIGTERM,

- raise KeyboardInterrupt in the main thread, so that each `with` and `finally` on the way out runs;
- end the process at once the second time: what the first one began may hang;
- are left alone where the program handles them itself;
- do to a forked child, which inherits the handlers, what they do without any;
- interrupt asyncio's loop, if one runs in the main thread, between two of its callbacks: one that
  is cut off would never finish, and asyncio.run() would wait for it. But a run() in a coroutine
  ends at once.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

from ari.errors import AriError, is_permanent
from ari.listeners import RUNNING
from ari.text import printable

#: sysexits' EX_CONFIG, for what no later try can help; `os` has its name on Unix alone.
EX_CONFIG = 78


def show(*values: object) -> None:
    """Print the values, one per line, as ari.printable gives them; in one write."""
    if sys.stdout is not None:
        sys.stdout.write(f"{printable(*values)}\n")


@contextlib.contextmanager
def clean_exit() -> Iterator[None]:
    """End as a program at a prompt does; around all that the program does.

    - Ctrl+C and SIGTERM end it with exit status 0, and a second one ends the process at once; in
      the main thread, and where the program does not handle them itself.
    - An ari.AriError becomes one line on standard error, and exit status 78 where no later try can
      help (a wrong password, say, or another client with this application), else 1.
    - Standard output shows each line at once, and escapes what its encoding lacks. Where it can't
      be written the program ends: with 0 if the reader has gone (`| head`), else with a line and 1.
    """
    output = None
    try:
        with _stop_signals() as stop_signal, _output(stop_signal) as output:
            yield
    except KeyboardInterrupt:
        # Another thread, whose write has failed, may have sent the signal.
        failure = output and output.failure
        raise failure or SystemExit(0) from None
    except AriError as error:
        if sys.stderr is not None:
            sys.stderr.write(f"{_line(error)}\n")
        sys.exit(EX_CONFIG if is_permanent(error) else 1)


def _line(error: object) -> str:
    return printable(f"{os.path.basename(sys.argv[0])}: {error}")


class _Output:
    """What write() and flush() of a stream do inside clean_exit."""

    def __init__(self, stream: Any, stop_signal: int | None) -> None:
        self._stream, self._stop_signal = stream, stop_signal
        self._write = stream.write
        self._flush = getattr(stream, "flush", lambda: None)
        #: Before 3.12.4, Python mixes up what threads write at once (gh-119506).
        self._lock = threading.RLock()
        #: Whether a write has not ended: it waits for the reader, was interrupted, or has failed.
        self._unfinished = False
        #: What ends the program, once a write has failed.
        self.failure: SystemExit | None = None

    def write(self, text: str) -> int:
        with self._lock:
            if self.failure:  # another thread's
                raise self.failure
            try:
                self._unfinished = True
                self._write_escaped(text)
                if "\n" in text or not text:
                    self._flush()
                self._unfinished = False
            except OSError as error:
                self._fail(error)
        return len(text)

    def _write_escaped(self, text: str) -> None:
        try:
            self._write(text)
        except UnicodeEncodeError:
            encoding = self._stream.encoding
            self._write(text.encode(encoding, "backslashreplace").decode(encoding))

    def flush(self) -> None:
        self.write("")  # which flushes

    def _fail(self, error: OSError) -> NoReturn:
        gone = isinstance(error, BrokenPipeError)
        self.failure = SystemExit(0 if gone else _line(f"the output can't be written: {error}"))
        self._give_up()
        if self._stop_signal and threading.current_thread() is not threading.main_thread():
            _stop_main_thread(self._stop_signal)
        raise self.failure from None

    def end(self) -> None:
        """Write what has not been written, or give it up."""
        if self.failure or getattr(self._stream, "closed", False):
            return
        if self._unfinished and not self._reader_takes_more():
            self._give_up()
        else:
            self.flush()

    def _reader_takes_more(self) -> bool:
        """Whether it does, as far as one can know: on Windows, nobody can."""
        try:
            return bool(select.select([], [self._stream], [], 0.3)[1])
        except (OSError, ValueError, TypeError):
            return False

    def _give_up(self) -> None:
        """Close the lowest layer, so that Python, at its end, does not flush those above it."""
        buffer = getattr(self._stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)
        if raw is not None:
            raw.close()


@contextlib.contextmanager
def _output(stop_signal: int | None) -> Iterator[_Output | None]:
    """Give sys.stdout the write() and flush() of an _Output, where it is open and takes them."""
    stream: Any = sys.stdout
    # It is None under pythonw, and has no __dict__ in some programs that have a Python inside.
    if getattr(stream, "closed", False) or not hasattr(stream, "__dict__"):
        yield None
        return
    output = _Output(stream, stop_signal)
    # A clean_exit around this one has put its own there.
    before = {name: vars(stream)[name] for name in ("write", "flush") if name in vars(stream)}
    try:
        stream.write, stream.flush = output.write, output.flush
        yield output
    finally:
        for name in ("write", "flush"):
            vars(stream).pop(name, None)
        vars(stream).update(before)
        output.end()


#: What Python does at Ctrl+C and at SIGTERM.
_DEFAULTS: dict[int, Any] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}


@contextlib.contextmanager
def _stop_signals() -> Iterator[int | None]:
    """Let Ctrl+C and SIGTERM raise KeyboardInterrupt once; yield the number of one that does."""
    main = threading.current_thread() is threading.main_thread()  # signals are for it alone
    ours = [one for one in _DEFAULTS if main and signal.getsignal(one) is _DEFAULTS[one]]
    process = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        for one in ours:
            if signal.getsignal(one) is stop:  # else the program has installed its own
                signal.signal(one, signal.SIG_DFL)
        if os.getpid() == process:
            _interrupt(number, frame)
        else:  # a forked child
            signal.signal(number, _DEFAULTS[number])
            signal.raise_signal(number)

    try:
        for one in ours:
            signal.signal(one, stop)
        yield next(iter(ours), None)
    finally:
        for one in ours:
            if signal.getsignal(one) in (stop, signal.SIG_DFL):
                signal.signal(one, _DEFAULTS[one])


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt now, or where asyncio's loop is between two callbacks."""
    asyncio = sys.modules.get("asyncio")  # it may be only half imported
    loop = getattr(asyncio, "_get_running_loop", lambda: None)()
    if loop and not RUNNING.client:  # a run() in a coroutine keeps the loop from doing anything
        loop.call_soon_threadsafe(signal.default_int_handler, number, frame)
    else:
        raise KeyboardInterrupt


def _stop_main_thread(number: int) -> None:
    """Send the signal, but not a second one, which would kill a program that ends already."""
    if signal.getsignal(number) is signal.SIG_DFL:
        return
    if os.name == "posix":
        os.kill(os.getpid(), number)  # wakes the main thread, whereas raise_signal() wakes this one
    else:
        signal.raise_signal(number)
