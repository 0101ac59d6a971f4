"""Who could be a person, asked about one by one, on a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from helpers.scenes import D, database
from PySide6.QtCore import Qt

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.people import templates
from facecam.store.visits import BestFace, Filter, VisitRecord, add_visits, count_visits
from ui.people.suggested import OneByOne, Suggested
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 20_000


def face(likeness: float, away: int) -> np.ndarray:
    made = np.zeros(D, np.float32)
    made[0], made[away] = likeness, np.sqrt(1 - likeness**2)
    return made


def test_a_key_each_says_yes_and_no_and_takes_back(window: Window, qtbot: Any) -> None:
    control = window._control
    db = database(control)
    apply(db, Enrol("Anna", (Sample(face(1, 1), 0.9, "test"),), "test"))
    now = datetime.now(UTC)
    seen = [
        VisitRecord("door", start := now - timedelta(minutes=at), start, 3, state, person, 0.3,
                    face=BestFace(face(likeness, at + 2), "test", 0.9))
        for at, (likeness, state, person) in enumerate((
            (0.38, State.UNKNOWN, None), (0.37, State.UNKNOWN, None), (0.36, State.UNKNOWN, None),
            (0.5, State.KNOWN, 1),
        ))
    ]  # fmt: skip
    add_visits(db, seen)
    control.bridge.refresh()
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    (suggested,) = page.findChildren(Suggested)
    qtbot.waitUntil(suggested.could_be.isVisible, timeout=WAIT)
    assert suggested.could_be.text() == "3 more could be Anna"
    assert suggested.looks.text() == "1 look would make a good sample"
    suggested.could_be.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(OneByOne)), timeout=WAIT)
    (dialog,) = window.findChildren(OneByOne)
    assert dialog.question.text() == "Is this Anna?" and "0.38" in dialog.facts.text()
    dialog.confirm()
    qtbot.waitUntil(lambda: "0.37" in dialog.facts.text(), timeout=WAIT)
    assert count_visits(db, Filter(person=1)) == 2
    dialog.deny()
    qtbot.waitUntil(lambda: "0.36" in dialog.facts.text(), timeout=WAIT)
    dialog.undo()
    qtbot.waitUntil(lambda: "0.37" in dialog.facts.text(), timeout=WAIT)
    dialog.next()
    dialog.next()
    assert dialog.question.text() == "That was all" and dialog.bar.value() == 3
    assert dialog.facts.text() == "1 answer changed something."
    dialog.accept()
    qtbot.waitUntil(lambda: suggested.could_be.text() == "2 more could be Anna", timeout=WAIT)


def test_a_look_becomes_a_sample(window: Window, qtbot: Any) -> None:
    control = window._control
    db = database(control)
    apply(db, Enrol("Anna", (Sample(face(1, 1), 0.9, "test"),), "test"))
    now = datetime.now(UTC)
    add_visits(db, [
        VisitRecord("door", now, now, 3, State.KNOWN, 1, 0.5, face=BestFace(face(0.5, 4), "test", 0.9)),
    ])  # fmt: skip
    control.bridge.refresh()
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    (suggested,) = page.findChildren(Suggested)
    qtbot.waitUntil(suggested.looks.isVisible, timeout=WAIT)
    assert not suggested.could_be.isVisible()
    suggested.looks.click()
    (dialog,) = window.findChildren(OneByOne)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(templates(db, 1)) == 2, timeout=WAIT)
    qtbot.waitUntil(lambda: not suggested.looks.isVisible(), timeout=WAIT)
