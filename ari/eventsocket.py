"""One WebSocket to `/ari/events`: how it is opened, read, pinged and closed."""

from __future__ import annotations

import contextlib
import http.client
import logging
import socket
import time
from collections.abc import Sequence
from http.cookies import CookieError
from typing import Callable, cast

import websocket
from websocket import ABNF

from ari.errors import ConnectionFailed, refusal
from ari.session import Session

log = logging.getLogger(__name__)

#: The longest that anything waits before it looks whether it is closed, in seconds.
POLL = 0.1
#: The longest message that is accepted, in bytes. Asterisk's are far shorter.
MAX_SIZE = 2**24
#: How many bytes are read at once: each read takes the GIL from the callbacks.
READ_SIZE = 2**19
#: The first byte of a frame that is a whole message, a text.
WHOLE_TEXT = 0x80 | ABNF.OPCODE_TEXT
#: How long to wait for Asterisk's close frame, in seconds: what comes after we have closed the
#: connection resets it, and Asterisk logs that as an error.
CLOSE_TIMEOUT = 1.0
#: What a handshake raises: websocket-client lets some errors of parsing an odd answer through.
_HANDSHAKE_ERRORS = (websocket.WebSocketException, OSError, ValueError, IndexError, CookieError)


class Settings:
    """How a Client keeps its connection to the events: attributes of the client, which can be set.

    A value that is set while run() runs counts from its next use.
    """

    #: After how many seconds of silence Asterisk is pinged: it sends no pings itself.
    ping_interval: float = 15.0
    #: After how many seconds more, without any sign of life, the connection is lost.
    ping_timeout: float = 15.0
    #: The first wait before it is made again, in seconds. Each next one is twice as long, and up to
    #: a fifth is added to each, so that many clients do not come back at the same moment.
    min_delay: float = 0.5
    #: The longest of these waits, in seconds.
    max_delay: float = 25.0
    #: How many bytes of events may wait for callbacks. With more the client disconnects, and is
    #: back when the callbacks have handled half of them.
    max_queue_bytes: int = 100 * 2**20


