"""Tells when chosen people come, and what rules for the desktop ask for: by the system's notifications where there
are any, else in the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from facecam.base.settings import Settings
from facecam.base.types import FrameResult
from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n.core import said

if TYPE_CHECKING:
    from facecam.events.teller import Notice

AWAY = 300.0
"""Seconds that a person must not have been seen for, to be told of again: who stays is told of once."""


class Notifications(QObject):
    asked = Signal()
    """The window is wanted: the notification or the icon was clicked."""

    def __init__(
        self,
        control: Control,
        quit_: Callable[[], object],
        parent: QObject | None = None,
        *,
        tray: bool | None = None,
    ) -> None:
        """`tray`: whether the system shows icons and notifications; None: ask it."""
        super().__init__(parent)
        self._control, self._quit = control, quit_
        self._tray = QSystemTrayIcon.isSystemTrayAvailable() if tray is None else tray
        self.icon: QSystemTrayIcon | None = None
        """There while somebody is to be told of."""
        self._seen: dict[int, float] = {}
        control.bridge.seen.connect(self._look)
        control.bridge.notice.connect(self._told)
        control.settings_changed.connect(self._follow)
        self._follow(control.settings)

    def close(self) -> None:
        if self.icon is not None:
            self.icon.hide()

    def _look(self, result: FrameResult) -> None:
        wanted = self._control.settings.tell
        if not wanted:
            return
        now = time.monotonic()
        for decision in result.decisions:
            if decision.person is None or decision.person not in wanted:
                continue
            before = self._seen.get(decision.person)
            self._seen[decision.person] = now
            if before is None or now - before > AWAY:
                here = self.tr("{name} is here").format(name=decision.name)
                self._tell(here, self.tr("Seen at {time}").format(time=time.strftime("%H:%M")))

    def _told(self, notice: Notice) -> None:
        """A rule for the desktop."""
        if self._tray and self.icon is None:
            self._make_icon()
        if self.icon is not None:
            self._name_icon(self.icon)
            self.icon.setVisible(True)
        moment = notice.moment.astimezone()
        self._tell(said(notice.told), self.tr("Seen at {time}").format(time=f"{moment:%H:%M}"))

    def _tell(self, title: str, text: str) -> None:
        if self.icon is not None and self.icon.supportsMessages():
            self.icon.showMessage(title, text, icon("live", "accent"))
        else:
            self._control.said.emit(f"{title}. {text}")

    def _follow(self, settings: Settings) -> None:
        self._seen = {person: seen for person, seen in self._seen.items() if person in settings.tell}
        if settings.tell and self._tray and self.icon is None:
            self._make_icon()
        if self.icon is not None:
            self._name_icon(self.icon)
            self.icon.setVisible(bool(settings.tell))

    def _make_icon(self) -> None:
        made = self.icon = QSystemTrayIcon(icon("live", "accent"), self)
        self._menu = QMenu()  # the icon does not own it
        self._show_window = self._menu.addAction("", self.asked.emit)
        self._end = self._menu.addAction("", self._quit)
        made.setContextMenu(self._menu)
        made.messageClicked.connect(self.asked)
        made.activated.connect(self._activated)

    def _name_icon(self, icon: QSystemTrayIcon) -> None:
        """In the language of now."""
        icon.setToolTip(self.tr("facecam tells when chosen people come"))
        self._show_window.setText(self.tr("Show facecam"))
        self._end.setText(self.tr("Quit"))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.asked.emit()
