"""The real Asterisks that these tests share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest
import trustme

import ari
from tests.lab.asterisk import Asterisk, need_phone, with_tls
from tests.lab.client import running
from tests.lab.needs import Unavailable
from tests.lab.process import eventually
from tests.lab.proxy import Proxy

#: Each version's Debian package; with ASTERISK=own, the `asterisk` in the PATH, of any version.
VERSIONS = [None] if os.environ.get("ASTERISK") == "own" else [22, 16]


@pytest.fixture(scope="session", params=VERSIONS)
def asterisk(request: pytest.FixtureRequest) -> Iterator[Asterisk]:
    """A real Asterisk of each version."""
    with contextlib.suppress(Unavailable):  # tests without a call need no phone
        need_phone()  # now, since a test has two minutes
    with Asterisk(request.param) as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_there(request: pytest.FixtureRequest) -> None:
    """Wait until the client and the calls of the test before have gone from a shared Asterisk."""
    if "asterisk" in request.fixturenames:
        server = request.getfixturevalue("asterisk")
        server.hang_up_all()
        if "channel-dump" in server.cli("ari show apps"):
            _come_and_go(ari.connect(server.url, "asterisk", "asterisk"))
        server.until_no("ari show apps", "channel-dump")


def _come_and_go(client: ari.Client) -> None:
    """Connect and close: else Asterisk keeps an application that has lost its client first."""
    with running(client):
        eventually(lambda: bool(client.websockets))


@pytest.fixture
def server(asterisk: Asterisk) -> Asterisk:
    """A server that answers."""
    return asterisk


@pytest.fixture
def own(asterisk: Asterisk) -> Iterator[Asterisk]:
    """An Asterisk of the test's own, without anybody else's calls."""
    with Asterisk(asterisk.major) as own:
        yield own


@pytest.fixture
def mortal(own: Asterisk) -> Asterisk:
    """A server that the test may stop."""
    return own


@pytest.fixture
def proxy(own: Asterisk) -> Iterator[Proxy]:
    """A proxy in front of it, whose connections can be cut."""
    with Proxy(own.http_port) as proxy:
        yield proxy


@pytest.fixture
def direct(own: Asterisk) -> ari.Client:
    """A client of it whose connections are not cut."""
    return ari.connect(own.url, "asterisk", "asterisk")


@pytest.fixture
def secure(asterisk: Asterisk, ca: trustme.CA) -> Iterator[tuple[str, Asterisk]]:
    """A server with a certificate of the private CA for localhost, and its https address."""
    url, own = with_tls(ca, asterisk.major)
    with own:
        yield url, own