class EventSocket:
    """A WebSocket with events, for one thread. To open one may raise an AriError.

    websocket-client opens it and sends. It reads the handshake's answer byte by byte, so that the
    first frame is still in the socket. Frames are read here, since websocket-client would call the
    system three times for each, and has no limit for a message.
    """

    def __init__(
        self, session: Session, url: str, settings: Settings, closed: Callable[[], bool]
    ) -> None:
        self._settings, self._ws = settings, _open(session, url, closed)
        self._sock = cast(socket.socket, self._ws.sock)
        self._sock.settimeout(POLL)
        self.ping: Callable[[bytes], None] = self._ws.ping
        #: The data of the last pong. receive() returns at each pong, before it takes what came
        #: after it; so its caller knows which messages came before.
        self.pong = b""
        #: What has come, and how much of it was taken.
        self._data, self._at = b"", 0
        #: Whether _take() has stopped at a pong, so that there may be more whole frames.
        self._more = False
        #: Of a message in several frames, whose last is to come: its opcode, and its data so far.
        self._opcode, self._message = 0, bytearray()
        #: Why the connection is lost.
        self._lost: Exception | None = None
        #: Seconds of listening in vain since something came, and whether Asterisk was pinged then.
        self._silence, self._pinged = 0.0, False

    def receive(self) -> list[bytes]:
        """Return the messages of a moment; OSError or WebSocketException at a lost connection."""
        if self._lost:
            raise self._lost
        if not self._more and not self._read():
            return []
        texts: list[bytes] = []
        try:
            self._more = self._take(texts)
        except (websocket.WebSocketException, OSError) as error:
            self._lost = error  # which is told after the messages that came before
        return texts

    def _read(self) -> bool:
        """Read what has come in a moment; whether anything has."""
        try:
            data = self._sock.recv(READ_SIZE)
        except socket.timeout:
            self._ping_if_silent()
            return False
        if not data:
            raise ConnectionError("Asterisk hung up")
        self._data, self._at = self._data[self._at :] + data, 0
        self._silence, self._pinged = 0.0, False
        return True

    def _take(self, texts: list[bytes]) -> bool:
        """Take the frames that are there whole, up to a pong; whether it stopped at one.

        The second byte of a frame is the size of its data; 126 means that this is in the next two
        bytes, and 127, in the next eight (RFC 6455, 5.2).
        """
        data, at, there = self._data, self._at, len(self._data)
        while at + 2 <= there:
            first, size, begin = data[at], data[at + 1], at + 2
            if first & 0x70 or size & 0x80:
                raise ConnectionError("Illegal frame: rsv is not 0, or it is masked")
            if size > 125:
                begin += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : begin], "big")  # if cut off, begin > there
            if size > MAX_SIZE:
                raise ConnectionError(f"it sends a message of {size} bytes")
            at = begin + size
            if at > there:
                break
            self._at = at
            if first == WHOLE_TEXT and not self._opcode:  # as nearly all are
                texts.append(data[begin:at])
            elif self._take_other(first, data[begin:at], texts):
                return True
        return False

    def _take_other(self, first: int, data: bytes, texts: list[bytes]) -> bool:
        """Take a frame that is no whole text; whether it is a pong."""
        opcode, is_last = first & 0x0F, bool(first & 0x80)
        if opcode < ABNF.OPCODE_CLOSE:
            texts += self._add_frame(opcode, data, is_last)
        elif opcode == ABNF.OPCODE_CLOSE:
            code = int.from_bytes(data[:2], "big")
            raise ConnectionError(f"Asterisk closed it, code {code or 'none'}")
        elif opcode == ABNF.OPCODE_PING:
            self._ws.pong(data)
        elif opcode == ABNF.OPCODE_PONG:
            self.pong = data
        return opcode == ABNF.OPCODE_PONG

    def _add_frame(self, opcode: int, data: bytes, is_last: bool) -> Sequence[bytes]:
        """Add a frame to its message, and return the text that this completes, if it does.

        ConnectionError where the frame is not the next one, or the message too long.
        """
        continues = opcode == ABNF.OPCODE_CONT
        if continues != bool(self._opcode):
            raise ConnectionError("Illegal frame: it is not the one that has to come next")
        self._opcode = self._opcode or opcode
        self._message += data
        if len(self._message) > MAX_SIZE:
            raise ConnectionError(f"it sends a message of more than {MAX_SIZE} bytes")
        if not is_last:
            return ()
        opcode, message = self._opcode, bytes(self._message)
        self._opcode, self._message = 0, bytearray()
        if opcode == ABNF.OPCODE_TEXT:
            return (message,)
        log.error("not an event: binary data, %d bytes", len(message))
        return ()

    def _ping_if_silent(self) -> None:
        """Ping a silent Asterisk; raises ConnectionError where it did not answer that."""
        self._silence += POLL  # and not the time gone, as the process may have been stopped
        interval, timeout = self._settings.ping_interval, self._settings.ping_timeout
        if self._pinged and self._silence >= interval + timeout:
            raise ConnectionError(f"nothing came for {self._silence:.1f} s, not even after a ping")
        if self._silence >= interval and not self._pinged:
            self._pinged = True
            self.ping(b"")

    def close(self) -> None:
        """Send a close frame, wait a moment for Asterisk's, and close the socket."""
        deadline = time.monotonic() + CLOSE_TIMEOUT
        with contextlib.suppress(websocket.WebSocketException, OSError):
            self._ws.send_close()
            self._sock.settimeout(CLOSE_TIMEOUT)
            while self._sock.recv(READ_SIZE) and time.monotonic() < deadline:
                pass
        self._sock.close()


def _open(session: Session, url: str, closed: Callable[[], bool]) -> websocket.WebSocket:
    try:
        with contextlib.ExitStack() as on_failure:
            sock = on_failure.enter_context(session.connect())
            if closed():  # else it would take the applications from another client
                raise ConnectionError("the client was closed")
            ws = _handshake(sock, url, session)
            on_failure.pop_all()
            return ws
    except websocket.WebSocketBadStatusException as error:
        status = error.status_code, http.client.responses.get(error.status_code, "")
        body = getattr(error, "resp_body", None) or b""  # websocket-client 1.2 has none
        raise refusal("events", status, error.resp_headers or {}, body, url) from error
    except _HANDSHAKE_ERRORS as error:
        raise ConnectionFailed(url, error) from error


def _handshake(sock: socket.socket, url: str, session: Session) -> websocket.WebSocket:
    sock.settimeout(session.timeout[1])
    ws = websocket.create_connection(
        url,
        socket=sock,
        header=[f"Authorization: {session.authorization}"],
        suppress_origin=True,  # Asterisk logs a NOTICE at each one
        enable_multithread=False,  # one thread uses it
        redirect_limit=0,
    )
    # websocket-client before 1.9 returns a redirect that it may not follow as a success.
    if ws.getstatus() != http.client.SWITCHING_PROTOCOLS:
        raise websocket.WebSocketException(f"it answered {ws.getstatus()}")
    return ws
