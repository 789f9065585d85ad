"""Where an Asterisk is, and requests to it."""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ari.errors import ConnectionFailed, InvalidAddress, InvalidAnswer, RequestFailed, root_cause

#: An address that has no room for a password, and so may be shown.
_HARMLESS = re.compile(r"(\w+://)?(\[[\da-fA-F:.]*\]?|[\w.-]*)(:\d{1,5})?(/[\w./-]*)?")
_EXAMPLE = "write it like 'http://localhost:8088'"
_PORTS = {"http": 80, "https": 443}
#: How long a connection may be idle and still carry a request, in seconds. Asterisk closes it after
#: 15 (`session_keep_alive` of http.conf), and a request that arrives in that moment is lost.
MAX_IDLE = 5.0
#: How a request that was sent fails where the server closes its end.
_CUT_OFF = (http.client.HTTPException, ConnectionResetError)


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one.

    `ari` is the resources' URL, e.g. `http://localhost:8088/ari`: not `basePath` of the api-docs,
    which follows any Host header, and says http even over https.
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
        self.ari = f"{split.scheme}://{split.netloc}{path}/ari"
        return ""

    def events(self, apps: Sequence[str], subscribe_all: bool) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        return f"ws{self.ari[4:]}/events?app={names}{'&subscribeAll=true' if subscribe_all else ''}"


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
        #: Idle connections, the longest idle first: since when, and a requests.Session with one.
        self._idle: list[tuple[float, requests.Session]] = []

    def request(
        self, name: str, method: str, path: str, query: Any = None, body: Any = None
    ) -> requests.Response:
        """Send a request and return Asterisk's answer, a 2xx one; nothing is ever sent twice.

        `name` is the operation. Raises ConnectionFailed, RequestFailed, also at a redirect, which
        could lead the credentials to another host, and ValueError for what JSON can't hold.
        """
        handled, connection = sys.exc_info()[1], self._take_connection()
        send = partial(connection.request, timeout=self.timeout, allow_redirects=False)
        try:
            response = send(method, self.address.ari + path, query, json=body)
        except requests.exceptions.InvalidJSONError as error:
            raise ValueError(f"{name}: {error}") from error
        except (OSError, ValueError) as error:  # ValueError: urllib3's, at a negative chunk size
            connection.close()
            cause = root_cause(error, handled)
            cut_off = isinstance(error, requests.ReadTimeout) or isinstance(cause, _CUT_OFF)
            # A server that never answered may not be Asterisk: then the advice is on the port.
            unanswered = name if self.server and cut_off else ""
            raise ConnectionFailed(self.address.ari, cause, unanswered) from error
        self._idle.append((time.monotonic(), connection))
        if not 200 <= response.status_code < 300:
            raise RequestFailed(name, response)
        self.server = response.headers.get("Server", "a server without a name")
        return response

    def _take_connection(self) -> requests.Session:
        """Return a connection that no thread uses and that Asterisk is not about to close."""
        try:
            while time.monotonic() - self._idle[0][0] >= MAX_IDLE:
                self._idle.pop(0)[1].close()
            return self._idle.pop()[1]
        except IndexError:
            connection = requests.Session()
            # No proxy, no .netrc: the credentials go to the host that the user named, and no other.
            connection.trust_env, connection.verify = False, self.ca
            connection.headers["Authorization"] = self.authorization
            return connection

    def get_json(self, path: str) -> Any:
        """GET a path below `/ari` and return its JSON, or raise as request() or InvalidAnswer."""
        return json_of(path, self.request(path, "GET", path))

    def close(self) -> None:
        """Close all connections that carry no request now."""
        while self._idle:
            self._idle.pop()[1].close()


def json_of(name: str, response: requests.Response) -> Any:
    """The JSON of an answer; InvalidAnswer where it is none."""
    try:
        return json.loads(response.content)  # whatever charset is said to be in it
    except (ValueError, RecursionError) as error:
        got = f"expected JSON, got {response.content[:60].decode(errors='replace')!r}"
        raise InvalidAnswer(f"{name}: this seems to be no Asterisk: {got}") from error
