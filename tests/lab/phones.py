"""The phones of tests/lab-asterisk, which programs can call: a second Asterisk stands for them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from tests.lab.asterisk import Asterisk

#: What each of them does, by its name: `PJSIP/bob` is the endpoint of Bob's.
PHONES = {
    "bob": "rings, and never answers",
    "carol": "answers, and hangs up after five seconds",
    "dave": "answers, says hello, and presses 1, 2 and #, again and again",
    "erin": "is busy",
}

#: The dialplan of the Asterisk that stands for them: calls arrive in this context.
DIALPLAN = """
[phones]
exten => bob,1,Ringing()
 same =>     n,Wait(86400)
exten => carol,1,Answer()
 same =>       n,Wait(5)
 same =>       n,Hangup()
exten => dave,1,Answer()
 same =>  n(again),Wait(1)
 same =>      n,Playback(hello-world)
 same =>      n,SendDTMF(12#)
 same =>      n,Goto(again)
exten => erin,1,Busy(20)
"""

#: A phone in the pjsip.conf of the Asterisk whose programs call it.
ENDPOINT = """
[{name}]
type = endpoint
aors = {name}
context = default
disallow = all
allow = ulaw

[{name}]
type = aor
contact = sip:{name}@127.0.0.1:{sip_port}
"""


@contextlib.contextmanager
def asterisk_with_phones(major: int | None = None, port: int | None = None) -> Iterator[Asterisk]:
    """A running Asterisk whose endpoints PJSIP/bob and so on are phones that can be called."""
    phones = Asterisk(major)
    phones.edit("pjsip.conf", "context = default", "context = phones")
    (phones.folder / "extensions.conf").write_text(DIALPLAN)
    with phones:
        one = Asterisk(major, port=port)
        with (one.folder / "pjsip.conf").open("a") as file:
            for name in PHONES:
                file.write(ENDPOINT.format(name=name, sip_port=phones.sip_port))
        with one:
            yield one
