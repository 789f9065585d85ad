"""A stand-in for Asterisk: HTTP and WebSocket on one port of loopback, with real sockets.

It knows what the tests need of ARI, answers as strictly as the real one, and can fail on demand.
Where the two differ, the real one is right.

A test gets it as the fixture `standin`, and a client of it as `client`. It runs the client beside
itself, lets something happen in the stand-in, and looks at what a callback got:

    def test_a_channel_enters(standin, client, calls):
        client.on_channel_event("StasisStart", calls)
        with running(client):  # of tests/lab/client.py
            standin.wait_until_settled()
            standin.enter(channel(1))
            channels, event = calls.next()

Its words, with the methods that they are in:

- **settled**: the client has its WebSocket, and has asked who is inside the application. From now
  on it learns of channels by events alone. `wait_for` waits for the WebSocket only.
- **handled**: the client has called back at every event that was sent. Wait for it before checking
  that a callback was *not* called.
- **enter**, **leave**, **go_on**: a channel enters the application, hangs up inside it, or leaves
  it for the dialplan, and the client gets Asterisk's events of that.
- **unseen**: the same in a gap. The connection breaks, and the client gets no event: it comes back,
  asks who is inside, and makes the events up.
- **cut**: the connections break, and nothing else happens. `broken` of tests/lab/proxy.py does it
  to a real Asterisk.
- **frozen**: it takes requests and answers none. `hangs_up`: it takes a request, and hangs up.
  `answers`: what it answers instead, by method and path. These paths are those below `/ari`.
- **inside**: what has entered an application and not left. **subscribed**: what Asterisk lists for
  an application although it need not be inside.

A test of a gap is two lines inside `running`, after `wait_until_settled`:

    standin.enter(channel(1))
    standin.leave_unseen(channel(1))

The callback then gets a StasisStart, and a StasisEnd with `missed: True`. Several of the `unseen`
after one another happen in one gap, if set_waits() makes that long enough. What a real Asterisk
does as well is tested on both, in test_standin_and_asterisk.py.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import gc
import itertools
import json
import os
import queue
import selectors
import ssl
import struct
import threading
import time
import warnings
from collections.abc import Coroutine, Iterator, Sequence
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType
from typing import Any, Callable, TypeVar
from urllib.parse import unquote

from aiohttp import WSCloseCode, WSMsgType, web

from tests.lab.apidocs import DOCS, RESOURCES
from tests.lab.application import Application
from tests.lab.refusals import Parts, answers_with, parts_of, refusal

T = TypeVar("T")

#: An event that a client answers by putting its number into `handled` (see running()).
HANDLED = "PeerStatusChange"
handled: queue.SimpleQueue[int] = queue.SimpleQueue()


def channel(number: int, **fields: Any) -> dict[str, Any]:
    """A channel as Asterisk describes it."""
    return {
        "id": f"1795387732.{number}",
        "name": f"PJSIP/alice-{number:08x}",
        "state": "Up",
        "protocol_id": f"{number}-8418@127.0.0.1",
        "caller": {"name": "Alice", "number": "6575309"},
        "connected": {"name": "", "number": ""},
        "accountcode": "",
        "dialplan": {
            "context": "default",
            "exten": "1000",
            "priority": 3,
            "app_name": "Stasis",
            "app_data": "channel-dump",
        },
        "creationtime": "2026-11-22T22:48:52.841+0000",
        "language": "en",
        **fields,
    }


def _reset_at_close(transport: Any) -> None:
    """Let this connection end with a TCP reset."""
    wire = transport.get_extra_info("socket")
    wire.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))


class StandIn:
    """A running stand-in; a context manager.

    `channels` is what exists, `answers` overrides what a request is answered, `requests` is what
    came in, `closed` the codes with which clients closed their WebSockets. `keep_alive` is how long
    an HTTP connection may be idle until it is closed, in seconds, as Asterisk's session_keep_alive.
    """

    def __init__(
        self,
        prefix: str = "",
        tls: ssl.SSLContext | None = None,
        user: str = "asterisk:asterisk",
        host: str = "127.0.0.1",
        keep_alive: float = 15.0,
    ) -> None:
        self.prefix, self.tls, self.user, self.host, self.port = prefix, tls, user, host, 0
        self._keep_alive = keep_alive
        self.channels: list[dict[str, Any]] = []
        #: For (method, path): a status and a JSON value, or text or bytes as they are.
        self.answers: dict[tuple[str, str], tuple[int, Any]] = {}
        self.requests: list[web.Request] = []
        #: From which port of the client each of them came: one for each connection.
        self.ports: list[int] = []
        self._times: list[float] = []
        self.bodies: list[Any] = []
        self.closed: list[int | None] = []
        self.answers_pings = True
        #: Paths at whose requests it hangs up: with a reset (True), or a close of the connection.
        self.hangs_up: dict[str, bool] = {}
        #: For a path: bytes that are its answer as they are, before its connection is closed.
        self.raw: dict[str, bytes] = {}
        #: The ids of channels that every application is subscribed to without their being inside.
        self.subscribed: list[str] = []
        #: What the answer to a handshake has besides.
        self.headers: dict[str, str] = {}
        #: How many WebSockets there have been.
        self.sockets = 0
        #: What each ping that came had in it.
        self.pings: list[bytes] = []
        self._pinged: set[web.WebSocketResponse] = set()
        self._frozen = "/"
        #: For a path: where a request for it is sent on to.
        self.redirects: dict[str, str] = {}
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._applications: dict[str, Application] = {}
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._selector = selectors.DefaultSelector()
        self._loop = asyncio.SelectorEventLoop(self._selector)

    @property
    def url(self) -> str:
        """The address to give to ari.connect."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{self.prefix}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, each as `METHOD path?query`, as it came over the wire."""
        return [f"{request.method} {request.raw_path}" for request in self.requests]

    def times_of(self, path: str) -> list[float]:
        """When this path was asked for, each time, in seconds of time.monotonic()."""
        asked = zip(self.requests, self._times)
        return [when for request, when in asked if request.path == f"{self.prefix}/ari{path}"]

    def __enter__(self) -> StandIn:
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if not self.tls:  # a TLS connection that a client has refused takes half a minute to close
            self._do(self._all_closed())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if self.tls:
            # asyncio leaves what a client has refused to the garbage collection, with a warning.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                gc.collect()

    async def _all_closed(self) -> None:
        """Return when the loop has no socket but its own: what is aborted is closed only later."""
        while len(self._selector.get_map()) > 1:
            await asyncio.sleep(0)

    def start(self) -> None:
        """Listen; after stop() on the same port as before."""
        self._do(self._start())

    async def _start(self) -> None:
        self._thawed = asyncio.Event()
        self._thawed.set()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0, keepalive_timeout=self._keep_alive)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]

    def stop(self) -> None:
        """Drop every connection without a close frame, and listen no more."""
        self.cut()
        self._do(self._runner.cleanup())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        with self._changed:
            self.requests.append(request)
            self._times.append(time.monotonic())
            self.ports.append(request.transport.get_extra_info("peername")[1])
            self._changed.notify_all()
        root, path = f"{self.prefix}/ari", unquote(request.path)
        if not path.startswith(root):
            return self._page(404, "Not Found")
        path = request.rel_url.raw_path[len(root) :]
        if not self._may(request):
            return web.json_response({"message": "Authentication required"}, status=401)
        self.bodies.append(await request.json() if request.can_read_body else None)
        if path.startswith(self._frozen):
            await self._thawed.wait()
        if path in self.hangs_up:
            return self._hang_up(request, by_reset=self.hangs_up[path])
        if path in self.raw:
            request.transport.write(self.raw[path])
            return self._hang_up(request, by_reset=False)
        if path in self.redirects:
            raise web.HTTPFound(self.redirects[path])
        if (request.method, path) in self.answers:
            return self._answer(*self.answers[request.method, path])
        if (request.method, path) == ("GET", "/events"):
            return await self._events(request)
        return await self._resource(request, path)

    def _may(self, request: web.Request) -> bool:
        if "api_key" in request.query:
            return request.query["api_key"] == self.user
        token = base64.b64encode(self.user.encode()).decode()
        return request.headers.get("Authorization") == f"Basic {token}"

    @staticmethod
    def _page(status: int, text: str) -> web.Response:
        """What Asterisk's HTTP server says where ARI does not."""
        headers = {"Server": "Asterisk/22 (stand-in)"}
        page = f"<h1>{text}</h1>"
        return web.Response(status=status, text=page, content_type="text/html", headers=headers)

    @staticmethod
    def _answer(status: int, body: Any) -> web.Response:
        if isinstance(body, bytes):
            return web.Response(status=status, body=body)
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return (
            web.json_response(body, status=status)
            if body is not None
            else web.Response(status=status)
        )

    @staticmethod
    def _hang_up(request: web.Request, by_reset: bool) -> web.Response:
        """Close its connection; what is returned does not get there."""
        assert request.transport
        if by_reset:
            _reset_at_close(request.transport)
        request.transport.abort()
        return web.Response()

    async def _resource(self, request: web.Request, path: str) -> web.Response:
        method, known = request.method, self._known()
        if method == "GET" and parts_of(path) in known:
            return web.json_response(known[parts_of(path)])
        # As there, a parameter without a value is none.
        given = {name for name, value in request.query.items() if value}
        refused = refusal(method, path, given, known)
        if refused:
            return web.json_response({"message": refused[1]}, status=refused[0])
        parts = parts_of(path)
        if (method, parts[0], parts[-1]) == ("PUT", "applications", "eventFilter"):
            return self._filter(self._applications[parts[1]])
        if (method, parts[0], parts[-1]) == ("POST", "applications", "subscription"):
            return self._subscribe(self._applications[parts[1]], request.query["eventSource"])
        if (method, parts[:2]) == ("POST", ("events", "user")):
            return await self._user_event(request.query["application"], parts[2])
        if answers_with(method, path) == "void":
            return web.Response(status=204)
        return web.json_response({"message": "The stand-in can't"}, status=501)

    def _filter(self, application: Application) -> web.Response:
        if application.set_filter(self.bodies[-1]):
            return web.json_response(application.json(self.subscribed))
        return web.json_response({"message": "Invalid format definition"}, status=400)

    def _subscribe(self, application: Application, source: str) -> web.Response:
        if source != "channel:":
            return web.json_response({"message": "The stand-in can't"}, status=501)
        application.subscribe_to_all_channels()
        return web.json_response(application.json(self.subscribed))

    async def _user_event(self, app: str, name: str) -> web.Response:
        if app not in self._applications:
            return web.json_response({"message": "Application not found"}, status=404)
        given = (self.bodies[-1] or {}).get("variables", {})
        event = {"eventname": name, "userevent": {**given, "eventname": name}}
        await self._send({"type": "ChannelUserevent", "application": app, **event}, app)
        return web.Response(status=204)

    def _known(self) -> dict[Parts, Any]:
        """What a GET answers, by the parts of its path."""
        known: dict[Parts, Any] = {("api-docs", f"{name}.json"): DOCS[name] for name in DOCS}
        known["api-docs", "resources.json"] = RESOURCES
        for name, application in self._applications.items():
            known["applications", name] = application.json(self.subscribed)
        known["applications",] = [known["applications", name] for name in self._applications]
        known["channels",] = self.channels
        known.update({("channels", one["id"]): one for one in self.channels})
        return known

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if "Upgrade" not in request.headers:
            return self._page(426, "Upgrade Required")
        apps = request.query.get("app", "").split(",")
        if apps == [""]:
            return self._page(400, "HTTP request is missing param: [app]")
        socket = web.WebSocketResponse(autoping=False)
        socket.headers.update(self.headers)
        await socket.prepare(request)
        for app in apps:
            if app in self._sockets:
                event = {"type": "ApplicationReplaced", "application": app}
                await self._sockets[app].send_json(event)
            application = self._applications.setdefault(app, Application(app))
            if request.query.get("subscribeAll") == "true":
                application.subscribe_to_everything()
            self._tell(app, socket)
        async for message in socket:
            if message.type is WSMsgType.PING:
                if self.answers_pings:
                    await socket.pong(message.data)
                with self._changed:
                    self.pings.append(message.data)
                    self._pinged.add(socket)
                    self._changed.notify_all()
        self.closed.append(socket.close_code)
        for app in [app for app in apps if self._sockets.get(app) is socket]:
            if app in self._applications:
                self._applications[app].disconnect()
            self._tell(app, None)
        return socket

    def _tell(self, app: str, socket: web.WebSocketResponse | None) -> None:
        with self._changed:
            if socket is None:
                del self._sockets[app]
            else:
                self._sockets[app] = socket
                self.sockets += 1
            self._changed.notify_all()

    def wait_for(
        self,
        app: str = "channel-dump",
        connected: bool = True,
        more_than: int = 0,
        seconds: float = 30,
    ) -> None:
        """Return when a client is connected with this application (or none is any more).

        `more_than` asks for a WebSocket that comes after so many.
        """

        def there() -> bool:
            return (app in self._sockets) == connected and self.sockets > more_than

        self._wait_until(there, f"{app} connected: {not connected}, {self.sockets}", seconds)

    def wait_until_settled(self, app: str = "channel-dump", more_than: int = 0) -> None:
        """Return when the client of this application is connected and knows who is inside."""
        self.wait_for(app, more_than=more_than)
        # It pings when it has been told, and tells what it found out when that is answered.
        self._wait_until(lambda: self._sockets.get(app) in self._pinged, "it has not asked")

    def _wait_until(self, holds: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
        with self._changed:
            if not self._changed.wait_for(holds, seconds):
                raise TimeoutError(otherwise)

    def answer_ping(self, app: str = "channel-dump") -> None:
        """Answer the latest ping, which was not answered when it came."""
        self._do(self._sockets[app].pong(self.pings[-1]))

    def wait_for_pings(self, number: int) -> None:
        """Return when this many pings have come."""
        self._wait_until(lambda: len(self.pings) >= number, f"{len(self.pings)} pings")

    def wait_for_requests(self, number: int) -> None:
        """Return when so many requests have come."""
        self._wait_until(lambda: len(self.requests) >= number, f"{len(self.requests)} requests")

    def wait_for_no_connection(self, but: int = 0) -> None:
        """Return when clients are connected no more, or by no more than so many connections."""

        async def gone() -> None:
            while len(self._runner.server.connections) > but:
                await asyncio.sleep(0.001)

        self._do(asyncio.wait_for(gone(), 5))

    def send(self, *events: Any, app: str = "channel-dump") -> None:
        """Send events that the filter lets through, or other JSON; text as it is."""

        async def send() -> None:
            for event in events:
                await self._send(event, app)

        self._do(send())

    async def _send(self, event: Any, app: str) -> None:
        kind = event.get("type") if isinstance(event, dict) else None
        if not isinstance(kind, str) or self._applications[app].lets_through(kind):
            text = event if isinstance(event, str) else json.dumps(event)
            await self._sockets[app].send_str(text)

    def send_slowly(self, data: bytes, app: str = "channel-dump") -> None:
        """Put bytes on the wire, one after the other with pauses, without waiting for that."""

        async def drip() -> None:
            transport = self._sockets[app]._req.transport
            for byte in data:
                transport.write(bytes([byte]))
                await asyncio.sleep(0.01)

        asyncio.run_coroutine_threadsafe(drip(), self._loop)

    def send_bytes(self, data: bytes, app: str = "channel-dump") -> None:
        """Send a binary message."""
        self._do(self._sockets[app].send_bytes(data))

    def send_raw(self, data: bytes, app: str = "channel-dump") -> None:
        """Put bytes on the wire that need be no WebSocket frames at all."""

        async def write() -> None:
            transport = self._sockets[app]._req.transport
            transport.write(data)

        self._do(write())

    def flood(self, data: bytes, app: str = "channel-dump") -> None:
        """Put bytes on the wire as fast as the client takes them, past this server's event loop."""
        wire = self._sockets[app]._req.transport.get_extra_info("socket").fileno()
        os.set_blocking(wire, True)
        with open(wire, "wb", closefd=False) as file:
            file.write(data)
        os.set_blocking(wire, False)

    def handled(self, app: str = "channel-dump") -> None:
        """Return when the client has called back at all that was sent; see running()."""
        number = next(self._numbers)
        self.send(json.dumps({"type": HANDLED, "number": number}), app=app)  # past any filter
        while handled.get(timeout=30) != number:
            pass

    def enter(
        self, one: dict[str, Any], app: str = "channel-dump", args: Sequence[str] = (), **more: Any
    ) -> None:
        """A channel enters the application; without a client it passes by, as in Asterisk."""
        if app in self._sockets:
            one = self._enter(one, app, args)
            self.send(stasis("StasisStart", one, app, args=[*args], **more), app=app)

    def _enter(self, one: dict[str, Any], app: str, args: Sequence[str] = ()) -> dict[str, Any]:
        """The channel as it is in there; it is not where it was before."""
        runs = {"app_name": "Stasis", "app_data": ",".join([app, *args])}
        one = {**one, "dialplan": {**one["dialplan"], **runs}}
        self._remove(one)
        self.channels.append(one)
        self._applications[app].inside.append(one["id"])
        return one

    def _remove(self, one: dict[str, Any]) -> None:
        self.channels = [other for other in self.channels if other["id"] != one["id"]]

    def enter_unseen(
        self, one: dict[str, Any], app: str = "channel-dump", args: Sequence[str] = ()
    ) -> None:
        """A channel enters, and the connection breaks before the client hears of it."""
        self._enter(one, app, args)
        self.cut()

    def leave_unseen(self, one: dict[str, Any], app: str = "channel-dump") -> None:
        """The connection breaks, and a channel hangs up before the client is back."""
        self._remove(one)
        self._applications[app].inside.remove(one["id"])
        self.cut()

    def go_on_unseen(self, one: dict[str, Any], app: str = "channel-dump", **dialplan: str) -> None:
        """The connection breaks, and a channel goes on in the dialplan, which runs this."""
        self._go_on(one, app, dialplan)
        self.cut()

    def _go_on(self, one: dict[str, Any], app: str, dialplan: dict[str, str]) -> None:
        self._remove(one)
        self.channels.append({**one, "dialplan": {**one["dialplan"], **dialplan}})
        self._applications[app].inside.remove(one["id"])

    def forget_channels(self) -> None:
        """Start over, with neither channels nor applications."""
        self.channels.clear()
        self._applications.clear()

    def leave(self, one: dict[str, Any], app: str = "channel-dump") -> None:
        """A channel in the application hangs up; one that is subscribed to is heard of longer."""
        self._remove(one)
        self._applications[app].inside.remove(one["id"])
        if app in self._sockets:
            kinds = ["ChannelHangupRequest", "StasisEnd"]
            if one["id"] in self.subscribed:
                kinds += ["ChannelHangupRequest", "ChannelDestroyed"]
            self.send(*[stasis(kind, one, app) for kind in kinds], app=app)

    def go_on(self, one: dict[str, Any], app: str = "channel-dump") -> None:
        """A channel leaves the application, and goes on in the dialplan."""
        self._go_on(one, app, {"app_name": "Wait", "app_data": "60"})
        self.send(stasis("StasisEnd", one, app), app=app)

    @contextlib.contextmanager
    def frozen(self, path: str = "/") -> Iterator[None]:
        """Answer nothing, or no request for a path that begins so, until the block ends."""
        self._frozen = path
        self._loop.call_soon_threadsafe(self._thawed.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._thawed.set)

    def close_socket(self, app: str = "channel-dump") -> None:
        """Close a client's WebSocket with a close frame."""
        self._do(self._sockets[app].close(code=WSCloseCode.GOING_AWAY))

    def cut(self, by_reset: bool = False) -> None:
        """Drop the TCP connections of all WebSockets, without a close frame."""

        async def abort() -> None:
            for socket in list(self._sockets.values()):
                with contextlib.suppress(AttributeError):
                    if by_reset:
                        _reset_at_close(socket._req.transport)
                    socket._req.transport.abort()

        self._do(abort())


def stasis(
    kind: str, one: dict[str, Any], app: str = "channel-dump", **more: Any
) -> dict[str, Any]:
    """An event about a channel, as Asterisk sends it."""
    timestamp = "2026-11-22T22:48:53.343+0000"
    return {"type": kind, "timestamp": timestamp, "channel": one, "application": app, **more}


def frame(payload: bytes, opcode: int = 1, last: bool = True) -> bytes:
    """A WebSocket frame of a server."""
    size = len(payload)
    if size < 126:
        length = bytes([size])
    elif size < 65536:
        length = b"\x7e" + struct.pack("!H", size)
    else:
        length = b"\x7f" + struct.pack("!Q", size)
    return bytes([(0x80 if last else 0) | opcode]) + length + payload
