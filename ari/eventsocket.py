"""One WebSocket to `/ari/events`: how it is opened, read quickly, pinged and closed."""

from __future__ import annotations

import contextlib
import http.client
import logging
import socket
import time
from http.cookies import CookieError
from typing import Callable, cast

import websocket
from websocket import ABNF

from ari.errors import ConnectionFailed, refusal
from ari.session import Session

log = logging.getLogger(__name__)

#: The longest that anything waits before it looks whether it is closed, in seconds.
POLL = 0.1
#: Seconds of listening in vain until Asterisk is pinged, and then until the connection counts as
#: lost. Asterisk itself sends no pings.
PING_INTERVAL = PING_TIMEOUT = 15.0
#: The longest message that is accepted, in bytes. Asterisk's are far shorter.
MAX_SIZE = 2**24
#: How many bytes are read at once: a read takes the GIL from the callbacks, a larger one memory.
READ_SIZE = 2**19
#: How long to wait for Asterisk's close frame, in seconds.
CLOSE_TIMEOUT = 0.3
#: What a handshake raises: websocket-client lets some errors of parsing an odd answer through.
_HANDSHAKE_ERRORS = (websocket.WebSocketException, OSError, ValueError, IndexError, CookieError)


class EventSocket:
    """A WebSocket with events, for one thread; or it raises ConnectionFailed or RequestFailed."""

    def __init__(self, session: Session, url: str, closed: Callable[[], bool]) -> None:
        self._ws = _open(session, url, closed)
        self._sock = cast(socket.socket, self._ws.sock)
        self._sock.settimeout(POLL)
        self._ws.frame_buffer.recv = self._recv
        self._data, self._at = b"", 0
        self._deadline = self._silence = 0.0
        self.ping: Callable[[bytes], None] = self._ws.ping
        #: The data of the last pong.
        self.pong = b""
        self.open = True

    def receive(self) -> list[bytes]:
        """Return the messages of a moment; OSError or WebSocketException at a lost connection."""
        self._deadline = time.monotonic() + POLL
        try:
            opcode, frame = self._ws.recv_data_frame(control_frame=True)
        except socket.timeout:
            self._ping_if_silent()
            return []
        if opcode == ABNF.OPCODE_CLOSE:
            code = int.from_bytes(frame.data[:2], "big")
            raise ConnectionError(f"Asterisk closed it, code {code or 'none'}")
        if opcode == ABNF.OPCODE_BINARY:
            log.error("not an event: binary data, %d bytes", len(frame.data))
        if opcode == ABNF.OPCODE_PONG:
            self.pong = frame.data
        return [frame.data, *self._texts()] if opcode == ABNF.OPCODE_TEXT else []

    def _recv(self, size: int) -> bytes:
        """As socket.recv(), but it reads large pieces; websocket-client asks for a few bytes."""
        if self._at == len(self._data):
            self._read()
        begin, self._at = self._at, min(self._at + size, len(self._data))
        return self._data[begin : self._at]

    def _read(self) -> None:
        fragments = (self._ws.cont_frame.cont_data or (0, b""))[1]
        length = (self._ws.frame_buffer.length or 0) + len(fragments)
        if length > MAX_SIZE:
            raise ConnectionError(f"it sends a message of {length} bytes")
        if time.monotonic() > self._deadline:
            raise socket.timeout  # close() is to be seen also while a message trickles in
        self._data, self._at = self._sock.recv(READ_SIZE), 0
        if not self._data:
            raise ConnectionError("Asterisk hung up")
        self._silence = 0.0

    def _texts(self) -> list[bytes]:
        """Take the texts that are here whole, in a frame each, quicker than websocket-client."""
        data, at, end, texts = self._data, self._at, len(self._data), []
        while at + 4 <= end and data[at] == 0x81:  # a text, and its last frame
            size, begin = data[at + 1], at + 2
            if size == 126:  # two bytes with the size follow; 127 has eight, from 128 it is masked
                size, begin = data[begin] << 8 | data[begin + 1], begin + 2
            elif size > 126:
                break
            if begin + size > end:
                break
            at = begin + size
            texts.append(data[begin:at])
        self._at = at
        return texts

    def _ping_if_silent(self) -> None:
        """Ping a silent Asterisk; raises ConnectionError where it did not answer that."""
        self._silence += POLL  # and not the time gone, as the process may have been stopped
        if self._silence >= PING_INTERVAL + PING_TIMEOUT:
            raise ConnectionError(f"nothing came for {self._silence:.1f} s, not even after a ping")
        if self._silence - POLL < PING_INTERVAL <= self._silence:
            self.ping(b"")

    def close(self) -> None:
        """Send a close frame, wait a moment for Asterisk's, and close the socket."""
        self.open = False
        with contextlib.suppress(websocket.WebSocketException, OSError):
            if self._ws.connected:  # else Asterisk's close frame was answered already
                self._ws.send_close()
            self._sock.settimeout(CLOSE_TIMEOUT)
            deadline = time.monotonic() + CLOSE_TIMEOUT
            while self._sock.recv(65536) and time.monotonic() < deadline:
                pass
        self._ws.shutdown()  # type: ignore[no-untyped-call]


def _open(session: Session, url: str, closed: Callable[[], bool]) -> websocket.WebSocket:
    try:
        with contextlib.ExitStack() as failed:
            sock = failed.enter_context(session.connect())
            if closed():  # by now: whoever has the applications next is to keep them
                raise ConnectionError("the client was closed")
            ws = _handshake(sock, url, session)
            failed.pop_all()
            return ws
    except websocket.WebSocketBadStatusException as error:
        status = error.status_code, http.client.responses.get(error.status_code, "")
        body = getattr(error, "resp_body", None) or b""  # not in 1.2
        raise refusal("events", status, error.resp_headers or {}, body, url) from error
    except _HANDSHAKE_ERRORS as error:
        raise ConnectionFailed(url, error.__cause__ or error) from error


def _handshake(sock: socket.socket, url: str, session: Session) -> websocket.WebSocket:
    sock.settimeout(session.timeout[1])
    ws = websocket.create_connection(
        url,
        socket=sock,
        header=[f"Authorization: {session.authorization}"],
        suppress_origin=True,  # Asterisk logs a NOTICE at each one
        skip_utf8_validation=True,  # the parser of the JSON decodes it, and so checks it
        enable_multithread=False,  # one thread uses it
        redirect_limit=0,
    )
    # websocket-client before 1.9 returns a redirect that it may not follow as a success.
    if ws.getstatus() != http.client.SWITCHING_PROTOCOLS:
        raise websocket.WebSocketException(f"it answered {ws.getstatus()}")
    return ws
