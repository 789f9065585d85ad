"""Https and wss: certificates of private CAs, and those that are refused."""

from __future__ import annotations

import datetime
import ssl
import subprocess

import pytest
import trustme

import ari
from tests.lab.client import both_work, running
from tests.lab.standin import StandIn


def test_tls_with_a_folder_of_cas(secure, ca, monkeypatch, tmp_path):
    """REQUESTS_CA_BUNDLE may name a folder, as `openssl rehash` makes it."""
    url, server = secure
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    with pytest.raises(ari.ConnectionFailed, match="certificate is not trusted"):
        ari.connect(url, "asterisk", "asterisk")
    subprocess.run(["openssl", "rehash", tmp_path], check=True)
    both_work(url, server)


def test_a_file_of_cas_is_read_once(secure, ca, monkeypatch, tmp_path):
    """Where the CA's file is gone when the events are connected, it was read before."""
    url, server = secure
    file = tmp_path / "ca.pem"
    ca.cert_pem.write_to_path(file)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    client = ari.connect(url, "asterisk", "asterisk")
    file.unlink()
    with running(client):
        server.wait_until_settled()


def test_an_untrusted_certificate_is_a_clear_error(secure, monkeypatch):
    """The error says that the certificate is not trusted, and how to name a CA."""
    url, _ = secure
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    with pytest.raises(ari.ConnectionFailed, match="not trusted.*REQUESTS_CA_BUNDLE"):
        ari.connect(url, "asterisk", "asterisk")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_certificate_of_another_host_is_a_clear_error(ca, monkeypatch, host):
    """A certificate that does not name the host, an address or a name, is refused."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("elsewhere").configure_cert(context)
    with StandIn(tls=context) as server, ca.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        with pytest.raises(ari.ConnectionFailed, match="for another host: use the name"):
            ari.connect(f"https://{host}:{server.port}", "asterisk", "asterisk")


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_a_ca_file_that_cannot_be_read_is_a_clear_error(secure, monkeypatch, tmp_path, content):
    """A CA file that does not exist, or has no certificate, is named, and no port is suspected."""
    url, _ = secure
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(file))
    with pytest.raises(ari.ConnectionFailed, match=f"{file} can't be read: ") as caught:
        ari.connect(url, "asterisk", "asterisk")
    assert caught.value.advice == ""


def test_an_expired_certificate_is_said_to_be_one(ca, monkeypatch):
    """The error does not ask for another CA, but for a new certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ended = datetime.datetime(2020, 1, 1)
    ca.issue_cert("localhost", not_after=ended).configure_cert(context)
    with StandIn(tls=context) as server, ca.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        with pytest.raises(ari.ConnectionFailed, match="has expired: give Asterisk a new one"):
            ari.connect(f"https://localhost:{server.port}", "asterisk", "asterisk")


def test_a_certificate_that_begins_later_is_tried_again(ca, monkeypatch, tmp_path, dump):
    """The clock may be wrong, as before a machine has asked for the time: the exit status is 1."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tomorrow = datetime.datetime.now() + datetime.timedelta(days=1)
    ca.issue_cert("localhost", not_before=tomorrow).configure_cert(context)
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    with StandIn(tls=context) as server:
        url = f"https://localhost:{server.port}"
        script = dump("--url", url, REQUESTS_CA_BUNDLE=str(tmp_path / "ca.pem"))
        assert script.wait() == 1
    assert "the certificate begins later: is this machine's clock right?" in script.errors()


def test_a_certificate_that_is_trusted_no_more_ends_run(
    secure, ca, set_waits, monkeypatch, tmp_path
):
    """Where the server comes back with another CA's certificate, no later try can succeed."""
    url, server = secure
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    set_waits(0.02)
    with (
        ari.connect(url, "asterisk", "asterisk") as client,
        pytest.raises(ari.ConnectionFailed, match="is not trusted"),
        running(client) as run,
    ):
        server.wait_until_settled()
        server.stop()
        server.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        trustme.CA().issue_cert("localhost").configure_cert(server.tls)
        server.start()
        run.exception(10)
