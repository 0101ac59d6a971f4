"""What a server has at an address, asked before FFmpeg is: that gives no reasons, and cannot poll.

HTTP (RFC 9110) with basic and digest authentication; of RTSP (RFC 2326) only whether it answers.
"""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any
from urllib import request
from urllib.parse import unquote

from facecam.base.addresses import Address
from facecam.base.errors import SourceError
from facecam.capture import refusals
from facecam.capture.certificates import PORTS, checked

LARGEST = 64 * 2**20
"""Bytes of the largest picture that is read."""
_HEAD = 64
"""Bytes that tell what is there."""
_PICTURE = (b"\xff\xd8\xff", b"\x89PNG\r\n")


class Kind(Enum):
    STREAM = auto()
    """Goes on until somebody ends it, or is a list of parts (HLS)."""
    FILE = auto()
    """Has an end."""
    PICTURE = auto()
    """One picture, a newer one each time it is asked for."""


class WebPage:
    """What is at one address of a web server. All methods raise `SourceError` in words."""

    def __init__(self, address: Address, trusted: Mapping[str, str], timeout: float) -> None:
        """`trusted` as in `certificates.checked`; `timeout`: seconds that the server may keep silent."""
        self._address = address
        self._timeout = timeout
        login, self._url = _without_login(address.url.reveal())
        passwords = request.HTTPPasswordMgrWithDefaultRealm()
        if login is not None:
            passwords.add_password(None, self._url, *login)
        with refusals.in_words(address, timeout):
            context = checked(address, trusted, timeout) if address.scheme in PORTS else None
        self._opener = request.OpenerDirector()
        for handler in (
            request.ProxyHandler(),
            request.HTTPHandler(),
            request.HTTPSHandler(context=context),
            request.HTTPRedirectHandler(),
            request.HTTPDefaultErrorHandler(),
            request.HTTPErrorProcessor(),
            request.HTTPDigestAuthHandler(passwords),
            request.HTTPBasicAuthHandler(passwords),
        ):
            self._opener.add_handler(handler)

    def kind(self) -> Kind:
        with refusals.in_words(self._address, self._timeout):
            try:
                with self._open() as answer:
                    return self._judge(answer)
            except http.client.HTTPException:
                return Kind.STREAM  # many a camera speaks an HTTP of its own, which FFmpeg may understand

    def picture(self) -> bytes:
        """The picture that is there now; empty where it broke off or is too large."""
        with refusals.in_words(self._address, self._timeout):
            try:
                with self._open() as answer:
                    data: bytes = answer.read(LARGEST + 1)
            except http.client.HTTPException:
                return b""
        return data if len(data) <= LARGEST else b""

    def _open(self) -> Any:
        return self._opener.open(self._url, timeout=self._timeout)

    def _judge(self, answer: Any) -> Kind:
        kind = answer.headers.get_content_type()
        has_length = answer.headers.get("Content-Length", "").isdecimal()
        if kind.startswith("multipart/"):
            return Kind.STREAM
        try:
            head = answer.read(_HEAD).lstrip(b"\xef\xbb\xbf \r\n")
        except TimeoutError:
            return Kind.STREAM  # a slow one
        if not head:
            raise SourceError(
                "{address} sends nothing",
                "Check the address, and that the camera is on",
                address=self._address.shown,
            )
        if kind == "text/html" or head.startswith(b"<"):
            raise SourceError(
                "{address} is a web page and no video",
                "Use the address of the stream or picture: the camera's manual names it",
                address=self._address.shown,
            )
        if kind.startswith("image/") or (has_length and head.startswith(_PICTURE)):
            return Kind.PICTURE
        return Kind.FILE if has_length and not head.startswith(b"#EXTM3U") else Kind.STREAM


def greet(address: Address, trusted: Mapping[str, str], timeout: float) -> None:
    """Hear that an RTSP server answers at all. Raises `SourceError` in words where it does not."""
    with refusals.in_words(address, timeout):
        if address.scheme in PORTS:
            checked(address, trusted, timeout)
            return
        with socket.create_connection((address.host, address.port or 554), timeout) as connection:
            connection.sendall(b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: facecam\r\n\r\n")
            connection.recv(1)


def _without_login(url: str) -> tuple[tuple[str, str] | None, str]:
    """Name and password, where there are any, and the URL without them."""
    scheme, _, rest = url.partition("://")
    end = re.search("[/?#]|$", rest)
    assert end is not None
    login, at, place = rest[: end.start()].rpartition("@")
    name, _, password = login.partition(":")
    path = re.sub(r"\s", "%20", rest[end.start() :])
    return (unquote(name), unquote(password)) if at else None, f"{scheme}://{place}{path}"
