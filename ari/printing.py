"""What callbacks print: when it is shown, and what of it is safe to show."""

from __future__ import annotations

import os
import re
import sys

# Controls (C0, DEL, C1), line separators, bidirectional overrides and isolates, lone surrogates.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"

#: What is safe everywhere. A pattern, since it takes half the time of str.isprintable().
_PLAIN = re.compile("[ -~]*")


def printable(*values: object) -> str:
    r"""The values as str() has them, a line each, with what plays tricks on a terminal escaped.

    What a caller sends is not to be trusted: ESC in a name could move the cursor, a newline forge a
    line. These are shown as `\x1b` and `\n`, and so is what standard output can't encode.
    """
    lines = [*map(str, values)]
    # One look at all of them: nearly always there is nothing to escape.
    return "\n".join(lines if _PLAIN.fullmatch("".join(lines)) else map(_escaped, lines))


def _escaped(text: str) -> str:
    text = re.sub(_UNSAFE, lambda found: found[0].encode("unicode_escape").decode(), text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def flush_output() -> None:
    """Show what was printed, also in a pipe or a file; OSError where that fails.

    Done before each wait, and not after each line: a burst of events goes out in large writes.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def discard_output() -> None:
    """Forget what standard output could not take, for a program that ends because of that.

    Python would try to write it once more when it exits, fail, and say so.
    """
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), sys.stdout.fileno())
