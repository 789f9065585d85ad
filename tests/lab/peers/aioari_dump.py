"""The dump on aioari."""

import asyncio
import sys

import aioari


def entered(channels, _):
    """Print a channel's fields."""
    channel = channels["channel"]
    lines = [f"Channel {channel.json.get('name')} has entered the application"]
    lines += [f"{key}: {value}" for key, value in channel.json.items()]
    print("\n".join(lines))


def left(channel, _):
    """Print a channel's name."""
    print(f"{channel.json.get('name')} has left the application")


async def main():
    """Connect, register and wait."""
    client = await aioari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_channel_event("StasisStart", entered)
    client.on_channel_event("StasisEnd", left)
    await client.run(apps="channel-dump")


asyncio.run(main())
