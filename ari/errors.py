"""The errors of this library.

AriError                 whatever goes wrong between a program and Asterisk
├── InvalidAddress       base_url, username or application can't be used (a ValueError)
├── ConnectionFailed     Asterisk can't be reached, or stopped answering
├── RequestFailed        Asterisk refused a request (a requests.HTTPError)
├── Gone                 what a request or a wait is about is not there, or not in Stasis
│   └── RequestGone      Asterisk refused a request and says so (a RequestFailed as well)
├── RunEnded             run() has ended, and with it a wait_for
├── InvalidAnswer        what came back is not what ARI sends
└── ApplicationReplaced  another client has taken over the application
"""

from __future__ import annotations

import errno
import io
import re
import socket
import ssl
from collections.abc import Mapping
from http.client import GATEWAY_TIMEOUT, HTTPException, RemoteDisconnected

import requests
from websocket import WebSocketConnectionClosedException

from ari.text import printable

#: How Asterisk, 16 and 22 alike, says that what an operation is about is gone; the status may be
#: 400, 404, 409 or 422. It has other words where an application or an endpoint is missing.
_GONE = re.compile(
    "(Channel|Bridge|Playback|Recording) not found|Provided (channel|bridge) was not found"
    "|(Channel|Bridge) not in Stasis application"  # a bridge for a moment, while it is destroyed
)
#: What OpenSSL says of a certificate that will be valid.
_NOT_YET = "not yet valid"
_NO_BACKEND = "is nothing behind a Docker port or a proxy, or is http.conf's sessionlimit reached?"


class AriError(Exception):
    """Whatever goes wrong between a program and Asterisk. Its text is one line, safe to show."""

    def __str__(self) -> str:
        return printable(super().__str__())


class InvalidAddress(AriError, ValueError):
    """A base_url, user name or application name that can't be used. Nothing was sent."""


class ConnectionFailed(AriError, requests.ConnectionError):
    """Asterisk can't be reached, or stopped answering; `cause` is the error underneath.

    `errno` is the system's number of that error, or None. `unanswered` names a request that
    Asterisk may have carried out all the same, if there is one.
    """

    def __init__(self, url: str, cause: BaseException, unanswered: str = "") -> None:
        super().__init__(url)  # an OSError takes a second argument for its strerror
        self.args = (url, cause, unanswered)  # for pickle and copy
        self.url, self.cause, self.unanswered = url, cause, unanswered
        # Those of TLS and of looking up a name are numbered otherwise.
        if isinstance(cause, OSError) and not isinstance(cause, (ssl.SSLError, socket.gaierror)):
            self.errno = cause.errno

    @property
    def advice(self) -> str:
        """What to look at, as in the error's text; empty where nothing is known."""
        return "" if self.unanswered else _advice_on_connection(self.url, self.cause)

    def __str__(self) -> str:
        detail, said = str(self.cause) or type(self.cause).__name__, self.advice
        if self.unanswered:
            closed = isinstance(self.cause, ConnectionError)
            said = "Asterisk closed the connection without an answer" if closed else "no answer"
            said += f" to {self.unanswered}, which it may have carried out"
        return printable(f"{self.url}: {said} ({detail})" if said else f"{self.url}: {detail}")


class RequestFailed(AriError, requests.HTTPError):
    """Asterisk refused `operation`, with `response.status_code` and `message`.

    `operation` is such as `channels.get`; for what the library asks for itself, it is the path,
    such as `/applications`, and `events` for their WebSocket.
    `about` has the arguments that name what it is about, such as `{"channelId": "1795387732.1"}`.
    """

    response: requests.Response  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(
        self, operation: str, response: requests.Response, about: Mapping[str, str] = {}
    ) -> None:
        super().__init__(operation, response=response)
        self.args = (operation, response, about)  # for pickle and copy
        self.operation, self.message, self.about = operation, _message(response), about

    @property
    def advice(self) -> str:
        """What to look at, as behind the dash in the error's text; empty where nothing is known."""
        return _advice_on_refusal(self.operation, self.message, self.response)

    def __str__(self) -> str:
        subject = self.response.url if self.operation.startswith("/") else self.operation
        about = ", ".join(f"{name}={value!r}" for name, value in self.about.items())
        said = f"{subject}: {self.response.status_code} {self.message}"
        said += f" ({about})" if about else ""
        return printable(f"{said} - {self.advice}" if self.advice else said)


class Gone(AriError):
    """A channel, say, has ended, never was there, or is not in Stasis."""


class RequestGone(RequestFailed, Gone):
    """Asterisk refused an operation since what it is about is gone."""


class RunEnded(AriError):
    """run() has ended, or close() was called, so that nothing more can be waited for."""


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


def refusal(
    operation: str,
    status: tuple[int, str],
    headers: Mapping[str, str],
    body: bytes,
    url: str,
    about: Mapping[str, str] = {},
) -> RequestFailed:
    """The error for an answer that is no success; `status` is its number and its reason."""
    response = requests.Response()
    response.status_code, response.reason = status
    response.headers.update(headers)
    response.raw, response.url = io.BytesIO(body), url
    kind = RequestGone if _GONE.fullmatch(_message(response)) else RequestFailed
    return kind(operation, response, about)


def is_permanent(error: AriError) -> bool:
    """Whether no later try can help, as with a refused user, or an address that is none."""
    if isinstance(error, RequestFailed):
        return error.response.status_code in (401, 403)
    if isinstance(error, (InvalidAddress, ApplicationReplaced)):
        return True
    cause = getattr(error, "cause", None)
    return isinstance(cause, ssl.SSLCertVerificationError) and _NOT_YET not in str(cause)


