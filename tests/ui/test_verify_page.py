"""The verify page with the real models and real faces."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from facecam.base.settings import Settings
from facecam.pipeline.recognizer import Recognizer, open_recognizer
from ui.base.control import Control
from ui.sources.picker import Cameras
from ui.verify.drop import DropArea
from ui.verify.page import VerifyPage
from ui.widgets.given import pixels
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("models", "no_thread_left")


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return open_recognizer(Settings(gpu="off"))


@pytest.fixture
def page(control: Control, recognizer: Recognizer, qtbot: Any) -> VerifyPage:
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.recognizer = recognizer
    window = Window(control, Cameras())
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        pass
    qtbot.keyClick(window.live.view, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    made = window._pages["verify"]
    assert isinstance(made, VerifyPage)
    return made


def drop(area: DropArea, file: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    button, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, button, no)
    area.dragEnterEvent(enter)
    assert enter.isAccepted()
    area.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, button, no))


def test_two_dropped_pictures_get_a_verdict_with_both_errors(page: VerifyPage, media: Path, qtbot: Any) -> None:
    drop(page.areas[0], media / "single_face.jpg")
    drop(page.areas[1], media / "15-f13-anc-ph.jpg")
    qtbot.waitUntil(lambda: page._verdict.isVisible(), timeout=30000)
    assert page.title.text() == "Not the same person"
    assert "two different people" in page.rates.text() and "pairs of one person" in page._beware.text()
    assert "the same from" in page._scale.accessibleName()
    page._heat.setFocus()
    drop(page.areas[1], media / "single_face.jpg")
    focus = QApplication.focusWidget()
    assert focus in page.areas
    plain = page._crops[0].grab().toImage()
    page._heat.click()
    assert page._crops[0].grab().toImage() != plain
    drop(page.areas[1], media / "single_face.jpg")
    assert not page._verdict.isVisible(), "an old verdict does not stand beside a new picture"
    qtbot.waitUntil(lambda: page._verdict.isVisible(), timeout=30000)
    assert page.title.text() == "The same person" and "fewer than" in page.rates.text()


def test_a_picture_is_chosen_with_enter_and_another_pasted(
    page: VerifyPage, media: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(media / "single_face.jpg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (file, ""))
    page.areas[0].setFocus()
    qtbot.keyClick(page.areas[0], Qt.Key.Key_Space)
    QGuiApplication.clipboard().setImage(QImage(file))
    page.areas[1].setFocus()
    qtbot.keyClick(page.areas[1], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page._verdict.isVisible(), timeout=30000)
    assert page.title.text() == "The same person"
    page._again.click()
    assert not page._verdict.isVisible() and page.areas[0]._shown is None


def test_pictures_that_do_not_fit_say_what_is_wrong(
    page: VerifyPage, media: Path, tmp_path: Path, qtbot: Any
) -> None:
    torn = tmp_path / "torn.jpg"
    torn.write_bytes((media / "single_face.jpg").read_bytes()[:500])
    drop(page.areas[0], torn)
    drop(page.areas[1], media / "free-mountain-vector-01.jpg")
    first, second = page.areas
    qtbot.waitUntil(lambda: "torn.jpg" in first._problem and "no face" in second._problem, timeout=30000)
    assert "JPEG or PNG" in first.accessibleName() and second._shown is not None
    drop(first, tmp_path)
    qtbot.waitUntil(lambda: "not a file" in first._problem, timeout=30000)
    assert not page._verdict.isVisible()


def test_of_several_faces_it_says_which_one_counts(page: VerifyPage, media: Path, qtbot: Any) -> None:
    drop(page.areas[0], media / "multi_face.jpg")
    qtbot.waitUntil(lambda: "5 faces" in page.areas[0]._words, timeout=30000)
    shown = page.areas[0]._shown
    assert shown is not None and shown.box is not None and shown.box.width() < shown.image.width() / 3


def test_pictures_wait_for_models_that_open_late(
    page: VerifyPage, recognizer: Recognizer, media: Path, qtbot: Any
) -> None:
    control = page._control
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.recognizer, page._space = None, ""
    drop(page.areas[0], media / "single_face.jpg")
    assert "not open yet" in page.areas[0]._problem
    runtime.recognizer = recognizer
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: page.areas[0]._shown is not None, timeout=30000)


def test_an_empty_clipboard_is_said(page: VerifyPage, qtbot: Any) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(page._control.said):
        page.paste()


def test_an_image_of_the_clipboard_keeps_its_pixels() -> None:
    image = QImage(5, 3, QImage.Format.Format_ARGB32)
    image.fill(0xFF102030)
    assert pixels(image).shape == (3, 5, 3)
    assert pixels(image)[2, 4].tolist() == [0x30, 0x20, 0x10]
