"""Recording, blurring, turning and the kiosk, on frames and results made by hand."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.scenes import decision, face, frame, result
from PySide6.QtCore import QPoint, QRectF, QStandardPaths, Qt
from PySide6.QtGui import QImage, QPainter

from facecam.base.messages import verbatim
from facecam.base.types import Frame, State
from facecam.capture.source import SourceState
from facecam.pipeline.engine import Health
from ui.base.bridge import Channel
from ui.base.control import Control
from ui.i18n.words import short
from ui.live.kiosk import Kiosk
from ui.live.words import title
from ui.widgets.given import pixels
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def window(window: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path / "films"))
    window.resize(1024, 640)
    qtbot.waitExposed(window)
    window.activateWindow()
    window.live.view.setFocus()
    return window


def noise(index: int, captured: float) -> Frame:
    image = np.random.default_rng(1).integers(0, 256, (360, 640, 3), np.uint8)
    return Frame(image, index, index / 25, captured, "test")


def show(control: Control, index: int, *pairs: Any, captured: float | None = None) -> None:
    """A result, and the frame that it is about, as the engine sends them."""
    when = time.monotonic() if captured is None else captured
    control.bridge.result.emit(result(index, [one for one, _ in pairs], [said for _, said in pairs], when))
    control.bridge.frame.emit(noise(index, when))


def film_of(tmp_path: Path) -> list[np.ndarray]:
    (path,) = (tmp_path / "films" / "facecam").glob("*.mp4")
    capture, pictures = cv2.VideoCapture(str(path)), []
    while (read := capture.read())[0]:
        pictures.append(read[1])
    return pictures


def record(control: Control, window: Window, qtbot: Any, *pairs: Any) -> None:
    qtbot.keyClick(window.live.view, "R")
    assert window.live.extra_actions.recording.on and "0:00" in window.live.record.text()
    start = time.monotonic()
    for index in range(10):
        show(control, index, *pairs, captured=start + index / 25)
    qtbot.mouseClick(window.live.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.live.extra_actions.recording.on, timeout=60_000)


def test_a_film_is_recorded_with_boxes_and_the_place_is_said(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    record(control, window, qtbot, (face(1), decision(State.KNOWN)))
    assert "Recorded" in window._toast.text and "0:" not in window.live.record.text()
    pictures = film_of(tmp_path)
    assert len(pictures) == 10
    left = pictures[5][130:190, 97:104].astype(int)  # the box's left edge is drawn in the colour of the known
    assert (left[:, :, 1] - left[:, :, 2]).mean() > 20


def test_without_boxes_the_film_is_the_cameras_picture(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    control.change(record_boxes=False)
    record(control, window, qtbot, (face(1), decision(State.KNOWN)))
    first = film_of(tmp_path)[0].astype(int)
    assert np.corrcoef(first.mean(axis=2).ravel(), noise(0, 0).image.mean(axis=2).ravel())[0, 1] > 0.8


def test_missed_pictures_are_counted_and_said(window: Window, control: Control, qtbot: Any) -> None:
    qtbot.keyClick(window.live.view, "R")
    start = time.monotonic()
    for index in (0, 1, 5):
        show(control, index, captured=start + index / 25)
    assert "3 dropped" in window.live.extra_actions.recording.words
    qtbot.keyClick(window.live.view, "R")
    qtbot.waitUntil(lambda: "too slow for 3 pictures" in window._toast.text, timeout=60_000)


def test_another_source_ends_the_film(window: Window, control: Control, qtbot: Any, tmp_path: Path) -> None:
    qtbot.keyClick(window.live.view, "R")
    show(control, 0)
    control.bridge.source_changed.emit("demo")
    qtbot.waitUntil(lambda: not window.live.extra_actions.recording.on, timeout=60_000)
    assert len(film_of(tmp_path)) == 1


def test_closing_the_window_completes_the_film(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    qtbot.keyClick(window.live.view, "R")
    show(control, 0)
    window.close()
    assert len(film_of(tmp_path)) == 1


def test_a_film_that_cannot_be_written_is_said(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    (tmp_path / "films").touch()
    qtbot.keyClick(window.live.view, "R")
    show(control, 0)
    qtbot.waitUntil(lambda: not window.live.extra_actions.recording.on, timeout=60_000)
    assert "films" in window._toast.text and "rights" in window._toast.text


def sharp(picture: np.ndarray, left: int) -> float:
    """How much a face's place differs from cell to cell: noise does, what is blurred does not."""
    return float(np.abs(np.diff(picture[120:200, left + 20 : left + 80].astype(int), axis=1)).mean())


