"""Everything can be reached by Tab and has a name, on every page and in every dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import database, decision, face, frame, result, vector
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from facecam.base.errors import LockedError
from facecam.base.secret import Secret
from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.visits import BestFace, VisitRecord, add_visits
from ui.base import shortcuts as keys
from ui.enrol.saving import Doubt
from ui.live.grid import Tile
from ui.live.view import FrameView
from ui.widgets.unlock import Unlock
from ui.window.main_window import Window
from ui.window.shortcuts_page import ShortcutsPage

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000
INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, FrameView, Tile,
)  # fmt: skip
WHOLE = (QLineEdit, QComboBox, QAbstractItemView, QCalendarWidget)
"""Their own parts are reached through them."""


def parents(widget: QWidget) -> Iterator[QWidget]:
    while (widget := widget.parentWidget()) is not None:  # type: ignore[assignment]
        yield widget


def interactive(root: QWidget) -> list[QWidget]:
    """What can be used now, itself and not as a part of something else."""
    found: list[QWidget] = []
    for one in root.findChildren(QWidget):
        inside = any(isinstance(parent, WHOLE) for parent in parents(one))
        inside = inside or (isinstance(one, FrameView) and isinstance(one.parent(), Tile))
        passive = one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        usable = one.isVisible() and one.isEnabled() and not (inside or passive)
        if usable and isinstance(one, INTERACTIVE) and not isinstance(one, QScrollBar):
            found.append(one)
    return found


def check(root: QWidget, where: str) -> None:
    for one in interactive(root):
        what = f"{where}: {type(one).__name__} {one.toolTip() or one.accessibleName()}"
        assert by_arrows(one) or one.focusPolicy() & Qt.FocusPolicy.TabFocus, f"{what} cannot be reached by Tab"
        name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        assert name.strip(), f"{what} has no name"
    if isinstance(root, Window):
        reached = tabbed(root)
        passed = [one for one in interactive(root) if one not in reached and not by_arrows(one)]
        assert not passed, f"{where}: Tab passes by {[one.toolTip() or one.accessibleName() for one in passed]}"


def by_arrows(one: QWidget) -> bool:
    """Of buttons of which one is checked, Tab reaches that one, and the arrows the others."""
    group = one.group() if isinstance(one, QAbstractButton) else None
    return group is not None and group.exclusive()


@pytest.fixture
def window(window: Window) -> Window:
    """Anna, with visits of hers and of a stranger."""
    control = window._control
    samples = tuple(Sample(vector(0, pose), 0.8, "x") for pose in range(3))
    apply(database(control), Enrol("Anna", samples, "test"))
    apply(database(control), Enrol("Bo", samples[:1], "test"))
    now = datetime.now(UTC)
    seen = [(State.KNOWN, 1, vector(0)), (State.UNKNOWN, None, vector(3)), (State.UNKNOWN, None, vector(3, 1))]
    for state, who, at in seen:
        best = BestFace(at, "test", 0.8)
        add_visits(
            database(control), [VisitRecord("door", now - timedelta(seconds=9), now, 3, state, who, 0.5, face=best)]
        )
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.refresh()
    return window


def tabbed(window: Window) -> set[QWidget]:
    """What has the focus on the way that Tab goes, until it comes round."""
    window.activateWindow()
    reached = set[QWidget]()
    while (focus := QApplication.focusWidget()) not in reached:
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return reached


def show(window: Window, chosen: int) -> None:
    window.live.show_frame(frame())
    window.live.show_result(
        result(0, [face(1), face(2, 300)], [decision(State.KNOWN), decision(State.UNKNOWN)]),
    )
    window.live._fill_panel()
    window.live.choose_number(chosen)


def test_the_live_page(window: Window) -> None:
    for chosen in (1, 2):
        show(window, chosen)
        check(window, f"live, face {chosen}")
    window.live._detail.question.ask(Doubt(1, "Anna", "Is it Anna?"), window._control)
    check(window, "live, question")


def test_the_picture_gets_the_focus_of_a_button_that_goes(window: Window) -> None:
    window.activateWindow()
    show(window, 1)
    buttons = window.live._detail.findChildren(QAbstractButton)
    (wrong,) = (one for one in buttons if one.text() == "Not this person")
    wrong.setFocus()
    assert QApplication.focusWidget() is wrong
    window.live.show_result(result(1, [face(1)], [decision(State.UNKNOWN)]))
    window.live._fill_panel()
    assert not wrong.isVisible() and QApplication.focusWidget() is window.live.view


def test_the_people_page_and_its_dialogs(window: Window, qtbot: Any) -> None:
    from ui.people.forget import Forget
    from ui.people.merge import Merge

    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=WAIT)
    page.panel.samples.setCurrentIndex(page.panel.samples.model().index(0, 0))
    check(window, "people, a sample")
    page.panel._ask_split()
    check(window, "people, splitting")
    page.merge_chosen()
    (merge,) = page.findChildren(Merge)
    check(merge, "merging")
    merge.reject()
    window.forget(1, "Anna")
    (forget,) = window.findChildren(Forget)
    check(forget, "forgetting")
    forget.reject()


def test_the_history_and_its_dialog(window: Window, qtbot: Any) -> None:
    from ui.history.naming import Naming

    window.show_page("history")
    page: Any = window._pages["history"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT)
    page.list.setCurrentIndex(page.model.index(0, 0))
    check(window, "history")
    for chip in page.chips:
        chip.choices.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
        check(chip.choices, f"the choices of {chip.text()}")
        chip.choices.close()
    page.name_chosen()
    (naming,) = page.findChildren(Naming)
    check(naming, "naming a visit")
    naming.reject()


def test_the_unknowns(window: Window, qtbot: Any) -> None:
    window.show_page("unknowns")
    page: Any = window._pages["unknowns"]
    qtbot.waitUntil(lambda: page.panel.isVisible(), timeout=60_000)
    check(window, "unknowns")


@pytest.mark.parametrize("name", ["verify", "rules", "models", "settings"])
def test_other_pages(window: Window, qtbot: Any, name: str) -> None:
    window.show_page(name)
    page: Any = window._pages[name]
    if name == "models":
        qtbot.waitUntil(lambda: bool(page.cards), timeout=WAIT)
    if name == "settings":
        qtbot.waitUntil(lambda: page.strangers.curves is not None, timeout=60_000)
    check(window, name)


def test_the_grid_of_several_sources(window: Window, qtbot: Any, tmp_path: Path) -> None:
    control, one, other = window._control, str(tmp_path / "one.mp4"), str(tmp_path / "other.mp4")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    for spec in (one, other):
        control.add_source(spec)
    window.live.view.setFocus()
    qtbot.keyClick(window.live.view, "G")
    grid = window._grid
    assert grid is not None and QApplication.focusWidget() is grid.tiles[one]
    qtbot.waitUntil(lambda: "No picture" in grid.tiles[other].accessibleName(), timeout=WAIT)
    check(window, "grid")
    qtbot.keyClick(grid.tiles[other], Qt.Key.Key_Return)
    assert control.bridge.spec == other and window._stack.currentWidget() is window.live
    qtbot.keyClick(window.live.view, "G")
    qtbot.keyClick(grid.tiles[other], Qt.Key.Key_Delete)
    assert list(control.bridge.channels) == [one] and QApplication.focusWidget() is grid.tiles[one]
    qtbot.keyClick(grid.tiles[one], Qt.Key.Key_Escape)
    assert window._stack.currentWidget() is window.live


@pytest.mark.parametrize("back", [Qt.Key.Key_K, Qt.Key.Key_Escape])
def test_the_kiosk(window: Window, qtbot: Any, back: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    qtbot.keyClick(window.live.view, "K")
    kiosk = window._kiosk
    assert kiosk is not None and kiosk.isVisible()
    check(kiosk, "kiosk")
    assert QAccessible.queryAccessibleInterface(kiosk.names).text(QAccessible.Text.Name) == "Look at the camera"
    reached = tabbed(window)
    assert all(one is kiosk or kiosk.isAncestorOf(one) for one in reached), "nothing that is not seen has the focus"
    qtbot.keyClick(QApplication.focusWidget(), back)
    assert window._stack.currentWidget() is window.live and QApplication.focusWidget() is window.live.view


def test_the_unlock_sheet_is_answered_by_keys(window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def unlock(phrase: Secret[str]) -> None:
        tried.append(phrase.reveal())
        if tried[-1] == "wrong":
            raise LockedError("That is not the passphrase", "Try again")

    runtime = window._control.bridge.runtime
    monkeypatch.setattr(runtime, "unlock", unlock, raising=False)
    window.activateWindow()
    sheet = sheets(window)["unlock"]()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is sheet.field, timeout=WAIT)
    qtbot.keyClicks(sheet.field, "wrong")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.complaint.isVisible, timeout=WAIT)
    assert sheet.field.hasFocus() and sheet.field.selectedText() == "wrong"
    qtbot.keyClicks(sheet.field, "right")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(Unlock), timeout=WAIT)
    assert tried == ["wrong", "right"]
    sheet = sheets(window)["unlock"]()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is sheet.field, timeout=WAIT)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(Unlock), timeout=WAIT)
    assert window.page == "live"


def sheets(window: Window) -> dict[str, Callable[[], Any]]:
    def enrol() -> QWidget:
        window.enrol()
        assert window._sheet is not None
        return window._sheet

    def files() -> QWidget:
        window.enrol_files()
        assert window._files is not None
        return window._files

    def welcome() -> QWidget:
        from ui.window.welcome import Welcome

        window.welcome()
        return window.findChildren(Welcome)[0]

    def unlock() -> QWidget:
        sheet = Unlock(window._control, window._centre)
        sheet.ask()
        return sheet

    return {"enrol": enrol, "files": files, "welcome": welcome, "unlock": unlock}


@pytest.mark.parametrize("name", ["enrol", "files", "welcome", "unlock"])
def test_tab_stays_in_a_sheet_and_reaches_all_of_it(window: Window, qtbot: Any, name: str) -> None:
    window.activateWindow()
    sheet = sheets(window)[name]()
    qtbot.waitUntil(lambda: sheet.isAncestorOf(QApplication.focusWidget()), timeout=WAIT)
    check(sheet, name)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        reached = set()
        for _ in range(2 * len(interactive(sheet))):
            focus = QApplication.focusWidget()
            assert focus is not None and (focus is sheet or sheet.isAncestorOf(focus))
            reached.add(focus)
            qtbot.keyClick(focus, key)
        assert reached >= set(interactive(sheet))


def test_the_overview_lists_every_key_and_opens_by_its_own(window: Window, qtbot: Any) -> None:
    listed = keys.overview()
    assert set(listed) == {*keys.SEQUENCES, "face"}
    actions = [action for action in window._centre.actions() if action.text() == "Keys"]
    assert [one.toString() for one in actions[0].shortcuts()] == ["?", "F1"]
    shown = ShortcutsPage(window)
    qtbot.addWidget(shown)
    shown.show()
    check(shown, "overview")
