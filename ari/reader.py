"""Reading from a socket what websocket-client does not: in large pieces, and until close().

That library asks for a few bytes at a time, and waits where nobody can end it.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time

from ari.closing import Closing

#: The longest message that is accepted, in bytes. Asterisk's are far shorter.
LONGEST = 16 * 1024 * 1024


class Reader:
    """The frames that come on a socket, which must not block. Errors are OSErrors.

    `heard` is when something last came, by time.monotonic().
    """

    def __init__(self, sock: socket.socket, closing: Closing) -> None:
        self._sock = sock
        self._closing = closing
        self._buffer = bytearray()
        self._at = 0
        self.heard = time.monotonic()
        self._selector = selectors.DefaultSelector()
        for readable in (sock, closing.told):
            self._selector.register(readable, selectors.EVENT_READ)

    def texts(self) -> list[bytearray]:
        """Take the whole, unfragmented texts that have come, up to the first other frame.

        Nearly all of Asterisk's are such, and a frame object would take as long as all else.
        """
        buffer, at, end, texts = self._buffer, self._at, len(self._buffer), []
        while at + 4 <= end and buffer[at] == 0x81:
            size, begin = buffer[at + 1], at + 2
            if size > 126:  # a longer one, or one that is masked
                break
            if size == 126:
                size, begin = buffer[begin] << 8 | buffer[begin + 1], begin + 2
            if begin + size > end:
                break
            at = begin + size
            texts.append(buffer[begin:at])
        self._at = at
        return texts

    def wait_for_frame(self, seconds: float) -> bool:
        """Return whether a whole frame is here; waits until one is, or nothing came for so long.

        Raises Closed as soon as the client is closed, ConnectionError where the connection ends or
        a message is too long.
        """
        while len(self._buffer) - self._at < self._size():
            data = self._receive()
            if data is not None:
                del self._buffer[: self._at]
                self._buffer += data
                self._at, self.heard = 0, time.monotonic()
            elif not self._selector.select(seconds):
                return False
            self._closing.check()
        return True

    def _size(self) -> int:
        """The bytes of the frame that begins here, as far as they can be known."""
        head = self._buffer[self._at : self._at + 10]
        if len(head) < 2:
            return 2
        size, extended = head[1] & 0x7F, {126: 2, 127: 8}.get(head[1] & 0x7F, 0)
        begin = 2 + extended
        if len(head) < begin:
            return begin
        if extended:
            size = int.from_bytes(head[2:begin], "big")
        if size > LONGEST:
            raise ConnectionError(f"it announces a message of {size} bytes")
        return begin + size + (4 if head[1] & 0x80 else 0)

    def _receive(self) -> bytes | None:
        """What has come, at least a byte; None where nothing has."""
        try:
            # More than a TLS record, so that none is left half read where no wait sees it.
            data = self._sock.recv(65536)
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        if not data:
            raise ConnectionError("Asterisk hung up")
        return data

    def read(self, size: int) -> bytes:
        """Return the next bytes of the frame that was waited for."""
        begin, self._at = self._at, self._at + size
        return bytes(self._buffer[begin : self._at])

    def close(self) -> None:
        """Wait no more; the socket stays open."""
        self._selector.close()
