"""Telling when chosen people come."""

from datetime import UTC, datetime
from typing import Any

import pytest
from helpers.scenes import database, vector
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon

from facecam.base.messages import Message
from facecam.events.rules import list_rules
from facecam.events.teller import Notice
from facecam.operations import Enrol, Sample, apply
from ui.base.control import Control
from ui.people.tell import TellSwitch
from ui.window.main_window import Window
from ui.window.notifications import Notifications

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda _: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, *__: said.append(title))
    return said


def notice(name: str = "Anna") -> Notice:
    message = Message("{who} is here: {source}", who=name, source="door")
    return Notice(1, message, datetime(2026, 3, 1, 12, tzinfo=UTC), 1)


def enrolled(control: Control, *names: str) -> None:
    for at, name in enumerate(names):
        apply(database(control), Enrol(name, (Sample(vector(at), 0.8, "test", None),), "test"))


def test_without_a_tray_it_is_said_in_the_window(control: Control, told: list[str]) -> None:
    notifications, said = Notifications(control, lambda: None, tray=False), list[str]()
    control.said.connect(said.append)
    control.bridge.notice.emit(notice())
    assert notifications.icon is None and told == []
    assert said and said[0].startswith("Anna is here")


def test_whom_the_settings_of_before_name_is_told_of_by_a_rule(control: Control, qtbot: Any) -> None:
    enrolled(control, "Anna")
    control.change(tell=(1, 77))
    notifications = Notifications(control, lambda: None, tray=False)
    control.bridge.runtime_changed.emit()
    qtbot.waitUntil(lambda: bool(list_rules(database(control))), timeout=60_000)
    (rule,) = list_rules(database(control))
    assert (rule.kind, rule.condition.persons, rule.condition.gap) == ("desktop", (1,), 300)
    assert control.settings.tell == () and notifications.icon is None


def test_a_rule_for_the_desktop_is_told_in_the_language_of_now(control: Control, told: list[str]) -> None:
    notifications = Notifications(control, lambda: None, tray=True)
    control.bridge.notice.emit(notice())
    assert told == ["Anna is here: door"]
    assert notifications.icon is not None and notifications.icon.isVisible()


def test_a_click_on_the_icon_asks_for_the_window(control: Control, qtbot: Any) -> None:
    notifications = Notifications(control, lambda: None, tray=True)
    control.bridge.notice.emit(notice())
    assert notifications.icon is not None
    with qtbot.waitSignal(notifications.asked):
        notifications.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_the_switch_is_a_rule(control: Control, qtbot: Any) -> None:
    from ui.sources.picker import Cameras

    enrolled(control, "Anna", "Bo")
    window = Window(control, Cameras())
    qtbot.addWidget(window)
    window.show()
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=60_000)
    page.list.setCurrentIndex(page.list.model().index(1, 0))
    (switch,) = page.findChildren(TellSwitch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center() * 0.2)
    qtbot.waitUntil(lambda: bool(list_rules(database(control))), timeout=60_000)
    (rule,) = list_rules(database(control))
    assert page.panel.person is not None and rule.condition.persons == (page.panel.person.id,)
    assert str(rule.words) == f"Tell me on the desktop when {page.panel.person.name} comes, every 5 min at most"
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    assert not switch.isChecked()
    page.list.setCurrentIndex(page.list.model().index(1, 0))
    qtbot.waitUntil(switch.isChecked, timeout=60_000)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center() * 0.2)
    qtbot.waitUntil(lambda: not list_rules(database(control)), timeout=60_000)
