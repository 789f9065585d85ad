"""What the tutorial's next lessons do, on real Asterisks."""

import pytest

import ari
from tests.lab.asterisk import with_tls
from tests.lab.client import running
from tests.lab.process import eventually


@pytest.fixture
def client(asterisk):
    """A client of the real Asterisk, with an extension that comes into its application."""
    asterisk.cli("dialplan add extension lesson,1,Stasis,lessons into lab replace")
    asterisk.cli("dialplan add extension wait,1,Answer into lab replace")
    asterisk.cli("dialplan add extension wait,2,Wait,60 into lab replace")
    return ari.connect(asterisk.url, "asterisk", "asterisk")


@pytest.fixture
def call(asterisk, client, calls):
    """A channel that has come into the application, while the client runs."""
    client.on_channel_event("StasisStart", calls)
    asterisk.until_no("ari show apps", "lessons")  # the one of the test before
    with running(client, "lessons"):
        asterisk.until("ari show apps", "lessons")
        asked = client.channels.originate(
            endpoint="Local/lesson@lab", context="lab", extension="wait", priority=1
        )
        channels, _ = calls.next()
        yield channels["channel"]
        asked.hangup()


def heard(thing, event_type, calls):
    """Listen for an event about an object."""
    thing.on_event(event_type, calls)
    return calls


def test_ring_and_answer(call, calls):
    """A channel rings, and is up when it is answered."""
    assert call.json["state"] != "Up"
    heard(call, "ChannelStateChange", calls)
    call.ring()
    call.answer()
    while calls.next()[0].json["state"] != "Up":
        pass


def test_play_a_tone(call, client, calls):
    """A tone plays until it is stopped; its Playback's handler hears of that."""
    call.answer()
    playback = call.play(media="tone:ring")
    assert isinstance(playback, ari.Playback)
    heard(playback, "PlaybackFinished", calls)
    playback.stop()
    assert calls.next()[0].id == playback.id


def test_hold_in_a_bridge(call, client, calls):
    """A channel is held in a bridge, and leaves it."""
    call.answer()
    bridge = client.bridges.create(type="holding")
    heard(bridge, "ChannelEnteredBridge", calls)
    bridge.addChannel(channel=call.id)
    entered, _ = calls.next()
    assert (entered.id, entered.json["channels"]) == (bridge.id, [call.id])
    bridge.startMoh()
    bridge.removeChannel(channel=call.id)
    bridge.destroy()
    eventually(lambda: bridge.id not in [one.id for one in client.bridges.list()])


def test_dial_and_bridge_two_channels(call, client, calls):
    """A second channel is dialled, and the two are put in one bridge with one list of ids."""
    called = client.channels.originate(
        endpoint="Local/wait@lab", app="lessons", appArgs=["dialed", "x"], timeout=0
    )
    channels, event = calls.next()
    assert (channels["channel"].id, event["args"]) == (called.id, ["dialed", "x"])
    call.answer()
    bridge = client.bridges.create(type="mixing")
    bridge.addChannel(channel=[call.id, called.id])
    assert sorted(bridge.get().json["channels"]) == sorted([call.id, called.id])
    heard(called, "StasisEnd", calls)
    called.hangup()
    assert calls.next()[0].id == called.id
    bridge.destroy()


def test_record_and_list(call, client, calls):
    """A recording is made, stopped, listed, fetched and deleted."""
    call.answer()
    live = call.record(name="greeting 1", format="wav", ifExists="overwrite", beep=False)
    heard(live, "RecordingFinished", calls)
    live.stop()
    assert calls.next()[0].id == "greeting 1"
    (stored,) = [one for one in client.recordings.listStored() if one.id == "greeting 1"]
    assert isinstance(stored, ari.StoredRecording)
    assert stored.getStoredFile().startswith(b"RIFF")
    stored.deleteStored()
    assert "greeting 1" not in [one.id for one in client.recordings.listStored()]


def test_device_state(client):
    """A device state is set, listed and deleted."""
    client.deviceStates.update(deviceName="Stasis:phone", deviceState="INUSE")
    (state,) = client.deviceStates.list()
    assert (type(state), state.id, state.json["state"]) == (
        ari.DeviceState,
        "Stasis:phone",
        "INUSE",
    )
    state.delete()
    assert client.deviceStates.list() == []


def test_variables_in_the_body(client):
    """Variables of originate arrive, whatever is in them."""
    asked = client.channels.originate(
        endpoint="Local/wait@lab",
        context="lab",
        extension="wait",
        priority=1,
        variables={"GREETING": "grüß & co, 50%", "CALLERID(name)": "Bob"},
    )
    assert asked.getChannelVar(variable="GREETING") == {"value": "grüß & co, 50%"}
    assert asked.get().json["caller"]["name"] == "Bob"
    asked.hangup()


@pytest.mark.parametrize("channel_id", ["a/b", "x;1 ä?#%2F"])
def test_an_id_of_ones_own(client, channel_id):
    """A channel created with any id is found by it."""
    asked = client.channels.originate(
        endpoint="Local/wait@lab", context="lab", extension="wait", channelId=channel_id
    )
    assert asked.id == channel_id
    assert client.channels.get(channelId=channel_id).json["name"] == asked.json["name"]
    asked.hangup()


def test_an_error_has_asterisks_words(client):
    """What Asterisk says of a failure is in the error."""
    with pytest.raises(ari.RequestFailed, match=r"^channels\.originate: \d+ \w+"):
        client.channels.originate(endpoint="nonsense", extension="wait")


def test_endpoints_are_listed(client):
    """Alice's endpoint is there, and can be asked for itself."""
    (alice,) = [one for one in client.endpoints.list() if one.id == "PJSIP/alice"]
    assert alice.get().json["technology"] == "PJSIP"


def test_tls_with_a_private_ca_and_a_prefix(ca, monkeypatch, calls):
    """On 22, https and wss with a private CA, under a prefix of http.conf."""
    url, asterisk = with_tls(ca, 22, "/pbx")
    with ca.cert_pem.tempfile() as file, asterisk:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        client = ari.connect(url, "asterisk", "asterisk")
        client.on_event("StasisStart", calls)
        with running(client, "lessons"):
            asterisk.until("ari show apps", "lessons")
            client.channels.originate(endpoint="Local/1000@default", app="lessons")
            assert calls.next()[0]["application"] == "lessons"
