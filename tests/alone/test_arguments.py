"""The arguments of operations: in the query, in the path and in the body."""

from __future__ import annotations

import pytest
import requests

from tests.lab.client import running
from tests.lab.standin import channel


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
    """Lists are joined with commas, booleans are `true` and `false`, and no argument is lost."""
    standin.answers["POST", "/channels/1/play"] = (201, {"id": "p"})
    client.channels.play(channelId="1", media=value)
    assert standin.paths[-1] == f"POST /ari/channels/1/play?media={sent}"


def test_a_number_that_json_lacks(standin, client):
    """A NaN in the body is a ValueError, and nothing is sent."""
    sent = len(standin.paths)
    with pytest.raises(ValueError, match=r"channels\.originate: .*JSON"):
        client.channels.originate(endpoint="Local/1", variables={"a": float("nan")})
    assert len(standin.paths) == sent + 1  # for the api-docs of the channels


def test_none_is_left_out(standin, client):
    """An argument that is None counts as not given."""
    standin.channels = [channel(1, id="1")]
    client.channels.hangup(channelId="1", reason_code=None)
    assert standin.paths[-1] == "DELETE /ari/channels/1"


@pytest.mark.parametrize("value", ["a/b;2", "ä ?#%2F", "PJSIP/x-1"])
def test_values_of_a_path_are_encoded(standin, client, value):
    """A path value arrives as it was given, whatever is in it."""
    standin.channels = [channel(1, id=value)]
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


DOUBLED = [
    ({"variables": {"a": "b"}}, {"a": "b"}),
    ({"variables": {}}, {}),
    ({"variables": [{"a": "b"}]}, [{"a": "b"}]),
    ({"variables": "b"}, {"variables": "b"}),
    ({"variables": {"a": "b"}, "c": "d"}, {"variables": {"a": "b"}, "c": "d"}),
    ({"a": {"variables": "b"}}, {"a": {"variables": "b"}}),
    ({"variables": {"variables": {"a": "b"}}}, {"variables": {"a": "b"}}),
    ([{"a": "b"}], [{"a": "b"}]),
    ({}, {}),
]


@pytest.mark.parametrize(("given", "sent"), DOUBLED)
def test_a_container_in_its_own_name_means_its_content(standin, client, given, sent):
    """As ari-py's callers write it: a container whose only key is the parameter's own name."""
    standin.answers["POST", "/channels"] = (200, channel(1))
    client.channels.originate(endpoint="Local/1", variables=given)
    assert standin.bodies[-1] == {"variables": sent}


@pytest.mark.parametrize("given", [{"a": "b"}, {"variables": {"a": "b"}}])
def test_a_users_event_has_its_variables_in_either_form(standin, client, calls, given):
    """A userEvent arrives with its variables, as the docs have them and as ari-py's callers do."""
    client.on_event("ChannelUserevent", calls)
    with running(client):
        standin.wait_for()
        client.events.userEvent(eventName="x", application="channel-dump", variables=given)
        assert calls.next()[0]["userevent"] == {"a": "b", "eventname": "x"}


def test_an_object_body_is_sent_bare(standin, client):
    """A body parameter of the type object is the whole body."""
    standin.answers["PUT", "/applications/a/eventFilter"] = (200, {})
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


LONG = {
    "letters": ("x" * 4100, "x" * 4100),
    "Cyrillic": ("ж" * 700, "ж" * 700),
    "a list": ([f"sound:{n}" for n in range(300)], ",".join(f"sound:{n}" for n in range(300))),
}


@pytest.mark.parametrize("variables", [{"a": "b"}, {"variables": {"a": "b"}}])
@pytest.mark.parametrize("what", LONG)
def test_what_is_too_long_for_a_query_goes_into_the_body(standin, client, what, variables):
    """All of the query goes as JSON then, each value in its own type, beside the variables."""
    given, sent = LONG[what]
    standin.answers["POST", "/channels"] = (200, channel(1))
    client.channels.originate(endpoint="Local/1", appArgs=given, timeout=5, variables=variables)
    assert standin.paths[-1] == "POST /ari/channels"
    assert standin.bodies[-1] == {
        "endpoint": "Local/1",
        "appArgs": sent,
        "timeout": 5,
        "variables": {"a": "b"},
    }


@pytest.mark.parametrize("form", [list, tuple, ",".join])
def test_a_long_list_is_one_in_the_body(standin, client, form):
    """Where the docs have a list, however it was given: there no comma separates."""
    sounds = [f"sound:{number}" for number in range(300)]
    standin.answers["POST", "/channels/1/play"] = (201, {"id": "p"})
    client.channels.play(channelId="1", media=form(sounds))
    assert (standin.paths[-1], standin.bodies[-1]) == (
        "POST /ari/channels/1/play",
        {"media": sounds},
    )


def test_a_long_truth_is_one_in_the_body(standin, client):
    """True beside a long value arrives as JSON's."""
    standin.answers["POST", "/channels/1/record"] = (201, {"name": "r"})
    client.channels.record(channelId="1", name="n" * 4100, format="wav", beep=True)
    assert standin.bodies[-1] == {"name": "n" * 4100, "format": "wav", "beep": True}


TOO_LONG = {
    "a GET has no body": ("getChannelVar", {"channelId": "1", "variable": "x" * 4100}),
    "a path has no other place": ("answer", {"channelId": "x" * 4100}),
}


@pytest.mark.parametrize("why", TOO_LONG)
def test_what_is_too_long_everywhere_is_refused(standin, client, why):
    """Where Asterisk has no way to take it, a ValueError says so, and nothing is sent."""
    nickname, arguments = TOO_LONG[why]
    client.channels  # noqa: B018
    sent = len(standin.requests)
    with pytest.raises(ValueError, match=rf"channels\.{nickname}: the arguments are too long"):
        getattr(client.channels, nickname)(**arguments)
    assert len(standin.requests) == sent


def test_arguments_go_by_name(standin, client):
    """A value without its name is a TypeError that says so, and names what there is."""
    standin.channels = [channel(1)]
    (alice,) = client.channels.list()
    sent = len(standin.requests)
    with pytest.raises(TypeError, match=r"channels\.get: arguments go by name.*channelId"):
        client.channels.get("1.2")
    with pytest.raises(TypeError, match=r"channels\.play: arguments go by name.* media"):
        alice.play("sound:hello")
    assert len(standin.requests) == sent
