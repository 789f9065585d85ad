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
gets the Channel. `help(ari.models.StasisStart)` shows an event's fields, `help(ari.errors)` errors.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ari.client import Client as Client
from ari.console import clean_exit as clean_exit
from ari.console import show as show
from ari.errors import ApplicationReplaced as ApplicationReplaced
from ari.errors import AriError as AriError
from ari.errors import ConnectionFailed as ConnectionFailed
from ari.errors import Gone as Gone
from ari.errors import InvalidAddress as InvalidAddress
from ari.errors import InvalidAnswer as InvalidAnswer
from ari.errors import RequestFailed as RequestFailed
from ari.listeners import Listener as Listener
from ari.objects import BaseObject as BaseObject
from ari.objects import Resource as Resource
from ari.text import printable as printable

if TYPE_CHECKING:
    from ari.generated import models as models
    from ari.generated.api import Bridge as Bridge
    from ari.generated.api import Channel as Channel
    from ari.generated.api import DeviceState as DeviceState
    from ari.generated.api import Endpoint as Endpoint
    from ari.generated.api import LiveRecording as LiveRecording
    from ari.generated.api import Mailbox as Mailbox
    from ari.generated.api import Playback as Playback
    from ari.generated.api import Sound as Sound
    from ari.generated.api import StoredRecording as StoredRecording
else:
    from ari.objects import CLASSES

    globals().update(CLASSES)

    def __getattr__(name: str) -> Any:
        """`ari.models`, which nobody needs to run a program, at its first use."""
        if name == "models":
            return import_module("ari.generated.models")
        raise AttributeError(f"module 'ari' has no attribute {name!r}")


__version__ = "1.1"


def connect(base_url: str, username: str, password: str) -> Client:
    """Connect to an Asterisk's REST interface and return a Client.

    `base_url` is the address of Asterisk's HTTP server, such as `http://localhost:8088`, with the
    `prefix` of http.conf; `username` and `password` are a user of ari.conf. No proxy is used. For
    https, REQUESTS_CA_BUNDLE names the CA. A forked child must connect anew.

    Raises ari.InvalidAddress, ari.ConnectionFailed, ari.RequestFailed (401: the password) or
    ari.InvalidAnswer (what answers is not Asterisk).
    """
    return Client(base_url, username, password)
