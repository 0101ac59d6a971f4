"""Consents in the window: noted, wanted before an enrolment, and said where one has run out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from helpers.scenes import database, vector
from PySide6.QtCore import QDate, Qt

from facecam.operations import (
    Agreement,
    Enrol,
    Sample,
    apply,
    consent_wanted,
    consents,
    remove_unconsented,
    want_consent,
)
from facecam.store.people import list_people
from facecam.store.schema import Consent
from ui.enrol.cards import NameCard
from ui.widgets.agreement import AgreementFields
from ui.window.consents import Consents
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


def enrol(window: Window, name: str, person: int) -> int:
    change = apply(database(window._control), Enrol(name, (Sample(vector(person), 0.8, "x"),), "test"))
    (number,) = change.persons
    return number


def dialog_of(window: Window, qtbot: Any, rows: int) -> Consents:
    window.consents()
    (dialog,) = window.findChildren(Consents)
    qtbot.waitUntil(lambda: dialog.people.count() == rows)
    return dialog


def test_a_consent_is_noted_and_can_be_taken_back(window: Window, qtbot: Any) -> None:
    anna = enrol(window, "Anna", 0)
    enrol(window, "Bo", 1)
    dialog = dialog_of(window, qtbot, 2)
    assert [dialog.people.item(row).text() for row in range(2)] == [
        "Anna: no consent with an end",
        "Bo: no consent with an end",
    ]
    assert not dialog.give.isEnabled()
    dialog.people.setCurrentRow(0)
    qtbot.keyClicks(dialog.fields.purpose, "the front door")
    last = QDate(QDate.currentDate().year() + 1, 12, 1)
    dialog.fields.until.setDate(last)
    assert dialog.fields.until.text() == f"1 December {last.year()}", "as dates are written everywhere"
    dialog.fields.until.setDate(QDate.currentDate().addDays(10))
    qtbot.mouseClick(dialog.give, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "runs out soon" in dialog.people.item(1).text())
    assert dialog.people.item(0).text() == "Bo: no consent with an end"
    until = next(one.until for one in consents(database(window._control)) if one.person == anna)
    assert until is not None and 9 <= (until - datetime.now(UTC)).days <= 11
    window._control.undo()
    qtbot.waitUntil(lambda: dialog.people.item(0).text() == "Anna: no consent with an end")
    dialog.accept()


def test_the_switch_is_the_databases(window: Window, qtbot: Any) -> None:
    dialog = dialog_of(window, qtbot, 0)
    qtbot.waitUntil(dialog.wanted.isEnabled)
    dialog.wanted.click()
    qtbot.waitUntil(lambda: consent_wanted(database(window._control)))
    card = NameCard(window._control)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(card.agreement.isVisible)
    qtbot.keyClicks(card.field, "Anna")
    assert not card._start.isEnabled(), "it does not say yet what for"
    qtbot.keyClicks(card.agreement.purpose, "the front door")
    assert card._start.isEnabled()
    agreed = card.agreement.agreed()
    assert agreed is not None and agreed.purpose == "the front door"
    assert 360 <= (agreed.until - datetime.now(UTC)).days <= 367
    dialog.wanted.click()
    qtbot.waitUntil(lambda: not consent_wanted(database(window._control)))
    dialog.accept()


def test_where_none_is_wanted_nothing_is_asked(window: Window, qtbot: Any) -> None:
    fields = AgreementFields()
    qtbot.addWidget(fields)
    fields.show_where_wanted(window._control)
    done: list[int] = []
    window._control.settle(lambda: done.append(1))
    qtbot.waitUntil(lambda: bool(done))
    assert fields.isHidden() and fields.complete and fields.agreed() is None


def test_who_is_removed_is_said_and_does_not_come_back_without_one(window: Window, qtbot: Any) -> None:
    db = database(window._control)
    agreed = Agreement("the front door", datetime.now(UTC) + timedelta(days=1))
    sample = (Sample(vector(0), 0.8, "x"),)
    apply(db, Enrol("Anna", sample, "test", agreed=agreed))
    want_consent(db, True)
    with db.write() as session:
        session.query(Consent).one().until = datetime.now(UTC) - timedelta(days=1)
    runtime: Any = window._control.bridge.runtime
    runtime.unconsented = tuple(remove_unconsented(db))
    with qtbot.waitSignal(window._control.bridge.runtime_changed):
        runtime.refresh()
    assert window._toast.isVisible()
    assert "Anna, whose consent has run out or is missing" in window._toast.text
    assert list_people(db) == []
    with qtbot.waitSignal(window._control.failed):
        window._control.undo()
    assert list_people(db) == []


def test_who_was_removed_for_want_of_one_is_there_again_with_a_new_one(window: Window, qtbot: Any) -> None:
    anna = enrol(window, "Anna", 0)
    db = database(window._control)
    want_consent(db, True)
    assert len(remove_unconsented(db)) == 1 and not list_people(db)
    dialog = dialog_of(window, qtbot, 1)
    dialog.people.setCurrentRow(0)
    qtbot.keyClicks(dialog.fields.purpose, "the front door")
    dialog.fields.until.setDate(QDate.currentDate().addDays(10))
    qtbot.mouseClick(dialog.give, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.id for one in list_people(db)] == [anna])
