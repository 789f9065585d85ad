"""Any address and any credentials: for requests and the events' WebSocket alike."""

from __future__ import annotations

import socket

import pytest

import ari
from tests.lab.client import both_work
from tests.lab.standin import StandIn


@pytest.mark.parametrize("end", ["", "/", "/ari", "/ari/"])
@pytest.mark.parametrize("prefix", ["", "/pbx"])
def test_with_and_without_prefix_and_slash(prefix, end):
    """The prefix of http.conf is part of the address; `/ari` and a slash behind it are not."""
    with StandIn(prefix=prefix) as standin:
        both_work(standin.url + end, standin)


def test_no_netrc_and_no_proxy_is_used(standin, monkeypatch, tmp_path):
    """Neither the environment's proxies nor a .netrc are used."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    both_work(standin.url, standin)


def test_ipv6_literal():
    """An IPv6 address in brackets works."""
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with StandIn(host="::1") as standin:
        both_work(standin.url, standin)


@pytest.mark.parametrize("user", ["p&w#1+x", "ä/%41 "])
def test_any_user_name_and_password(user):
    """A user name and a password may hold any characters, but a colon in the name."""
    with StandIn(user=f"{user}:p&w#1+x:y/%41ä") as standin:
        both_work(standin.url, standin, user, "p&w#1+x:y/%41ä")


def test_a_colon_in_a_user_name_is_refused(standin):
    """Basic authentication can't send it: nothing is sent."""
    with pytest.raises(ari.InvalidAddress, match="the user name has a ':'") as caught:
        ari.connect(standin.url, "me:secret", "x")
    assert "secret" not in str(caught.value)
    assert standin.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "localhost:8088",
        "ftp://x",
        "http://",
        "http://x:y",
        "http://x:99999",
        "http://x:0",
        "http://x y:8088",
        "http://[",
        "http://a..b:8088",
        f"http://{'a' * 64}:8088",
        "http://localhost:8088/?x=1",
    ],
)
def test_what_is_no_address_is_refused(url):
    """An invalid address is an error that shows it."""
    with pytest.raises(ari.InvalidAddress, match="is not an address"):
        ari.connect(url, "asterisk", "asterisk")


@pytest.mark.parametrize(
    "url",
    [
        "http://me:secret@localhost:8088",
        "http://me:se/secret@localhost:8088",
        "http://me:se#secret@localhost",
        "me:secret@localhost:8088",
        "http://localhost:8088?api_key=me:secret",
        "http://localhost:8088/ari/events?app=a&api_key=me:secret",
        "http://localhost:8088/#me:secret",
        "http://me:secret%40localhost:8088",
        "http://me:secret",
        "me:secret",
        "me:secret%40localhost",
        "http://[me:secret",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_shown(url):
    """Credentials are arguments of their own; the error does not repeat them."""
    with pytest.raises(ari.InvalidAddress) as caught:
        ari.connect(url, "asterisk", "asterisk")
    assert "secret" not in str(caught.value)


def test_a_refused_client_can_be_shown():
    """A client that got no address, as in a traceback's variables, has a text all the same."""
    with pytest.raises(ari.InvalidAddress) as caught:
        ari.connect("me:secret@localhost", "asterisk", "asterisk")
    shown = [repr(value) for frame in frames(caught.value) for value in frame.f_locals.values()]
    assert "Client()" in shown
    assert repr(ari.Client.__new__(ari.Client)) == "Client()"


def frames(error):
    """The frames that an error went through."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next
