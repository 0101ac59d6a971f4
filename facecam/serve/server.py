"""The process: a socket, TLS, uvicorn, and an end that leaves nothing half done."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from facecam.base.errors import InputError
from facecam.serve.service import Service

GRACE = 2
"""Seconds that open requests have to end when the server does."""

BACKLOG = 512

HEADERS = 15.0
"""Seconds within which the headers of a request must have come: uvicorn would wait for ever, and whoever sends a
letter a minute on many connections would have them all."""


@dataclass(frozen=True, slots=True)
class Certificate:
    file: Path
    key: Path

    def check(self) -> None:
        """Raises `InputError` where the two cannot be read, or do not belong together."""
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(self.file, self.key)
        except OSError as error:  # also `ssl.SSLError`
            raise InputError(
                "The certificate {file} with the key {key} cannot be used: {reason}",
                "Give PEM files that belong together",
                file=str(self.file),
                key=str(self.key),
                reason=str(error.strerror or error),
            ) from error


def listen(host: str, port: int) -> socket.socket:
    """A socket at that address; with port 0 at any free one. Raises `InputError` where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would let another program take the port over
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
        except BaseException:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        raise InputError(
            "{host}, port {port} cannot be listened to: {reason}",
            "Choose another --port (0: any free one), or --host",
            host=host,
            port=str(port),
            reason=str(getattr(error, "strerror", None) or error),
        ) from error
    return listener


class _Protocol(H11Protocol):
    """HTTP/1.1 that closes connections on which the headers do not come to an end. Bodies are the gate's matter."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._expect()
        else:
            self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _expect(self) -> None:
        """Headers are to come, from now on or since a while."""
        if self._late is None:
            self._late = self.loop.call_later(HEADERS, self.transport.close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, service: Service, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._service = service
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.stopping.set()
        await super().shutdown(sockets)


def make_server(
    app: ASGIApp, service: Service, certificate: Certificate | None, on_start: Callable[[], None]
) -> uvicorn.Server:
    """`run([listener])` answers requests until SIGINT or SIGTERM, or until `should_exit` is set; `on_start` is
    called as soon as they are answered."""
    logging.getLogger("uvicorn.access").disabled = True  # it writes addresses
    config = uvicorn.Config(
        app,
        http=_Protocol,
        log_config=None,  # the gate logs, without addresses
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=None if certificate is None else certificate.file,
        ssl_keyfile=None if certificate is None else certificate.key,
    )
    return _Server(config, service, on_start)
