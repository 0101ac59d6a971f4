"""Web hooks against a real server: signed, and never somebody else's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from typing import Any

import pytest
from helpers.events import hook

from facecam.base.errors import FacecamError, RefusedError
from facecam.base.secret import Secret
from facecam.events.sinks import webhook
from facecam.events.sinks.opening import open_sink
from facecam.events.sinks.webhook import signature
from facecam.events.targets import Webhook

KEY = base64.b64encode(b"0123456789abcdef").decode()
VALUES = {"id": "1", "event": "visit.named", "name": 'Än"na', "score": 0.8, "person": 3, "source": "door"}


def send(url: str, template: str = "", values: dict[str, Any] = VALUES) -> None:
    open_sink(Webhook(Secret(url), Secret(f"whsec_{KEY}"), template)).send(values, "key-1")


def test_the_body_is_json_and_signed_as_standard_webhooks_says() -> None:
    with hook() as served:
        send(served.url)
        ((headers, body),) = served.got
    assert json.loads(body) == VALUES and headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "key-1"
    signed = f"key-1.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(b"0123456789abcdef", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_name_and_password_are_said_as_such() -> None:
    with hook() as served:
        send(served.url.replace("http://", "http://me:p%40ss@"))
        ((headers, _),) = served.got
    assert headers["authorization"] == f"Basic {base64.b64encode(b'me:p@ss').decode()}"


def test_the_signature_is_that_of_the_standards_example() -> None:
    """https://github.com/standard-webhooks/standard-webhooks, its libraries' test."""
    secret, key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    headers = signature(Secret(secret), key, b'{"test": 2432232314}', 1614265330)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_templates_are_filled_in() -> None:
    with hook() as served:
        send(served.url, '{"text": "{name} at {source}", "n": "{person}"}')
        send(served.url, "It is {name}")
        (first, text), (second, plain) = served.got
    assert json.loads(text) == {"text": 'Än"na at door', "n": 3} and first["content-type"] == "application/json"
    assert plain.decode() == 'It is Än"na' and second["content-type"].startswith("text/plain")


@pytest.mark.parametrize(("status", "kind"), [(500, FacecamError), (404, FacecamError), (422, RefusedError)])
def test_what_is_not_taken_is_said(status: int, kind: type[FacecamError]) -> None:
    with hook() as served:
        served.answer = lambda n: status
        with pytest.raises(FacecamError, match=f"refuses with status {status}") as error:
            send(f"{served.url}/secret?token=hidden")
    assert type(error.value) is kind and "secret" not in str(error.value) and "hidden" not in str(error.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with hook() as served, hook() as other:
        served.answer, served.location = (lambda n: status), other.url
        with pytest.raises(FacecamError, match=f"answers with a redirect \\({status}\\). Give the address"):
            send(served.url)
        assert not other.got


def test_one_that_hangs_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    with hook() as served:
        served.hang = 3.0
        with pytest.raises(FacecamError, match="does not answer: it took longer than"):
            send(served.url)


def test_nothing_there_is_said_without_the_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(FacecamError, match=r"http://127\.0\.0\.1:1 does not answer: Connection refused") as error:
        send("http://me:hidden@127.0.0.1:1/secret")
    assert "hidden" not in str(error.value) and "secret" not in str(error.value)
    assert error.value.__suppress_context__ and "hidden" not in caplog.text and "secret" not in caplog.text
