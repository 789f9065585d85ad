"""What the server's api-docs offer: resources, their operations, and the help on them."""

from __future__ import annotations

import inspect

import pytest

import ari
from tests.lab.apidocs import operation, parameter, resource
from tests.lab.standin import channel


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


def test_help_is_the_documentation_of_the_server(client):
    """An operation's docstring has its summary, parameters and errors, from the api-docs."""
    text = client.channels.originate.__doc__
    for part in (
        "The stand-in's originate.",
        "endpoint (string)",
        "timeout (int, min 0, max 60)",
        "The callerId.",
        "400: Nobody can be called like that.",
        "Returns: Channel",
    ):
        assert part in text
    assert "direction (string, values ['both', 'in', 'out'])" in client.channels.mute.__doc__
    assert client.channels.originate.__name__ == "originate"


def test_an_operation_has_the_signature_of_its_docs(client):
    """Editors and help() show its arguments, which go by name, with their defaults."""
    parameters = inspect.signature(client.channels.originate).parameters
    assert [*parameters][:3] == ["endpoint", "extension", "app"]
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert parameters["endpoint"].default is inspect.Parameter.empty
    assert (parameters["timeout"].default, parameters["callerId"].default) == (30, None)


def test_an_operation_of_an_object_has_no_argument_for_it(client):
    """What the object fills in itself is neither in the signature nor in the help."""
    play = ari.Channel(client, channel(1)).play
    assert [*inspect.signature(play).parameters] == ["media"]
    assert "channelId (" not in play.__doc__
    assert [*inspect.signature(client.channels.play).parameters] == ["channelId", "media"]


@pytest.mark.parametrize("name", ["from", "a b", "", "1"])
def test_an_argument_whose_name_python_lacks_can_be_given(standin, client, name):
    """It is taken in **{…}, as Asterisk's `from` is, and what else there is has its signature."""
    said = [parameter(name), parameter("body")]
    docs = resource({"/odd": [operation("POST", "odd", "void", *said)]})
    standin.answers["GET", "/api-docs/channels.json"] = (200, docs)
    standin.answers["POST", "/odd"] = (202, None)
    assert "body" in inspect.signature(client.channels.odd).parameters
    assert client.channels.odd(**{name: "x", "body": "y"}) is None
    assert standin.requests[-1].query == {name: "x", "body": "y"}


def test_the_events_socket_is_no_request(client):
    """EventWebsocket is not offered as an operation: run() does that."""
    assert not hasattr(client.events, "eventWebsocket")
