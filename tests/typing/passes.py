"""What a type checker finds no fault with. It is checked, never run."""

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, Optional

from typing_extensions import assert_type

import ari
from ari import models

client = ari.connect("http://localhost:8088", "asterisk", "asterisk")


# Resources, operations, arguments and answers.

assert_type(client.channels.list(), list[ari.Channel])
assert_type(client.bridges.list(), list[ari.Bridge])
assert_type(client.sounds.list(lang="en", format=None), list[ari.Sound])
assert_type(client.bridges.create(), ari.Bridge)
assert_type(client.recordings.getStoredFile(recordingName="hello"), bytes)
assert_type(client.channels.hangup(channelId="my-call"), None)
assert_type(
    client.asterisk.getInfo(only=["build", "config"]).get("status"), Optional[models.StatusInfo]
)
assert_type(client.asterisk.listModules()[0]["use_count"], int)
assert_type(client.recordings.listStored()[0].json["format"], str)
assert_type(client.timeout, tuple[float, float])
client.timeout = 5
assert_type(ari.connect(), ari.Client)
assert_type(ari.connect("http://localhost:8088", timeout=(5, 30)), ari.Client)
assert_type(ari.connect(timeout=5), ari.Client)

call = client.channels.originate(
    endpoint="Local/1000@default",
    app="channel-dump",
    timeout=10,
    variables={"CALLERID(name)": "Alice"},
)
assert_type(call, ari.Channel)
client.asterisk.updateObject(
    configClass="res_pjsip", objectType="aor", id="x", fields=[{"attribute": "a", "value": "b"}]
)
client.applications.filter(applicationName="channel-dump", filter={"allowed": []})


# An object stands for its id.

other = client.channels.create(endpoint="Local/1000@default", app="channel-dump", originator=call)
client.channels.hangup(channelId=call)
client.channels.originateWithId(channelId=call, endpoint=client.endpoints.list()[0])
bridge_of_two = client.bridges.create(type="mixing")
bridge_of_two.addChannel(channel=call)
bridge_of_two.addChannel(channel=[call, other, "another"])
client.bridges.removeChannel(bridgeId=bridge_of_two, channel=(call, other))
client.playbacks.stop(playbackId=call.play(media="tone:ring"))
client.recordings.stop(recordingName=call.record(name="hello", format="wav"))
client.recordings.getStoredFile(recordingName=call.record(name="hello", format="wav"))
client.recordings.deleteStored(recordingName=client.recordings.listStored()[0])
client.deviceStates.delete(deviceName=client.deviceStates.list()[0])
client.mailboxes.delete(mailboxName=client.mailboxes.list()[0])
client.sounds.get(soundId=client.sounds.list()[0])
other.dial(caller=call, timeout=10)


# What only Asterisk 22 has, and what only Asterisk 16 takes several of.

client.events.claimChannel(channelId=call.id, application="channel-dump")
assert_type(
    client.channels.getChannelVars(channelId=call.id, variables="A")["variables"], dict[str, Any]
)


# Arguments that Python has no name for.

client.endpoints.sendMessage(to="pjsip:alice", **{"from": "pjsip:bob"})
client.endpoints.sendMessage(
    to="pjsip:alice", body="hello", variables={"a": "b"}, **{"from": "pjsip:bob"}
)
client.endpoints.refer(to="pjsip:alice", refer_to="bob", to_self=True, **{"from": "pjsip:bob"})
client.endpoints.list()[0].sendMessageToEndpoint(body="hello", **{"from": "pjsip:bob"})


# Objects.

assert_type(call.id, str)
assert_type(call.client, ari.Client)
assert_type(call.client.bridges.list()[0].client.channels.list()[0], ari.Channel)
assert_type(call.answer(), None)
assert_type(call.play(media="tone:ring"), ari.Playback)
assert_type(call.play(media=["sound:hello", "sound:world"]), ari.Playback)
assert_type(call.record(name="hello", format="wav", beep=True), ari.LiveRecording)
assert_type(call.getChannelVar(variable="A")["value"], str)
assert_type(call.get(), ari.Channel)
client.bridges.create(type="mixing").addChannel(channel=[call.id, "another"])
ari.Channel(client, {"id": "my-call"}).hangup()
ari.Endpoint(client, {"technology": "PJSIP", "resource": "alice"}).get()


# Fields.

