"""What the tutorial's own script printed, and how to compare with it."""

from __future__ import annotations

import ast
import re

from tests.lab import LAB

RECORDINGS = LAB / "recordings"


#: What differs from one run to the next.
VARYING = {
    r"-[0-9a-f]{8}\b": "-N",
    r"\d+-\d+@127\.0\.0\.1": "CALL-ID",
    r"\d{10}\.\d+": "UNIQUEID",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000": "TIME",
}


def comparable(lines: list[str]) -> list[object]:
    """A transcript without what varies, and with a channel's fields in one order.

    The original printed a channel's fields, and the fields in these, in the order of Python 2's
    dict, which is arbitrary, and its text as u'…'; ours are in the order in which Asterisk sends
    them.
    """
    entered = next(n for n, line in enumerate(lines) if line.startswith("Channel "))
    # Asterisk lists its channels in no order.
    lines = sorted(lines[:entered]) + lines[entered:]
    found: list[object] = []
    fields: dict[str, object] = {}
    for line in lines:
        for pattern, name in VARYING.items():
            line = re.sub(pattern, name, line)
        key, colon, value = line.partition(": ")
        if colon:
            fields[key] = ast.literal_eval(value) if value.startswith("{") else value
        else:
            if fields:
                found.append(fields)
            fields = {}
            found.append(line)
    return found
