"""The thread pool in which the work is done: a few threads with a bounded queue.

ONNX Runtime, OpenCV and SQLite let go of Python's lock while they work, so that as many threads as cores use all of
them, and every request keeps its own answer and its own error. (Faces of several requests in one run of the
embedder would save little: finding them takes ten times as long as embedding them.)
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from fastapi import Request

from facecam.base.errors import FacecamError
from facecam.serve.problems import ClientGone, busy

T = TypeVar("T")


class Job:
    """One piece of work, which asks now and then whether anybody still wants it."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        """Set once the client has gone."""

    def abandon(self) -> None:
        self.gone.set()

    def check(self, *_: object) -> None:
        """Raises `ClientGone` once the client has gone."""
        if self.gone.is_set():
            raise ClientGone


class Pool:
    """`run` from the event loop; the work itself runs in one of the threads."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        """`waiting`: how many pieces of work may wait for a thread; beyond that clients are sent away."""
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads + waiting
        self._held = 0
        self._jobs: set[Job] = set()
        self._lock = threading.Lock()

    async def run(self, request: Request, work: Callable[[Job], T]) -> T:
        """What `work` returns. Raises what it raises, `Problem` (503) where too much is waiting, and `ClientGone`
        where the client goes before: work that has not begun then never does."""
        job = Job()
        with self._lock:
            if self._held >= self._most:
                raise busy(FacecamError("The server has too much to do at the moment", "Ask again in a moment"))
            self._held += 1
            self._jobs.add(job)
        done = self._threads.submit(work, job)
        done.add_done_callback(lambda _: self._release(job))
        waiting = asyncio.wrap_future(done)
        leaving = asyncio.create_task(_left(request))
        both: tuple[asyncio.Future[Any], ...] = (waiting, leaving)
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                return waiting.result()
            leaving.result()  # what is wrong with the rest of the body
            raise ClientGone
        finally:
            leaving.cancel()
            if not waiting.done():
                job.abandon()
                done.cancel()
                waiting.cancel()

    def close(self) -> None:
        """Begin no more work, and let what has begun come to its end; work on many pictures ends with the next."""
        with self._lock:
            for job in self._jobs:
                job.abandon()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _release(self, job: Job) -> None:
        with self._lock:
            self._held -= 1
            self._jobs.discard(job)


async def _left(request: Request) -> None:
    """Returns when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
