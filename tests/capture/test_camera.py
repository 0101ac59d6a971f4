"""Cameras, played by a fake driver."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import pytest
from helpers.fake_camera import PATH, FakeCamera, until

from facecam.base.errors import SourceError
from facecam.capture.camera import Camera, CameraSource, cameras, find_camera
from facecam.capture.hotplug import CameraWatch
from facecam.capture.source import open_source


def test_cameras_are_listed_with_index_name_and_path(camera: FakeCamera) -> None:
    assert cameras() == [Camera(0, "Fake Cam", PATH)]


@pytest.mark.parametrize("spec", ["0", "Fake Cam", "fake cam", "cam", PATH])
def test_a_camera_is_found_by_index_name_part_of_the_name_and_path(camera: FakeCamera, spec: str) -> None:
    source = open_source(spec)
    source.open()
    frame = source.read()
    source.close()
    assert frame is not None
    assert frame.source == source.name == "Fake Cam"
    assert (frame.index, frame.size) == (0, (640, 480))


def test_a_mode_is_asked_for_and_the_one_obtained_is_told(camera: FakeCamera) -> None:
    source = CameraSource("0")
    source.open()
    mjpg = cv2.VideoWriter.fourcc(*"MJPG")
    wanted = {
        cv2.CAP_PROP_FOURCC: mjpg,
        cv2.CAP_PROP_FRAME_WIDTH: 1280,
        cv2.CAP_PROP_FRAME_HEIGHT: 720,
        cv2.CAP_PROP_FPS: 30,
    }
    assert camera.asked == wanted
    assert next(iter(camera.asked)) == cv2.CAP_PROP_FOURCC, "the size depends on the format: format first"
    # The driver says yes to 1280x720 and gives 640x480: the pictures are believed.
    assert source.mode == "640x480 MJPG 30 fps"


@pytest.mark.parametrize("lie", [0.0, -1.0, float("nan"), float("inf"), 90000.0])
def test_a_rate_that_cannot_be_true_is_not_told(camera: FakeCamera, lie: float) -> None:
    camera.claimed_fps = lie
    source = CameraSource("0")
    source.open()
    assert source.fps is None
    assert source.mode == "640x480 MJPG"


def test_an_index_that_is_not_there_names_the_cameras_there_are(camera: FakeCamera) -> None:
    with pytest.raises(SourceError, match="There is no camera 3") as caught:
        CameraSource("3").open()
    assert "0: Fake Cam" in caught.value.remedy


def test_a_name_that_is_not_known_names_the_cameras_there_are(camera: FakeCamera) -> None:
    with pytest.raises(SourceError, match="Logitech") as caught:
        CameraSource("Logitech").open()
    assert "0: Fake Cam" in caught.value.remedy


def test_without_any_camera_the_remedy_is_another_source(camera: FakeCamera) -> None:
    camera.plugged = False
    with pytest.raises(SourceError) as caught:
        CameraSource("0").open()
    assert "demo" in caught.value.remedy


def test_a_name_that_fits_two_cameras_asks_for_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = [Camera(0, "C920", "a"), Camera(2, "C920", "b")]
    monkeypatch.setattr("facecam.capture.camera.cameras", lambda: twins)
    with pytest.raises(SourceError, match="2 cameras") as caught:
        find_camera("c920")
    assert "0: C920, 2: C920" in caught.value.remedy
    assert find_camera("b") == twins[1]


@pytest.mark.parametrize("vice", ["silent", "empty"])
def test_a_camera_that_opens_but_never_gives_a_picture_is_an_error(camera: FakeCamera, vice: str) -> None:
    setattr(camera, vice, True)
    source = CameraSource("0", patience=0.01)
    with pytest.raises(SourceError, match="Fake Cam opens but gives no picture"):
        source.open()
    source.close()
    assert camera.released == camera.opened == 1


def test_single_failing_reads_are_passed_over(camera: FakeCamera) -> None:
    source = CameraSource("0")
    source.open()
    source.read()
    camera.missed = 3
    frame = source.read()
    assert frame is not None and frame.index == 1


def test_a_camera_that_vanishes_is_an_error_and_comes_back_under_another_index(camera: FakeCamera) -> None:
    source = CameraSource("0", grace=0.01)
    source.open()
    first = source.read()
    camera.plugged = False
    with pytest.raises(SourceError, match="Fake Cam gives no more pictures"):
        source.read()
    source.close()
    with pytest.raises(SourceError, match="Fake Cam is not plugged in"):
        source.open()
    camera.plugged, camera.index = True, 2
    source.open()
    again = source.read()
    assert first is not None and again is not None
    assert again.index == first.index + 1, "the count goes on"
    assert again.time > first.time


def test_a_frozen_picture_is_remarked_and_of_a_camera_that_is_gone_an_error(
    camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facecam.capture.camera.STILL", 0.01)
    source = CameraSource("0")
    source.open()
    assert source.read() is not None and source.remark is None
    camera.frozen = True
    for _ in range(20):
        assert source.read() is not None, "a virtual camera may stand still"
    assert str(source.remark) == "its picture does not change"
    camera.in_list = False
    with pytest.raises(SourceError, match="no more pictures"):
        for _ in range(50):
            source.read()


def test_a_black_picture_is_remarked_until_it_is_none(camera: FakeCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.capture.camera.STILL", 0.01)
    source = CameraSource("0")
    source.open()
    camera.black = True
    for _ in range(20):
        source.read()
    assert "black" in str(source.remark)
    camera.black = False
    source.read()
    assert source.remark is None


def test_plugging_in_and_out_is_noticed(camera: FakeCamera) -> None:
    seen: list[tuple[Camera, ...]] = []
    watch = CameraWatch(seen.append, interval=0.005)
    watch.start()
    until(lambda: len(seen) == 1)
    camera.plugged = False
    until(lambda: len(seen) == 2)
    camera.plugged = True
    until(lambda: len(seen) == 3)
    assert watch.stop(timeout=10)
    assert seen == [(Camera(0, "Fake Cam", PATH),), (), (Camera(0, "Fake Cam", PATH),)]


def test_a_list_that_cannot_be_read_is_an_empty_list(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(backend: int) -> list[object]:
        raise OSError("no camera service")

    monkeypatch.setattr("cv2_enumerate_cameras.enumerate_cameras", broken)
    assert cameras() == []
    assert "no camera service" in caplog.text


def test_a_linux_camera_is_named_by_its_serial_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, camera: FakeCamera
) -> None:
    """udev's links are stable, /dev/video0 is not; both find the camera."""
    folder = tmp_path / "by-id"
    folder.mkdir()
    (tmp_path / "video0").touch()
    (folder / "usb-Fake_Cam_0001").symlink_to(tmp_path / "video0")
    monkeypatch.setattr("facecam.capture.camera.LINKS", (str(folder),))
    monkeypatch.setattr("helpers.fake_camera.PATH", str(tmp_path / "video0"))
    assert cameras() == [Camera(0, "Fake Cam", str(folder / "usb-Fake_Cam_0001"))]


def test_a_camera_that_another_program_uses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, camera: FakeCamera
) -> None:
    monkeypatch.setattr("helpers.fake_camera.PATH", str(tmp_path))
    camera.refusals = 1
    with pytest.raises(SourceError, match="Fake Cam cannot be opened") as caught:
        CameraSource("0").open()
    assert "other programs" in caught.value.remedy


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere permission is asked for by the system")
def test_a_camera_that_may_not_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, camera: FakeCamera
) -> None:
    monkeypatch.setattr("helpers.fake_camera.PATH", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)
    camera.refusals = 1
    with pytest.raises(SourceError, match="may not be used by you") as caught:
        CameraSource("0").open()
    assert "group `video`" in caught.value.remedy
