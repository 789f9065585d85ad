"""The dump on ari-py, the library of the tutorial, for Python 2."""

import sys

import ari


def entered(channels, _):
    """Print a channel's fields."""
    channel = channels["channel"]
    lines = ["Channel {} has entered the application".format(channel.json.get("name"))]
    lines += ["{}: {}".format(key, value) for key, value in channel.json.items()]
    print("\n".join(lines))


def left(channel, _):
    """Print a channel's name."""
    print("{} has left the application".format(channel.json.get("name")))


client = ari.connect(sys.argv[1], "asterisk", "asterisk")
client.on_channel_event("StasisStart", entered)
client.on_channel_event("StasisEnd", left)
client.run(apps="channel-dump")
