"""Cameras: which are watched, how they do, and what they show."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from facecam.base.errors import FacecamError
from facecam.base.messages import text
from facecam.operations import Change
from facecam.pipeline.cameras import CameraHealth
from facecam.serve import shapes
from facecam.serve.access import allow, caller
from facecam.serve.problems import busy, language
from facecam.serve.routes.common import JPEG, Served, changed, errors
from facecam.serve.service import Service
from facecam.store.access_keys import KeyInfo, Scope

router = APIRouter(tags=["Cameras"])

READ, ADMIN = [allow(Scope.READ)], [allow(Scope.ADMIN)]

Name = Annotated[str, Path(min_length=1, max_length=200, examples=["front"])]

STREAMS = 32
"""Streams of pictures at a time."""
PAUSE = 0.1
"""Seconds between two pictures of a stream."""
STILL_ALLOWED = 5.0
"""Seconds between two looks whether a stream's key still opens anything."""
BOUNDARY = "picture"

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"multipart/x-mixed-replace": {"schema": {"type": "string", "format": "binary"}}},
        "description": "JPEGs, one after the other (MJPEG).",
    }
}


@router.get(
    "/cameras",
    response_model=shapes.Cameras,
    responses=errors(),
    dependencies=READ,
    summary="The cameras, and how they do",
)
async def cameras(request: Request, service: Served) -> dict[str, Any]:
    """One that another program added is here within half a second."""

    spoken = language(request)

    def found() -> list[dict[str, Any]]:
        brought = service.cameras.brought
        return [
            {**_health(service.cameras.health(name), spoken), "kept": name not in brought}
            for name in service.cameras.names
        ]

    return {"cameras": await service.ask(request, found)}


@router.post(
    "/cameras",
    status_code=201,
    response_model=shapes.Changed,
    responses=errors(409),
    dependencies=ADMIN,
    summary="Watch another camera",
)
async def add(request: Request, service: Served, given: shapes.NewCamera) -> shapes.Changed:
    """A device or the address of a stream, never a file. Its name and password are kept and never shown."""

    def added() -> Change:
        service.cameras.check_kept(given.name)
        change = service.cam.add_camera(given.name, given.source)
        service.cameras.follow()  # so that whoever asks next finds it
        return change

    return changed(request, await service.ask(request, added))


@router.patch(
    "/cameras/{name:path}",
    response_model=shapes.Changed,
    responses=errors(404, 409),
    dependencies=ADMIN,
    summary="Another name or source",
)
async def change(request: Request, service: Served, name: Name, given: shapes.CameraChange) -> shapes.Changed:
    def altered() -> Change:
        for one in (name, given.name or ""):
            service.cameras.check_kept(one)
        return service.cam.change_camera(name, new=given.name or "", source=given.source or "")

    return changed(request, await service.ask(request, altered))


@router.delete(
    "/cameras/{name:path}",
    response_model=shapes.Changed,
    responses=errors(404, 409),
    dependencies=ADMIN,
    summary="Watch it no more",
)
async def remove(request: Request, service: Served, name: Name) -> shapes.Changed:
    """Can be undone; its visits stay."""

    def removed() -> Change:
        service.cameras.check_kept(name)
        return service.cam.remove_camera(name)

    return changed(request, await service.ask(request, removed))


@router.get(
    "/cameras/{name:path}/picture",
    response_class=Response,
    responses={**errors(404), **JPEG},
    dependencies=READ,
    summary="The newest picture, with a box around each face",
)
async def picture(request: Request, service: Served, name: Name) -> Response:
    """Where the settings blur strangers, nobody can be recognised in it who is not known."""
    jpeg = await service.ask(request, lambda: service.cameras.jpeg(name))
    if jpeg is None:
        raise busy(FacecamError("There is no picture yet", "Ask again in a moment"), 404, "no_picture")
    return Response(jpeg, media_type="image/jpeg")


@router.get(
    "/cameras/{name:path}/stream",
    response_class=StreamingResponse,
    responses={**errors(404), **_STREAM},
    dependencies=READ,
    summary="The pictures as they come (MJPEG)",
)
async def stream(
    request: Request, service: Served, name: Name, key: Annotated[KeyInfo, Depends(caller)]
) -> StreamingResponse:
    """Ends with the camera, the server, or the key."""
    service.cameras.health(name)  # what is not there is said now
    if service.streams >= STREAMS:
        raise busy(FacecamError("Too many streams are watched", "Close one, and ask again"))
    return StreamingResponse(
        _pictures(service, name, key), media_type=f"multipart/x-mixed-replace; boundary={BOUNDARY}"
    )


async def _pictures(service: Service, name: str, key: KeyInfo) -> AsyncIterator[bytes]:
    service.streams += 1
    shown, checked = None, time.monotonic()
    try:
        while not service.stopping.is_set():
            if time.monotonic() - checked > STILL_ALLOWED:
                checked = time.monotonic()
                if not await run_in_threadpool(service.keys.still, key):
                    return
            try:
                jpeg = await run_in_threadpool(service.cameras.jpeg, name)
            except FacecamError:
                return  # it was removed
            if jpeg is not None and jpeg is not shown:
                shown = jpeg
                head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                yield head.encode() + jpeg + b"\r\n"
            try:
                await asyncio.wait_for(service.stopping.wait(), PAUSE)
            except TimeoutError:
                continue
    finally:
        service.streams -= 1


def _health(one: CameraHealth, spoken: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "source": one.source,
        "state": one.state.value,
        "message": text(one.message, spoken),
        "mode": one.mode,
        "fps": round(one.fps, 1),
        "results": round(one.results, 1),
        "age_ms": None if one.age_ms is None else round(one.age_ms),
        "problem": None if one.problem is None else text(one.problem, spoken),
    }
