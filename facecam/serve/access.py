"""Who may ask: keys, their scopes, and the cookie that browsers get for one.

A key comes as `Authorization: Bearer K` or `x-api-key: K`, never in an address, for addresses are logged and passed
on. The address that `facecam serve` prints carries its key behind a `#`, which no browser sends: the page takes it
from there and changes it (`POST /v1/session`) for a cookie that no script can read (HttpOnly) and no other site can
use (SameSite=Strict). A cookie and not a variable of the page, since pictures, streams and server-sent events are
asked for by the browser itself, which adds no header. It names a session that this process keeps in its memory, not
the key: cookies go to every port of a host, also to other programs'.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from facecam.base.errors import FacecamError
from facecam.serve.problems import Problem, busy
from facecam.serve.service import Service, service_of
from facecam.store.access_keys import KeyInfo, Scope

_bearer = HTTPBearer(auto_error=False, description="A key of `facecam keys add`.")
_header = APIKeyHeader(name="x-api-key", auto_error=False, description="The same key.")


def cookie_name(request: Request) -> str:
    """One a port: cookies of a host are shared by all of its ports."""
    return f"facecam_{request.url.port or request.url.scheme}"


async def caller(
    request: Request,
    service: Annotated[Service, Depends(service_of)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    header: Annotated[str | None, Security(_header)],
) -> KeyInfo:
    """Whose key a request carries. Raises `Problem`: 401 without one that opens anything, 429 for too many."""
    given = [key for key in (bearer.credentials if bearer else None, header) if key is not None]
    if bearer is None and "authorization" in request.headers:
        given.append("")  # it is of another kind, and opens nothing
    found: KeyInfo | None = None
    if given:  # of two that are sent both must be right
        all_found = [await run_in_threadpool(service.keys.find, key) for key in given]
        found = all_found[0] if all(all_found) else None
    elif (cookie := request.cookies.get(cookie_name(request))) is not None:
        found = service.sessions.find(cookie)
        _same_origin(request)
        if found is not None and not await run_in_threadpool(service.keys.still, found):
            found = None
    take_turn(request, service, found)
    if found is None:
        raise _no_key(bool(given))
    request.scope["facecam.key"] = found.name
    return found


def take_turn(request: Request, service: Service, key: KeyInfo | None = None) -> None:
    """Raise `Problem` (429) where who asks, the key or without one the address, has asked too often."""
    client = request.client.host if request.client else ""
    if not service.rates.take(client if key is None else key.digest):
        raise busy(FacecamError("These are too many requests", "Ask less often"), 429, "too_many_requests")


def allow(scope: Scope) -> Any:
    """A dependency of routes that only keys of this scope open."""

    async def check(key: Annotated[KeyInfo, Depends(caller)]) -> KeyInfo:
        if not key.scope.includes(scope):
            raise Problem(
                403,
                "scope_too_small",
                FacecamError(
                    "The key {name} may {have}, and this needs {scope}",
                    "Use another key; facecam keys add makes one",
                    name=key.name,
                    have=key.scope.value,
                    scope=scope.value,
                ),
            )
        return key

    annotated: Callable[..., Coroutine[Any, Any, KeyInfo]] = check
    return Depends(annotated)


def _same_origin(request: Request) -> None:
    """A cookie counts only where the browser says that the page is this server's, or that its user typed the
    address: other ports of a host are the same site, and get the cookie."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "other_origin", FacecamError("Another site's page asked", "Use this server's own pages"))


def _no_key(given: bool) -> Problem:
    said = (
        FacecamError("The key opens nothing here, or no longer", "Look at facecam keys list, and make another one")
        if given
        else FacecamError("A key is needed", "Send it as Authorization: Bearer KEY, or as x-api-key: KEY")
    )
    return Problem(401, "wrong_key" if given else "no_key", said, headers={"WWW-Authenticate": "Bearer"})
