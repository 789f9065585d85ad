"""Where Asterisk is, from the address that the user gave and from nothing else.

The `basePath` of the api-docs is not used: Asterisk makes it from the request's Host header and
says http there even over https.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from urllib.parse import SplitResult, quote, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ari.errors import InvalidAddress


def _ca_file() -> str:
    """The file or folder of CAs, named the way requests takes it."""
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return named or DEFAULT_CA_BUNDLE_PATH


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.ca = _ca_file()
        if "@" in self.base_url:
            raise InvalidAddress(  # not repeated here: it may have a password
                "an address has no user name and no '@'; username and password are arguments"
            )
        try:
            self.host.encode("idna")
            usable = self._split.scheme in ("http", "https") and self.host and self.port
        except ValueError as error:
            raise InvalidAddress(f"{self.base_url!r} is not an address: {error}") from error
        if not usable:
            raise InvalidAddress(
                f"{self.base_url!r} is not an address; write it like 'http://localhost:8088'"
            )
        if self._split.path.rstrip("/").endswith("/ari"):
            raise InvalidAddress(f"{self.base_url!r} is not an address: leave off its /ari")
        if self._split.query or self._split.fragment:
            raise InvalidAddress(f"{self.base_url!r} is not an address: it has a '?' or a '#'")

    @property
    def _split(self) -> SplitResult:
        return urlsplit(self.base_url)

    @property
    def host(self) -> str:
        """The host name or address, without brackets."""
        return self._split.hostname or ""

    @property
    def tls(self) -> bool:
        """Whether it is https."""
        return self._split.scheme == "https"

    @property
    def port(self) -> int:
        """The port, 80 or 443 where the address has none."""
        return self._split.port or (443 if self.tls else 80)

    @property
    def rest(self) -> str:
        """The URL under which the resources are, e.g. `http://localhost:8088/ari`."""
        return f"{self._split.scheme}://{self._split.netloc}{self._split.path.rstrip('/')}/ari"

    def events(self, apps: Sequence[str]) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        return f"ws{self.rest[len('http') :]}/events?app={names}"
