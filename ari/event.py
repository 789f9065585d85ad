"""An event: the JSON object with a type that one WebSocket message holds."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from typing import Any

log = logging.getLogger(__name__)

Event = dict[str, Any]

#: Asterisk sends this one only where it makes the connection itself; to others we deliver it.
REGISTERED = "ApplicationRegistered"


def parse_event(message: bytes) -> Event | None:
    """Return the event in a message, or None where there is none, with an error in the log."""
    try:
        event = json.loads(message.decode())
        if isinstance(event, dict) and isinstance(event.get("type"), str):
            return event
        problem = "no JSON object with a type"
    except (ValueError, RecursionError) as error:
        problem = str(error)
    log.error("not an event: %s: %.200r", problem, message)
    return None


def new_event(event_type: str, application: str, **fields: Any) -> Event:
    """Return an event that Asterisk did not send, in the shape and with the time it would have."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    timestamp = now[:-6] + "+0000"
    return {"type": event_type, "timestamp": timestamp, "application": application, **fields}
