"""Answers and api-docs that no Asterisk sends: an AriError, whatever is in them."""

from __future__ import annotations

import contextlib
import copy
import gc
import json
import socket
import threading
import warnings

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import ari
from tests.lab.client import running

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


def or_else(strategy):
    """This nearly always."""
    return st.integers(0, 19).flatmap(lambda number: strategy if number else anything)


def some(strategy):
    """One or two of these."""
    return st.lists(strategy, min_size=1, max_size=2)


def full(**fields):
    """An object with all of these fields, any of which may be anything."""
    return st.fixed_dictionaries({name: or_else(one) for name, one in fields.items()})


name = st.sampled_from(["channelId", "reason", "a b", ""])
parameter = full(
    name=name,
    paramType=st.sampled_from(["path", "query", "body"]),
    dataType=st.sampled_from(["string", "object", "containers"]),
    required=st.booleans(),
    allowMultiple=st.booleans(),
    allowableValues=st.just({"values": ["a", 1]}) | st.just({"min": 1}),
    description=st.text(max_size=3),
)
operation = full(
    nickname=st.sampled_from(["list", "hangup"]),
    httpMethod=st.sampled_from(["GET", "DELETE"]),
    responseClass=st.sampled_from(["List[Channel]", "Channel", "void", "binary"]),
    summary=st.text(max_size=3),
    parameters=some(or_else(parameter)) | st.just([]),
    errorResponses=some(full(code=st.integers(), reason=st.text(max_size=3))) | st.just([]),
)
api = full(
    path=st.sampled_from(["/channels", "/channels/{channelId}"]),
    operations=some(or_else(operation)),
)
model = full(
    properties=st.dictionaries(st.text(max_size=3), or_else(full(type=st.just("Channel"))))
)
docs = full(apis=some(or_else(api)), models=st.fixed_dictionaries({"StasisStart": model}))

TWICE = {"name": "a", "dataType": "string"}
NAMED_TWICE = {
    "nickname": "list",
    "httpMethod": "GET",
    "responseClass": "void",
    "parameters": [{**TWICE, "paramType": "path"}, {**TWICE, "paramType": "query"}],
}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(docs=docs)
@example(docs={"apis": [{"path": "/channels/{a}", "operations": [NAMED_TWICE]}]})
def test_hostile_docs_are_an_invalid_answer(standin, docs):
    """Whatever the api-docs say, what is made of them works, or the error is an AriError."""
    for file in ("channels", "events"):
        standin.answers["GET", f"/api-docs/{file}.json"] = (200, json.dumps(docs))
    client = ari.connect(standin.url, "asterisk", "asterisk")
    with contextlib.suppress(ari.AriError):
        for nickname in set(dir(client.channels)) & {"list", "hangup"}:
            use(getattr(client.channels, nickname))
    with contextlib.suppress(ari.AriError, ValueError):
        client.on_channel_event("StasisStart", print)


def use(method):
    """Read an operation's help, and call it."""
    assert method.__doc__
    with contextlib.suppress(ari.AriError, TypeError) as missing_argument:
        method()
    assert missing_argument is None


ANSWERS = {
    "no HTTP": b"SSH-2.0\r\n",
    "a redirect to no address": b"HTTP/1.1 302 F\r\nLocation: http://[\r\n\r\n",
    "a redirect in no UTF-8": b"HTTP/1.1 302 F\r\nLocation: /\xff\r\nContent-Length: 0\r\n\r\n",
    "a NUL for a charset": b"HTTP/1.1 200 O\r\nContent-Type: a/b; charset=a\0\r\n\r\n<",
    "two lengths": b"HTTP/1.1 200 O\r\nContent-Length: 1, 2\r\n\r\n{}",
    "no gzip": b"HTTP/1.1 200 O\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\n{",
    "no chunks": b"HTTP/1.1 200 O\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "an endless header": b"HTTP/1.1 200 O\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    "a refusal nested too deeply": b"HTTP/1.1 500 X\r\nContent-Length: 200000\r\n\r\n"
    + b"[" * 200_000,
    "tricks in its reason": b"HTTP/1.1 500 \x1b[31mX\r\nContent-Length: 0\r\n\r\n",
}


@pytest.fixture
def says():
    """Starts servers that answer whatever they are asked with these bytes; their addresses."""
    servers = []

    def serve(server, data):
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(data)

    def start(data):
        server = socket.create_server(("127.0.0.1", 0))
        servers.append((server, threading.Thread(target=serve, args=[server, data])))
        servers[-1][1].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    yield start
    for server, thread in servers:
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


@pytest.mark.parametrize("what", ANSWERS)
def test_a_hostile_answer_is_an_error_that_can_be_copied(says, what):
    """Whatever answers, the error is an AriError with one safe line, and so is its copy."""
    with pytest.raises(ari.AriError) as caught:
        ari.connect(says(ANSWERS[what]), "asterisk", "asterisk")
    assert str(caught.value).isprintable()
    assert str(copy.deepcopy(caught.value)) == str(caught.value)
    # requests leaves a connection that broke in an answer to the garbage collection.
    del caught
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


def test_a_cookie_with_an_odd_name_is_a_lost_connection(standin, client, set_waits):
    """What an odd cookie does to a handshake is a reason to try again."""
    set_waits(0.02)
    with running(client):
        standin.wait_for()
        standin.headers["Set-Cookie"] = "a/b=c"
        sockets = standin.sockets
        standin.cut()
        standin.wait_for(more_than=sockets + 1)
        standin.headers.clear()
        standin.wait_until_settled(more_than=standin.sockets)
