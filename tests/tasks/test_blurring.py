"""Files with their faces blurred: composed clips whose every frame is known, through the whole chain."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
import pytest
from helpers.composed import FACE, FPS, HEIGHT, PORTRAITS, WIDTH, Actor, Seen, actors_of, picture

import facecam
from facecam.base.errors import FacecamError
from facecam.base.settings import Settings
from facecam.base.types import Frame, Image
from facecam.capture.images import read_image
from facecam.capture.video import VideoSource
from facecam.capture.worker import frames
from facecam.pipeline.recognizer import Recognizer, open_recognizer
from facecam.tasks.blurring import Blurred, NotBlurred
from facecam.tasks.film_faces import FilmSearch
from facecam.vision.scan import PATIENT

CLEAR = 0.4
"""Correlation of the finest detail with that of the true face, from which it can be seen; a film's has 0.8."""

Shots = Callable[[float], tuple[Sequence[Seen], int]]
"""Who is there at a time in seconds, and at which place."""


@pytest.fixture(scope="module")
def recognizer(media: Path) -> Recognizer:
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture(scope="module")
def actors(media: Path, recognizer: Recognizer) -> dict[str, Actor]:
    return actors_of(media, recognizer)


@pytest.fixture
def cam(media: Path, tmp_path: Path) -> facecam.Facecam:
    """Sita is known."""
    cam = facecam.open(tmp_path / "people.db", gpu="off")
    assert cam.enrol("Sita", media / PORTRAITS["Sita"]).accepted == 1
    return cam


def film(path: Path, shots: Shots, seconds: float, sound: bool = False) -> list[Image]:
    """Written to `path`; gives its true frames."""
    truth = []
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "12"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for index in range(round(seconds * FPS)):
            seen, place = shots(index / FPS)
            truth.append(picture(seen, index, place))
            container.mux(video.encode(av.VideoFrame.from_ndarray(truth[-1], format="bgr24")))
        container.mux(video.encode(None))
        if audio is not None:
            wave = np.sin(np.arange(int(seconds * 48_000)) * 0.05).astype(np.float32)
            for start in range(0, len(wave) - 1023, 1024):
                chunk = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], "fltp", "mono")
                chunk.sample_rate, chunk.pts = 48_000, start
                container.mux(audio.encode(chunk))
            container.mux(audio.encode(None))
    return truth


def played(path: Path) -> list[Frame]:
    return list(frames(VideoSource(path)))


def detail(image: Image) -> np.ndarray:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return grey - cv2.GaussianBlur(grey, (0, 0), 3)


def seen_clearly(shown: Image, truth: Image, x: float, y: float) -> bool:
    half = int(FACE * 0.35)
    here = np.s_[max(int(y) - half, 0) : int(y) + half, max(int(x) - half, 0) : int(x) + half]
    one, other = detail(shown)[here], detail(truth)[here]
    return bool(one.std() > 0.2 and np.corrcoef(one.ravel(), other.ravel())[0, 1] > CLEAR)


def strangers_seen(
    recognizer: Recognizer, shown: list[Frame], truth: list[Image], shots: Shots
) -> list[tuple[int, str]]:
    """On which frames a stranger whom a patient scan of the true frame finds is seen in what was written."""
    wrong = []
    for index, (frame, image) in enumerate(zip(shown, truth, strict=True)):
        people = shots(index / FPS)[0]
        if all(one.actor.name == "Sita" for one in people):
            continue  # nobody is there to be seen
        for found in recognizer.detector.detect(image, PATIENT):
            x, y = (float(v) for v in (found.box[:2] + found.box[2:]) / 2)
            who = min(people, key=lambda one: math.hypot(one.x - x, one.y - y), default=None)
            away = math.inf if who is None else math.hypot(who.x - x, who.y - y)
            if (
                who is not None
                and who.actor.name != "Sita"
                and away < FACE / 2
                and seen_clearly(frame.image, image, x, y)
            ):
                wrong.append((index, who.actor.name))
    return wrong


def times_clear(shown: list[Frame], truth: list[Image], shots: Shots) -> int:
    return sum(
        seen_clearly(frame.image, image, one.x, one.y)
        for index, (frame, image) in enumerate(zip(shown, truth, strict=True))
        for one in shots(index / FPS)[0]
        if one.actor.name == "Sita"
    )


