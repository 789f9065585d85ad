"""What the server's api-docs offer: resources, their operations, and the help on them."""

from __future__ import annotations

import pytest


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
    """EventWebsocket is not offered as an operation: run() does that."""
    assert not hasattr(client.events, "eventWebsocket")
