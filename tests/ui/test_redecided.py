"""After a correction: the window says which past visits would be decided otherwise, and changes them in one act."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from helpers.scenes import database, vector
from PySide6 import QtGui
from PySide6.QtCore import Qt

from facecam.base.types import State
from facecam.operations import Enrol, NotThisPerson, Rename, Sample, apply
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks import redecision
from ui.history.redecided import PastVisits
from ui.widgets.tooltip import JOINER
from ui.window.main_window import Window

WAIT = 20_000
DOUBLE = (vector(0) * 0.6 + vector(5) * 0.8).astype(np.float32)


def fill(window: Window, number: int = 3) -> int:
    """Anna, a visit of hers, and as many of a double that carry her name."""
    control = window._control
    (anna,) = apply(database(control), Enrol("Anna", (Sample(vector(0), 0.8, "x"),), "test")).persons
    now = datetime.now(UTC)
    for at, face in enumerate([vector(0, 1), *[DOUBLE] * number]):
        best = BestFace(face, "test", 0.8)
        start = now + timedelta(seconds=at)
        add_visits(database(control), [VisitRecord(f"{at}", start, start, 3, State.KNOWN, anna, 0.5, face=best)])
    assert control.bridge.runtime is not None
    control.bridge.runtime.refresh()
    return anna


def names(window: Window) -> dict[str, str | None]:
    return {seen.source: seen.name for seen in list_visits(database(window._control))}


def opened(window: Window) -> PastVisits:
    (dialog,) = (one for one in window.findChildren(PastVisits) if one.isVisible())
    return dialog


def test_a_name_in_the_tip_of_a_past_visit_is_no_html(window: Window, qtbot: Any) -> None:
    anna, odd = fill(window), "<b>Anna</b>"
    window._control.apply(Rename(anna, odd))
    window._control.apply(NotThisPerson(anna, sighting=list_visits(database(window._control))[0].id))
    qtbot.waitUntil(lambda: "2 past visits" in window._toast.text, timeout=WAIT)
    window._toast._second.click()
    tip = opened(window).list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert odd in tip.replace(JOINER, "") and not QtGui.Qt.mightBeRichText(tip)


def test_it_is_said_shown_changed_and_taken_back_with_the_correction(window: Window, qtbot: Any) -> None:
    anna = fill(window)
    newest = list_visits(database(window._control))[0].id
    window._control.apply(NotThisPerson(anna, sighting=newest))
    qtbot.waitUntil(lambda: "2 past visits" in window._toast.text, timeout=WAIT)
    assert window._toast.text == (
        "This is not Anna: noted in 1 visit. 2 past visits would be decided otherwise now."
    )
    assert window._toast._second.isVisible() and window._toast._button.text().startswith("Undo")
    window._toast._second.click()
    dialog = opened(window)
    assert dialog.change.text() == "Change 2 visits" and dialog.list.model().rowCount() == 2
    shown = dialog.list.model().index(0, 0)
    assert "Now: Unknown" in shown.data(Qt.ItemDataRole.AccessibleTextRole)
    delegate: Any = dialog.list.itemDelegate()
    assert delegate.content(shown).lines[:2] == ("Unknown", "until now: Anna")
    dialog.change.click()
    qtbot.waitUntil(lambda: "2 past visits changed with it" in window._toast.text, timeout=WAIT)
    assert names(window) == {"0": "Anna", "1": None, "2": None, "3": None}
    window._control.undo()
    qtbot.waitUntil(lambda: set(names(window).values()) == {"Anna"}, timeout=WAIT)


def test_one_that_is_not_chosen_stays_as_it_is(window: Window, qtbot: Any) -> None:
    """Nor is it offered again."""
    anna = fill(window)
    offers: list[object] = []
    window._reviewing.found.connect(offers.append)
    window._control.apply(NotThisPerson(anna, DOUBLE, "test"))
    qtbot.waitUntil(lambda: "3 past visits" in window._toast.text, timeout=WAIT)
    window._toast._second.click()
    dialog = opened(window)
    rows = [dialog.list.model().index(row, 0) for row in range(3)]
    dialog.list.selectionModel().select(rows[0], dialog.list.selectionModel().SelectionFlag.Deselect)
    assert dialog.change.text() == "Change 2 visits"
    dialog.change.click()
    qtbot.waitUntil(lambda: list(names(window).values()).count(None) == 2, timeout=WAIT)
    assert names(window)["3"] == "Anna", "the newest stands first"
    done: list[object] = []
    window._control.settle(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert len(offers) == 1
    dialog = PastVisits(window._control, dialog._found, window)
    dialog.list.clearSelection()
    assert not dialog.change.isEnabled()


def test_nothing_is_offered_where_something_else_was_done_or_nothing_changes(
    window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = fill(window)
    offers: list[object] = []
    window._reviewing.found.connect(offers.append)
    renamed, looked_through = threading.Event(), redecision.redecided

    def late(*asked: Any) -> redecision.Redecision:
        assert renamed.wait(WAIT / 1000)
        return looked_through(*asked)

    monkeypatch.setattr(redecision, "redecided", late)
    window._control.edited.connect(lambda change: renamed.set() if change.kind == Rename.kind else None)
    window._control.apply(NotThisPerson(anna, DOUBLE, "test"))
    window._control.apply(Rename(anna, "Anne"))
    done: list[object] = []
    window._control.settle(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert not offers and "Renamed" in window._toast.text
    window._reviewing.review()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(PastVisits)), timeout=WAIT)
    dialog = opened(window)
    dialog.change.click()
    qtbot.waitUntil(lambda: "changed later" in window._toast.text, timeout=WAIT)
    assert set(names(window).values()) == {"Anne"}


def test_without_any_it_says_so(window: Window, qtbot: Any) -> None:
    anna = fill(window, 0)
    window._control.apply(NotThisPerson(anna, vector(7), "test"))
    qtbot.waitUntil(lambda: "noted" in window._toast.text, timeout=WAIT)
    window._reviewing.review()
    qtbot.waitUntil(lambda: window._toast.text == "No past visit would be decided otherwise now.", timeout=WAIT)
