import functools
import os
import shutil
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.base.types import Image
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames
from facecam.recording.video import LONGEST_GAP, SLOTS, VideoRecorder


def picture(level: int, size: tuple[int, int] = (64, 48)) -> Image:
    return np.full((size[1], size[0], 3), level, np.uint8)


def put(film: VideoRecorder, captured: float, level: int, size: tuple[int, int] = (64, 48)) -> None:
    film.put(captured, functools.partial(picture, level, size))


def end(film: VideoRecorder) -> None:
    film.stop()
    assert film.join(10.0)


def levels(path: Path) -> list[float]:
    return [float(frame.image.mean()) for frame in frames(VideoSource(path))]


def test_a_film_shows_each_picture_when_it_was_taken(tmp_path: Path) -> None:
    film = VideoRecorder(tmp_path / "new" / "film.mp4", 10.0)
    for captured, level in ((100.0, 20), (100.1, 60), (100.5, 120), (100.52, 121), (100.6, 200)):
        put(film, captured, level)
    end(film)
    assert film.error is None and film.frames == 5 and film.dropped == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["film.mp4"]
    assert levels(film.path) == pytest.approx([20, 60, 120, 120, 120, 120, 200], abs=6)
    assert film.seconds == pytest.approx(0.7)


def test_a_long_pause_of_the_source_is_left_out(tmp_path: Path) -> None:
    film = VideoRecorder(tmp_path / "film.mp4", 10.0)
    put(film, 0.0, 20)
    put(film, 3600.0, 90)
    end(film)
    assert film.seconds == pytest.approx(LONGEST_GAP + 0.1)


def test_what_the_encoder_does_not_take_in_time_is_counted(tmp_path: Path) -> None:
    film, go_on = VideoRecorder(tmp_path / "film.mp4", 10.0), threading.Event()

    def slow() -> Image:
        go_on.wait(10.0)
        return picture(30)

    started = threading.Event()

    def first() -> Image:
        started.set()
        return slow()

    film.put(0.0, first)
    assert started.wait(10.0)
    for at in range(SLOTS + 7):
        film.put(0.1 + at / 10, slow)
    go_on.set()
    end(film)
    assert (film.frames, film.dropped) == (SLOTS + 1, 7)


def test_a_picture_of_another_size_ends_the_film_and_keeps_it(tmp_path: Path) -> None:
    ended = threading.Event()
    film = VideoRecorder(tmp_path / "film.mp4", 10.0, ended.set)
    put(film, 0.0, 20)
    put(film, 0.1, 20, (48, 64))
    assert ended.wait(10.0)
    assert "another size" in str(film.error)
    assert len(levels(film.path)) == 1
    end(film)


def test_a_full_disk_ends_the_film_and_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    film = VideoRecorder(tmp_path / "film.mp4", 10.0)
    put(film, 0.0, 20)
    assert film.join(10.0)
    assert "almost full" in str(film.error) and list(tmp_path.glob("*film*")) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    film = VideoRecorder(tmp_path / "file" / "film.mp4", 10.0)
    put(film, 0.0, 20)
    assert film.join(10.0)
    assert str(tmp_path / "file") in str(film.error)


def test_without_a_picture_there_is_no_file(tmp_path: Path) -> None:
    film = VideoRecorder(tmp_path / "film.mp4", 10.0)
    end(film)
    assert film.error is None and list(tmp_path.iterdir()) == []


def test_odd_sizes_are_written(tmp_path: Path) -> None:
    film = VideoRecorder(tmp_path / "film.mp4", 10.0)
    put(film, 0.0, 90, (63, 47))
    end(film)
    assert film.error is None and len(levels(film.path)) == 1
    assert cv2.VideoCapture(str(film.path)).isOpened()


FIRST_A_FILM = """
import functools, struct, sys
from pathlib import Path
import numpy as np
from facecam.capture.video import VideoSource
from facecam.base.errors import FacecamError
from facecam.recording.video import VideoRecorder

film = VideoRecorder(Path(sys.argv[1]) / "film.mp4", 10.0)
film.put(0.0, functools.partial(np.zeros, (48, 64, 3), np.uint8))
film.stop()
assert film.join(60.0) and film.error is None
broken = Path(sys.argv[1]) / "broken.mp4"
header = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0)
broken.write_bytes(header + struct.pack(">I4s", 1008, b"mdat") + bytes(1000))
try:
    VideoSource(broken).open()
except FacecamError:
    print("said once")
"""


def test_a_film_written_first_leaves_ffmpeg_quiet(tmp_path: Path) -> None:
    free = {name: value for name, value in os.environ.items() if name != "OPENCV_FFMPEG_LOGLEVEL"}
    command = [sys.executable, "-c", FIRST_A_FILM, str(tmp_path)]
    run = subprocess.run(command, env=free, capture_output=True, text=True, timeout=120, check=False)
    assert (run.stdout, run.stderr) == ("said once\n", "")
