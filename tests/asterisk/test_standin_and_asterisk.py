"""The tests of that name in tests/alone, on real Asterisks: the servers are those of conftest."""

from tests.alone.test_standin_and_asterisk import *  # noqa: F403
