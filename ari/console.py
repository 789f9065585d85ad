"""What a program at a prompt needs of standard output and signals; the rest leaves them alone."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, NoReturn

from ari.errors import AriError
from ari.text import printable


def show(*values: object) -> None:
    """Print the values as ari.printable gives them, one per line, in one write; else as print()."""
    if sys.stdout is not None:
        sys.stdout.write(f"{printable(*values)}\n")


@contextlib.contextmanager
def clean_exit() -> Iterator[None]:
    """End as a program at a prompt does; around all that the program does.

    - Ctrl+C and SIGTERM end it with exit status 0, and a second one ends the process at once; in
      the main thread, and where the program does not handle them itself.
    - An ari.AriError becomes one line on standard error, and exit status 1.
    - Standard output shows each line at once, and escapes what its encoding lacks. Where it can't
      be written the program ends: with 0 if the reader has gone (`| head`), else with a line and 1.
    """
    output = None
    try:
        with _stop_signals() as stop, _output(stop) as output:
            yield
    except KeyboardInterrupt:
        raise (output and output.failure) or SystemExit(0) from None
    except AriError as error:
        sys.exit(_line(error))


def _line(error: object) -> str:
    return printable(f"{os.path.basename(sys.argv[0])}: {error}")


#: What Python does at Ctrl+C and at SIGTERM.
_DEFAULTS: dict[int, Any] = {signal.SIGINT: signal.default_int_handler}
_DEFAULTS[signal.SIGTERM] = signal.SIG_DFL
#: What was in the place of sys.stdout: print() of another thread uses it without a reference to it.
_KEPT: list[Any] = []


class _Output:
    """Shows each line at once on the stream that it is around, and ends the program if it can't."""

    def __init__(self, stream: Any, stop: int | None) -> None:
        self._stream, self._stop = stream, stop
        self._flush = getattr(stream, "flush", lambda: None)
        self._lock = threading.RLock()
        #: Whether a write has not ended: it waits for the reader, or has failed.
        self._writing = False
        self.failure: SystemExit | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        if self.failure:  # in another thread
            raise self.failure
        try:
            with self._lock:  # before 3.12.4, Python mixes up what threads write (gh-119506)
                self._writing = True
                try:
                    self._stream.write(text)
                except UnicodeEncodeError:
                    encoding = self._stream.encoding
                    self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
                if "\n" in text or not text:
                    self._flush()
                self._writing = False
        except OSError as error:
            self._fail(error)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        self.write("")

    def _fail(self, error: OSError) -> NoReturn:
        gone = isinstance(error, BrokenPipeError)
        self.failure = SystemExit(0 if gone else _line(f"the output can't be written: {error}"))
        self._give_up()
        if self._stop and threading.current_thread() is not threading.main_thread():
            signal.raise_signal(self._stop)
        raise self.failure from None

    def _give_up(self) -> None:
        """Let go of what can't be written, as Python would wait for it, or fail, at its end."""
        buffer = getattr(self._stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)
        if raw is not None:
            raw.close()  # the layers above it are flushed no more

    def end(self) -> None:
        """Write what has not been written, unless a write waits for the reader already."""
        self._give_up() if self._writing and self._waits() else self.flush()

    def _waits(self) -> bool:
        """Whether the reader takes no more; it may be so where nobody can know, as on Windows."""
        try:
            return self.failure is not None or not select.select([], [self._stream], [], 0.3)[1]
        except (OSError, ValueError, TypeError):
            return True


@contextlib.contextmanager
def _output(stop: int | None) -> Iterator[_Output | None]:
    """Put an _Output in the place of sys.stdout, where there is one that is open."""
    before = sys.stdout
    if before is None or getattr(before, "closed", False):
        yield None
        return
    output = _Output(before, stop)
    _KEPT.append(output)
    with contextlib.redirect_stdout(output):
        try:
            yield output
        finally:
            output.end()


@contextlib.contextmanager
def _stop_signals() -> Iterator[int | None]:
    """Let Ctrl+C and SIGTERM raise KeyboardInterrupt once; yield one that does, if any."""
    main = threading.current_thread() is threading.main_thread()  # signals are for it alone
    ours = [one for one in _DEFAULTS if main and signal.getsignal(one) is _DEFAULTS[one]]
    process = os.getpid()

    def stop(number: int, frame: FrameType | None) -> None:
        replace({stop}, dict.fromkeys(ours, signal.SIG_DFL))
        loop: Any = getattr(sys.modules.get("asyncio"), "_get_running_loop", bool)()
        if os.getpid() != process:  # a forked child does as if we were not there
            signal.signal(number, _DEFAULTS[number])
            signal.raise_signal(number)
        elif loop:  # in the midst of another callback, it would make the loop lose that one
            loop.call_soon_threadsafe(signal.default_int_handler, number, frame)
        else:
            raise KeyboardInterrupt

    def replace(old: set[Any], new: dict[Any, Any]) -> None:
        for number in ours:
            if signal.getsignal(number) in old:  # else the program has installed its own
                signal.signal(number, new[number])

    try:
        replace({*_DEFAULTS.values()}, dict.fromkeys(ours, stop))
        yield ours[-1] if ours else None
    finally:
        replace({stop, signal.SIG_DFL}, _DEFAULTS)
