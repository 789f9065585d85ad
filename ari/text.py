"""Untrusted text, made safe to show: callers and servers send whatever they like."""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), line separators, bidirectional overrides and isolates, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: The bytes that are safe everywhere. To take them away and look what is left takes half the time
#: that a search for the pattern takes.
_PLAIN = bytes(range(0x20, 0x7F))


def printable(*values: object) -> str:
    r"""Return the values as str() gives them, one per line, with an ESC as `\x1b` and the like."""
    try:
        text = "\n".join(values)  # type: ignore[arg-type]
    except TypeError:
        return printable(*map(str, values))
    # One look at all of them: nearly always there is nothing to escape but what joins them.
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if odd == b"\n" * (len(values) - 1):
        return text
    return "\n".join(_UNSAFE.sub(_escaped, str(value)) for value in values)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
