"""Requests: from the server's api-docs to operations, and from answers to objects."""

import contextlib
import copy

import pytest
import requests
from standin import StandIn, channel

import ari


def test_resources_are_those_of_the_server(client):
    """Every resource of the api-docs is an attribute of the client, and nothing else is."""
    assert {"channels", "bridges", "deviceStates", "events"} <= set(dir(client))
    assert "list" in dir(client.channels)
    with pytest.raises(AttributeError, match="no resource 'chanels'"):
        client.chanels  # noqa: B018


def test_a_resource_has_the_operations_of_its_docs(client):
    """A nickname that the docs don't have is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="'channels'.*no operation 'dance'"):
        client.channels.dance()


def test_connect_and_list_take_three_requests(standin, client):
    """Docs are loaded when first needed, and once."""
    client.channels.list()
    client.channels.list()
    assert standin.paths == [
        "GET /ari/api-docs/resources.json",
        "GET /ari/api-docs/channels.json",
        "GET /ari/channels",
        "GET /ari/channels",
    ]


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
    """An object's identity can't be given again."""
    standin.channels = [channel(1)]
    with pytest.raises(TypeError, match="channels.hangup: channelId is the object's own"):
        client.channels.list()[0].hangup(channelId="other")


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
    alice.play(media="sound:hello").stop()
    assert standin.paths[-1] == "DELETE /ari/playbacks/p"
    alice.record(name="r", format="wav").stop()
    assert standin.paths[-1] == "POST /ari/recordings/live/r/stop"


def test_an_answer_without_a_class_is_json(standin, client):
    """A response type that is no object comes back as its JSON."""
    standin.answers["GET", "/asterisk/info"] = (200, {"system": {"version": "22"}})
    assert client.asterisk.getInfo() == {"system": {"version": "22"}}


def test_a_file_is_bytes(standin, client):
    """A binary answer comes back as it is."""
    standin.answers["GET", "/recordings/stored/r/file"] = (200, b"RIFF\x00")
    assert client.recordings.getStoredFile(recordingName="r") == b"RIFF\x00"


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (["sound:a", "tone:b,c"], "sound%3Aa%2Ctone%3Ab%2Cc"),
        (("x",), "x"),
        (0, "0"),
        ("", ""),
        (True, "true"),
        (False, "false"),
        ("ä &+%41", "%C3%A4+%26%2B%2541"),
    ],
)
def test_values_of_a_query(standin, client, value, sent):
    """Lists are joined with commas, truth is `true` or `false`, nothing that was given is lost."""
    standin.answers["POST", "/channels/1/play"] = (201, {"id": "p"})
    client.channels.play(channelId="1", media=value)
    assert standin.paths[-1] == f"POST /ari/channels/1/play?media={sent}"


def test_none_is_left_out(standin, client):
    """An argument that is None counts as not given."""
    client.channels.hangup(channelId="1", reason_code=None)
    assert standin.paths[-1] == "DELETE /ari/channels/1"


@pytest.mark.parametrize("value", ["a/b;2", "ä ?#%2F", "PJSIP/x-1"])
def test_values_of_a_path_are_encoded(standin, client, value):
    """A path value arrives as it was given, whatever is in it."""
    client.channels.hangup(channelId=value)
    sent = standin.requests[-1].raw_path
    assert sent == f"/ari/channels/{requests.utils.quote(value, safe='')}"


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_value_that_names_another_path_is_refused(client, value):
    """An empty value or a dot would lead to another resource: nothing is sent."""
    with pytest.raises(ValueError, match=r"channels\.hangup: channelId can't be"):
        client.channels.hangup(channelId=value)


def test_body_parameters_are_json(standin, client):
    """Variables go into the body under their name, as Asterisk reads it, the rest in the query."""
    variables = {"CALLERID(name)": "Älice", "B": {"value": "1"}}
    standin.answers["POST", "/channels"] = (200, channel(1))
    client.channels.originate(endpoint="Local/1", variables=variables)
    assert standin.paths[-1] == "POST /ari/channels?endpoint=Local%2F1"
    assert standin.bodies[-1] == {"variables": variables}


def test_an_object_body_is_sent_bare(standin, client):
    """A body parameter of the type object is the whole body."""
    client.applications.filter(applicationName="a", filter={"allowed": []})
    assert standin.bodies[-1] == {"allowed": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, r"channels\.originate: missing required argument 'endpoint'"),
        ({"endpoint": None}, r"channels\.originate: missing required argument 'endpoint'"),
        (
            {"endpoint": "x", "timeuot": 1},
            r"channels\.originate: unknown argument 'timeuot'.*timeout",
        ),
    ],
)
def test_wrong_arguments_are_a_type_error(standin, client, arguments, message):
    """A missing or unknown argument is a TypeError that names it, before anything is sent."""
    client.channels  # noqa: B018
    before = len(standin.requests)
    with pytest.raises(TypeError, match=message):
        client.channels.originate(**arguments)
    assert len(standin.requests) == before


def test_a_failed_request_has_asterisks_words(client):
    """A refusal is an AriError and a requests.HTTPError with the operation, status and message."""
    with pytest.raises(requests.HTTPError) as caught:
        client.channels.get(channelId="gone")
    error = caught.value
    assert isinstance(error, ari.AriError)
    assert error.response.status_code == requests.codes.not_found
    assert str(error) == "channels.get: 404 Channel not found"


def test_a_failure_without_json_has_the_reason_of_its_status(standin, client):
    """Where Asterisk gives no message, the status line speaks."""
    standin.answers["GET", "/channels"] = (500, "<h1>oops</h1>")
    with pytest.raises(ari.RequestFailed, match=r"channels\.list: 500 Internal Server Error"):
        client.channels.list()


@pytest.mark.parametrize(
    ("path", "answer", "message"),
    [
        ("/channels", "<html>", "expected JSON"),
        ("/channels", "", "expected JSON"),
        ("/channels", {"a": 1}, r"channels\.list: expected a list"),
        ("/channels", [1], "expected a Channel with its id, got 1"),
        ("/channels", [{"name": "x"}], "a Channel with its id"),
        ("/api-docs/channels.json", '{"apis": [', "expected JSON"),
        ("/api-docs/channels.json", {"apis": [{"path": "/x"}]}, "not the api-docs of Asterisk"),
        ("/api-docs/channels.json", [], "not the api-docs of Asterisk"),
    ],
)
def test_nonsense_is_a_clear_error(standin, client, path, answer, message):
    """An answer that is not what ARI sends is an InvalidAnswer that says what came."""
    standin.answers["GET", path] = (200, answer)
    with pytest.raises(ari.InvalidAnswer, match=message):
        client.channels.list()


def test_docs_without_events_are_a_clear_error(standin, client):
    """Where the api-docs describe no events, registering says so."""
    standin.answers["GET", "/api-docs/events.json"] = (200, {"apis": []})
    with pytest.raises(ari.InvalidAnswer, match="describes no events"):
        client.on_channel_event("StasisStart", print)


def test_every_request_has_a_timeout_that_can_be_set(standin, client):
    """A server that is silent for longer than the timeout is a ConnectionFailed."""
    assert client.timeout == (5, 30)
    client.channels  # noqa: B018
    client.timeout = (5, 0.01)
    with standin.frozen(), pytest.raises(ari.ConnectionFailed, match="no answer"):
        client.channels.list()


def test_a_failure_is_told_apart_from_the_one_before(standin, client):
    """An error in the handling of another tells its own cause."""
    with pytest.raises(ari.RequestFailed) as caught:
        client.channels.get(channelId="gone")
    standin.stop()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there"):
        try:
            raise caught.value
        except ari.RequestFailed:
            client.channels.list()


def test_a_timeout_may_be_one_number(client):
    """client.timeout takes one number for connecting and for the answer."""
    client.timeout = 3
    assert client.timeout == (3, 3)


def test_objects_can_be_copied(standin, client):
    """A copy of an object has its identity; a half-made one raises no RecursionError."""
    standin.channels = [channel(1)]
    alice = client.channels.list()[0]
    assert copy.copy(alice).id == alice.id
    assert not hasattr(ari.Channel.__new__(ari.Channel), "hangup")


def test_credentials_go_to_no_other_host(standin):
    """A redirect is an error: the user name and password stay with the host that was named."""
    with StandIn() as other:
        client = ari.connect(standin.url, "asterisk", "asterisk")
        location = {"Location": f"{other.url}/ari/channels"}
        standin.redirects["/channels"] = location["Location"]
        with pytest.raises(ari.RequestFailed, match=r"channels\.list: 302"):
            client.channels.list()
        assert other.requests == []


def test_help_is_the_documentation_of_the_server(client):
    """An operation's docstring has its summary, parameters and errors, from the api-docs."""
    text = client.channels.originate.__doc__
    for part in (
        "The stand-in's originate.",
        "endpoint (string, required)",
        "timeout (int, optional, default 30, min 0, max 60)",
        "The callerId.",
        "400: Nobody can be called like that.",
        "Returns: Channel",
    ):
        assert part in text
    assert "direction (string, optional, default both, one of both, in, out)" in (
        client.channels.mute.__doc__
    )
    assert client.channels.originate.__name__ == "originate"


def test_the_events_socket_is_no_request(client):
    """EventWebsocket is what run() does; as an operation it is not offered."""
    assert not hasattr(client.events, "eventWebsocket")
