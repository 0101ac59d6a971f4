"""A web hook: a POST that says whom it is from.

Signed as Standard Webhooks says (https://www.standardwebhooks.com): `webhook-id` is the same at every try, so that
what came twice can be told, and `webhook-signature` is the HMAC-SHA256 of id, time and body. A redirect is not
followed: it could lead the event to somebody else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from email.message import Message as Headers
from typing import IO, Any
from urllib.parse import unquote, urlsplit, urlunsplit

from facecam.base.errors import FacecamError, RefusedError
from facecam.base.messages import Message
from facecam.base.secret import Secret
from facecam.events.sinks.sink import TIMEOUT
from facecam.events.targets import SECRET, Webhook, fill, fill_json

_REFUSED = (400, 405, 413, 415, 422)
"""Answers that say that this very thing is not wanted."""


class WebhookSink:
    def __init__(self, target: Webhook) -> None:
        self._target = target
        url, login = _without_login(target.url.reveal())
        self._url, self._login = Secret(url), {name: Secret(value) for name, value in login.items()}
        self._opener = urllib.request.build_opener(_NoRedirects)

    def send(self, values: dict[str, Any], key: str) -> None:
        body, kind = _body(self._target.template, values)
        request = urllib.request.Request(
            self._url.reveal(),
            body,
            {
                "Content-Type": kind,
                "User-Agent": "facecam",
                **{name: value.reveal() for name, value in self._login.items()},
                **signature(self._target.secret, key, body),
            },
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT):
                pass  # what it says beyond its status is not read: it may never end
        except urllib.error.HTTPError as error:
            error.close()
            raise self._answered(error.code) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            # From None, as everywhere here: what libraries say may hold the address.
            raise FacecamError(
                "{address} does not answer: {reason}",
                "Check the address, and that the receiver runs",
                address=self._target.shown,
                reason=_reason(error),
            ) from None

    def close(self) -> None:
        pass

    def _answered(self, status: int) -> FacecamError:
        address = self._target.shown
        if 300 <= status < 400:
            return FacecamError(
                "{address} answers with a redirect ({status})",
                "Give the address that it leads to",
                address=address,
                status=str(status),
            )
        kind = RefusedError if status in _REFUSED else FacecamError
        return kind(
            Message("{address} refuses with status {status}", address=address, status=str(status)),
            Message("Look at what the receiver says about it"),
        )


def _without_login(url: str) -> tuple[str, dict[str, str]]:
    """The address, and the header that says the name and the password that stand in it."""
    parts = urlsplit(url)
    login, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, {}
    name, _, password = login.partition(":")
    words = f"{unquote(name)}:{unquote(password)}".encode()
    basic = {"Authorization": f"Basic {base64.b64encode(words).decode()}"}
    return urlunsplit(parts._replace(netloc=host)), basic


def signature(secret: Secret[str], key: str, body: bytes, now: float | None = None) -> dict[str, str]:
    """The three headers of Standard Webhooks."""
    stamp = str(int(time.time() if now is None else now))
    signed = b".".join((key.encode(), stamp.encode(), body))
    digest = hmac.new(base64.b64decode(secret.reveal().removeprefix(SECRET)), signed, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _body(template: str, values: dict[str, Any]) -> tuple[bytes, str]:
    if not template:
        return json.dumps(values, ensure_ascii=False).encode(), "application/json"
    try:
        filled = fill_json(template, values)
    except ValueError:
        return fill(template, values).encode(), "text/plain; charset=utf-8"
    return json.dumps(filled, ensure_ascii=False).encode(), "application/json"


def _reason(error: Exception) -> str | Message:
    """What went wrong, without the address."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return Message("it took longer than {n} s", n=round(TIMEOUT))
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        return None
