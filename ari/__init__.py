"""A client for ARI, the Asterisk REST Interface.

    import ari

    client = ari.connect("http://localhost:8088", "asterisk", "asterisk")
    for channel in client.channels.list():
        print(channel.id, channel.json["name"])

    def entered(channels, event):
        channels["channel"].answer()

    client.on_channel_event("StasisStart", entered)
    client.run(apps="channel-dump")

Requests: `client.channels`, `client.bridges` and so on are the resources of the running Asterisk,
their operations are methods, and what comes back are objects (Channel, Bridge, …) with `id`, `json`
and operations of their own. `help(client.channels.originate)` shows what the server says of it,
`dir(channel)` what a channel can do. `json` is a snapshot: it does not change afterwards.

Events: a callback gets the event's objects and the event. A StasisStart has two fields for a
channel, so its callback gets a dict (`channels["channel"]`); a StasisEnd has one, so its callback
gets the Channel itself. `client.run` goes on until `client.close()`.

Errors: see help(ari.errors). All are ari.AriError.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ari.client import Client as Client
from ari.console import clean_exit as clean_exit
from ari.console import show as show
from ari.errors import ApplicationReplaced as ApplicationReplaced
from ari.errors import AriError as AriError
from ari.errors import ConnectionFailed as ConnectionFailed
from ari.errors import InvalidAddress as InvalidAddress
from ari.errors import InvalidAnswer as InvalidAnswer
from ari.errors import RequestFailed as RequestFailed
from ari.listeners import Listener as Listener
from ari.objects import BaseObject as BaseObject
from ari.objects import Bridge as Bridge
from ari.objects import Channel as Channel
from ari.objects import DeviceState as DeviceState
from ari.objects import Endpoint as Endpoint
from ari.objects import LiveRecording as LiveRecording
from ari.objects import Mailbox as Mailbox
from ari.objects import Playback as Playback
from ari.objects import Resource as Resource
from ari.objects import Sound as Sound
from ari.objects import StoredRecording as StoredRecording
from ari.text import printable as printable

if TYPE_CHECKING:
    from ari.generated import models as models

__version__ = "1.1"


def connect(base_url: str, username: str, password: str) -> Client:
    """Connect to an Asterisk's REST interface and return a Client.

    `base_url` is the address of Asterisk's HTTP server, such as `http://localhost:8088`, with the
    `prefix` of http.conf if it has one. `username` and `password` are a user of ari.conf; they go
    to that host and to no other, and no proxy is used. For https, the CA is named the way requests
    takes it, in REQUESTS_CA_BUNDLE.

    After os.fork() a child connects anew: with its parent's client the two would share connections,
    and get each other's answers.

    Raises ari.InvalidAddress, ari.ConnectionFailed, ari.RequestFailed (401: the password) or
    ari.InvalidAnswer (what answers is not Asterisk).
    """
    return Client(base_url, username, password)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """`ari.models`, which nobody needs to run a program, at its first use."""
        if name == "models":
            return import_module("ari.generated.models")
        raise AttributeError(f"module 'ari' has no attribute {name!r}")
