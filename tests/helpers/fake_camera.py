"""A fake camera driver with the vices of real ones: it stalls, lies, vanishes, freezes and hangs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import cv2
import numpy as np

from facecam.base.types import Image

PATH = "/dev/v4l/by-id/usb-Fake_Cam_0001-video-index0"


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for another thread; the limit is only for a test that fails."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.002)


class FakeCamera:
    """The device; `open` stands in for `cv2.VideoCapture`, `listed` for the list of cameras."""

    def __init__(self) -> None:
        self.index = 0
        self.plugged = True
        self.in_list = True
        self.size = (640, 480)
        self.claimed_fps = 30.0
        self.refusals = 0
        """So many attempts to open fail, then it works again."""
        self.missed = 0
        """So many reads fail, then it works again."""
        self.silent = False
        """Opens, but reads fail."""
        self.empty = False
        """Reads succeed with nothing in them."""
        self.black = False
        self.frozen = False
        """The same picture for ever."""
        self.answers = threading.Event()
        self.answers.set()
        """While cleared, calls into the driver do not return."""
        self.hanging = False
        self.asked: dict[int, float] = {}
        self.opened = 0
        self.released = 0
        self.threads: set[int] = set()
        self._count = 0

    def listed(self, backend: int) -> list[SimpleNamespace]:
        there = self.plugged and self.in_list
        return [SimpleNamespace(index=self.index, name="Fake Cam", path=PATH)] if there else []

    def open(self, target: int, backend: int, params: Sequence[int]) -> FakeCapture:
        self.threads.add(threading.get_ident())
        self.answer()
        works = self.plugged and target == self.index and self.refusals == 0
        self.refusals = max(0, self.refusals - 1)
        self.opened += works
        return FakeCapture(self, works)

    def answer(self) -> None:
        self.hanging = not self.answers.is_set()
        self.answers.wait()
        self.hanging = False

    def picture(self) -> Image | None:
        if self.missed:
            self.missed -= 1
            return None
        if self.empty:
            return None
        if self.black:
            return np.zeros((self.size[1], self.size[0], 3), np.uint8)
        if not self.frozen:
            self._count += 1
        return np.full((self.size[1], self.size[0], 3), self._count % 256, np.uint8)


class FakeCapture:
    """What `cv2.VideoCapture` gives for a fake camera."""

    def __init__(self, camera: FakeCamera, works: bool) -> None:
        self._camera = camera
        self._works = works

    def isOpened(self) -> bool:
        return self._works

    def set(self, what: int, value: float) -> bool:
        self._camera.asked[what] = value
        return True

    def get(self, what: int) -> float:
        if what == cv2.CAP_PROP_FPS:
            return self._camera.claimed_fps
        return float(self._camera.asked.get(what, 0))

    def read(self) -> tuple[bool, Image | None]:
        self._camera.threads.add(threading.get_ident())
        self._camera.answer()
        time.sleep(0.002)
        if not self._camera.plugged or self._camera.silent:
            return False, None
        picture = self._camera.picture()
        return picture is not None or self._camera.empty, picture

    def release(self) -> None:
        self._camera.threads.add(threading.get_ident())
        self._camera.released += self._works