def test_strangers_are_blurred_on_screen_and_in_pictures_and_the_known_are_not(
    window: Window, control: Control, qtbot: Any
) -> None:
    live = window.live
    pairs = ((face(1, 100), decision(State.KNOWN)), (face(2, 400), decision(State.UNKNOWN)))
    qtbot.keyClick(live.view, "B")
    assert control.settings.blur and live.extra_actions.blur.isChecked()
    show(control, 0, *pairs)
    assert live.view.picture is not None
    assert sharp(live.view.picture, 100) > 50 > 10 > sharp(live.view.picture, 400)
    live._fill_panel()
    assert live._in_view._rows[1]._picture is not None and live._in_view._rows[2]._picture is None
    qtbot.keyClick(live.view, "B")
    assert sharp(live.view.picture, 400) > 50


def test_before_anybody_looked_for_faces_all_is_blurred(window: Window, control: Control) -> None:
    control.change(blur=True)
    control.bridge.frame.emit(noise(0, time.monotonic()))
    picture = window.live.view.picture
    assert picture is not None and sharp(picture, 100) < 10 and sharp(picture, 500) < 10


def test_strangers_are_blurred_in_films(window: Window, control: Control, qtbot: Any, tmp_path: Path) -> None:
    control.change(blur=True, record_boxes=False)
    record(control, window, qtbot, (face(1, 100), decision(State.KNOWN)), (face(2, 400), decision()))
    picture = film_of(tmp_path)[5]
    assert sharp(picture, 100) > 3 * sharp(picture, 400)


def test_the_picture_is_turned_and_that_is_kept_for_the_source(
    window: Window, control: Control, qtbot: Any
) -> None:
    control.bridge.spec = "a camera"
    for expected in ({"a camera": 90}, {"a camera": 180}, {"a camera": 270}, {}):
        qtbot.keyClick(window.live.view, "T")
        assert control.settings.rotations == expected


def test_the_mirror_has_its_key_and_shows_its_state(window: Window, control: Control, qtbot: Any) -> None:
    qtbot.keyClick(window.live.view, "M")
    assert control.settings.mirror and window.live.view.mirror and window.live.extra_actions.mirror.isChecked()


