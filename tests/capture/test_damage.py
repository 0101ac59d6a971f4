"""Films with damaged parts: what can be read is shown, what cannot is counted and said."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import until

from facecam.capture.source import SourceState
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker, frames


def zeroed(clip: Path, target: Path, start: float, end: float) -> Path:
    """A copy with zeros in place of these parts of it, as after a bad sector."""
    data = bytearray(clip.read_bytes())
    first, last = int(len(data) * start), int(len(data) * end)
    data[first:last] = bytes(last - first)
    target.write_bytes(data)
    return target


@pytest.fixture
def clip(media: Path) -> Path:
    return media / "WolfgangLanger_Pexels.mp4"


def test_a_damaged_part_is_passed_over_counted_and_said(clip: Path, tmp_path: Path) -> None:
    source = VideoSource(zeroed(clip, tmp_path / "zeroed.mp4", 0.4, 0.42))
    got = list(frames(source))
    assert 0 < source.damaged < 20
    assert len(got) == 472 - source.damaged
    assert str(source.remark) == f"{source.damaged} damaged pictures passed over"
    assert [frame.index for frame in got] == list(range(len(got)))
    assert np.all(np.diff([frame.time for frame in got]) > 0)


def test_a_whole_film_says_nothing(clip: Path) -> None:
    source = VideoSource(clip)
    assert len(list(frames(source))) == 472
    assert (source.damaged, source.remark) == (0, None)


def noise(file: Path, count: int = 100) -> Path:
    """A film in which each picture takes much room."""
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 25, (160, 120))
    rng = np.random.default_rng(0)
    for _ in range(count):
        writer.write(rng.integers(0, 256, (120, 160, 3)).astype(np.uint8))
    writer.release()
    return file


def test_a_film_whose_rest_is_damaged_ends_and_says_so(tmp_path: Path) -> None:
    file = noise(tmp_path / "film.avi")
    source = VideoSource(zeroed(file, file, 0.6, 1.0))
    shown = len(list(frames(source)))
    assert 50 < shown < 65
    assert f"it ended after {shown} of 100 pictures: the rest is damaged" in str(source.remark)


def test_a_film_played_live_says_what_was_damaged_when_it_ends(clip: Path, tmp_path: Path) -> None:
    worker = CaptureWorker(VideoSource(zeroed(clip, tmp_path / "zeroed.mp4", 0.4, 0.42)), realtime=False)
    worker.start()
    until(lambda: worker.state is SourceState.ENDED)
    assert str(worker.message).endswith("damaged pictures passed over")


def test_a_film_that_is_played_again_counts_once_a_pass(clip: Path, tmp_path: Path) -> None:
    source = VideoSource(zeroed(clip, tmp_path / "zeroed.mp4", 0.4, 0.42))
    source.open()
    source.repeat = True
    first = len(list(iter(source.read, None)))
    damaged = source.damaged
    assert source.rewind()
    assert len(list(iter(source.read, None))) == first and source.damaged == 2 * damaged
    source.close()


@pytest.mark.parametrize("suffix", ["avi", "mkv", "mov"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_no_kind_of_film_ends_at_a_damaged_part(tmp_path: Path, suffix: str, part: float) -> None:
    file = noise(tmp_path / f"film.{suffix}")
    source = VideoSource(zeroed(file, file, part, part + 0.02))
    assert len(list(frames(source))) >= 94
