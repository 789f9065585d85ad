"""The WebSocket of one connection to `/ari/events`, and the messages that come on it."""

from __future__ import annotations

import contextlib
import http.client
import http.cookies
import io
import logging
import os
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import requests
import websocket
from websocket import ABNF

from ari.closing import Closing
from ari.errors import ConnectionFailed, RequestFailed
from ari.reader import LONGEST, Reader
from ari.session import Session

log = logging.getLogger(__name__)

#: How long a connection may be silent before it is asked for a sign of life, and then before it
#: counts as lost, in seconds. Asterisk itself sends no pings.
SILENCE = 15.0

#: How long close() waits for Asterisk's goodbye, in seconds.
GOODBYE = 0.3


class Pong(NamedTuple):
    """The answer to a ping, with what was sent in it."""

    data: bytes


class EventSocket:
    """A connection to `/ari/events`, which registers the applications.

    Raises ConnectionFailed, or RequestFailed where Asterisk refuses it. `patience` is how long
    its iterator waits for a message before it tells that none came, in seconds; at most SILENCE.
    """

    def __init__(
        self, session: Session, apps: Sequence[str], subscribe_all: bool, closing: Closing
    ) -> None:
        self._url = session.address.events(apps, subscribe_all)
        self.patience = SILENCE
        self._asked_at = 0.0
        self._lost = False
        try:
            self._sock = _connect(session)
            with contextlib.ExitStack() as failed:
                failed.callback(self._sock.close)
                self._ws = _handshake(self._sock, self._url, session)
                self._sock.setblocking(False)
                self._reader = Reader(self._sock, closing)
                failed.pop_all()
        except websocket.WebSocketBadStatusException as error:
            raise RequestFailed("events", _response(error)) from error
        except _FAILURES as error:
            raise ConnectionFailed(self._url, error.__cause__ or error) from error
        self._frames = websocket.frame_buffer(self._reader.read, skip_utf8_validation=True)

    def __iter__(self) -> Iterator[bytearray | Pong | None]:
        """Yield each message and each pong as it comes, and None when nothing came for a while.

        Never ends; raises ConnectionFailed when the connection is lost, Closed when the client is.
        """
        try:
            while True:
                if not self._ws.cont_frame.cont_data:
                    yield from self._reader.texts()
                if self._reader.wait_for_frame(min(self.patience, SILENCE)):
                    yield from self._take(self._frames.recv_frame())
                else:
                    self._check_for_life()
                    yield None
        except (websocket.WebSocketException, OSError) as error:
            self._lost = True
            raise ConnectionFailed(self._url, error.__cause__ or error) from error

    def _take(self, frame: ABNF) -> Sequence[bytearray | Pong]:
        """What is to be told of a frame."""
        data: Any = frame.data  # typed as str or bytes: it is bytes
        if frame.opcode == ABNF.OPCODE_PONG:
            return (Pong(data),)
        if frame.opcode == ABNF.OPCODE_PING:
            self._ws.pong(data)
        elif frame.opcode == ABNF.OPCODE_CLOSE:
            self._ws.send_close()
            code = int.from_bytes(data[:2], "big")
            raise ConnectionError(f"Asterisk closed it, code {code or 'none'}")
        else:
            return self._completed_by(frame)
        return ()

    def _completed_by(self, frame: ABNF) -> Sequence[bytearray]:
        """The message that this is the last fragment of, if it is and the message is a text."""
        fragments = self._ws.cont_frame
        fragments.validate(frame)
        fragments.add(frame)
        if fragments.cont_data and len(fragments.cont_data[1]) > LONGEST:
            raise ConnectionError(f"it sends a message of more than {LONGEST} bytes")
        if not frame.fin:
            return ()
        opcode, whole = fragments.extract(frame)
        if opcode == ABNF.OPCODE_TEXT:
            return (bytearray(whole.data),)
        log.error("not an event: binary data, %d bytes", len(whole.data))
        return ()

    def _check_for_life(self) -> None:
        """Ask a silent connection for a sign of life, and give up one that stays silent."""
        silence = time.monotonic() - self._reader.heard
        if silence >= 2 * SILENCE:
            raise ConnectionError(f"nothing came for {silence:.1f} s, not even after a ping")
        if silence >= SILENCE and self._asked_at < self._reader.heard:
            self._asked_at = time.monotonic()
            self._ws.ping()

    def ping(self, data: bytes) -> None:
        """Ask for a Pong with this data: it comes after all that Asterisk has sent before it."""
        try:
            self._ws.ping(data)
        except (websocket.WebSocketException, OSError) as error:
            raise ConnectionFailed(self._url, error) from error

    def close(self) -> None:
        """Say goodbye, wait a moment for Asterisk's, and close the socket."""
        self._reader.close()
        with self._sock, contextlib.suppress(websocket.WebSocketException, OSError):
            if not self._lost:
                self._sock.settimeout(GOODBYE)
                self._ws.send_close()
                deadline = time.monotonic() + GOODBYE
                while self._sock.recv(65536) and time.monotonic() < deadline:
                    pass


#: What can go wrong before the first frame. A server that speaks no HTTP makes websocket-client
#: fail on its status line, and one with odd cookies on these.
_FAILURES = (
    websocket.WebSocketException,
    OSError,
    ValueError,
    IndexError,
    http.cookies.CookieError,
)


def _connect(session: Session) -> socket.socket:
    """A TCP connection to Asterisk, or one with TLS."""
    address, seconds = session.address, session.timeout[0]
    context = _tls_context(session.ca) if address.tls else None
    sock = socket.create_connection((address.host, address.port), seconds)
    return context.wrap_socket(sock, server_hostname=address.host) if context else sock


def _tls_context(ca: str) -> ssl.SSLContext:
    if os.path.isdir(ca):
        return ssl.create_default_context(capath=ca)
    return ssl.create_default_context(cafile=ca)


def _handshake(sock: socket.socket, url: str, session: Session) -> websocket.WebSocket:
    sock.settimeout(session.timeout[1])
    ws = websocket.create_connection(
        url,
        socket=sock,
        header=[f"Authorization: {session.authorization}"],
        suppress_origin=True,  # Asterisk logs a NOTICE at each one
        skip_utf8_validation=True,  # parse_event() decodes, and that checks too
        enable_multithread=False,  # one thread uses it, and a Ctrl+C can leave a lock locked
        redirect_limit=0,
    )
    # websocket-client before 1.9 returns a redirect that it may not follow as a success.
    if ws.getstatus() != http.client.SWITCHING_PROTOCOLS:
        raise websocket.WebSocketException(f"it answered {ws.getstatus()}")
    return ws


def _response(error: websocket.WebSocketBadStatusException) -> requests.Response:
    """The refusal of a handshake, as requests would have it."""
    response = requests.Response()
    response.status_code = error.status_code
    response.reason = http.client.responses.get(error.status_code, "")
    response.raw = io.BytesIO(getattr(error, "resp_body", None) or b"")  # not in 1.2
    return response
