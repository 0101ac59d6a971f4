"""The enrolment, step by step, on results made by hand."""

from typing import Any

import numpy as np
import pytest
from helpers.scenes import face, frame, result
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from facecam.store.people import list_people, picture, templates
from ui.base.control import Control
from ui.enrol import ring
from ui.enrol.sheet import EnrolSheet, Step
from ui.live.view import FrameView

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def view(qtbot: Any) -> FrameView:
    made = FrameView()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show_frame(frame())
    made.show()
    return made


def begin(control: Control, view: FrameView, qtbot: Any, name: str = "Anna", keep: bool = False) -> EnrolSheet:
    sheet = EnrolSheet(control, view)
    qtbot.keyClicks(sheet.name_card.field, name)
    sheet.name_card.keep.setChecked(keep)
    qtbot.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.step is Step.TAKE or sheet.name_card.question.doubt is not None)
    return sheet


def feed(control: Control, person: int = 0, samples: int = 3, track: int = 1) -> None:
    yaws = (0.0, 20.0, -20.0, 0.0, 20.0)
    for index in range(samples):
        control.bridge.result.emit(result(index, [face(track, person=person, pose=index, yaw=yaws[index % 5])]))


def enrol(control: Control, view: FrameView, qtbot: Any, name: str, person: int, keep: bool = False) -> EnrolSheet:
    sheet = begin(control, view, qtbot, name, keep)
    feed(control, person)
    sheet.finish()
    qtbot.waitUntil(lambda: sheet.step is Step.DONE)
    return sheet


def people(control: Control) -> Any:
    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    return runtime.database


def test_three_good_pictures_may_finish_and_the_ring_fills(control: Control, view: FrameView, qtbot: Any) -> None:
    sheet = begin(control, view, qtbot)
    feed(control, samples=2)
    assert not sheet.finish_button.isEnabled()
    feed(control)
    assert sheet.finish_button.isEnabled()
    assert sheet._guidance is not None and sheet._guidance.poses == {"front", "left", "right"}
    sheet.grab()
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.step is Step.DONE)
    (person,) = list_people(people(control))
    assert (person.name, person.templates) == ("Anna", 3) and "Agreed" in person.consent
    sheet.cancel()


@pytest.mark.parametrize("keep", [True, False])
def test_pictures_are_kept_only_where_agreed(control: Control, view: FrameView, qtbot: Any, keep: bool) -> None:
    enrol(control, view, qtbot, "Anna", 0, keep).cancel()
    database = people(control)
    (person,) = list_people(database)
    kept = [picture(database, one.id) for one in templates(database, person.id)]
    assert all(one is not None for one in kept) if keep else kept == [None, None, None]
    assert ("no pictures" in person.consent) is not keep


@pytest.mark.parametrize("height", [120, 200, 400, 900])
def test_the_ring_stays_off_the_words_above_and_below(height: int) -> None:
    """Its arcs, check marks and arrow, too: on a small window, and with a question beneath."""
    place = QRectF(0, 50, 1000, height)
    picture = QImage(1000, height + 100, QImage.Format.Format_RGB32)
    picture.fill(0)
    painter = QPainter(picture)
    oval = ring.oval_in(place)
    ring.draw_ring(painter, oval, {"up", "down"}, "", True)
    painter.end()
    drawn = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), 1000) & 0xFFFFFF
    rows = np.flatnonzero(drawn.any(axis=1))
    assert rows.min() >= 50 and rows.max() < 50 + height and oval.height() > height / 3


def test_a_sample_can_be_taken_out(control: Control, view: FrameView, qtbot: Any) -> None:
    sheet = begin(control, view, qtbot)
    feed(control)
    (_, thumb), *_ = sheet.thumbs._thumbs.values()
    qtbot.mouseClick(thumb, Qt.MouseButton.LeftButton)
    assert sheet._enrolment is not None and len(sheet._enrolment.taken) == 2
    assert not sheet.finish_button.isEnabled()
    sheet.cancel()


def test_cancelling_keeps_nothing(control: Control, view: FrameView, qtbot: Any) -> None:
    sheet = begin(control, view, qtbot)
    feed(control)
    sheet.cancel()
    assert view.boxes_shown
    assert list_people(people(control)) == []


def test_a_name_that_is_taken_is_asked_about(control: Control, view: FrameView, qtbot: Any) -> None:
    enrol(control, view, qtbot, "Anna", 0).cancel()
    sheet = begin(control, view, qtbot, "ANNA")
    assert sheet.step is Step.NAME
    qtbot.mouseClick(sheet.name_card.question._yes, Qt.MouseButton.LeftButton)
    assert sheet.step is Step.TAKE  # type: ignore[comparison-overlap]  # the click moved it on
    feed(control)
    sheet.finish()
    qtbot.waitUntil(lambda: sheet.step is Step.DONE)
    (person,) = list_people(people(control))
    assert (person.name, person.templates) == ("Anna", 6)
    sheet.cancel()


