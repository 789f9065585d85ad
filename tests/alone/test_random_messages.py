"""Random messages between good events."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.client import running
from tests.lab.standin import channel, frame, stasis

anything = st.one_of(
    st.binary(max_size=200).map(lambda data: frame(data)),
    st.binary(max_size=200).map(lambda data: frame(data, opcode=2)),
    st.binary(max_size=100).map(lambda data: frame(data, opcode=9)),
    st.text(max_size=200).map(lambda text: frame(text.encode("utf-8", "surrogatepass"))),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "channel", "id", "application", "args", "name"])
                | st.text(max_size=3),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    ).map(lambda value: frame(json.dumps(value).encode())),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["StasisStart", "StasisEnd", "ChannelVarset", "X"])},
        optional={
            "channel": st.none()
            | st.text()
            | st.dictionaries(st.just("id"), st.text() | st.none()),
            "application": st.none() | st.text() | st.lists(st.none()),
        },
    ).map(lambda event: frame(json.dumps(event).encode())),
)


#: Each good event has another, so that none can be taken for one of an example before.
numbers = itertools.count(1)


@pytest.fixture
def connected(standin, client, calls):
    """What a client hears of the good events; it is connected."""

    def good(_, event):
        if event.get("good"):
            calls(event["good"])

    client.on_channel_event("StasisEnd", good)
    client.on_channel_event("StasisStart", good)
    with running(client):
        standin.wait_until_settled()
        yield calls


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(frames=st.lists(anything, max_size=8))
def test_good_events_arrive_whatever_comes_between(standin, connected, frames):
    """Between two good events any frames may come: both arrive, on one connection."""
    sockets, good = standin.sockets, [next(numbers), next(numbers)]
    standin.send(stasis("StasisEnd", channel(1), good=good[0]))
    standin.send_raw(b"".join(frames))
    standin.send(stasis("StasisEnd", channel(1), good=good[1]))
    assert [connected.next(), connected.next()] == [(number,) for number in good]
    assert standin.sockets == sockets
