"""A dialog or sheet that is open while the colours and the language change: it goes on, and takes the colours."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from helpers.scenes import database, settle, vector
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from facecam.operations import Enrol, Sample, apply
from ui.base import theme
from ui.i18n import language
from ui.people.merge import Merge
from ui.people.page import PeoplePage
from ui.rules.dialog import RuleDialog
from ui.rules.page import RulesPage
from ui.window.main_window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")

WAIT = 15_000


def merge(window: Window, qtbot: Any) -> Any:
    for person, name in enumerate(("Anna", "Bo")):
        apply(database(window._control), Enrol(name, (Sample(vector(person), 0.8, "x"),), "test"))
    window.show_page("people")
    page = window._pages["people"]
    assert isinstance(page, PeoplePage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    page.merge_chosen()
    (dialog,) = page.findChildren(Merge)
    return dialog


def rule(window: Window, qtbot: Any) -> Any:
    window.show_page("rules")
    page = window._pages["rules"]
    assert isinstance(page, RulesPage)
    page.add_rule()
    qtbot.waitUntil(lambda: bool(page.findChildren(RuleDialog)), timeout=WAIT)
    return page.findChildren(RuleDialog)[0]


def enrol(window: Window, qtbot: Any) -> Any:
    window.enrol()
    assert window._sheet is not None
    return window._sheet


def files(window: Window, qtbot: Any) -> Any:
    window.enrol_files()
    assert window._files is not None
    return window._files


@pytest.mark.parametrize("open_", [merge, rule, enrol, files])
def test_an_open_dialog_outlives_another_language_and_other_colours(window: Window, qtbot: Any, open_: Any) -> None:
    control = window._control
    control.change(theme="light", language="en")
    shown = open_(window, qtbot)
    assert shown.isVisible()
    control.change(theme="dark", language="de")
    qtbot.waitUntil(lambda: not theme._undressed and not theme._unpainted, timeout=WAIT)
    settle(control, qtbot)
    QApplication.processEvents()
    assert shown.isVisible(), "what was begun goes on"
    light = {*dataclasses.astuple(theme.LIGHT)} - {*dataclasses.astuple(theme.DARK)}
    parts = [shown, *(one for one in shown.findChildren(QWidget) if one.isVisible())]
    assert not light & {one.palette().color(QPalette.ColorRole.Window).name() for one in parts}
    assert all(one.updatesEnabled() for one in parts)
    shown.reject() if isinstance(shown, QDialog) else shown.cancel()
    qtbot.waitUntil(lambda: window._spoken == "de", timeout=WAIT)
    settle(control, qtbot)
    assert window._centre.isVisible()
    language.use("en")