def sway(t: float) -> float:
    return 6 * math.sin(3 * t)


def cuts(actors: dict[str, Actor]) -> Shots:
    """Three shots; who is known stands where a stranger stood."""

    def shots(t: float) -> tuple[Sequence[Seen], int]:
        if t < 0.6:
            return [Seen(actors["Sita"], 160 + sway(t)), Seen(actors["stranger 1"], 460 + sway(t))], 0
        if t < 1.2:
            return [Seen(actors["Eva"], 160 + sway(t)), Seen(actors["stranger 5"], 400 - sway(t))], 1
        return [Seen(actors["Ben"], 460 + sway(t)), Seen(actors["Sita"], 160 + sway(t))], 2

    return shots


def fast(actors: dict[str, Actor]) -> Shots:
    """Somebody runs through within half a second, from one side to the other."""

    def shots(t: float) -> tuple[Sequence[Seen], int]:
        runs = [Seen(actors["stranger 3"], -80 + (t - 0.4) * 1600)] if 0.4 <= t < 0.9 else []
        return [Seen(actors["Sita"], 320 + sway(t), 190), *runs], 0

    return shots


def replaced(actors: dict[str, Actor]) -> Shots:
    """Without a cut somebody else stands at her place, and then she again."""

    def shots(t: float) -> tuple[Sequence[Seen], int]:
        return [Seen(actors["Eva" if 1 <= t < 2 else "Sita"], WIDTH / 2 + sway(t))], 0

    return shots


def crossing(actors: dict[str, Actor]) -> Shots:
    def shots(t: float) -> tuple[Sequence[Seen], int]:
        way = min(max(t - 0.6, 0) * 350, WIDTH - 160)
        return [Seen(actors["Sita"], 80 + way), Seen(actors["Ben"], WIDTH - 80 - way, HEIGHT / 2 + 8)], 0

    return shots


@pytest.mark.parametrize(("scene", "seconds"), [(cuts, 1.8), (fast, 1.8), (replaced, 3.0), (crossing, 3.0)])
def test_no_stranger_is_seen_in_a_film(
    cam: facecam.Facecam,
    recognizer: Recognizer,
    actors: dict[str, Actor],
    tmp_path: Path,
    scene: Callable[[dict[str, Actor]], Shots],
    seconds: float,
) -> None:
    shots = scene(actors)
    truth = film(tmp_path / "in.mp4", shots, seconds)
    (done,) = cam.blur(tmp_path / "in.mp4", tmp_path / "out.mp4", keep=["Sita"])
    assert isinstance(done, Blurred) and done.frames == len(truth) and done.kept >= 1 and done.faces > done.kept
    shown = played(tmp_path / "out.mp4")
    assert strangers_seen(recognizer, shown, truth, shots) == []
    there = sum(one.actor.name == "Sita" for index in range(len(truth)) for one in shots(index / FPS)[0])
    assert times_clear(shown, truth, shots) > 0.3 * there


