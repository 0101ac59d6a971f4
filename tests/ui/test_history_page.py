"""The history's page on a real database."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.scenes import database, vector
from helpers.walk import cut
from PySide6 import QtGui
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from facecam.base.settings import Language
from facecam.base.types import State
from facecam.operations import DeleteVisits, Enrol, NameVisits, Sample, apply, consents, want_consent
from facecam.store.clips import ClipPicture, pack
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitRecord, add_visits
from facecam.vision.crops import encode_crop
from ui.base.control import Control
from ui.history import model, words
from ui.history.large import LargeVisit
from ui.history.menu import menu_of
from ui.history.model import Role
from ui.history.naming import Naming
from ui.history.page import HistoryPage
from ui.i18n import language
from ui.widgets.given import Given
from ui.widgets.tooltip import JOINER
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000
NOON = datetime.combine(datetime.now().astimezone().date(), time(12)).astimezone()
STRANGER = 0.8 * vector(0) + 0.6 * vector(5, 3)


def visit(
    minutes: float, person: int | None = None, source: str = "door", face: np.ndarray | None = None
) -> VisitRecord:
    start = NOON + timedelta(minutes=minutes)
    best = None if face is None else BestFace(face, "test", 0.7)
    state = State.UNKNOWN if person is None else State.KNOWN
    return VisitRecord(source, start, start + timedelta(minutes=5), 3, state, person, 0.5, face=best)


@pytest.fixture
def window(control: Control, window: Window) -> Window:
    """Anna yesterday and today, once wrongly; a stranger today."""
    db = database(control)
    apply(db, Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    add_visits(
        db,
        [
            visit(-24 * 60, 1, face=vector(0)),
            visit(0, 1, face=vector(0)),
            visit(10, 1, "desk", STRANGER),
            visit(20, source="desk"),
        ],
    )
    return window


def page_of(window: Window, qtbot: Any, rows: int = 4) -> HistoryPage:
    window.show_page("history")
    page = window._pages["history"]
    assert isinstance(page, HistoryPage)
    qtbot.waitUntil(lambda: page.model.answered and page.model.rowCount() == rows, timeout=WAIT)
    return page


def names(page: HistoryPage) -> list[str]:
    return [words.who(page.model.index(row).data(Role.VISIT)) for row in range(page.model.rowCount())]


def test_today_is_on_top_and_each_day_is_named_once(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    assert names(page) == ["Unknown", "Anna", "Anna", "Anna"]
    assert [page.model.index(row).data(Role.NEW_DAY) for row in range(4)] == [True, False, False, True]
    assert page.model.index(1).data() == "Today, 12:10:00 to 12:15:00, 5\u00a0min\u00a000\u00a0s, desk: Anna"
    assert "Yesterday" in page.model.index(3).data()
    qtbot.waitUntil(lambda: "3 visits, 1 person known" in page.timeline.accessibleName(), timeout=WAIT)


def test_chips_narrow_the_list_and_clear_widens_it(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.person._fill()
    qtbot.waitUntil(lambda: page.person.list.count() == 2, timeout=WAIT)
    qtbot.keyClicks(page.person.search, "an")
    qtbot.keyClick(page.person.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT)
    assert page.person.text() == "Anna" and page.person.isChecked()
    page.source.choose("desk", "desk")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.day.choose_day(words.local_day(NOON - timedelta(days=1)))
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._nobody, timeout=WAIT)
    assert page._nobody.title.text() == "No such visit" and page.day.text() == "Yesterday"
    page._clear.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=WAIT)
    assert not page._clear.isVisible() and page.person.text() == "Everybody"
    page.state.choose(State.UNKNOWN, "Unknown")
    qtbot.waitUntil(lambda: names(page) == ["Unknown"], timeout=WAIT)


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_all_chips_have_room_on_a_small_window(window: Window, qtbot: Any, spoken: Language) -> None:
    """However long what is asked for is: the tooltip says it all."""
    language.use(spoken)
    qtbot.waitUntil(lambda: window._spoken == spoken, timeout=WAIT)
    window.resize(800, 560)
    start = NOON + timedelta(minutes=40)
    glimpse = VisitRecord("gate", start, start + timedelta(seconds=0.3), 1, State.UNKNOWN)
    add_visits(database(window._control), [glimpse] * 21)
    page = page_of(window, qtbot)
    qtbot.waitUntil(lambda: "21" in page.glimpses.text(), timeout=WAIT)
    page.person.choose(1, "Christine Todd Whitman of Accounting")
    page.day.choose_day(words.local_day(NOON))
    page.source.choose("door", "The camera at the door of the second floor.mp4")
    page.state.choose(State.PENDING, page.state.choices.actions()[-1].text())
    qtbot.waitUntil(lambda: page._clear.isVisible() and not cut(window), timeout=WAIT)
    assert page.person.text().startswith("Christine") and len(page.person.text()) < 25
    assert "Christine Todd Whitman of Accounting" in page.person.toolTip()
    language.use("en")


def test_the_list_stays_where_it_is_when_a_filter_is_set(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    QApplication.sendPostedEvents()
    before = page._stack.geometry().top()
    page.source.choose("desk", "desk")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2 and page._clear.isVisible(), timeout=WAIT)
    layout = page.layout()
    assert layout is not None
    layout.activate()
    assert page._stack.geometry().top() == before


def test_n_says_that_it_was_not_her_and_undo_takes_it_back(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(1))
    assert page.wrong.text() == "Not Anna"
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: names(page) == ["Unknown", "Unknown", "Anna", "Anna"], timeout=WAIT)
    assert "This is not Anna: noted in 1 visit" in window._toast.text
    assert not page.wrong.isVisible()
    window._control.undo()
    qtbot.waitUntil(lambda: names(page) == ["Unknown", "Anna", "Anna", "Anna"], timeout=WAIT)


def test_enter_asks_who_it_was(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(Naming)
    assert not dialog._go.isEnabled()  # the name it has
    assert any("not Anna any more" in one.text() for one in dialog.findChildren(type(page._title)))
    qtbot.keyClicks(dialog.field, "Bo")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Unknown", "Bo", "Anna", "Anna"], timeout=WAIT)
    assert sorted(one.name for one in list_people(database(window._control))) == ["Anna", "Bo"]


@pytest.mark.parametrize(("same", "called"), [(True, ["Anna"]), (False, ["Anna", "Anna"])])
def test_a_name_that_somebody_has_is_asked_about(window: Window, qtbot: Any, same: bool, called: list[str]) -> None:
    add_visits(database(window._control), [visit(30, face=vector(5))])
    page = page_of(window, qtbot, 5)
    page.list.setCurrentIndex(page.model.index(0))
    page.name_chosen()
    (dialog,) = page.findChildren(Naming)
    qtbot.keyClicks(dialog.field, "Anna")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.question.isVisible, timeout=WAIT)
    assert names(page) == ["Unknown", "Unknown", "Anna", "Anna", "Anna"]
    (dialog.question._yes if same else dialog.question._no).click()
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Unknown", "Anna", "Anna", "Anna"], timeout=WAIT)
    assert [one.name for one in list_people(database(window._control))] == called


def test_a_name_where_a_consent_is_wanted_says_what_for(window: Window, qtbot: Any) -> None:
    db = database(window._control)
    want_consent(db, True)
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(1))
    page.name_chosen()
    (dialog,) = page.findChildren(Naming)
    qtbot.waitUntil(dialog.agreement.isVisible, timeout=WAIT)
    qtbot.keyClicks(dialog.field, "Bo")
    assert not dialog._go.isEnabled(), "it does not say yet what for"
    qtbot.keyClicks(dialog.agreement.purpose, "the front door")
    qtbot.keyClick(dialog.agreement.purpose, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Bo" in [one.name for one in consents(db) if one.until is not None], timeout=WAIT)


def test_a_visit_that_ends_appears_by_itself_and_disturbs_no_choice(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(1))
    chosen = page.visit()
    add_visits(database(window._control), [visit(30, 1)])
    qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=WAIT)
    assert page.visit() == chosen and page.list.currentIndex().row() == 2


def test_more_is_fetched_as_one_scrolls(window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "PAGE", 40)
    add_visits(database(window._control), [visit(-60 * number, source="yard") for number in range(100)])
    page = page_of(window, qtbot, 40)
    while page.model.rowCount() < 104:
        before = page.model.rowCount()
        page.list.scrollToBottom()
        qtbot.waitUntil(lambda before=before: page.model.rowCount() > before, timeout=WAIT)
    found = [page.model.index(row).data(Role.VISIT) for row in range(104)]
    assert len({one.id for one in found}) == 104
    assert [one.started for one in found] == sorted((one.started for one in found), reverse=True)


def test_export_writes_what_the_filters_let_through(
    window: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(window, qtbot)
    page.source.choose("desk", "desk")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    file = tmp_path / "visits.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Saved 2 visits" in window._toast.text, timeout=WAIT)
    assert [one["source"] for one in json.loads(file.read_text("utf-8"))] == ["desk", "desk"]
    page.save(tmp_path / "no" / "folder.csv")
    qtbot.waitUntil(lambda: "cannot be written" in window._toast.text, timeout=WAIT)


def test_a_click_in_the_timeline_finds_the_visit(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    qtbot.waitUntil(lambda: len(page.timeline._visits) == 3, timeout=WAIT)
    (wanted,) = [one for one in page.timeline._visits if one.person is None]
    point = page.timeline._box(wanted).center().toPoint()
    qtbot.mouseClick(page.timeline, Qt.MouseButton.LeftButton, pos=point)
    assert page.visit() == wanted


def test_an_empty_page_says_what_will_be_there(control: Control, qtbot: Any) -> None:
    page = HistoryPage(control)
    qtbot.addWidget(page)
    page.show()
    assert not page._clear.isVisible()  # whether or not the database has answered
    qtbot.waitUntil(lambda: page._nobody.title.text() == "Nobody was here yet", timeout=WAIT)
    assert not page.save_button.isEnabled() and not page.timeline.isVisible()


def test_the_list_keeps_its_place_when_a_visit_leaves_it(window: Window, qtbot: Any) -> None:
    """Of those that are unknown one is named."""
    add_visits(database(window._control), [visit(30 + number) for number in range(60)])
    page = page_of(window, qtbot, 64)
    page.state.choose(State.UNKNOWN)
    qtbot.waitUntil(lambda: page.model.rowCount() == 61, timeout=WAIT)
    page.list.setCurrentIndex(page.model.index(40))
    page.list.scrollTo(page.model.index(40))
    before = page.list.verticalScrollBar().value()
    seen = page.visit()
    assert before and seen is not None
    named = page.model.row_of(page.model.index(40).data(Role.VISIT).id)
    apply(database(window._control), NameVisits((seen.id,), "Anna"))
    window._control.news.emit()
    qtbot.waitUntil(lambda: page.model.rowCount() == 60, timeout=WAIT)
    assert abs(page.list.verticalScrollBar().value() - before) <= page.list.visualRect(page.model.index(0)).height()
    assert abs(page.list.currentIndex().row() - named) <= 1


def test_visits_that_come_move_none_that_is_pointed_at(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    before = page.model.rowCount()
    under = page.list.viewport()
    under.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    add_visits(database(window._control), [visit(0)])
    page._refresh()
    settled: list[bool] = []
    window._control.settle(lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled), timeout=WAIT)
    assert page.model.rowCount() == before
    under.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    page._refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == before + 1, timeout=WAIT)


def test_escape_with_nothing_open_stays_on_the_page(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert window.page == "history"


@pytest.mark.parametrize(("seconds", "said"), [
    (9, "9\u00a0s"), (65, "1\u00a0min\u00a005\u00a0s"), (3720, "1\u00a0h\u00a002\u00a0min"),
])  # fmt: skip
def test_how_long_a_visit_was(seconds: int, said: str) -> None:
    assert words.length(seconds) == said


def few(page: HistoryPage) -> list[str]:
    return [page.model.index(row).data(Role.VISIT).source for row in range(page.model.rowCount())]


def test_glimpses_are_folded_and_counted(window: Window, qtbot: Any) -> None:
    start = NOON + timedelta(minutes=40)
    db = database(window._control)
    add_visits(db, [VisitRecord("gate", start, start + timedelta(seconds=0.3), 1, State.UNKNOWN)])
    add_visits(db, [VisitRecord("gate", start, start + timedelta(seconds=30), 1, State.PENDING)])
    page = page_of(window, qtbot)
    qtbot.waitUntil(lambda: page.glimpses.text() == "2 glimpses", timeout=WAIT)
    assert not page._clear.isVisible(), "that they are folded is no filter of somebody's"
    qtbot.mouseClick(page.glimpses, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 6, timeout=WAIT)
    page.state.choose(State.PENDING, "Not seen well enough")
    qtbot.waitUntil(lambda: few(page) == ["gate"], timeout=WAIT)


def test_letters_find_names_and_places(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.search.hasFocus, timeout=WAIT)
    qtbot.keyClicks(page.search, "des")
    qtbot.waitUntil(lambda: few(page) == ["desk", "desk"], timeout=WAIT)
    page.search.setText("ANN")
    qtbot.waitUntil(lambda: names(page) == ["Anna"] * 3, timeout=WAIT)
    page._clear.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4 and not page.search.text(), timeout=WAIT)


def test_delete_takes_the_chosen_visits_and_undo_brings_them_back(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setFocus()
    page.list.setCurrentIndex(page.model.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page._chosen.text() == "2 visits" and not page.wrong.isVisible() and not page.large.isEnabled()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == ["Unknown", "Anna"], timeout=WAIT)
    assert "Deleted 2 visits" in window._toast.text
    window._control.undo()
    qtbot.waitUntil(lambda: names(page) == ["Unknown", "Anna", "Anna", "Anna"], timeout=WAIT)


def test_several_visits_are_named_at_once(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(0))
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.name_chosen()
    (dialog,) = page.findChildren(Naming)
    assert dialog.field.text() == ""
    qtbot.keyClicks(dialog.field, "Bo")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Bo", "Bo", "Anna", "Anna"], timeout=WAIT)


def test_the_source_of_a_large_visit_is_no_html(control: Control, window: Window, qtbot: Any) -> None:
    odd = "<img src='http://evil.example/x.png'>.mp4"
    add_visits(database(control), [visit(30, source=odd)])
    page = page_of(window, qtbot, 5)
    page.list.setFocus()
    page.list.setCurrentIndex(page.model.index(0))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    (large,) = page.findChildren(LargeVisit)
    tip = large._facts[1].toolTip()
    assert tip.replace(JOINER, "") == odd and not QtGui.Qt.mightBeRichText(tip)


def test_space_shows_a_visit_large_and_the_arrows_go_on(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setFocus()
    page.list.setCurrentIndex(page.model.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    (large,) = page.findChildren(LargeVisit)
    assert large.title.text() == "Anna" and "5\u00a0min\u00a000\u00a0s" in large._facts[0].text()
    qtbot.keyClick(large, Qt.Key.Key_Left)
    assert large.title.text() == "Unknown" and page.list.currentIndex().row() == 0
    assert not large.previous.isEnabled() and large.next.isEnabled()
    qtbot.keyClick(large, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=WAIT)
    assert large.title.text() == "Anna", "the next one is shown"
    focus = QApplication.focusWidget()
    assert focus is large, "no button, which Space would press"
    qtbot.keyClick(large, Qt.Key.Key_Space)
    assert not isValid(large) or not large.isVisible()


def with_clip(since: int, pictures: int, seconds: float) -> VisitRecord:
    """The pictures get lighter."""
    clip = [
        ClipPicture(at * seconds, encode_crop(np.full((16, 16, 3), 20 * at, np.uint8))) for at in range(pictures)
    ]
    return dataclasses.replace(visit(since, 1, source="desk"), clip=pack(clip))


def opened_large(page: HistoryPage, row: int) -> tuple[LargeVisit, list[int]]:
    """And which pictures of the clip are shown."""
    page.list.setCurrentIndex(page.model.index(row))
    page.look_closely()
    (large,) = page.findChildren(LargeVisit)
    shown: list[int] = []
    large.player.shown.connect(lambda picture: shown.append(round(picture.toImage().pixelColor(8, 8).red() / 20)))
    return large, shown


def test_the_clip_of_a_visit_plays_once_and_can_be_played_again(window: Window, qtbot: Any) -> None:
    broken = dataclasses.replace(visit(70, source="desk"), clip=b"\x93")
    add_visits(database(window._control), [with_clip(60, 4, 0.05), broken])
    page = page_of(window, qtbot, 6)
    large, shown = opened_large(page, 1)
    turn = large.clip.turn
    assert large.clip.isVisible() and not large._film.isVisible()
    assert turn.accessibleName() == "Play the clip" and not large.clip.places.isEnabled()
    for _ in range(2):
        qtbot.keyClick(large, Qt.Key.Key_P)
        qtbot.waitUntil(lambda: large.player.plays, timeout=WAIT)
        assert turn.accessibleName() == "Hold"
        qtbot.waitUntil(lambda: not large.player.plays, timeout=WAIT)
        assert shown == [0, 1, 2, 3] and turn.accessibleName() == "Play the clip"
        assert large.clip.places.value() == 0, "the picture of the visit is back"
        shown.clear()
    turn.click()
    qtbot.keyClick(large, Qt.Key.Key_Left)
    assert not large.player.shows and large.clip.isVisible() and not large.clip.places.isEnabled()
    turn.click()
    qtbot.waitUntil(lambda: "damaged" in large.crop._instead, timeout=WAIT)
    qtbot.keyClick(large, Qt.Key.Key_Right)
    qtbot.keyClick(large, Qt.Key.Key_Right)
    assert not large.clip.isVisible(), "of this visit none was kept"
    large.reject()


def test_a_clip_is_held_and_gone_through(window: Window, qtbot: Any) -> None:
    add_visits(database(window._control), [with_clip(60, 6, 1.0)])
    page = page_of(window, qtbot, 5)
    large, shown = opened_large(page, 0)
    bar = large.clip
    qtbot.mouseClick(bar.turn, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: large.player.plays, timeout=WAIT)
    playing = bar.turn.icon().cacheKey()
    qtbot.mouseClick(bar.turn, Qt.MouseButton.LeftButton)
    assert not large.player.plays and large.player.shows
    assert bar.turn.accessibleName() == "Go on" and bar.turn.icon().cacheKey() != playing
    assert bar.where.text() == "0:00 of 0:05"

    qtbot.mouseClick(bar.places, Qt.MouseButton.LeftButton, pos=QPoint(bar.places.width() - 1, 5))
    assert shown[-1] == 5 and bar.where.text() == "0:05 of 0:05" and not large.player.plays
    bar.places.setFocus()
    qtbot.keyClick(bar.places, Qt.Key.Key_Left)
    assert shown[-1] == 4 and large.title.text() == "Anna", "the arrow goes through the clip, not to another visit"
    qtbot.keyClick(bar.places, Qt.Key.Key_Home)
    qtbot.keyClick(large, Qt.Key.Key_P)
    assert shown[-1] == 0 and large.player.plays and bar.turn.accessibleName() == "Hold"
    qtbot.mouseClick(bar.places, Qt.MouseButton.LeftButton, pos=QPoint(bar.places.width() - 1, 5))
    assert shown[-1] == 5 and large.player.plays, "what is played goes on from there"
    large.reject()


def test_a_clip_goes_on_while_others_come_and_go_above(window: Window, qtbot: Any) -> None:
    add_visits(database(window._control), [with_clip(60, 3, 60.0)])
    page = page_of(window, qtbot, 5)
    large, _ = opened_large(page, 0)
    qtbot.keyClick(large, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: large.player.plays, timeout=WAIT)
    add_visits(database(window._control), [visit(90)])
    page.model.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6, timeout=WAIT)
    assert large.player.plays and large.title.text() == "Anna" and large.previous.isEnabled()
    apply(database(window._control), DeleteVisits((page.model.index(0).data(Role.VISIT).id,)))
    page.model.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=WAIT)
    assert large.player.plays and large.title.text() == "Anna" and not large.previous.isEnabled()
    large.reject()


def test_a_visit_of_a_film_leads_there(window: Window, qtbot: Any) -> None:
    add_visits(database(window._control), [dataclasses.replace(visit(60, source="film.mp4"), position=3.5)])
    page = page_of(window, qtbot, 5)
    asked: list[tuple[str, float]] = []
    page.film_asked.disconnect()
    page.film_asked.connect(lambda *film: asked.append(film))
    page.list.setCurrentIndex(page.model.index(0))
    menu = menu_of(page, page)
    next(action for action in menu.actions() if action.text() == "Show in the film").trigger()
    page.look_closely()
    (large,) = page.findChildren(LargeVisit)
    large._film.click()
    assert asked == [("film.mp4", 3.5)] * 2 and not large.isVisible()
    page.list.setCurrentIndex(page.model.index(1))
    assert "Show in the film" not in [action.text() for action in menu_of(page, page).actions()]


def test_a_face_of_a_visit_is_found_in_the_others_with_its_promise(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(2))
    qtbot.mouseClick(page.like, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.found.title.text().startswith("This face was here"), timeout=WAIT)
    qtbot.waitUntil(lambda: names(page) == ["Anna", "Anna", "Anna"], timeout=WAIT)
    said = page.found.promise.text()
    assert page.found.title.text() == "This face was here: 3 visits, yesterday to today"
    assert "Compared with 3 visits" in said and "of people who were never here about 1 in" in said.lower()
    assert "1 visit without a face that can be compared." in said
    assert page.model.index(0).data(Role.LIKENESS) == pytest.approx(0.8, abs=0.01)
    qtbot.waitUntil(lambda: not page.glimpses.isVisible(), timeout=WAIT)  # they are among what was found
    qtbot.mouseClick(page.found._close, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=WAIT)
    assert not page.found.isVisible() and page.model.index(0).data(Role.LIKENESS) is None
    assert page.glimpses.isVisible()


def test_what_is_no_picture_is_said(window: Window, qtbot: Any, tmp_path: Path) -> None:
    page = page_of(window, qtbot)
    file = tmp_path / "letter.txt"
    file.write_text("no picture")
    page.find_face(Given("letter.txt", str(file)))
    qtbot.waitUntil(lambda: page.found.title.text() == "This face cannot be looked for", timeout=WAIT)
    assert "letter.txt" in page.found.promise.text() and page.model.rowCount() == 4


def test_attendance_by_day_is_a_table_that_is_saved_and_leads_to_its_visits(
    window: Window, qtbot: Any, tmp_path: Path
) -> None:
    page = page_of(window, qtbot)
    page.by_day.click()
    qtbot.waitUntil(lambda: page.days.rowCount() > 0, timeout=60_000)
    assert page._stack.currentWidget() is page.days_view and not page.timeline.isVisible()
    heads = [page.days.headerData(at, Qt.Orientation.Horizontal) for at in range(6)]
    assert heads == ["Day", "Person", "First", "Last", "Altogether", "Visits"]
    rows = [[page.days.index(row, at).data() for at in range(6)] for row in range(page.days.rowCount())]
    assert "Anna" in {row[1] for row in rows} and all(row[2] <= row[3] for row in rows)
    for file in ("days.csv", "days.xlsx"):
        page.save(tmp_path / file)
        qtbot.waitUntil((tmp_path / file).exists, timeout=60_000)
    qtbot.waitUntil(lambda: f"Saved {len(rows)} rows to" in window._toast.text, timeout=60_000)
    lines = (tmp_path / "days.csv").read_text("utf-8").splitlines()
    assert lines[0].endswith("day,person,name,first,last,seconds,visits") and len(lines) == len(rows) + 1
    row = next(at for at, one in enumerate(rows) if one[1] == "Anna")
    page.days_view.doubleClicked.emit(page.days.index(row, 0))
    qtbot.waitUntil(
        lambda: page._stack.currentWidget() is page.list and set(names(page)) == {"Anna"}, timeout=60_000
    )
    page.by_day.click()
    page.search.setText("nobody is called so")
    qtbot.waitUntil(lambda: not page.days_view.isVisible(), timeout=60_000)


def test_a_visit_that_was_looked_at_hears_of_no_other_after_it_is_closed(window: Window, qtbot: Any) -> None:
    page = page_of(window, qtbot)
    page.list.setCurrentIndex(page.model.index(0))
    page.look_closely()
    (large,) = page.findChildren(LargeVisit)
    large.reject()
    qtbot.waitUntil(lambda: not page.findChildren(LargeVisit), timeout=WAIT)
    with qtbot.captureExceptions() as defects:
        page.model.dataChanged.emit(page.model.index(0), page.model.index(0))
        add_visits(database(window._control), [visit(30)])
        page.model.refresh()
        qtbot.waitUntil(lambda: page.model.rowCount() == 5, timeout=WAIT)
    assert not defects


@pytest.mark.parametrize(("ago", "said"), [(0, "today"), (1, "yesterday")])
def test_the_day_of_a_sentence_has_no_capital_letter(ago: int, said: str) -> None:
    day = datetime.now().astimezone().date() - timedelta(days=ago)
    assert (words.day(day), words.day(day, within=True)) == (said.capitalize(), said)
