"""A client for ARI, the Asterisk REST Interface.

    client = ari.connect("http://localhost:8088", "asterisk", "asterisk")
    for channel in client.channels.list():
        print(channel.id, channel.json["name"])
    client.on_channel_event("StasisStart", lambda channels, event: channels["channel"].answer())
    client.run(apps="channel-dump")

Requests: `client.channels` and so on are the resources of the running Asterisk, their operations
are methods, and what comes back are objects (Channel, Bridge, …) with `id`, `json` and operations
of their own. `help(client.channels.originate)` explains one, `dir(channel)` lists a channel's.

Events: a callback gets the event's objects and the event. A StasisStart has two fields for a
channel, so its callback gets a dict (`channels["channel"]`); a StasisEnd has one, so its callback
gets the Channel. `help(ari.models.StasisStart)` shows an event's fields, `help(ari.errors)` lists
the errors.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ari.client import Client
from ari.console import clean_exit, show
from ari.errors import (
    ApplicationReplaced,
    AriError,
    ConnectionFailed,
    Gone,
    InvalidAddress,
    InvalidAnswer,
    RequestFailed,
    RequestGone,
    RunEnded,
)
from ari.inboxes import in_thread
from ari.listeners import Listener
from ari.objects import BaseObject, Resource
from ari.text import printable

if TYPE_CHECKING:
    from ari.generated import models
    from ari.generated.api import (
        Bridge,
        Channel,
        DeviceState,
        Endpoint,
        LiveRecording,
        Mailbox,
        Playback,
        Sound,
        StoredRecording,
    )
else:
    from ari.objects import CLASSES

    globals().update(CLASSES)

    def __getattr__(name: str) -> Any:
        """`ari.models`, which nobody needs to run a program, at its first use."""
        if name == "models":
            return import_module("ari.generated.models")
        raise AttributeError(f"module 'ari' has no attribute {name!r}")


__all__ = ["Client", "Listener", "Resource", "connect", "models"]
__all__ += ["BaseObject", "Bridge", "Channel", "DeviceState", "Endpoint", "LiveRecording"]
__all__ += ["Mailbox", "Playback", "Sound", "StoredRecording"]
__all__ += ["ApplicationReplaced", "AriError", "ConnectionFailed", "Gone", "InvalidAddress"]
__all__ += ["InvalidAnswer", "RequestFailed", "RequestGone", "RunEnded"]
__all__ += ["clean_exit", "in_thread", "printable", "show"]

__version__ = "1.2"


def connect(
    base_url: str | None = None,
    username: str | None = None,
    password: str | None = None,
    timeout: float | tuple[float, float] = (5.0, 30.0),
) -> Client:
    """Connect to an Asterisk's REST interface and return a Client.

    `base_url` is the address of Asterisk's HTTP server, with the `prefix` of http.conf; `username`
    and `password` are a user of ari.conf. What is left out comes from ARI_URL, ARI_USERNAME and
    ARI_PASSWORD in the environment, else it is `http://localhost:8088`, `asterisk` and `asterisk`.
    No proxy is used. For https, REQUESTS_CA_BUNDLE names the CA. A forked child must connect anew.

    `timeout` is a pair of seconds, to connect and for each answer, or one number for both. It can
    be changed as `client.timeout`.

    Raises ari.InvalidAddress, ari.ConnectionFailed, ari.RequestFailed (401: the password) or
    ari.InvalidAnswer (what answers is not Asterisk).
    """
    return Client(
        os.environ.get("ARI_URL", "http://localhost:8088") if base_url is None else base_url,
        os.environ.get("ARI_USERNAME", "asterisk") if username is None else username,
        os.environ.get("ARI_PASSWORD", "asterisk") if password is None else password,
        timeout,
    )
