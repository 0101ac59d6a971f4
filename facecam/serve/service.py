"""What all requests share: the front door, the threads that work for them, and who may ask."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fastapi import Request

from facecam.front_door import Facecam
from facecam.serve.keys import Keys, Sessions
from facecam.serve.pool import Job, Pool
from facecam.serve.rates import Rates

if TYPE_CHECKING:
    from facecam.store.access_keys import KeyInfo

T = TypeVar("T")

WAITING = 128
"""Requests that may wait for a thread; at twenty answers a second the last of them waits for six seconds."""

READERS = 4
"""Threads that only ask the database."""


class Service:
    """One a process, and one database. Its attributes are never replaced."""

    def __init__(
        self,
        cam: Facecam,
        brought: KeyInfo | None = None,
        cameras: Mapping[str, str] | None = None,
        runs: Path | None = None,
    ) -> None:
        """`brought`: a key that opens everything and is in no database; `cameras`: sources by name that are watched
        beside those of the database; `runs`: a folder of training runs to be shown."""
        self.cam = cam
        self.keys = Keys(lambda: cam.database, brought)
        self.sessions = Sessions()
        self.rates = Rates()
        self.runs = runs
        self.cameras = cam.watch_cameras(cameras)
        self.streams = self.listeners = 0
        """Who watches pictures, and who listens to events. Counted in the event loop."""
        self.stopping = asyncio.Event()
        """Set when the server is to end: streams that would go on for ever end with it."""
        self._looking = Pool("facecam-look", _cores(), WAITING)
        self._asking = Pool("facecam-ask", READERS, WAITING)

    async def look(self, request: Request, work: Callable[[Job], T]) -> T:
        """Work that runs a model: as many at a time as there are cores."""
        return await self._looking.run(request, work)

    async def ask(self, request: Request, work: Callable[[], T]) -> T:
        """Work that only asks or changes the database, and need not wait for pictures."""
        return await self._asking.run(request, lambda job: work())

    def start(self) -> None:
        """Watch the cameras, and tell what happens as the rules ask for. Raises `InputError`."""
        self.cam.tell()
        self.cameras.start()

    def close_pools(self) -> None:
        """Begin no more work, and wait for what has begun."""
        self.cameras.stop()
        self._looking.close()
        self._asking.close()


def service_of(request: Request) -> Service:
    """The service of a request's application."""
    service: Service = request.app.state.service
    return service


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
