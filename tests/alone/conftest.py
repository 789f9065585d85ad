"""What the tests here share; the servers of test_standin_and_asterisk.py are stand-ins."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
import trustme

from tests.lab.standin import StandIn


@pytest.fixture(autouse=True)
def short_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits look more often whether it is closed: the tests are done earlier."""
    for module in ("connection", "eventsocket"):
        monkeypatch.setattr(f"ari.{module}.POLL", 0.01)


@pytest.fixture
def server(standin: StandIn) -> StandIn:
    """A server that answers."""
    return standin


@pytest.fixture
def mortal() -> Iterator[StandIn]:
    """A server of the test's own, which it may stop."""
    with StandIn() as own:
        yield own


@pytest.fixture
def secure(ca: trustme.CA) -> Iterator[tuple[str, StandIn]]:
    """A server with a certificate of the private CA for localhost, and its https address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(context)
    with StandIn(tls=context) as own:
        yield f"https://localhost:{own.port}", own
