from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from facecam.base.types import Detection, Frame, Image
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

    def show(self, *faces: tuple[float, float], time: float | None = None, thorough: bool = False) -> list[Tracked]:
        self.faces = faces
        self.index += 1
        return self.tracker.update(frame(self.image, self.index, time), thorough=thorough)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def numbers(tracked: list[Tracked]) -> list[int]:
    return [one.track for one in tracked]


class TestThorough:
    def test_a_new_face_is_there_on_its_first_frame(self, scene: Scene) -> None:
        for i in range(1, 30):
            tracked = scene.show((100, 100), *[(400.0, 200.0)] * (i > 5), thorough=True)
            assert len(tracked) == 1 + (i > 5) and scene.tracker.scanned
        assert numbers(tracked) == [1, 2] and scene.scans == 29

    def test_it_is_said_whether_all_of_a_frame_was_searched(self, scene: Scene) -> None:
        said = []
        for _ in range(11):
            scene.show((100, 100))
            said.append(scene.tracker.scanned)
        assert said == [True, *[False] * 9, True]

    def test_a_face_that_scans_miss_is_kept_for_as_long_as_without(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scene.show((100, 100), thorough=True)
        monkeypatch.setattr(scene, "detect", lambda _: [])
        kept = 0
        while scene.show((100, 100), thorough=True):
            kept += 1
        assert kept / FPS > 1.0

    def test_a_frame_on_which_a_face_has_lost_its_track_was_not_searched(self, scene: Scene) -> None:
        ended, x = False, 100
        while not ended:
            x += 5
            tracked = scene.show((x, 100), (360 - x, 100), thorough=True)
            ended = len(tracked) < 2
            assert ended != scene.tracker.scanned


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

    @pytest.mark.parametrize(("pause", "number"), [(0.28, 1), (0.32, 2), (1.5, 2)])
    def test_a_track_ends_where_no_picture_came_for_longer_than_three_tenths_of_a_second(
        self, scene: Scene, pause: float, number: int
    ) -> None:
        for index in range(20):
            scene.show((100, 100), time=index / FPS)
        assert numbers(scene.show((100, 100), time=19 / FPS + pause)) == [number]

    def test_a_source_of_two_frames_a_second_has_tracks_too(self, scene: Scene) -> None:
        for i in range(8):
            assert numbers(scene.show((100 + i, 100), time=i * 0.5)) == [1]


class TestTooMuchToDo:
    """Frames come at 25 a second, and few of them are looked at."""

    @staticmethod
    def scans(scene: Scene, step: int, seconds: float, *faces: tuple[float, float]) -> int:
        before = scene.scans
        for _ in range(round(seconds * FPS / step)):
            scene.index += step - 1
            scene.show(*faces)
        return scene.scans - before

    def test_full_scans_leave_time_for_following(self, scene: Scene) -> None:
        face = (100.0, 100.0)
        assert self.scans(scene, 1, 4, face) == 10
        self.scans(scene, 5, 4, face)
        assert self.scans(scene, 5, 10, face) == 5, "one in two seconds"
        self.scans(scene, 1, 4, face)
        assert self.scans(scene, 1, 4, face) == 10, "as before, once there is time again"

    def test_one_frame_in_two_is_no_hurry_yet(self, scene: Scene) -> None:
        self.scans(scene, 2, 4, (100.0, 100.0))
        assert self.scans(scene, 2, 8, (100.0, 100.0)) >= 12

    def test_nobody_is_looked_for_on_every_frame_either(self, scene: Scene) -> None:
        self.scans(scene, 20, 8)
        assert self.scans(scene, 20, 16) == 6, "one in three looks"

    def test_a_slow_camera_is_not_taken_for_it(self, scene: Scene) -> None:
        for i in range(20):
            scene.show((100, 100), time=i / 5)
        assert scene.scans == 10


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


class TestLimits:
    """Where each rule begins and ends, in numbers. Two squares of 60 that are d apart have an IoU of
    (60 - d) / (60 + d)."""

    @pytest.mark.parametrize(("gap", "number"), [(0.28, 1), (0.32, 2)])
    def test_a_gap_of_three_tenths_of_a_second_ends_a_track(self, scene: Scene, gap: float, number: int) -> None:
        for i in range(10):
            scene.show((100, 100), time=i * 0.04)
        assert numbers(scene.show((100, 100), time=0.36 + gap)) == [number]
        assert scene.tracker.ended == ([] if number == 1 else [1])

    @pytest.mark.parametrize(("gap", "number"), [(0.38, 1), (0.42, 2)])
    def test_of_a_slow_source_a_gap_is_twice_its_usual_interval(
        self, scene: Scene, gap: float, number: int
    ) -> None:
        for i in range(10):
            scene.show((100, 100), time=i * 0.2)
        assert numbers(scene.show((100, 100), time=1.8 + gap)) == [number]

    def test_the_usual_interval_takes_a_fifth_of_each_new_one(self, scene: Scene) -> None:
        """0.2, then 0.2 + 0.2 * (0.39 - 0.2) = 0.238, then 0.238 + 0.2 * (0.45 - 0.238) = 0.2804."""
        times = [0.0, 0.2, 0.4, 0.79, 1.24]
        assert [numbers(scene.show((100, 100), time=time)) for time in times] == [[1]] * 5
        assert numbers(scene.show((100, 100), time=1.24 + 0.6)) == [2], "twice 0.2804 is 0.56"

    @pytest.mark.parametrize(("interval", "number"), [(0.98, 1), (1.02, 3)])
    def test_a_second_is_a_gap_in_every_source(self, scene: Scene, interval: float, number: int) -> None:
        for i in range(3):
            found = scene.show((100, 100), time=i * interval)
        assert numbers(found) == [number]

    def test_the_same_time_again_is_no_loop(self, scene: Scene) -> None:
        scene.show((100, 100), time=1.0)
        assert numbers(scene.show((100, 100), time=1.0)) == [1]

    @pytest.mark.parametrize(("time", "scans"), [(0.3994, 1), (0.3996, 2)])
    def test_four_tenths_of_a_second_lie_between_scans(self, scene: Scene, time: float, scans: int) -> None:
        scene.show((100, 100), time=0.0)
        scene.show((100, 100), time=0.2)
        scene.show((100, 100), time=time)
        assert scene.scans == scans

    def test_two_tenths_lie_between_scans_of_an_empty_scene(self, scene: Scene) -> None:
        for _ in range(100):
            scene.show()
        assert scene.scans == 20

    @pytest.mark.parametrize(("time", "scans"), [(0.09, 1), (0.1, 2)])
    def test_a_lost_face_is_looked_for_a_tenth_after_the_last_scan(
        self, scene: Scene, time: float, scans: int
    ) -> None:
        scene.show((100, 100), time=0.0)
        scene.show(time=time)
        assert scene.scans == scans

    @pytest.mark.parametrize(("step", "measured"), [(25, True), (26, False)])
    def test_a_followed_face_keeps_two_fifths_of_its_place(self, scene: Scene, step: int, measured: bool) -> None:
        scene.show((100, 100), time=0.0)
        (one,) = scene.show((100 + step, 100), time=0.04)
        assert (one.track, one.measured) == (1, measured)

    @pytest.mark.parametrize(("step", "seen"), [(32, [1]), (33, [2])])
    def test_a_scanned_face_keeps_three_tenths(self, scene: Scene, step: int, seen: list[int]) -> None:
        scene.show((100, 100), time=0.0)
        scene.show((100, 100), time=0.2)
        found = scene.show((100 + step, 100), time=0.4)
        assert [one.track for one in found if one.measured] == seen

    @pytest.mark.parametrize(("apart", "tracks"), [(20, [1]), (21, [1, 2])])
    def test_from_half_on_two_boxes_are_one_face(self, scene: Scene, apart: int, tracks: list[int]) -> None:
        for i in range(12):
            assert numbers(scene.show((100, 100), (100 + apart, 100), time=i * 0.04)) == tracks

    def test_two_tracks_at_one_face_end_from_half_on(self, scene: Scene) -> None:
        scene.show((100, 100), (160, 100), time=0.0)
        assert numbers(scene.show((118, 100), (139, 100), time=0.1)) == [1, 2], "21 apart"
        assert scene.show((127, 100), (129, 100), time=0.2) == []
        assert scene.tracker.ended == [1, 2] and scene.scans == 1
        assert numbers(scene.show((128, 100), time=0.21)) == [3], "a scan follows at once"

    def test_of_two_at_one_face_the_one_that_was_not_seen_there_ends(self, scene: Scene) -> None:
        scene.show((100, 100), (300, 100), time=0.0)
        scene.show((110, 100), (300, 100), time=0.01)
        # The first is carried by its motion, 500 pixels a second, and not seen; the second comes to its place.
        scene.follow = lambda image, boxes: [None, scene.detection(130, 100)]  # type: ignore[method-assign]
        scene.tracker._tracks[1].detection = scene.detection(128, 100)
        assert numbers(scene.show(time=0.05)) == [2]
        assert scene.tracker.ended == [1]

    def test_two_scans_may_miss_a_face_that_is_followed_and_the_third_may_not(self, scene: Scene) -> None:
        scene.show((100, 100), time=0.0)
        found = scene.detect
        scene.detect = lambda image: []  # type: ignore[method-assign]
        times = [0.2, 0.4, 0.6, 0.8]
        assert [numbers(scene.show((100, 100), time=time)) for time in times] == [[1]] * 4
        scene.detect = found  # type: ignore[method-assign]
        assert numbers(scene.show((100, 100), time=1.0)) == [1]
        scene.show((100, 100), time=1.2)  # one that agrees begins the count anew
        scene.detect = lambda image: []  # type: ignore[method-assign]
        times = [1.4, 1.6, 1.8, 2.0, 2.2]
        assert [numbers(scene.show((100, 100), time=time)) for time in times] == [[1]] * 5
        assert scene.show((100, 100), time=2.4) == [] and scene.tracker.ended == [1]

    def test_a_face_that_only_following_sees_is_measured_and_moves_on(self, scene: Scene) -> None:
        scene.show((100, 100), time=0.0)
        scene.show((100, 100), time=0.2)
        scene.detect = lambda image: []  # type: ignore[method-assign]
        (one,) = scene.show((110, 100), time=0.4)
        assert one.measured and one.detection.box[0] == 110
        scene.follow = lambda image, boxes: [scene.detection(150, 100) for _ in boxes]  # type: ignore[method-assign]
        (one,) = scene.show((150, 100), time=0.8)
        assert not one.measured, "30 aside of where its motion takes it"


class TestMotion:
    def test_a_place_is_foretold_with_half_of_the_newest_motion(self, scene: Scene) -> None:
        """100 pixels a second were measured once: 50 are believed; then 50 + 0.5 * (150 - 50) = 100."""
        scene.show((100, 200), time=0.0)
        scene.show((104, 198), time=0.04)
        (one,) = scene.show(time=0.06)
        assert not one.measured and one.detection.score == np.float32(0.99)
        np.testing.assert_allclose(one.detection.box, [105, 197.5, 165, 257.5], atol=1e-3)
        np.testing.assert_allclose(one.detection.points, np.tile([105, 197.5], (5, 1)), atol=1e-3)
        (one,) = scene.show((110, 195), time=0.08)
        assert one.measured
        (one,) = scene.show(time=0.09)
        np.testing.assert_allclose(one.detection.box[:2], [111, 194.5], atol=1e-3)

    def test_velocity_is_measured_from_where_the_face_was_seen_last(self, scene: Scene) -> None:
        scene.show((100, 100), time=0.0)
        scene.show((100, 100), time=0.01)
        scene.show(time=0.02)
        scene.show((104, 100), time=0.05)  # 4 pixels in 0.04 seconds
        (one,) = scene.show(time=0.07)
        np.testing.assert_allclose(one.detection.box[0], 105, atol=1e-3)

    def test_each_found_face_goes_to_the_track_that_should_be_there(self, scene: Scene) -> None:
        scene.show((100, 100), (140, 100), (400, 100), time=0.0)
        scene.show((100, 100), (140, 100), (400, 100), time=0.2)
        found = scene.show((405, 100), (135, 100), (95, 100), time=0.4)
        assert [(one.track, float(one.detection.box[0])) for one in found] == [(1, 95), (2, 135), (3, 405)]

    def test_the_nearest_of_two_is_taken_and_the_other_is_new(self, scene: Scene) -> None:
        scene.show((100, 100), time=0.0)
        scene.show((100, 100), time=0.2)
        found = scene.show((125, 100), (90, 100), time=0.4)
        assert [(one.track, float(one.detection.box[0])) for one in found] == [(1, 90), (2, 125)]

    def test_it_begins_with_nobody(self, scene: Scene) -> None:
        assert scene.tracker.ended == [] and scene.show() == []
        with pytest.raises(ValueError, match=r"^there is no track 1$"):
            scene.tracker.end(1)


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


def test_a_followed_face_keeps_what_the_scan_before_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    judged = iter([0.4, 0.9])

    def detect(image: Image) -> list[Detection]:
        upright = next(judged)
        return [replace(scene.detection(*face), upright=upright) for face in scene.faces]

    monkeypatch.setattr(scene, "detect", detect)
    seen = [(at / 10, scene.show((100 + at, 80), time=at / 10)[0].detection.upright) for at in range(6)]
    assert seen == [(0.0, 0.4), (0.1, 0.4), (0.2, 0.4), (0.3, 0.4), (0.4, 0.9), (0.5, 0.9)]
