"""The people's page on a real database."""

import dataclasses
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import cv2
import numpy as np
import pytest
from helpers.scenes import database, settle, vector
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from facecam.base.types import State
from facecam.operations import Enrol, MoveTemplates, RemoveTemplate, Rename, Sample, apply, likeness
from facecam.operations import Merge as Merge_
from facecam.operations.reembedding import Reembed
from facecam.store.people import list_people, person, templates
from facecam.store.visits import BestFace, VisitRecord, add_visits
from facecam.tasks.enrolment import consent_note
from ui.base.control import Control
from ui.base.remembered import recall
from ui.history.page import HistoryPage
from ui.i18n import language
from ui.people.forget import Forget
from ui.people.grid import PeopleGrid
from ui.people.menu import menu_of as people_menu
from ui.people.merge import Merge
from ui.people.model import Role
from ui.people.page import PeoplePage
from ui.people.samples import Role as SampleRole
from ui.people.samples import SamplesView
from ui.people.tile import Tile
from ui.people.words import ago
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000


def add(control: Control, name: str, person: int = 0, picture: bytes | None = None, samples: int = 1) -> None:
    taken = tuple(Sample(vector(person, pose), 0.8, f"/films/{pose}.mp4", picture) for pose in range(samples))
    apply(database(control), Enrol(name, taken, "test"))


def page_of(window: Window, qtbot: Any, rows: int) -> PeoplePage:
    window.show_page("people")
    page = window._pages["people"]
    assert isinstance(page, PeoplePage)
    qtbot.waitUntil(lambda: page.model.asked and page.model.rowCount() == rows)
    return page


def names(page: PeoplePage) -> list[str]:
    model = page.list.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def choose(page: PeoplePage, row: int) -> None:
    page.list.setCurrentIndex(page.list.model().index(row, 0))


def test_an_empty_page_leads_to_the_enrolment(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot, 0)
    (start,) = [one for one in page._nobody.findChildren(QPushButton) if one.text() == "Enrol a person"]
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert window.page == "live" and window._sheet is not None
    window._sheet.cancel()


def test_people_are_found_as_one_types(window: Window, qtbot: Any) -> None:
    for number, name in enumerate(("Anna", "Bo", "Hanna")):
        add(window._control, name, number)
    page = page_of(window, qtbot, 3)
    qtbot.keyClicks(page.search, "ANN")
    assert names(page) == ["Anna", "Hanna"]
    qtbot.keyClicks(page.search, "x")
    assert page._stack.currentWidget() is page._no_match


def test_there_is_nothing_to_search_before_somebody_is_enrolled(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot, 0)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._nobody, timeout=WAIT)
    over = (page.search, page.enrol, page.files)
    assert not any(one.isVisible() for one in over)
    add(window._control, "Anna")
    window._control.news.emit()
    qtbot.waitUntil(lambda: all(one.isVisible() for one in over), timeout=WAIT)
    qtbot.keyClicks(page.search, "nobody")
    assert page.search.isVisible()  # what was typed can be taken back


def test_a_name_that_is_too_long_ends_in_dots_until_it_is_written_over(window: Window, qtbot: Any) -> None:
    name = "Dr. Bartholomäus von Hohenfels-Weißenbach"
    add(window._control, name)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    field = page.panel.name
    qtbot.waitUntil(lambda: field.text().endswith("…"), timeout=WAIT)
    assert name.startswith(field.text()[:-1]) and name in field.toolTip()
    page.name_chosen()
    assert field.text() == field.selectedText() == name
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text().endswith("…")
    assert list_people(database(window._control))[0].name == name


@pytest.mark.parametrize("wide", [800, 1024, 1366, 1900])
def test_cards_share_the_room_of_their_row(window: Window, qtbot: Any, wide: int) -> None:
    """No strip of a card's width stays empty; on the smallest window two stand beside the panel."""
    for number in range(30):
        add(window._control, f"Person {number}")
    window.resize(wide, 560)
    page = page_of(window, qtbot, 30)
    choose(page, 0)
    qtbot.waitUntil(page.panel.isVisible, timeout=WAIT)
    grid = page.list

    def left_over() -> tuple[int, int]:
        """How many cards the first row has, and how many pixels are empty beside them."""
        rects = [grid.visualRect(grid.model().index(row, 0)) for row in range(30)]
        first = [rect for rect in rects if rect.top() == rects[0].top()]
        return len(first), grid.viewport().width() - max(rect.right() for rect in first)

    qtbot.waitUntil(lambda: left_over()[0] >= 2 and left_over()[1] < 20, timeout=WAIT)


