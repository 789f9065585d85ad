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
import select
import socket
import ssl
import sys
import time
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ari.errors import ConnectionFailed, InvalidAddress, InvalidAnswer, refusal

#: An address that has no room for a password, and so may be shown.
_HARMLESS = re.compile(r"(\w+://)?(\[[\da-fA-F:.]*\]?|[\w.-]*)(:\d{1,5})?(/[\w./-]*)?")
_EXAMPLE = "write it like 'http://localhost:8088'"
_PORTS = {"http": 80, "https": 443}
#: How long a connection may be idle and still carry a request, in seconds. Asterisk closes it after
#: 15 (`session_keep_alive` of http.conf), and a request that arrives in that moment is lost.
MAX_IDLE = 5.0


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one.

    `ari` is the resources' URL, e.g. `http://localhost:8088/ari`, `authority` its host and port,
    `path` the rest. Not `basePath` of the api-docs: that follows any Host header, and says http
    even over https.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        problem = self._parse()
        if problem:
            given = repr(base_url) if _HARMLESS.fullmatch(base_url) else "what was given"
            raise InvalidAddress(f"{given} is not an address; {problem}")

    def _parse(self) -> str:
        """Set the parts of base_url; return what is wrong with it, or nothing."""
        if re.search("@|%40", self.base_url):
            return "leave off the user name and the '@'; username and password are arguments"
        try:
            split = urlsplit(self.base_url)
            self.host, self.tls = split.hostname or "", split.scheme == "https"
            self.port = _PORTS[split.scheme] if split.port is None else split.port
            self.host.encode("idna")
        except (ValueError, KeyError):
            return _EXAMPLE
        if split.scheme not in _PORTS or not self.port or self.host.split() != [self.host]:
            return _EXAMPLE
        if split.query or split.fragment:
            return "leave off the '?' or '#' and what follows"
        path = re.sub("(/ari)?/*$", "", split.path, count=1)
        self.path = quote(f"{path}/ari", safe="/%")
        name = f"[{self.host}]" if ":" in self.host else self.host.encode("idna").decode()
        self.authority = f"{name}:{self.port}"
        self.ari = f"{split.scheme}://{split.netloc}{self.path}"
        return ""

    def events(self, apps: Sequence[str], subscribe_all: bool) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        return f"ws{self.ari[4:]}/events?app={names}{'&subscribeAll=true' if subscribe_all else ''}"


class Request(NamedTuple):
    """A request: `name` is the operation, `path` what its URL has below `/ari`, with the query.

    `body` is sent as JSON. `about` has the arguments that say what it is about, for its error.
    """

    name: str
    method: str
    path: str
    body: Any = None
    about: Mapping[str, str] = {}


class _Idle(NamedTuple):
    """A connection that carries no request, in which process, and since when."""

    sock: socket.socket
    pid: int
    since: float

    def is_old(self) -> bool:
        """Whether Asterisk may close it at any moment."""
        return time.monotonic() - self.since >= MAX_IDLE

    def is_usable(self) -> bool:
        """Whether it is this process's own, and nothing came, such as Asterisk's close."""
        # A forked child would get its parent's answers. Closing its copy leaves the parent's open.
        if self.pid != os.getpid():
            return False
        if sys.platform == "win32":
            return not select.select([self.sock], [], [], 0)[0]
        poll = select.poll()  # unlike select(), it takes descriptors from 1,024 on
        poll.register(self.sock, select.POLLIN)
        return not poll.poll(0)


