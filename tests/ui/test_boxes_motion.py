"""Boxes are moved on by the track's own motion, and no further than it can be believed."""

import numpy as np
import pytest
from helpers.scenes import decision, face, result

from facecam.base.types import Frame, State
from ui.live.boxes import LINES, caption
from ui.live.motion import AHEAD, FORGOTTEN, GAP, Motion


def left_edge(motion: Motion, captured: float) -> float:
    (shown,) = motion.at(captured)
    return float(shown.box[0])


def moving() -> Motion:
    """A face that goes 100 pixels a second to the right, seen three times until the time 10.2."""
    motion = Motion()
    for index in range(8):
        motion.observe(result(index, [face(1, 100 + 10 * index)], captured=9.5 + index * 0.1))
    return motion


def test_a_box_is_where_the_face_will_be() -> None:
    assert left_edge(moving(), 10.2 + 0.1) == pytest.approx(180, abs=1)


def test_a_motion_is_believed_for_a_moment_only() -> None:
    motion = moving()
    assert left_edge(motion, 10.2 + 1.0) == pytest.approx(left_edge(motion, 10.2 + AHEAD))


def test_an_older_picture_does_not_move_a_box_back() -> None:
    assert left_edge(moving(), 10.0) == pytest.approx(170)


def test_an_old_result_is_not_shown() -> None:
    assert moving().at(10.2 + FORGOTTEN + 0.1) == []


def test_a_new_track_stands_still_and_takes_no_speed_from_another() -> None:
    motion = moving()
    motion.observe(result(9, [face(2, 300)], captured=10.3))
    assert left_edge(motion, 10.4) == pytest.approx(300)


def test_nothing_is_shown_without_a_face_or_after_another_source() -> None:
    motion = Motion()
    assert motion.at(1.0) == []
    motion.observe(result(0, [], captured=1.0))
    assert motion.at(1.0) == []
    motion = moving()
    motion.forget()
    assert motion.at(10.2) == []


def test_states_differ_in_line_and_in_words_not_in_colour_alone() -> None:
    assert len({style for _, style in LINES.values()}) == len(State)
    assert {caption(decision(state)) for state in State} == {"Anna", "unknown", "looking..."}


def wall(captured: float, seed: int) -> Frame:
    image = np.random.default_rng(seed).integers(0, 256, (360, 640, 3), np.uint8)
    return Frame(image, 0, 0.0, captured, "test")


def test_after_a_cut_nothing_of_the_shot_before_is_shown() -> None:
    motion = Motion()
    motion.follow(wall(10.0, seed=1))
    motion.observe(result(0, [face(1)], captured=10.0))
    motion.follow(wall(10.04, seed=1))
    assert len(motion.at(10.04)) == 1
    motion.follow(wall(10.08, seed=2))
    assert motion.at(10.08) == []
    motion.observe(result(1, [face(1)], captured=10.04))  # it was on its way
    assert motion.at(10.08) == []
    motion.observe(result(2, [face(2)], captured=10.08))
    assert [one.track for one in motion.at(10.12)] == [2]


def test_after_a_pause_a_picture_is_another_one() -> None:
    motion = Motion()
    motion.follow(wall(10.0, seed=1))
    motion.observe(result(0, [face(1)], captured=10.0))
    motion.follow(wall(10.0 + 2 * GAP, seed=1))
    assert motion.at(10.0 + 2 * GAP) == []
