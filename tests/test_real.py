"""The script on real Asterisks: what it prints is what the original printed."""

from __future__ import annotations

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asterisk import Asterisk
from process import eventually

import ari

RECORDINGS = Path(__file__).parent / "recordings"

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


def test_a_burst_of_calls_is_dumped_whole(asterisk, dump):
    """Of 2,000 calls at once every channel enters and leaves, and no write of Asterisk's fails."""
    script = dump("--url", asterisk.url)
    asterisk.until("ari show apps", "channel-dump")

    def call(_: int) -> None:
        client = ari.connect(asterisk.url, "asterisk", "asterisk")
        for _ in range(500):
            asterisk.call(client, seconds=2)

    with ThreadPoolExecutor(4) as callers:
        list(callers.map(call, range(4)))
    asterisk.until_calls_are_over()
    inside = asterisk.logged("SUCCESS")
    assert len(inside) == 2000
    eventually(lambda: len(script.left) == 2000)
    assert (script.stop(), script.errors()) == (0, "")
    assert sorted(script.entered) == sorted(script.left) == sorted(inside)
    assert "websocket write" not in asterisk.log()


@pytest.fixture
def waiting(asterisk: Asterisk) -> None:
    """Two channels, the ends of a Local call, that wait outside the application."""
    asterisk.wait_outside()
    yield
    asterisk.cli("channel request hangup all")


def test_transcript_equals_the_originals(asterisk, waiting, dump):
    """Two channels wait, Alice calls by SIP, a Local channel calls: the original's transcript."""
    script = dump("--url", asterisk.url)
    asterisk.until("ari show apps", "channel-dump")
    with asterisk.alice():
        script.expect("PJSIP/alice-00000000 has left the application")
    asterisk.cli("channel originate Local/1000@default application Wait 2")
    script.expect(";2 has left the application")
    assert script.stop() == 0
    assert script.errors() == ""
    recorded = (RECORDINGS / f"transcript-asterisk-{asterisk.major}.txt").read_text()
    assert comparable(script.lines) == comparable(recorded.splitlines())
