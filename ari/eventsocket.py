"""One WebSocket to `/ari/events`: how it is opened, read quickly, pinged and closed."""

from __future__ import annotations

import contextlib
import http.client
import logging
import math
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
#: The longest message that is accepted, in bytes on the wire: headers of frames count as well.
#: Asterisk's are far shorter.
MAX_SIZE = 2**24
#: How many bytes are read at once: a read takes the GIL from the callbacks, a larger one memory.
READ_SIZE = 2**19
#: How long to wait for Asterisk's close frame, in seconds.
CLOSE_TIMEOUT = 0.3
#: What a handshake raises: websocket-client lets some errors of parsing an odd answer through.
_HANDSHAKE_ERRORS = (websocket.WebSocketException, OSError, ValueError, IndexError, CookieError)


class Settings:
    """How a Client keeps its connection to the events: its attributes, each of which can be set.

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


class BufferedSocket:
    """A socket for websocket-client that reads large pieces.

    websocket-client asks for a frame's header, its length and its payload, and each of them would
    be a call of the system. What was read ahead is `data`, from the index `at` on.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.send, self.close, self.fileno = sock.send, sock.close, sock.fileno
        self.settimeout, self.gettimeout = sock.settimeout, sock.gettimeout
        self.data, self.at = b"", 0
        #: When no more is read, by time.monotonic(), though something may still come.
        self.deadline = math.inf
        #: How many bytes may still come of the message that is being read.
        self.allowed: float = math.inf
        #: Seconds of listening in vain since something came.
        self.silence = 0.0

    def recv(self, size: int) -> bytes:
        """As socket.recv(), but raises ConnectionError in too long a message."""
        if self.at == len(self.data):
            self.read()
        begin, self.at = self.at, min(self.at + size, len(self.data))
        self.allowed -= self.at - begin
        if self.allowed < 0:
            raise ConnectionError(f"it sends a message of more than {MAX_SIZE} bytes")
        return self.data[begin : self.at]

    def read(self) -> None:
        """Read the next piece, once the one before is taken; it is empty at the end."""
        if time.monotonic() > self.deadline:
            raise socket.timeout("timed out")
        self.data, self.at = self._sock.recv(READ_SIZE), 0
        self.silence = 0.0

    def wait_for_the_end(self, seconds: float) -> None:
        """Read in vain until the other side closes it, or so long."""
        self.settimeout(seconds)
        deadline = time.monotonic() + seconds
        while self._sock.recv(65536) and time.monotonic() < deadline:
            pass


class EventSocket:
    """A WebSocket with events, for one thread; or it raises ConnectionFailed or RequestFailed."""

    def __init__(
        self, session: Session, url: str, settings: Settings, closed: Callable[[], bool]
    ) -> None:
        self._settings = settings
        self._ws = _open(session, url, closed)
        self._buffer = cast(BufferedSocket, self._ws.sock)
        self._buffer.settimeout(POLL)
        self._buffer.allowed = MAX_SIZE
        self._between_frames = True
        self.ping: Callable[[bytes], None] = self._ws.ping
        #: The data of the last pong.
        self.pong = b""

    def receive(self) -> list[bytes]:
        """Return the messages of a moment; OSError or WebSocketException at a lost connection."""
        # close() is to be seen also while a message trickles in.
        self._buffer.deadline = time.monotonic() + POLL
        try:
            self._refuse_what_is_too_long()
            self._between_frames = False
            opcode, frame = self._ws.recv_data_frame(control_frame=True)
            self._between_frames = True
        except (websocket.WebSocketTimeoutException, socket.timeout):
            self._ping_if_silent()
            return []
        except websocket.WebSocketConnectionClosedException:
            raise ConnectionError("Asterisk hung up") from None
        if opcode == ABNF.OPCODE_CLOSE:
            code = int.from_bytes(frame.data[:2], "big")
            raise ConnectionError(f"Asterisk closed it, code {code or 'none'}")
        if opcode == ABNF.OPCODE_PONG:
            self.pong = frame.data
        if opcode in (ABNF.OPCODE_PING, ABNF.OPCODE_PONG):
            self._buffer.allowed += 2 + len(frame.data)  # it may stand between a message's frames
            return []
        self._buffer.allowed = MAX_SIZE
        if opcode == ABNF.OPCODE_BINARY:
            log.error("not an event: binary data, %d bytes", len(frame.data))
            return []
        return [frame.data, *self._texts()]

    def _refuse_what_is_too_long(self) -> None:
        """Raise ConnectionError at the header of a frame that is longer than a message may be."""
        buffer = self._buffer
        if not self._between_frames:
            return
        if buffer.at == len(buffer.data):
            buffer.read()
        header = buffer.data[buffer.at : buffer.at + 10]
        if len(header) == 10 and header[1] & 0x7F == 0x7F:  # eight bytes with the size follow
            size = int.from_bytes(header[2:], "big")
            if size > MAX_SIZE:
                raise ConnectionError(f"it sends a message of {size} bytes")

    def _texts(self) -> list[bytes]:
        """Take the texts that have been read whole, in a frame each.

        Quicker than websocket-client, which is between two messages now: it has buffered nothing.
        """
        data, at, texts = self._buffer.data, self._buffer.at, []
        end = len(data)
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
        self._buffer.at = at
        return texts

    def _ping_if_silent(self) -> None:
        """Ping a silent Asterisk; raises ConnectionError where it did not answer that."""
        interval, before = self._settings.ping_interval, self._buffer.silence
        # What was waited, and not the time gone, as the process may have been stopped.
        self._buffer.silence = silence = before + POLL
        if silence >= interval + self._settings.ping_timeout:
            raise ConnectionError(f"nothing came for {silence:.1f} s, not even after a ping")
        if before < interval <= silence:
            self.ping(b"")

    def close(self) -> None:
        """Send a close frame, wait a moment for Asterisk's, and close the socket."""
        with contextlib.suppress(websocket.WebSocketException, OSError):
            if self._ws.connected:  # else Asterisk's close frame was answered already
                self._ws.send_close()
            self._buffer.wait_for_the_end(CLOSE_TIMEOUT)
        self._buffer.close()


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
        socket=BufferedSocket(sock),
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