assert_type(call.json, models.Channel)
assert_type(call.json["caller"]["number"], str)
assert_type(call.json["dialplan"]["priority"], int)
assert_type(call.json.get("caller_rdnis"), Optional[str])
if "protocol_id" in call.json and "tenantid" in call.json:
    assert_type(call.json["tenantid"], str)
for field, value in call.json.items():
    print(field, value)


# Callbacks of events: the objects, the event, and what else they were registered with.


def several(channels: dict[str, ari.Channel], event: dict[str, Any]) -> None: ...
def one(channel: ari.Channel, event: dict[str, Any]) -> None: ...
def perhaps(channel: Optional[ari.Channel], event: Any) -> None: ...
def typed(channel: ari.Channel, event: ari.models.ChannelDtmfReceived) -> None:
    assert_type(event["digit"], str)
    assert_type(event["duration_ms"], int)
    assert_type(event["channel"]["name"], str)
    assert_type(event["application"], str)
    assert_type(event.get("asterisk_id"), Optional[str])


def hung_up(channel: ari.Channel, event: models.ChannelDestroyed) -> None:
    assert_type(event["cause_txt"], str)
    assert_type(event.get("tech_cause"), Optional[int])


def entered(channels: dict[str, ari.Channel], event: models.StasisStart, pool: str) -> None:
    assert_type(event["args"], list[str])


def merged(bridges: dict[str, ari.Bridge], event: Any) -> None: ...
def bridge(bridge: ari.Bridge, event: Any) -> None: ...
def user_event(endpoint: Optional[ari.Endpoint], event: dict[str, Any]) -> None: ...
def playback(playback: ari.Playback, event: models.PlaybackFinished, *, how: str) -> None: ...
def recording(recording: ari.LiveRecording, event: models.RecordingFinished) -> None: ...
def device_state(state: ari.DeviceState, event: models.DeviceStateChanged) -> None: ...
def unannotated(channel, event): ...  # type: ignore[no-untyped-def]
def anything(*arguments: Any, **more: Any) -> None: ...
def alone(event: models.ApplicationRegistered) -> None: ...
def alone_and_more(event: dict[str, Any], number: int) -> None: ...


class Handler:
    """A program's own, with a method as the callback."""

    def entered(self, channels: dict[str, ari.Channel], event: dict[str, Any]) -> None: ...


client.on_channel_event("StasisStart", several)
client.on_channel_event("StasisStart", entered, "pool")
client.on_channel_event("StasisStart", entered, pool="pool")
client.on_channel_event("StasisStart", Handler().entered)
client.on_channel_event("Dial", several)
client.on_channel_event("StasisEnd", one)
client.on_channel_event("ChannelToneDetected", one)
client.on_channel_event("ChannelDtmfReceived", typed)
client.on_channel_event("ChannelDestroyed", hung_up).close()
client.on_channel_event("ChannelVarset", perhaps)
client.on_channel_event("StasisStart", print)
client.on_channel_event("StasisEnd", unannotated)
client.on_channel_event("StasisStart", anything, 1)
client.on_channel_event("StasisStart", lambda channels, event: channels["channel"].answer())
client.on_channel_event("StasisEnd", lambda channel, event: print(channel.json["name"]))
client.on_bridge_event("BridgeMerged", merged)
client.on_bridge_event("BridgeCreated", bridge)
client.on_endpoint_event("ChannelUserevent", user_event)
client.on_playback_event("PlaybackFinished", playback, how="fast")
client.on_live_recording_event("RecordingFinished", recording)
client.on_device_state_event("DeviceStateChanged", device_state)
client.on_event("ApplicationRegistered", alone)
client.on_event("ANewEvent", alone_and_more, 5)
client.on_event("StasisStart", lambda event: print(event["args"]))

call.on_event("StasisStart", several)
call.on_event("StasisEnd", one)
call.on_event("ChannelVarset", one)  # an event about this channel has it
call.on_event("ChannelVarset", perhaps)
call.on_event("ChannelDtmfReceived", typed)
call.on_event("ChannelDestroyed", lambda channel, event: print(channel.id, event["cause"]))
call.play(media="tone:ring").on_event("PlaybackFinished", playback, how="fast")
client.bridges.create().on_event("ChannelLeftBridge", bridge)

