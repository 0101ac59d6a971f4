"""The live page on results made by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.scenes import database, decision, face, frame, result, vector
from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtGui import QColor, QPixmap, QPixmapCache
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton

from facecam.base.errors import CertificateError, FacecamError
from facecam.base.messages import verbatim
from facecam.base.types import State
from facecam.capture.images import read_image
from facecam.capture.source import SourceState
from facecam.identity.matching import Evidence
from facecam.operations import Enrol, Sample, apply, consents, want_consent
from facecam.pipeline.engine import Health
from facecam.store.people import list_people, templates
from ui.base import theme
from ui.base.control import Control
from ui.enrol.cards import NameCard
from ui.enrol.filepart import FilePart
from ui.live.boxes import LINES
from ui.live.recent import Recent
from ui.widgets.names import KnownNames
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def window(window: Window, qtbot: Any) -> Window:
    window.resize(1024, 640)
    qtbot.waitExposed(window)
    return window


def show(window: Window, *pairs: Any, index: int = 0) -> None:
    """A frame, and faces with their decisions on it."""
    window.live.show_frame(frame(index))
    said = [pair[1] for pair in pairs]
    window.live.show_result(result(index, [pair[0] for pair in pairs], said))
    window.live._fill_panel()


def health(state: SourceState, message: str = "", error: FacecamError | None = None) -> Health:
    return Health(state, verbatim(message), "a camera", "640x360", 25.0, 3, 40.0, {"total": 9.0}, error=error)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_names_that_are_offered_can_be_read(control: Control, window: Window, qtbot: Any, colours: Any) -> None:
    theme.use(colours)
    known = KnownNames(control, window)
    known.offer([(2, "Hanna"), (1, "Anna")])
    field = QLineEdit(window)
    popup = known.completer(field).popup()
    assert popup is not None
    qtbot.addWidget(popup)
    popup.resize(200, 100)
    ground = QColor(popup.grab().toImage().pixel(100, 90))
    assert ground == QColor(theme.colours().surface)


def test_every_field_for_a_name_offers_those_known(control: Control, window: Window) -> None:
    card, part = NameCard(control), FilePart(control)
    for field in (window.live._detail.field, card.field, part.name):
        assert field.completer() is not None


def test_the_picture_is_letterboxed_and_not_distorted(window: Window, qtbot: Any) -> None:
    view = window.live.view
    show(window)
    image = view.grab().toImage()
    place = view.picture_place()
    assert place.width() / place.height() == pytest.approx(640 / 360, rel=0.01)
    middle = place.center().toPoint()
    assert image.pixelColor(middle).red() == 200 and image.pixelColor(middle).blue() == 0
    assert image.pixelColor(QPoint(middle.x(), 1)).red() < 30


def test_a_box_lies_on_its_face_and_mirrors_with_the_picture(window: Window) -> None:
    view = window.live.view
    show(window, (face(1, 100), decision()))
    (shown,) = view.shown()
    place, box = view.picture_place(), view.place_of(shown.box)
    scale = place.width() / 640
    assert box.left() == pytest.approx(place.left() + 100 * scale)
    view.mirror = True
    assert view.place_of(shown.box).right() == pytest.approx(place.right() - 100 * scale)


def test_faces_that_have_left_leave_nothing_in_the_cache_of_pictures(window: Window) -> None:
    """A demo that loops would fill it with megabytes in an hour."""
    limit = QPixmapCache.cacheLimit()
    try:
        QPixmapCache.setCacheLimit(200)  # kilobytes: thirty small pictures would push out what was there before
        others = [QPixmap(16, 16) for _ in range(8)]
        keys = [QPixmapCache.insert(other) for other in others]
        for track in range(1, 61):
            show(window, (face(track), decision()), index=track)
            window.live.choose_number(1)
            window.live.panel.grab()
        assert any(QPixmapCache.find(key, QPixmap()) for key in keys)
    finally:
        QPixmapCache.setCacheLimit(limit)


def test_a_click_on_a_face_says_who_and_why(window: Window, qtbot: Any) -> None:
    live = window.live
    show(window, (face(1, 100), decision(State.KNOWN)), (face(2, 400), decision()))
    (first, _) = live.view.shown()
    qtbot.mouseClick(live.view, Qt.MouseButton.LeftButton, pos=live.view.place_of(first.box).center().toPoint())
    assert live.view.selected == 1
    assert live._detail._name.text() == "Anna"
    assert "0.70" in live._detail._why.text() and "0.40" in live._detail._why.text()
    assert "Maria" in live._detail._why.text()
    qtbot.mouseClick(live.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert live._detail.face is None


@pytest.mark.parametrize("chosen", [1, 2])
def test_the_name_of_the_chosen_face_lies_over_the_others(window: Window, chosen: int) -> None:
    live = window.live
    states = {1: State.KNOWN, 2: State.UNKNOWN}
    show(window, *((face(track, 100), decision(state)) for track, state in states.items()))
    live.choose_number(chosen)

    def number_discs() -> dict[int, int]:
        """Pixels of each state's own colour beneath the boxes: what is left to see of the captions' numbers."""
        box = live.view.place_of(live.view.shown()[0].box)
        image = live.view.grab(box.adjusted(-60, box.height() + 5, 60, 60).toRect()).toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        return {track: pixels.count(LINES[state][0]) for track, state in states.items()}

    seen = number_discs()
    other = 3 - chosen
    assert seen[chosen] > 100 and seen[chosen] > 2 * seen[other]


def test_numbers_choose_faces_and_stay_with_them(window: Window, qtbot: Any) -> None:
    show(window, (face(3, 100), decision()), (face(5, 400), decision()))
    qtbot.keyClick(window.live.view, "2")
    assert window.live.view.selected == 5
    show(window, (face(5, 400), decision()), (face(9, 50), decision()), index=1)
    assert window.live.view.order == [5, 9]


def test_a_name_typed_for_an_unknown_enrols_from_the_last_seconds(window: Window, qtbot: Any) -> None:
    live, control = window.live, window._control
    for index in range(5):
        show(window, (face(1, pose=index), decision()), index=index)
    live.choose_number(1)
    qtbot.keyClicks(live._detail.field, "Anna")
    qtbot.keyClick(live._detail.field, Qt.Key.Key_Return)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    qtbot.waitUntil(lambda: "Anna" in window._toast.text)
    (person,) = list_people(runtime.database)
    assert (person.name, person.templates) == ("Anna", 5)
    assert runtime.matcher is not None and runtime.matcher.gallery.templates == 5


def test_a_name_typed_where_a_consent_is_wanted_says_what_for(window: Window, qtbot: Any) -> None:
    live, control = window.live, window._control
    want_consent(database(control), True)
    control.news.emit()
    for index in range(5):
        show(window, (face(1, pose=index), decision()), index=index)
    live.choose_number(1)
    detail = live._detail
    qtbot.waitUntil(detail.agreement.isVisible)
    qtbot.keyClicks(detail.field, "Anna")
    qtbot.keyClick(detail.field, Qt.Key.Key_Return)
    assert not detail._remember.isEnabled(), "it does not say yet what for"
    qtbot.keyClicks(detail.agreement.purpose, "the front door")
    qtbot.keyClick(detail.agreement.purpose, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.name for one in consents(database(control)) if one.until is not None] == ["Anna"])
    qtbot.waitUntil(lambda: detail.agreement.purpose.text() == detail.field.text() == "")
    want_consent(database(control), False)
    control.news.emit()
    qtbot.waitUntil(detail.agreement.isHidden)


def test_a_face_without_a_good_picture_is_not_learnt(window: Window, qtbot: Any) -> None:
    live = window.live
    show(window, (face(1, embedded=False), decision()))
    live.choose_number(1)
    qtbot.keyClicks(live._detail.field, "Anna")
    qtbot.keyClick(live._detail.field, Qt.Key.Key_Return)
    assert "No good picture" in live._detail._complaint.text()


def test_a_name_that_is_taken_is_asked_about(window: Window, qtbot: Any) -> None:
    live, control = window.live, window._control
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    for track in (1, 2):
        show(window, (face(track, person=track), decision()), index=track)
        live.view.selected = 0
        live._choose(track)
        qtbot.keyClicks(live._detail.field, "Anna")
        qtbot.keyClick(live._detail.field, Qt.Key.Key_Return)
        if track == 1:
            qtbot.waitUntil(lambda: len(list_people(runtime.database)) == 1)
    qtbot.waitUntil(lambda: live._detail.question.doubt is not None)
    qtbot.mouseClick(live._detail.question._no, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list_people(runtime.database)) == 2)


def test_the_face_of_a_frozen_picture_stays_the_one_that_is_edited(window: Window, qtbot: Any) -> None:
    live, control = window.live, window._control
    (anna,) = apply(database(control), Enrol("Anna", (Sample(vector(1), 0.8, "x"),), "test")).persons
    known = decision(State.KNOWN, person=anna)
    show(window, (face(1, 100, person=1), known))
    live.choose_number(1)
    qtbot.keyClick(live.view, Qt.Key.Key_Space)
    show(window, (face(2, 400, person=2), decision(State.KNOWN, "Bo", anna + 1)), index=1)
    assert [one.track for one in live.view.shown()] == live.view.order == [1]
    live.name_chosen()
    qtbot.keyClicks(live._detail._name, "Anna Berg")
    qtbot.keyClick(live._detail._name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list_people(database(control))[0].name == "Anna Berg", timeout=15_000)
    assert live.frozen and live._detail.face is not None and live._detail.face.track == 1


def test_space_freezes_the_picture_but_presses_a_button_that_has_the_focus(window: Window, qtbot: Any) -> None:
    live = window.live
    show(window)
    qtbot.keyClick(live.view, Qt.Key.Key_Space)
    live.show_frame(frame(7))
    assert live.frozen and live.view.frame is not None and live.view.frame.index == 0
    qtbot.keyClick(live.view, Qt.Key.Key_Space)
    live.show_frame(frame(8))
    assert live.view.frame.index == 8
    qtbot.keyClick(live.fold, Qt.Key.Key_Space)
    assert not live.frozen and live.panel.isHidden()


@pytest.mark.parametrize("state", [state for state in SourceState if state is not SourceState.LIVE])
def test_a_picture_that_does_not_move_has_words(window: Window, state: SourceState) -> None:
    show(window, index=5)
    window.live.show_health(health(state, "The lens cap is on. Take it off."))
    assert window.live._overlay.isVisible()
    said = window.live._overlay.accessibleName()
    assert "The lens cap" in said or state is SourceState.ENDED
    window.live.show_health(health(SourceState.LIVE))
    assert not window.live._overlay.isVisible()


def test_a_still_image_stays_without_words(window: Window) -> None:
    show(window, (face(1), decision()), index=0)
    window.live.show_health(health(SourceState.ENDED))
    assert not window.live._overlay.isVisible() and not window.live.view.dimmed


def test_enrolling_photographing_and_filming_wait_for_a_picture(window: Window) -> None:
    """Alive without one they would lead nowhere."""
    live = window.live
    buttons = (live.enrol, live.snap, live.record)
    assert not any(one.isEnabled() for one in buttons)
    show(window, (face(1), decision()))
    live.show_health(health(SourceState.LIVE))
    assert all(one.isEnabled() for one in buttons)
    live.show_health(health(SourceState.RECONNECTING, "The picture was lost"))
    assert not any(one.isEnabled() for one in buttons), "what is seen dimly is over"
    live.show_health(health(SourceState.LIVE))
    assert all(one.isEnabled() for one in buttons)
    live.leave_source("demo")
    assert not any(one.isEnabled() for one in buttons)


def test_a_snapshot_is_the_picture_of_the_camera(
    window: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    show(window, (face(1), decision()))
    qtbot.keyClick(window.live.view, "S")
    qtbot.waitUntil(lambda: "Saved" in window._toast.text)
    (file,) = (tmp_path / "facecam").glob("*.png")
    assert np.array_equal(read_image(file), frame().image)


def test_another_source_leaves_nothing_of_the_old_one(window: Window) -> None:
    show(window, (face(1), decision(State.KNOWN)))
    window.live.choose_number(1)
    window.live.leave_source("demo")
    assert window.live.view.frame is None and window.live._detail.face is None
    assert window.live.recent.of(1) == []
    assert "Demo" in window.live._overlay.accessibleName()


def test_the_bar_of_truths(window: Window, qtbot: Any) -> None:
    truth, control = window._status_bar, window._control
    control.bridge.health.emit(health(SourceState.LIVE))
    control.bridge.runtime_changed.emit()
    assert truth.rate.text() == "25 fps, 3 damaged"
    assert truth.age.text() == "result 40 ms old"
    assert truth.speed.text() == "CPU 9 ms a frame"
    assert truth.people.text() == "0 people, 1 stranger in 1,000 gets a name"
    control.bridge.health.emit(health(SourceState.RECONNECTING, "Plug it in again."))
    assert truth.source.text().startswith("!") and truth.source.toolTip() == "Plug it in again."
    runtime = control.bridge.runtime
    runtime.behind = 4  # type: ignore[union-attr]
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: "4 samples" in truth.trouble.toolTip())


def test_the_picture_of_a_face_is_a_typical_one() -> None:
    """A hand before the face takes nothing from its quality: it makes the look unlike the others."""
    recent = Recent()
    for at, whose in enumerate((5, 0, 0)):  # the first one looks like nobody
        recent.add(result(at, [face(1, person=whose, pose=at)], [decision()]))
    best = recent.best(1)
    assert best is not None and best.embedding is not None and best.embedding @ vector(0) > 0.5
    assert recent.best(2) is None


def test_the_panel_folds_and_the_screen_fills(window: Window, qtbot: Any) -> None:
    qtbot.keyClick(window.live.view, "P")
    assert window.live.panel.isHidden()
    qtbot.keyClick(window.live.view, "P")
    qtbot.keyClick(window.live.view, "F")
    assert window.isFullScreen() and window._sidebar.isHidden() and window.live.panel.isHidden()
    qtbot.keyClick(window.live.view, Qt.Key.Key_Escape)
    assert not window.isFullScreen() and not window._sidebar.isHidden() and not window.live.panel.isHidden()


def test_a_face_that_is_not_who_it_says(window: Window, qtbot: Any) -> None:
    control = window._control
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    apply(runtime.database, Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    show(window, (face(1, person=0, pose=2), decision(State.KNOWN)))
    window.live.choose_number(1)
    qtbot.mouseClick(window.live._detail.wrong, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "This is not Anna" in window._toast.text, timeout=15000)

    def decided() -> State:
        assert runtime is not None and runtime.matcher is not None
        return runtime.matcher.decide([Evidence(vector(0, 2))])[0].state

    assert decided() is State.UNKNOWN
    control.undo()
    qtbot.waitUntil(lambda: decided() is State.KNOWN, timeout=15000)
    window.live.view.setFocus()
    qtbot.keyClick(window.live.view, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: decided() is State.UNKNOWN, timeout=15000)


def test_a_certificate_that_nobody_vouches_for_can_be_trusted_where_it_is_told(window: Window) -> None:
    control = window.live._control
    opened: list[str] = []
    control.bridge.open = opened.append  # type: ignore[method-assign, assignment]
    control.bridge.spec = "https://camera.local/live"
    error = CertificateError("Nobody trusts it", server="camera.local:443", fingerprint="AB" * 32)
    window.live.show_health(health(SourceState.FAILED, "Nobody trusts it", error))
    trust = next(one for one in window.live._overlay.findChildren(QPushButton) if "Trust" in one.text())
    trust.click()
    assert control.settings.certificates == {"camera.local:443": "AB" * 32}
    assert opened == ["https://camera.local/live"]
    window.live.show_health(health(SourceState.FAILED, "It does not answer"))
    assert not [
        one for one in window.live._overlay.findChildren(QPushButton) if "Trust" in one.text() and one.isVisible()
    ]


def test_yes_this_is_her_makes_samples_of_the_last_seconds(window: Window, qtbot: Any) -> None:
    """A face that scored low is the one whom it looks most like, by a click; undo takes it back."""
    db = database(window._control)
    seen = face(1)
    apply(db, Enrol("Anna", (Sample((0.6 * vector(0) + 0.8 * vector(5)).astype(np.float32), 0.8, "x"),), "test"))
    window._control.bridge.refresh()
    show(window, (seen, decision(State.UNKNOWN, score=0.3)))
    window.live.choose_number(1)
    detail = window.live._detail
    assert detail.yes.text() == "Yes, this is Anna" and detail.yes.isVisible()
    detail.yes.click()
    qtbot.waitUntil(lambda: len(templates(db, 1)) == 2, timeout=60_000)
    qtbot.waitUntil(lambda: "Added 1 sample to Anna" in window._toast.text, timeout=60_000)
    window._control.undo()
    qtbot.waitUntil(lambda: len(templates(db, 1)) == 1, timeout=60_000)
    show(window, (seen, decision(State.UNKNOWN, score=0.1)))
    assert not detail.yes.isVisible()


def test_the_panel_says_what_the_last_result_before_a_pause_says(window: Window, qtbot: Any) -> None:
    live = window.live
    live.show_frame(frame(0))
    for state in (State.PENDING, State.UNKNOWN, State.KNOWN):
        live.show_result(result(0, [face(1)], [decision(state)]))
    rows = live._in_view._rows
    qtbot.waitUntil(lambda: 1 in rows and "Anna" in rows[1].accessibleName(), timeout=15_000)


def test_the_right_button_offers_what_can_be_done_with_a_face(window: Window, qtbot: Any) -> None:
    live = window.live
    show(window, (face(1), decision(State.KNOWN)), (face(2, 300), decision(State.UNKNOWN)))
    view = live.view
    first = view.place_of(view.shown()[0].box).center().toPoint()
    view.customContextMenuRequested.emit(first)
    (menu,) = view.findChildren(QMenu)
    words = [one.text() for one in menu.actions()]
    assert view.selected == 1 and words[0] == "Not this person" and {"Rename", "Add samples"} <= set(words)
    qtbot.addWidget(menu)
    removed: list[int] = []
    live._detail.removed.disconnect()
    live._detail.removed.connect(removed.append)
    next(one for one in menu.actions() if one.text() == "Remove").trigger()
    assert removed == [1]
    menu.close()
    view.customContextMenuRequested.emit(QPoint(2, 2))
    assert not [one for one in view.findChildren(QMenu) if one.isVisible()], "no face is there"
    row = live._in_view._rows[2]
    qtbot.waitUntil(lambda: row.y() > live._in_view._rows[1].y(), timeout=15_000)
    live._in_view.customContextMenuRequested.emit(row.geometry().center())
    (menu,) = live._in_view.findChildren(QMenu)
    assert view.selected == 2 and "Enrol step by step" in [one.text() for one in menu.actions()]
    menu.close()