def test_the_kiosk_shows_names_in_large_type_and_escape_leaves(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClick(window.live.view, "K")
    kiosk = window._stack.currentWidget()
    assert isinstance(kiosk, Kiosk) and window.isFullScreen() and not window._sidebar.isVisible()
    assert kiosk.names.accessibleName() == "Look at the camera"
    known = decision(State.KNOWN, "Anna Lindgren-Müller")
    show(control, 0, (face(1), known), (face(2, 400), decision()))
    assert kiosk.names.accessibleName() == title(known)
    assert kiosk.names.grab().toImage().pixelColor(QPoint(4, 4)).lightness() < 40
    show(control, 1)
    assert kiosk.names.accessibleName() == title(known)  # a name stays for a moment
    monkeypatch.setattr("ui.live.kiosk.STAYS", -1.0)
    show(control, 2)
    assert kiosk.names.accessibleName() == "Look at the camera"
    monkeypatch.undo()
    people = [(face(at, 60.0 * at), decision(State.KNOWN, f"P{at}", at)) for at in range(1, 7)]
    show(control, 3, *people)
    assert kiosk.names.accessibleName() == "P1, P2, P3, and 3 more"
    qtbot.keyClick(kiosk, Qt.Key.Key_Escape)
    assert (
        not window.isFullScreen() and window._stack.currentWidget() is window.live and window._sidebar.isVisible()
    )


def test_the_kiosk_shows_a_picture_that_stands_still(window: Window, control: Control, qtbot: Any) -> None:
    bridge = control.bridge
    bridge.spec = "photo.jpg"
    bridge.channels[bridge.spec] = channel = Channel(bridge.spec, bridge)
    channel.newest_frame, channel.newest_result = frame(0), result(0, [face(1)], [decision(State.KNOWN)])
    qtbot.keyClick(window.live.view, "K")
    kiosk = window._stack.currentWidget()
    assert isinstance(kiosk, Kiosk) and kiosk.view.frame is channel.newest_frame
    assert kiosk.names.accessibleName() == "Anna"


def test_turning_a_still_picture_shows_it_again(window: Window, control: Control, qtbot: Any, media: Path) -> None:
    opened: list[str] = []
    control.bridge.spec = "photo.jpg"
    control.bridge.open = opened.append  # type: ignore[assignment]
    control.bridge.frame.emit(frame(0))
    control.bridge.health.emit(
        Health(SourceState.ENDED, verbatim("photo.jpg has ended"), "photo.jpg", "", 0.0, 0, None)
    )
    qtbot.keyClick(window.live.view, "T")
    assert opened == ["photo.jpg"]


def test_the_bar_says_on_every_page_that_a_recording_runs(window: Window, control: Control, qtbot: Any) -> None:
    said = window._status_bar.recording
    assert not said.isVisible()
    qtbot.keyClick(window.live.view, "R")
    window.show_page("people")
    assert said.isVisible() and said.text() == "Recording 0:00"
    show(control, 0)
    window.live.extra_actions.recording.toggle()
    qtbot.waitUntil(lambda: not said.isVisible(), timeout=60_000)


def test_a_video_that_has_ended_is_played_again_and_goes_on_where_videos_repeat(
    window: Window, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(control.bridge, "open", opened.append)
    control.bridge.spec = "clip.mp4"
    show(control, 40)
    control.bridge.health.emit(Health(SourceState.LIVE, verbatim(""), "clip.mp4", "", 25.0, 0, 40.0))
    window.live.extra_actions.repeat.trigger()
    assert control.settings.repeat and not opened  # it will go on by itself
    window.live.extra_actions.repeat.trigger()
    control.bridge.health.emit(Health(SourceState.ENDED, verbatim(""), "clip.mp4", "", 0.0, 0, None))
    window.live.extra_actions.repeat.trigger()
    assert control.settings.repeat and opened == ["clip.mp4"]


def test_no_word_of_the_window_shows_the_secrets_of_an_address(
    window: Window, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of one that can never be opened: it was shown as it was typed."""
    said: list[str] = []
    control.failed.connect(said.append)
    for url in (
        "rtsp://anna:hUnTer2@camera.local/live",
        "rtsp://anna:p#hUnTer2@camera.local/x",
        "anna:hUnTer2@cam",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(control.bridge, "channels", {url: object()})
            control.add_source(url)
        said.append(short(url))
    assert len(said) == 6 and not any("hUnTer2" in words for words in said)
    assert "camera.local" in said[0]


@pytest.mark.parametrize("focus", ["source", "fill", "nothing"])
def test_one_letter_keys_work_wherever_the_focus_is_on_the_live_page(
    window: Window, control: Control, qtbot: Any, focus: str
) -> None:
    if focus == "nothing":  # as after a dialog, where no window manager hands the focus back
        window.live.view.clearFocus()
        qtbot.keyClick(window, "M")
    else:
        where = getattr(window.live, focus)
        where.setFocus()
        qtbot.keyClick(where, "M")
    assert control.settings.mirror


def test_an_address_that_is_opened_gives_the_focus_to_the_picture(window: Window, control: Control) -> None:
    window.live.source.setFocus()
    control.bridge.source_changed.emit("rtsp://camera/1")
    assert window.live.view.hasFocus()


def test_keys_of_the_picture_are_none_of_another_page_and_the_grid_has_its_own(
    window: Window, control: Control, qtbot: Any
) -> None:
    window.show_page("settings")
    for key in "RBMTGK":
        qtbot.keyClick(window, key)
    assert not window.live.extra_actions.recording.on and not control.settings.blur
    assert not control.settings.mirror and window._stack.currentWidget() is window._pages["settings"]
    window.grid()
    qtbot.keyClick(window, "B")
    qtbot.keyClick(window, "R")
    assert control.settings.blur and not window.live.extra_actions.recording.on
    qtbot.keyClick(window, "G")
    assert window._stack.currentWidget() is window.live


def test_nothing_that_is_typed_before_the_store_is_open_is_a_key(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the first half of a passphrase."""
    runtime = control.bridge.runtime
    assert runtime is not None
    show(control, 0)
    database = runtime.database
    monkeypatch.setattr(runtime, "database", None)
    typed = "Mr. Bee? 12 turned GREEN knobs"
    qtbot.keyClicks(window.live.view, typed)
    assert not control.settings.mirror and not control.settings.blur and not window.live.frozen
    assert not window.live.extra_actions.recording.on and window._sheet is None
    assert window._stack.currentWidget() is window.live and not window.isFullScreen()
    monkeypatch.setattr(runtime, "database", database)
    qtbot.keyClick(window.live.view, "M")
    assert control.settings.mirror


def test_an_error_goes_when_a_source_shows_its_picture(window: Window, control: Control) -> None:
    control.failed.emit("That address could not be opened.")
    assert window._toast.text
    for state in (SourceState.OPENING, SourceState.LIVE):
        control.bridge.health.emit(Health(state, verbatim(""), "a camera", "", 25.0, 0, 40.0))
    assert not window._toast.text
    control.failed.emit("This could not be saved.")
    control.bridge.health.emit(Health(SourceState.LIVE, verbatim(""), "a camera", "", 25.0, 0, 40.0))
    assert window._toast.text, "that the picture goes on says nothing about it"


def test_a_frame_waits_for_its_own_result_while_strangers_are_blurred(window: Window, control: Control) -> None:
    control.change(blur=True)
    view, start = window.live.view, time.monotonic()
    show(control, 0, (face(1, 100), decision(State.KNOWN)), captured=start)
    control.bridge.frame.emit(noise(1, start + 0.1))
    assert view.frame is not None and view.frame.index == 0
    control.bridge.result.emit(result(1, [face(1, 400)], [decision(State.KNOWN)], start + 0.1))
    assert view.frame.index == 1 and [one.box[0] for one in view.shown()] == [400]


def test_where_nobody_looks_the_picture_is_blurred_as_a_whole_and_goes_on(window: Window, control: Control) -> None:
    control.change(blur=True)
    view, start = window.live.view, time.monotonic()
    show(control, 0, (face(1, 100), decision(State.KNOWN)), captured=start)
    for index in range(1, 20):
        control.bridge.frame.emit(noise(index, start + index / 10))
    assert view.frame is not None and view.picture is not None
    assert view.frame.index > 15 and view.shown() == []
    assert sharp(view.picture, 100) < 10


def test_a_last_picture_that_nobody_looks_at_is_shown_blurred(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    control.change(blur=True)
    view, start = window.live.view, time.monotonic()
    show(control, 0, captured=start)
    view._late.setInterval(50)
    control.bridge.frame.emit(noise(1, start + 0.1))
    qtbot.waitUntil(lambda: view.frame is not None and view.frame.index == 1, timeout=10_000)
    assert view.picture is not None and sharp(view.picture, 100) < 10


def test_a_result_of_followed_faces_alone_does_not_clear_a_picture(window: Window, control: Control) -> None:
    view, start = window.live.view, time.monotonic()
    followed = replace(result(0, [face(1, 100)], [decision(State.KNOWN)], start), scanned=False)
    control.bridge.frame.emit(noise(0, start))
    control.bridge.result.emit(followed)
    control.change(blur=True)
    assert view.picture is not None and sharp(view.picture, 400) < 10
    control.bridge.result.emit(replace(followed, scanned=True))
    assert sharp(view.picture, 400) > 50


def test_bystanders_are_blurred_behind_the_place_of_who_is_enrolled(window: Window, control: Control) -> None:
    control.change(blur=True)
    view = window.live.view
    show(control, 0, (face(1, 100), decision()))
    view.boxes_shown = False
    assert view.picture is not None and sharp(view.picture, 100) < 10 and sharp(view.picture, 400) < 10
    image = QImage(640, 360, QImage.Format.Format_BGR888)
    painter = QPainter(image)
    view.draw_clear(painter, QRectF(0, 0, 640, 360))
    painter.end()
    assert sharp(pixels(image), 100) > 50
    view.boxes_shown = True
    assert sharp(view.picture, 400) > 50 > 10 > sharp(view.picture, 100)


def test_the_bar_says_that_strangers_are_blurred_and_what_stays_clear(window: Window, control: Control) -> None:
    said = window._status_bar.blurred
    assert not said.isVisible()
    control.change(blur=True)
    assert said.isVisible() and "blurred" in said.text()
    for tip in (said.toolTip(), window.live.extra_actions.blur.toolTip()):
        assert "not found" in tip and "stays clear" in tip