def may_hold_a_thread(error: AriError) -> bool:
    """Whether the request that failed so may still keep one of Asterisk's HTTP threads.

    `GET /applications` can hang for ever while all else is answered (asterisk issue 2170), and each
    time keeps a thread; once all are kept, Asterisk answers nobody. So it is not to be repeated
    then. No thread is kept where Asterisk has refused the request, or has closed its connection.
    """
    if isinstance(error, RequestFailed):  # a proxy has waited for Asterisk in vain
        return error.response.status_code == GATEWAY_TIMEOUT
    if isinstance(error, ConnectionFailed) and error.unanswered:
        return isinstance(error.cause, socket.timeout)
    return False


def _message(response: requests.Response) -> str:
    """Asterisk's `{"message": …}` or `{"error": …}`, else the status line's reason."""
    try:
        said = response.json()
        return str(said["message"] if "message" in said else said["error"])
    except (ValueError, RecursionError, TypeError, KeyError):
        return response.reason or "no reason given"


# What to look at. Of several conditions that hold, the first one counts.


def _advice_on_connection(url: str, cause: BaseException) -> str:
    """What may be wrong where no connection comes about; empty where the cause's words say it."""
    tls = url.startswith(("https:", "wss:"))
    if isinstance(cause, ConnectionRefusedError):
        needed = "one [general], with the right enabled, bindaddr and bindport"
        if tls:
            needed = "tlsenable = yes, with the right tlsbindaddr and a key that Asterisk can read"
        return (
            f"nothing listens there, or a firewall refuses: is the port right, is Asterisk running,"
            f" and does http.conf have {needed}?"
        )
    if isinstance(cause, RemoteDisconnected) and not tls:
        return f"it hung up: is this a TLS port, which takes https://? Or {_NO_BACKEND}"
    # SSLZeroReturnError: Python 3.9's, where the other side hangs up in the TLS handshake.
    if isinstance(cause, (ConnectionResetError, ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return f"it hung up: {_NO_BACKEND}"
    # The events are connected to when requests were answered, so it is the right port.
    if isinstance(cause, WebSocketConnectionClosedException):
        return "it hung up: is http.conf's sessionlimit reached?"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _advice_on_certificate(str(cause))
    if isinstance(cause, ssl.SSLError):
        return "no TLS is spoken there: is this a plain port, which takes http://?"
    if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
        return "no name server answers: is the network up?"
    if isinstance(cause, socket.gaierror):
        return "no such host: is its name right?"
    if isinstance(cause, (socket.timeout, TimeoutError)):  # two classes before Python 3.10
        return "no answer: is the address right, and is no firewall in between?"
    if isinstance(cause, OSError) and cause.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
        return "no route: is the address right, is that host up, and its firewall open?"
    if isinstance(cause, HTTPException):
        return "what answers does not speak HTTP: is the port right?"
    return ""


def _advice_on_certificate(said: str) -> str:
    """What may be wrong with a certificate; `said` is OpenSSL's."""
    if "is not valid for" in said:
        return "the certificate is for another host: use the name that it has"
    if "expired" in said:
        return "the certificate has expired: give Asterisk a new one"
    if _NOT_YET in said:
        return "the certificate begins later: is this machine's clock right?"
    return "the certificate is not trusted: REQUESTS_CA_BUNDLE must name a file with its CA"


def _advice_on_refusal(operation: str, message: str, response: requests.Response) -> str:
    """What to look at where this operation, or path, is refused; empty where nothing is known."""
    status, api_docs = response.status_code, operation.startswith("/api-docs/")
    if status == 401:
        return (
            "wrong user name or password: see the users in ari.conf, and whether the program has"
            " its ARI_PASSWORD; where 'ari show users' is empty, a section stands twice or lacks"
            " type = user"
        )
    if status == 403:
        return (
            "this user or this machine may not: see read_only, acl, permit and deny in ari.conf,"
            " and type = restriction in http.conf"
        )
    if status == 404:
        return _not_found(operation, message, response)
    if status in (400, 500) and operation == "events":
        return "Asterisk does not take this application name"
    if status == 500 and api_docs:
        return (
            "the api-docs are missing on the server: they are the folder rest-api of Asterisk's"
            " data, which some distributions have in a package of its own"
        )
    return "see Asterisk's log" if status == 500 else ""


def _not_found(operation: str, message: str, response: requests.Response) -> str:
    server = response.headers.get("Server", "")
    if operation.startswith("/api-docs/") and "Asterisk" not in server:
        return f"this seems to be no Asterisk: it calls itself {server!r}"
    # ARI says in JSON what it lacks. Where there is no ARI, Asterisk's HTTP server has a page.
    if operation.startswith("/api-docs/") or "html" in response.headers.get("Content-Type", ""):
        return (
            "HTTP works, but ARI is not there: is Asterisk still starting? Else, does ari.conf have"
            " one [general], with enabled = yes, and is res_ari.so loaded ('module show like"
            " res_ari')? See also prefix in http.conf"
        )
    if operation == "events" or message == "Resource not found":
        name = re.split("[./]", operation.lstrip("/"))[0]  # of "/applications" as well
        module = name.replace("deviceStates", "device_states")
        return f"its module is not loaded: try 'module load res_ari_{module}.so'"
    return ""
