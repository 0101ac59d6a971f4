"""Shows what rules for the desktop tell: by the system's notifications where there are any, else in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui.base.control import Control
from ui.base.icons import icon
from ui.i18n.words import in_short

if TYPE_CHECKING:
    from facecam.events.teller import Notice


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
        """There from the first notice on."""
        control.bridge.notice.connect(self._told)
        control.bridge.runtime_changed.connect(self._bring_over)

    def close(self) -> None:
        if self.icon is not None:
            self.icon.hide()

    def _bring_over(self) -> None:
        """Whom the settings of before name: each becomes a rule, once."""
        control = self._control
        runtime = control.bridge.runtime
        if control.safe or not control.settings.tell or runtime is None or runtime.database is None:
            return
        from facecam.events.targets import Desktop
        from facecam.operations import AddRule
        from ui.people.tell import coming

        persons = control.settings.tell
        control.change(tell=())
        for person in persons:  # whoever was forgotten since is left out
            control.apply(AddRule(Desktop(), coming(person)), None, lambda _: None)

    def _told(self, notice: Notice) -> None:
        """A rule for the desktop."""
        if self._tray and self.icon is None:
            self._make_icon()
        if self.icon is not None:
            self._name_icon(self.icon)
            self.icon.setVisible(True)
        moment = notice.moment.astimezone()
        self._tell(in_short(notice.told), self.tr("Seen at {time}").format(time=f"{moment:%H:%M}"))

    def _tell(self, title: str, text: str) -> None:
        if self.icon is not None and self.icon.supportsMessages():
            self.icon.showMessage(title, text, icon("live", "accent"))
        else:
            self._control.said.emit(f"{title}. {text}")

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
        icon.setToolTip(self.tr("facecam tells when somebody comes"))
        self._show_window.setText(self.tr("Show facecam"))
        self._end.setText(self.tr("Quit"))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.asked.emit()
