"""How it ends: streams that would go on for ever are told."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from helpers.serving import serving
from helpers.waiting import wait_for

import facecam
from facecam.serve import app
from facecam.serve.routes.common import Served

router = APIRouter()


@router.get("/endless")
async def endless(service: Served) -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        yield "begun\n"
        await service.stopping.wait()
        yield "ended\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


def test_a_stream_ends_with_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ROUTERS", (*app.ROUTERS, router))
    said: list[str] = []
    with facecam.open(tmp_path / "people.db", gpu="off") as cam, serving(cam) as running:

        def listen() -> None:
            with running.client() as client, client.stream("GET", "/v1/endless") as answer:
                for line in answer.iter_lines():
                    said.append(line)

        listener = threading.Thread(target=listen)
        listener.start()
        wait_for(lambda: said == ["begun"])
    listener.join(30)
    assert said == ["begun", "ended"] and not listener.is_alive()
