"""close() while a connection is being made: run() ends, whatever the connection waits for."""

from __future__ import annotations

import contextlib
import signal
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import ari
from tests.lab.process import eventually
from tests.lab.standin import StandIn


class Stuck:
    """What a connection gets stuck in; `reached` when one has, and `released` at the end."""

    def __init__(self, standin, monkeypatch):
        self.standin, self.monkeypatch = standin, monkeypatch
        self.reached, self.released = threading.Event(), threading.Event()
        self.sockets = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released.set()
        self.sockets.close()

    def names(self):
        """The name server does not answer."""

        def getaddrinfo(*_, **__):
            self.reached.set()
            self.released.wait()
            raise socket.gaierror("released")

        self.monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        self.standin.cut()

    def tcp(self):
        """Nobody takes the connection."""
        look_up = socket.getaddrinfo

        def getaddrinfo(*args, **options):
            self.reached.set()
            return look_up(*args, **options)

        self._take_its_place(backlog=0)
        for _ in range(3):  # they fill its queue
            one = self.sockets.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex((self.standin.host, self.standin.port))
        self.monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    def silence(self):
        """The connection is taken, and what is sent on it is not answered."""
        self._answer_with([])

    def dripping(self):
        """The answer comes byte by byte, and does not end."""
        self._answer_with(b"HTTP/1.1 101 Switching Protocols\r\nX: " + b"x" * 50_000)

    def _take_its_place(self, backlog=1):
        self.standin.stop()
        address = (self.standin.host, self.standin.port)
        return self.sockets.enter_context(socket.create_server(address, backlog=backlog))

    def _answer_with(self, data):
        server = self._take_its_place()

        def answer():
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):  # the client may hang up
                connection.recv(1)
                for byte in data:
                    connection.send(bytes([byte]))
                    self.reached.set()
                    if self.released.wait(0.005):
                        return
                self.reached.set()
                self.released.wait()

        thread = threading.Thread(target=answer)
        thread.start()
        self.sockets.callback(thread.join)


#: What it waits for, and how to have that; only TLS needs an address with https.
WAITS = {
    "the name server": Stuck.names,
    "TCP": Stuck.tcp,
    "TLS": Stuck.silence,
    "the handshake": Stuck.silence,
    "an answer that drips": Stuck.dripping,
}


@pytest.fixture(params=WAITS)
def stuck(request, ca, monkeypatch, set_waits, tmp_path):
    """Something to get stuck in, a way into it, and a client that would be for a minute."""
    set_waits(0.02)
    context = None
    if request.param == "TLS":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        ca.issue_cert("127.0.0.1").configure_cert(context)
        ca.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    with (
        StandIn(tls=context) as standin,
        Stuck(standin, monkeypatch) as stuck,
        ari.connect(standin.url, "asterisk", "asterisk") as client,
    ):
        client.timeout = 60
        yield stuck, lambda: WAITS[request.param](stuck), client


def test_close_ends_the_first_connection(stuck):
    """In another thread, before there was a connection."""
    stuck, get_stuck, client = stuck
    get_stuck()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(client.run, "channel-dump")
        assert stuck.reached.wait(10)
        client.close()
        assert run.result(10) is None


def test_close_of_a_callback_ends_a_later_connection(stuck):
    """In a callback that has taken so long that the connection is being made again."""
    stuck, get_stuck, client = stuck
    heard = []

    def close(event):
        get_stuck()
        heard.append(stuck.reached.wait(10))
        client.close()

    client.on_event("A", close)
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(client.run, "channel-dump")
        stuck.standin.wait_until_settled()
        stuck.standin.send({"type": "A"})
        assert run.result(10) is None
    assert heard == [True]


def test_close_of_a_signal_handler_ends_a_later_connection(stuck):
    """In a signal handler, which interrupts run() in the main thread."""
    stuck, get_stuck, client = stuck
    before = signal.signal(signal.SIGUSR1, lambda *_: client.close())
    main = threading.main_thread().ident

    def send():
        stuck.standin.wait_until_settled()
        get_stuck()
        assert stuck.reached.wait(10)
        signal.pthread_kill(main, signal.SIGUSR1)

    try:
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(send)
            assert client.run("channel-dump") is None
            assert sent.result(10) is None
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_what_was_closed_does_not_register(standin, client, monkeypatch):
    """A name server that answers after close() leads to no connection, which would take over."""
    asked, answer, look_up = threading.Event(), threading.Event(), socket.getaddrinfo

    def getaddrinfo(*args, **options):
        asked.set()
        answer.wait()
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    before = {*threading.enumerate()}
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(client.run, "channel-dump")
        assert asked.wait(10)
        client.close()
        run.result(10)
    answer.set()
    eventually(lambda: {*threading.enumerate()} <= before)
    assert standin.times_of("/events") == []
