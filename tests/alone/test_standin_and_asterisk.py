"""What is tested on the stand-in and on real Asterisks alike, so that they can't drift apart.

The tests here run on the stand-in; tests/asterisk takes them over and runs them on real ones.
"""

from __future__ import annotations

import logging

import pytest
import requests

import ari
from tests.lab.client import running
from tests.lab.process import eventually


@pytest.fixture
def client(server):
    """A client of the server."""
    return ari.connect(server.url, "asterisk", "asterisk")


@pytest.mark.parametrize("wrong", [{"ARI_PASSWORD": "wrong"}, {"ARI_USERNAME": "nobody"}])
def test_wrong_credentials(server, symptom, wrong):
    """A wrong password or user name is one line with Asterisk's own words."""
    assert "401 Authentication required" in symptom("--url", server.url, **wrong)


def test_wrong_credentials_raise(server):
    """The exception has the status."""
    with pytest.raises(ari.RequestFailed, match="401 Authentication required") as caught:
        ari.connect(server.url, "asterisk", "wrong")
    assert caught.value.response.status_code == requests.codes.unauthorized


REFUSED = [
    ("GET", "/nonsense", 404, "Resource not found"),
    ("GET", "/channels/gone/nonsense", 404, "Resource not found"),
    ("GET", "/api-docs/nonsense.json", 404, "Resource not found"),
    ("GET", "/playbacks", 405, "Invalid method"),
    ("PUT", "/channels", 405, "Invalid method"),
    ("GET", "/channels/gone/answer", 405, "Invalid method"),
    ("POST", "/events", 405, "Invalid method"),
    ("GET", "/channels/gone", 404, "Channel not found"),
    ("DELETE", "/channels/gone", 404, "Channel not found"),
    ("POST", "/channels/gone/answer", 404, "Channel not found"),
    ("POST", "/channels/gone/play", 404, "Channel not found"),
    ("DELETE", "/bridges/gone", 404, "Bridge not found"),
    ("DELETE", "/playbacks/gone", 404, "Playback not found"),
    ("DELETE", "/recordings/stored/gone", 404, "Recording not found"),
    ("POST", "/recordings/live/gone/stop", 404, "Recording not found"),
    ("GET", "/endpoints/PJSIP/gone", 404, "Endpoint not found"),
    ("GET", "/sounds/gone", 404, "Sound not found"),
    ("GET", "/applications/gone", 404, "Application not found"),
    ("POST", "/channels", 400, "Endpoint must be specified"),
    ("POST", "/channels?endpoint=", 400, "Endpoint must be specified"),
]


@pytest.mark.parametrize(("method", "path", "status", "message"), REFUSED)
def test_a_request_is_refused(server, method, path, status, message):
    """What the api-docs do not have, and what does not exist, is refused in Asterisk's words."""
    url = f"{server.url}/ari{path}"
    answer = requests.request(method, url, auth=("asterisk", "asterisk"))
    assert (answer.status_code, answer.json()) == (status, {"message": message})


@pytest.mark.parametrize(
    ("path", "status"), [("/ari/events?app=a", 426), ("/ari/events", 426), ("/nonsense", 404)]
)
def test_what_is_no_request_of_ari_is_refused_with_a_page(server, path, status):
    """The events without a WebSocket, and a path outside ARI, are answered in HTML."""
    answer = requests.get(f"{server.url}{path}", auth=("asterisk", "asterisk"))
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (
        status,
        "text/html",
    )
    assert answer.headers["Server"].startswith("Asterisk/")


def test_a_failed_request_has_asterisks_words(client):
    """A refusal is an AriError and a requests.HTTPError with the operation, status and message."""
    with pytest.raises(requests.HTTPError) as caught:
        client.channels.get(channelId="gone")
    error = caught.value
    assert isinstance(error, ari.AriError)
    assert error.response.status_code == requests.codes.not_found
    assert str(error) == "channels.get: 404 Channel not found (channelId='gone')"


def test_an_application_that_is_taken_over_ends_run(server, client, calls):
    """The listeners get the event, then run() raises with the name; the other client goes on."""
    client.on_event("ApplicationReplaced", calls)
    other = ari.connect(server.url, "asterisk", "asterisk")
    with pytest.raises(ari.ApplicationReplaced) as caught, running(client) as run:
        server.wait_for("channel-dump")
        with running(other) as others:
            run.exception(10)
            assert not others.done()
    assert caught.value.application == "channel-dump"
    assert calls.next()[0]["type"] == "ApplicationReplaced"


def test_the_script_ends_when_it_is_replaced(server, client, dump):
    """The script says in one line that another client took over, with exit status 78."""
    script = dump("--url", server.url)
    server.wait_for("channel-dump")
    with running(client):
        assert script.wait() == 78
    (line,) = script.errors().splitlines()
    assert "application 'channel-dump' was taken over by another client" in line


def test_a_server_that_has_gone(mortal):
    """Where nothing listens any more, requests and a first connection raise."""
    client = ari.connect(mortal.url, "asterisk", "asterisk")
    mortal.stop()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there"):
        client.channels.list()
    with pytest.raises(ari.ConnectionFailed, match="nothing listens there"):
        client.run("channel-dump")


def test_a_server_that_has_gone_is_one_line(mortal, symptom):
    """The script says so in one line."""
    mortal.stop()
    assert "nothing listens there" in symptom("--url", mortal.url)


def test_a_server_that_is_back_is_met_again(mortal, caplog, set_waits):
    """After a lost connection the application is registered again, once the server is back."""
    set_waits(0.1)
    caplog.set_level(logging.INFO, "ari")
    client = ari.connect(mortal.url, "asterisk", "asterisk")
    with running(client):
        mortal.wait_for("channel-dump")
        mortal.stop()
        eventually(lambda: "not yet: " in caplog.text)
        mortal.start()
        mortal.wait_for("channel-dump")
    assert caplog.text.count("connection to Asterisk lost, reconnecting: ") == 1


def test_tls_with_a_private_ca(secure, ca, monkeypatch):
    """Https and wss work with a CA named in REQUESTS_CA_BUNDLE."""
    url, server = secure
    with ca.cert_pem.tempfile() as file:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", file)
        client = ari.connect(url, "asterisk", "asterisk")
        assert client.channels.list() == []
        with running(client):
            server.wait_for("channel-dump")


def test_a_certificate_that_is_refused(secure, ca, symptom):
    """An untrusted certificate, and one of another host."""
    url, _ = secure
    assert "the certificate is not trusted" in symptom("--url", url, REQUESTS_CA_BUNDLE="")
    with ca.cert_pem.tempfile() as file:
        other = url.replace("localhost", "127.0.0.1")
        assert "for another host" in symptom("--url", other, REQUESTS_CA_BUNDLE=file)


def test_the_wrong_scheme_for_a_port(server, secure, symptom):
    """Plain http to a TLS port, and https to a plain one."""
    url, _ = secure
    assert "is this a TLS port" in symptom("--url", url.replace("https:", "http:"))
    assert "no TLS is spoken there" in symptom("--url", server.url.replace("http:", "https:"))
