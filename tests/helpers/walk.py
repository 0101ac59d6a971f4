"""Every page, sheet and dialog of the window, one after the other, with people, visits and faces in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from helpers.scenes import database, decision, face, frame, result, vector
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTableView,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.clips import pack
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.face_search import FaceSearch
from ui.enrol.saving import Doubt
from ui.widgets.elided import Elided
from ui.widgets.unlock import Unlock
from ui.window.main_window import Window

WAIT = 60_000
NAMES = ("Anna Berg", "Bo")


def fill(window: Window, names: tuple[str, ...] = NAMES) -> None:
    """People of these names, a visit of the first one, and two of a stranger."""
    control = window._control
    for number, name in enumerate(names):
        samples = tuple(Sample(vector(number, pose), 0.8, "x") for pose in range(3))
        apply(database(control), Enrol(name, samples, "test"))
    now = datetime.now(UTC)
    seen = [(State.KNOWN, 1, vector(0)), (State.UNKNOWN, None, vector(9)), (State.UNKNOWN, None, vector(9, 1))]
    for state, who, at in seen:
        best = BestFace(at, "test", 0.8)
        since = now - timedelta(seconds=9)
        one = VisitRecord("door", since, now, 3, state, who, 0.5, face=best, position=3.0, clip=pack(()))
        add_visits(database(control), [one])
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.refresh()


def places(window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    """What a place is called, and what is shown there; it is left when the next one is asked for."""
    yield from _live(window)
    yield from _people(window, qtbot)
    yield from _visits(window, qtbot)
    yield from _others(window, qtbot)
    yield from _over(window, qtbot)


def _live(window: Window) -> Iterator[tuple[str, QWidget]]:
    window.show_page("live")
    window.live.show_no_camera()
    yield "no camera", window
    window.live._overlay.hide()
    window.live.show_frame(frame())
    window.live.show_result(
        result(0, [face(1), face(2, 300)], [decision(State.KNOWN), decision(State.UNKNOWN)]),
    )
    for chosen in (1, 2):
        window.live._fill_panel()
        window.live.choose_number(chosen)
        yield f"live, face {chosen}", window
    window.live._detail.question.ask(Doubt(1, NAMES[0], "Is it Anna?"), window._control)
    yield "live, a question", window
    window.live._detail.question.dismiss()


def _people(window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    yield "people", window
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=WAIT)
    yield "people, one", window
    page.panel.samples.setCurrentIndex(page.panel.samples.model().index(0, 0))
    yield "people, a sample", window
    page.panel.samples.selectAll()
    yield "people, samples", window
    page.panel.samples.setCurrentIndex(page.panel.samples.model().index(0, 0))
    page.panel._ask_split()
    yield "people, moving", window
    page.merge_chosen()
    yield from _dialog(window)
    window.forget(1, NAMES[0])
    yield from _dialog(window)
    window.consents()
    yield from _dialog(window)
    window.blur_files()
    yield from _dialog(window)
    yield from _suggested(window)


def _visits(window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    window.show_page("history")
    page: Any = window._pages["history"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT)
    yield "history", window
    page.list.setCurrentIndex(page.model.index(0, 0))
    yield "history, one", window
    page.by_day.click()
    yield "history, by day", window
    page.by_day.click()
    found = list_visits(database(window._control))
    page.found.show_found(FaceSearch(tuple(found), (0.9,) * len(found), 0.4, 0.001, True, 1_000, 10), None, "")
    yield "history, a face found", window
    page.found.hide()
    page.list.setCurrentIndex(page.model.index(0, 0))
    page.name_chosen()
    yield from _dialog(window)
    page.look_closely()
    yield from _dialog(window)
    yield from _past_visits(window)
    window.show_page("unknowns")
    page = window._pages["unknowns"]
    qtbot.waitUntil(lambda: page.panel.isVisible(), timeout=WAIT)
    yield "unknowns", window
    page.show_ignored()
    yield from _dialog(window)


def _past_visits(window: Window) -> Iterator[tuple[str, QWidget]]:
    from facecam.base.messages import Message
    from facecam.tasks.redecision import Redecided, Redecision

    correction = Message("This is not {name}: noted", name=NAMES[0])
    found = tuple(Redecided(one, None, None) for one in list_visits(database(window._control)))
    window._reviewing.open(Redecision(1, correction, found, True))
    yield from _dialog(window)


def _others(window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    for name in ("verify", "rules", "models", "settings"):
        window.show_page(name)
        page: Any = window._pages[name]
        if name == "models":
            qtbot.waitUntil(lambda page=page: bool(page.cards), timeout=WAIT)
        if name == "settings":
            qtbot.waitUntil(lambda page=page: page.strangers.curves is not None, timeout=WAIT)
        if name == "rules":
            yield from _rules(page, window, qtbot)
        yield name, window
        if name == "verify":
            page._verdict.show()
            yield "verify, a verdict", window
            page.clear()
        if name == "settings":
            bar = page._scroll.verticalScrollBar()
            bar.setValue(bar.maximum())
            yield "settings, further down", window


def _rules(page: Any, window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    from facecam.events.rules import Condition
    from facecam.events.targets import Program
    from facecam.operations import AddRule
    from ui.rules.draft import Draft, When, Where, Who

    qtbot.waitUntil(lambda: page._stack.currentIndex() > 0, timeout=WAIT)
    yield "rules, none", window
    page.add_rule(Draft(Who.BOTH, when=When.STAYS, where=Where.WEBHOOK))
    yield from _dialog(window)
    apply(database(window._control), AddRule(Program(("/usr/bin/notify-send",)), Condition()))
    page._load()
    qtbot.waitUntil(lambda: bool(page.cards), timeout=WAIT)
    page.change_rule(next(iter(page.cards.values())).rule)
    yield from _dialog(window)


def _suggested(window: Window) -> Iterator[tuple[str, QWidget]]:
    from facecam.store.people import list_people
    from facecam.store.unknowns import Stranger
    from facecam.tasks.suggestions import Suggestion, Suggestions
    from ui.people.suggested import OneByOne

    person = list_people(database(window._control))[0]
    now = datetime.now(UTC)
    one = Suggestion(Stranger(2, now, now, "door", 0.8, None), 0.3)
    OneByOne(window._control, person, None, Suggestions((one,), (one,), 0.4), False, window).open()
    yield from _dialog(window)


def _over(window: Window, qtbot: Any) -> Iterator[tuple[str, QWidget]]:
    from ui.window.about import About
    from ui.window.shortcuts_page import ShortcutsPage
    from ui.window.welcome import Welcome

    for kind in (About, ShortcutsPage):
        shown = kind(window)
        shown.open()
        yield from _dialog(window)
    window.enrol()
    assert window._sheet is not None
    yield "EnrolSheet", window._sheet
    window._sheet.cancel()
    window.check_live()
    assert window._check is not None
    yield "LiveCheckSheet", window._check
    window._check.end()
    window.enrol_files()
    assert window._files is not None
    yield "FilesSheet", window._files
    window._files.cancel()
    unlock = Unlock(window._control, window._centre)
    unlock.ask()
    yield "Unlock", unlock
    unlock.hide()
    window.welcome()
    (welcome,) = window.findChildren(Welcome)
    yield "Welcome", welcome
    window._toast.offer("x" * 40, "Undo", lambda: None)


def _dialog(window: Window) -> Iterator[tuple[str, QWidget]]:
    """The one that is open, which is closed afterwards."""
    dialog = next(one for one in reversed(window.findChildren(QDialog)) if one.isVisible())
    yield type(dialog).__name__, dialog
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog), "a dialog that was closed stays, and each time there is one more"


def cut(root: QWidget) -> list[str]:
    """Words that are shown and do not fit into their place, or lie on what is beside them."""
    found = [f"{type(one).__name__} {words!r}" for one in root.findChildren(QWidget) if (words := _cut(one))]
    found += [f"on each other: {words!r}" for one in root.findChildren(QLabel) if (words := _lies_on(one))]
    found += [
        f"{one.accessibleName()!r} has to be scrolled sideways"
        for one in root.findChildren(QTableView)
        if one.isVisible() and one.horizontalScrollBar().maximum() > 0
    ]
    found += [
        f"what {type(one.parentWidget()).__name__} scrolls is wider than its place"
        for one in root.findChildren(QScrollArea)
        if one.isVisible() and one.horizontalScrollBar().maximum() > 0 and not one.horizontalScrollBar().isVisible()
    ]
    for head in root.findChildren(QHeaderView):
        if head.isVisible():
            found += [
                f"heading {head.model().headerData(at, head.orientation())!r}"
                for at in range(head.count())
                if head.sectionSize(at) < head.sectionSizeHint(at)
            ]
    return found


def _cut(one: QWidget) -> str:
    if not isinstance(one, QLabel | QPushButton | QCheckBox | QRadioButton | QToolButton) or not one.isVisible():
        return ""
    words = one.text()
    inside = any(isinstance(parent, QComboBox | QLineEdit | QAbstractItemView) for parent in _parents(one))
    if not words or isinstance(one, Elided) or inside or one.property("kind") == "source":
        return ""
    if isinstance(one, QLabel) and one.wordWrap():
        longest = max(QFontMetrics(one.font()).horizontalAdvance(word) for word in words.split())
        room = one.contentsRect().width()
        fits = one.heightForWidth(one.width()) <= one.height() + 1 and longest <= room + 1
    elif isinstance(one, QLabel):
        fits = one.sizeHint().width() <= one.width() + 1
    elif isinstance(one, QToolButton):
        wide = max(QFontMetrics(one.font()).horizontalAdvance(line.replace("&", "")) for line in words.split("\n"))
        fits = wide <= one.width()
    else:
        fits = one.sizeHint().width() <= one.width() + 1 and one.sizeHint().height() <= one.height() + 1
    return "" if fits and _seen_whole(one) else words


def _lies_on(one: QLabel) -> str:
    """Its words, where they lie on something else of the same place."""
    around = one.parentWidget()
    if around is None or not one.isVisible() or not one.text() or one.testAttribute(_THROUGH):
        return ""
    for other in around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        beside = isinstance(other, QLabel | QAbstractItemView | QAbstractButton | QLineEdit | QComboBox)
        if other is not one and beside and other.isVisible() and not other.testAttribute(_THROUGH):
            shared = one.geometry().intersected(other.geometry())
            if min(shared.width(), shared.height()) > 2:
                return one.text()
    return ""


def _parents(one: QWidget) -> Iterator[QWidget]:
    while (one := one.parentWidget()) is not None:  # type: ignore[assignment]
        yield one


def _seen_whole(one: QWidget) -> bool:
    """Whether nothing of its width lies outside what is around it; further down or up one can scroll."""
    for around in _parents(one):
        place = QRect(one.mapTo(around, QPoint(0, 0)), one.size())
        if place.left() < -1 or place.right() > around.width() + 1:
            scroll = around.parentWidget()
            if not (isinstance(scroll, QScrollArea) and scroll.horizontalScrollBarPolicy() is not _NEVER):
                return False
        if around.isWindow():
            break
    return True


_THROUGH = Qt.WidgetAttribute.WA_TransparentForMouseEvents
_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
