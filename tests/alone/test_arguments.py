"""The arguments of operations: in the query, in the path and in the body."""

from __future__ import annotations

import pytest
import requests

import ari
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


def test_an_object_stands_for_its_id(standin, client):
    """An argument that is an object is its id: in the path, in the query and in a list."""
    standin.channels = [channel(1), channel(2)]
    alice, bob = client.channels.list()
    client.channels.hangup(channelId=alice)
    assert standin.paths[-1] == f"DELETE /ari/channels/{alice.id}"
    standin.answers["POST", "/bridges/b/addChannel"] = (204, None)
    for given in ([alice, bob], (alice, bob.id)):
        client.bridges.addChannel(bridgeId="b", channel=given)
        sent = f"POST /ari/bridges/b/addChannel?channel={alice.id}%2C{bob.id}"
        assert standin.paths[-1] == sent
    endpoint = ari.Endpoint(client, {"technology": "PJSIP", "resource": "alice"})
    standin.answers["POST", "/channels"] = (200, channel(1))
    client.channels.originate(endpoint=endpoint)
    assert standin.paths[-1] == "POST /ari/channels?endpoint=PJSIP%2Falice"


@pytest.mark.parametrize(
    "value",
    [{"a"}, (one for one in "ab"), b"a", {"a": "b"}, object(), ["a", None], [b"a"], range(2)],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_text_is_a_type_error(standin, client, value):
    """A value that ARI has no form for is refused by its name, and nothing is sent."""
    client.channels  # noqa: B018
    sent = len(standin.requests)
    with pytest.raises(TypeError, match=r"channels\.play: media: it takes a text, a number or a"):
        client.channels.play(channelId="1", media=value)
    with pytest.raises(TypeError, match=r"channels\.hangup: channelId: it takes a text"):
        client.channels.hangup(channelId=value)
    assert len(standin.requests) == sent


def test_what_json_lacks_is_a_type_error(standin, client):
    """A set within a body is refused, and nothing is sent."""
    client.channels  # noqa: B018
    sent = len(standin.requests)
    with pytest.raises(TypeError, match=r"channels\.originate: JSON can't hold the body: "):
        client.channels.originate(endpoint="x", variables={"a": {"b"}})
    assert len(standin.requests) == sent


NO_NUMBERS = [("timeout", one) for one in ("ten", "1.5", 1.5, True, "1 0", "\u0661")]
NO_TRUTHS = [("beep", one) for one in ("perhaps", 2, "truely", "tru")]


@pytest.mark.parametrize(("name", "value"), NO_NUMBERS + NO_TRUTHS)
def test_what_is_no_number_or_truth_is_refused(standin, client, name, value):
    """What Asterisk would take for 0 or for false is a ValueError, and nothing is sent."""
    client.channels  # noqa: B018
    sent = len(standin.requests)
    with pytest.raises(ValueError, match=rf"{name}: it takes (int|boolean), got {value!r}"):
        if name == "timeout":
            client.channels.originate(endpoint="x", timeout=value)
        else:
            client.channels.record(channelId="1", name="r", format="wav", beep=value)
    assert len(standin.requests) == sent


@pytest.mark.parametrize(("value", "sent"), [("10", "10"), (10, "10"), ("-1", "-1"), ("", "")])
def test_digits_are_a_number(standin, client, value, sent):
    """A number may be a text, and an empty text is sent as it is."""
    standin.answers["POST", "/channels"] = (200, channel(1))
    client.channels.originate(endpoint="x", timeout=value)
    assert standin.paths[-1] == f"POST /ari/channels?endpoint=x&timeout={sent}"


@pytest.mark.parametrize("value", ["true", "False", "yes", "no", 1, "0", False])
def test_a_truth_may_be_a_text(standin, client, value):
    """What Asterisk takes for true and for false is sent as it is, and is JSON's in a body."""
    standin.answers["POST", "/channels/1/record"] = (201, {"name": "r"})
    client.channels.record(channelId="1", name="r", format="wav", beep=value)
    assert standin.paths[-1].endswith(f"&beep={'false' if value is False else value}")
    client.channels.record(channelId="1", name="n" * 4100, format="wav", beep=value)
    assert standin.bodies[-1]["beep"] is (value in ("true", "yes", 1))
