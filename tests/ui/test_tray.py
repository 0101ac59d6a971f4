"""Telling when chosen people come."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from helpers.scenes import decision, face, result
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon

from facecam.base import settings
from facecam.base.messages import Message
from facecam.base.types import State
from facecam.events.teller import Notice
from facecam.operations import Enrol, Sample, apply
from ui.base.control import Control
from ui.people.tell import TellSwitch
from ui.window.main_window import Window
from ui.window.notifications import AWAY, Notifications

pytestmark = pytest.mark.usefixtures("no_thread_left")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda _: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, *__: said.append(title))
    return said


def see(control: Control, person: int = 1, name: str = "Anna", state: State = State.KNOWN) -> None:
    control.bridge.seen.emit(result(0, [face(1)], [decision(state, name, person)]))


def test_who_was_chosen_is_told_of_once_while_they_stay(
    control: Control, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    notifications = Notifications(control, lambda: None, tray=True)
    assert notifications.icon is None
    control.change(tell=(1,))
    assert notifications.icon is not None and notifications.icon.isVisible()
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    see(control, 2, "Bo")
    see(control, state=State.PENDING)
    assert told == []
    for _ in range(5):
        now += AWAY / 2
        see(control)
    assert told == ["Anna is here"]
    now += AWAY + 1
    see(control)
    assert told == ["Anna is here"] * 2
    control.change(tell=())
    see(control)
    assert told == ["Anna is here"] * 2 and not notifications.icon.isVisible()


def test_without_a_tray_it_is_said_in_the_window(control: Control, told: list[str]) -> None:
    notifications, said = Notifications(control, lambda: None, tray=False), list[str]()
    control.said.connect(said.append)
    control.change(tell=(1,))
    see(control)
    assert notifications.icon is None and told == []
    assert said and said[0].startswith("Anna is here")


def test_a_rule_for_the_desktop_is_told_in_the_language_of_now(control: Control, told: list[str]) -> None:
    notifications = Notifications(control, lambda: None, tray=True)
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    message = Message("{who} is here: {source}", who="Anna", source="door")
    control.bridge.notice.emit(Notice(1, message, moment, 1))
    assert told == ["Anna is here: door"]
    assert notifications.icon is not None and notifications.icon.isVisible()


def test_a_click_on_the_icon_asks_for_the_window(control: Control, qtbot: Any) -> None:
    control.change(tell=(1,))
    notifications = Notifications(control, lambda: None, tray=True)
    assert notifications.icon is not None
    with qtbot.waitSignal(notifications.asked):
        notifications.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


def test_the_switch_is_kept_for_the_person(control: Control, qtbot: Any) -> None:
    from helpers.scenes import vector

    from ui.sources.picker import Cameras

    runtime = control.bridge.runtime
    assert runtime is not None and runtime.database is not None
    for at, name in enumerate(("Anna", "Bo")):
        apply(runtime.database, Enrol(name, (Sample(vector(at), 0.8, "test", None),), "test"))
    window = Window(control, Cameras())
    qtbot.addWidget(window)
    window.show()
    window.show_page("people")
    page: Any = window._pages["people"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=60_000)
    page.list.setCurrentIndex(page.list.model().index(1, 0))
    (switch,) = page.findChildren(TellSwitch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center() * 0.2)
    (person,) = control.settings.tell
    assert page.panel.person is not None and page.panel.person.id == person
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    assert not switch.isChecked()
    qtbot.waitUntil(lambda: settings.load().tell == (person,), timeout=60_000)