def test_what_a_field_is_called_stands_in_the_middle_of_its_height(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    details = page.panel.details
    qtbot.waitUntil(details.number.isVisible, timeout=WAIT)
    for words, field in (("Number", details.number), ("Groups", details.groups)):
        (name,) = [one for one in details.findChildren(QLabel) if one.text() == words]
        assert abs(name.geometry().center().y() - field.geometry().center().y()) <= 1


def test_fields_are_written_and_undone(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    fields = page.panel.details.fields
    qtbot.waitUntil(fields.isVisible, timeout=WAIT)
    failed: list[str] = []
    control.failed.connect(failed.append)

    def kept() -> object:
        assert page.panel.person is not None
        return page.panel.person.fields

    for text in ("class: 7b", "class: 8b\nno field"):
        fields.setFocus()
        fields.setPlainText(text)
        page.panel.details.number.setFocus()
        qtbot.waitUntil(lambda: kept() == {"class": "7b"}, timeout=WAIT)
    assert len(failed) == 1 and "no field" in failed[0]
    page.panel.details.number.setText("7")
    page.panel.details.number.editingFinished.emit()
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.external_id == "7", timeout=WAIT)
    assert fields.toPlainText() == "class: 8b\nno field", "it is not taken away from whoever wrote it"
    control.undo()
    control.undo()
    qtbot.waitUntil(lambda: kept() == {}, timeout=WAIT)


def test_scrolling_paints_only_what_comes_into_view(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        add(window._control, f"Person {number}")
    page = page_of(window, qtbot, 60)
    grid = page.list
    in_view = grid.viewport().rect()
    rows = [grid.visualRect(grid.model().index(row, 0)) for row in range(60)]
    visible = sum(rect.intersects(in_view) for rect in rows)
    painted: list[int] = []
    content = Tile.content

    def noted(tile: Tile, index: Any) -> Any:
        painted.append(index.row())
        return content(tile, index)

    monkeypatch.setattr(Tile, "content", noted)
    grid.viewport().repaint()
    assert len(painted) == visible
    steps = []
    for step in range(1, 6):  # something else may be painted anew along with one of them
        painted.clear()
        grid.verticalScrollBar().setValue(8 * step)
        qtbot.waitUntil(lambda: bool(painted), timeout=WAIT)
        steps.append(len(painted))
    assert min(steps) < visible / 2


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1, seconds=50), "1 minute ago"),
        (timedelta(minutes=59, seconds=50), "59 minutes ago"),
        (timedelta(minutes=61), "1 hour ago"),
        (timedelta(hours=3, minutes=59), "3 hours ago"),
        (timedelta(days=400), "on "),
    ],
)
def test_when_somebody_was_seen_is_said_as_one_would(before: timedelta, said: str) -> None:
    assert ago(datetime.now(UTC) - before).startswith(said)


@pytest.mark.parametrize("page", ["people", "verify"])
def test_no_words_of_a_page_lie_under_the_bar_and_nothing_moves_for_it(
    window: Window, qtbot: Any, page: str
) -> None:
    window.show_page(page)
    QApplication.processEvents()
    window._control.failed.emit("It stays until it is closed.")
    shown: Any = window._pages[page]

    def below(part: Any) -> int:
        return int(part.mapTo(window._centre, part.rect().bottomLeft()).y())

    before = below(shown)
    qtbot.waitUntil(window._toast.isVisible, timeout=WAIT)
    assert before <= window._toast.y()
    QApplication.processEvents()
    assert below(shown) == before
    window._toast.hide()
    QApplication.processEvents()
    assert below(shown) == before


