"""The tests of tests/alone/test_alike.py, on real Asterisks: the servers are those of conftest."""

from tests.alone.test_alike import *  # noqa: F403
