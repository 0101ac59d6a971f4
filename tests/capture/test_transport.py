"""Films and folders that are held and gone through, on the real clip and on real pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import until

from facecam.base.types import Frame
from facecam.capture.demo import DemoSource
from facecam.capture.source import Source, SourceState
from facecam.capture.stills import FolderSource, ImageSource
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker, frames

PERIOD = 1001 / 24000
"""Of the clip."""


class Player:
    """A source that is played, with all that it showed."""

    def __init__(self, source: Source) -> None:
        self.shown: list[Frame] = []
        self.worker = CaptureWorker(source, realtime=True)
        self.transport = self.worker.transport
        mailbox = self.worker.subscribe(lambda: self.shown.append(mailbox.take()))  # type: ignore[arg-type]

    def places(self) -> list[float | None]:
        return [frame.position for frame in self.shown]

    def shows(self, count: int) -> Frame:
        """The newest picture, once there are so many."""
        until(lambda: len(self.shown) >= count)
        assert len(self.shown) == count
        return self.shown[-1]


@pytest.fixture
def held(media: Path) -> Iterator[Player]:
    """The clip, held at its first picture."""
    player = Player(VideoSource(media / "WolfgangLanger_Pexels.mp4"))
    player.transport.pause(True)
    player.worker.start()
    player.shows(1)
    yield player
    assert player.worker.stop(10)


@pytest.fixture(scope="module")
def whole(media: Path) -> list[Frame]:
    return list(frames(VideoSource(media / "WolfgangLanger_Pexels.mp4")))


def same(one: Frame, other: Frame) -> bool:
    return bool(np.array_equal(one.image, other.image))


def test_a_film_says_its_length_and_each_picture_its_place(held: Player, whole: list[Frame]) -> None:
    playback = held.worker.playback
    assert playback is not None and not playback.counted and playback.paused
    assert playback.length == pytest.approx(472 * PERIOD) and playback.period == pytest.approx(PERIOD)
    assert [frame.position for frame in whole[:3]] == pytest.approx([0, PERIOD, 2 * PERIOD], abs=1e-3)


@pytest.mark.parametrize("number", [0, 1, 100, 263, 471])
def test_the_very_picture_of_a_place_is_shown(held: Player, whole: list[Frame], number: int) -> None:
    held.transport.seek(number * PERIOD)
    frame = held.shows(2)
    assert frame.position == pytest.approx(number * PERIOD, abs=1e-3) and same(frame, whole[number])
    assert frame.held


def test_pictures_go_on_and_back_one_by_one(held: Player, whole: list[Frame]) -> None:
    held.transport.seek(100 * PERIOD)
    held.shows(2)
    for count, (step, number) in enumerate([(1, 101), (1, 102), (-1, 101), (-1, 100), (-1, 99), (1, 100)], 3):
        held.transport.step(step)
        assert same(held.shows(count), whole[number])


def test_index_and_time_count_on_and_a_jump_is_a_gap(held: Player) -> None:
    held.transport.seek(300 * PERIOD)
    held.shows(2)
    held.transport.step(1)
    held.shows(3)
    held.transport.seek(2 * PERIOD)
    held.shows(4)
    first, jumped, stepped, back = held.shown
    assert [frame.index for frame in held.shown] == [0, 1, 2, 3]
    assert stepped.time - jumped.time == pytest.approx(PERIOD, abs=1e-3)
    assert jumped.time - first.time >= 1.5 and back.time - stepped.time >= 1.5
    assert back.captured > stepped.captured


def test_before_the_beginning_and_behind_the_end_are_the_first_and_the_last(
    held: Player, whole: list[Frame]
) -> None:
    held.transport.seek(-5)
    assert same(held.shows(2), whole[0])
    held.transport.seek(1e9)
    assert same(held.shows(3), whole[471])
    held.transport.step(1)
    until(lambda: not held.transport.wait(0))
    held.transport.step(-1)
    assert same(held.shows(4), whole[470])
    assert held.worker.state is SourceState.LIVE


def test_it_goes_on_from_there_at_its_own_pace_and_ends(held: Player) -> None:
    held.transport.seek(460 * PERIOD)
    held.shows(2)
    held.transport.pause(False)
    until(lambda: held.worker.state is SourceState.ENDED)
    assert held.places()[1:] == pytest.approx([number * PERIOD for number in range(460, 472)], abs=1e-3)
    assert not held.worker.remark, "nothing is said to be missing, or slow"
    steps = np.diff([frame.captured for frame in held.shown[2:]])
    assert steps.mean() > PERIOD * 0.8


def test_of_many_places_the_last_one_counts(media: Path, whole: list[Frame]) -> None:
    """As when the bar is dragged, before anything is open."""
    player = Player(VideoSource(media / "WolfgangLanger_Pexels.mp4"))
    for number in (10, 400, 200):
        player.transport.seek(number * PERIOD)
    player.transport.pause(True)
    player.worker.start()
    assert same(player.shows(1), whole[200])
    assert player.worker.stop(10)


def test_a_film_that_repeats_has_its_places_again() -> None:
    player = Player(DemoSource())
    player.transport.seek(470 * PERIOD)
    player.worker.start()
    until(lambda: len(player.shown) > 4)
    assert player.worker.stop(10)
    assert player.places()[:4] == pytest.approx([470 * PERIOD, 471 * PERIOD, 0, PERIOD], abs=1e-3)
    assert np.diff([frame.time for frame in player.shown]).min() > 0


def test_a_variable_rate_is_gone_through_backwards(media: Path) -> None:
    player = Player(VideoSource(media / "noface_face.mov"))
    player.transport.seek(1.0)
    player.transport.pause(True)
    player.worker.start()
    player.shows(1)
    for count in range(2, 12):
        player.transport.step(-1)
        player.shows(count)
    assert player.worker.stop(10)
    assert (np.diff(np.array(player.places(), float)) < 0).all()


@pytest.fixture
def album(tmp_path: Path, media: Path) -> Path:
    """Three pictures, of which the second is damaged."""
    shutil.copy(media / "single_face.jpg", tmp_path / "a.jpg")
    (tmp_path / "b.jpg").write_bytes((media / "single_face.jpg").read_bytes()[:2000])
    shutil.copy(media / "multi_face.jpg", tmp_path / "c.jpg")
    return tmp_path


def test_a_folder_is_held_and_goes_back_past_what_is_damaged(album: Path) -> None:
    source = FolderSource(album)
    player = Player(source)
    player.transport.pause(True)
    player.worker.start()
    player.shows(1)
    playback = player.worker.playback
    assert playback is not None and playback.counted and playback.length == 3
    for count, step in enumerate([1, -1, 1, 1], 2):
        player.transport.step(step)
        until(lambda: not player.transport.wait(0))
        if count < 5:
            player.shows(count)
    assert player.worker.stop(10)
    assert player.places() == [0, 2, 0, 2], "and behind the last one it stays"
    assert len(source.refused) == 1


def test_a_held_picture_is_turned(album: Path) -> None:
    player = Player(FolderSource(album))
    player.transport.pause(True)
    player.worker.start()
    first = player.shows(1)
    player.worker.rotation = 90
    turned = player.shows(2)
    assert player.worker.stop(10)
    assert np.array_equal(turned.image, cv2.rotate(first.image, cv2.ROTATE_90_CLOCKWISE))
    assert turned.position == 0


def test_a_single_picture_has_no_places(media: Path) -> None:
    player = Player(ImageSource(media / "single_face.jpg"))
    player.worker.start()
    player.shows(1)
    assert player.worker.playback is None
    until(lambda: player.worker.state is SourceState.ENDED)


def test_a_held_film_is_left_at_once(held: Player) -> None:
    assert held.worker.stop(5)
