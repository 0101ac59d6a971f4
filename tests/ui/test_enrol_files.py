"""Enrolment from files: dropped on the window, looked at, asked about, saved; and once with everything real."""

import threading
from pathlib import Path
from typing import Any

import pytest
from helpers.file_enrolment import begin, enrol, entries, people, picture, refresh, seeing_colours
from helpers.scenes import database, vector
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from facecam.base import settings
from facecam.base.settings import Language, Settings
from facecam.operations import Enrol, Sample, apply, enrol_all
from facecam.store.people import list_people
from ui.base.control import Control
from ui.enrol.batch import Batch
from ui.enrol.entry import Stage
from ui.enrol.files import FilesSheet
from ui.i18n import language
from ui.people.page import PeoplePage
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def window(control: Control, window: Window) -> Window:
    return seeing_colours(control, window)


def test_files_together_are_one_person_and_every_refusal_has_its_reason(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    good = [picture(tmp_path, f"{pose}.png", 1, pose) for pose in range(3)]
    none, two = picture(tmp_path, "none.png", 1, 0, 0), picture(tmp_path, "two.png", 1, 0, 2)
    junk = tmp_path / "notes.txt"
    junk.write_text("no picture")
    sheet = begin(window, qtbot, *good, none, two, junk)
    assert not sheet.enrol.isEnabled() and "give a name" in sheet._said.text().lower()
    qtbot.keyClicks(sheet.part.name, "Anna")
    model = sheet.part.model
    rows = {model.index(row, 0).data(): model.index(row, 2).data() for row in range(model.rowCount())}
    assert rows.keys() == {"none.png", "two.png", "notes.txt"}
    assert "no face" in rows["none.png"] and "notes.txt" in rows["notes.txt"]
    assert rows["two.png"] == "2 faces are in the picture, one is wanted; cut the others off"
    qtbot.keyClick(sheet.part.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entries(sheet)[0].stage is Stage.SAVED, timeout=60_000)
    assert people(control) == {"Anna": 3}
    qtbot.waitUntil(sheet.part.told.isVisible, timeout=60_000)
    assert "Nobody else is enrolled" in sheet.part.told.sentence.text()
    assert sheet.leave.text() == "Done"
    control.undo()
    qtbot.waitUntil(lambda: people(control) == {}, timeout=60_000)


def test_a_folder_of_folders_is_a_person_each_in_one_act(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for person, name in enumerate(("Anna", "Bo", "Carl")):
        for pose in range(2):
            picture(tmp_path / "all" / name, f"{pose}.png", person, pose)
    picture(tmp_path / "all" / "Nobody", "x.png", 0, 0, faces=0)
    sheet = begin(window, qtbot, tmp_path / "all")
    assert [one.name for one in entries(sheet)] == ["Anna", "Bo", "Carl", "Nobody"]
    assert sheet.enrol.text() == "Enrol 3 people"
    enrol(sheet, qtbot)
    assert people(control) == {"Anna": 2, "Bo": 2, "Carl": 2}
    assert "no good picture of 1 person" in sheet._said.text()
    control.undo()
    qtbot.waitUntil(lambda: people(control) == {}, timeout=60_000)


@pytest.mark.parametrize("spoken", ["en", "de", "fr"])
def test_every_state_of_a_person_has_room_in_its_column(
    window: Window, control: Control, qtbot: Any, tmp_path: Path, spoken: Language
) -> None:
    """And the name gets what is left, on the smallest window."""
    language.use(spoken)
    window.resize(800, 560)
    for person, name in enumerate(("Anna", "Bo")):
        picture(tmp_path / "all" / name, "1.png", person, 0)
    sheet = begin(window, qtbot, tmp_path / "all")
    widest = max(sheet._list.fontMetrics().horizontalAdvance(words) for words in sheet._people.states().values())
    assert sheet._list.columnWidth(2) >= widest + 12
    assert sheet._list.columnWidth(0) >= 120 and sheet._list.horizontalScrollBar().maximum() == 0
    sheet.cancel()
    language.use("en")


def test_a_known_face_under_another_name_is_asked_about(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for folder, poses in (("Anna", (0, 1)), ("Annie", (2, 3))):
        for pose in poses:
            picture(tmp_path / folder, f"{pose}.png", 1, pose)
    sheet = begin(window, qtbot, tmp_path / "Anna")
    enrol(sheet, qtbot)
    sheet.cancel()
    refresh(control)
    sheet = begin(window, qtbot, tmp_path / "Annie")
    question = sheet.part.question
    assert question.doubt is not None and question.doubt.name == "Anna" and not sheet.enrol.isEnabled()
    qtbot.mouseClick(question._yes, Qt.MouseButton.LeftButton)
    assert sheet.enrol.text() == "Add to Anna"
    enrol(sheet, qtbot)
    assert people(control) == {"Anna": 4}


def test_the_same_name_and_face_need_no_question_and_another_face_does(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for folder, person, poses in (("a/Anna", 1, (0, 1)), ("b/Anna", 1, (2, 3)), ("c/Anna", 4, (0, 1))):
        for pose in poses:
            picture(tmp_path / folder, f"{pose}.png", person, pose)
    for which, expected in (("a/Anna", 2), ("b/Anna", 4)):
        sheet = begin(window, qtbot, tmp_path / which)
        enrol(sheet, qtbot)
        assert people(control) == {"Anna": expected}
        sheet.cancel()
        refresh(control)
    sheet = begin(window, qtbot, tmp_path / "c/Anna")
    qtbot.waitUntil(lambda: sheet.part.question.doubt is not None, timeout=60_000)
    qtbot.mouseClick(sheet.part.question._no, Qt.MouseButton.LeftButton)
    enrol(sheet, qtbot)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    assert [one.name for one in list_people(runtime.database)] == ["Anna", "Anna"]


def test_two_new_folders_of_one_name_or_one_face_are_asked_about(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for folder, person, pose in (("a/Anna", 1, 0), ("b/Anna", 4, 0), ("c/Annie", 1, 1)):
        picture(tmp_path / folder, "0.png", person, pose)
    sheet = begin(window, qtbot, tmp_path / "a/Anna", tmp_path / "b/Anna", tmp_path / "c/Annie")
    enrol(sheet, qtbot)
    assert people(control) == {"Anna": 1}
    assert [one.stage for one in entries(sheet)] == [Stage.SAVED, Stage.LOOKED, Stage.LOOKED]
    same_name, same_face = (one.doubt.sentence for one in entries(sheet)[1:])
    assert "Anna is enrolled already" in same_name and "looks like Anna" in same_face


def test_looking_can_be_stopped_and_cancelling_keeps_nothing(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for person in range(8):
        for pose in range(40):
            picture(tmp_path / "all" / f"P{person}", f"{pose}.png", person, pose % 8)
    window.enrol_files([str(tmp_path / "all")])
    sheet = window._files
    assert sheet is not None and sheet.batch is not None
    with qtbot.waitSignal(sheet.batch.looked, timeout=60_000):
        sheet.batch.sorted.connect(lambda: qtbot.mouseClick(sheet._stop, Qt.MouseButton.LeftButton))
    assert sheet.batch.seen < sheet.batch.files == 320
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window._files is None and people(control) == {}


def test_a_name_that_is_none_is_refused_in_words(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    sheet = begin(window, qtbot, picture(tmp_path, "a.png", 1, 0))
    sheet.part.name.textEdited.emit("Anna\u202e")  # pasted
    enrol(sheet, qtbot)
    assert "control" in entries(sheet)[0].complaint and sheet.part.complaint.isVisible()
    assert people(control) == {}


def test_a_folder_without_pictures_is_said_and_another_may_be_chosen(
    window: Window, qtbot: Any, tmp_path: Path
) -> None:
    window.enrol_files([str(tmp_path)])
    sheet = window._files
    assert sheet is not None
    qtbot.waitUntil(sheet.place.complaint.isVisible, timeout=60_000)
    assert "no picture" in sheet.place.complaint.text() and sheet.batch is None
    sheet.cancel()


def test_a_first_picture_of_somebody_else_is_named_as_the_reason(
    window: Window, qtbot: Any, tmp_path: Path
) -> None:
    files = [picture(tmp_path, "0.png", 5, 0), *(picture(tmp_path, f"{at}.png", 1, at) for at in range(1, 5))]
    sheet = begin(window, qtbot, *files)
    assert len(entries(sheet)[0].taken) == 1 and "somebody else than the first" in sheet.part._summary.text()


def test_what_is_dropped_on_the_window_is_looked_at(window: Window, qtbot: Any, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(picture(tmp_path, f"{pose}.png", 1, pose)) for pose in range(2)])
    action, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for page, welcome in (("settings", False), ("people", True), ("live", True)):
        window.show_page(page)
        enter = QDragEnterEvent(QPoint(200, 200), action, data, left, no_key)
        enter.ignore()
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted() is welcome
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), action, data, left, no_key))
    sheet = window._files
    assert sheet is not None and sheet.batch is not None
    qtbot.waitUntil(lambda: [len(one.taken) for one in entries(sheet)] == [2], timeout=60_000)


def test_what_is_left_out_of_a_folder_is_a_line_of_the_table(
    window: Window, qtbot: Any, media: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Anna"
    folder.mkdir()
    for name in ("1.nef", "2.nef", "song.mp3"):
        (folder / name).touch()
    (folder / "a.jpg").write_bytes((media / "single_face.jpg").read_bytes())
    batch = Batch(window._control, [str(folder)])
    batch.start()
    qtbot.waitUntil(lambda: bool(batch.entries), timeout=60_000)
    batch.stop()
    (entry,) = batch.entries
    said = [(one.source, str(one.reason)) for one in entry.refused[:2]]
    assert said == [
        ("2 raw pictures (.nef)", "not read: save them as JPEG"),
        ("1 sound file (.mp3)", "not read: they hold no picture"),
    ]


@pytest.mark.usefixtures("models")
def test_real_files_half_of_them_junk(qtbot: Any, media: Path, tmp_path: Path) -> None:
    from ui.window.app import Program

    settings.save(Settings(welcomed=True))
    program = Program("demo")
    qtbot.addWidget(program.window)
    program.show()
    control = program.control
    qtbot.waitUntil(
        lambda: control.bridge.runtime is not None and control.bridge.runtime.matcher is not None, timeout=60_000
    )
    junk = []
    for at in range(200):
        junk.append(tmp_path / f"junk{at}.{'jpg' if at % 2 else 'txt'}")
        junk[-1].write_bytes(b"junk" * at)
    sheet = begin_slowly(program.window, qtbot, media / "single_face.mp4", media / "no_face.mp4", *junk)
    (entry,) = entries(sheet)
    assert len(entry.taken) >= 1 and "refused" in entry.summary
    model = sheet.part.model
    reasons = {model.index(row, 0).data(): model.index(row, 2).data() for row in range(model.rowCount())}
    assert "no face" in reasons["no_face.mp4"] and len(reasons) >= 201
    qtbot.keyClicks(sheet.part.name, "Anna")
    enrol(sheet, qtbot)
    assert list(people(control)) == ["Anna"]
    program.window.close()
    assert program.clean


def begin_slowly(window: Window, qtbot: Any, *paths: Path) -> FilesSheet:
    window.enrol_files([str(path) for path in paths])
    sheet = window._files
    assert sheet is not None
    qtbot.waitUntil(lambda: bool(sheet.batch and sheet.batch.entries), timeout=60_000)
    qtbot.waitUntil(lambda: entries(sheet)[0].stage is Stage.LOOKED, timeout=60_000)
    return sheet


def test_a_verdict_that_comes_after_the_sheet_was_closed_does_no_harm(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    picture(tmp_path / "Anna", "0.png", 1, 0)
    sheet = begin(window, qtbot, tmp_path / "Anna")
    enrol(sheet, qtbot)
    gate = threading.Event()
    control.compute(gate.wait)
    sheet._judge()
    with qtbot.waitSignal(sheet.destroyed, timeout=60_000):
        sheet.cancel()
    gate.set()
    done: list[None] = []
    control.compute(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=60_000)


def test_a_list_says_whose_the_pictures_are_and_the_report_what_became_of_them(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    for person, name in enumerate(("a", "b", "stray")):
        picture(tmp_path / "dropped", f"{name}.png", person, 0)
    people_list = tmp_path / "people.csv"
    people_list.write_text("id,name,group,picture\n7,Anna,staff,a.png\n8,Bo,,b.png\n9,Cleo,,gone.png\n", "utf-8")
    sheet = begin(window, qtbot, people_list, tmp_path / "dropped")
    assert [entry.name for entry in entries(sheet)] == ["Anna", "Bo", "Cleo", ""]
    enrol(sheet, qtbot)
    qtbot.waitUntil(lambda: people(control) == {"Anna": 1, "Bo": 1}, timeout=60_000)
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    kept = {one.name: (one.external_id, one.groups) for one in list_people(runtime.database)}
    assert kept == {"Anna": ("7", ("staff",)), "Bo": ("8", ())}
    assert sheet.report.isVisible() and sheet.batch is not None
    sheet.batch.report(str(tmp_path / "report.csv"))
    qtbot.waitUntil(lambda: "Saved the report" in window._toast.text, timeout=60_000)
    lines = (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()
    assert lines[1].startswith("7,Anna,staff,enrolled,1,1,0") and "there is no picture gone.png" in lines[3]
    assert "no line of the list names it" in lines[4]
    control.undo()
    qtbot.waitUntil(lambda: people(control) == {}, timeout=60_000)


def test_a_person_of_that_id_who_is_here_gets_the_pictures_unasked(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    picture(tmp_path, "a.png", 1, 0)
    (tmp_path / "people.csv").write_text("id,name,picture\n7,Anna,a.png\n", "utf-8")
    enrol(begin(window, qtbot, tmp_path / "people.csv"), qtbot)
    qtbot.waitUntil(lambda: people(control) == {"Anna": 1}, timeout=60_000)
    refresh(control)
    assert window._files is not None
    window._files.cancel()
    picture(tmp_path, "b.png", 1, 3)
    (tmp_path / "people.csv").write_text("id,name,picture\n7,Anna Berg,b.png\n", "utf-8")
    enrol(begin(window, qtbot, tmp_path / "people.csv"), qtbot)
    qtbot.waitUntil(lambda: people(control) == {"Anna": 2}, timeout=60_000)


def test_who_was_enrolled_is_chosen_among_all_and_in_sight(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    many = [Enrol(f"A{number:02}", (Sample(vector(0), 0.8, "a.png"),), "test") for number in range(60)]
    apply(database(control), enrol_all(tuple(many)))
    window.show_page("people")
    page = window._pages["people"]
    assert isinstance(page, PeoplePage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 60, timeout=60_000)
    page.search.setText("A0")
    for person, name in enumerate(("Zoe", "Zita"), start=2):
        picture(tmp_path / "all" / name, "1.png", person, 0)
    sheet = begin(window, qtbot, tmp_path / "all")
    enrol(sheet, qtbot)
    sheet.cancel()
    qtbot.waitUntil(lambda: [one.name for one in page.chosen()] == ["Zita", "Zoe"], timeout=60_000)
    places = [page.list.visualRect(index) for index in page.list.selectedIndexes()]
    assert all(page.list.viewport().rect().contains(place.center()) for place in places)
    assert page.panel.isVisible() and page.panel.person is not None and page.panel.person.name == "Zita"


def test_who_was_enrolled_over_another_page_is_chosen_once_the_people_are_shown(
    window: Window, control: Control, qtbot: Any, tmp_path: Path
) -> None:
    assert window.page == "live"
    picture(tmp_path / "Anna", "1.png", 1, 0)
    sheet = begin(window, qtbot, tmp_path / "Anna")
    enrol(sheet, qtbot)
    sheet.cancel()
    assert window.page == "live"
    window.show_page("people")
    page = window._pages["people"]
    assert isinstance(page, PeoplePage)
    qtbot.waitUntil(lambda: [one.name for one in page.chosen()] == ["Anna"], timeout=60_000)
