"""What a program at a prompt needs: lines that are seen at once, and a clean end.

The rest of this library leaves standard output and signals to the program.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any, NoReturn

from ari.errors import AriError
from ari.text import printable


def show(*values: object) -> None:
    """Print the values as ari.printable gives them, one per line, and all in one write.

    So no thread prints in between. As print(), it is silent where there is no standard output.
    """
    if sys.stdout is not None:
        sys.stdout.write(f"{printable(*values)}\n")


@contextlib.contextmanager
def clean_exit() -> Iterator[None]:
    """End as a program at a prompt does; around all that the program does.

    - Ctrl+C and SIGTERM end it with exit status 0, and a second one ends the process at once; in
      the main thread, and where the program does not handle them itself.
    - An ari.AriError becomes one line on standard error, and exit status 1.
    - Where standard output can't be written, the program ends, and no handler of exceptions is
      asked: quietly with exit status 0 where the reader has gone (`| head`), else with one line
      and 1.

    Meanwhile standard output shows each line at once, in a pipe and in a file too, and what its
    encoding lacks is escaped. Afterwards all is as it was before.
    """
    output = None
    try:
        with _stop_signals() as stop, _output(stop) as output:
            yield
    except KeyboardInterrupt:
        raise (output and output.failure) or SystemExit(0) from None
    except AriError as error:
        print(_line(error), file=sys.stderr)
        sys.exit(1)


def _line(error: object) -> str:
    return printable(f"{os.path.basename(sys.argv[0])}: {error}")


class _Output:
    """Shows each line at once on the stream that it is around, and ends the program if it can't."""

    def __init__(self, stream: Any, stop: int | None) -> None:
        self._stream = stream
        self._stop = stop
        #: The threads whose write has not ended: it waits for the reader, or has failed.
        self._writing: set[int] = set()
        self.failure: SystemExit | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        self._writing.add(threading.get_ident())
        try:
            try:
                self._stream.write(text)
            except UnicodeEncodeError:
                encoding = self._stream.encoding
                self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            if "\n" in text:
                self._stream.flush()
        except OSError as error:
            self._fail(error)
        self._writing.discard(threading.get_ident())
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        if self.failure is None:
            gone = isinstance(error, BrokenPipeError)
            self.failure = SystemExit(0 if gone else _line(f"the output can't be written: {error}"))
            if self._stop and threading.current_thread() is not threading.main_thread():
                signal.raise_signal(self._stop)
        raise self.failure from None

    def end(self) -> None:
        """Flush what was written; give it up where nobody reads it, since Python would wait too."""
        if not self._writing:
            self.flush()
            return
        # Closed, the lowest layer is flushed no more, neither here nor as Python ends.
        buffer = getattr(self._stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)
        if raw is not None:
            raw.close()


@contextlib.contextmanager
def _output(stop: int | None) -> Iterator[_Output | None]:
    """Put an _Output in the place of sys.stdout, where there is one that is open."""
    before = sys.stdout
    if before is None or getattr(before, "closed", False):
        yield None
        return
    sys.stdout = output = _Output(before, stop)
    try:
        yield output
    finally:
        sys.stdout = before
        output.end()


@contextlib.contextmanager
def _stop_signals() -> Iterator[int | None]:
    """Let Ctrl+C and SIGTERM raise KeyboardInterrupt once, and the next one end the process.

    Yields one of them that does, if any.
    """
    defaults: dict[int, Any] = {
        signal.SIGINT: signal.default_int_handler,
        signal.SIGTERM: signal.SIG_DFL,
    }
    main = threading.current_thread() is threading.main_thread()  # signals are for it alone
    ours = [one for one in defaults if main and signal.getsignal(one) is defaults[one]]
    process = os.getpid()

    def stop(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != process:  # a forked child, which has our handlers, but not our part
            signal.signal(number, defaults[number])
            signal.raise_signal(number)
            return
        replace({stop}, dict.fromkeys(ours, signal.SIG_DFL))
        raise KeyboardInterrupt

    def replace(old: set[Any], new: dict[Any, Any]) -> None:
        for number in ours:
            if signal.getsignal(number) in old:  # else the program has installed its own
                signal.signal(number, new[number])

    replace({*defaults.values()}, dict.fromkeys(ours, stop))
    try:
        yield ours[-1] if ours else None
    finally:
        replace({stop, signal.SIG_DFL}, defaults)
