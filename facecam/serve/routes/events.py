"""What happens, as it happens: server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from facecam.base.errors import FacecamError
from facecam.events.event import event_json
from facecam.serve.access import allow, caller
from facecam.serve.problems import busy
from facecam.serve.routes.common import Served, errors
from facecam.serve.service import Service
from facecam.store.access_keys import KeyInfo, Scope

router = APIRouter(tags=["Events"])

READ = [allow(Scope.READ)]

STREAMS = 64
"""Who listens at a time."""
QUIET = 15.0
"""Seconds after which a comment is sent, so that nobody on the way thinks that the connection is dead."""

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
        "description": "One event after the other: visit.started, visit.named, visit.unknown, visit.ended.",
    }
}


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={**errors(), **_STREAM},
    dependencies=READ,
    summary="What happens at the cameras, as it happens",
)
async def events(
    request: Request,
    service: Served,
    key: Annotated[KeyInfo, Depends(caller)],
    last_event_id: Annotated[
        str | None, Header(max_length=100, description="The id of the last event that is known already.")
    ] = None,
) -> StreamingResponse:
    """Server-sent events. The last thousand are kept: who was cut off goes on with Last-Event-ID. An event named
    `lost` says that this client was too slow, and how many it missed."""
    if service.listeners >= STREAMS:
        raise busy(FacecamError("Too many listen already", "Close one, and ask again"))
    return StreamingResponse(_events(service, key, last_event_id), media_type="text/event-stream")


async def _events(service: Service, key: KeyInfo, after: str | None) -> AsyncIterator[str]:
    loop, something = asyncio.get_running_loop(), asyncio.Event()
    outlet = service.cam.runtime.events

    def wake() -> None:
        loop.call_soon_threadsafe(something.set)

    queue = outlet.subscribe(after, wake)
    service.listeners += 1
    lost = 0
    stopping = asyncio.create_task(service.stopping.wait())
    try:
        yield ": facecam\n\n"
        while not service.stopping.is_set():
            something.clear()
            while (event := queue.take()) is not None:
                text = json.dumps(event_json(event), ensure_ascii=False)
                yield f"id: {event.id}\nevent: {event.kind.value}\ndata: {text}\n\n"
            if queue.dropped > lost:
                yield f"event: lost\ndata: {queue.dropped - lost}\n\n"
                lost = queue.dropped
            waiting = asyncio.create_task(something.wait())
            done, _ = await asyncio.wait({waiting, stopping}, timeout=QUIET, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if not done:
                if not await run_in_threadpool(service.keys.still, key):
                    return
                yield ": still here\n\n"
    finally:
        service.listeners -= 1
        stopping.cancel()
        outlet.unsubscribe(queue)
