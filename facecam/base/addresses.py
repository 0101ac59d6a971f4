"""Addresses that may hold secrets (`rtsp://user:password@camera/...`), and what of them may be seen.

A password with `#`, `/`, `?` or `@` in it ends an address early for every parser, and what is left of it then looks
like a path or a host. So secrets are cut out before anything is parsed: whatever stands before the last `@`, and
from the path everything from the first thing on that may be one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.secret import Secret

HIDDEN = "..."
"""Stands for what is not shown of a path."""

ENCODING = Message("In a name or password write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A and % as %25")
"""RFC 3986, 2.1: how letters are written that would end the name or the password."""

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]+):/+", re.IGNORECASE)
"""One letter and `:/` is a drive of Windows."""
_LOGIN = re.compile(r"(?![a-z]:[/\\]|\.{0,2}/(?!/)|~).*:.*@", re.IGNORECASE | re.DOTALL)
"""Name and password where the scheme was forgotten or mistyped, and no path."""
_HOST = re.compile(r"(\[[0-9a-z:.%]+\]|[^:\[\]]*)(?::(\d*))?", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{16,}", re.IGNORECASE)
"""A part of a path that somebody drew by lot: some cameras know their users by it."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a stream. Only `shown` is for people, logs and files."""

    url: Secret[str] = field(repr=False)
    """With its secrets, and its scheme in small letters, as FFmpeg wants it."""
    shown: str
    scheme: str
    host: str = field(repr=False)
    """Part of a password where one has a `/` in it."""
    port: int | None = field(repr=False)

    def __str__(self) -> str:
        return self.shown

    @property
    def advice(self) -> Message:
        """What to do where it was refused or not found."""
        login, at, _ = self.url.reveal().partition("://")[2].rpartition("@")
        check = Message("Check the address, the name and the password")
        if not at or re.search(r"[/?#@%\[\]]", login) is None:
            return check
        return Message("{advice}. {more}", advice=check, more=ENCODING)


def is_address(text: str) -> bool:
    """Whether this was meant as an address, well written or not: also `rtsp:/...`, in full-width letters, and
    `user:password@host`."""
    plain = unicodedata.normalize("NFKC", text)
    return _SCHEME.match(plain) is not None or _LOGIN.match(plain) is not None


def public(text: str) -> str:
    """What may be shown of an address: neither name nor password, no query, nothing of the path that may be secret.

    What is no address (`is_address`) comes back as it is.
    """
    if not is_address(text):
        return text
    plain = unicodedata.normalize("NFKC", text)
    scheme = _SCHEME.match(plain)
    start = f"{scheme[1].lower()}://" if scheme else ""
    place, *path = re.split(r"[?#\s]", _without_login(plain[scheme.end() if scheme else 0 :]), maxsplit=1)[0].split(
        "/"
    )
    # Where the `@` was forgotten the password stands in the place of the port.
    host = _HOST.match(place)
    where = place if host is not None and host.end() == len(place) else host[1] if host is not None else ""
    return start + "/".join([where, *_harmless(path)])


def _without_login(rest: str) -> str:
    """What follows name and password; nothing of an address that can be read in two ways.

    An `@` behind the first `/`, `?` or `#` ends a password with such a letter, or it belongs to the path. Only
    where it is the only one, and what stands before is no host and port, it is known which.
    """
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in rest[len(authority) :] and not (rest.count("@") == 1 and _has_odd_port(authority)):
        return HIDDEN
    return rest.rpartition("@")[2]


def _has_odd_port(authority: str) -> bool:
    """Whether it is rather the beginning of `name:password` than `host:port`."""
    return ":" in authority and _HOST.fullmatch(authority) is None


def _harmless(path: list[str]) -> list[str]:
    """The parts of a path up to the first that may be secret: `user=me_password=...`, `live;pwd=...`, a token."""
    for position, part in enumerate(path):
        if re.search("[=;&]|%3D|%26|%3B", part, re.IGNORECASE) or _TOKEN.fullmatch(part):
            return [*path[:position], HIDDEN]
    return path


def parse(text: str) -> Address:
    """The address that `text` is. Raises `InputError`, without its secrets, for one that no server can have."""
    text = text.strip()
    shown = public(text)
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[0][-3:] != "://" or scheme[0].count("/") != 2:
        raise InputError(
            "{address} is no address",
            "Write it in plain letters, for example rtsp://camera.local/live",
            address=shown,
        )
    rest = text[scheme.end() :]
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    place = authority.rpartition("@")[2]
    host = _HOST.fullmatch(place)
    if "@" in rest[len(authority) :] and _has_odd_port(authority):
        raise InputError(
            "The name or password in the address {address} has a letter that ends it", ENCODING, address=shown
        )
    if unicodedata.normalize("NFKC", place) != place:
        raise InputError(
            "The host of the address {address} has full-width or other odd letters",
            "Write plain ones",
            address=shown,
        )
    if host is None or not host[1] or re.search(r"[\s\\<>\"^`{|}]", place):
        raise InputError(
            "The address {address} names no host that can be",
            "Write it like rtsp://camera.local:554/live, or rtsp://[fe80::1]/live",
            address=shown,
        )
    port = int(host[2]) if host[2] else None
    if port is not None and not 0 < port < 65536:
        raise InputError("The address {address} has a port that cannot be", "Use 1 to 65535", address=shown)
    return Address(Secret(f"{scheme[1].lower()}://{rest}"), shown, scheme[1].lower(), host[1].strip("[]"), port)
