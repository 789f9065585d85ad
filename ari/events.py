"""The WebSocket of one connection, and the events that come on it."""

from __future__ import annotations

import http.client
import io
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import requests
import websocket

from ari.errors import ConnectionFailed, RequestFailed
from ari.rest import Rest
from ari.wire import GOODBYE, Closing, Wire

log = logging.getLogger(__name__)

Event = dict[str, Any]

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
        asked = False
        while True:
            try:
                opcode, frame = self._ws.recv_data_frame(control_frame=True)
            except websocket.WebSocketTimeoutException as error:
                if asked:
                    raise ConnectionFailed(self._url, error) from error
                asked = True
                self.ping()
                continue
            except websocket.WebSocketException as error:
                raise ConnectionFailed(self._url, error.__cause__ or error) from error
            asked = False
            if opcode == websocket.ABNF.OPCODE_TEXT:
                yield frame.data
            elif opcode == websocket.ABNF.OPCODE_PONG:
                yield None
            elif opcode == websocket.ABNF.OPCODE_CLOSE:
                raise ConnectionFailed(self._url, _closed_by_peer(frame.data))
            elif opcode == websocket.ABNF.OPCODE_BINARY:
                log.error("not an event: binary data, %d bytes", len(frame.data))

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
        event = json.loads(message.decode())
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
