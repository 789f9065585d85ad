"""The errors of this library.

AriError                 whatever goes wrong between a program and Asterisk
├── InvalidAddress       base_url, username or application can't be used (a ValueError)
├── ConnectionFailed     Asterisk can't be reached, or stopped answering
├── RequestFailed        Asterisk refused a request (a requests.HTTPError)
├── InvalidAnswer        what came back is not what ARI sends
└── ApplicationReplaced  another client has taken over the application
"""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import HTTPException, RemoteDisconnected

import requests
from websocket import WebSocketConnectionClosedException

from ari.text import printable


class AriError(Exception):
    """Whatever goes wrong between a program and Asterisk. Its text is one line, safe to show."""

    def __str__(self) -> str:
        return printable(self.args[0])


class InvalidAddress(AriError, ValueError):
    """A base_url, user name or application name that can't be used. Nothing was sent."""


class ConnectionFailed(AriError, requests.ConnectionError):
    """Asterisk can't be reached, or stopped answering; `cause` is the error underneath.

    `unanswered` names a request that Asterisk may have carried out all the same, if there is one.
    """

    def __init__(self, url: str, cause: BaseException, unanswered: str = "") -> None:
        super().__init__(url, cause, unanswered)
        self.url, self.cause, self.unanswered = url, cause, unanswered

    def __str__(self) -> str:
        detail = str(self.cause) or type(self.cause).__name__
        said = _meaning(self.url, self.cause)
        if self.unanswered:
            silent = isinstance(self.cause, socket.timeout)
            said = "no answer" if silent else "Asterisk closed the connection without an answer"
            said += f" to {self.unanswered}, which it may have carried out"
        return printable(f"{self.url}: {said} ({detail})" if said else f"{self.url}: {detail}")


class RequestFailed(AriError, requests.HTTPError):
    """Asterisk refused `operation`, such as `channels.get`: `response.status_code`, `message`."""

    response: requests.Response  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, operation: str, response: requests.Response) -> None:
        super().__init__(operation, response, response=response)
        self.operation, self.message = operation, _message(response)
        if response.request is not None:  # an error may be pickled, sent and stored
            response.request.headers.pop("Authorization", None)

    def __str__(self) -> str:
        subject = self.response.url if self.operation.startswith("/") else self.operation
        return printable(f"{subject}: {self.response.status_code} {self.message}{_hint(self)}")


class InvalidAnswer(AriError):
    """What came back is not what ARI sends: no JSON, or JSON of another shape."""


class ApplicationReplaced(AriError):
    """Another client has connected with this name, `application`, and gets the events now."""

    def __init__(self, application: str) -> None:
        super().__init__(application)
        self.application = application

    def __str__(self) -> str:
        said = printable(f"application {self.application!r} was taken over by another client")
        return f"{said}; stop that one, or give this one a name of its own"


def is_permanent(error: AriError) -> bool:
    """Whether no later try can help, as with a refused user, or without an address to try."""
    if isinstance(error, RequestFailed):
        return error.response.status_code in (401, 403)
    if isinstance(error, (InvalidAddress, ApplicationReplaced)):
        return True
    return isinstance(getattr(error, "cause", None), ssl.SSLCertVerificationError)


def root_cause(error: BaseException, handled: BaseException | None) -> BaseException:
    """The network's own error, which requests and urllib3 wrap; never one the caller `handled`."""
    found, deeper = error, error.__cause__ or error.__context__
    while deeper is not None and deeper is not handled:
        # Others are on the way as well, such as what urllib3 1 raises and catches itself.
        found = deeper if isinstance(deeper, (OSError, HTTPException)) else found
        deeper = deeper.__cause__ or deeper.__context__
    # Only their text, where an error can't be pickled or has the request with its credentials.
    if isinstance(found, HTTPException) and not isinstance(found, OSError):
        return HTTPException(str(found))
    return OSError(str(found)) if isinstance(found, requests.RequestException) else found


