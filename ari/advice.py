"""What to look at when a connection or a request fails: the errors' advice, in words.

Of several conditions that hold, the first one counts.
"""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import HTTPException, RemoteDisconnected

import requests
from websocket import WebSocketConnectionClosedException

_NO_BACKEND = "is nothing behind a Docker port or a proxy, or is http.conf's sessionlimit reached?"


def on_connection(url: str, cause: BaseException) -> str:
    """What may be wrong where no connection comes about; empty where the cause's words say it."""
    tls = url.startswith(("https:", "wss:"))
    if isinstance(cause, ConnectionRefusedError):
        needed = "one [general], with the right enabled, bindaddr and bindport"
        if tls:
            needed = "tlsenable = yes, with the right tlsbindaddr and a key that Asterisk can read"
        return f"nothing listens there: is Asterisk running, and does http.conf have {needed}?"
    if isinstance(cause, RemoteDisconnected) and not tls:
        return f"it hung up: is this a TLS port, which takes https://? Or {_NO_BACKEND}"
    # Where TLS is hung up on, Python 3.9 has the last of these.
    if isinstance(cause, (ConnectionResetError, ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return f"it hung up: {_NO_BACKEND}"
    if isinstance(cause, WebSocketConnectionClosedException):  # requests were answered
        return "it hung up: is http.conf's sessionlimit reached?"
    if isinstance(cause, ssl.SSLCertVerificationError) and "is not valid for" in str(cause):
        return "the certificate is for another host: use the name that it has"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "the certificate is not trusted: name its CA's file in REQUESTS_CA_BUNDLE"
    if isinstance(cause, ssl.SSLError):
        return "no TLS is spoken there: is this a plain port, which takes http://?"
    if isinstance(cause, socket.gaierror):
        return "no such host: is its name right?"
    if isinstance(cause, (socket.timeout, TimeoutError)):  # two classes before Python 3.10
        return "no answer: is the address right, and is no firewall in between?"
    if isinstance(cause, OSError) and cause.errno == errno.EHOSTUNREACH:
        return "no route: is the address right, is that host up, and its firewall open?"
    if isinstance(cause, HTTPException):
        return "what answers does not speak HTTP: is the port right?"
    return ""


def on_refusal(operation: str, message: str, response: requests.Response) -> str:
    """What to look at where this operation, or path, is refused; empty where nothing is known."""
    status, kind = response.status_code, operation.strip("/").partition("/")[0]
    if status == 401:
        return (
            "wrong user name or password: see the users in ari.conf; where 'ari show users' is"
            " empty, a section stands twice or lacks type = user"
        )
    if status == 403:
        return (
            "this user or this machine may not: see read_only, acl, permit and deny in ari.conf,"
            " and type = restriction in http.conf"
        )
    if status == 404:
        return _not_found(kind, message, response)
    if status in (400, 500) and kind == "events":
        return "Asterisk does not take this application name"
    if status == 500 and kind == "api-docs":
        return (
            "the api-docs are missing on the server: they are the folder rest-api of Asterisk's"
            " data, which some distributions have in a package of its own"
        )
    return "see Asterisk's log" if status == 500 else ""


def _not_found(kind: str, message: str, response: requests.Response) -> str:
    server = response.headers.get("Server", "")
    if kind == "api-docs" and "Asterisk" not in server:
        return f"this seems to be no Asterisk: it calls itself {server!r}"
    # ARI says in JSON what it lacks. Where there is no ARI, Asterisk's HTTP server has a page.
    if kind == "api-docs" or "html" in response.headers.get("Content-Type", ""):
        return (
            "HTTP works, but ARI is not there: try 'module load res_ari.so'; does ari.conf have"
            " one [general], with enabled = yes? See also prefix in http.conf"
        )
    if kind == "events" or message == "Resource not found":
        module = kind.partition(".")[0].replace("deviceStates", "device_states")
        return f"its module is not loaded: try 'module load res_ari_{module}.so'"
    return ""
