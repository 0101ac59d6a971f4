"""A secret is shown by nothing that somebody does by accident."""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

from facecam.base.addresses import parse
from facecam.base.secret import Secret
from facecam.store.database import open_database
from facecam.store.encryption.cipher import Vault
from facecam.tasks.encryption import encrypt

PHRASE = "correct horse battery"


@dataclasses.dataclass(frozen=True)
class Held:
    phrase: Secret[str]


def serialised(one: object) -> object:
    """What Python's serialisers ask an object for, and what goes to another process."""
    return one.__reduce_ex__(4)


def test_nothing_shows_it() -> None:
    secret = Secret(PHRASE)
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    log = logging.getLogger("facecam.test")
    log.addHandler(handler)
    log.warning("%s %r %s", secret, secret, Held(secret))
    log.removeHandler(handler)
    try:
        raise ValueError(secret)
    except ValueError as error:
        shown = traceback.format_exception(error)
    texts = [
        str(secret),
        repr(secret),
        f"{secret:>30}",
        f"{secret!r}",
        str({"a": [secret]}),
        out.getvalue(),
        *shown,
    ]
    texts += [repr(Held(secret)), repr(dataclasses.asdict(Held(secret))), repr(copy.deepcopy(Held(secret)))]
    assert not any(word in text for text in texts for word in PHRASE.split())
    ways: list[Any] = [json.dumps, serialised, iter, len, bytes, lambda one: "a" + one, lambda one: one[0]]
    for write in ways:
        with pytest.raises(TypeError):
            write(secret)
    assert not hasattr(secret, "__dict__") and secret.reveal() == PHRASE


def test_two_are_compared() -> None:
    assert Secret("a") == Secret("a") and Secret(b"a") != Secret(b"b") and Secret("a") != "a"
    assert Secret("\ud800") == Secret("\ud800") and not Secret("") and Secret("a")
    assert Secret.of(None) is None and Secret.of("a") == Secret("a")
    with pytest.raises(TypeError):
        hash(Secret("a"))


def test_addresses_and_keys_are_some() -> None:
    address = parse("rtsp://me:hunter2@camera.local/live")
    assert "hunter2" not in f"{address} {address!r} {vars_of(address)}"
    assert address.url.reveal() == "rtsp://me:hunter2@camera.local/live"
    vault = Vault.new()
    assert vault.key.reveal().hex() not in f"{vault!r} {vars(vault)}"


def vars_of(address: object) -> str:
    return str({name: getattr(address, name) for name in ("url", "shown", "scheme", "host", "port")})


def test_of_a_passphrase_nothing_lies_about(
    home: Path, caplog: pytest.LogCaptureFixture, quick_passphrases: None
) -> None:
    """Neither in a file of the user's folder nor in what is said, where it is right and where it is wrong."""
    caplog.set_level(logging.DEBUG)
    db = open_database()
    encrypt(db, Secret(PHRASE), lambda done, total: True)
    db.close()
    said = []
    for phrase in (PHRASE + "x", Secret(PHRASE + "y")):
        try:
            open_database(passphrase=phrase)
        except Exception as error:
            said += traceback.format_exception(error)
    open_database(passphrase=PHRASE).close()
    assert len(said) > 0 and PHRASE not in caplog.text + "".join(said)
    assert not [path for path in home.rglob("*") if path.is_file() and PHRASE.encode() in path.read_bytes()]
