"""Tests of the ways to install it: they need a Debian that boots, or the package registries."""
