"""A picture on a web server that is another one each time it is asked for, as many cameras have it."""

from __future__ import annotations

import time

from facecam.base.types import Image
from facecam.capture.images import decode
from facecam.capture.web import WebPage

PERIOD = 0.2
"""Seconds between two questions at least: such cameras are slow, and others ask them too."""


class Snapshots:
    """Asks for the picture again and again."""

    def __init__(self, page: WebPage) -> None:
        self._page = page
        self._due = 0.0

    def read(self) -> Image | None:
        """The picture that is there now, as soon as it is polite to ask; None where it is damaged.

        Raises `SourceError` where the server is gone.
        """
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = time.monotonic() + PERIOD
        data = self._page.picture()
        return decode(data) if data else None
