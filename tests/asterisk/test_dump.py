"""What the script prints of real calls: what the original printed, and all of a burst."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.asterisk import Asterisk
from tests.lab.process import eventually
from tests.lab.transcript import RECORDINGS, comparable


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
        script.expect(" has left the application")
    asterisk.cli("channel originate Local/1000@default application Wait 2")
    script.expect(";2 has left the application")
    assert script.stop() == 0
    assert script.errors() == ""
    recorded = (RECORDINGS / f"transcript-asterisk-{asterisk.major}.txt").read_text()
    assert comparable(script.lines) == comparable(recorded.splitlines())


def test_ends_with_78_at_a_wrong_password(asterisk, dump):
    """A real Asterisk refuses it, which no later try changes."""
    assert dump("--url", asterisk.url, ARI_PASSWORD="wrong").wait() == 78
