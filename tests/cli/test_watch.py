"""`facecam watch`: every line's keys, files frame by frame, recordings, interruption."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.terminal import Facecam, start

from facecam.base.types import STAGES

pytestmark = pytest.mark.usefixtures("embedder")

FACE_KEYS = {
    *("box", "landmarks", "detection_score", "quality", "track", "state", "person", "name", "score"),
    *("embedded", "measured"),
}
SUMMARY_KEYS = {"frames", "dropped", "fps", "provider", "model", "threshold", "ms"}


def check(lines: list[Any]) -> tuple[list[Any], Any]:
    """Every line against the interface; returns frames and summary."""
    *frames, last = lines
    assert set(last) == {"summary"}
    summary = last["summary"]
    assert set(summary) >= SUMMARY_KEYS and set(summary["ms"]) == set(STAGES)
    assert summary["frames"] == len(frames)
    if frames:
        assert summary["dropped"] == frames[-1]["frame"] + 1 - len(frames)
        assert summary["fps"] > 0
    for frame in frames:
        assert set(frame) == {"frame", "time", "faces"}
        for face in frame["faces"]:
            assert set(face) >= FACE_KEYS
            assert face["state"] in ("known", "unknown", "pending")
            assert (face["name"] is not None) == (face["person"] is not None) == (face["state"] == "known")
            assert len(face["box"]) == 4 and [len(point) for point in face["landmarks"]] == [2] * 5
    assert [frame["frame"] for frame in frames] == sorted({frame["frame"] for frame in frames})
    assert [frame["time"] for frame in frames] == sorted(frame["time"] for frame in frames)
    return frames, summary


def test_a_file_is_watched_frame_by_frame(facecam: Facecam, media: Path) -> None:
    run = facecam("watch", media / "noface_face.mov", "--json")
    assert (run.code, run.err) == (0, "")
    frames, summary = check(run.lines)
    assert [frame["frame"] for frame in frames] == list(range(len(frames))) and summary["dropped"] == 0
    assert {len(frame["faces"]) for frame in frames} == {0, 1}
    assert summary["provider"] in ("CPU", "CUDA") and summary["model"] and 0 < summary["threshold"] < 1


def test_a_still_has_no_track_and_is_never_pending(facecam: Facecam, media: Path) -> None:
    facecam("enrol", "Sita", media / "single_face.jpg")
    frames, _ = check(facecam("watch", media / "single_face.jpg", "--json").lines)
    (face,) = frames[0]["faces"]
    assert (face["track"], face["state"], face["name"]) == (None, "known", "Sita")
    assert face["embedded"] and face["measured"] and face["score"] > 0.9
    frames, _ = check(facecam("watch", media / "multi_face.jpg", "--json").lines)
    assert [(face["track"], face["state"]) for face in frames[0]["faces"]] == [(None, "unknown")] * 5
    assert "Sita" in facecam("watch", media / "single_face.jpg").out


def test_a_folder_goes_on_after_a_bad_image_and_says_so(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    for name in ("a.jpg", "c.jpg"):
        shutil.copy(media / "single_face.jpg", tmp_path / name)
    (tmp_path / "b.jpg").write_bytes(b"junk")
    run = facecam("watch", tmp_path, "--json")
    assert run.code == 2 and "b.jpg" in run.err
    frames, _ = check(run.lines)
    assert [(frame["frame"], len(frame["faces"])) for frame in frames] == [(0, 1), (2, 1)]


def test_max_frames_and_remember(facecam: Facecam, media: Path) -> None:
    clip = media / "WolfgangLanger_Pexels.mp4"
    facecam("enrol", "Anna", clip, "--end", "1")
    frames, _ = check(facecam("watch", clip, "--max-frames", 12, "--json").lines)
    assert len(frames) == 12
    assert facecam("people", "list", "--json").json[0]["last_seen"] is None
    facecam("watch", clip, "--max-frames", 12, "--remember")
    assert facecam("people", "list", "--json").json[0]["last_seen"] is not None


def test_a_recording_is_watched_like_what_was_recorded(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    recording = tmp_path / "run.json"
    clip = media / "face_noface.mov"
    first = facecam("watch", clip, "--record", recording, "--json")
    again = facecam("watch", recording, "--json")
    assert (first.code, again.code) == (0, 0)
    frames, summary = check(first.lines)
    replayed, resumed = check(again.lines)
    for frame in frames:
        for face in frame["faces"]:
            face["embedded"] = False  # a recording has no embeddings
    assert replayed == frames
    assert resumed["provider"] is None
    assert {key: resumed[key] for key in ("frames", "dropped", "fps", "ms")} == {
        key: summary[key] for key in ("frames", "dropped", "fps", "ms")
    }
    run = facecam("watch", recording, "--record", recording)
    assert run.code == 2 and str(recording) in run.err
    assert facecam("watch", recording, "--json").out == again.out


def test_record_never_writes_over_another_file(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mov"
    shutil.copy(media / "face_noface.mov", film)
    before = film.read_bytes()
    run = facecam("watch", media / "face_noface.mov", "--record", film)
    assert run.code == 2 and "--record" in run.err
    assert film.read_bytes() == before
    missing = tmp_path / "nowhere" / "run.facecam"
    run = facecam("watch", media / "face_noface.mov", "--record", missing)
    assert run.code == 2 and str(missing) in run.err


def test_for_people_there_is_a_story(facecam: Facecam, media: Path) -> None:
    facecam("enrol", "Anna", "demo", "--end", "1")
    run = facecam("watch", "demo", "--max-frames", 40)
    assert run.code == 0
    assert "Anna" in run.out and "40 frames" in run.out and len(run.out.splitlines()) < 6


def test_realtime_plays_a_file_at_its_own_pace(facecam: Facecam, media: Path) -> None:
    run = facecam("watch", "demo", "--realtime", "--max-frames", 8, "--json")
    assert run.code == 0
    frames, summary = check(run.lines)
    assert len(frames) == 8
    period = 1 / 23.98
    # Frames may be dropped and never come early.
    assert summary["frames"] / summary["fps"] > (frames[-1]["frame"] - frames[0]["frame"]) * period * 0.8


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupted_it_prints_its_summary(embedder: None) -> None:
    with start("watch", "demo", "--realtime", "--json") as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(3)]
        program.send_signal(signal.SIGINT)
        rest, err = program.communicate(timeout=60)
    assert (program.returncode, err) == (130, "")
    check([json.loads(line) for line in (*lines, *rest.splitlines())])


@pytest.mark.skipif(sys.platform == "win32", reason="pipes")
def test_a_reader_who_leaves_ends_it_quietly(embedder: None) -> None:
    with start("watch", "demo", "--realtime", "--json") as program:
        assert program.stdout is not None and program.stderr is not None
        began = time.monotonic()
        assert json.loads(program.stdout.readline())["frame"] >= 0
        program.stdout.close()
        assert program.wait(timeout=60) == 130
        assert program.stderr.read() == ""
        assert time.monotonic() - began < 60


def test_damaged_pictures_are_told_and_the_film_goes_on(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    data = bytearray((media / "single_face.mp4").read_bytes())
    middle = data.index(b"mdat") + 120_000
    data[middle : middle + 3000] = bytes(3000)
    (tmp_path / "film.mp4").write_bytes(data)
    run = facecam("watch", tmp_path / "film.mp4", "--json")
    assert run.code == 0 and len(run.lines) > 40
    assert "passed over" in run.err and run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--aspect", "16x9"), "16x9"),
        (("demo", "--trust", "AB" * 32), "--trust is for a server with a certificate"),
        (("https://camera.local/x", "--trust", "AB"), "is no fingerprint"),
        (("rtsp://anna:pa#hUnTer2@camera.local/x",), "%23"),
        (("rtsp://[::1/x",), "names no host"),
    ],
)
def test_what_does_not_fit_a_source_is_told(facecam: Facecam, arguments: tuple[str, ...], said: str) -> None:
    run = facecam("watch", *arguments)
    assert run.code == 2 and said in run.err and "hUnTer2" not in run.err


def test_a_squeezed_film_is_seen_as_it_is_meant(facecam: Facecam, media: Path) -> None:
    wide = facecam("watch", media / "single_face.mp4", "--aspect", "3:1", "--max-frames", "2", "--json")
    plain = facecam("watch", media / "single_face.mp4", "--max-frames", "2", "--json")
    assert wide.code == plain.code == 0
    right = [max((face["box"][2] for face in run.lines[0]["faces"]), default=0) for run in (wide, plain)]
    assert right[0] > right[1] > 0
