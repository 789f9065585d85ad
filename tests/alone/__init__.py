"""Tests that need nothing but Python: on the stand-in, or on no server at all."""
