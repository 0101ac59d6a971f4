"""Clicks do not land elsewhere: what a page shows stays where it is while the bar comes, stays and goes."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.walk import fill
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 30_000
PAGES = ("live", "people", "history", "unknowns", "verify", "rules", "models", "settings")
ASKS = (QAbstractButton, QAbstractItemView, QLineEdit)


def targets(window: Window) -> dict[QWidget, QRect]:
    """All that can be clicked on the page, and where it is."""
    page = window._stack.currentWidget()
    assert page is not None
    shown = [one for one in page.findChildren(QWidget) if isinstance(one, ASKS) and one.isVisible()]
    return {one: QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in shown}


def settle(window: Window, qtbot: Any) -> None:
    settled: list[bool] = []
    window._control.settle(lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled), timeout=WAIT)
    QApplication.sendPostedEvents()


@pytest.mark.parametrize("size", [(800, 560), (1366, 768)])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_moves_when_the_bar_comes_and_goes(
    window: Window, qtbot: Any, models: None, page: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    fill(window)
    window.show_page(page)
    settle(window, qtbot)
    window._toast.over()
    settle(window, qtbot)
    before = targets(window)
    assert before
    window._toast.offer("Anna Berg was removed with all of her samples and visits.", "Undo", lambda: None)
    settle(window, qtbot)
    assert window._toast.isVisible() and targets(window) == before
    bar = QRect(window._toast.mapTo(window, QPoint(0, 0)), window._toast.size())
    # What is under the bar is not clicked by a slip: the bar itself is what the mouse meets there.
    hit = window.childAt(bar.center())
    assert hit is not None and (hit is window._toast or window._toast.isAncestorOf(hit))
    window._toast.over()
    settle(window, qtbot)
    assert targets(window) == before


def test_the_bar_stands_in_the_middle_of_several_sources(window: Window, qtbot: Any) -> None:
    """And not of the one picture that they hide, which may be narrow."""
    window.resize(800, 560)
    window.grid()
    window._toast.offer("There is no correction whose past visits could be looked at.", "Undo", lambda: None)
    settle(window, qtbot)
    bar = QRect(window._toast.mapTo(window, QPoint(0, 0)), window._toast.size())
    assert abs(bar.center().x() - 400) < 3 and bar.height() < 60
    window.grid()


def test_a_click_goes_where_it_was_aimed_while_the_bar_goes(window: Window, qtbot: Any) -> None:
    """Aimed before the bar goes, pressed after it: Forget was once hit so."""
    fill(window)
    window.show_page("people")
    people: Any = window._pages["people"]
    qtbot.waitUntil(lambda: people.model.rowCount() == 2, timeout=WAIT)
    window._toast.offer("Bo was removed.", "Undo", lambda: None)
    settle(window, qtbot)
    aim = people.list.visualRect(people.list.model().index(1, 0)).center()
    where = people.list.viewport().mapTo(window, aim)
    window._toast.over()
    settle(window, qtbot)
    hit = window.childAt(where)
    assert hit is people.list.viewport()
    QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(window, where))
    assert people.list.currentIndex().row() == 1
