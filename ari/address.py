"""Where Asterisk is, by the address that the user gave and by nothing else.

The `basePath` of the api-docs is not used: Asterisk makes it from the request's Host header and
says http there even over https.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, quote, urlsplit

from ari.errors import InvalidAddress

#: An address that has no room for a password, and so may be shown.
_HARMLESS = re.compile(r"(\w+://)?(\[[\da-fA-F:.]*\]?|[\w.-]*)(:\d{1,5})?(/[\w./-]*)?")


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        problem = self._problem()
        if problem:
            given = repr(base_url) if _HARMLESS.fullmatch(base_url) else "what was given"
            raise InvalidAddress(f"{given} is not an address; {problem}")

    def _problem(self) -> str:
        if re.search("@|%40", self.base_url):
            return "leave off the user name and the '@'; username and password are arguments"
        try:
            self.host.encode("idna")
            usable = self._split.scheme in ("http", "https") and self.host and self.port
        except ValueError:
            usable = False
        if not usable:
            return "write it like 'http://localhost:8088'"
        if self._split.query or self._split.fragment:
            return "leave off the '?' or '#' and what follows"
        if self._split.path.rstrip("/").endswith("/ari"):
            return "leave off its /ari"
        return ""

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
    def ari(self) -> str:
        """The URL under which the resources are, e.g. `http://localhost:8088/ari`."""
        return f"{self._split.scheme}://{self._split.netloc}{self._split.path.rstrip('/')}/ari"

    def events(self, apps: Sequence[str], subscribe_all: bool) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        everything = "&subscribeAll=true" if subscribe_all else ""
        return f"ws{self.ari[len('http') :]}/events?app={names}{everything}"