@pytest.mark.parametrize("shot", [1, 20])
def test_a_face_is_reached_over_where_cut_follows_on_cut(
    cam: facecam.Facecam, recognizer: Recognizer, actors: dict[str, Actor], shot: int
) -> None:
    """A picture that moves fast looks like another one each time: who is half in it is seen by people, and not by
    the detector. A true cut, with a face on the first picture behind it, is not reached over."""
    search = FilmSearch(recognizer, cam.matcher, ())
    first = 5 if shot == 1 else 20
    for index in range(40):
        seen = [Seen(actors["stranger 1"], WIDTH / 2)] if index == first else []
        image = picture(seen, index, 1 + index // shot % 7)
        search.look(Frame(image, index, index / FPS, 0.0, "test"))
    found = sorted(search.finish().covered)
    assert first in found and found[-1] >= first + 3, found
    assert found[0] <= first - 3 if shot == 1 else found[0] == first, found


def test_nobody_is_kept_who_was_not_named(
    cam: facecam.Facecam, recognizer: Recognizer, actors: dict[str, Actor], tmp_path: Path
) -> None:
    shots = replaced(actors)
    truth = film(tmp_path / "in.mp4", shots, 1.0)
    (done,) = cam.blur(tmp_path / "in.mp4", tmp_path / "out.mp4")
    assert isinstance(done, Blurred) and done.kept == 0
    assert times_clear(played(tmp_path / "out.mp4"), truth, shots) == 0


def test_times_and_sound_stay(cam: facecam.Facecam, actors: dict[str, Actor], tmp_path: Path) -> None:
    film(tmp_path / "in.mp4", cuts(actors), 1.0, sound=True)
    (done,) = cam.blur(tmp_path / "in.mp4", tmp_path / "out.mkv")
    assert isinstance(done, Blurred) and done.sound

    def sounds(path: Path) -> tuple[list[bytes], list[float]]:
        with av.open(str(path)) as container:
            packets = [packet for packet in container.demux(audio=0) if packet.dts is not None]
            times = [cast(int, packet.pts) * float(packet.time_base) for packet in packets]
            return [bytes(packet) for packet in packets], times

    (before, at), (after, then) = sounds(tmp_path / "in.mp4"), sounds(tmp_path / "out.mkv")
    assert after == before and len(before) > 40
    assert np.ptp(np.array(then) - at) < 0.002
    times = [frame.time for frame in played(tmp_path / "in.mp4")]
    assert [frame.time for frame in played(tmp_path / "out.mkv")] == pytest.approx(times, abs=0.002)
    assert [path.name for path in sorted(tmp_path.glob("*.part*"))] == []
    assert (tmp_path / "out.mkv").stat().st_mode & 0o077 == 0


def test_sound_that_the_kind_of_file_does_not_hold_is_written_anew(cam: facecam.Facecam, tmp_path: Path) -> None:
    with av.open(str(tmp_path / "in.avi"), "w") as container:
        video = container.add_stream("mpeg4", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream("pcm_u8", rate=44_100, layout="mono")
        for index in range(FPS):
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture([], index), format="bgr24")))
        container.mux(video.encode(None))
        wave = (128 + 100 * np.sin(np.arange(44_100) * 0.05)).astype(np.uint8)
        for start in range(0, 44_100 - 2047, 2048):
            chunk = av.AudioFrame.from_ndarray(wave[None, start : start + 2048], "u8", "mono")
            chunk.sample_rate, chunk.pts = 44_100, start
            container.mux(audio.encode(chunk))
        container.mux(audio.encode(None))
    (done,) = cam.blur(tmp_path / "in.avi", tmp_path / "out.mp4")
    assert isinstance(done, Blurred) and done.sound and done.faces == 0
    with av.open(str(tmp_path / "out.mp4")) as copy:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in copy.decode(audio=0)])
        assert copy.streams.audio[0].codec.name == "aac"
    assert len(heard) == pytest.approx(44_100, abs=5_000) and 0.5 < np.abs(heard[10_000:30_000]).max() < 1.5


def test_a_folder(cam: facecam.Facecam, media: Path, actors: dict[str, Actor], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    party = picture([Seen(actors["Sita"], 160), Seen(actors["Ben"], 460)])
    cv2.imwrite(str(folder / "sub" / "party.png"), party)
    film(folder / "clip.mp4", replaced(actors), 0.4)
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "song.mp3").write_bytes(b"")
    done = cam.blur(folder, tmp_path / "out", keep=["sita"])
    assert {one.path.relative_to(tmp_path / "out").as_posix() for one in done if isinstance(one, Blurred)} == {
        "sub/party.png",
        "clip.mp4",
    }
    reasons = {Path(one.source).name: str(one.reason) for one in done if isinstance(one, NotBlurred)}
    assert "broken.jpg" in reasons and len(reasons) == 2
    shown = read_image(tmp_path / "out" / "sub" / "party.png")
    assert seen_clearly(shown, party, 160, HEIGHT / 2) and not seen_clearly(shown, party, 460, HEIGHT / 2)
    assert (tmp_path / "out" / "sub" / "party.png").stat().st_mode & 0o077 == 0
    with pytest.raises(facecam.InputError, match="out is there already"):
        cam.blur(folder, tmp_path / "out")


