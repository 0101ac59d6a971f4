"""A browser changes a key for a cookie (`facecam.serve.access` says why), and gives it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from facecam.serve import shapes
from facecam.serve.access import caller, cookie_name
from facecam.serve.keys import LASTS
from facecam.serve.routes.common import Served, errors
from facecam.store.access_keys import KeyInfo

router = APIRouter(tags=["Session"], prefix="/session")

Key = Annotated[KeyInfo, Depends(caller)]


@router.post("", response_model=shapes.Caller, responses=errors(), summary="Change a key for a cookie")
async def begin(request: Request, response: Response, service: Served, key: Key) -> shapes.Caller:
    """The cookie lasts for twelve hours, as long as the key is not revoked and the server runs."""
    response.set_cookie(
        cookie_name(request),
        service.sessions.begin(key),
        max_age=LASTS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return shapes.Caller(name=key.name, scope=key.scope.value)


@router.get("", response_model=shapes.Caller, responses=errors(), summary="Whose key this is")
async def mine(key: Key) -> shapes.Caller:
    return shapes.Caller(name=key.name, scope=key.scope.value)


@router.delete("", status_code=204, response_class=Response, responses=errors(), summary="End the session")
async def end(request: Request, service: Served, key: Key) -> Response:
    name = cookie_name(request)
    service.sessions.end(request.cookies.get(name, ""))
    response = Response(status_code=204)
    response.delete_cookie(name, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return response
