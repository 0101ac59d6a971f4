"""Cameras: which there are, and frames from one of them."""

from __future__ import annotations

import logging
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame, Image
from facecam.capture.aspect import wanted_ratio, with_square_pixels
from facecam.capture.opencv import claimed_fps, describe_mode, open_capture, read_picture

log = logging.getLogger(__name__)

WIDTH, HEIGHT, FPS = 1280, 720, 30
"""What a camera is asked for; it gives what it likes."""
LINKS = ("/dev/v4l/by-id", "/dev/v4l/by-path")
"""Where udev names cameras by their serial number, else by their socket."""
STILL = 2.0
"""Seconds after which a picture that does not change at all is suspicious."""

if sys.platform == "win32":
    # Media Foundation (MSMF) takes from 12 s to minutes to open many cameras, also with its hardware transforms
    # switched off (opencv#17687, #27917); DirectShow opens them at once. The index is DirectShow's.
    _BACKEND = cv2.CAP_DSHOW
elif sys.platform == "darwin":
    _BACKEND = cv2.CAP_AVFOUNDATION
else:
    _BACKEND = cv2.CAP_V4L2


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that is plugged in now."""

    index: int
    """Changes when cameras come and go."""
    name: str
    path: str
    """Names the same camera after it was plugged in again, where the system knows it; else may be empty."""

    def __str__(self) -> str:
        return f"{self.index}: {self.name}"


def cameras() -> list[Camera]:
    """The cameras that are plugged in, by index. Opens none, but may take a moment: not for a GUI thread."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras  # here, as it loads the system's camera libraries

        found = enumerate_cameras(_BACKEND)
    except (ImportError, NotImplementedError, OSError, RuntimeError) as error:
        log.warning("the cameras cannot be listed: %s", error)
        return []
    listed = {camera.index: Camera(camera.index, camera.name, _stable_path(camera.path or "")) for camera in found}
    return [listed[index] for index in sorted(listed)]


def _stable_path(path: str) -> str:
    """Linux numbers /dev/video* anew at each plug; udev's links stay."""
    for folder in LINKS:
        for link in sorted(Path(folder).glob("*")):
            if os.path.realpath(link) == os.path.realpath(path):
                return str(link)
    return path


def _same_device(path: str, other: str) -> bool:
    links = os.path.realpath(path) == os.path.realpath(other) and path.startswith("/dev/")
    return links or path.casefold() == other.casefold()


def is_device_path(text: str) -> bool:
    """Whether this is how the system names a device, plugged in or not."""
    return text.startswith(("/dev/", "\\\\?\\", "\\\\.\\", "@device:"))


def find_camera(spec: str) -> Camera:
    """The camera of that index, path or name (whole, or a part that fits only one).

    Raises `SourceError` that lists the cameras there are.
    """
    present = cameras()
    if spec.isdecimal():
        index = int(spec)
        # A camera that the list does not know may still open.
        return next((camera for camera in present if camera.index == index), Camera(index, f"camera {index}", ""))
    if is_device_path(spec):
        fits = [camera for camera in present if _same_device(camera.path, spec)]
    else:
        wanted = spec.casefold()
        fits = [camera for camera in present if wanted in (camera.name.casefold(), camera.path.casefold())]
        fits = fits or [camera for camera in present if wanted in camera.name.casefold()]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise SourceError(
            "{count} cameras are called {name}",
            "Name one by its number: {cameras}",
            count=len(fits),
            name=repr(spec),
            cameras=_listed(fits),
        )
    if is_device_path(spec):
        raise _absent(SourceError("There is no camera {name}", name=repr(spec)), present)
    raise _absent(SourceError("There is no camera, file or folder {name}", name=repr(spec)), present)


def _listed(present: list[Camera]) -> str:
    return ", ".join(map(str, present))


def _absent(error: SourceError, present: list[Camera]) -> SourceError:
    """The same, with the cameras there are."""
    if present:
        return SourceError(error.message, "The cameras here are {cameras}", cameras=_listed(present))
    return SourceError(error.message, "No camera is plugged in here: plug one in, or use a file or `demo`")


