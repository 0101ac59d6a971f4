"""What every request passes through, whatever route it takes.

It gets a number, which the answer and the log carry. Its Host must be a name of this server: the page of another
site could else have its own name lead here (DNS rebinding) and read the answers. Its Origin, where a browser sends
one, must be this server's (cross-site request forgery). Its body is counted while it streams, and must come to an
end. The answer gets the headers that keep browsers from doing more with it than to show it, and what nobody foresaw
becomes an answer without a traceback.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import time
from collections.abc import Iterable
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facecam.base.errors import FacecamError, InputError
from facecam.serve import uploads
from facecam.serve.problems import GONE, ClientGone, Problem, answer, busy, internal

log = logging.getLogger(__name__)

SMALL = 1_000_000
"""Bytes of a body that carries no pictures."""

BASE64 = 30_000_000
"""Bytes of a JSON body with two pictures in base64, as CompreFace's clients may send them."""

DEADLINE = 120.0
"""Seconds within which a body must have come."""

HELD = 512 * 1024 * 1024
"""Bytes of all bodies together that are held at a time."""

DRAINED = 32 * 1024 * 1024
DRAINING = 2.0
"""Bytes and seconds that are still read of a body that was refused: who sends hears the answer only afterwards."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}
"""Of every answer that does not say otherwise itself."""


class Gate:
    """ASGI middleware, the outermost."""

    def __init__(self, app: ASGIApp, names: Iterable[str], anywhere: bool) -> None:
        """`names`: what the server is called; `anywhere`: it listens to more than this machine, so that any address
        may be its own."""
        self._app = app
        self._names = frozenset(name.lower().rstrip(".") for name in names)
        self._anywhere = anywhere
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["facecam.request"] = number = uuid4().hex
        request, body, started = Request(scope), _Body(self, scope, receive), time.monotonic()
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers["x-request-id"] = number
                if status >= 400:
                    await body.drain()
            await send(message)

        try:
            try:
                self._check(request)
            except Problem as problem:
                await answer(request, problem)(scope, body.receive, send_on)
            else:
                await self._app(scope, body.receive, send_on)
        except (ClientGone, ClientDisconnect):
            status = status or GONE
        except Exception:
            log.exception("a defect, in request %s", number)
            if not status:
                await answer(request, internal())(scope, body.receive, send_on)
        finally:
            self._held -= body.held
            took = (time.monotonic() - started) * 1000
            # The route and not the address, which may carry names.
            route, who = getattr(scope.get("route"), "path", "-"), scope.get("facecam.key", "-")
            log.info("%s %s %d %.0f ms, key %s, request %s", request.method, route, status, took, who, number)

    def hold(self, size: int) -> None:
        """Count bytes that came; raises `Problem` (503) where all requests together hold too many."""
        if self._held + size > HELD:
            raise busy(FacecamError("The server holds too many pictures at the moment", "Ask again in a moment"))
        self._held += size

    def _check(self, request: Request) -> None:
        """Raises `Problem` where the request is for another host, or from the page of another site."""
        host = request.headers.get("host", "")
        if not self._mine(host):
            raise Problem(
                403,
                "other_host",
                FacecamError(
                    "This server is not called {host}",
                    "Use the address that it printed, or start it with --name",
                    host=host,
                ),
            )
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise Problem(
                403,
                "other_origin",
                FacecamError("Another site's page asked ({origin})", "Use this server's own pages", origin=origin),
            )

    def _mine(self, host: str) -> bool:
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._anywhere or address.is_loopback


class _Body:
    """A request's body on its way in."""

    def __init__(self, gate: Gate, scope: Scope, receive: Receive) -> None:
        self._gate = gate
        self._receive = receive
        headers = Headers(scope=scope)
        self._most = _most(headers, scope["path"])
        self._declared = headers.get("content-length", "")
        self._waits = headers.get("expect", "").lower() == "100-continue"
        self._ends = time.monotonic() + DEADLINE
        self._complete = False
        self.held = 0

    async def receive(self) -> Message:
        """Raises `Problem`: 413 where it is too large, 408 where it does not come to an end."""
        if self._complete:
            return await self._receive()
        if self._declared.isdecimal() and int(self._declared) > self._most:
            raise uploads.too_large(self._most)
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + self._ends - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            raise Problem(
                408,
                "too_slow",
                InputError("The body did not end within {seconds} seconds", "Try again", seconds=DEADLINE),
                headers={"Connection": "close"},
            ) from None
        self._waits = False
        if message["type"] == "http.request":
            size = len(message.get("body", b""))
            self._gate.hold(size)
            self.held += size
            self._complete = not message.get("more_body", False)
            if self.held > self._most:
                raise uploads.too_large(self._most)
        return message

    async def drain(self) -> None:
        """Read on for a moment, keeping nothing: who is still sending does not hear an answer."""
        if self._complete or self._waits:
            return
        self._complete = True
        read = 0
        try:
            async with asyncio.timeout(DRAINING):
                while read < DRAINED:
                    message = await self._receive()
                    read += len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return
        except TimeoutError:
            return


def _most(headers: Headers, path: str) -> int:
    if headers.get("content-type", "").startswith("multipart/"):
        return uploads.MOST
    return BASE64 if path.startswith("/api/v1/") else SMALL


def own_names(host: str) -> set[str]:
    """What this machine is called: by those who sit at it, and where it listens to others, by those too."""
    names = {"localhost", host}
    if not is_loopback(host):
        machine = socket.gethostname()
        names |= {machine, f"{machine}.local", socket.getfqdn()}
    return names


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