def test_stopped_in_a_film_nothing_half_written_stays(
    cam: facecam.Facecam, actors: dict[str, Actor], tmp_path: Path
) -> None:
    truth = film(tmp_path / "in.mp4", replaced(actors), 0.6)
    for last in (3, len(truth) + 3):
        assert cam.blur(tmp_path / "in.mp4", tmp_path / "out.mp4", go_on=lambda done, _: done < last) == []  # noqa: B023
        assert sorted(path.name for path in tmp_path.iterdir() if "mp4" in path.name) == ["in.mp4"]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_what_a_killed_program_has_written_of_a_film_goes_at_the_next_start(
    cam: facecam.Facecam, actors: dict[str, Actor], tmp_path: Path
) -> None:
    film(tmp_path / "in.mp4", replaced(actors), 0.6)
    code = """
import os, signal, sys
import facecam
from facecam.recording.film_copy import FilmCopy
write = FilmCopy.write
def some(copy, image, time):
    write(copy, image, time)
    if time > 0.2:
        os.kill(os.getpid(), signal.SIGKILL)
FilmCopy.write = some
facecam.open(sys.argv[1], gpu="off").blur("in.mp4", "out.mp4")
"""
    command = [sys.executable, "-c", code, str(tmp_path / "people.db")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert len([*tmp_path.glob(".out.*.part.mp4")]) == 1
    with facecam.open(tmp_path / "people.db") as cam:
        assert cam.database
    assert sorted(path.name for path in tmp_path.glob("*.mp4")) == ["in.mp4"]


def test_nothing_of_the_users_is_overwritten_and_all_is_private(
    cam: facecam.Facecam, actors: dict[str, Actor], pictures: Path, tmp_path: Path
) -> None:
    film(tmp_path / "in.mp4", replaced(actors), 0.6)
    theirs = [tmp_path / "out.part.mp4", tmp_path / "out.part.jpg"]
    for one in theirs:
        one.write_text("mine")
    before = os.umask(0)
    try:
        cam.blur(tmp_path / "in.mp4", tmp_path / "out.mp4")
        cam.blur(pictures / "party.jpg", tmp_path / "out.jpg")
        cam.blur(pictures / "party.jpg", tmp_path / "new" / "deep" / "out.jpg")
    finally:
        os.umask(before)
    assert [one.read_text() for one in theirs] == ["mine", "mine"]
    if os.name == "posix":
        made = [*tmp_path.glob("out.[mj]p[4g]"), *(tmp_path / "new").rglob("*"), tmp_path / "new"]
        assert {path.stat().st_mode & 0o077 for path in made} == {0} and len(made) == 5


def test_names_that_do_not_fit(cam: facecam.Facecam, pictures: Path, tmp_path: Path) -> None:
    for source, out, words in (
        ("party.jpg", "out.mp4", r"out\.mp4 is no name for what is written\. Use one that ends in \.jpg"),
        ("anna.mp4", "out.webm", r"Use one that ends in \.mp4"),
        ("party.jpg", "party.jpg", "party.jpg is there already"),
        ("gone.jpg", "out.jpg", "There is no file gone.jpg"),
    ):
        with pytest.raises(facecam.FacecamError, match=words):
            cam.blur(source, out)
    with pytest.raises(facecam.NotFoundError):
        cam.blur("party.jpg", "out.jpg", keep=["Nobody"])
    assert not Path("out.jpg").exists()


def test_where_nothing_can_be_written_is_said_before_a_film_is_looked_at(
    cam: facecam.Facecam, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.tasks.blurring.os.access", lambda folder, how: False)
    monkeypatch.setattr("facecam.tasks.blurring.FilmSearch", None)
    with pytest.raises(FacecamError, match=r"out\.mp4 cannot be written: Permission denied"):
        cam.blur(pictures / "anna.mp4", tmp_path / "out.mp4")


def test_a_file_that_is_not_there_is_said_whatever_the_other_is_called(
    cam: facecam.Facecam, tmp_path: Path
) -> None:
    with pytest.raises(FacecamError, match="There is no file nowhere"):
        cam.blur("nowhere", tmp_path / "out.mp4")
