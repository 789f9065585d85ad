"""Any address, any credentials: REST and the events' WebSocket alike."""

from __future__ import annotations

import socket
import ssl
import subprocess

import pytest
import trustme
from conftest import running
from standin import StandIn

import ari


def both_work(
    url: str, standin: StandIn, user: str = "asterisk", password: str = "asterisk"
) -> None:
    """A request and the WebSocket reach the stand-in."""
    client = ari.connect(url, user, password)
    assert client.channels.list() == []
    with running(client):
        standin.wait_for()


@pytest.fixture
def ca() -> trustme.CA:
    """A private CA."""
    return trustme.CA()


@pytest.fixture
def tls_standin(ca):
    """A stand-in with a certificate of the private CA, for localhost."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(context)
    with StandIn(tls=context) as server:
        yield server


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("prefix", ["", "/pbx"])
def test_with_and_without_prefix_and_slash(prefix, slash):
    """The prefix of http.conf is part of the address; a slash at its end changes nothing."""
    with StandIn(prefix=prefix) as standin:
        both_work(standin.url + slash, standin)


def test_no_netrc_and_no_proxy_is_used(standin, monkeypatch, tmp_path):
    """Neither the proxies of the environment nor a .netrc come between user and server."""
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
    with pytest.raises(ari.InvalidAddress, match="user name 'a:b'.*no ':'"):
        ari.connect(standin.url, "a:b", "x")
    assert standin.requests == []


def test_any_application_name(standin, client):
    """An application's name may hold any characters."""
    with running(client, "p&w#1+x:y/%41 ä"):
        standin.wait_for("p&w#1+x:y/%41 ä")


def test_several_applications(standin, client):
    """run() takes a list of names."""
    with running(client, ["one", "two"]):
        standin.wait_for("one")
        standin.wait_for("two")


@pytest.mark.parametrize("apps", ["", [], ["a", ""]])
def test_no_application_is_refused(client, apps):
    """run() without a name is an error that shows what it got."""
    with pytest.raises(ari.InvalidAddress, match="needs the name of an application"):
        client.run(apps)


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
        "http://localhost:8088/ari/",
        "http://[",
        "http://a..b:8088",
        f"http://{'a' * 64}:8088",
        "http://localhost:8088/?x=1",
    ],
)
def test_what_is_no_address_is_refused(url):
    """An address that is none is an error that shows it."""
    with pytest.raises(ari.InvalidAddress, match="is not an address"):
        ari.connect(url, "asterisk", "asterisk")


@pytest.mark.parametrize(
    "url",
    [
        "http://me:secret@localhost:8088",
        "http://me:se/secret@localhost:8088",
        "http://me:se#secret@localhost",
        "me:secret@localhost:8088",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_shown(url):
    """Credentials are arguments of their own; the error does not repeat them."""
    with pytest.raises(ari.InvalidAddress) as caught:
        ari.connect(url, "asterisk", "asterisk")
    assert "secret" not in str(caught.value)


def test_tls_with_a_private_ca(tls_standin, ca, monkeypatch):
    """Https and wss work with a CA named in REQUESTS_CA_BUNDLE."""
    with ca.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        both_work(f"https://localhost:{tls_standin.port}", tls_standin)


def test_tls_with_a_folder_of_cas(tls_standin, ca, monkeypatch, tmp_path):
    """REQUESTS_CA_BUNDLE may name a folder, as `openssl rehash` makes it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    with pytest.raises(ari.ConnectionFailed, match="certificate is not trusted"):
        ari.connect(f"https://localhost:{tls_standin.port}", "asterisk", "asterisk")
    subprocess.run(["openssl", "rehash", tmp_path], check=True)
    both_work(f"https://localhost:{tls_standin.port}", tls_standin)


def test_an_untrusted_certificate_is_a_clear_error(tls_standin, monkeypatch):
    """The error says that the certificate is not trusted, and how to name a CA."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(ari.ConnectionFailed, match="not trusted.*REQUESTS_CA_BUNDLE"):
        ari.connect(f"https://localhost:{tls_standin.port}", "asterisk", "asterisk")


def test_a_certificate_of_another_host_is_a_clear_error(tls_standin, ca, monkeypatch):
    """A certificate that does not name the host is refused."""
    with ca.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        with pytest.raises(ari.ConnectionFailed, match="127.0.0.1"):
            ari.connect(f"https://127.0.0.1:{tls_standin.port}", "asterisk", "asterisk")


def test_a_ca_file_that_is_missing_is_a_clear_error(tls_standin, monkeypatch):
    """A CA file that does not exist is named."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file")
    with pytest.raises(ari.ConnectionFailed, match="/no/such/file"):
        ari.connect(f"https://localhost:{tls_standin.port}", "asterisk", "asterisk")
