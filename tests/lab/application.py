"""A Stasis application of the stand-in: who is in it, what it is subscribed to, and its filter."""

from __future__ import annotations

from typing import Any

#: What an application is subscribed to that is subscribed to all there is.
EVERYTHING = {
    "channel_ids": ["__AST_CHANNEL_ALL_TOPIC"],
    "bridge_ids": ["__AST_BRIDGE_ALL_TOPIC"],
    "endpoint_ids": ["__AST_ENDPOINT_ALL_TOPIC"],
    "device_names": ["__AST_DEVICE_STATE_ALL_TOPIC"],
}


class Application:
    """One application, as long as the stand-in remembers it."""

    def __init__(self, name: str) -> None:
        self.name = name
        #: The ids of the channels inside.
        self.inside: list[str] = []
        self._subscriptions: dict[str, list[str]] = {key: [] for key in EVERYTHING}
        self._filter: dict[str, list[dict[str, Any]]] = {}
        #: Those inside that it is not subscribed to, since it was forgotten meanwhile.
        self._unlisted: set[str] = set()

    def json(self, subscribed: list[str]) -> dict[str, Any]:
        """As Asterisk describes it; `subscribed` are channels that it is subscribed to besides."""
        facts: dict[str, Any] = {"name": self.name, **self._subscriptions}
        if not facts["channel_ids"]:
            inside = [one for one in self.inside if one not in self._unlisted]
            facts["channel_ids"] = [*inside, *subscribed]
        lists = {f"events_{key}": self._filter.get(key, []) for key in ("allowed", "disallowed")}
        return {**facts, **lists}

    def subscribe_to_everything(self) -> None:
        """Be subscribed to all channels, bridges, endpoints and devices."""
        self._subscriptions = EVERYTHING

    def subscribe_to_all_channels(self) -> None:
        """Be subscribed to all channels."""
        self._subscriptions = {**self._subscriptions, "channel_ids": EVERYTHING["channel_ids"]}

    def disconnect(self) -> None:
        """Lose the connection: 22 forgets it then, if it was subscribed to all channels alone.

        Who is inside stays there.
        """
        if self._subscriptions["channel_ids"] and not self._subscriptions["bridge_ids"]:
            self._unlisted = {*self.inside}
            self._subscriptions = {key: [] for key in EVERYTHING}
            self._filter = {}

    def set_filter(self, wanted: Any) -> bool:
        """Filter events from now on; an empty filter ends that. False where it is malformed.

        Of its two lists, one that is not given stays as it is.
        """
        if not isinstance(wanted, dict) or not all(map(_is_list_of_types, wanted.values())):
            return False
        self._filter = {**self._filter, **wanted} if wanted else {}
        return True

    def lets_through(self, event_type: str) -> bool:
        """Whether the filter lets events of this type through."""
        allowed, disallowed = (
            [one["type"] for one in self._filter.get(key, [])] for key in ("allowed", "disallowed")
        )
        return event_type not in disallowed and (not allowed or event_type in allowed)


def _is_list_of_types(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and "type" in one for one in value)
