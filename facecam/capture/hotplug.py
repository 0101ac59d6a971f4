"""Notices cameras that come and go, by looking at the list again and again; no system tells all programs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from facecam.capture.camera import Camera, cameras

log = logging.getLogger(__name__)


class CameraWatch:
    """Calls `on_change` with the cameras there are: once at the start, and then at each change.

    The call is made in a daemon thread of the watch's own and must return at once.
    """

    def __init__(self, on_change: Callable[[tuple[Camera, ...]], None], interval: float = 2.0) -> None:
        """`interval`: seconds between two looks."""
        self._on_change = on_change
        self._interval = interval
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="camera-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 1.0) -> bool:
        """False where the system's list hangs and `timeout` seconds passed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _watch(self) -> None:
        known: tuple[Camera, ...] | None = None
        while not self._stopping.is_set():
            present = tuple(cameras())
            if present != known:
                log.info("cameras: %s", ", ".join(map(str, present)) or "none")
                known = present
                self._on_change(present)
            self._stopping.wait(self._interval)
