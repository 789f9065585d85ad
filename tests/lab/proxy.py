"""A TCP proxy on loopback whose connections can be cut, as cables are."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator


class Proxy:
    """Passes connections on to a port of loopback; a context manager."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        #: The server's ends that stay open although the client's are cut.
        self._kept: set[socket.socket] = set()
        self._broken = False
        self._lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the server's socket is closed at the end
            while True:
                client, _ = self._server.accept()
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        with self._lock:
            if self._broken:
                client.close()
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:  # nothing listens there now
                client.close()
                return
            self._pairs.append((client, server))
        for pair in ((client, server), (server, client)):
            threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):  # cut, or closed by the other side
            while data := source.recv(65536):
                if source not in self._kept:  # else nobody is there to take it
                    target.sendall(data)
            if target not in self._kept:
                target.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """Reset every connection at both ends; what is under way is lost."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
            kept, self._kept = self._kept, set()
        _reset([*(sock for pair in pairs for sock in pair), *kept])

    def cut_the_clients_ends(self) -> None:
        """Reset every connection at the client's end; the server still believes in it."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
            self._kept |= {server for _, server in pairs}
        _reset([client for client, _ in pairs])

    @contextlib.contextmanager
    def broken(self, half_open: bool = False) -> Iterator[None]:
        """Cut, and let no connection through for a while; half-open, cut the client's ends only."""
        self._broken = True
        self.cut_the_clients_ends() if half_open else self.cut()
        try:
            yield
        finally:
            self._broken = False


def _reset(socks: list[socket.socket]) -> None:
    for sock in socks:
        # Linger for no time: a reset, as from a box that has forgotten the connection.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
