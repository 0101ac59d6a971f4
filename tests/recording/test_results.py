import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.disk import fill, own_disk
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State
from facecam.recording.results import Recorder, replay, result_json


def result(index: int) -> FrameResult:
    detection = Detection(
        np.array([10.25, 20.5, 70.75, 95.0], np.float32), np.arange(10, dtype=np.float32).reshape(5, 2), 0.998
    )
    quality = Quality(0.7, 0.9, 0.8, 1.0, 0.97, -3.0, 4.0, 0.5)
    vector = np.full(4, 0.5, np.float32)
    face = Face(detection, quality, vector, np.zeros((112, 112, 3), np.uint8), track=3)
    decision = Decision(
        State.KNOWN,
        0.41,
        (Candidate(5, "Zoë", 0.62), Candidate(2, "Bo", 0.1)),
        Message("Looks like {name}", name="Zoë"),
    )
    unseen = Face(detection, track=4, measured=False)
    waiting = Decision(State.PENDING, 0.41, reason=Message("Not seen clearly yet"))
    return FrameResult(
        index,
        index / 25,
        100.0 + index,
        "clip.mp4",
        (640, 360),
        (face, unseen),
        (decision, waiting),
        ms={"total": 2.5},
    )


def test_a_recording_plays_back_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "run.facecam"
    with Recorder(file, "clip.mp4", "student") as recorder:
        for index in range(3):
            recorder.add(result(index))
    played = list(replay(file))
    assert [r.index for r in played] == [0, 1, 2]
    for before, after in zip((result(i) for i in range(3)), played, strict=True):
        assert after.decisions == before.decisions
        assert (after.time, after.captured, after.size, after.ms) == (
            before.time, before.captured, before.size, before.ms
        )  # fmt: skip
        assert after.faces[0].quality == before.faces[0].quality
        np.testing.assert_allclose(after.faces[0].detection.box, before.faces[0].detection.box, atol=0.01)
        line, again = result_json(before), result_json(after)
        line["faces"][0]["embedded"] = False
        assert line == again


def test_a_recording_holds_no_pixels_and_no_embeddings(tmp_path: Path) -> None:
    file = tmp_path / "run.facecam"
    with Recorder(file, "clip.mp4", "student") as recorder:
        recorder.add(result(0))
    header, line = (json.loads(text) for text in file.read_text("utf-8").splitlines())
    assert header == {"facecam_recording": 1, "source": "clip.mp4", "model": "student"}
    assert not {"crop", "embedding", "image"} & set(line["faces"][0])
    assert file.stat().st_size < 2000


@pytest.mark.parametrize("text", ["", "{}\n", '{"facecam_recording": 99}\n', "\x00", '{"facecam_recording": 1'])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.facecam"
    file.write_text(text)
    with pytest.raises(InputError, match=r"other\.facecam"):
        list(replay(file))


def test_a_recording_cut_short_is_said(tmp_path: Path) -> None:
    file = tmp_path / "run.facecam"
    with Recorder(file, "clip.mp4", "student") as recorder:
        recorder.add(result(0))
    file.write_text(file.read_text("utf-8")[:-40])
    with pytest.raises(InputError, match="damaged"):
        list(replay(file))


@pytest.mark.parametrize("frames", [1, 400])
def test_a_disk_that_gets_full_is_said(tmp_path: Path, frames: int) -> None:
    """Few lines wait until the end; many do not."""
    with own_disk(tmp_path / "disk", 64) as disk:
        file = disk / "run.facecam"
        recorder = Recorder(file, "clip.mp4", "student")
        with pytest.raises(InputError, match=r"run\.facecam cannot be written: No space left"), recorder:
            fill(disk)
            for index in range(frames):
                recorder.add(result(index))


def test_what_a_killed_program_has_recorded_is_played_up_to_there(tmp_path: Path) -> None:
    file = tmp_path / "run.facecam"
    with Recorder(file, "clip.mp4", "student") as recorder:
        for index in range(400):
            recorder.add(result(index))
        left = file.read_bytes()  # all but what waits in memory
    file.write_bytes(left)
    played = [one.index for one in replay(file)]
    assert played == list(range(len(played))) and 100 < len(played) < 400


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        Recorder(tmp_path / "none" / "run.facecam", "clip.mp4", "student")


