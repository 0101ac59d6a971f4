"""Small things that a window is expected to do, and that nobody misses until they do not happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.scenes import database, decision, face, frame, result, vector
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

import facecam
from facecam.base import paths, settings
from facecam.base.messages import verbatim
from facecam.base.settings import Settings
from facecam.base.types import State
from facecam.capture.source import SourceState
from facecam.operations import Enrol, Sample, apply
from facecam.pipeline.engine import Health
from facecam.store.people import list_people
from ui.base import remembered
from ui.base.control import Control
from ui.live.boxes import caption
from ui.sources.picker import Cameras
from ui.window.about import About
from ui.window.app import Program
from ui.window.main_window import Window
from ui.window.toast import UNDO_MS

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Folders that the system was asked to show."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(QUrl(url).toLocalFile()))
    return found


def test_after_saving_a_button_leads_to_the_folder(window: Window, opened: list[str], tmp_path: Path) -> None:
    window._control.saved.emit("Saved the picture", str(tmp_path / "picture.png"))
    assert window._toast._button.text() == "Show in folder"
    window._toast._button.click()
    assert opened == [str(tmp_path)]


def test_about_says_version_licences_and_where_the_log_is(window: Window, opened: list[str]) -> None:
    about = About(window)
    about.open()
    words = " ".join(one.text() for one in about.findChildren(QLabel))
    assert f"facecam {facecam.__version__}" in words and "MIT licence" in words
    assert [one.text() for one in about.findChildren(QLineEdit)] == [str(paths.log_file())]
    next(one for one in about.findChildren(QPushButton) if one.text() == "Show in folder").click()
    assert opened == [str(paths.log_file().parent)]
    about.accept()


def health(state: SourceState) -> Health:
    return Health(state, verbatim("-"), "a camera", "640x360", 25.0, 0, None)


def test_an_error_stays_until_the_next_thing_succeeds(window: Window, control: Control, qtbot: Any) -> None:
    control.bridge.health.emit(health(SourceState.FAILED))
    successes: tuple[Callable[[], object], ...] = (
        lambda: control.bridge.health.emit(health(SourceState.LIVE)),
        lambda: control.change(mirror=not control.settings.mirror),
    )
    for succeeds in successes:
        control.failed.emit("The camera cannot be opened: plug it in.")
        assert window._toast.text and not window._toast._timer.isActive(), "it does not go by itself"
        succeeds()
        assert not window._toast.isVisible()
    control.failed.emit("This could not be saved.")
    control.apply(Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test"))
    qtbot.waitUntil(lambda: "Enrolled Anna" in window._toast.text, timeout=WAIT)


def test_a_new_window_fits_the_screen(control: Control, qtbot: Any) -> None:
    made = Window(control, Cameras())
    qtbot.addWidget(made)
    room = made.screen().availableSize()
    assert made.width() <= max(room.width(), made.minimumWidth())
    assert made.height() < room.height(), "with its frame"


def test_the_page_of_last_time_is_the_first_one(qtbot: Any) -> None:
    settings.save(Settings(welcomed=True))
    remembered.keep(page="history")
    program = Program("")
    qtbot.addWidget(program.window)
    program.show()
    assert program.window.page == "history"
    program.window.close()
    assert program.clean


@pytest.mark.parametrize("name", ["שרה לוי", "山田 太郎", "محمد علي", "김민준"])
def test_names_of_other_scripts_are_whole_everywhere(
    window: Window, control: Control, qtbot: Any, name: str
) -> None:
    apply(database(control), Enrol(name, (Sample(vector(0), 0.8, "x"),), "test"))
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    assert page.list.model().index(0, 0).data() == name
    control.rename(1, f"{name} 2")
    qtbot.waitUntil(lambda: f"{name} 2" in window._toast.text, timeout=WAIT)
    if name[0] in "שم":
        assert f"\u2068{name} 2\u2069" in window._toast.text, "it turns no words around it"
    said = decision(State.KNOWN, name)
    assert caption(said).startswith(name)
    window.show_page("live")
    window.live.show_frame(frame())
    window.live.show_result(result(0, [face(1)], [said]))
    assert name in window.live.view.describe()
    window.live.view.grab()


def test_no_letter_is_a_key_before_the_store_is_open(window: Window, control: Control, qtbot: Any) -> None:
    """What is typed then is meant as the passphrase."""
    runtime: Any = control.bridge.runtime
    open_, runtime.database = runtime.database, None
    window.activateWindow()
    window.live.show_frame(frame())
    window.live.view.setFocus()
    for key in "GEBM ":
        qtbot.keyClick(window.live.view, key)
    assert window._sheet is None and window._grid is None and not window.live.frozen
    assert not control.settings.blur and not control.settings.mirror
    runtime.database = open_
    qtbot.keyClick(window.live.view, "M")
    assert control.settings.mirror


def test_a_number_and_groups_are_kept_and_a_number_is_nobody_elses(
    window: Window, control: Control, qtbot: Any
) -> None:
    for at, name in enumerate(("Anna", "Bo")):
        apply(database(control), Enrol(name, (Sample(vector(at), 0.8, "x"),), "test"))
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    for at in range(2):
        page.list.setCurrentIndex(page.list.model().index(at, 0))
        details = page.panel.details
        details.number.setText("7")
        details.groups.setText("family, staff" if at == 0 else "staff")
        details.number.editingFinished.emit()
        qtbot.waitUntil(lambda at=at: len(list_people(database(control))[at].groups) == 2 - at, timeout=WAIT)
    anna, bo = list_people(database(control))
    assert (anna.external_id, anna.groups, bo.external_id, bo.groups) == ("7", ("family", "staff"), "", ("staff",))
    qtbot.waitUntil(lambda: page.group.count() == 3, timeout=WAIT)
    page.group.setCurrentIndex(page.group.findData("family"))
    page.group.activated.emit(page.group.currentIndex())
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 1, timeout=WAIT)


def test_the_clock_of_undo_stands_still_beneath_a_dialog_which_has_no_button_beneath_it(
    window: Window, qtbot: Any
) -> None:
    bar = window._toast
    bar.offer("Bo was removed.", "Undo", lambda: None)
    assert bar._timer.isActive() and bar._button.isVisible()
    for dialog in (QDialog(window), QDialog(window)):
        dialog.open()
        qtbot.waitUntil(lambda: not bar._timer.isActive(), timeout=WAIT)
        assert bar.text == "Bo was removed." and not bar._button.isVisible()
        dialog.close()
        qtbot.waitUntil(bar._timer.isActive, timeout=WAIT)
        assert bar._button.isVisible() and 0 < bar._timer.remainingTime() < UNDO_MS * 1.1
        bar._timer.start(5_000)
    assert bar._timer.remainingTime() < 5_500, "it goes on, and does not begin anew"
    dialog = QDialog(window)
    dialog.open()
    bar.offer("A face is shown again.", "Undo", lambda: None)
    assert bar.text and not bar._timer.isActive() and not bar._button.isVisible()
    dialog.close()
    qtbot.waitUntil(bar._timer.isActive, timeout=WAIT)
    assert bar._button.isVisible() and bar._timer.remainingTime() > 6_000
    dialog.open()
    bar.say("It did not work.", stays=True)
    assert not bar._close.isVisible()
    dialog.close()
    qtbot.waitUntil(bar._close.isVisible, timeout=WAIT)
    assert not bar._timer.isActive()
    bar.over()
    assert not bar.text


def test_the_clock_of_undo_stands_still_beneath_a_sheet_of_its_page(window: Window, qtbot: Any) -> None:
    bar = window._toast
    for lay in (window.enrol, window.check_live, window.enrol_files):
        bar.offer("Bo was removed.", "Undo", lambda: None)
        lay()
        assert bar.text and not bar._timer.isActive()
        window._back()
        assert bar._timer.isActive() and bar._button.isVisible()
    window.enrol()
    bar.offer("Enrolled Anna.", "Undo", lambda: None)
    assert not bar._timer.isActive() and bar._button.isVisible()
    window.show_page("people")
    assert bar._timer.isActive(), "nothing lies over this page"
    window.show_page("live")
    assert not bar._timer.isActive()
    window._back()


def test_every_page_begins_at_the_same_place(window: Window) -> None:
    window.resize(1366, 768)
    begin = set()
    for name in ("people", "history", "unknowns", "verify", "rules", "models", "settings"):
        window.show_page(name)
        QApplication.processEvents()
        page = window._pages[name]
        (title,) = [one for one in page.findChildren(QLabel) if one.property("role") == "title"]
        begin.add(title.mapTo(page, QPoint(0, 0)).x())
    assert len(begin) == 1
