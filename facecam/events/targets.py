"""Where things are told: a web hook, an MQTT broker, a file, a program, the desktop.

All of a target may be secret (the path of a web hook is often its key), so it is kept sealed, and only `shown` is
for people, lists and logs.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Struct

from facecam.base.addresses import is_address, parse
from facecam.base.errors import InputError
from facecam.base.messages import PLACE, Message, verbatim
from facecam.base.secret import Phrase, Secret

FIELDS = (
    *("id", "event", "visit", "source", "moment", "seconds", "state", "person", "name", "score", "sentence"),
    "picture",
)
"""What a template may name; `picture` is the face as JPEG in base64, where there is one."""

SECRET = "whsec_"
"""How a web hook's secret begins (https://www.standardwebhooks.com)."""

NO_SECRET = Secret("")

HOOKS = ("http", "https")
BROKERS = ("mqtt", "mqtts")
TOPIC = "facecam"
DISTURBING = ("desktop", "program")
"""Kinds of targets that a person is disturbed by."""


class Webhook(Struct, frozen=True, tag="webhook"):
    """An address that is sent a POST, signed as Standard Webhooks says."""

    url: Secret[str]
    secret: Secret[str]
    """What signs what is sent."""
    template: str = ""
    """JSON or text whose `{name}` and the like are filled in; empty: all fields, as JSON."""

    @property
    def shown(self) -> str:
        """Host alone: many a path is a key."""
        address = parse(self.url.reveal())
        port = "" if address.port is None else f":{address.port}"
        host = f"[{address.host}]" if ":" in address.host else address.host
        return f"{address.scheme}://{host}{port}"

    def __repr__(self) -> str:
        return f"Webhook({self.shown})"


class Mqtt(Struct, frozen=True, tag="mqtt"):
    """A broker; Home Assistant finds by itself what is published there."""

    host: str
    port: int
    tls: bool = False
    user: str = ""
    password: Secret[str] = NO_SECRET
    topic: str = TOPIC
    """What all topics begin with."""

    @property
    def shown(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.tls else 'mqtt'}://{host}:{self.port}/{self.topic}"

    def __repr__(self) -> str:
        return f"Mqtt({self.shown})"


class JsonLines(Struct, frozen=True, tag="file"):
    """A file that gets one line of JSON an event."""

    path: str

    @property
    def shown(self) -> str:
        return self.path


class Program(Struct, frozen=True, tag="program"):
    """A program that is run, without a shell: it reads the event as JSON from its standard input."""

    arguments: tuple[str, ...]
    """The program and its arguments, in which `{sentence}` and the like are filled in."""

    @property
    def shown(self) -> str:
        """The program alone: an argument may be a key."""
        return self.arguments[0]

    def __repr__(self) -> str:
        return f"Program({self.shown})"


class Desktop(Struct, frozen=True, tag="desktop"):
    """A notice on the screen, while the window is open."""

    @property
    def shown(self) -> str:
        return "desktop"


Target: TypeAlias = Webhook | Mqtt | JsonLines | Program | Desktop

_DECODER: msgspec.json.Decoder[Target] = msgspec.json.Decoder(Target, dec_hook=lambda _, text: Secret(text))


def encode(target: Target) -> bytes:
    """With its secrets: to be sealed where the database is."""
    return msgspec.json.encode(target, enc_hook=lambda secret: secret.reveal())


def decode(blob: bytes | None) -> Target:
    """Raises `InputError` where it was damaged, or is of another facecam."""
    try:
        return _DECODER.decode(blob or b"")
    except msgspec.DecodeError as error:
        raise InputError("The target of a rule cannot be read", "Remove that rule and add it anew") from error


def kind_of(target: Target) -> str:
    """webhook, mqtt, file, program or desktop."""
    return str(target.__struct_config__.tag)


def is_machine(target: Target) -> bool:
    """Whether a program reads there rather than a person."""
    return isinstance(target, Webhook | Mqtt | JsonLines)


def is_person(target: Target) -> bool:
    """Whether a person is disturbed there, and is told so often an hour at most (`rules.HOURLY`)."""
    return kind_of(target) in DISTURBING


