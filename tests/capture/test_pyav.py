"""Films that OpenCV shows black, or not at all: read by PyAV, with times, places and damage as any other film."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from facecam.base.errors import SourceError
from facecam.capture import pyav
from facecam.capture.source import open_source
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames

av = pytest.importorskip("av", reason="the extra `films` is not installed")

COUNT, RATE = 50, 25


def film(file: Path, codec: str = "libx264", **options: str) -> Path:
    """Ever lighter pictures, whose left half is darker."""
    with av.open(str(file), "w") as out:
        stream: Any = out.add_stream(codec, rate=Fraction(RATE), options=options)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for number in range(COUNT):
            image = np.full((96, 128, 3), 20 + 4 * number, np.uint8)
            image[:, :64] //= 2
            out.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        out.mux(stream.encode(None))
    return file


def interlaced(file: Path) -> Path:
    return film(file, flags="+ildct+ilme", **{"x264-params": "tff=1:keyint=10:bframes=0"})


def level(image: np.ndarray) -> float:
    """Which picture it is, by how light it is."""
    return float((image[:, 80:].mean() - 20) / 4)


def av1(file: Path) -> Path:
    if "libsvtav1" not in av.codecs_available:
        pytest.skip("this PyAV cannot write AV1")
    return film(file, "libsvtav1")


@pytest.mark.parametrize("make", [interlaced, av1])
def test_every_picture_comes_with_its_time(tmp_path: Path, make: Any) -> None:
    source = open_source(str(make(tmp_path / "film.mp4")))
    read = list(frames(source))
    assert len(read) == COUNT and source.fps == RATE and source.mode.startswith("128x96")
    np.testing.assert_allclose([frame.time for frame in read], np.arange(COUNT) / RATE, atol=1e-3)
    np.testing.assert_allclose([level(frame.image) for frame in read], np.arange(COUNT), atol=2)
    left, right = read[40].image[:, :60].mean(), read[40].image[:, 68:].mean()
    assert left < right - 50 and source.remark is None


def test_places_are_found(tmp_path: Path) -> None:
    source = VideoSource(interlaced(tmp_path / "film.mp4"))
    source.open()
    try:
        assert source.length == COUNT / RATE
        for place in (0, 3, 24, 25, 49, 12):
            source.seek(place / RATE)
            frame = source.read()
            assert frame is not None and abs(level(frame.image) - place) < 2
            assert frame.position == pytest.approx(place / RATE, abs=1e-3)
    finally:
        source.close()


def test_what_is_damaged_is_passed_over(tmp_path: Path) -> None:
    file = interlaced(tmp_path / "film.mkv")
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = b"\x55" * 2000
    file.write_bytes(data)
    assert len(list(frames(open_source(str(file))))) > COUNT // 3


def test_a_usual_film_is_left_to_opencv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = film(tmp_path / "film.mp4")
    assert not pyav.interlaced(str(file))
    monkeypatch.setattr(pyav, "open_film", None)
    assert len(list(islice(frames(open_source(str(file))), 3))) == 3


def test_without_pyav_the_remedy_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "film.mp4").write_bytes(b"a letter to my aunt")
    with pytest.raises(SourceError) as error:
        open_source(str(tmp_path / "film.mp4")).open()
    assert "films" not in error.value.remedy
    monkeypatch.setitem(__import__("sys").modules, "av", None)
    with pytest.raises(SourceError) as error:
        open_source(str(tmp_path / "film.mp4")).open()
    assert "extra films" in error.value.remedy
