"""What operations return: objects with an identity and operations of their own, or plain data."""

from __future__ import annotations

import contextlib
import copy

import pytest

import ari
from tests.lab.standin import channel


def test_a_list_becomes_objects(standin, client):
    """A list of channels is a list of Channels with their id, fields and client."""
    standin.channels = [channel(1), channel(2)]
    first, second = client.channels.list()
    assert isinstance(first, ari.Channel)
    assert (first.id, first.json, first.client) == ("1795387732.1", channel(1), client)
    assert repr(second) == ("Channel(id='1795387732.2', name='PJSIP/alice-00000002', state='Up')")


def test_one_object_is_got_by_its_id(standin, client):
    """An operation of a resource takes the identity of an object as an argument."""
    standin.channels = [channel(1)]
    assert client.channels.get(channelId="1795387732.1").json["name"] == "PJSIP/alice-00000001"


def test_an_object_has_the_operations_of_its_path(standin, client):
    """An object's operations fill in its identity; an empty answer is None."""
    standin.channels = [channel(1)]
    alice = client.channels.list()[0]
    assert "hangup" in dir(alice)
    assert "list" not in dir(alice)
    assert alice.hangup() is None
    assert standin.paths[-1] == "DELETE /ari/channels/1795387732.1"


def test_an_object_without_such_an_operation_says_so(standin, client):
    """An unknown operation of an object is an AttributeError that names both."""
    standin.channels = [channel(1)]
    with pytest.raises(AttributeError, match="Channel.*no operation 'originate'"):
        client.channels.list()[0].originate()


def test_the_identity_of_an_object_is_its_own(standin, client):
    """Another object's identity is refused, and nothing is sent."""
    standin.channels = [channel(1)]
    (alice,) = client.channels.list()
    sent = len(standin.requests)
    with pytest.raises(TypeError, match="channels.hangup: channelId is the object's own"):
        alice.hangup(channelId="other")
    assert len(standin.requests) == sent


def test_the_identity_of_an_object_may_be_repeated(standin, client):
    """Its own identity given again is right, as in ari-py."""
    standin.channels = [channel(1)]
    (alice,) = client.channels.list()
    alice.hangup(channelId=alice.id)
    assert standin.paths[-1] == f"DELETE /ari/channels/{alice.id}"


def test_a_field_is_no_attribute(client):
    """What is a field of the JSON is an AttributeError that says where it is."""
    alice = ari.Channel(client, channel(1))
    with pytest.raises(AttributeError, match=r"no operation 'name'; say \.json\['name'\]"):
        alice.name  # noqa: B018
    with pytest.raises(AttributeError, match=r"no operation 'nonsense'$"):
        alice.nonsense  # noqa: B018


CLASSES = {
    ("endpoints", "list", "/endpoints"): (
        ari.Endpoint,
        {"technology": "PJSIP", "resource": "alice/2"},
        "PJSIP/alice/2",
        ("get", "GET /ari/endpoints/PJSIP/alice%2F2"),
    ),
    ("recordings", "listStored", "/recordings/stored"): (
        ari.StoredRecording,
        {"name": "a b"},
        "a b",
        ("deleteStored", "DELETE /ari/recordings/stored/a%20b"),
    ),
    ("deviceStates", "list", "/deviceStates"): (
        ari.DeviceState,
        {"name": "Stasis:x", "state": "BUSY"},
        "Stasis:x",
        ("update", "PUT /ari/deviceStates/Stasis%3Ax?deviceState=INUSE"),
    ),
    ("mailboxes", "list", "/mailboxes"): (
        ari.Mailbox,
        {"name": "1@x"},
        "1@x",
        ("delete", "DELETE /ari/mailboxes/1%40x"),
    ),
    ("bridges", "list", "/bridges"): (
        ari.Bridge,
        {"id": "b"},
        "b",
        ("destroy", "DELETE /ari/bridges/b"),
    ),
    ("sounds", "list", "/sounds"): (ari.Sound, {"id": "s"}, "s", ("get", "GET /ari/sounds/s")),
}


@pytest.mark.parametrize("listing", CLASSES)
def test_each_class_is_identified_in_its_own_way(standin, client, listing):
    """Objects of each class have their identity as `id`, and in the paths of their operations."""
    resource, nickname, path = listing
    kind, fields, identity, (operation, request) = CLASSES[listing]
    standin.answers["GET", path] = (200, [fields])
    (found,) = getattr(getattr(client, resource), nickname)()
    assert (type(found), found.id, found.json) == (kind, identity, fields)
    with contextlib.suppress(ari.RequestFailed):  # the stand-in has nothing behind some
        getattr(found, operation)(**({"deviceState": "INUSE"} if operation == "update" else {}))
    assert standin.paths[-1] == request


def test_what_an_operation_makes_is_an_object(standin, client):
    """Play returns a Playback and record a LiveRecording, with operations of their own."""
    standin.channels = [channel(1)]
    alice = client.channels.list()[0]
    standin.answers["POST", "/channels/1795387732.1/play"] = (201, {"id": "p"})
    standin.answers["POST", "/channels/1795387732.1/record"] = (201, {"name": "r"})
    standin.answers["DELETE", "/playbacks/p"] = (204, None)
    standin.answers["POST", "/recordings/live/r/stop"] = (204, None)
    alice.play(media="sound:hello").stop()
    assert standin.paths[-1] == "DELETE /ari/playbacks/p"
    alice.record(name="r", format="wav").stop()
    assert standin.paths[-1] == "POST /ari/recordings/live/r/stop"


def test_an_answer_without_a_class_is_json(standin, client):
    """A response without a class comes back as its JSON."""
    standin.answers["GET", "/asterisk/info"] = (200, {"system": {"version": "22"}})
    assert client.asterisk.getInfo() == {"system": {"version": "22"}}


def test_a_file_is_bytes(standin, client):
    """A binary answer comes back as it is."""
    standin.answers["GET", "/recordings/stored/r/file"] = (200, b"RIFF\x00")
    assert client.recordings.getStoredFile(recordingName="r") == b"RIFF\x00"


def test_objects_can_be_copied(standin, client):
    """A copy of an object has its identity; a half-made one raises no RecursionError."""
    standin.channels = [channel(1)]
    alice = client.channels.list()[0]
    assert copy.copy(alice).id == alice.id
    assert not hasattr(ari.Channel.__new__(ari.Channel), "hangup")
