"""The Debian that these tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.debian import Machine, booted
from tests.lab.needs import Unavailable


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A Debian 12 with systemd; a skip, also in CI, where the kernel lets no container boot."""
    try:
        with booted() as debian:
            yield debian
    except Unavailable as error:
        pytest.skip(str(error))
