"""A program whose threads, sockets and queues are gevent's, on real Asterisks."""

from __future__ import annotations

from tests.lab import REPOSITORY

CALL = """
from gevent import monkey
monkey.patch_all()
import sys, threading, time, gevent, ari

def registered(event):
    client.channels.originate(endpoint="Local/wait@beside", app="channel-dump")

def entered(channels, event):
    channel = channels["channel"]
    channel.answer()
    channel.on_event("ChannelDestroyed", destroyed)
    playback = channel.play(media="tone:ring")
    playback.on_event("PlaybackStarted", started, channel)
    gevent.spawn(ari.show, "another greenlet")
    time.sleep(0.1)
    ari.show("entered")

def destroyed(channel, event):
    ari.show("destroyed")
    client.close()  # Ctrl+C now and then hits gevent's own loop, and is lost there

def started(playback, event, channel):
    ari.show("tone started")
    threading.Timer(0.1, hang_up, [channel]).start()

def hang_up(channel):
    ari.show(client.channels.get(channelId=channel.id).json["state"])
    channel.hangup()

with ari.clean_exit():
    client = ari.connect(sys.argv[1], "asterisk", "asterisk")
    client.on_event("ApplicationRegistered", registered)
    client.on_channel_event("StasisStart", entered)
    client.on_channel_event("StasisEnd", lambda channel, event: ari.show("left"))
    client.run("channel-dump")
"""


def test_a_whole_call(asterisk, dump, tmp_path):
    """A call is made, answered, played to and hung up, while other greenlets run."""
    program = tmp_path / "program.py"
    program.write_text(CALL)
    script = dump(asterisk.url, script=program, PYTHONPATH=str(REPOSITORY))
    said = script.expect("destroyed")
    assert said == ["another greenlet", "entered", "tone started", "Up", "left", "destroyed"]
    assert script.wait() == 0