class Session:
    """Sends requests to one Asterisk, from any thread, and turns what fails into an AriError."""

    def __init__(self, address: Address, username: str, password: str) -> None:
        if ":" in username:  # not repeated here: what follows it may be a password
            raise InvalidAddress("the user name has a ':'; the password is another argument")
        self.address = address
        #: How long to wait, in seconds, to connect and for an answer.
        self.timeout = (5.0, 30.0)
        #: The file or folder of CAs, named the way requests takes it.
        named = filter(None, map(os.environ.get, ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")))
        self.ca = next(named, DEFAULT_CA_BUNDLE_PATH)
        #: What the server calls itself, such as `Asterisk/22.10.1`; empty before its first answer.
        self.server = ""
        token = base64.b64encode(f"{username}:{password}".encode(errors="surrogateescape")).decode()
        self.authorization = f"Basic {token}"
        #: Connections that carry no request now, the longest idle first.
        self._idle: list[_Idle] = []
        weakref.finalize(self, _close_all, self._idle)

    def request(self, request: Request, timeout: float = math.inf) -> bytes:
        """Send a request and return the body of Asterisk's answer; nothing is ever sent twice.

        It waits for that as long as the client's timeout, or `timeout` seconds if these are less.
        Raises ConnectionFailed, RequestFailed where the answer is no 2xx, also at a redirect, which
        could lead the credentials to another host, and ValueError or TypeError for what JSON can't
        hold.
        """
        data = self._encoded(request)
        try:
            sock = self._take_connection()
        except OSError as error:
            raise ConnectionFailed(self.address.ari, error) from error
        try:
            sock.settimeout(min(timeout, self.timeout[1]))
            with contextlib.suppress(BrokenPipeError):  # it may have answered all the same
                sock.sendall(data)
            # Closed here, since a Ctrl+C is lost where Python closes what is collected.
            with http.client.HTTPResponse(sock, method=request.method) as answer:
                answer.begin()
                body = answer.read()
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: odd chunks
            sock.close()
            raise self._unanswered(request.name, error) from error
        if answer.will_close:
            sock.close()
        else:
            self._idle.append(_Idle(sock, os.getpid(), time.monotonic()))
        if not 200 <= answer.status < 300:
            status, url = (answer.status, answer.reason), self.address.ari + request.path
            raise refusal(request.name, status, dict(answer.headers), body, url, request.about)
        self.server = answer.headers.get("Server", "a server without a name")
        return body

    def _encoded(self, request: Request) -> bytes:
        """The request as it is sent: in one piece, and so mostly in one packet."""
        lines = [
            f"{request.method} {self.address.path}{request.path} HTTP/1.1",
            f"Host: {self.address.authority}",
            f"Authorization: {self.authorization}",
        ]
        body = ""
        if request.body is not None:
            lines.append("Content-Type: application/json")
            try:
                body = json.dumps(request.body, allow_nan=False)  # in ASCII
            except (TypeError, ValueError) as error:
                raise type(error)(f"{request.name}: JSON can't hold the body: {error}") from error
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body]).encode()

    def _unanswered(self, name: str, error: Exception) -> ConnectionFailed:
        """What to raise for a request that was sent, or in part."""
        cut_off = isinstance(error, (socket.timeout, http.client.HTTPException, ConnectionError))
        # Some of http.client's own errors can't be pickled.
        cause = error if isinstance(error, OSError) else http.client.HTTPException(str(error))
        # A server that never answered may not be Asterisk: then the advice is on the port.
        return ConnectionFailed(self.address.ari, cause, name if self.server and cut_off else "")

    def _take_connection(self) -> socket.socket:
        """Return a connection that nobody uses and that Asterisk keeps open, or a new one."""
        with contextlib.suppress(IndexError):  # where there is none, or threads took all
            while self._idle[0].is_old():
                self._idle.pop(0).sock.close()
            while True:
                idle = self._idle.pop()
                if idle.is_usable():
                    return idle.sock
                idle.sock.close()
        return self.connect()

    def connect(self) -> socket.socket:
        """Return a new TCP connection to Asterisk, with TLS for https; OSError where it fails."""
        tls = self._tls if self.address.tls else None
        host = self.address.host
        sock = socket.create_connection((host, self.address.port), self.timeout[0])
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return tls.wrap_socket(sock, server_hostname=host) if tls else sock
        except BaseException:
            sock.close()
            raise

    @functools.cached_property
    def _tls(self) -> ssl.SSLContext:
        file, folder = (None, self.ca) if os.path.isdir(self.ca) else (self.ca, None)
        try:
            return ssl.create_default_context(cafile=file, capath=folder)
        except OSError as error:  # which names no file
            raise OSError(f"the CA's file {self.ca} can't be read: {error}") from error

    def get_json(self, path: str, timeout: float = math.inf) -> Any:
        """GET a path below `/ari` and return its JSON, or raise as request() or InvalidAnswer."""
        return json_of(path, self.request(Request(path, "GET", path), timeout))

    def close(self) -> None:
        """Close all connections that carry no request now."""
        _close_all(self._idle)


def _close_all(idle: list[_Idle]) -> None:
    with contextlib.suppress(IndexError):
        while True:
            idle.pop().sock.close()


def json_of(name: str, body: bytes) -> Any:
    """The JSON of an answer; InvalidAnswer where it is none."""
    try:
        return json.loads(body)  # whatever charset is said to be in it
    except (ValueError, RecursionError) as error:
        got = f"expected JSON, got {body[:60].decode(errors='replace')!r}"
        raise InvalidAnswer(f"{name}: this seems to be no Asterisk: {got}") from error
