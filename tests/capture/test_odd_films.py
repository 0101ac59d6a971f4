"""Films whose headers lie, and films of every kind cut anywhere: the right pictures or a sentence."""

from __future__ import annotations

import struct
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.base.errors import FacecamError
from facecam.capture.source import open_source
from facecam.capture.worker import frames


def film(file: Path, codec: str = "MJPG", count: int = 30) -> Path:
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*codec), 25, (64, 48))
    for level in range(count):
        writer.write(np.full((48, 64, 3), level * 8, np.uint8))
    writer.release()
    return file


def patched(file: Path, length: int | None = None, scale: int | None = None, rate: int | None = None) -> Path:
    """An AVI file whose headers say so many pictures, or so many in so many seconds (RIFF: avih, strh)."""
    data = bytearray(file.read_bytes())
    main, stream = data.index(b"avih") + 8, data.index(b"strh") + 8
    for offset, value in ((main + 16, length), (stream + 20, scale), (stream + 24, rate), (stream + 32, length)):
        if value is not None:
            struct.pack_into("<I", data, offset, value & 0xFFFFFFFF)
    file.write_bytes(data)
    return file


def test_a_film_that_promises_a_million_pictures_ends_after_its_own(tmp_path: Path) -> None:
    source = open_source(str(patched(film(tmp_path / "long.avi"), length=10**6)))
    assert 25 <= len(list(frames(source))) <= 30
    assert "of 1000000 pictures" in str(source.remark).replace(",", "")


def test_a_film_that_promises_no_picture_gives_its_own_or_a_sentence(tmp_path: Path) -> None:
    assert len(list(frames(open_source(str(patched(film(tmp_path / "none.avi"), length=0)))))) in (0, 30)


def test_a_film_of_no_pictures_is_a_sentence(tmp_path: Path) -> None:
    file = film(tmp_path / "empty.avi")
    data = bytearray(file.read_bytes())
    start = data.index(b"movi") + 4
    for position in range(start, len(data) - 4):
        if bytes(data[position : position + 4]) in (b"00dc", b"00db"):
            data[position : position + 4] = b"JUNK"
    file.write_bytes(data)
    with pytest.raises(FacecamError, match=r"empty\.avi") as caught:
        list(frames(open_source(str(file))))
    assert caught.value.remedy


@pytest.mark.parametrize(("scale", "rate"), [(1, -25), (-1, 25), (0, 25), (1, 0), (1, 2**31), (10**9, 1)])
def test_a_rate_that_cannot_be_leaves_the_times_in_order(tmp_path: Path, scale: int, rate: int) -> None:
    file = patched(film(tmp_path / "rate.avi"), scale=scale, rate=rate)
    try:
        times = [frame.time for frame in frames(open_source(str(file)))]
    except FacecamError as error:
        assert "rate.avi" in str(error) and error.remedy
    else:
        assert len(times) >= 25
        assert np.all(np.isfinite(times)) and np.all(np.diff(times) > 0)


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [("avi", "MJPG"), ("mp4", "mp4v"), ("mov", "mp4v"), ("mkv", "MJPG"), ("webm", "VP80"), ("ts", "MPG2")],
)
def test_a_film_that_was_cut_is_what_is_left_or_a_sentence(tmp_path: Path, suffix: str, codec: str) -> None:
    data = film(tmp_path / f"whole.{suffix}", codec).read_bytes()
    threads = threading.active_count()
    for part in (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95):
        file = tmp_path / f"cut.{suffix}"
        file.write_bytes(data[: int(len(data) * part)])
        try:
            shown = len(list(frames(open_source(str(file)))))
        except FacecamError as error:
            assert file.name in str(error) and error.remedy
        else:
            assert 0 < shown < 30, "what says nothing of its length is played as far as it goes"
    assert threading.active_count() == threads
