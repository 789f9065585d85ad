"""Waiting for the network in a way that close() can end.

websocket-client does the framing; the socket under it is ours, for what that library leaves open:
reads are buffered, since it asks for a few bytes at a time, and a wait ends when the client closes.
"""

from __future__ import annotations

import os
import selectors
import socket
import ssl
import threading
import weakref
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Callable

from websocket import WebSocketConnectionClosedException, WebSocketTimeoutException

from ari.address import Address
from ari.printing import flush_output

if TYPE_CHECKING:
    from ari.events import EventSocket


#: How long close() waits for the other side, in seconds.
GOODBYE = 0.3


class Closed(Exception):
    """The client was closed while we waited; never leaves this library."""


class Closing:
    """Whether the client is closed, for all who wait."""

    def __init__(self) -> None:
        # A socket pair, since a lock could be held by the very code that a signal interrupted.
        self.told, self._teller = socket.socketpair()
        for end in (self.told, self._teller):
            weakref.finalize(self, end.close)
        self._done = False

    def set(self) -> None:
        """End every wait, now and from now on; safe in a signal handler."""
        if not self._done:
            self._done = True
            self._teller.send(b"x")

    def check(self) -> None:
        """Raise Closed if the client is closed."""
        if self._done:
            raise Closed

    def pause(self, seconds: float) -> None:
        """Wait that long, or raise Closed as soon as the client is closed."""
        flush_output()
        with selectors.DefaultSelector() as selector:
            selector.register(self.told, selectors.EVENT_READ)
            selector.select(seconds)
        self.check()

    def run(self, connect: Callable[[], EventSocket]) -> EventSocket:
        """Return the connection made, or raise Closed as soon as the client is closed.

        Connecting has a thread of its own: no name server or silent host can hold up close().
        """
        future: Future[EventSocket] = Future()

        def thread() -> None:
            try:
                future.set_result(connect())
            except Exception as error:
                future.set_exception(error)

        self.check()
        threading.Thread(target=thread, daemon=True).start()
        try:
            while not future.done():
                wait([future], timeout=0.1)
                self.check()
            return future.result()
        except BaseException:
            wait([future], timeout=GOODBYE)
            future.add_done_callback(_close_unused)
            raise


def _close_unused(connected: Future[EventSocket]) -> None:
    if not connected.exception():
        connected.result().close()


class Wire:
    """A connection to Asterisk, with the methods of a socket that websocket-client uses.

    Its errors are websocket-client's, a WebSocketTimeoutException after a wait of more than
    `timeout` seconds. An OSError is standard output's, which is flushed before each wait.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        self._timeout = timeout
        self._buffer = b""
        self._at = 0
        self._sock = self._connect(address, timeout)
        self._sock.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._sock, selectors.EVENT_READ)
        self._closing: socket.socket | None = None

    def heed(self, closing: socket.socket) -> None:
        """From now on end a wait with Closed when this can be read."""
        self._closing = closing
        self._selector.register(closing, selectors.EVENT_READ)

    def begin_close(self) -> None:
        """From now on wait for Asterisk's goodbye only, whether or not the client is closed."""
        if self._closing:
            self._selector.unregister(self._closing)

    @staticmethod
    def _connect(address: Address, timeout: float) -> socket.socket:
        sock = socket.create_connection((address.host, address.port), timeout)
        if not address.tls:
            return sock
        folder = os.path.isdir(address.ca)
        context = ssl.create_default_context(
            cafile=None if folder else address.ca, capath=address.ca if folder else None
        )
        return context.wrap_socket(sock, server_hostname=address.host)

    def recv(self, bufsize: int) -> bytes:
        """At most `bufsize` of the bytes that have come; waits for one."""
        if self._at == len(self._buffer):
            self._fill(1)
        return self.read(min(bufsize, len(self._buffer) - self._at))

    def read(self, bufsize: int) -> bytes:
        """Exactly `bufsize` bytes; where they do not come, those that did are kept for the next."""
        if self._at + bufsize > len(self._buffer):
            self._fill(bufsize)
        begin, self._at = self._at, self._at + bufsize
        return self._buffer[begin : self._at]

    def _fill(self, size: int) -> None:
        """Drop from the buffer what was read, and wait until it has at least this size."""
        parts = [self._buffer[self._at :]]
        missing = size - len(parts[0])
        try:
            while missing > 0:
                parts.append(self._receive())
                missing -= len(parts[-1])
        finally:
            self._buffer, self._at = b"".join(parts), 0

    def _receive(self) -> bytes:
        while True:
            try:
                # More than a TLS record, so that none is left half read where no wait sees it.
                data = self._sock.recv(65536)
                break
            except (BlockingIOError, ssl.SSLWantReadError):
                self._wait()
            except OSError as error:
                raise WebSocketConnectionClosedException(str(error)) from error
        if not data:
            raise WebSocketConnectionClosedException("Asterisk hung up")
        return data

    def _wait(self) -> None:
        flush_output()
        ready = self._selector.select(self._timeout)
        if not ready:
            raise WebSocketTimeoutException(f"nothing came for {self._timeout:g} s")
        if any(key.fileobj is self._closing for key, _ in ready):
            raise Closed

    def send(self, data: bytes) -> int:
        """Send some of the data, and return how much."""
        try:
            return self._sock.send(data)
        except OSError as error:
            raise WebSocketConnectionClosedException(str(error)) from error

    def gettimeout(self) -> float:
        """The longest wait, in seconds."""
        return self._timeout

    def settimeout(self, timeout: float) -> None:
        """Set the longest wait, in seconds."""
        self._timeout = timeout

    def fileno(self) -> int:
        """The descriptor of the socket."""
        return self._sock.fileno()

    def shutdown(self, how: int) -> None:
        """End the TCP connection in the direction `how`."""
        self._sock.shutdown(how)

    def close(self) -> None:
        """Close the socket."""
        self._selector.close()
        self._sock.close()
