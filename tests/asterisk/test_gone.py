"""What Asterisk says of things that are gone, and what it says of others."""

from __future__ import annotations

import pytest

import ari
from tests.lab.client import running

#: Operations on what is not there, by the arguments that name it.
ABSENT = {
    "channels": (
        {"channelId": "gone"},
        "answer continueInDialplan dial get getChannelVar hangup hold move mute play record"
        " redirect ring ringStop rtpstatistics sendDTMF setChannelVar snoopChannel startMoh",
    ),
    "bridges": (
        {"bridgeId": "gone"},
        "addChannel destroy get play record removeChannel startMoh stopMoh",
    ),
    "playbacks": ({"playbackId": "gone"}, "control get stop"),
    "recordings": (
        {"recordingName": "gone"},
        "cancel copyStored deleteStored getLive getStored getStoredFile mute pause stop unmute",
    ),
}
#: What operations need besides.
NEEDED = {
    "addChannel": {"channel": "gone"},
    "control": {"operation": "pause"},
    "copyStored": {"destinationRecordingName": "y"},
    "getChannelVar": {"variable": "X"},
    "move": {"app": "x"},
    "play": {"media": "sound:hello-world"},
    "record": {"name": "r", "format": "wav"},
    "redirect": {"endpoint": "Local/wait@lab"},
    "removeChannel": {"channel": "gone"},
    "sendDTMF": {"dtmf": "1"},
    "setChannelVar": {"variable": "X", "value": "1"},
    "snoopChannel": {"app": "x", "spy": "both"},
}
#: Operations that need a channel in Stasis.
INSIDE = (
    "answer continueInDialplan dial hold move mute play record redirect ring ringStop sendDTMF"
    " setChannelVar startMoh stopMoh"
)


@pytest.fixture
def client(asterisk):
    """A client of the Asterisk."""
    return ari.connect(asterisk.url, "asterisk", "asterisk")


@pytest.mark.parametrize("resource", ABSENT)
def test_what_is_not_there_is_gone(client, resource):
    """Every operation on it raises Gone, which is a RequestFailed that names it."""
    about, nicknames = ABSENT[resource]
    for nickname in nicknames.split():
        with pytest.raises(ari.Gone) as caught:
            getattr(getattr(client, resource), nickname)(**about, **NEEDED.get(nickname, {}))
        assert isinstance(caught.value, ari.RequestFailed)
        assert "='gone'" in str(caught.value)


@pytest.mark.parametrize("nickname", INSIDE.split())
def test_a_channel_outside_stasis_is_gone(asterisk, client, nickname):
    """Operations that need it inside raise Gone; to hang it up and to ask about it is allowed."""
    asterisk.wait_outside()
    outside = client.channels.list()[0]
    with pytest.raises(ari.Gone, match="409 Channel not in Stasis application"):
        getattr(outside, nickname)(**NEEDED.get(nickname, {}))
    assert outside.get().id == outside.id


def test_a_channel_that_a_bridge_cannot_take_is_gone(asterisk, client):
    """One that is not there, and one that is not in Stasis, to be added or to be removed."""
    asterisk.wait_outside()
    outside = client.channels.list()[0]
    bridge = client.bridges.create()
    for act in (bridge.addChannel, bridge.removeChannel):
        with pytest.raises(ari.Gone, match="400 Channel not found .*, channel='gone'"):
            act(channel="gone")
        with pytest.raises(ari.Gone, match="422 Channel not in Stasis application"):
            act(channel=outside)
    bridge.destroy()


OTHERS = [
    ("applications", "get", {"applicationName": "gone"}, "404 Application not found"),
    ("endpoints", "get", {"tech": "PJSIP", "resource": "gone"}, "404 Endpoint not found"),
    ("sounds", "get", {"soundId": "gone"}, "404 Sound not found"),
    ("mailboxes", "get", {"mailboxName": "gone"}, "404 Resource not found"),
]


@pytest.mark.parametrize(("resource", "nickname", "arguments", "says"), OTHERS)
def test_what_else_is_not_there_is_not_gone(client, resource, nickname, arguments, says):
    """An application, an endpoint, a sound and a module that are missing are a mistake."""
    with pytest.raises(ari.RequestFailed, match=says) as caught:
        getattr(getattr(client, resource), nickname)(**arguments)
    assert not isinstance(caught.value, ari.Gone)


def test_what_a_channel_refuses_is_not_gone(asterisk, client, calls):
    """A variable that is not set, a recording's name that exists, a state: the channel is there."""
    client.on_channel_event("StasisStart", lambda channels, event: calls(channels["channel"]))
    with running(client):
        asterisk.wait_for("channel-dump")
        client.channels.originate(endpoint="Local/wait@beside", app="channel-dump")
        (inside,) = calls.next()
        inside.record(name="twice", format="wav", ifExists="overwrite")
        bridge = client.bridges.create()
        refused = [
            ("404 Provided variable", lambda: inside.getChannelVar(variable="NOPE")),
            ("409 Recording 'twice' already", lambda: inside.record(name="twice", format="wav")),
            ("409 Channel is not in the 'Down'", inside.dial),
            ("409 Bridge isn't playing music", bridge.stopMoh),
            ("422 Channel not in this bridge", lambda: bridge.removeChannel(channel=inside)),
        ]
        for says, act in refused:
            with pytest.raises(ari.RequestFailed, match=says) as caught:
                act()
            assert not isinstance(caught.value, ari.Gone)
        inside.hangup()
        bridge.destroy()


def test_ari_that_is_unloaded(own, client):
    """While res_ari.so is unloaded, requests and events name that module, and not their own."""
    client = ari.connect(own.url, "asterisk", "asterisk")
    client.channels.list()
    own.cli("module unload -f res_ari.so")
    own.until("module show like res_ari.so", "Not Running")
    for act in (client.channels.list, lambda: client.run("channel-dump")):
        with pytest.raises(ari.RequestFailed, match=r"404 .* is res_ari\.so loaded"):
            act()
