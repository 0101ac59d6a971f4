from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from facecam.types import Detection, Frame, Image
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scene_cuts import CutFinder
from facecam.vision.tracker import Tracked, Tracker

FPS = 25.0


def frame(image: Image, index: int, time: float | None = None) -> Frame:
    return Frame(image, index, index / FPS if time is None else time, 0.0, "test")


class Scene:
    """Stands in for the detector where geometry matters and pixels do not: faces are squares that the test places.

    `follow` locks onto the nearest face that overlaps the box, as O-Net does, whoever it is.
    """

    SIDE = 60.0

    def __init__(self) -> None:
        self.image = np.random.default_rng(1).integers(0, 256, (360, 640, 3), np.uint8)
        self.tracker = Tracker(self)
        self.faces: Sequence[tuple[float, float]] = ()
        self.scans = 0
        self.index = -1

    def detection(self, x: float, y: float) -> Detection:
        box = np.array([x, y, x + self.SIDE, y + self.SIDE], np.float32)
        return Detection(box, np.tile(box[:2], (5, 1)), 0.99)

    def detect(self, image: Image) -> list[Detection]:
        self.scans += 1
        return [self.detection(*face) for face in self.faces]

    def follow(self, image: Image, boxes: np.ndarray) -> list[Detection | None]:
        found: list[Detection | None] = []
        for box in boxes:
            near = [self.detection(*face) for face in self.faces]
            best = max(near, key=lambda face: iou(face.box[None], box[None])[0, 0], default=None)
            lost = best is None or iou(best.box[None], box[None])[0, 0] < 0.3
            found.append(None if lost else best)
        return found

    def show(self, *faces: tuple[float, float], time: float | None = None) -> list[Tracked]:
        self.faces = faces
        self.index += 1
        return self.tracker.update(frame(self.image, self.index, time))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def numbers(tracked: list[Tracked]) -> list[int]:
    return [one.track for one in tracked]


class TestTime:
    def test_one_track_and_few_scans_while_a_face_moves_on(self, scene: Scene) -> None:
        for i in range(100):
            (one,) = scene.show((100 + 4 * i, 100 + i))
            assert one.track == 1 and one.measured
            assert one.detection.box[0] == 100 + 4 * i
        assert scene.scans == 10

    def test_a_new_face_is_there_within_half_a_second(self, scene: Scene) -> None:
        for _ in range(6):
            scene.show((100, 100))
        waited = 0
        while len(scene.show((100, 100), (400, 200))) == 1:
            waited += 1
        assert waited / FPS < 0.5

    def test_the_first_face_in_an_empty_scene_is_there_sooner(self, scene: Scene) -> None:
        for _ in range(6):
            assert scene.show() == []
        waited = 0
        while not scene.show((100, 100)):
            waited += 1
        assert waited / FPS <= 0.2

    def test_a_short_gap_is_bridged_by_motion_and_said_to_be(self, scene: Scene) -> None:
        for i in range(20):
            scene.show((100 + 5 * i, 100))
        for i in range(20, 26):
            (one,) = scene.show()
            assert one.track == 1 and not one.measured
            np.testing.assert_allclose(one.detection.box[0], 100 + 5 * i, atol=3)
        (one,) = scene.show((230, 100))
        assert one.track == 1 and one.measured

    def test_a_longer_gap_ends_the_track(self, scene: Scene) -> None:
        scene.show((100, 100))
        ended = []
        for _ in range(9):
            scene.show()
            ended += scene.tracker.ended
        assert ended == [1]
        for _ in range(6):
            found = scene.show((100, 100))
        assert numbers(found) == [2]

    def test_a_loop_of_the_file_ends_all(self, scene: Scene) -> None:
        for _ in range(10):
            scene.show((100, 100), (300, 100))
        assert numbers(scene.show((100, 100), (300, 100), time=0.0)) == [3, 4]
        assert scene.tracker.ended == [1, 2]

    def test_a_leap_in_time_ends_all(self, scene: Scene) -> None:
        for _ in range(10):
            scene.show((100, 100))
        assert numbers(scene.show((100, 100), time=60.0)) == [2]
        assert scene.tracker.ended == [1]

    def test_a_source_of_two_frames_a_second_has_tracks_too(self, scene: Scene) -> None:
        for i in range(8):
            assert numbers(scene.show((100 + i, 100), time=i * 0.5)) == [1]


