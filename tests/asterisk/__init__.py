"""Tests that need a real Asterisk: the system's own, or Debian's in a folder, which takes root."""
