"""The files of a real Asterisk for the tests, and of the phone that calls it."""

from __future__ import annotations

#: Each file's text, with `{http}` and `{ari}` for lines that a test adds.
CONFIG = {
    "asterisk.conf": """
[directories]
astetcdir => {home}
astrundir => {home}
astlogdir => {home}
astspooldir => {home}
astdbdir => {home}
""",
    "http.conf": """
[general]
enabled = yes
bindaddr = 127.0.0.1
bindport = {http_port}
{http}
""",
    "ari.conf": """
[general]
enabled = yes

[asterisk]
type = user
password = asterisk
{ari}
""",
    "modules.conf": """
[modules]
autoload = yes
noload = chan_sip.so
""",
    "logger.conf": """
[logfiles]
messages => notice,warning,error
""",
    "pjsip.conf": """
[transport]
type = transport
protocol = udp
bind = 127.0.0.1:{sip_port}

[alice]
type = endpoint
context = default
disallow = all
allow = ulaw

[alice]
type = identify
endpoint = alice
match = 127.0.0.1
""",
    "sorcery.conf": """
[res_pjsip]
auth = memory
""",
    "indications.conf": """
[general]
country = us

[us]
description = a ringing tone
ring = 440+480/2000,0/4000
""",
    "rtp.conf": """
[general]
rtpstart = 20000
rtpend = 30000
""",
}

#: Added to the repository's dialplan: channels that wait outside the application, and calls into it
#: that Asterisk logs when they are over, which channels on holdX hang up after X seconds. Then
#: calls into an application of their own, which come again, or go on into another.
DIALPLAN = """
[lab]
exten => wait,1,Wait(60)

[logged]
exten => call,1,Answer()
 same =>      n,Stasis(channel-dump)
exten => h,1,Log(NOTICE,over: ${CHANNEL(name)} ${STASISSTATUS})
exten => _holdX,1,Wait(${EXTEN:4})

[beside]
exten => hold,1,Stasis(beside,x,,y z)
exten => again,1,Stasis(beside)
 same =>       n,Goto(1)
exten => on,1,Stasis(beside)
 same =>    n,Stasis(other)
exten => other,1,Stasis(other)
exten => anew,1,Stasis(beside,first)
 same =>      n,Stasis(beside,"x,y",z)
exten => with,1,Stasis(beside,${ARGS})
exten => offer,1,StasisBroadcast(5000,^beside$,x:y z)
 same =>       n,Stasis(beside,nobody claimed)
exten => wait,1,Answer()
 same =>      n,Wait(60)
exten => ringing,1,Ringing()
 same =>         n,Wait(60)
exten => late,1,Ringing()
 same =>      n,Wait(4)
 same =>      n,Answer()
 same =>      n,Wait(60)
"""

#: Alice's phone, for sipp: it calls, waits, and hangs up.
ALICE = """<?xml version="1.0" encoding="utf-8"?>
<scenario name="Alice calls">
  <send retrans="500"><![CDATA[
    INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Alice" <sip:6575309@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:6575309@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=alice 1 1 IN IP4 [local_ip]
    s=-
    c=IN IP4 [media_ip]
    t=0 0
    m=audio [media_port] RTP/AVP 0
    a=rtpmap:0 PCMU/8000
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200"/>
  <send><![CDATA[
    ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Alice" <sip:6575309@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <pause/>
  <send retrans="500"><![CDATA[
    BYE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Alice" <sip:6575309@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0
  ]]></send>
  <recv response="200"/>
</scenario>
"""
