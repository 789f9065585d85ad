"""Frames that come in pieces: when one is whole, and which of them are short texts."""

from __future__ import annotations

import socket

import pytest

from ari.closing import Closing
from ari.reader import LONGEST, Reader
from tests.lab.standin import frame


@pytest.fixture
def wire():
    """A socket, and a Reader at its other end."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    reader = Reader(ours, Closing())
    with ours, theirs:
        yield theirs, reader
        reader.close()


SIZES = [0, 1, 2, 125, 126, 127, 255, 256, 300, 65535, 65536, 66000]
OPCODES = {"text": 1, "binary": 2, "ping": 9}


@pytest.mark.parametrize("opcode", OPCODES.values(), ids=OPCODES)
@pytest.mark.parametrize("size", SIZES)
def test_a_frame_is_whole_with_its_last_byte(wire, size, opcode):
    """Of whatever size, a frame is there when its last byte has come, and not before."""
    theirs, reader = wire
    whole = frame(b"x" * size, opcode)
    sent = 0
    for end in sorted({1, 2, 3, 4, 9, 10, len(whole) - 1} & {*range(len(whole))}):
        theirs.sendall(whole[sent:end])
        assert not reader.wait_for_frame(0)
        assert reader.texts() == []
        sent = end
    theirs.sendall(whole[sent:])
    assert reader.wait_for_frame(0)
    if opcode == OPCODES["text"] and 2 <= size < 65536:
        assert reader.texts() == [b"x" * size]
    else:
        assert reader.texts() == []
        assert reader.read(len(whole)) == whole
    assert not reader.wait_for_frame(0)


def test_a_masked_frame_has_four_bytes_more(wire):
    """A frame with a mask, which no server should send, is whole with the last byte of it."""
    theirs, reader = wire
    whole = b"\x81\x83mask" + b"abc"
    theirs.sendall(whole[:-1])
    assert not reader.wait_for_frame(0)
    theirs.sendall(whole[-1:])
    assert reader.wait_for_frame(0)
    assert reader.texts() == []
    assert reader.read(9) == whole


OTHERS = {
    "ping": frame(b"some", 9),
    "fragment": frame(b"some", last=False),
    "its end": frame(b"some", 0),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_texts_end_at_the_first_that_is_none(wire, other):
    """Whole texts are taken up to another kind of frame, and those behind it afterwards."""
    theirs, reader = wire
    texts = [b"a" * 5, b"b" * 200, b"c" * 20000]
    data = b"".join(map(frame, texts))
    theirs.sendall(data + other + data[:-1])
    assert reader.wait_for_frame(0)
    assert reader.texts() == texts
    assert reader.read(6) == other
    assert reader.texts() == texts[:2]
    theirs.sendall(data[-1:])
    assert reader.wait_for_frame(0)
    assert reader.texts() == texts[2:]


def test_a_message_that_is_too_long_is_refused(wire):
    """What announces more than the longest message is refused, and the longest is not."""
    theirs, reader = wire
    theirs.sendall(b"\x81\x7f" + LONGEST.to_bytes(8, "big"))
    assert not reader.wait_for_frame(0)
    assert reader.read(10)
    theirs.sendall(b"\x81\x7f" + (LONGEST + 1).to_bytes(8, "big"))
    with pytest.raises(ConnectionError, match="a message of 16777217 bytes"):
        reader.wait_for_frame(0)
