#!/usr/bin/env python3
"""Dump basic information about the channels in an Asterisk system, until Ctrl+C."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from typing import Any

try:
    import ari
except ImportError as missing:
    sys.exit(
        f"channel_dump.py: {missing} - needed: `pip install requests websocket-client`, on Debian"
        " `apt install python3-requests python3-websocket`, and the folder ari/ beside the script"
        " (PyPI's ari is for Python 2)"
    )

logging.basicConfig(level=logging.ERROR)


def dump(url: str, username: str, password: str, app: str) -> None:
    """Connect, list the channels, register the handlers, and wait for events."""
    client = ari.connect(url, username, password)

    current_channels = client.channels.list()
    if len(current_channels) == 0:
        print("No channels currently :-(")
    else:
        print("Current channels:")
        for channel in current_channels:
            print(ari.printable(channel.json.get("name")))

    client.on_channel_event("StasisStart", stasis_start_cb)
    client.on_channel_event("StasisEnd", stasis_end_cb)
    client.exception_handler = handler_failed
    client.run(apps=app)


def stasis_start_cb(channel_obj: dict[str, ari.Channel], ev: dict[str, Any]) -> None:
    """Handler for StasisStart: a dict, as it can bring several channels, and the event's JSON."""
    channel = channel_obj["channel"]
    lines = [f"Channel {channel.json.get('name')} has entered the application"]
    lines += [f"{key}: {value}" for key, value in channel.json.items()]
    print(ari.printable(*lines))


def stasis_end_cb(channel: ari.Channel, ev: dict[str, Any]) -> None:
    """Handler for StasisEnd: the channel itself, as it brings just one, and the event's JSON."""
    print(ari.printable(f"{channel.json.get('name')} has left the application"))


# From here on: options and a clean end. A first program can do without, handler_failed included.
def handler_failed(error: Exception) -> None:
    """Stop where a handler could not print; log whatever else it raised, and go on."""
    if isinstance(error, OSError) and not isinstance(error, ari.AriError):
        raise error
    logging.error("a handler failed", exc_info=error)


def main() -> None:
    """Read the options, and end at Ctrl+C, SIGTERM or a failure without a traceback."""
    options = parse_arguments()
    if options.verbose:
        logging.getLogger("ari").setLevel(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl+C
    try:
        dump(options.url, options.username, os.environ.get("ARI_PASSWORD", "asterisk"), options.app)
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:  # whoever read the output has gone
        ari.discard_output()
    except ari.AriError as error:
        sys.exit(ari.printable(f"channel_dump.py: {error}"))
    except OSError as error:
        ari.discard_output()
        sys.exit(f"channel_dump.py: the output can't be written: {error}")


def parse_arguments() -> argparse.Namespace:
    """Read the command line; what it leaves out comes from the environment."""
    parser = argparse.ArgumentParser(
        description="Dump basic information about the channels in an Asterisk system.",
        epilog="The password is taken from ARI_PASSWORD, since a command line can be read by all.",
    )
    defaults = {"url": "http://localhost:8088", "username": "asterisk", "app": "channel-dump"}
    for name, default in defaults.items():
        variable = f"ARI_{name.upper()}"
        text = f"or {variable} in the environment (default: {default})"
        parser.add_argument(f"--{name}", default=os.environ.get(variable, default), help=text)
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is going on")
    return parser.parse_args()


if __name__ == "__main__":
    main()
