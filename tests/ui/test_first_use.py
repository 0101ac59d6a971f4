"""What somebody who has never seen the window stumbled over: small window, keyboard alone, nothing enrolled."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from helpers.scenes import database, decision, face, frame, result, vector
from helpers.walk import cut, fill
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from facecam.base.messages import verbatim
from facecam.base.types import State
from facecam.capture.source import SourceState
from facecam.operations import Enrol, apply
from facecam.pipeline.engine import Health
from facecam.store.people import Sample
from ui.enrol.saving import Doubt
from ui.history.large import LargeVisit
from ui.history.model import Role
from ui.i18n import language
from ui.window.main_window import Window
from ui.window.shortcuts_page import ShortcutsPage
from ui.window.welcome import Welcome

WAIT = 15_000


@pytest.fixture
def window(window: Window, qtbot: Any) -> Window:
    window.resize(1000, 700)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    return window


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def faces(window: Window, number: int, state: State = State.UNKNOWN) -> None:
    shown = [face(track, 20.0 + 60 * track) for track in range(1, number + 1)]
    window.live.show_frame(frame())
    window.live.show_result(result(0, shown, [decision(state) for _ in shown]))
    window.live._fill_panel()


def enrol(window: Window) -> Any:
    """The people's page, with Anna chosen on it."""
    apply(database(window._control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    window.show_page("people")
    return window._pages["people"]


def place(widget: QWidget, window: Window) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_escape_leaves_the_field_and_never_the_page(window: Window, qtbot: Any) -> None:
    page = enrol(window)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "nobody")
    press(Qt.Key.Key_Escape)
    assert (window.page, page.search.text(), QApplication.focusWidget()) == ("people", "", page.list)
    press(Qt.Key.Key_Escape)
    assert window.page == "people"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_after_renaming_the_page_has_the_keyboard(window: Window, qtbot: Any, key: Qt.Key) -> None:
    page = enrol(window)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    page.name_chosen()
    qtbot.keyClicks(page.panel.name, "Berta")
    press(key)
    assert window.page == "people" and QApplication.focusWidget() is page.list
    wanted = "Berta" if key is Qt.Key.Key_Return else "Anna"
    qtbot.waitUntil(lambda: page.model.data(page.model.index(0)) == wanted, timeout=WAIT)


def test_what_can_be_done_with_a_person_is_seen_without_scrolling(window: Window, qtbot: Any) -> None:
    page = enrol(window)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    qtbot.waitUntil(page.panel.isVisible, timeout=WAIT)
    for words in ("Rename", "Merge...", "Remove", "Forget for good..."):
        (found,) = (one for one in page.panel.findChildren(QPushButton) if one.text() == words)
        assert not found.visibleRegion().isEmpty(), words


def test_a_question_stands_alone_and_is_answered_by_enter(window: Window) -> None:
    faces(window, 1)
    window.live.choose_number(1)
    detail, answers = window.live._detail, []
    assert QApplication.focusWidget() is detail.field
    detail.question.answered.connect(lambda doubt, same: answers.append((doubt.name, same)))
    detail.ask(Doubt(1, "Anna", "Is it Anna?"), window._control)
    assert not detail.field.isVisible()
    press(Qt.Key.Key_Return)
    assert answers == [("Anna", True)] and QApplication.focusWidget() is window.live.view


def test_below_a_crowd_the_chosen_face_is_brought_into_view(window: Window, qtbot: Any) -> None:
    faces(window, 9)
    live = window.live
    assert live._detail._title.visibleRegion().isEmpty()
    live.choose_number(2)
    qtbot.waitUntil(lambda: not live._detail._title.visibleRegion().isEmpty(), timeout=WAIT)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert live.view.selected == 0


def test_tab_reaches_the_faces_before_what_is_said_about_one(window: Window, qtbot: Any) -> None:
    faces(window, 2)
    rows = list(window.live._in_view._rows.values())
    qtbot.waitUntil(lambda: all(row.isVisible() for row in rows), timeout=WAIT)
    window.live.choose_number(1)
    window.live.fold.setFocus()
    reached = []
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached[:2] == rows and window.live._detail.field in reached


def test_the_bar_covers_the_picture_and_not_the_panel(window: Window) -> None:
    faces(window, 1)
    window._toast.offer("Enrolled Anna with 1 sample.", "Undo", lambda: None)
    assert not place(window._toast, window).intersects(place(window.live.panel, window))
    assert window._toast.isVisible()
    window.live.fold_panel()
    QApplication.processEvents()
    middle = place(window.live.view, window).center().x()
    assert abs(place(window._toast, window).center().x() - middle) <= 1


@pytest.mark.parametrize("name", ["history", "unknowns"])
def test_a_page_without_visits_has_the_button_that_gets_them_there(window: Window, qtbot: Any, name: str) -> None:
    window._control.change(keep_sightings=False)
    window.show_page(name)
    page: Any = window._pages[name]
    qtbot.waitUntil(page._nobody.note.isVisible, timeout=60_000)
    qtbot.mouseClick(page._nobody.note, Qt.MouseButton.LeftButton)
    assert window._control.settings.keep_sightings
    qtbot.waitUntil(page._nobody.watch.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: not page._nobody.note.isVisible(), timeout=WAIT)
    qtbot.mouseClick(page._nobody.watch, Qt.MouseButton.LeftButton)
    assert window.page == "live"


def test_enter_takes_the_first_choice_of_the_welcome(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.window.welcome import Welcome

    opened: list[str] = []
    monkeypatch.setattr(window._control, "open_source", opened.append)
    window.welcome()
    (welcome,) = window.findChildren(Welcome)
    press(Qt.Key.Key_Return)
    assert not welcome.isVisible() and opened == ["demo"]


def test_enrolment_says_that_a_picture_does_not_move(window: Window, qtbot: Any) -> None:
    window.enrol()
    sheet = window._sheet
    assert sheet is not None
    sheet.name_card.field.setText("Anna")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.hint.isVisible, timeout=WAIT)
    assert "does not move" in sheet.hint.text()


@pytest.mark.parametrize("name", ["en", "de"])
def test_the_keys_fit_on_a_small_screen(window: Window, name: Literal["en", "de"]) -> None:
    language.use(name)
    wanted = ShortcutsPage(window).sizeHint()
    assert wanted.width() <= 1000 and wanted.height() <= 640


def test_a_long_source_leaves_room_for_the_buttons_beside_it(window: Window, tmp_path: Path) -> None:
    live = window.live
    live.source.show_source(str(tmp_path / "a very long name of a film from last summer.mp4"))
    QApplication.processEvents()
    assert live.enrol.width() >= live.enrol.sizeHint().width()
    assert live.source.text().startswith("a v") and live.source.text().endswith("mp4")


def test_a_source_that_fails_is_told_on_the_welcome_page_that_covers_it(window: Window, qtbot: Any) -> None:
    bridge = window._control.bridge
    bridge.spec = "film.mp4"
    window.welcome()
    page = window.findChild(Welcome)
    assert page is not None
    words = "There is no file film.mp4. Check the path."
    bridge.health.emit(Health(SourceState.FAILED, verbatim(words), "film.mp4", "", 0.0, 0, None))

    def shown() -> list[str]:
        said: list[QLabel | QPushButton] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
        return [one.text() for one in said if one.isVisible()]

    qtbot.waitUntil(lambda: {words, "Demo clip"} <= set(shown()), timeout=WAIT)
    bridge.health.emit(Health(SourceState.LIVE, verbatim("film.mp4"), "film.mp4", "640x360", 25.0, 0, None))
    qtbot.waitUntil(lambda: "Start" in shown(), timeout=WAIT)
    assert words not in shown()


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_all_keys_are_read_without_a_wider_screen(window: Window, spoken: Literal["en", "de", "fr"]) -> None:
    language.use(spoken)
    page = ShortcutsPage(window)
    page.show()
    room = window.screen().availableSize()
    assert page.width() <= room.width() and page.height() <= room.height() and not cut(page)
    page.close()
    language.use("en")


def test_no_menu_leads_past_the_first_question(window: Window) -> None:
    window.welcome()
    assert not window.menuBar().isEnabled()
    (welcome,) = window.findChildren(Welcome)
    welcome.answered.emit()
    assert window.menuBar().isEnabled()


def test_of_a_visit_of_nobody_known_no_likeness_is_said(window: Window, qtbot: Any) -> None:
    fill(window)
    window.show_page("history")
    page: Any = window._pages["history"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT)
    for row in range(3):
        large = LargeVisit(page.model, row, page)
        large.show()
        known = page.model.index(row).data(Role.VISIT).name is not None
        assert large._facts[2].isVisible() == known
        large.close()


def test_a_face_that_leaves_once_it_is_named_is_not_asked_for_again(window: Window, qtbot: Any) -> None:
    faces(window, 2)
    window.live.choose_number(1)
    window.live._enrol_recent.learned.emit(1)
    assert window.live._detail.face is not None, "who is still here stays on the panel"
    window.live.show_result(result(1, [face(2, 140)], [decision(State.UNKNOWN)]))
    window.live._fill_panel()
    assert window.live._detail.face is None
