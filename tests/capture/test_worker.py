"""The thread that owns a source, with fake cameras and real files."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.fake_camera import FakeCamera, until

from facecam.base.errors import SourceError
from facecam.base.messages import Message
from facecam.base.types import Frame
from facecam.capture.camera import CameraSource
from facecam.capture.demo import DemoSource
from facecam.capture.source import Source, SourceState
from facecam.capture.stills import ImageSource
from facecam.capture.video import VideoSource
from facecam.capture.worker import CaptureWorker, Limits, frames

QUICK_RETRY = Limits(first_retry=0.01, last_retry=0.04)
IMPATIENT = Limits(stall=0.05, hang=0.15, open=0.3)


class Play:
    """A worker under test, with everything that it said."""

    def __init__(self, source: Source, *, realtime: bool = True, limits: Limits = QUICK_RETRY) -> None:
        self.said: list[tuple[SourceState, str]] = []
        self.worker = CaptureWorker(
            source,
            realtime=realtime,
            on_state=lambda state, told: self.said.append((state, str(told))),
            limits=limits,
        )
        self.mailbox = self.worker.subscribe()
        self.worker.start()

    def reach(self, state: SourceState) -> None:
        until(lambda: self.worker.state is state)

    def words(self, state: SourceState) -> list[str]:
        return [message for said, message in self.said if said is state]


class Clip:
    """A file of `count` frames, `period` seconds apart, each of which takes `cost` seconds to read."""

    live = False
    damaged = 0
    mode = "4x4"
    remark: Message | None = None
    no_answer = Message("the disk does not answer")

    def __init__(self, count: int, period: float, cost: float = 0.0) -> None:
        self.name = "clip"
        self.fps: float | None = 1 / period
        self.closed = False
        self._count, self._period, self._cost = count, period, cost
        self._index = 0
        self.pause, self.pause_at = 0.0, 0
        """How much longer the next read takes from that frame on."""

    def open(self) -> None:
        pass

    def read(self) -> Frame | None:
        if self._index == self._count:
            return None
        time.sleep(self._cost)
        if self.pause and self._index >= self.pause_at:
            time.sleep(self.pause)
            self.pause = 0.0
        index = self._index
        self._index += 1
        return Frame(np.zeros((4, 4, 3), np.uint8), index, index * self._period, time.monotonic(), self.name)

    def rewind(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


# Cameras


def test_one_thread_owns_the_device_and_every_listener_gets_frames(camera: FakeCamera) -> None:
    play = Play(CameraSource("0"))
    second = play.worker.subscribe()
    assert play.mailbox.get(timeout=10) is not None
    assert second.get(timeout=10) is not None
    assert play.worker.state is SourceState.LIVE
    assert str(play.worker.message) == "Fake Cam, 640x480 MJPG 30 fps"
    until(lambda: play.worker.fps > 0)
    assert play.worker.stop(timeout=10)
    assert len(camera.threads) == 1 and threading.get_ident() not in camera.threads
    assert camera.released == camera.opened == 1
    assert play.mailbox.closed and second.closed
    assert play.worker.state is SourceState.ENDED  # type: ignore[comparison-overlap]  # it moved on


def test_a_measured_rate_is_told_whatever_the_driver_claims(camera: FakeCamera) -> None:
    camera.claimed_fps = 5.0
    play = Play(CameraSource("0"))
    arrivals: list[float] = []
    while len(arrivals) < 61:
        frame = play.mailbox.get(timeout=10)
        assert frame is not None
        arrivals.append(frame.captured)
    # Frames come without a pause between reads of 2 ms, so that it is not 5 a second even on a busy computer.
    assert play.worker.fps > 10
    play.worker.stop(timeout=10)


def test_start_does_not_wait_for_a_driver_that_hangs_in_open(camera: FakeCamera) -> None:
    camera.answers.clear()
    play = Play(CameraSource("0"), limits=IMPATIENT)
    assert play.worker.state is SourceState.OPENING
    play.reach(SourceState.FAILED)
    sentence = "Fake Cam: its driver does not answer: unplug the camera and plug it in again."
    assert play.said == [(SourceState.OPENING, sentence), (SourceState.FAILED, sentence)]
    assert play.mailbox.closed
    assert not play.worker.stop(timeout=0.01), "the driver still has the thread"
    camera.answers.set()
    assert play.worker.stop(timeout=10)
    assert camera.released == camera.opened, "the device is freed when the driver answers at last"


def test_a_driver_that_hangs_in_read_is_told_and_a_late_answer_goes_on(camera: FakeCamera) -> None:
    play = Play(CameraSource("0"), limits=IMPATIENT)
    until(lambda: play.worker.frames > 5)
    camera.answers.clear()
    until(lambda: "driver does not answer" in str(play.worker.message))
    stalled, hangs = play.words(SourceState.RECONNECTING)[-2:]
    assert stalled.startswith("Fake Cam has given no picture for 0.")
    assert hangs == "Fake Cam: its driver does not answer: unplug the camera and plug it in again."
    assert play.worker.fps == 0
    camera.answers.set()
    play.reach(SourceState.LIVE)
    assert play.worker.stop(timeout=10)


def test_a_driver_that_hangs_does_not_hang_who_stops(camera: FakeCamera) -> None:
    play = Play(CameraSource("0"))
    play.reach(SourceState.LIVE)
    camera.answers.clear()
    until(lambda: camera.hanging)
    assert not play.worker.stop(timeout=0.05)
    camera.answers.set()
    assert play.worker.stop(timeout=10)
    assert camera.released == 1


class Slow(Clip):
    """A camera that needs `cost` seconds for each picture."""

    live = True


def test_a_slow_camera_is_slow_and_not_broken() -> None:
    play = Play(Slow(count=12, period=1.0, cost=0.12), limits=Limits(stall=0.02, hang=10.0))
    play.reach(SourceState.ENDED)
    assert play.worker.frames == 12
    assert play.words(SourceState.RECONNECTING) == []


def test_a_short_stall_is_told_and_over_with_the_next_picture(camera: FakeCamera) -> None:
    play = Play(CameraSource("0"), limits=Limits(stall=0.03))
    until(lambda: play.worker.frames > 5)
    camera.answers.clear()
    play.reach(SourceState.RECONNECTING)
    camera.answers.set()
    play.reach(SourceState.LIVE)
    assert play.worker.stop(timeout=10)
    assert camera.opened == 1, "it was not opened anew"


def test_an_unplugged_camera_is_reconnected_with_growing_pauses(camera: FakeCamera) -> None:
    play = Play(CameraSource("0", grace=0.01))
    play.reach(SourceState.LIVE)
    camera.plugged = False
    until(lambda: "in 0.04 s" in str(play.worker.message))
    assert play.words(SourceState.RECONNECTING) == [
        "Fake Cam gives no more pictures. Plug it in again. Trying again in 0.01 s.",
        "Fake Cam is not plugged in. Plug it in again. Trying again in 0.02 s.",
        "Fake Cam is not plugged in. Plug it in again. Trying again in 0.04 s.",
    ]
    newest = play.worker.frames
    camera.index, camera.plugged = 1, True
    play.reach(SourceState.LIVE)
    until(lambda: play.worker.frames > newest)
    assert play.worker.stop(timeout=10)
    assert camera.released == camera.opened == 2


def test_a_camera_that_comes_back_after_some_attempts_starts_with_short_pauses_again(camera: FakeCamera) -> None:
    play = Play(CameraSource("0", grace=0.01))
    for _ in range(2):
        play.reach(SourceState.LIVE)
        before = len(play.said)
        camera.silent, camera.refusals = True, 2
        play.reach(SourceState.RECONNECTING)
        camera.silent = False
        play.reach(SourceState.LIVE)
        assert "Trying again in 0.01 s." in play.said[before][1]
    assert play.worker.stop(timeout=10)


def test_a_camera_that_was_never_there_has_failed_with_the_reason(camera: FakeCamera) -> None:
    play = Play(CameraSource("7"))
    play.reach(SourceState.FAILED)
    assert str(play.worker.message) == "There is no camera 7. The cameras here are 0: Fake Cam."
    assert str(play.worker.error) == str(play.worker.message)
    assert play.mailbox.get(timeout=10) is None
    assert play.worker.stop(timeout=10)


def test_an_odd_picture_is_told(camera: FakeCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("facecam.capture.camera.STILL", 0.01)
    camera.black = True
    play = Play(CameraSource("0"))
    until(lambda: str(play.worker.message).endswith("its picture is black: open its shutter"))
    camera.black = False
    until(lambda: str(play.worker.message) == "Fake Cam, 640x480 MJPG 30 fps")
    assert play.worker.stop(timeout=10)


def test_frames_of_a_camera_are_the_newest_and_free_it_in_the_end(camera: FakeCamera) -> None:
    stream = frames(CameraSource("0"))
    indexes = [next(stream).index for _ in range(3)]
    stream.close()  # type: ignore[attr-defined]
    assert indexes == sorted(set(indexes))
    until(lambda: camera.released == 1)


def test_frames_of_a_camera_that_is_not_there_raise(camera: FakeCamera) -> None:
    with pytest.raises(SourceError, match="There is no camera 7"):
        next(frames(CameraSource("7")))


# Files


def test_a_file_played_live_keeps_its_own_pace() -> None:
    started = time.monotonic()
    play = Play(Clip(count=20, period=0.005))
    got = []
    while (frame := play.mailbox.get(timeout=10)) is not None:
        got.append(frame)
    assert play.worker.state is SourceState.ENDED
    assert str(play.worker.message) == "clip has ended"
    assert play.worker.frames == 20
    assert all(frame.captured >= started + frame.time for frame in got), "never early"


def test_a_file_that_decodes_slower_than_life_is_shown_slower_and_never_left_out() -> None:
    play = Play(Clip(count=40, period=0.001, cost=0.01), limits=Limits(late=0.02))
    play.reach(SourceState.ENDED)
    assert play.worker.frames == 40
    assert any("shown slower than life" in words for words in play.words(SourceState.LIVE))


def test_a_file_that_was_behind_once_catches_up() -> None:
    """One read of 0.2 s: what follows is shown at once until it is on time again, and nothing is said."""
    clip = Clip(count=60, period=0.01)
    clip.pause, clip.pause_at = 0.2, 20
    play = Play(clip, limits=Limits(late=10.0))
    play.reach(SourceState.LIVE)
    arrivals = []
    while (frame := play.mailbox.get(timeout=10)) is not None:
        arrivals.append(frame.captured - frame.time)
    assert play.worker.frames == 60
    assert arrivals[-1] - min(arrivals) < (max(arrivals) - min(arrivals)) / 2, "back at its own pace"
    assert not any("slower" in words for words in play.words(SourceState.LIVE))


def test_a_file_that_is_not_played_live_waits_for_every_listener() -> None:
    clip = Clip(count=30, period=0.001)
    worker = CaptureWorker(clip, realtime=False)
    boxes = [worker.subscribe(), worker.subscribe()]
    worker.start()
    got = []
    for _ in range(30):
        frame, same = (box.get(timeout=10) for box in boxes)
        assert frame is not None and frame is same
        got.append(frame.index)
        time.sleep(0.001)
    assert got == list(range(30))
    assert all(box.dropped == 0 for box in boxes)
    assert worker.stop(timeout=10) and clip.closed


def test_the_worker_can_be_stopped_while_a_listener_takes_nothing() -> None:
    clip = Clip(count=30, period=0.001)
    play = Play(clip, realtime=False)
    until(lambda: play.worker.frames == 1)
    assert play.worker.stop(timeout=10)
    assert clip.closed and play.worker.frames == 1


def test_who_unsubscribes_is_not_waited_for() -> None:
    play = Play(Clip(count=30, period=0.001), realtime=False)
    play.worker.unsubscribe(play.mailbox)
    play.reach(SourceState.ENDED)
    assert play.worker.frames == 30


def test_the_demo_loops_when_it_is_played_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "five.avi"
    writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 100, (64, 48))
    for level in range(5):
        writer.write(np.full((48, 64, 3), level * 50, np.uint8))
    writer.release()
    monkeypatch.setattr("facecam.capture.demo._CLIP", str(file))
    play = Play(DemoSource(), limits=Limits(late=0.0))
    indexes: list[int] = []
    while len(indexes) < 12:
        frame = play.mailbox.get(timeout=10)
        assert frame is not None
        assert frame.time == pytest.approx(frame.index / 100, abs=1e-3)
        indexes.append(frame.index)
    assert indexes == sorted(set(indexes))
    assert play.worker.stop(timeout=10)


class Grabbed(Clip):
    """A live stream whose pictures are made when they are wanted."""

    live = True
    retrieved = 0

    def grab(self) -> Frame | None:
        return self.read()

    def retrieve(self, frame: Frame) -> Frame | None:
        self.retrieved += 1
        return frame


def test_while_nobody_takes_frames_most_are_passed_over_and_the_last_is_never_old() -> None:
    stream = Grabbed(1000, 0.01, cost=0.01)
    play = Play(stream)
    began, ages = time.monotonic(), []
    for _ in range(6):
        time.sleep(0.25)
        frame = play.mailbox.take()
        assert frame is not None
        ages.append(time.monotonic() - frame.captured)
    retrieved, seconds = stream.retrieved, time.monotonic() - began
    assert min(ages) < 0.13, "one is made before the last is old"
    assert retrieved < stream._index / 2
    assert play.worker.fps > 1.5 * retrieved / seconds, "those that are passed over have arrived, too"
    play.worker.stop(1)


def test_who_takes_every_frame_gets_every_frame() -> None:
    stream = Grabbed(60, 0.01, cost=0.01)
    play = Play(stream)
    got = 0
    while (frame := play.mailbox.get(2)) is not None:
        got += 1
        if frame.index == 59:
            break
    assert got >= 55 and stream.retrieved == got
    play.worker.stop(1)


def test_a_film_passed_over_goes_on_in_its_pace_and_is_held_where_it_was_seen(media: Path) -> None:
    source = DemoSource()
    play = Play(source)
    first = play.mailbox.get(5)
    assert first is not None
    time.sleep(1.0)
    later = play.mailbox.take()
    assert later is not None and later.image.size and 0.7 < later.time - first.time < 1.3
    play.worker.transport.pause(True)
    held = play.mailbox.get(2)
    play.worker.stop(1)
    assert held is None or held.image.shape == later.image.shape


def test_an_image_stays_in_the_mailbox_when_it_has_ended(media: Path) -> None:
    play = Play(ImageSource(media / "single_face.jpg"))
    play.reach(SourceState.ENDED)
    frame = play.mailbox.get(timeout=10)
    assert frame is not None and frame.source.endswith("single_face.jpg")
    assert play.mailbox.get(timeout=10) is None


def test_who_subscribes_after_the_end_does_not_wait(media: Path) -> None:
    play = Play(ImageSource(media / "single_face.jpg"))
    until(lambda: play.mailbox.closed)
    assert play.worker.subscribe().get() is None


def test_a_broken_file_has_failed_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"")
    play = Play(VideoSource(tmp_path / "film.mp4"))
    play.reach(SourceState.FAILED)
    assert "film.mp4 is empty" in str(play.worker.message)


def test_a_defect_ends_the_worker_in_words_and_frees_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    clip = Clip(count=3, period=0.001)
    monkeypatch.setattr(clip, "read", lambda: 1 / 0)
    play = Play(clip)
    play.reach(SourceState.FAILED)
    assert "defect" in str(play.worker.message)
    until(lambda: clip.closed)


def test_a_worker_that_never_started_can_be_stopped() -> None:
    assert CaptureWorker(Clip(1, 1.0), realtime=True).stop(timeout=1)


def test_pictures_are_turned_from_the_next_one_on() -> None:
    class Corner(Clip):
        def read(self) -> Frame | None:
            frame = super().read()
            if frame is not None:
                frame.image[0, 0] = 255
            return frame

    worker = CaptureWorker(Corner(100, 0.001), realtime=False)
    worker.rotation = 90
    mailbox = worker.subscribe()
    worker.start()
    first = mailbox.get(5.0)
    assert first is not None and first.image[0, -1].all() and first.image.flags.c_contiguous
    worker.rotation = 270
    corners = [frame.image[-1, 0].all() for frame in iter(lambda: mailbox.get(5.0), None)]
    assert all(corners[3:]) and len(corners) > 90
    assert worker.stop(5.0)
