"""The Debian that these tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.debian import Machine
from tests.lab.needs import Unavailable


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """A Debian 12 with systemd; a skip, also in CI, where the kernel lets no container boot."""
    system = Machine()
    try:
        with system:
            yield system
    except Unavailable as error:
        pytest.skip(str(error))