def lines(tmp_path: Path) -> tuple[str, dict[str, Any]]:
    """A log's header, and its first frame to be spoilt."""
    with Recorder(tmp_path / "run.facecam", "clip.mp4", "student") as recorder:
        recorder.add(result(0))
    head, frame = (tmp_path / "run.facecam").read_text("utf-8").splitlines()
    return head, json.loads(frame)


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = {"id": "{a}", "fields": {"a": value}}
    return value


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "no list of faces": lambda frame: frame.update(faces=3),
    "a face that is none": lambda frame: frame.update(faces=[None]),
    "a box of three numbers": lambda frame: frame["faces"][0].update(box=[1, 2, 3]),
    "a box of text": lambda frame: frame["faces"][0].update(box=["a", 2, 3, 4]),
    "a box without end": lambda frame: frame["faces"][0].update(box=[1, 2, 3, 1e300]),
    "no number": lambda frame: frame["faces"][0].update(box=[1, 2, 3, float("nan")]),
    "four points": lambda frame: frame["faces"][0].update(landmarks=[[1, 2]] * 4),
    "points of three numbers": lambda frame: frame["faces"][0].update(landmarks=[[1, 2, 3]] * 5),
    "a state of another kind": lambda frame: frame["faces"][0].update(state="famous"),
    "a quality of other parts": lambda frame: frame["faces"][0].update(parts={"beauty": 1.0}),
    "a track of text": lambda frame: frame["faces"][0].update(track="three"),
    "a huge track": lambda frame: frame["faces"][0].update(track=10**4000),
    "a name with an escape": lambda frame: frame["faces"][0].update(candidates=[[1, "\x1b[31mBo", 0.5]]),
    "a name that is a number": lambda frame: frame["faces"][0].update(candidates=[[1, 2, 0.5]]),
    "an endless name": lambda frame: frame["faces"][0].update(candidates=[[1, "B" * 5000, 0.5]]),
    "a reason that is a list": lambda frame: frame["faces"][0].update(reason=["so"]),
    "a reason of many layers": lambda frame: frame["faces"][0].update(reason=nested(20)),
    "a reason too deep to be read": lambda frame: frame["faces"][0].update(reason=nested(300)),
    "a plural without its number": lambda frame: frame["faces"][0].update(
        reason={"id": "{n} face", "plural": "{n} faces", "fields": {"n": "x"}}
    ),
    "a size of nothing": lambda frame: frame.update(size=[0, 0]),
    "one side": lambda frame: frame.update(size=[640]),
    "a frame of text": lambda frame: frame.update(frame="0"),
    "times of text": lambda frame: frame.update(ms={"total": "long"}),
    "no time": lambda frame: frame.pop("time"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_log_that_was_tampered_with_is_refused(tmp_path: Path, what: str) -> None:
    head, frame = lines(tmp_path)
    SPOILT[what](frame)
    file = tmp_path / "run.facecam"
    sys.set_int_max_str_digits(10_000)
    file.write_text(f"{head}\n{json.dumps(frame)}\n")
    with pytest.raises(InputError, match=r"run\.facecam is damaged"):
        list(replay(file))


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 100_000, "null", "[]", "1", '"x"', "\x00\x01"])
def test_a_line_that_is_no_frame_is_refused(tmp_path: Path, line: str) -> None:
    head, _ = lines(tmp_path)
    file = tmp_path / "run.facecam"
    file.write_text(f"{head}\n{line}\n")
    with pytest.raises(InputError, match=r"run\.facecam is damaged"):
        list(replay(file))


@pytest.mark.parametrize(
    "head", ["[" * 50_000, '{"facecam_recording": "1"}', '{"facecam_recording": 1, "source": "\\u001b"}']
)
def test_a_header_that_was_tampered_with_is_refused(tmp_path: Path, head: str) -> None:
    file = tmp_path / "run.facecam"
    file.write_text(head + "\n")
    with pytest.raises(InputError, match="no recording that this version reads"):
        list(replay(file))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "run.facecam"
    file.write_bytes(b'{"facecam_recording":1}\n' + content)
    with suppress(InputError):
        list(replay(file))