class TestDoubt:
    def test_a_jump_is_no_motion(self, scene: Scene) -> None:
        """The face beside the last place is somebody else's until a scan has looked."""
        for _ in range(5):
            scene.show((100, 100))
        found = scene.show((300, 200))
        assert [one.track for one in found if one.measured] == [2]

    def test_two_tracks_that_come_to_share_a_face_both_end(self, scene: Scene) -> None:
        """Two people meet and only one face is left to see: whose it is would be a guess."""
        left, right = 100.0, 250.0
        while right - left > 40:
            found = scene.show((left, 100), (right, 100))
            left, right = left + 6, right - 6
        assert numbers(found) == [1, 2]
        for _ in range(15):
            found = scene.show(((left + right) / 2, 100))
        assert numbers(found) == [3]

    def test_one_who_is_covered_leaves_no_number_behind(self, scene: Scene) -> None:
        """B walks behind A and comes out at the other side: B has a new number, and never A's."""
        for i in range(60):
            x = 20 + 6 * i
            visible = [(180.0, 100.0)] if abs(x - 180) < 60 else [(180.0, 100.0), (float(x), 100.0)]
            found = scene.show(*visible)
        by_place = {round(float(one.detection.box[0]), -1): one.track for one in found if one.measured}
        assert len(by_place) == 2
        assert by_place[370] > 2

    def test_end_gives_the_face_a_new_number_at_once(self, scene: Scene) -> None:
        scene.show((100, 100), (300, 100))
        assert scene.tracker.end(1) == 3
        assert numbers(scene.show((100, 100), (300, 100))) == [2, 3]
        assert scene.tracker.ended == []
        with pytest.raises(ValueError, match="1"):
            scene.tracker.end(1)

    def test_following_without_any_scan_that_agrees_does_not_last(self, scene: Scene) -> None:
        scene.show((100, 100))
        scene.detect = lambda image: []  # type: ignore[method-assign]
        seen = [numbers(scene.show((100, 100))) for _ in range(60)]
        assert seen[5] == [1] and seen[-1] == []


class TestCuts:
    def test_neighbours_are_no_cut_and_other_pictures_are(
        self, clip: list[Image], picture: Callable[[str], Image]
    ) -> None:
        finder = CutFinder()
        assert not any(finder.cut(image) for image in clip)
        assert finder.cut(picture("multi_face.jpg"))
        assert finder.cut(picture("0-f15-hao-ph.jpg"))

    def test_nothing_is_carried_across(self, scene: Scene) -> None:
        """The next scene's face stands where the last one's stood."""
        for _ in range(5):
            scene.show((100, 100))
        scene.image = np.ascontiguousarray(scene.image[::-1])
        assert numbers(scene.show((100, 100))) == [2]
        assert scene.tracker.ended == [1]

    def test_light_and_black_are_no_cut(self, clip: list[Image]) -> None:
        finder = CutFinder()
        black = np.zeros_like(clip[0])
        for image in (clip[0], (clip[1] * 0.4).astype(np.uint8), black, black, clip[2]):
            assert not finder.cut(image)

    def test_any_size(self) -> None:
        finder = CutFinder()
        assert not finder.cut(np.zeros((1, 1, 3), np.uint8))


class TestRealFaces:
    def test_one_track_that_agrees_with_full_scans(self, detector: Mtcnn, clip: list[Image]) -> None:
        tracker, agreed = Tracker(detector), []
        for i, image in enumerate(clip):
            (one,) = tracker.update(frame(image, i))
            assert one.track == 1 and one.measured
            (scanned,) = detector.detect(image)
            agreed.append(iou(one.detection.box[None], scanned.box[None])[0, 0])
        assert np.mean(np.array(agreed) > 0.6) >= 0.95

    def test_people_who_cross_never_swap_numbers(self, detector: Mtcnn, picture: Callable[[str], Image]) -> None:
        """Two faces on one wall walk through each other, the one in front covering the other."""
        image = picture("multi_face.jpg")
        heads = [image[270:450, 660:810], image[50:190, 205:315]]
        heads = [np.asarray(cv2.resize(head, (150, 180)), np.uint8) for head in heads]
        tracker = Tracker(detector)
        owner: dict[int, int] = {}
        for i in range(75):
            scene = np.random.default_rng(1).integers(100, 140, (360, 640, 3)).astype(np.uint8)
            places = [30 + 6 * i, 474 - 6 * i]
            for place, head in reversed(list(zip(places, heads, strict=True))):
                scene[90:270, place : place + 150] = head
            for one in tracker.update(frame(scene, i)):
                if not one.measured or abs(places[0] - places[1]) < 150:
                    continue
                middle = (one.detection.box[0] + one.detection.box[2]) / 2 - 75
                who = int(np.argmin([abs(middle - place) for place in places]))
                assert owner.setdefault(one.track, who) == who
        assert set(owner.values()) == {0, 1}
