"""Requests to Asterisk, over one requests.Session."""

from __future__ import annotations

import base64
import sys
import weakref
from collections.abc import Mapping
from typing import Any

import requests

from ari.address import Address
from ari.errors import ConnectionFailed, InvalidAddress, InvalidAnswer, RequestFailed, root_cause
from ari.printing import flush_output


class Rest:
    """Sends requests to one Asterisk and turns what fails into an AriError.

    `timeout` is how long to wait, in seconds, to connect and for an answer. Threads may share it.
    """

    def __init__(self, address: Address, username: str, password: str) -> None:
        if ":" in username:
            raise InvalidAddress(
                f"user name {username!r}: Basic authentication allows no ':' in it"
            )
        self.address = address
        self.timeout = (5.0, 30.0)
        #: What the server calls itself, such as `Asterisk/22.10.1`.
        self.server = "a server without a name"
        token = base64.b64encode(f"{username}:{password}".encode(errors="surrogateescape")).decode()
        self.authorization = f"Basic {token}"
        self._session = requests.Session()
        weakref.finalize(self, self._session.close)
        # No proxy, no .netrc: the credentials go to the host that the user named and to no other.
        self._session.trust_env = False
        self._session.verify = address.ca
        self._session.headers["Authorization"] = self.authorization

    def request(
        self,
        name: str,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Any | None = None,
        timeout: float | None = None,
    ) -> requests.Response:
        """Send a request and return Asterisk's answer, a 2xx one.

        `name` is the operation in the words of the caller, for the error. Raises ConnectionFailed
        or RequestFailed, and OSError where standard output, flushed before, can't be written.
        A redirect fails too: it could lead the credentials to another host.
        """
        url = self.address.rest + path
        flush_output()
        outside = sys.exc_info()[1]
        try:
            response = self._session.request(
                method,
                url,
                query,
                json=body,
                timeout=timeout or self.timeout,
                allow_redirects=False,
            )
        except OSError as error:
            raise ConnectionFailed(self.address.rest, root_cause(error, outside)) from error
        if not 200 <= response.status_code < 300:
            raise RequestFailed(name, response)
        self.server = response.headers.get("Server", self.server)
        return response

    def get_json(self, path: str, timeout: float | None = None) -> Any:
        """GET a path below `/ari` and return its JSON, or raise as request() or InvalidAnswer."""
        return json_of(path, self.request(path, "GET", path, timeout=timeout))


def json_of(name: str, response: requests.Response) -> Any:
    """The JSON of an answer; InvalidAnswer where it is none."""
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        raise InvalidAnswer(
            f"{name}: this seems to be no Asterisk: expected JSON, got {response.text[:60]!r}"
        ) from error
