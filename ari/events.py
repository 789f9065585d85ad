"""The WebSocket of one connection, and the events that come on it."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import requests
import websocket
from websocket import ABNF

from ari.errors import ConnectionFailed, RequestFailed
from ari.rest import Rest
from ari.wire import GOODBYE, Closing, Wire

log = logging.getLogger(__name__)

Event = dict[str, Any]

#: As json.loads() in three quarters of its time, since that looks at its options each time.
_decode = json.JSONDecoder().raw_decode

#: How long a connection may be silent before it is asked for a sign of life, and then before it
#: counts as lost, in seconds. Asterisk itself sends no pings.
SILENCE = 15.0


class EventSocket:
    """A connection to `/ari/events`, which registers the applications.

    Raises ConnectionFailed, or RequestFailed where Asterisk refuses it.
    """

    def __init__(self, rest: Rest, apps: Sequence[str], closing: Closing) -> None:
        self._url = rest.address.events(apps)
        try:
            self._wire = Wire(rest.address, rest.timeout[0])
            self._ws = websocket.create_connection(
                self._url,
                socket=self._wire,
                header=[f"Authorization: {rest.authorization}"],
                suppress_origin=True,  # Asterisk logs a NOTICE at each one
                skip_utf8_validation=True,  # parse_event() decodes, and that checks too
                redirect_limit=0,
            )
            self._refuse_redirect()
            # Its own way to gather bytes, which Wire does too, takes nearly half a frame's time.
            self._frames = self._ws.frame_buffer
            self._frames.recv_strict = self._wire.read  # type: ignore[method-assign]
        except websocket.WebSocketBadStatusException as error:
            raise RequestFailed("events", _response(error)) from error
        # A server that speaks no HTTP makes websocket-client fail on its status line.
        except (websocket.WebSocketException, OSError, ValueError, IndexError) as error:
            raise ConnectionFailed(self._url, error.__cause__ or error) from error
        self._wire.settimeout(SILENCE)
        self._wire.heed(closing.told)

    def _refuse_redirect(self) -> None:
        # websocket-client before 1.9 returns a redirect that it may not follow as a success.
        if self._ws.getstatus() != http.client.SWITCHING_PROTOCOLS:
            self._wire.close()
            raise websocket.WebSocketException(f"it answered {self._ws.getstatus()}")

    def __iter__(self) -> Iterator[bytes | None]:
        """Each message as it comes, and None for each answer to a ping.

        Never ends; raises ConnectionFailed when the connection is lost, Closed when the client is.
        """
        fragments = self._ws.cont_frame
        try:
            while True:
                frame: Any = self._next_frame()  # its data is typed as str or bytes: it is bytes
                if frame.opcode == ABNF.OPCODE_TEXT and frame.fin and not fragments.cont_data:
                    yield frame.data
                elif frame.opcode in (ABNF.OPCODE_TEXT, ABNF.OPCODE_BINARY, ABNF.OPCODE_CONT):
                    yield from self._completed_by(frame)
                elif frame.opcode == ABNF.OPCODE_PONG:
                    yield None
                elif frame.opcode == ABNF.OPCODE_PING:
                    self._ws.pong(frame.data)
                else:
                    with contextlib.suppress(websocket.WebSocketException):  # it may be gone
                        self._ws.send_close()
                    raise _closed_by_peer(frame.data)
        except websocket.WebSocketException as error:
            self._ws.connected = False  # so no goodbye: in that the library swallows a Ctrl+C
            raise ConnectionFailed(self._url, error.__cause__ or error) from error

    def _next_frame(self) -> ABNF:
        """The next frame; when none comes, after a ping."""
        try:
            return self._frames.recv_frame()
        except websocket.WebSocketTimeoutException:
            self._ws.ping()
            return self._frames.recv_frame()

    def _completed_by(self, frame: ABNF) -> Sequence[bytes]:
        """The message that this fragment is the last of, if it is and it is a text."""
        fragments = self._ws.cont_frame
        fragments.validate(frame)
        fragments.add(frame)
        if not frame.fin:
            return ()
        opcode, whole = fragments.extract(frame)
        if opcode == ABNF.OPCODE_TEXT:
            return (whole.data,)
        log.error("not an event: binary data, %d bytes", len(whole.data))
        return ()

    def ping(self) -> None:
        """Ask for a sign of life."""
        try:
            self._ws.ping()
        except websocket.WebSocketException as error:
            raise ConnectionFailed(self._url, error.__cause__ or error) from error

    def close(self) -> None:
        """Say goodbye, wait a moment for Asterisk's, and close the socket."""
        if self._ws.connected:
            self._wire.begin_close()
            self._ws.close(timeout=GOODBYE)
        self._wire.close()


def parse_event(message: bytes) -> Event | None:
    """The event in a message; None, and an error in the log, where it is none."""
    try:
        text = message.decode().strip()
        event, end = _decode(text)
        if end < len(text):
            raise ValueError("there is more after the JSON value")
        if isinstance(event, dict) and isinstance(event.get("type"), str):
            return event
        problem = "no JSON object with a type"
    except (ValueError, RecursionError) as error:
        problem = str(error)
    log.error("not an event: %s: %.200r", problem, message)
    return None


def _closed_by_peer(data: bytes) -> websocket.WebSocketConnectionClosedException:
    code = int.from_bytes(data[:2], "big")
    return websocket.WebSocketConnectionClosedException(
        f"Asterisk closed it, code {code or 'none'}"
    )


def _response(error: websocket.WebSocketBadStatusException) -> requests.Response:
    """The refusal of a handshake, as requests would have it."""
    response = requests.Response()
    response.status_code = error.status_code
    response.reason = http.client.responses.get(error.status_code, "")
    response.raw = io.BytesIO(getattr(error, "resp_body", None) or b"")  # not in 1.2
    return response
