"""Pixels that are not square, made square."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import FakeCamera
from hypothesis import example, given
from hypothesis import strategies as st

from facecam.capture.aspect import wanted_ratio, with_square_pixels
from facecam.capture.camera import CameraSource
from facecam.capture.source import open_source
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames

IDENTITY = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def squeezed(media: Path, target: Path, matrix: bytes = IDENTITY) -> Path:
    """The demo clip's first pictures at half their width, to be drawn out as `matrix` says (ISO 14496-12, tkhd)."""
    capture = cv2.VideoCapture(str(media / "WolfgangLanger_Pexels.mp4"))
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"mp4v"), 24, (320, 360))
    for _ in range(5):
        writer.write(cv2.resize(capture.read()[1], (320, 360), interpolation=cv2.INTER_AREA))
    writer.release()
    data = target.read_bytes()
    track = data.index(IDENTITY + struct.pack(">II", 320 << 16, 360 << 16))
    target.write_bytes(data[:track] + matrix + data[track + 36 :])
    return target


def test_a_film_whose_pixels_are_not_square_is_seen_as_it_was_meant(media: Path, tmp_path: Path) -> None:
    twice_as_wide = struct.pack(">9i", 0x20000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    source = VideoSource(squeezed(media, tmp_path / "dvd.mp4", twice_as_wide))
    film = next(frames(source))
    original = next(frames(VideoSource(media / "WolfgangLanger_Pexels.mp4")))
    assert film.size == (640, 360) and source.mode.startswith("640x360")
    assert np.abs(film.image.astype(int) - original.image).mean() < 6


def test_a_film_that_does_not_say_is_seen_as_the_user_says(media: Path, tmp_path: Path) -> None:
    file = squeezed(media, tmp_path / "dvd.mp4")
    assert next(frames(open_source(str(file)))).size == (320, 360)
    assert next(frames(open_source(str(file), aspect="16:9"))).size == (640, 360)
    assert next(frames(open_source(str(file), aspect="2:3"))).size == (320, 480)


def test_a_camera_is_seen_as_the_user_says(camera: FakeCamera) -> None:
    camera.size = (720, 576)
    source = open_source("0", aspect="16:9")
    assert isinstance(source, CameraSource)
    source.open()
    frame = source.read()
    source.close()
    assert frame is not None and frame.size == (1024, 576)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.25, 4))
@example(21, 1, 0.75)
def test_nothing_is_lost_and_the_shape_is_right(width: int, height: int, ratio: float) -> None:
    made = with_square_pixels(np.zeros((height, width, 3), np.uint8), ratio)
    assert made.shape[0] >= height and made.shape[1] >= width
    wide = width * ratio / height
    # A side is a whole number of pixels, and a shape that is right but for a hundredth is left alone.
    assert made.shape[1] == pytest.approx(made.shape[0] * wide, abs=0.5 * max(1.0, wide) + 0.011 * width)


def test_a_shape_that_the_picture_has_already_changes_nothing() -> None:
    image = np.zeros((360, 640, 3), np.uint8)
    assert with_square_pixels(image, wanted_ratio((640, 360), "16:9")) is image
