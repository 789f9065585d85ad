"""What `ari.models` is to a running program."""

from __future__ import annotations

from typing import Literal, get_type_hints

import ari


def test_types_of_fields_can_be_looked_up():
    """A program that checks events as it runs can look up the types of their fields."""
    hints = get_type_hints(ari.models.StasisStart)
    assert hints["type"] == Literal["StasisStart"]
    assert hints["application"] is str
    assert hints["channel"] is ari.models.Channel
    assert get_type_hints(ari.models.Event)["type"] is str


def test_dir_lists_the_types_alone():
    """dir(ari.models) has each event, and nothing that the file imports."""
    listed = dir(ari.models)
    assert "StasisStart" in listed
    assert all(
        name[0].isupper() and hasattr(vars(ari.models)[name], "__total__") for name in listed
    )