def read_target(words: tuple[str, ...], *, secret: Phrase = "", template: str = "") -> Target:
    """The target that the command line's words name.

    `https://...` is a web hook, `mqtt://name:password@host/topic` a broker, `desktop` the screen, `run PROGRAM
    ARGUMENT...` a program, everything else a file. `secret` signs what a web hook is sent; without one it is drawn
    by lot. Raises `InputError`.
    """
    if not words or not words[0].strip():
        raise InputError(
            "There is no target", "Name a web hook's address, mqtt://HOST, a file, desktop, or run PROGRAM"
        )
    first = words[0].strip()
    target = _target(first, words[1:], Secret.of(secret) or NO_SECRET, template)
    if not isinstance(target, Program) and len(words) > 1:
        raise InputError("There are {n} targets, and a rule has one", "Add a rule for each", n=len(words))
    if not isinstance(target, Webhook) and (secret or template):
        raise InputError("A secret and a template are for web hooks", "Leave them out")
    return target


def _target(first: str, rest: tuple[str, ...], secret: Secret[str], template: str) -> Target:
    if first == "desktop":
        return Desktop()
    if first == "run":
        return _program(rest)
    if not is_address(first):
        return _file(first)
    address = parse(first)
    if address.scheme in HOOKS:
        return Webhook(address.url, _secret(secret), _template(template))
    if address.scheme in BROKERS:
        return _broker(address.url.reveal(), address.scheme == "mqtts", address.shown)
    raise InputError(
        "{address} is no address that can be told anything",
        "Use {schemes}",
        address=address.shown,
        schemes=", ".join(f"{scheme}://" for scheme in (*HOOKS, *BROKERS)),
    )


def _broker(url: str, tls: bool, shown: str) -> Mqtt:
    parts = urlsplit(url)
    topic = unquote(parts.path).strip("/") or TOPIC
    if re.search("[#?]", url) or re.search(r"[#+\0]", topic) or len(topic) > 200:
        raise InputError("The topic in {address} cannot be used", "Leave out # and +", address=shown)
    return Mqtt(
        parts.hostname or "",
        parts.port or (8883 if tls else 1883),
        tls,
        unquote(parts.username or ""),
        Secret(unquote(parts.password or "")),
        topic,
    )


def _program(arguments: tuple[str, ...]) -> Program:
    if not arguments or not arguments[0].strip():
        raise InputError("There is no program to run", "Write run and the program, then its arguments")
    for argument in arguments[1:]:
        check_places(argument)
    return Program(arguments)


def _file(path: str) -> JsonLines:
    file = Path(path).expanduser().absolute()
    if file.is_dir():
        raise InputError("{path} is a folder", "Name a file in it", path=str(file))
    if not file.parent.is_dir():
        raise InputError("There is no folder {path}", "Make it, or choose another file", path=str(file.parent))
    return JsonLines(str(file))


def new_secret() -> Secret[str]:
    """What signs a web hook, drawn by lot."""
    return Secret(SECRET + base64.b64encode(secrets.token_bytes(32)).decode())


def _secret(secret: Secret[str]) -> Secret[str]:
    if not secret:
        return new_secret()
    text = secret.reveal().removeprefix(SECRET)
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < 16:
        raise InputError(
            "The web hook's secret cannot be used", "Give at least 16 random bytes in base64, or leave it out"
        )
    return Secret(SECRET + text)


def _template(template: str) -> str:
    check_places(template)
    if len(template) > 100_000:
        raise InputError("The template is too long", "Use 100,000 letters at most")
    return template


def check_places(template: str) -> None:
    """Raise `InputError` where a template names what there is not."""
    for place in PLACE.findall(template):
        if place not in FIELDS:
            raise InputError(
                "There is no field {place} to be filled in",
                "There are {fields}",
                place=place,
                fields=", ".join(FIELDS),
            )


def fill(template: str, values: dict[str, Any]) -> str:
    """A text with its places filled in; what a value holds is never read as a place."""
    return PLACE.sub(lambda place: _text(values.get(place[1])) if place[1] in FIELDS else place[0], template)


def fill_json(template: str, values: dict[str, Any]) -> Any:
    """JSON whose texts are filled in: no name can end one. A text that is one place becomes the value itself.

    Raises `ValueError` where the template is no JSON.
    """

    def filled(part: Any) -> Any:
        if isinstance(part, str):
            alone = PLACE.fullmatch(part)
            return values.get(alone[1]) if alone and alone[1] in FIELDS else fill(part, values)
        if isinstance(part, dict):
            return {key: filled(one) for key, one in part.items()}
        return [filled(one) for one in part] if isinstance(part, list) else part

    return filled(json.loads(template))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def whom(kind: str, shown: str) -> Message:
    """Who is told, within a sentence."""
    match kind:
        case "mqtt":
            return Message("the broker {address}", address=shown)
        case "file":
            return Message("the file {file}", file=shown)
        case "program":
            return Message("the program {program}", program=shown)
        case "desktop":
            return Message("me on the desktop")
    return verbatim(shown)
