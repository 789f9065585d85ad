"""The errors of this library.

AriError                 whatever goes wrong between a program and Asterisk
├── InvalidAddress       base_url, username or application can't be used (a ValueError)
├── ConnectionFailed     Asterisk can't be reached, or stopped answering
├── RequestFailed        Asterisk refused a request (a requests.HTTPError)
├── Gone                 what it is about is not there, or not in Stasis
│   └── RequestGone      Asterisk refused a request and says so (a RequestFailed as well)
├── RunEnded             run() has ended, and with it a wait_for
├── InvalidAnswer        what came back is not what ARI sends
└── ApplicationReplaced  another client has taken over the application
"""

from __future__ import annotations

import io
import re
import socket
import ssl
from collections.abc import Mapping

import requests

from ari import advice
from ari.text import printable

#: How Asterisk, 16 and 22 alike, says that what an operation is about is gone. It answers 400, 404,
#: 409 or 422 with them; of a module, an application, an endpoint or a variable it has other words.
_GONE = re.compile(
    "(Channel|Bridge|Playback|Recording) not found|Provided (channel|bridge) was not found"
    "|Channel not in Stasis application"
)


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
        super().__init__(url)  # OSError would take a second argument for its strerror
        self.args = (url, cause, unanswered)  # what a copy is made of
        self.url, self.cause, self.unanswered = url, cause, unanswered
        # Those of TLS and of looking up a name are numbered otherwise.
        if isinstance(cause, OSError) and not isinstance(cause, (ssl.SSLError, socket.gaierror)):
            self.errno = cause.errno

    @property
    def advice(self) -> str:
        """What to look at, as in the error's text; empty where nothing is known."""
        return "" if self.unanswered else advice.on_connection(self.url, self.cause)

    def __str__(self) -> str:
        detail = str(self.cause) or type(self.cause).__name__
        if self.unanswered:
            closed = isinstance(self.cause, ConnectionError)
            said = "Asterisk closed the connection without an answer" if closed else "no answer"
            said += f" to {self.unanswered}, which it may have carried out ({detail})"
        else:
            said = f"{self.advice} ({detail})" if self.advice else detail
        return printable(f"{self.url}: {said}")


class RequestFailed(AriError, requests.HTTPError):
    """Asterisk refused `operation`, such as `channels.get`: `response.status_code`, `message`.

    `about` has the arguments that say of what, such as `{"channelId": "1795387732.1"}`.
    """

    response: requests.Response  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(
        self, operation: str, response: requests.Response, about: Mapping[str, str] = {}
    ) -> None:
        super().__init__(operation, response=response)
        self.args = (operation, response, about)  # what a copy is made of
        self.operation, self.message, self.about = operation, _message(response), about

    @property
    def advice(self) -> str:
        """What to look at, as behind the dash in the error's text; empty where nothing is known."""
        return advice.on_refusal(self.operation, self.message, self.response)

    def __str__(self) -> str:
        subject = self.response.url if self.operation.startswith("/") else self.operation
        about = ", ".join(f"{name}={value!r}" for name, value in self.about.items())
        said = f"{subject}: {self.response.status_code} {self.message}"
        said += f" ({about})" if about else ""
        return printable(f"{said} - {self.advice}" if self.advice else said)


class Gone(AriError):
    """What it is about, such as a channel, is not there any more, never was, or not in Stasis."""


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
    url: str = "",
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
    """Whether no later try can help, as with a refused user, or without an address to try."""
    if isinstance(error, RequestFailed):
        return error.response.status_code in (401, 403)
    if isinstance(error, (InvalidAddress, ApplicationReplaced)):
        return True
    return isinstance(getattr(error, "cause", None), ssl.SSLCertVerificationError)


def _message(response: requests.Response) -> str:
    """Asterisk's `{"message": …}` or `{"error": …}`, else the status line's reason."""
    try:
        said = response.json()
        return str(said["message"] if "message" in said else said["error"])
    except (ValueError, RecursionError, TypeError, KeyError):
        return response.reason or "no reason given"
