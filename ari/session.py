"""Where an Asterisk is, and requests to it."""

from __future__ import annotations

import base64
import contextlib
import functools
import http.client
import json
import math
import os
import re
import socket
import ssl
import time
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ari.errors import ConnectionFailed, InvalidAddress, InvalidAnswer, refusal

_PORTS = {"http": 80, "https": 443}
#: An address with one of these may contain a password, and is not shown: an '@', a query, or a
#: colon that is not followed by two slashes or a port, as in `http://asterisk:secret`.
_MAY_BE_SECRET = re.compile(r"@|%40|\?|#|:(?!//|\d{1,5}(/|$))")
#: How long a connection may be idle and still carry a request, in seconds. Asterisk closes it after
#: 15 (`session_keep_alive` of http.conf), and a request that arrives in that moment is lost.
MAX_IDLE = 5.0


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one.

    `ari` is the resources' URL, e.g. `http://localhost:8088/ari`. It is not `basePath` of the
    api-docs, which follows any Host header, and says http even over https.
    """

    def __init__(self, base_url: str) -> None:
        problem = _problem_of(base_url)
        if problem:
            given = "what was given" if _MAY_BE_SECRET.search(base_url) else repr(base_url)
            raise InvalidAddress(f"{given} is not an address; {problem}")
        split = urlsplit(base_url)
        self.base_url, self.tls = base_url, split.scheme == "https"
        self.host, self.port = split.hostname or "", split.port or _PORTS[split.scheme]
        before_ari = re.sub("(/ari)?/*$", "", split.path, count=1)
        self.authority, self.path = split.netloc, quote(f"{before_ari}/ari", safe="/%")
        self.ari = f"{split.scheme}://{self.authority}{self.path}"

    def events(self, apps: Sequence[str], subscribe_all: bool) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        url = f"{self.ari.replace('http', 'ws', 1)}/events?app={names}"
        return f"{url}&subscribeAll=true" if subscribe_all else url


def _problem_of(base_url: str) -> str:
    """What is wrong with an address, and what to do; empty where nothing is."""
    if re.search("@|%40", base_url):
        return "leave off the user name and the '@'; username and password are arguments"
    if re.search(r"[?#]", base_url):
        return "leave off the '?' or '#' and what follows"
    try:
        split = urlsplit(base_url)
        host = (split.hostname or "").encode("idna")
        usable = split.scheme in _PORTS and split.port != 0 and re.fullmatch(rb"\S+", host)
    except ValueError:  # no number for a port, say, or nothing between a host's dots
        usable = False
    return "" if usable else "write it like 'http://localhost:8088'"


class Request(NamedTuple):
    """A request: `name` is the operation, `path` what its URL has below `/ari`, with the query.

    `body` is JSON in ASCII, or empty. `about` has the arguments that name what it is about, for its
    error.
    """

    name: str
    method: str
    path: str
    body: str = ""
    about: Mapping[str, str] = {}


class _Idle(NamedTuple):
    """A connection that carries no request, and since when, a time.monotonic()."""

    sock: socket.socket
    since: float


class _Answer(http.client.HTTPResponse):
    # Its destructor's close() needs it, also where a Ctrl+C has interrupted its __init__().
    fp: Any = None


class Session:
    """Sends requests to one Asterisk, from any thread, and turns what fails into an AriError.

    It writes each request itself, and lets http.client read the answer: that is about three times
    as fast as `requests` (tests/bench), and loses no Ctrl+C, as urllib3's pool does now and then.
    """

    def __init__(self, address: Address, username: str, password: str) -> None:
        if ":" in username:  # not repeated here: what follows it may be a password
            raise InvalidAddress("the user name has a ':'; the password is another argument")
        self.address = address
        #: How long to wait, in seconds, to connect and for an answer.
        self.timeout = (5.0, 30.0)
        #: What the server calls itself, such as `Asterisk/22.10.1`; empty before its first 2xx.
        self.server = ""
        token = base64.b64encode(f"{username}:{password}".encode(errors="surrogateescape")).decode()
        self.authorization = f"Basic {token}"
        #: The connections of this process that carry no request now, the longest idle first.
        self._idle: list[_Idle] = []
        self._process = os.getpid()
        #: Closes them, in close() or when the session is collected; it is `alive` until then.
        self._finalizer = weakref.finalize(self, _close, self._idle)

    def request(self, request: Request, timeout: float = math.inf) -> bytes:
        """Send a request, once, and return the body of Asterisk's answer.

        It waits for each part of the answer as long as the client's timeout, or `timeout` seconds
        if less.

        Raises ConnectionFailed, or RequestFailed where the answer is no 2xx, also at a redirect:
        that could lead the credentials to another host.
        """
        sock = self._take_connection(timeout)
        answer, body = self._exchange(sock, request, min(timeout, self.timeout[1]))
        closed = not self._finalizer.alive  # meanwhile, by another thread
        if answer.will_close or closed:
            sock.close()
        else:
            self._idle.append(_Idle(sock, time.monotonic()))
        if not 200 <= answer.status < 300:
            status, url = (answer.status, answer.reason), self.address.ari + request.path
            raise refusal(request.name, status, dict(answer.headers), body, url, request.about)
        self.server = answer.headers.get("Server", "a server without a name")
        return body

    def _exchange(
        self, sock: socket.socket, request: Request, seconds: float
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a request; return its answer, and the body of that."""
        try:
            sock.settimeout(seconds)
            with contextlib.suppress(BrokenPipeError):  # it may have answered all the same
                sock.sendall(self._encoded(request))
            # The answer is closed here, since Python drops a Ctrl+C that comes in a destructor.
            with _Answer(sock, method=request.method) as answer:
                answer.begin()
                return answer, answer.read()
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: odd chunks
            sock.close()
            # Some of http.client's own errors can't be pickled, as a pool of processes needs.
            cause = error if isinstance(error, OSError) else http.client.HTTPException(str(error))
            # What never answered anything may not be Asterisk. Then the error advises on the
            # address, instead of saying that this request was not answered.
            unanswered = request.name if self.server else ""
            raise ConnectionFailed(self.address.ari, cause, unanswered) from error

    def _encoded(self, request: Request) -> bytes:
        """The request as it is sent: in one piece, and so mostly in one packet."""
        lines = [
            f"{request.method} {self.address.path}{request.path} HTTP/1.1",
            f"Host: {self.address.authority}",
            f"Authorization: {self.authorization}",
            f"Content-Length: {len(request.body)}",
        ]
        if request.body:
            lines.append("Content-Type: application/json")
        return "\r\n".join([*lines, "", request.body]).encode()

    def _take_connection(self, timeout: float) -> socket.socket:
        """Return a connection that nobody uses and that Asterisk keeps open, or a new one."""
        # A forked child that sends requests all the same makes connections of its own: on its
        # parent's it would get the parent's answers.
        if self._process != os.getpid():
            _close(self._idle)  # its own copies: the parent's stay open
            self._process = os.getpid()
        _close(self._idle, MAX_IDLE)
        with contextlib.suppress(IndexError):  # other threads take some as well
            while self._idle:
                sock = self._idle.pop().sock
                if _is_usable(sock):
                    return sock
                sock.close()
        try:
            return self.connect(timeout)
        except OSError as error:
            raise ConnectionFailed(self.address.ari, error) from error

    def connect(self, timeout: float = math.inf) -> socket.socket:
        """Return a new TCP connection to Asterisk, with TLS for https; OSError where it fails."""
        # Before there is a socket to close: this may raise.
        tls = self._tls if self.address.tls else None
        at = (self.address.host, self.address.port)
        sock = socket.create_connection(at, min(timeout, self.timeout[0]))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return tls.wrap_socket(sock, server_hostname=self.address.host) if tls else sock

    @functools.cached_property
    def _tls(self) -> ssl.SSLContext:
        """It trusts the CAs that requests would: those in a file, or in a folder."""
        ca = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
        ca = ca or DEFAULT_CA_BUNDLE_PATH
        file, folder = (None, ca) if os.path.isdir(ca) else (ca, None)
        try:
            return ssl.create_default_context(cafile=file, capath=folder)
        except OSError as error:  # which names no file
            raise OSError(f"the CA's file {ca} can't be read: {error}") from error

    def get_json(self, path: str, timeout: float = math.inf) -> Any:
        """GET a path below `/ari` and return its JSON, or raise as request() or InvalidAnswer."""
        return json_of(path, self.request(Request(path, "GET", path), timeout))

    def close(self) -> None:
        """Close all connections that carry no request now, and the others after their answers."""
        self._finalizer()


def _close(idle: list[_Idle], age: float = -math.inf) -> None:
    """Close those that have been idle for so long, in seconds."""
    with contextlib.suppress(IndexError):  # none is left: other threads take some as well
        while time.monotonic() - idle[0].since >= age:
            idle.pop(0).sock.close()


def _is_usable(sock: socket.socket) -> bool:
    """Whether nothing has come since the last answer, such as Asterisk's close."""
    sock.settimeout(0)
    try:
        socket.socket.recv(sock, 1, socket.MSG_PEEK)  # not SSLSocket.recv(), which can't peek
    except OSError as error:
        return isinstance(error, BlockingIOError)
    return False


def json_of(name: str, body: bytes) -> Any:
    """The JSON of an answer; InvalidAnswer where it is none."""
    try:
        return json.loads(body)  # whatever charset is said to be in it
    except (ValueError, RecursionError) as error:
        got = f"expected JSON, got {body[:60].decode(errors='replace')!r}"
        raise InvalidAnswer(f"{name}: this seems to be no Asterisk: {got}") from error