class CameraSource:
    """Frames from a camera, asked for 1280x720 at 30 as Motion JPEG.

    USB 2 carries uncompressed 720p at 10 frames a second only, hence MJPG. After the first `open` the source is
    bound to that camera by its stable path, so that it is found again under another index, and not taken for its
    neighbour.
    """

    live = True
    damaged = 0  # single reads that fail are normal on USB
    no_answer = Message("its driver does not answer: unplug the camera and plug it in again")

    def __init__(self, spec: str, patience: float = 5.0, grace: float = 1.0) -> None:
        """`patience`: seconds for the first picture; `grace`: seconds of failing reads before it counts as lost."""
        self._spec = spec
        self._patience = patience
        self._grace = grace
        self.name = f"camera {spec}" if spec.isdecimal() else spec
        self.fps: float | None = None
        self.mode = ""
        self.aspect = ""
        """How its pictures are to be seen, such as "16:9": analogue ones are stored squeezed, and do not say so."""
        self.remark: Message | None = None
        self._camera: Camera | None = None
        self._capture: cv2.VideoCapture | None = None
        self._first: Image | None = None
        self._opened: float | None = None
        self._index = 0
        self._stillness = _Stillness()
        self._next_look = 0.0

    def open(self) -> None:
        camera = self._find()
        self.name = camera.name
        capture = open_capture(camera.index, _BACKEND)
        if capture is None:
            raise self._cannot_open(camera)
        self._capture = capture
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, FPS)
        self._first = self._next_picture(self._patience)
        if self._first is None:
            raise SourceError(
                "{camera} opens but gives no picture",
                "Close other programs that use it, or unplug it and plug it in again",
                camera=camera.name,
            )
        self._camera = camera
        self.fps = claimed_fps(capture)
        self.mode = describe_mode(capture, self._first.shape[1], self._first.shape[0])
        self._stillness = _Stillness()
        if self._opened is None:
            self._opened = time.monotonic()

    def _find(self) -> Camera:
        if self._camera is None or not self._camera.path:
            return find_camera(self._spec)
        for camera in cameras():
            if camera.path == self._camera.path:
                return camera
        raise SourceError("{camera} is not plugged in", "Plug it in again", camera=self.name)

    def _cannot_open(self, camera: Camera) -> SourceError:
        device = camera.path or f"/dev/video{camera.index}"
        if sys.platform.startswith("linux"):
            if not Path(device).exists():
                return _absent(SourceError("There is no camera {name}", name=str(camera.index)), cameras())
            if not os.access(device, os.R_OK | os.W_OK):
                return SourceError(
                    "{camera} ({device}) may not be used by you",
                    "Add yourself to the group `video`, log in anew",
                    camera=camera.name,
                    device=device,
                )
        if camera.index not in [one.index for one in cameras()]:  # it went meanwhile; Linux may keep its file
            return _absent(SourceError("There is no camera {name}", name=str(camera.index)), cameras())
        if sys.platform == "linux":
            return SourceError("{camera} cannot be opened", "Close other programs that use it", camera=camera.name)
        return SourceError(
            "{camera} cannot be opened",
            "Close other programs that use it, and allow the camera in the system's privacy settings",
            camera=camera.name,
        )

    def _next_picture(self, seconds: float) -> Image | None:
        """The next picture; single failing reads are normal on USB. None where `seconds` pass without one."""
        assert self._capture is not None, "read before open"
        limit = time.monotonic() + seconds
        while True:
            image = read_picture(self._capture)
            if image is not None or time.monotonic() >= limit:
                return image
            time.sleep(0.01)  # a lost device fails at once, again and again

    def read(self) -> Frame | None:
        """Raises `SourceError` when the camera is lost."""
        image, self._first = self._first, None
        if image is None:
            image = self._next_picture(self._grace)
        captured = time.monotonic()
        assert self._opened is not None and self._camera is not None
        if image is None or self._frozen(image, captured):
            raise SourceError("{camera} gives no more pictures", "Plug it in again", camera=self.name)
        if self.aspect:
            image = with_square_pixels(image, wanted_ratio((image.shape[1], image.shape[0]), self.aspect))
        frame = Frame(image, self._index, captured - self._opened, captured, self.name)
        self._index += 1
        return frame

    def _frozen(self, image: Image, now: float) -> bool:
        """Whether this is the last picture of a camera that is gone: some drivers give it for ever (opencv#14044).

        A virtual camera may rightly stand still, so the list of cameras decides; otherwise it is only remarked.
        """
        assert self._camera is not None
        if self._stillness.seconds(image, now) < STILL:
            self.remark = None
            return False
        black = Message("its picture is black: open its shutter")
        self.remark = Message("its picture does not change") if image.any() else black
        if not self._camera.path or now < self._next_look:
            return False
        self._next_look = now + STILL
        return self._camera not in cameras()

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self._first = None
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class _Stillness:
    """How long a picture has not changed at all, not even by the sensor's noise."""

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._since = 0.0

    def seconds(self, image: Image, now: float) -> float:
        sample = image[::16, ::16]
        if self._last is None or not np.array_equal(sample, self._last):
            self._last, self._since = sample.copy(), now
        return now - self._since
