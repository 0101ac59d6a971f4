"""The unknowns' page on a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from helpers.scenes import D, database, settle, vector
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from facecam.base.errors import ModelError
from facecam.base.types import State, Vector
from facecam.operations import Enrol, NameVisits, Sample, apply, consents, want_consent
from facecam.store.ignored import list_ignored
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from ui.base.control import Control
from ui.unknowns.ignored import IgnoredList
from ui.unknowns.model import Role
from ui.unknowns.page import UnknownsPage
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000


def see(control: Control, whose: int, times: int = 1) -> None:
    now = datetime.now(UTC)
    records = []
    for pose in range(times):
        start = now - timedelta(minutes=10 * whose + pose)
        face = BestFace(vector(whose, pose % 2), "test", 0.8)
        records.append(VisitRecord("door", start, start, 3, State.UNKNOWN, None, 0.2, face=face))
    add_visits(database(control), records)


def opened(window: Window) -> UnknownsPage:
    window.show_page("unknowns")
    page = window._pages["unknowns"]
    assert isinstance(page, UnknownsPage)
    return page


def page_of(window: Window, qtbot: Any, rows: int) -> UnknownsPage:
    page = opened(window)
    until(page, qtbot, rows)
    return page


def until(page: UnknownsPage, qtbot: Any, rows: int) -> None:
    qtbot.waitUntil(lambda: page.model.asked and page.model.rowCount() == rows, timeout=WAIT)


def cards(page: UnknownsPage) -> list[str]:
    return [page.model.index(row).data() for row in range(page.model.rowCount())]


def test_an_empty_page_says_what_will_be_there_and_fills_by_itself(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot, 0)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._nobody, timeout=WAIT)
    assert "Whoever passes" in page._nobody.why.text() and not page.panel.isVisible()
    see(window._control, 1)
    until(page, qtbot, 1)
    assert page._stack.currentWidget() is page.list


def test_while_faces_are_compared_that_is_said_and_not_that_there_are_none(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = window._control
    see(control, 1)
    later, waiting = control.later, []
    monkeypatch.setattr(control, "later", lambda *asked: waiting.append(asked))
    window.show_page("unknowns")
    page = window._pages["unknowns"]
    assert isinstance(page, UnknownsPage)
    qtbot.waitUntil(lambda: bool(waiting), timeout=WAIT)
    assert page._busy.isVisible() and page._busy.text() == "Comparing faces..."
    assert not page._nobody.isVisible() and not page.panel.isVisible()
    monkeypatch.undo()
    later(*waiting[0])
    until(page, qtbot, 1)
    assert page.list.isVisible() and not page._busy.isVisible()


def test_enter_names_a_stranger_and_undo_brings_the_card_back(window: Window, qtbot: Any) -> None:
    control = window._control
    see(control, 1, 3)
    see(control, 2)
    page = page_of(window, qtbot, 2)
    assert [card.split(",")[0] for card in cards(page)] == ["Somebody seen 3 times", "Somebody seen once"]
    assert page.panel.isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(page.panel.field.hasFocus, timeout=WAIT)
    qtbot.keyClicks(page.panel.field, "Cleo")
    qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
    until(page, qtbot, 1)
    assert "Named 3 visits Cleo" in window._toast.text
    assert [one.name for one in list_people(database(control))] == ["Cleo"]
    assert [seen.name for seen in list_visits(database(control))].count("Cleo") == 3
    assert [len(group.visits) for group in page.panel.groups] == [1]
    assert page.panel.field.text() == ""
    qtbot.mouseClick(window._toast._button, Qt.MouseButton.LeftButton)
    until(page, qtbot, 2)
    assert list_people(database(control)) == []


def test_a_name_where_a_consent_is_wanted_says_what_for(window: Window, qtbot: Any) -> None:
    control = window._control
    want_consent(database(control), True)
    see(control, 1, 2)
    page = page_of(window, qtbot, 1)
    page.list.setCurrentIndex(page.model.index(0))
    panel = page.panel
    qtbot.waitUntil(panel.agreement.isVisible, timeout=WAIT)
    qtbot.keyClicks(panel.field, "Anna")
    assert not panel.give.isEnabled(), "it does not say yet what for"
    qtbot.keyClicks(panel.agreement.purpose, "the front door")
    qtbot.mouseClick(panel.give, Qt.MouseButton.LeftButton)
    until(page, qtbot, 0)
    assert [one.name for one in consents(database(control)) if one.until is not None] == ["Anna"]


def anna_is_typed(window: Window, qtbot: Any) -> UnknownsPage:
    """Anna is enrolled, and somebody unknown gets her name."""
    control = window._control
    apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    control.bridge.refresh()
    see(control, 3, 2)
    page = page_of(window, qtbot, 1)
    assert [page.panel.field.completer().model().index(0, 0).data()] == ["Anna"]
    page.panel.field.setText("anna")
    qtbot.mouseClick(page.panel.give, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.panel.question.isVisible, timeout=WAIT)
    return page


def test_a_name_that_is_known_is_asked_about_and_extends_that_person(window: Window, qtbot: Any) -> None:
    page = anna_is_typed(window, qtbot)
    assert page.panel.question._yes.text() == "Yes, Anna"
    qtbot.keyClick(page.panel.question._yes, Qt.Key.Key_Space)
    until(page, qtbot, 0)
    (anna,) = list_people(database(window._control))
    assert (anna.name, anna.templates) == ("Anna", 3)


def test_the_question_has_room_in_a_small_window(window: Window, qtbot: Any) -> None:
    window.resize(800, 560)
    question = anna_is_typed(window, qtbot).panel.question
    qtbot.waitUntil(lambda: question.height() >= question.sizeHint().height(), timeout=WAIT)


def test_somebody_else_of_that_name_is_new(window: Window, qtbot: Any) -> None:
    page = anna_is_typed(window, qtbot)
    page.panel.question._no.click()
    until(page, qtbot, 0)
    assert sorted((one.name, one.templates) for one in list_people(database(window._control))) == [
        ("Anna", 1),
        ("anna", 2),
    ]


def test_a_stranger_who_is_nothing_like_who_is_named_is_said_to_be(window: Window, qtbot: Any) -> None:
    """Not each who is below the threshold, as strangers are."""
    control = window._control
    apply(database(control), Enrol("Anna", (Sample(vector(0, 3), 0.8, "x"),), "test"))
    like = (vector(0, 3) * 0.3 + vector(2) * 0.95).astype(np.float32)
    now = datetime.now(UTC)
    for face in (vector(1), like / np.linalg.norm(like)):
        best = BestFace(face, "test", 0.8)
        add_visits(database(control), [VisitRecord("door", now, now, 3, State.UNKNOWN, None, 0.2, face=best)])
    said = []
    for visit in (1, 2):
        control.apply(NameVisits((visit,), "Anna"))
        qtbot.waitUntil(lambda: "Named 1 visit Anna." in window._toast.text, timeout=WAIT)
        settle(control, qtbot)
        said.append(window._toast.text)
        control.undo()
        qtbot.waitUntil(lambda: "Undone" in window._toast.text, timeout=WAIT)
    assert control.bridge.runtime is not None
    enough = f"{control.bridge.runtime.need_matcher().threshold:.2f}"
    odd = f"The face looks nothing like Anna: 0.00, where one person has {enough} and more."
    assert said == [f"Named 1 visit Anna. {odd}", "Named 1 visit Anna."]


def test_who_was_chosen_among_those_offered_is_not_asked_about(window: Window, qtbot: Any) -> None:
    page = anna_is_typed(window, qtbot)
    page.panel.field.setText("Ann")
    assert not page.panel.question.isVisible()
    completer = page.panel.field.completer()
    completer.activated.emit("Anna")
    page.panel.field.setText("Anna")
    qtbot.mouseClick(page.panel.give, Qt.MouseButton.LeftButton)
    until(page, qtbot, 0)
    assert [one.templates for one in list_people(database(window._control))] == [3]


def test_it_is_asked_for_who_was_enrolled_since_and_enter_says_yes(window: Window, qtbot: Any) -> None:
    control = window._control
    see(control, 0, 2)
    page = page_of(window, qtbot, 1)
    assert page.panel._question.text() == "Who is it?" and not page.panel.yes.isVisible()
    control.apply(Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    qtbot.waitUntil(lambda: page.panel._question.text() == "Is it Anna?", timeout=WAIT)
    assert page.panel.yes.isVisible() and page.panel.yes.text() == "Yes, Anna"
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(page.panel.field.hasFocus, timeout=WAIT)
    qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
    until(page, qtbot, 0)
    assert [seen.name for seen in list_visits(database(control))] == ["Anna", "Anna"]


def test_delete_ignores_and_who_looks_alike_stays_away(window: Window, qtbot: Any) -> None:
    control = window._control
    see(control, 1, 2)
    see(control, 2)
    page = page_of(window, qtbot, 2)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    until(page, qtbot, 1)
    assert "Ignored" in window._toast.text
    see(control, 1)
    see(control, 4)
    until(page, qtbot, 2)
    control.undo()
    until(page, qtbot, 3)


def test_a_name_that_is_being_written_is_not_disturbed(window: Window, qtbot: Any) -> None:
    see(window._control, 1, 2)
    page = page_of(window, qtbot, 1)
    page.name_chosen()
    qtbot.keyClicks(page.panel.field, "Cle")
    see(window._control, 1, 3)
    qtbot.waitUntil(lambda: cards(page)[0].startswith("Somebody seen 5 times"), timeout=WAIT)
    assert page.panel.field.text() == "Cle"


def test_a_refused_name_is_said(window: Window, qtbot: Any) -> None:
    see(window._control, 1)
    page = page_of(window, qtbot, 1)
    page.panel.name_given.emit("a\nb", False)
    qtbot.waitUntil(lambda: "characters that control" in window._toast.text, timeout=WAIT)
    assert page.model.rowCount() == 1


def test_where_nothing_can_be_compared_that_is_said_instead_of_waiting(window: Window, qtbot: Any) -> None:
    runtime: Any = window._control.bridge.runtime
    matcher, runtime.matcher = runtime.matcher, None
    page = opened(window)
    assert not page.model.asked and page._stack.currentWidget() is page._busy, "it may be opened yet"
    runtime.problems["models"] = ModelError("The model is missing", "Fetch it")
    window._control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._nobody, timeout=WAIT)
    assert page._nobody.title.text() == "Faces cannot be compared"
    runtime.problems.clear()
    runtime.matcher = matcher
    window._control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: page._nobody.title.text() == "No stranger was seen", timeout=WAIT)


def test_several_at_once_are_one_person(window: Window, qtbot: Any) -> None:
    control = window._control
    for whose in (1, 2, 3):
        see(control, whose)
    page = page_of(window, qtbot, 3)
    page.list.setCurrentIndex(page.model.index(0))
    qtbot.keyClick(page.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.panel._title.text() == "2 unknown faces, seen 2 times"
    assert page.panel.faces.model().rowCount() == 2
    page.name_chosen()
    qtbot.keyClicks(page.panel.field, "Cleo")
    qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
    until(page, qtbot, 1)
    (cleo,) = list_people(database(control))
    assert (cleo.name, cleo.templates) == ("Cleo", 2)
    control.undo()
    until(page, qtbot, 3)


def test_names_follow_each_other_without_another_key(window: Window, qtbot: Any) -> None:
    control = window._control
    for whose in (1, 2, 3):
        see(control, whose)
    page = page_of(window, qtbot, 3)
    page.name_chosen()
    for left, name in ((2, "Anna"), (1, "Bo"), (0, "Cleo")):
        qtbot.waitUntil(page.panel.field.hasFocus, timeout=WAIT)
        qtbot.waitUntil(lambda: page.panel.field.text() == "", timeout=WAIT)
        qtbot.keyClicks(page.panel.field, name)
        qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
        until(page, qtbot, left)
    assert [one.name for one in list_people(database(control))] == ["Anna", "Bo", "Cleo"]


def test_the_arrows_choose_another_while_the_cursor_is_in_the_field(window: Window, qtbot: Any) -> None:
    for whose in (1, 2):
        see(window._control, whose)
    page = page_of(window, qtbot, 2)
    page.name_chosen()
    first = page.panel.groups
    qtbot.keyClick(page.panel.field, Qt.Key.Key_Down)
    assert page.panel.groups != first and page.panel.field.hasFocus()
    qtbot.keyClick(page.panel.field, Qt.Key.Key_Up)
    assert page.panel.groups == first


def test_a_face_that_is_somebody_else_is_taken_out(window: Window, qtbot: Any) -> None:
    see(window._control, 1, 3)
    page = page_of(window, qtbot, 1)
    faces = page.panel.faces
    assert faces.model().rowCount() == 3 and not page.panel.out.isEnabled()
    faces.setCurrentIndex(faces.model().index(1, 0))
    faces.customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = faces.findChildren(QMenu)
    assert [one.text() for one in menu.actions()] == ["Somebody else", "Not a face"]
    menu.actions()[0].trigger()
    menu.close()
    until(page, qtbot, 2)
    assert sorted(card.split(",")[0] for card in cards(page)) == ["Somebody seen 2 times", "Somebody seen once"]
    see(window._control, 5)
    until(page, qtbot, 3)


def test_what_is_no_face_goes_and_undo_brings_it_back(window: Window, qtbot: Any) -> None:
    control = window._control
    see(control, 1, 2)
    see(control, 2)
    page = page_of(window, qtbot, 2)
    qtbot.keyClick(page.list, Qt.Key.Key_X)
    until(page, qtbot, 1)
    assert "Not a face: deleted 2 visits" in window._toast.text
    assert len(list_visits(database(control))) == 1
    control.undo()
    until(page, qtbot, 2)


def test_one_face_of_several_that_is_none_goes_alone(window: Window, qtbot: Any) -> None:
    see(window._control, 1, 3)
    page = page_of(window, qtbot, 1)
    page.panel.faces.setCurrentIndex(page.panel.faces.model().index(0, 0))
    qtbot.mouseClick(page.panel.none, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list_visits(database(window._control))) == 2, timeout=WAIT)


def test_who_is_ignored_for_ever_is_listed_and_comes_back(window: Window, qtbot: Any) -> None:
    control = window._control
    see(control, 1)
    see(control, 2)
    page = page_of(window, qtbot, 2)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    until(page, qtbot, 1)
    assert "for ever" in window._toast.text
    qtbot.mouseClick(page.ignored, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(IgnoredList)
    qtbot.waitUntil(lambda: dialog.list.model().rowCount() == 1, timeout=WAIT)
    said = dialog.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Ignored for ever, just now"
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    until(page, qtbot, 2)
    qtbot.waitUntil(lambda: dialog._why.text() == "Nobody is ignored.", timeout=WAIT)
    dialog.accept()


def test_several_who_are_ignored_at_once_are_each_listed_and_come_back_alone(window: Window, qtbot: Any) -> None:
    control = window._control
    for person in (1, 2, 3):
        see(control, person)
    page = page_of(window, qtbot, 3)
    page.list.selectAll()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    until(page, qtbot, 0)
    assert window._toast.text == "Ignored 3 unknown faces."
    page.show_ignored()
    (dialog,) = page.findChildren(IgnoredList)
    qtbot.waitUntil(lambda: dialog.list.model().rowCount() == 3, timeout=WAIT)
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    until(page, qtbot, 1)
    dialog.accept()
    control.undo()
    until(page, qtbot, 0)
    control.undo()
    until(page, qtbot, 3)


def test_two_groups_that_look_alike_are_proposed_as_one(window: Window, qtbot: Any) -> None:
    control = window._control
    now = datetime.now(UTC)
    axis = np.eye(16, dtype=np.float32)
    alike = 0.35 * axis[1] + (1 - 0.35**2) ** 0.5 * axis[4]
    for face in (axis[1], alike, axis[6]):
        add_visits(
            database(control),
            [VisitRecord("door", now, now, 3, State.UNKNOWN, face=BestFace(face, "test", 0.8))],
        )
    page = page_of(window, qtbot, 3)
    rows = [row for row in range(3) if page.model.like(page.model.index(row).data(Role.GROUP)) is not None]
    assert len(rows) == 2
    page.list.setCurrentIndex(page.model.index(rows[0]))
    assert page.panel.same.isVisible() and page.panel._like_words.text() == "The same person? Seen once"
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Plus)
    assert sorted(index.row() for index in page.list.selectedIndexes()) == rows
    assert not page.panel.same.isVisible()


def test_the_page_opens_with_what_was_compared_before(window: Window, qtbot: Any) -> None:
    see(window._control, 1, 2)
    window._control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: window._groups.found is not None, timeout=WAIT)
    page = opened(window)
    assert page.model.rowCount() == 1 and page.list.isVisible() and page.panel.isVisible()


def unlike(number: int) -> list[Vector]:
    """Faces of which no two have a cosine over 0.25: signs that differ in six places at least (a lexicode)."""
    words: list[int] = []
    for word in range(1 << D):
        if all((word ^ other).bit_count() >= 6 for other in words):
            words.append(word)
        if len(words) == number:
            break
    return [
        np.array([1 - 2 * (word >> at & 1) for at in range(D)], np.float32) / np.float32(D**0.5) for word in words
    ]


def test_a_hundred_strangers_are_a_hundred_keys_and_the_names(window: Window, qtbot: Any) -> None:
    """Every second one is named, the others are ignored; the hands stay on the keyboard."""
    control, now, records = window._control, datetime.now(UTC), []
    for whose, face in enumerate(unlike(100)):
        start = now - timedelta(minutes=whose)
        best = BestFace(face, "test", 0.8)
        records.append(VisitRecord("door", start, start, 3, State.UNKNOWN, None, 0.1, face=best))
    add_visits(database(control), records)
    page, keys = page_of(window, qtbot, 100), 0
    # Whoever was named may be somebody whom one looks like next: that is asked, and a name that is typed answers.
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    keys += 1
    for done in range(100):
        window.activateWindow()  # as a window manager does when the offered names are put away
        qtbot.waitUntil(page.panel.field.hasFocus, timeout=WAIT)
        if done % 2:
            qtbot.keyClick(page.panel.field, Qt.Key.Key_Delete)
        else:
            qtbot.keyClicks(page.panel.field, f"Person {done}")
            qtbot.keyClick(page.panel.field, Qt.Key.Key_Return)
        keys += 1
        until(page, qtbot, 99 - done)
    assert keys == 101, "one to go into the field, and one each"
    assert len(list_people(database(control))) == 50
    assert len(list_ignored(database(control))) == 50