@pytest.mark.parametrize("same", [True, False])
def test_a_face_that_is_known_is_asked_about(control: Control, view: FrameView, qtbot: Any, same: bool) -> None:
    enrol(control, view, qtbot, "Anna", 0).cancel()
    sheet = begin(control, view, qtbot, "Annie")
    feed(control)
    assert sheet.question.doubt is not None and sheet.question.doubt.name == "Anna"
    assert not sheet.finish_button.isEnabled()
    answer = sheet.question._yes if same else sheet.question._no
    qtbot.mouseClick(answer, Qt.MouseButton.LeftButton)
    feed(control)
    sheet.finish()
    qtbot.waitUntil(lambda: sheet.step is Step.DONE)
    assert [one.name for one in list_people(people(control))] == (["Anna"] if same else ["Anna", "Annie"])
    sheet.cancel()


@pytest.mark.parametrize("height", [600, 430])
def test_the_picture_keeps_its_place_while_a_question_is_asked(
    control: Control, view: FrameView, qtbot: Any, height: int
) -> None:
    """The question stands beside it, or over a part of it in a small window."""
    enrol(control, view, qtbot, "Anna", 0).cancel()
    view.resize(700, height)
    sheet = begin(control, view, qtbot, "Annie")
    feed(control, samples=1)
    QApplication.processEvents()
    before = sheet._space.geometry()
    feed(control, samples=2)
    qtbot.waitUntil(sheet.question.isVisible)
    QApplication.processEvents()
    question = sheet.question
    assert sheet._space.geometry() == before and sheet._space.rect().contains(question.geometry())
    assert question.height() >= question.sizeHint().height()
    sheet.cancel()


def test_a_name_that_is_none_is_refused_in_words(control: Control, view: FrameView, qtbot: Any) -> None:
    sheet = EnrolSheet(control, view)
    sheet.name_card.field.setText("\u200b")
    qtbot.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.name_card._complaint.isVisibleTo(sheet))
    assert sheet.step is Step.NAME and "name" in sheet.name_card._complaint.text().lower()
    sheet.cancel()


def test_the_end_says_how_well_they_are_told_apart(control: Control, view: FrameView, qtbot: Any) -> None:
    enrol(control, view, qtbot, "Anna", 0).cancel()
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.refresh()
    sheet = enrol(control, view, qtbot, "Maria", 3)
    assert "room to spare" in sheet.done_card.told.sentence.text()
    assert "Anna" in sheet.done_card.told.caption.text()
    sheet.cancel()


def test_a_head_that_turned_far_goes_on_and_another_face_is_refused(
    control: Control, view: FrameView, qtbot: Any
) -> None:
    sheet = EnrolSheet(control, view, track=1)
    qtbot.keyClicks(sheet.name_card.field, "Anna")
    qtbot.keyClick(sheet.name_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.step is Step.TAKE)
    feed(control, samples=2)
    sheet._follower.seen -= 10
    control.bridge.result.emit(result(9, [face(4, person=3, pose=6)]))
    assert sheet._enrolment is not None and len(sheet._enrolment.taken) == 2
    control.bridge.result.emit(result(10, [face(4, person=0, pose=6)]))
    assert len(sheet._enrolment.taken) == 3
    sheet.cancel()


def test_the_question_shows_the_likeness_and_the_other_persons_picture(
    control: Control, view: FrameView, qtbot: Any
) -> None:
    enrol(control, view, qtbot, "Anna", 0, keep=True).cancel()
    runtime = control.bridge.runtime
    assert runtime is not None
    runtime.refresh()
    sheet = begin(control, view, qtbot, "Annie")
    feed(control)
    assert sheet.question.doubt is not None and "likeness 0." in sheet.question.doubt.sentence
    qtbot.waitUntil(lambda: sheet.question._avatar._picture is not None, timeout=15_000)
    sheet.cancel()


def test_the_end_shows_everybody_else_as_bars(control: Control, view: FrameView, qtbot: Any) -> None:
    runtime = control.bridge.runtime
    assert runtime is not None
    for name, person in (("Anna", 0), ("Bo", 1), ("Carl", 2)):
        enrol(control, view, qtbot, name, person).cancel()
        runtime.refresh()
    sheet = enrol(control, view, qtbot, "Maria", 3)
    assert "all 3 others" in sheet.done_card.told.caption.text()
    assert sum(sheet.done_card.told._scale._bars) == 3
    sheet.grab()
    sheet.cancel()


def test_the_end_says_that_a_look_to_the_side_would_help(control: Control, view: FrameView, qtbot: Any) -> None:
    sheet = begin(control, view, qtbot)
    for index in range(3):
        control.bridge.result.emit(result(index, [face(1, pose=index)]))
    sheet.finish()
    qtbot.waitUntil(lambda: sheet.step is Step.DONE)
    assert "one with the head turned would help" in sheet.done_card.told.sentence.text()
    sheet.cancel()
    turned = enrol(control, view, qtbot, "Maria", 3)
    assert "turned would help" not in turned.done_card.told.sentence.text()
    turned.cancel()
