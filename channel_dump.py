#!/usr/bin/env python3
"""Dump basic information about the channels in an Asterisk system, until Ctrl+C."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from typing import Any

try:
    import ari
except ImportError as error:
    sys.exit(
        f"{os.path.basename(sys.argv[0])}: {error} - needs `pip install requests websocket-client`,"
        " on Debian `apt install python3-requests python3-websocket`, and the folder ari/ beside"
        " the script (PyPI's ari is for Python 2), where `python -I` and `-P` do not look"
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
            ari.show(channel.json.get("name"))

    client.on_channel_event("StasisStart", stasis_start_cb)
    client.on_channel_event("StasisEnd", stasis_end_cb)

    client.run(apps=app)


def stasis_start_cb(channel_obj: dict[str, ari.Channel], ev: dict[str, Any]) -> None:
    """Handler for StasisStart: a dict, as it can have several channels, and the event's JSON."""
    channel = channel_obj["channel"]
    lines = [f"Channel {channel.json.get('name')} has entered the application"]
    lines += [f"{key}: {value}" for key, value in channel.json.items()]
    ari.show(*lines)


def stasis_end_cb(channel: ari.Channel, ev: dict[str, Any]) -> None:
    """Handler for StasisEnd: the channel itself, as it has just one, and the event's JSON."""
    ari.show(f"{channel.json.get('name')} has left the application")


def main() -> None:
    """Read the options, dump, and end cleanly at Ctrl+C, SIGTERM or a failure."""
    with ari.clean_exit():
        options = parse_arguments()
        level = logging.INFO if options.verbose else logging.WARNING
        logging.getLogger("ari").setLevel(level)
        dump(options.url, options.username, os.environ.get("ARI_PASSWORD", "asterisk"), options.app)


def parse_arguments() -> argparse.Namespace:
    """Read the command line; what it leaves out comes from the environment."""
    parser = argparse.ArgumentParser(
        description="Dump basic information about the channels in an Asterisk system.",
        epilog="The password is taken from ARI_PASSWORD, since all users can read a command line.",
    )
    defaults = {"url": "http://localhost:8088", "username": "asterisk", "app": "channel-dump"}
    for name, default in defaults.items():
        variable = f"ARI_{name.upper()}"
        text = f"or {variable} in the environment (default: {default})"
        parser.add_argument(f"--{name}", default=os.environ.get(variable, default), help=text)
    parser.add_argument("-v", "--verbose", action="store_true", help="log each connection")
    parser.add_argument("--version", action="version", version=f"channel-dump {ari.__version__}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
