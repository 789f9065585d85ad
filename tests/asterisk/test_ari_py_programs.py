"""What programs that were written for ari-py do, on real Asterisks."""

from __future__ import annotations

import re
import socket
import threading

import pytest

import ari
from tests.lab.asterisk import Asterisk
from tests.lab.client import running


@pytest.fixture
def client(asterisk):
    """A client of the real Asterisk."""
    return ari.connect(asterisk.url, "asterisk", "asterisk")


@pytest.fixture
def call(asterisk, client, calls):
    """A channel that has come into the application, while the client runs."""
    client.on_channel_event("StasisStart", calls)
    asterisk.cli("dialplan add extension old,1,Stasis,old into lab replace")
    asterisk.until_no("ari show apps", "old")  # the one of the test before
    with running(client, "old"):
        asterisk.wait_for("old")
        asterisk.cli("channel originate Local/old@lab application Wait 60")
        yield calls.next()[0]["channel"]
        asterisk.hang_up_all()


@pytest.fixture
def phone(calls):
    """The port of a phone that takes SIP messages, and keeps them."""
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def take():
            while True:
                message, sender = sock.recvfrom(65536)
                if not message:
                    return
                headers, _, body = message.decode().partition("\r\n\r\n")
                kept = re.findall(r"^(?:Via|From|To|Call-ID|CSeq): .+\r?$", headers, re.M | re.I)
                answer = "\r\n".join(["SIP/2.0 200 OK", *map(str.strip, kept)])
                sock.sendto(f"{answer}\r\nContent-Length: 0\r\n\r\n".encode(), sender)
                calls(headers.split()[0], body)

        thread = threading.Thread(target=take)
        thread.start()
        yield sock.getsockname()[1]
        with socket.socket(type=socket.SOCK_DGRAM) as last:
            last.sendto(b"", sock.getsockname())
        thread.join()


def test_a_message_to_a_phone(asterisk, phone, calls):
    """A phone gets a message, to its address and to its endpoint; the operations return None."""
    own = Asterisk(asterisk.major)
    own.edit("pjsip.conf", "allow = ulaw\n", "allow = ulaw\naors = alice\n")
    with (own.folder / "pjsip.conf").open("a") as file:
        file.write(f"\n[alice]\ntype = aor\ncontact = sip:alice@127.0.0.1:{phone}\n")
    with own:
        endpoints = ari.connect(own.url, "asterisk", "asterisk").endpoints
        said = {"from": "sip:office@127.0.0.1", "body": "grüß dich"}
        to = f"pjsip:alice/sip:alice@127.0.0.1:{phone}"
        assert endpoints.sendMessage(to=to, **said) is None
        assert calls.next() == ("MESSAGE", "grüß dich")
        alice = {"tech": "PJSIP", "resource": "alice"}
        assert endpoints.sendMessageToEndpoint(**alice, **said) is None
        assert calls.next() == ("MESSAGE", "grüß dich")


@pytest.mark.parametrize("value", ["x" * 4100, "я" * 700, 'a"\\%\n,' * 1000])
def test_a_long_value(call, calls, value):
    """A variable's long value arrives as it is."""
    call.on_event("ChannelVarset", lambda _, event: calls(event["variable"], event["value"]))
    call.setChannelVar(variable="LONG", value=value)
    while (heard := calls.next())[0] != "LONG":
        pass
    assert heard == ("LONG", value)
    assert call.getChannelVar(variable="LONG") == {"value": value}


def test_three_hundred_sounds(client, call, calls):
    """A list of many sounds is played from the first to the last."""
    client.on_event("PlaybackStarted", lambda event: calls(event["playback"]["media_uri"]))
    media = [f"sound:no-such-sound-of-this-name-{number}" for number in range(299)] + ["tone:ring"]
    call.answer()
    call.play(media=media)
    assert [calls.next()[0] for _ in media] == media


def test_an_objects_own_id_again(call):
    """As ari-py's programs do, an object's operations may be given its own id."""
    assert call.getChannelVar(channelId=call.id, variable="CHANNEL(name)") == {
        "value": call.json["name"]
    }


@pytest.mark.parametrize("end", ["/ari", "/ari/"])
def test_an_address_with_ari(asterisk, end, calls):
    """Requests and events work where the address has `/ari` already."""
    client = ari.connect(asterisk.url + end, "asterisk", "asterisk")
    client.on_event("ApplicationRegistered", calls)
    assert client.asterisk.getInfo()["status"]
    with running(client, "old"):
        calls.next()
        assert len(client.websockets) == 1
    assert client.websockets == []