def _message(response: requests.Response) -> str:
    """Asterisk's `{"message": …}` or `{"error": …}`, else the status line's reason."""
    try:
        said = response.json()
        return str(said["message"] if "message" in said else said["error"])
    except (ValueError, RecursionError, TypeError, KeyError):
        return response.reason or "no reason given"


_NO_BACKEND = "is nothing behind a Docker port or a proxy, or is http.conf's sessionlimit reached?"
_NO_MODULE = "its module is not loaded: try 'module load res_ari_{}.so'"
_RESETS = (("http", ConnectionResetError), ("https", ConnectionResetError))
_HANG_UPS = (*_RESETS, ssl.SSLEOFError, ssl.SSLZeroReturnError)  # the last is Python 3.9's
#: What to look at. Of a failed connection, by its scheme and cause, its errno, its cause; of a
#: refused request, by what it asks for and the status, by Asterisk's message, by the status alone.
_ADVICE: dict[object, str] = {
    ConnectionRefusedError: "nothing listens there: is Asterisk running, and does http.conf have"
    " one [general], with the right enabled, bindaddr and bindport?",
    ("https", ConnectionRefusedError): "nothing listens there: is Asterisk running, and does"
    " http.conf have tlsenable = yes, with the right tlsbindaddr and a key that Asterisk can read?",
    errno.EHOSTUNREACH: "no route: is the address right, is that host up, and its firewall open?",
    socket.gaierror: "no such host: is its name right?",
    socket.timeout: "no answer: is the address right, and is no firewall in between?",
    ("http", RemoteDisconnected): "it hung up: is this a TLS port, which takes https://? Or"
    f" {_NO_BACKEND}",
    **dict.fromkeys(_HANG_UPS, f"it hung up: {_NO_BACKEND}"),
    WebSocketConnectionClosedException: "it hung up: is http.conf's sessionlimit reached?",
    ssl.SSLCertVerificationError: "the certificate is not trusted: name its CA's file in"
    " REQUESTS_CA_BUNDLE",
    ssl.SSLError: "no TLS is spoken there: is this a plain port, which takes http://?",
    HTTPException: "what answers does not speak HTTP: is the port right?",
    ("api-docs", 404, False): "this seems to be no Asterisk: it calls itself {1!r}",
    ("api-docs", 404): "HTTP works, but ARI is not there: does ari.conf have one [general], with"
    " enabled = yes? See also 'module show like res_ari', and prefix in http.conf",
    ("api-docs", 500): "the api-docs are missing on the server: they are the folder rest-api of"
    " Asterisk's data, which some distributions have in a package of its own",
    **dict.fromkeys(
        [("events", 400), ("events", 500)], "Asterisk does not take this application name"
    ),
    **dict.fromkeys([("events", 404), "Resource not found"], _NO_MODULE),
    401: "wrong user name or password: see the users in ari.conf; where 'ari show users' is empty,"
    " a section stands twice or lacks type = user",
    403: "this user or this machine may not: see read_only, acl, permit and deny in ari.conf, and"
    " type = restriction in http.conf",
    500: "see Asterisk's log",
}


def _advice(*keys: object) -> str:
    return next((_ADVICE[key] for key in keys if key in _ADVICE), "")


def _meaning(url: str, cause: BaseException) -> str:
    """What may be wrong where no connection comes about; empty where the cause's words say it."""
    if "is not valid for" in str(cause) or "doesn't match" in str(cause):  # urllib3 1
        return "the certificate is for another host: use the name that it has"
    scheme, kinds = url.partition(":")[0], type(cause).__mro__
    return _advice(*[(scheme, kind) for kind in kinds], getattr(cause, "errno", None), *kinds)


def _hint(error: RequestFailed) -> str:
    """What to look at where Asterisk refuses, after a dash; else nothing."""
    kind, status = error.operation.strip("/").partition("/")[0], error.response.status_code
    server = error.response.headers.get("Server", "")
    advice = _advice((kind, status, "Asterisk" in server), (kind, status), error.message, status)
    module = kind.partition(".")[0].replace("deviceStates", "device_states")
    return f" - {advice.format(module, server)}" if advice else ""
