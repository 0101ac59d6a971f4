"""The people's page on a real database."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from scenes import vector

from facecam.operations import Enrol, Rename, Sample, apply
from facecam.store.people import list_people
from ui.control import Control
from ui.people.forget import Forget
from ui.people.model import Role
from ui.people.page import PeoplePage
from ui.window import Window

pytestmark = pytest.mark.usefixtures("no_thread_left")


def add(control: Control, name: str, person: int = 0, picture: bytes | None = None) -> None:
    sample = Sample(vector(person), 0.8, "test", picture)
    services = control.bridge.services
    assert services is not None and services.database is not None
    apply(services.database, Enrol(name, (sample,), "test"))


@pytest.fixture
def window(control: Control, qtbot: Any) -> Window:
    from ui.live.sources import Cameras

    made = Window(control, Cameras())
    qtbot.addWidget(made)
    made.show()
    return made


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
    (start,) = [one for one in page._nobody.findChildren(QPushButton) if one.isVisible()]
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


def test_renaming_removing_and_taking_back(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    page.rename_chosen()
    page.panel.name.setText("Anna Berg")
    qtbot.keyClick(page.panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Anna Berg"])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert "Removed Anna Berg" in window._bar.text
    qtbot.mouseClick(window._bar._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["Anna Berg"])
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(page) == ["Anna"])


def test_a_refused_name_is_said_and_changes_nothing(window: Window, qtbot: Any) -> None:
    add(window._control, "Anna")
    page = page_of(window, qtbot, 1)
    choose(page, 0)
    page.panel.name.edit()
    page.panel.name.setText("x" * 300)
    qtbot.keyClick(page.panel.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "200" in window._bar.text)
    assert names(page) == ["Anna"]


def test_nothing_to_undo_is_said(window: Window, qtbot: Any) -> None:
    window._control.undo()
    qtbot.waitUntil(lambda: window._bar.text != "")


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
    services = control.bridge.services
    assert services is not None and services.database is not None
    assert list_people(services.database, hidden=True) == []


def test_an_edit_made_elsewhere_is_shown(window: Window, qtbot: Any) -> None:
    control = window._control
    add(control, "Anna")
    page = page_of(window, qtbot, 1)
    services = control.bridge.services
    assert services is not None and services.database is not None
    apply(services.database, Rename(list_people(services.database)[0].id, "Berta"))
    control.bridge.services_changed.emit()
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