Kind = Literal["StasisEnd", "ChannelDestroyed"]
kinds: list[Kind] = ["StasisEnd", "ChannelDestroyed"]
for kind in kinds:
    client.on_channel_event(kind, one)


def submit(pool: ThreadPoolExecutor) -> None:
    def work(channels: dict[str, ari.Channel]) -> None: ...
    def later(channels: dict[str, ari.Channel], event: dict[str, Any]) -> "Future[None]":
        return pool.submit(work, channels)

    client.on_channel_event("StasisStart", later)
    client.on_channel_event("StasisStart", lambda channels, event: pool.submit(work, channels))


def left(channel: ari.Channel, event: models.StasisEnd) -> None:
    """What run() adds to an event that was missed is known too."""
    print(event.get("missed", False), event.get("gone"))


def destroyed(channel: ari.Channel, event: models.ChannelDestroyed) -> None:
    assert_type(event.get("missed"), Optional[bool])


client.on_channel_event("StasisEnd", left)
client.on_channel_event("ChannelDestroyed", destroyed)


def log_event(event: models.Event) -> None:
    assert_type(event["type"], str)


def logged(channel: ari.Channel, event: models.StasisEnd) -> None:
    """Each event is an Event too."""
    log_event(event)


# Waiting for events.

assert_type(call.wait_for("ChannelDtmfReceived")["digit"], str)
assert_type(call.wait_for("ChannelDtmfReceived", timeout=5)["digit"], str)
assert_type(call.wait_for("StasisEnd", timeout=0.5), models.StasisEnd)
assert_type(call.wait_for("ChannelVarset", timeout=None)["value"], str)
assert_type(call.wait_for("StasisStart")["args"], list[str])
assert_type(bridge_of_two.wait_for("ChannelLeftBridge")["channel"]["name"], str)
assert_type(call.play(media="tone:ring").wait_for("PlaybackFinished"), models.PlaybackFinished)
assert_type(client.endpoints.list()[0].wait_for("PeerStatusChange"), models.PeerStatusChange)
assert_type(client.deviceStates.list()[0].wait_for("DeviceStateChanged"), models.DeviceStateChanged)

# A playback's and a recording's wait sees the events of the channel or bridge that it is on.
assert_type(call.play(media="tone:ring").wait_for("ChannelDtmfReceived")["digit"], str)
assert_type(
    call.record(name="hello", format="wav").wait_for("BridgeDestroyed"), models.BridgeDestroyed
)

# Of several types of its own, each has what it is about.
saved = call.record(name="hello", format="wav").wait_for("RecordingFinished", "RecordingFailed")
assert_type(saved["recording"]["name"], str)

# Of several types, `type` tells which it is.
ended = call.play(media="tone:ring").wait_for("PlaybackFinished", "ChannelDtmfReceived", timeout=9)
log_event(ended)
if ended["type"] == "ChannelDtmfReceived":
    assert_type(ended["digit"], str)
elif ended["type"] == "PlaybackFinished":
    assert_type(ended["playback"]["media_uri"], str)

for kind in kinds:
    assert_type(call.wait_for(kind)["timestamp"], str)
assert_type(call.wait_for(*kinds)["timestamp"], str)


# What is gone.

with contextlib.suppress(ari.Gone):
    call.hangup()


# Callbacks in threads of their own.


def serve(channels: dict[str, ari.Channel], event: dict[str, Any]) -> None: ...
def serve_more(channel: ari.Channel, event: models.StasisEnd, number: int) -> None: ...


@ari.in_thread
def served(channel: ari.Channel, event: models.ChannelDtmfReceived, number: int) -> str:
    return event["digit"] * number


client.on_channel_event("StasisStart", ari.in_thread(serve))
client.on_channel_event("StasisEnd", ari.in_thread(serve_more), 5)
client.on_channel_event("StasisEnd", ari.in_thread(serve_more), number=5)
client.on_channel_event("StasisStart", ari.in_thread(Handler().entered))
client.on_channel_event("StasisStart", ari.in_thread(lambda channels, event: print(event)))
client.on_channel_event("ChannelDtmfReceived", served, 2)
call.on_event("ChannelDtmfReceived", served, number=2)
client.on_event("ApplicationRegistered", ari.in_thread(alone))


with ari.clean_exit(), client:
    client.run(apps="channel-dump")
    client.run(apps=["channel-dump"], subscribe_all=True)
