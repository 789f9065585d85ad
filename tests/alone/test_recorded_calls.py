"""The whole dump of what real Asterisks sent, beside what the original script printed of the same.

The events and the transcripts were recorded one after the other: Alice calls by SIP, then a Local
channel calls; so they differ in what differs from one call to the next.
"""

import json

import pytest

from tests.lab.process import eventually
from tests.lab.transcript import RECORDINGS, comparable

#: Two channels that waited outside the application; what of them is printed is the same in both.
WAITING = json.loads((RECORDINGS / "channels-asterisk-22.json").read_text())


@pytest.fixture(params=[22, 16])
def recorded(request):
    """What was recorded on an Asterisk of this version: the events, each a line, and the output."""
    events = (RECORDINGS / f"events-asterisk-{request.param}.jsonl").read_text().splitlines()
    transcript = (RECORDINGS / f"transcript-asterisk-{request.param}.txt").read_text().splitlines()
    return events, transcript


def test_a_recording_is_dumped_as_the_original_did(standin, dump, recorded):
    """The channels that wait, and each that enters and leaves, with the fields of that version."""
    events, transcript = recorded
    standin.channels = WAITING
    script = dump("--url", standin.url)
    standin.wait_for()
    standin.send(*events)
    eventually(lambda: len(script.lines) >= len(transcript))
    assert (script.stop(), script.errors()) == (0, "")
    assert comparable(script.lines) == comparable(transcript)
