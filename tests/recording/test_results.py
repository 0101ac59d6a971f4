import json
from pathlib import Path

import numpy as np
import pytest

from facecam.errors import InputError
from facecam.messages import Message
from facecam.recording.results import Recorder, replay, result_json
from facecam.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State


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


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        Recorder(tmp_path / "none" / "run.facecam", "clip.mp4", "student")
