"""What a type checker must find fault with, in each line that says so and in no other."""

from typing import Any

import ari
from ari import models

client = ari.connect("http://localhost:8088", "asterisk", "asterisk")
call = ari.Channel(client, {"id": "my-call"})


def several(channels: dict[str, ari.Channel], event: dict[str, Any]) -> None: ...
def one(channel: ari.Channel, event: dict[str, Any]) -> None: ...
def one_and_more(channel: ari.Channel, event: dict[str, Any], number: int) -> None: ...
def bridge(bridge: ari.Bridge, event: Any) -> None: ...
def alone(event: Any) -> None: ...


# Names.

client.chanels.list()  # error
client.channels.lst()  # error
call.hangUp()  # error
call.client.chanels  # error
ari.Chanel  # error
models.StasisBegin  # error

# Arguments.

client.channels.originate()  # error
client.channels.originate("Local/1000@default")  # error
client.channels.originate(endpoint="Local/1000@default", timeuot=5)  # error
client.channels.originate(endpoint="Local/1000@default", timeout="long")  # error
client.channels.originate(endpoint=1000)  # error
client.channels.hangup()  # error
client.bridges.create(variables="A=1")  # error
call.play()  # error
call.play(media=["tone:ring", 5])  # error
call.play(media="tone:ring", **{"from": "x"})  # error
client.endpoints.sendMessage(**{"from": "pjsip:bob"}, body="hello", to=5)  # error
client.channels.hangup(channelId=client.bridges.create())  # error
client.channels.originate(endpoint=call)  # error
client.bridges.create().addChannel(channel=[call, 5])  # error
client.bridges.create().addChannel(channel=client.bridges.create())  # error
client.recordings.stop(recordingName=call)  # error
client.run()  # error
ari.connect(timeout="5")  # error
ari.connect(timeout=(5, 30, 60))  # error
client.run(apps=5)  # error

# Answers.

client.channels.list().id  # error
client.channels.list()[0].name  # error
client.recordings.getStoredFile(recordingName="hello").json  # error
text: str = call.getChannelVar(variable="A")  # error
answered: bool = call.answer()  # error
playback: ari.Channel = call.play(media="tone:ring")  # error

# Fields.

call.json["nmae"]  # error
call.json["caller"]["nubmer"]  # error
number: int = call.json["name"]  # error


def pressed(channel: ari.Channel, event: models.ChannelDtmfReceived) -> None:
    event["digits"]  # error
    length: str = event["duration_ms"]  # error
    wait: int = event.get("asterisk_id")  # error


# Events.

client.on_channel_event("StasisBegin", several)  # error
client.on_channel_event("BridgeCreated", one)  # error
client.on_channel_event("ChannelTransfer", one)  # error
client.on_channel_event("StasisStart", one)  # error
client.on_channel_event("StasisEnd", several)  # error
client.on_channel_event("StasisEnd", bridge)  # error
client.on_channel_event("StasisEnd", alone)  # error
client.on_channel_event("ChannelVarset", one)  # error
client.on_channel_event("StasisEnd", one, 5)  # error
client.on_channel_event("StasisEnd", one_and_more)  # error
client.on_channel_event("StasisEnd", one_and_more, "5")  # error
client.on_channel_event("StasisEnd", one_and_more, nubmer=5)  # error
client.on_channel_event("StasisStart", lambda channel, event: channel.answer())  # error
client.on_channel_event("StasisEnd", lambda channel, event: channel.hangUp())  # error
client.on_bridge_event("StasisStart", bridge)  # error
client.on_bridge_event("BridgeMerged", bridge)  # error
client.on_sound_event("StasisStart", one)  # error
client.on_event("StasisStart", one)  # error
call.on_event("BridgeCreated", one)  # error
call.on_event("StasisStart", one)  # error
call.on_event("StasisEnd", several)  # error
call.on_event("StasisEnd", bridge)  # error
client.bridges.create().on_event("ChannelLeftBridge", one)  # error
client.mailboxes.list()[0].on_event("StasisEnd", one)  # error


# Waiting for events.

call.wait_for()  # error
call.wait_for("ChannelDtmfRecieved")  # error
call.wait_for("PlaybackFinished")  # error
call.wait_for("StasisEnd", "BridgeCreated")  # error
call.wait_for("StasisEnd", 5)  # error
call.wait_for("StasisEnd", timeout="5")  # error
call.wait_for("ChannelDtmfReceived")["digits"]  # error
call.wait_for("ChannelDtmfReceived", "StasisEnd")["digit"]  # error
wait_digit: int = call.wait_for("ChannelDtmfReceived")["digit"]  # error
client.bridges.create().wait_for("StasisEnd")  # error
call.play(media="tone:ring").wait_for("RecordingFinished")  # error
call.record(name="hello", format="wav").wait_for("PlaybackFinished")  # error
client.endpoints.list()[0].wait_for("StasisEnd")  # error
client.sounds.list()[0].wait_for("StasisEnd")  # error


# Callbacks in threads of their own.


@ari.in_thread
def served(channel: ari.Channel, event: Any, number: int) -> None: ...


client.on_channel_event("StasisStart", ari.in_thread(one))  # error
client.on_channel_event("StasisEnd", ari.in_thread(several))  # error
client.on_channel_event("StasisEnd", ari.in_thread(bridge))  # error
client.on_channel_event("StasisEnd", ari.in_thread(one_and_more))  # error
client.on_channel_event("StasisEnd", ari.in_thread(one_and_more), "5")  # error
client.on_channel_event("StasisEnd", served)  # error
client.on_channel_event("StasisStart", served, 5)  # error
client.on_event("StasisStart", ari.in_thread(one))  # error
call.on_event("StasisEnd", ari.in_thread(several))  # error
call.on_event("StasisEnd", served, number="5")  # error
ari.in_thread()  # error
ari.in_thread(5)  # error
