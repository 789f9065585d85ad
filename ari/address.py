"""Where Asterisk is, by the address that the user gave and by nothing else.

The `basePath` of the api-docs is not used: Asterisk makes it from the request's Host header and
says http there even over https.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from ari.errors import InvalidAddress

#: An address that has no room for a password, and so may be shown.
_HARMLESS = re.compile(r"(\w+://)?(\[[\da-fA-F:.]*\]?|[\w.-]*)(:\d{1,5})?(/[\w./-]*)?")


class Address:
    """The address of an Asterisk's HTTP server; InvalidAddress if `base_url` is not one.

    `host` has no brackets, `port` is 80 or 443 where the address has none, `tls` is whether it is
    https, and `ari` is the URL under which the resources are, e.g. `http://localhost:8088/ari`.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        problem = self._take_apart()
        if problem:
            given = repr(base_url) if _HARMLESS.fullmatch(base_url) else "what was given"
            raise InvalidAddress(f"{given} is not an address; {problem}")

    def _take_apart(self) -> str:
        """Set the parts; return what is wrong with them, or nothing."""
        if re.search("@|%40", self.base_url):
            return "leave off the user name and the '@'; username and password are arguments"
        try:
            split = urlsplit(self.base_url)
            self.host, self.tls = split.hostname or "", split.scheme == "https"
            self.port = (443 if self.tls else 80) if split.port is None else split.port
            self.host.encode("idna")
            usable = split.scheme in ("http", "https") and self.port
        except ValueError:
            usable = False
        if not usable or self.host.split() != [self.host]:
            return "write it like 'http://localhost:8088'"
        if split.query or split.fragment:
            return "leave off the '?' or '#' and what follows"
        path = split.path.rstrip("/")
        if path.endswith("/ari"):
            return "leave off its /ari"
        self.ari = f"{split.scheme}://{split.netloc}{path}/ari"
        return ""

    def events(self, apps: Sequence[str], subscribe_all: bool) -> str:
        """The URL of the WebSocket with the events of these applications."""
        names = ",".join(quote(app, safe="", errors="surrogateescape") for app in apps)
        everything = "&subscribeAll=true" if subscribe_all else ""
        return f"ws{self.ari[len('http') :]}/events?app={names}{everything}"
