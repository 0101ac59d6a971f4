"""Is it a live face? Heads that turn, and pictures that are turned."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import facecam
from benchmarks.live import answer, print_views, seen
from facecam.base.errors import InputError
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, State
from facecam.capture.images import read_image
from facecam.tasks.live_check import (
    ENOUGH,
    LOST,
    PATIENCE,
    Floats,
    LiveAnswer,
    LiveCheck,
    LiveLabel,
    Turn,
    check,
    chosen,
    drawn,
    nose_on_plane,
    slant,
    turned,
)
from facecam.vision import open_detector

HEAD = np.array([[-30, -35, 0], [30, -35, 0], [0, 0, -25], [-25, 35, 0], [25, 35, 0]], float)
"""Eyes, nose and mouth corners in millimetres; the nose stands out towards the camera."""
PICTURE = HEAD * [1, 1, 0]

LEFT, RIGHT, UP = (0.6, 0.0), (-0.6, 0.0), (0.0, 0.6)
AHEAD = (0.0, 0.0)


def points(shape: Floats, yaw: float, pitch: float) -> Floats:
    """As a camera sees the shape, turned by so many radians to its own left, and up."""
    way = cv2.Rodrigues(np.array([-pitch, 0.0, 0.0]))[0] @ cv2.Rodrigues(np.array([0.0, -yaw, 0.0]))[0]
    there = shape @ way.T + [0, 0, 600]
    return np.asarray(there[:, :2] / there[:, 2:] * 600 + 160, np.float32)


def result(index: int, where: Floats, track: int = 1, time: float | None = None) -> FrameResult:
    corners = np.r_[where.min(axis=0), where.max(axis=0)].astype(np.float32)
    face = Face(Detection(corners, where, 1.0), track=track)
    decision = Decision(State.KNOWN, 0.4, (Candidate(7, "Anna", 0.8), Candidate(8, "Bo", 0.1)))
    seconds = index / 15 if time is None else time
    return FrameResult(index, seconds, 0.0, "", (320, 320), (face,), (decision,))


def nothing(index: int, time: float) -> FrameResult:
    return FrameResult(index, time, 0.0, "", (320, 320))


def ended(
    shape: Floats, ways: Sequence[tuple[float, float]], asked: tuple[Turn, ...], each: int = ENOUGH
) -> LiveAnswer:
    following = LiveCheck(asked)
    for index, way in enumerate(way for way in (AHEAD, *ways) for _ in range(each)):
        following.add(result(index, points(shape, *way)))
    return following.end()


@pytest.mark.parametrize(
    ("asked", "ways"),
    [
        ((Turn.LEFT, Turn.UP), [LEFT, UP]),
        ((Turn.UP, Turn.RIGHT), [UP, RIGHT]),
        ((Turn.RIGHT, Turn.LEFT), [RIGHT, AHEAD, LEFT]),
        ((Turn.LEFT, Turn.RIGHT), [LEFT, RIGHT]),
        ((Turn.UP,), [UP]),
    ],
)
def test_a_head_that_turns_as_asked(asked: tuple[Turn, ...], ways: list[tuple[float, float]]) -> None:
    said = ended(HEAD, ways, asked)
    assert (said.label, said.reason, said.asked) == (LiveLabel.TURNED, None, asked)
    assert said.same(7) is True and said.same(8) is False
    assert (said.score(), said.score(8), said.score(9)) == (0.8, 0.1, None)


@pytest.mark.parametrize("ways", [[UP, LEFT], [RIGHT, UP], [LEFT, RIGHT], [AHEAD, RIGHT]])
def test_a_replay_in_another_order_did_not_turn_as_asked(ways: list[tuple[float, float]]) -> None:
    said = ended(HEAD, ways, (Turn.LEFT, Turn.UP))
    assert (said.label, str(said.reason)) == (LiveLabel.UNTESTED, "it turned another way than asked")


@pytest.mark.parametrize("ways", [[], [AHEAD, AHEAD], [(0.1, 0.0), (0.0, 0.1)], [LEFT], [(0.0, -0.6)]])
def test_a_head_that_hardly_turns_was_not_tested(ways: list[tuple[float, float]]) -> None:
    said = ended(HEAD, ways, (Turn.LEFT, Turn.UP))
    assert (said.label, str(said.reason)) == (LiveLabel.UNTESTED, "it did not turn")


@pytest.mark.parametrize("ways", [[(0.8, 0.0), (0.0, 0.8)], [(0.9, 0.0), (-0.9, 0.0)], [(0.0, 0.8), (0.0, -0.8)]])
def test_a_picture_that_is_turned_is_flat(ways: list[tuple[float, float]]) -> None:
    assert ended(PICTURE, ways, (Turn.LEFT, Turn.UP)).label is LiveLabel.FLAT


def test_fewer_looks_than_enough_show_nothing() -> None:
    assert ended(HEAD, [LEFT, UP], (Turn.LEFT, Turn.UP), each=ENOUGH - 1).label is LiveLabel.UNTESTED


def test_it_has_to_look_ahead_first() -> None:
    following = LiveCheck((Turn.RIGHT, Turn.UP), patience=None)
    for index in range(20):
        following.add(result(index, points(HEAD, *LEFT)))
    assert following.ask is None
    for index in range(ENOUGH):
        following.add(result(20 + index, points(HEAD, *AHEAD)))
    assert following.ask is Turn.RIGHT


def test_what_ends_it() -> None:
    def reason(*later: FrameResult, patience: float | None = PATIENCE) -> str:
        following = LiveCheck((Turn.LEFT, Turn.UP), patience)
        for index in range(ENOUGH):
            following.add(result(index, points(HEAD, *AHEAD)))
        for one in later:
            following.add(one)
        said = following.answer
        if said is None:
            return ""
        assert following.add(result(99, points(HEAD, *LEFT))) is said, "what is over stays so"
        return f"{said.label}: {said.reason}"

    at = (ENOUGH - 1) / 15
    look = points(HEAD, *AHEAD)
    two = FrameResult(5, at, 0.0, "", (320, 320), result(5, look).faces * 2, result(5, look).decisions * 2)
    assert reason(two) == "not tested: there was more than one face"
    assert reason(nothing(5, at + LOST)) == ""
    assert reason(nothing(5, at + LOST + 0.1)) == "not tested: the face was lost"
    assert reason(result(5, look, track=2)) == "not tested: the face was lost"
    late = result(5, look, time=at + LOST + 0.1)
    assert reason(late) == "not tested: this computer looked too rarely to be sure that it is one face"
    waiting = [result(5 + n, look, time=at + n * LOST) for n in range(int(PATIENCE / LOST) + 2)]
    assert reason(*waiting) == "not tested: it did not turn in time"
    assert reason(*waiting, patience=None) == ""
    assert str(LiveCheck((Turn.LEFT,)).end().reason) == "there was no face"


def test_what_the_person_hears() -> None:
    heard: list[Turn | None] = []
    ways = (AHEAD, LEFT, UP)
    results = [result(index, points(HEAD, *ways[index // ENOUGH])) for index in range(3 * ENOUGH)]
    assert check(results, (Turn.LEFT, Turn.UP), lambda: PATIENCE, heard.append).label is LiveLabel.TURNED
    assert heard == [None, Turn.LEFT, Turn.UP]
    assert check(results, (Turn.LEFT, Turn.UP), lambda: None, heard.append).label is LiveLabel.TURNED
    assert len(heard) == 3, "a film hears nothing"


def test_chance_asks_for_two_different_turns() -> None:
    seen_ = {drawn() for _ in range(200)}
    assert seen_ == {(a, b) for a in Turn for b in Turn if a is not b}


@pytest.mark.parametrize("turns", [["down"], [], ["left", "left"], ["left", ""]])
def test_turns_that_cannot_be_asked_for(turns: list[str]) -> None:
    with pytest.raises(InputError, match="cannot be asked for"):
        chosen(turns)


@given(arrays(np.float64, (3, 3), elements=st.floats(-0.2, 0.2)), st.floats(-0.8, 0.8), st.floats(-0.8, 0.8))
def test_no_view_of_a_picture_moves_its_nose(bend: Floats, yaw: float, pitch: float) -> None:
    """Nor does any other homography, such as a second camera that films a screen."""
    flat = points(PICTURE, yaw, pitch).astype(float)
    homogeneous = np.c_[flat / 320, np.ones(5)] @ (np.eye(3) + bend).T
    again = (homogeneous[:, :2] / homogeneous[:, 2:] * 320).astype(np.float32)
    assert np.allclose(nose_on_plane(again), nose_on_plane(points(PICTURE, 0, 0)), atol=0.02)


@given(st.floats(-3, 3), st.floats(0.3, 3), st.floats(-200, 200))
def test_moving_within_the_picture_is_no_slant(roll: float, scale: float, shift: float) -> None:
    ahead = points(HEAD, 0, 0)
    way = scale * np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    assert slant((ahead @ way.T + shift).astype(np.float32), ahead) == pytest.approx(1, abs=0.01)
    assert slant(points(PICTURE, 0.7, 0), ahead) > 1.2


def test_down_is_no_turn() -> None:
    assert turned(np.array([0.0, 0.5], np.float32)) is None
    assert turned(np.array([0.3, 0.5], np.float32)) is None


class TestRealFaces:
    def test_the_woman_of_the_clip_looks_up_and_to_her_left(self, album: Path, tmp_path: Path) -> None:
        with facecam.open(tmp_path / "people.db") as cam:
            anna = cam.enrol("Anna", [album / "anna-1.jpg", album / "anna-2.jpg"]).person
            assert anna is not None
            said = cam.live_check(album / "anna.mp4", asked=["up", "left"])
            assert (said.label, said.same(anna), said.asked) == (LiveLabel.TURNED, True, (Turn.UP, Turn.LEFT))
            assert cam.live_check(album / "anna.mp4", asked=["left", "up"]).label is LiveLabel.UNTESTED

    def test_a_print_of_her_that_is_turned_in_a_film(self, album: Path, tmp_path: Path) -> None:
        photograph = cv2.resize(read_image(album / "anna-1.jpg"), (400, 225))
        film = cv2.VideoWriter(str(tmp_path / "print.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 15, (320, 320))
        for pitch, yaw in [(0.0, 0.0)] * 10 + [(0.8, 0.0)] * 15 + [(0.0, -0.8)] * 15:
            film.write(seen(np.asarray(photograph, np.uint8), yaw, pitch, 0.0, 1.4))
        film.release()
        with facecam.open(tmp_path / "people.db") as cam:
            assert cam.live_check(tmp_path / "print.mp4", asked=["up", "left"]).label is LiveLabel.FLAT

    def test_prints_never_turn_as_asked(self, album: Path) -> None:
        photograph = cv2.resize(read_image(album / "anna-1.jpg"), (400, 225))
        detector, dice = open_detector(), random.Random(3)
        for _ in range(8):
            asked = tuple(dice.sample(list(Turn), 2))
            said = answer(detector, print_views(np.asarray(photograph, np.uint8), asked, dice), asked)
            assert said.label is not LiveLabel.TURNED

    def test_what_cannot_turn_is_refused(self, album: Path, tmp_path: Path) -> None:
        with facecam.open(tmp_path / "people.db") as cam:
            with pytest.raises(InputError, match=r"anna-1\.jpg cannot turn its head\. Name a camera"):
                cam.live_check(album / "anna-1.jpg")
            with pytest.raises(InputError, match=r"Nobody knows what was asked in .*anna\.mp4"):
                cam.live_check(album / "anna.mp4")
