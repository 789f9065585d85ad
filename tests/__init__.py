"""Tests of the script and its library, in folders by what they need.

    alone/      nothing but Python: a stand-in imitates Asterisk
    asterisk/   a real Asterisk
    debian/     a Debian that boots, and the package registries
    lab/        what they share, and what is behind the commands demo, soak and bench

`tests/run` runs all of them, `tests/run tests/alone` the first.
"""
