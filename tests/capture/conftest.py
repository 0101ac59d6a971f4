"""A camera that nobody needs to have: see `fake_camera.py`."""

from __future__ import annotations

import cv2
import cv2_enumerate_cameras
import pytest
from helpers.fake_camera import FakeCamera

from facecam.capture.opencv import quiet

quiet()  # FFmpeg's part is read at the first film, which some tests write themselves


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> FakeCamera:
    """The only camera of this computer, plugged in as `0: Fake Cam`; OpenCV opens it instead of real ones."""
    fake = FakeCamera()
    monkeypatch.setattr(cv2, "VideoCapture", fake.open)
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", fake.listed)
    return fake