def test_renaming_removing_and_taking_back(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    page.name_chosen()
    page.panel.name.setText("Anna Berg")
    qtbot.keyClick(page.panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Anna Berg"])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert "Removed Anna Berg" in window._toast.text
    qtbot.mouseClick(window._toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Anna Berg"])
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(page) == ["Anna"])


def test_the_panels_remove_takes_all_who_are_chosen_in_one_act(window: Window, qtbot: Any) -> None:
    for number, name in enumerate(("Anna", "Bo", "Cleo")):
        add(window._control, name, number)
    page = page_of(window, qtbot, 3)
    page.list.selectAll()
    page.list.selectionModel().select(page.list.model().index(2, 0), QItemSelectionModel.SelectionFlag.Deselect)
    (remove,) = [one for one in page.panel.findChildren(QPushButton) if one.text() == "Remove"]
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Cleo"])
    qtbot.mouseClick(window._toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Bo", "Cleo"])


def test_a_refused_name_is_said_and_changes_nothing(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    page.panel.name.edit()
    page.panel.name.setText("x" * 300)
    qtbot.keyClick(page.panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "200" in window._toast.text)
    assert names(page) == ["Anna"]


def test_nothing_to_undo_is_said(window: Window, qtbot: Any) -> None:
    window._control.undo()
    qtbot.waitUntil(lambda: window._toast.text != "")


def test_forgetting_asks_and_proves(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna", picture=b"jpeg")
    page = page_of(window, qtbot, 1)
    person = page.model.data(page.model.index(0), Role.PERSON).id
    window.forget(person, "Anna")
    (dialog,) = window.findChildren(Forget)
    assert "cannot be undone" in dialog._text.text()
    assert dialog._cancel.hasFocus() or dialog.focusWidget() is dialog._cancel
    qtbot.mouseClick(dialog._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is forgotten" in dialog._title.text())
    assert "1 sample, 1 picture" in dialog._text.text() and "0 rows" in dialog._text.text()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    dialog.reject()
    control.undo()
    qtbot.wait(100)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    assert list_people(runtime.database, hidden=True) == []


def test_forgetting_can_be_stopped_while_faces_are_compared(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faces are looked at one by one, and Cancel comes after the first."""
    monkeypatch.setattr(likeness, "_PORTION", 1)
    control = window._control
    runtime = control.bridge.runtime
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    assert runtime is not None and runtime.database is not None
    now, strangers = datetime.now(UTC), [BestFace(vector(seed), "test", 0.5) for seed in (1, 2, 3)]
    add_visits(
        runtime.database,
        [VisitRecord("door", now, now, 3, State.UNKNOWN, None, 0.2, None, face) for face in strangers],
    )
    window.forget(page.model.data(page.model.index(0), Role.PERSON).id, "Anna")
    (dialog,) = window.findChildren(Forget)
    asked = threading.Event()

    def compared(done: int, total: int) -> None:
        assert (done, total) == (1, 3) and dialog._bar.isVisible()
        qtbot.mouseClick(dialog._cancel, Qt.MouseButton.LeftButton)
        asked.set()

    dialog._went_on.connect(compared, Qt.ConnectionType.BlockingQueuedConnection)
    with qtbot.waitSignal(control.said) as said:
        qtbot.mouseClick(dialog._go, Qt.MouseButton.LeftButton)
    assert asked.is_set() and "nobody was forgotten" in said.args[0]
    assert [one.name for one in list_people(runtime.database)] == ["Anna"]


def test_an_edit_made_elsewhere_is_shown(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    apply(runtime.database, Rename(list_people(runtime.database)[0].id, "Berta"))
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: names(page) == ["Berta"])


def test_writing_a_name_is_not_disturbed_by_news(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    page.panel.name.edit()
    qtbot.keyClicks(page.panel.name, "An")
    page._show_panel()
    assert page.panel.name.text() == "An"


def pick(page: PeoplePage, *rows: int) -> None:
    view = page.panel.samples
    view.setFocus()
    view.clearSelection()
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), QItemSelectionModel.SelectionFlag.Select)


def test_a_person_shows_samples_visits_and_what_was_agreed(window: Window, qtbot: Any) -> None:
    picture = cv2.imencode(".jpg", np.full((96, 96, 3), 90, np.uint8))[1].tobytes()
    add(window._control, "Anna", picture=picture, samples=3)
    now = datetime.now(UTC)
    add_visits(database(window._control), [VisitRecord("door", now, now, 3, State.KNOWN, 1, 0.5)] * 2)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel._heading.text() == "3 samples", timeout=15000)
    assert page.panel._visits.text() == "2"
    view = page.panel.samples
    index = view.model().index(1, 0)
    assert view.model().data(index, Qt.ItemDataRole.DecorationRole).width() == 96
    pick(page, 1)
    assert "Quality 80%" in page.panel._sample.text() and "1.mp4" in page.panel._sample.text()
    assert page.panel.remove_sample.isVisible()
    pick(page, 0, 2)
    assert "2 samples" in page.panel._sample.text() and not page.panel.portrait.isVisible()
    assert page.panel.remove_sample.text() == "Remove samples"


def test_delete_in_the_samples_removes_one_of_them_and_undo_brings_it_back(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna", samples=3)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=15000)
    pick(page, 1)
    qtbot.keyClick(page.panel.samples, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 2, timeout=15000)
    assert "Removed a sample of Anna" in window._toast.text and page.model.rowCount() == 1
    assert [one.source for one in templates(database(window._control), 1)] == ["/films/0.mp4", "/films/2.mp4"]
    qtbot.mouseClick(window._toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=15000)


def test_notes_and_consent_are_kept_when_one_goes_on(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    notes, consent = page.panel.notes, page.panel.consent
    notes.setFocus()
    qtbot.keyClicks(notes, "Likes tea")
    qtbot.keyClick(notes, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: person(database(control), 1).notes == "Likes tea", timeout=15000)
    consent.setFocus()
    qtbot.keyClicks(consent, "By letter")
    qtbot.keyClick(consent, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: person(database(control), 1).consent == "By letter", timeout=15000)
    qtbot.waitUntil(lambda: "consent of Anna" in window._toast.text, timeout=15000)
    control.undo()
    qtbot.waitUntil(lambda: consent.toPlainText() == "", timeout=15000)
    assert notes.toPlainText() == "Likes tea"


def test_escape_brings_the_old_note_back_and_stays_on_the_page(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    notes = page.panel.notes
    notes.setFocus()
    qtbot.keyClicks(notes, "Oops")
    qtbot.keyClick(notes, Qt.Key.Key_Escape)
    assert notes.toPlainText() == "" and window.page == "people"


def test_a_person_is_merged_into_one_who_is_found_by_name(window: Window, qtbot: Any) -> None:
    control = window._control
    for number, name in enumerate(("Anna", "Annie", "Bo")):
        add(control, name, number)
    page = page_of(window, qtbot, 3)
    choose(page, 1)
    qtbot.keyClick(page.list, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = page.findChildren(Merge)
    assert [dialog._others.index(row, 0).data() for row in range(2)] == ["Anna", "Bo"]
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.search, "ann")
    assert "go to Anna" in dialog._said.text()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Bo"], timeout=15000)
    assert page.panel.person is not None and page.panel.person.name == "Anna"
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 2, timeout=15000)
    control.undo()
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Annie", "Bo"], timeout=15000)


def test_samples_of_another_model_are_marked_and_others_take_their_place(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna", samples=2)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    view = page.panel.samples
    qtbot.waitUntil(lambda: view.model().rowCount() == 2, timeout=15000)
    old = [one.id for one in templates(database(control), 1)]
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None
    runtime.recognizer.embedder.space = "new"
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: view.model().index(0, 0).data(SampleRole.OTHER) is True, timeout=15000)
    pick(page, 0)
    assert "Another model made it" in page.panel._sample.text()
    control.apply(Reembed(dict(zip(old, map(vector, range(2)), strict=True)), "new", "the new one"))
    qtbot.waitUntil(lambda: view.model().index(0, 0).data(SampleRole.OTHER) is False, timeout=15000)
    assert not set(old) & {view.model().index(row, 0).data(SampleRole.SAMPLE).id for row in range(2)}


def test_samples_of_somebody_else_become_a_person(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna", samples=3)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    panel, view = page.panel, page.panel.samples
    qtbot.waitUntil(lambda: view.model().rowCount() == 3, timeout=15000)
    pick(page, 0, 1, 2)
    assert not panel.somebody_else.isVisible(), "a person keeps a sample"
    pick(page, 1, 2)
    assert panel.somebody_else.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.split.field, "No")
    qtbot.keyClick(panel.split.field, Qt.Key.Key_Escape)
    assert not panel.split.isVisible() and window.page == "people"
    qtbot.mouseClick(panel.somebody_else, Qt.MouseButton.LeftButton)
    assert panel.split.field.text() == ""
    qtbot.keyClicks(panel.split.field, "Berta")
    qtbot.keyClick(panel.split.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Berta"], timeout=15000)
    qtbot.waitUntil(lambda: view.model().rowCount() == 1, timeout=15000)
    assert [one.source for one in templates(database(control), 2)] == ["/films/1.mp4", "/films/2.mp4"]
    control.undo()
    qtbot.waitUntil(lambda: names(page) == ["Anna"], timeout=15000)
    qtbot.waitUntil(lambda: view.model().rowCount() == 3, timeout=15000)


def answer(page: PeoplePage, qtbot: Any, words: str) -> None:
    question = page.panel.question
    qtbot.waitUntil(question.isVisible, timeout=WAIT)
    (press,) = [one for one in question.findChildren(QPushButton) if one.text() == words]
    qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
    assert not question.isVisible()


def asked_whose_two_of_annas_are(window: Window, qtbot: Any) -> PeoplePage:
    """Anna has three samples, two of them are chosen, and "ber" is typed; Berta is known."""
    control = window._control
    add(control, "Anna", samples=3)
    add(control, "Berta", 1)
    assert control.bridge.runtime is not None
    control.bridge.runtime.refresh()
    page = page_of(window, qtbot, 2)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=WAIT)
    pick(page, 1, 2)
    qtbot.keyClick(page.panel.samples, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.panel.split.field, "ber")
    return page


def test_samples_go_unasked_to_whom_is_chosen_among_the_known(window: Window, qtbot: Any) -> None:
    """Three acts: choose the samples, Ctrl+D, choose the person."""
    page, db = asked_whose_two_of_annas_are(window, qtbot), database(window._control)
    field = page.panel.split.field
    field.setText("Berta")  # as the list does
    field.completer().activated.emit("Berta")
    qtbot.waitUntil(lambda: len(templates(db, 2)) == 3, timeout=WAIT)
    assert not page.panel.question.isVisible() and len(list_people(db)) == 2


def test_who_is_chosen_among_the_known_by_the_keyboard_is_not_asked_about(window: Window, qtbot: Any) -> None:
    page, db = asked_whose_two_of_annas_are(window, qtbot), database(window._control)
    field = page.panel.split.field
    popup = field.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible, timeout=WAIT)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(templates(db, 2)) == 3, timeout=WAIT)
    assert not page.panel.question.isVisible() and len(list_people(db)) == 2


def test_half_a_name_is_nobody_new_where_one_alone_may_be_meant(window: Window, qtbot: Any) -> None:
    page, db = asked_whose_two_of_annas_are(window, qtbot), database(window._control)
    field = page.panel.split.field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Berta" and field.isVisible() and len(templates(db, 2)) == 1
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(templates(db, 2)) == 3, timeout=WAIT)
    assert not page.panel.question.isVisible() and len(list_people(db)) == 2


def test_who_is_known_is_offered_with_a_face_and_who_came_last_first(window: Window, qtbot: Any) -> None:
    control = window._control
    green = np.full((96, 96, 3), (0, 255, 0), np.uint8)
    add(control, "Anna", samples=2)
    for number, name in enumerate(("Bo", "Hanna", "Berta"), 1):
        add(control, name, number, picture=cv2.imencode(".png", green)[1].tobytes())
    assert control.bridge.runtime is not None
    control.bridge.runtime.refresh()
    page = page_of(window, qtbot, 4)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 2, timeout=WAIT)
    pick(page, 1)
    qtbot.keyClick(page.panel.samples, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.panel.split.field, "an")
    popup = page.panel.split.field.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible, timeout=WAIT)
    model = popup.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Hanna", "Anna"]

    def middle(row: int) -> tuple[int, int, int]:
        face = model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).toImage()
        return face.pixelColor(face.rect().center()).getRgb()[:3]  # type: ignore[no-any-return]

    qtbot.waitUntil(lambda: middle(0) == (0, 255, 0), timeout=WAIT)
    assert middle(1) != (0, 255, 0)


def test_a_question_goes_when_its_samples_have_gone(window: Window, qtbot: Any) -> None:
    """Its answer would move what the person has no more."""
    control = window._control
    add(control, "Berta", 1)
    add(control, "Anna", samples=2)
    page = page_of(window, qtbot, 2)
    apply(database(control), Enrol("Anna", (Sample(vector(0, 5), 0.8, "x"),), "test", person=2))
    control.news.emit()
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=WAIT)
    pick(page, 2)
    qtbot.mouseClick(page.panel.somebody_else, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.panel.split.field, "berta")
    qtbot.keyClick(page.panel.split.field, Qt.Key.Key_Return)
    qtbot.waitUntil(page.panel.question.isVisible, timeout=WAIT)
    control.undo()
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 2, timeout=WAIT)
    assert not page.panel.question.isVisible()


def drag(view: SamplesView, grid: PeopleGrid, row: int, kinds: tuple[Any, ...]) -> list[bool]:
    """What is chosen over a person, as Qt tells of it; whether each was welcome."""
    at = QPointF(grid.visualRect(grid.model().index(row, 0)).center())
    data = view.model().mimeData(view.selectedIndexes())
    welcome = []
    for kind in kinds:
        event = kind(
            at.toPoint() if kind is not QDropEvent else at, Qt.DropAction.MoveAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        event.ignore()
        QApplication.sendEvent(grid.viewport(), event)
        welcome.append(event.isAccepted())
    return welcome


def test_samples_are_dragged_to_the_person_they_show(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = window._control
    add(control, "Anna", samples=3)
    add(control, "Berta", 1)
    page = page_of(window, qtbot, 2)
    choose(page, 0)
    view, grid = page.panel.samples, page.list
    qtbot.waitUntil(lambda: view.model().rowCount() == 3, timeout=WAIT)
    assert view.dragEnabled() and view.model().flags(view.model().index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled
    pick(page, 1, 2)
    foreign = drag(view, grid, 1, (QDragEnterEvent,))
    assert foreign == [False], "what comes from elsewhere is not for a person"
    for kind in (QDragEnterEvent, QDropEvent):
        monkeypatch.setattr(kind, "source", lambda _: view)
    assert drag(view, grid, 1, (QDragEnterEvent, QDragMoveEvent, QDropEvent)) == [True] * 3
    qtbot.waitUntil(lambda: len(templates(database(control), 2)) == 3, timeout=WAIT)
    qtbot.waitUntil(lambda: "Moved 2 samples from Anna to Berta" in window._toast.text, timeout=WAIT)
    control.undo()
    qtbot.waitUntil(lambda: len(templates(database(control), 1)) == 3, timeout=WAIT)


NOTHING_LIKE = "like Berta: 0.00, where one person has"


@pytest.mark.parametrize(("whose", "odd"), [(0, True), (1, False)])
def test_samples_that_are_like_none_of_their_person_are_said_to_be(
    window: Window, qtbot: Any, whose: int, odd: bool
) -> None:
    """After they were moved and after two were merged; what it is said of can be taken back there and then."""
    control = window._control
    add(control, "Anna", whose, samples=3)
    add(control, "Berta", 1)
    for edit, told in (
        (MoveTemplates(1, (2, 3), 2), "Moved 2 samples from Anna to Berta."),
        (MoveTemplates(1, (2,), 2), "Moved 1 sample from Anna to Berta."),
        (Rename(1, "Anne"), "Renamed Anna to Anne."),
    ):
        control.apply(edit)
        qtbot.waitUntil(lambda told=told: told in window._toast.text, timeout=WAIT)
        settle(control, qtbot)
        assert (NOTHING_LIKE in window._toast.text) is (odd and "Moved" in told)
        window._toast._button.click()
        qtbot.waitUntil(lambda: "Undone" in window._toast.text, timeout=WAIT)
    control.apply(RemoveTemplate(1))
    control.apply(Merge_(1, 2))
    qtbot.waitUntil(lambda: "Merged Anna into Berta." in window._toast.text, timeout=WAIT)
    settle(control, qtbot)
    assert (NOTHING_LIKE in window._toast.text) is odd


def test_what_is_odd_of_an_act_is_not_said_of_a_later_one(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna", samples=3)
    add(control, "Berta", 1)
    control.apply(MoveTemplates(1, (2, 3), 2))
    control.apply(Rename(1, "Anne"))
    qtbot.waitUntil(lambda: "Renamed" in window._toast.text, timeout=WAIT)
    settle(control, qtbot)
    assert window._toast.text == "Renamed Anna to Anne."


@pytest.mark.parametrize("same", [True, False])
def test_samples_go_to_somebody_known_if_it_is_the_same_person(window: Window, qtbot: Any, same: bool) -> None:
    control = window._control
    add(control, "Anna", samples=3)
    add(control, "Berta", 1)
    page = page_of(window, qtbot, 2)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.samples.model().rowCount() == 3, timeout=WAIT)
    pick(page, 1, 2)
    qtbot.mouseClick(page.panel.somebody_else, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.panel.split.field, "berta")
    qtbot.keyClick(page.panel.split.field, Qt.Key.Key_Return)
    answer(page, qtbot, "Move to Berta" if same else "No, this is somebody else")
    qtbot.waitUntil(lambda: len(templates(database(control), 1)) == 1, timeout=WAIT)
    assert len(list_people(database(control))) == (2 if same else 3)
    assert len(templates(database(control), 2)) == (3 if same else 1)
    control.undo()
    qtbot.waitUntil(lambda: len(templates(database(control), 1)) == 3, timeout=WAIT)
    assert len(templates(database(control), 2)) == 1


@pytest.mark.parametrize("same", [True, False])
def test_a_name_that_somebody_has_is_asked_about(window: Window, qtbot: Any, same: bool) -> None:
    control = window._control
    add(control, "Anna")
    add(control, "Berta", 1)
    page = page_of(window, qtbot, 2)
    choose(page, 1)
    page.name_chosen()
    qtbot.keyClicks(page.panel.name, "Anna")
    qtbot.keyClick(page.panel.name, Qt.Key.Key_Return)
    answer(page, qtbot, "Merge with Anna" if same else "No, this is somebody else")
    wanted = ["Anna"] if same else ["Anna", "Anna"]
    qtbot.waitUntil(lambda: [one.name for one in list_people(database(control))] == wanted, timeout=WAIT)


def test_the_visits_of_a_person_lead_to_the_history(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    add(control, "Bo", 1)
    now = datetime.now(UTC)
    records = [VisitRecord("door", now, now, 3, State.KNOWN, person, 0.5) for person in (1, 2, 1)]
    add_visits(database(control), records)
    page = page_of(window, qtbot, 2)
    choose(page, 1)
    qtbot.waitUntil(lambda: page.panel._visits.text() == "1", timeout=15000)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel._visits.text() == "2", timeout=15000)
    qtbot.mouseClick(page.panel.show_visits, Qt.MouseButton.LeftButton)
    assert window.page == "history"
    history = window._pages["history"]
    assert isinstance(history, HistoryPage) and history.person.text() == "Anna"
    qtbot.waitUntil(lambda: history.model.rowCount() == 2, timeout=15000)


def test_several_who_are_chosen_stay_so_when_somebody_comes(window: Window, control: Control, qtbot: Any) -> None:
    """And all who come back by an undo are chosen."""
    for number, name in enumerate(("Anna", "Bo", "Carl")):
        add(control, name, number)
    page = page_of(window, qtbot, 3)
    page.list.selectAll()
    add(control, "Aaron", 3)
    control.news.emit()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=WAIT)
    assert [one.name for one in page.chosen()] == ["Anna", "Bo", "Carl"]
    page.delete_chosen()
    qtbot.waitUntil(lambda: names(page) == ["Aaron"], timeout=WAIT)
    choose(page, 0)
    control.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=WAIT)
    assert [one.name for one in page.chosen()] == ["Anna", "Bo", "Carl"]


def test_a_note_of_a_consent_is_told_in_the_language_of_today(window: Window, control: Control, qtbot: Any) -> None:
    note = consent_note(date(2026, 5, 1), from_files=False, pictures=True)
    apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test", consent=note))
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    assert page.panel.consent.toPlainText() == "Agreed before the camera on 1 May 2026; pictures kept"
    control.change(language="de")
    qtbot.waitUntil(lambda: window._spoken == "de", timeout=WAIT)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    assert page.panel.consent.toPlainText() == "Vor der Kamera eingewilligt am 1. Mai 2026; Bilder aufbewahrt"
    language.use("en")


def test_several_samples_go_in_one_act_by_the_right_button(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna", samples=4)
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    samples = page.panel.samples
    qtbot.waitUntil(lambda: samples.model().rowCount() == 4, timeout=WAIT)
    samples.customContextMenuRequested.emit(QPoint(5, 5))
    assert not samples.findChildren(QMenu), "nothing is chosen"
    pick(page, 1, 2)
    samples.customContextMenuRequested.emit(QPoint(5, 5))
    (menu,) = samples.findChildren(QMenu)
    assert [one.text() for one in menu.actions()] == ["Remove samples", "Move to..."]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: samples.model().rowCount() == 2, timeout=WAIT)
    assert "Removed 2 samples of Anna" in window._toast.text
    control.undo()
    qtbot.waitUntil(lambda: samples.model().rowCount() == 4, timeout=WAIT)


def test_a_merge_begins_with_the_likest_and_warns_of_who_is_not(window: Window, qtbot: Any) -> None:
    control = window._control
    for name, whose in (("Anna", 0), ("Bo", 1), ("Xenia", 0)):
        add(control, name, whose, samples=2)
    control.bridge.refresh()
    page = page_of(window, qtbot, 3)
    choose(page, 0)
    page.merge_chosen()
    (dialog,) = page.findChildren(Merge)
    qtbot.waitUntil(lambda: dialog._others.index(0, 0).data() == "Xenia", timeout=WAIT)
    dialog.list.setCurrentIndex(dialog._others.index(0, 0))
    assert "alike" not in dialog._said.text()
    dialog.list.setCurrentIndex(dialog._others.index(1, 0))
    assert "They do not look alike: 0." in dialog._said.text() and dialog._said.property("role") == "problem"
    assert dialog.go.isEnabled(), "it can be undone"
    dialog.reject()


def test_a_picture_is_fetched_anew_where_samples_and_the_list_changed_at_once(window: Window, qtbot: Any) -> None:
    """As when a merge is taken back: the other is there again, and took the likest picture along."""
    add(window._control, "Anna")
    model = page_of(window, qtbot, 1).model
    anna = model.index(0).data(Role.PERSON)
    model._pictures._kept[anna.id] = QPixmap(8, 8)
    model._take([dataclasses.replace(anna, templates=3), dataclasses.replace(anna, id=2, name="Bo")])
    assert model._pictures.seen(anna.id) is None


def test_the_menu_leads_where_the_panel_does(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    menu = people_menu(page, page)
    for words, asked in (
        ("Show visits", page.visits_asked),
        ("Add samples...", page.add_samples_asked),
        ("Forget for good...", page.forget_asked),
    ):
        (action,) = [one for one in menu.actions() if one.text() == words]
        asked.disconnect()  # what the window does then
        with qtbot.waitSignal(asked) as told:
            action.trigger()
        assert told.args == [1, "Anna"]
    menu.close()


@pytest.mark.parametrize(("whose", "warned"), [(0, False), (1, True)])
def test_to_merge_several_who_are_not_alike_is_said_before(
    window: Window, qtbot: Any, whose: int, warned: bool
) -> None:
    control = window._control
    add(control, "Anna", 0, samples=3)
    add(control, "Bo", whose, samples=2)
    control.bridge.refresh()
    page = page_of(window, qtbot, 2)
    page.list.selectAll()
    menu = people_menu(page, page)
    settled: list[bool] = []
    control.settle(lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled), timeout=WAIT)
    assert menu.actions()[0].text().startswith("Merge these 2 people")
    assert ("do not look alike: 0." in menu.actions()[0].text()) is warned
    menu.close()


def test_pictures_are_made_larger_and_that_is_remembered(window: Window, control: Control, qtbot: Any) -> None:
    window.resize(1280, 800)
    for number in range(8):
        add(control, f"Person {number}", number)
    page = page_of(window, qtbot, 8)

    def across() -> int:
        tops = [page.list.visualRect(page.list.model().index(row, 0)).top() for row in range(8)]
        return tops.count(tops[0])

    qtbot.waitUntil(page.sizes.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: across() > 4, timeout=WAIT)
    few = across()
    qtbot.keyClick(page.sizes, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: across() < few, timeout=WAIT)
    card = page.list.visualRect(page.list.model().index(0, 0))
    assert page.list.avatar == 240 and card.width() >= 240 and card.height() >= 240 + 80
    qtbot.waitUntil(lambda: recall("people size", 0) == 240, timeout=WAIT)
    again = PeoplePage(control)
    qtbot.addWidget(again)
    assert again.list.avatar == again.sizes.value() == 240
    qtbot.keyClick(page.sizes, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: across() == few, timeout=WAIT)


def test_where_there_is_no_room_for_it_no_size_is_asked(window: Window, control: Control, qtbot: Any) -> None:
    window.resize(800, 560)
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    qtbot.waitUntil(lambda: page.panel.isVisible() and not page.sizes.isVisible(), timeout=WAIT)


def test_twenty_wrong_samples_of_two_people_are_four_acts(
    window: Window, control: Control, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each: choose those that are not theirs, and drag them to whose they are."""
    db = database(control)
    for mine, name in enumerate(("Anna", "Berta")):
        looks = [(mine, pose) for pose in range(5)] + [(1 - mine, pose) for pose in range(10)]
        apply(db, Enrol(name, tuple(Sample(vector(*look), 0.8, "AB"[look[0]]) for look in looks), "test"))

    def whose(person: int) -> list[str]:
        return sorted(one.source for one in templates(db, person))

    page = page_of(window, qtbot, 2)
    view, grid = page.panel.samples, page.list
    for kind in (QDragEnterEvent, QDropEvent):
        monkeypatch.setattr(kind, "source", lambda _: view)
    for at, wrong, number in ((0, "B", 15), (1, "A", 25)):
        choose(page, at)
        qtbot.waitUntil(lambda number=number: view.model().rowCount() == number, timeout=WAIT)
        rows = [view.model().index(row, 0) for row in range(number)]
        pick(page, *(index.row() for index in rows if index.data(SampleRole.SAMPLE).source == wrong))
        assert len(view.picked) == 10
        drag(view, grid, 1 - at, (QDragEnterEvent, QDragMoveEvent, QDropEvent))
        qtbot.waitUntil(lambda at=at, wrong=wrong: wrong not in whose(at + 1), timeout=WAIT)
    assert (whose(1), whose(2)) == (["A"] * 15, ["B"] * 15)
    for _ in range(2):
        control.undo()
    qtbot.waitUntil(lambda: whose(1) == ["A"] * 5 + ["B"] * 10, timeout=WAIT)
