"""Https and wss: certificates of private CAs, and those that are refused."""

from __future__ import annotations

import ssl
import subprocess

import pytest
import trustme

import ari
from tests.lab.client import both_work
from tests.lab.standin import StandIn


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
