"""Errors go from process to process, and carry no credentials."""

from __future__ import annotations

import copy
import multiprocessing
import pickle

import pytest

import ari

TOKEN = b"YXN0ZXJpc2s6YXN0ZXJpc2s="  # asterisk:asterisk


def failed_request(standin):
    """Asterisk refuses a request, which has a body."""
    client = ari.connect(standin.url, "asterisk", "asterisk")
    client.channels.originate(endpoint="x", variables={"a": "b"}, channelId="refused")


def failed_handshake(standin):
    """Asterisk refuses the WebSocket."""
    standin.answers["GET", "/events"] = (500, {"message": "No."})
    ari.connect(standin.url, "asterisk", "asterisk").run("channel-dump")


def no_websocket(standin):
    """What answers the handshake is none."""
    standin.redirects["/events"] = "http://127.0.0.1:1/"
    ari.connect(standin.url, "asterisk", "asterisk").run("channel-dump")


def nobody_there(standin):
    """Nothing listens there."""
    ari.connect("http://127.0.0.1:1", "asterisk", "asterisk")


def no_answer(standin):
    """A request has no answer."""
    client = ari.connect(standin.url, "asterisk", "asterisk")
    client.channels  # noqa: B018
    client.timeout = 0.05
    with standin.frozen():
        client.channels.list()


def no_such_host(standin):
    """There is no such host."""
    ari.connect("http://nowhere.invalid", "asterisk", "asterisk")


def no_tls(standin):
    """No TLS is spoken there."""
    ari.connect(standin.url.replace("http", "https"), "asterisk", "asterisk")


def invalid_address(standin):
    """An address that is none."""
    ari.connect("nowhere", "asterisk", "asterisk")


def invalid_answer(standin):
    """An answer that is no JSON."""
    standin.answers["GET", "/channels"] = (200, "<h1>")
    ari.connect(standin.url, "asterisk", "asterisk").channels.list()


def taken_over(standin):
    """Another client takes the application over."""
    raise ari.ApplicationReplaced("channel-dump")


FAILURES = [
    failed_request,
    failed_handshake,
    no_websocket,
    nobody_there,
    no_answer,
    no_such_host,
    no_tls,
    invalid_address,
    invalid_answer,
    taken_over,
]


@pytest.mark.parametrize("fail", FAILURES)
@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_error_can_be_copied(standin, fail, copied):
    """A copy of an error has its class, its text and its facts."""
    with pytest.raises(ari.AriError) as caught:
        fail(standin)
    error, other = caught.value, copied(caught.value)
    assert (type(other), str(other)) == (type(error), str(error))
    facts = ("url", "unanswered", "operation", "message", "about", "application", "errno")
    for fact in facts:
        assert getattr(other, fact, None) == getattr(error, fact, None)
    if isinstance(error, ari.RequestFailed):
        assert other.response.status_code == error.response.status_code
        assert other.response.content == error.response.content


@pytest.mark.parametrize("fail", FAILURES)
def test_an_error_carries_no_credentials(standin, fail):
    """Neither the token nor the header's name is in its pickle, nor in any request below it."""
    with pytest.raises(ari.AriError) as caught:
        fail(standin)
    errors: list[BaseException] = [caught.value]
    while below := errors[-1].__cause__ or errors[-1].__context__:
        errors.append(below)
    sent = [vars(one.request) for one in errors if getattr(one, "request", None)]
    data = pickle.dumps(caught.value) + repr(sent).encode()
    assert TOKEN not in data
    assert b"Authorization" not in data


def hang_up(url):
    """What a process of a pool does."""
    ari.connect(url, "asterisk", "asterisk").channels.hangup(channelId="gone")


def test_an_error_leaves_a_process_of_a_pool(standin):
    """What a worker's request raises arrives where its result is waited for."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result = pool.apply_async(hang_up, [standin.url])
        with pytest.raises(ari.RequestFailed, match="404 Channel not found"):
            result.get(20)
