"""The errors of this library.

    AriError                 whatever goes wrong between a program and Asterisk
    ├── InvalidAddress       base_url, username or application can't be used (a ValueError)
    ├── ConnectionFailed     Asterisk can't be reached, or stopped answering
    ├── RequestFailed        Asterisk refused a request (a requests.HTTPError)
    ├── InvalidAnswer        what came back is not what ARI sends
    └── ApplicationReplaced  another client has taken over the application

A wrong argument of an operation is a TypeError or a ValueError, as with any Python function.
"""

from __future__ import annotations

import http.client
import socket
import ssl

import requests

from ari.text import printable


class AriError(Exception):
    """Whatever goes wrong between a program and Asterisk. Its text is one line, safe to show."""

    def __str__(self) -> str:
        return printable(self._text())

    def _text(self) -> str:
        return " ".join(map(str, self.args))


class InvalidAddress(AriError, ValueError):
    """A base_url, user name or application name that can't be used. Nothing was sent."""


class ConnectionFailed(AriError, requests.ConnectionError):
    """Asterisk can't be reached, or stopped answering.

    `url` is the address tried and `cause` the error underneath: an OSError or websocket-client's.
    `unanswered` names the request that Asterisk may have carried out all the same; it is empty
    where there is none.
    """

    def __init__(self, url: str, cause: BaseException, unanswered: str = "") -> None:
        super().__init__(url, cause, unanswered)
        self.url = url
        self.cause = cause
        self.unanswered = unanswered

    def _text(self) -> str:
        if not self.unanswered:
            return f"{self.url}: {_explain(self.cause)}"
        silent = isinstance(self.cause, socket.timeout)
        what = "no answer" if silent else "Asterisk closed the connection without an answer"
        return (
            f"{self.url}: {what} to {self.unanswered}, which it may have carried out"
            f" ({_detail(self.cause)})"
        )


class RequestFailed(AriError, requests.HTTPError):
    """Asterisk answered a request with an error.

    `operation` is what was called (`channels.get`), `response` the requests.Response
    (`error.response.status_code`), `message` the text that Asterisk gave.
    """

    response: requests.Response

    def __init__(self, operation: str, response: requests.Response) -> None:
        super().__init__(operation, response, response=response)
        self.operation = operation
        self.message = _message(response)
        if self.request is not None:  # an error may be pickled, sent and stored
            self.request.headers.pop("Authorization", None)

    def _text(self) -> str:
        subject = self.response.url if self.operation.startswith("/") else self.operation
        said = f"{subject}: {self.response.status_code} {self.message}"
        return said + _advise(self)


class InvalidAnswer(AriError):
    """What came back is not what ARI sends: no JSON, or JSON of another shape."""


class ApplicationReplaced(AriError):
    """Another client has connected with the same application name and gets its events now.

    `application` is that name. Asterisk sends events to the newest client only.
    """

    def __init__(self, application: str) -> None:
        super().__init__(application)
        self.application = application

    def _text(self) -> str:
        return (
            f"application {self.application!r} was taken over by another client; "
            "stop that one, or give this one a name of its own"
        )


def is_permanent(error: AriError) -> bool:
    """Whether no later try can get past this error: a refused user, an untrusted certificate.

    All else may mend: an Asterisk that starts refuses connections, is silent, or answers 404, 500
    or 503 until its modules are loaded, and a proxy in front of it has answers of its own.
    """
    if isinstance(error, RequestFailed):
        return error.response.status_code in (401, 403)
    cause = error.cause if isinstance(error, ConnectionFailed) else None
    return isinstance(cause, ssl.SSLCertVerificationError)


def root_cause(error: BaseException, outside: BaseException | None) -> BaseException:
    """The network's own error at the bottom of a chain: requests and urllib3 wrap it.

    `outside` is what the caller was handling already: it ends the chain, but is no cause.
    """
    found, deeper = error, error.__cause__ or error.__context__
    while deeper is not None and deeper is not outside:
        # Others are on the way as well, such as what urllib3 1 raises and catches itself.
        if isinstance(deeper, (OSError, http.client.HTTPException)):
            found = deeper
        deeper = deeper.__cause__ or deeper.__context__
    # Only their text, where an error can't be pickled or has the request with its credentials.
    if isinstance(found, requests.RequestException):
        return OSError(str(found))
    if isinstance(found, http.client.HTTPException) and not isinstance(found, OSError):
        return http.client.HTTPException(str(found))
    return found


def _message(response: requests.Response) -> str:
    """Asterisk's `{"message": …}` or `{"error": …}`, else the status line's reason."""
    try:
        said = response.json()
    except (ValueError, RecursionError):
        said = None
    words = (
        [said[key] for key in ("message", "error") if key in said] if isinstance(said, dict) else []
    )
    return str(words[0]) if words else response.reason or "no reason given"


_CAUSES = (
    (
        ConnectionRefusedError,
        "nothing listens there: is Asterisk running, and does http.conf have one [general], with"
        " the right enabled, bindaddr and bindport?",
    ),
    (socket.gaierror, "no such host: is its name right?"),
    (socket.timeout, "no answer: is the address right, and is no firewall in between?"),
    (http.client.RemoteDisconnected, "it hung up: is this a TLS port, which takes https://?"),
    (
        ssl.SSLCertVerificationError,
        "the certificate is not trusted: name its CA's file in REQUESTS_CA_BUNDLE",
    ),
    (ssl.SSLError, "no TLS is spoken there: is this a plain port, which takes http://?"),
    (http.client.HTTPException, "what answers does not speak HTTP: is the port right?"),
)

#: X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
_WRONG_HOST = (62, 64)


def _explain(cause: BaseException) -> str:
    """What a failed connection means, and the words of whoever noticed."""
    detail = _detail(cause)
    # Under urllib3 1 only the text tells.
    if getattr(cause, "verify_code", None) in _WRONG_HOST or "doesn't match" in detail:
        return f"the certificate is for another host: use the name that it has ({detail})"
    advice = [text for kind, text in _CAUSES if isinstance(cause, kind)]
    return f"{advice[0]} ({detail})" if advice else detail


def _detail(cause: BaseException) -> str:
    return str(cause) or type(cause).__name__


_NO_MODULE = " - its module is not loaded: see 'module show like res_ari'"

_REFUSALS = {
    ("api-docs", 401): "wrong user name or password: see the users in ari.conf",
    ("api-docs", 403): "this user or this machine may not: see acl, permit and deny in ari.conf",
    ("api-docs", 404): "HTTP works, but ARI is not there: does ari.conf have one [general], with"
    " enabled = yes? See also 'module show like res_ari', and prefix in http.conf",
    ("api-docs", 500): "the api-docs are missing on the server: they are the folder rest-api of"
    " Asterisk's data, which some distributions have in a package of its own",
    ("events", 400): "Asterisk does not take this application name",
    ("events", 500): "Asterisk does not take this application name",
}


def _advise(error: RequestFailed) -> str:
    """What to look at when connecting is refused, or a module is missing; else nothing."""
    kind, status = error.operation.strip("/").partition("/")[0], error.response.status_code
    server = error.response.headers.get("Server", "")
    if kind == "api-docs" and status == 404 and "Asterisk" not in server:
        return f" - this seems to be no Asterisk: it calls itself {server!r}"
    if (kind, status) in _REFUSALS:
        return f" - {_REFUSALS[kind, status]}"
    missing = error.message == "Resource not found" or (kind, status) == ("events", 404)
    return _NO_MODULE if missing else ""
