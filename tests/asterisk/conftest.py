"""The real Asterisks that these tests share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.lab.asterisk import Asterisk, need_phone
from tests.lab.needs import Unavailable


@pytest.fixture(scope="session", params=[22, 16])
def asterisk(request: pytest.FixtureRequest) -> Iterator[Asterisk]:
    """A real Asterisk of each version."""
    with contextlib.suppress(Unavailable):  # tests without a call need no phone
        need_phone()  # now, since a test has two minutes
    with Asterisk(request.param) as server:
        yield server
