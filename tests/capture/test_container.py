"""What video files say about their own length."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.capture.container import declared_size


def written(file: Path, codec: str) -> Path:
    """A small video of OpenCV's own making."""
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*codec), 25, (64, 48))
    for level in range(0, 250, 25):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return file


@pytest.fixture(params=["film.mp4", "film.mov", "film.avi", "film.mkv", "film.webm", "film.wmv", "fast-start.mp4"])
def film(request: pytest.FixtureRequest, tmp_path: Path, media: Path) -> Path:
    file = tmp_path / str(request.param)
    if file.stem == "fast-start":  # the index stands before the pictures, so that half of it still plays
        file.write_bytes((media / "WolfgangLanger_Pexels.mp4").read_bytes())
        return file
    codec = {".avi": "MJPG", ".webm": "VP80", ".wmv": "WMV2"}.get(file.suffix, "mp4v")
    return written(file, codec)


def test_a_whole_file_is_as_long_as_it_says(film: Path) -> None:
    assert declared_size(film) == film.stat().st_size


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_file_that_was_cut_says_that_it_was_longer(film: Path, part: float) -> None:
    data = film.read_bytes()
    film.write_bytes(data[: int(len(data) * part)])
    size = declared_size(film)
    assert size is not None and size > film.stat().st_size


def test_the_real_clips_are_whole(media: Path) -> None:
    clips = [*media.glob("*.mp4"), *media.glob("*.mov")]
    assert len(clips) >= 4
    for clip in clips:
        assert declared_size(clip) == clip.stat().st_size


def test_trailing_bytes_after_the_last_box_are_no_reason_to_refuse(tmp_path: Path) -> None:
    file = written(tmp_path / "film.mp4", "mp4v")
    file.write_bytes(file.read_bytes() + bytes(100))
    assert declared_size(file) == file.stat().st_size


def test_a_box_without_a_size_reaches_to_the_end(tmp_path: Path) -> None:
    file = tmp_path / "open.mp4"
    file.write_bytes(struct.pack(">I4sQ", 16, b"ftyp", 0) + struct.pack(">I4s", 0, b"mdat") + bytes(50))
    assert declared_size(file) == file.stat().st_size


@pytest.mark.parametrize(
    "content", [b"", b"x", b"text of no format\n" * 9, b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\0"]
)
def test_other_files_say_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    assert declared_size(tmp_path / "other") is None


def test_a_live_recording_of_unknown_length_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "live.mkv"
    file.write_bytes(b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + bytes(100))
    assert declared_size(file) is None
