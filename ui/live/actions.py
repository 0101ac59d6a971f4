"""What may be done with the live picture beyond looking at it: turn, mirror, blur, record, show in large type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from facecam.base.settings import Rotation, Settings
from ui.base import shortcuts as keys
from ui.base.control import Control
from ui.base.icons import icon
from ui.live.recording import Recording
from ui.live.words import what_blur_misses
from ui.widgets.basics import tool

Place = Literal["live", "grid", "kiosk", ""]
ELSEWHERE: dict[Place, set[str]] = {"grid": {"blur", "mirror", "grid"}, "kiosk": {"kiosk"}, "": set()}
"""The keys that are heard where the live page is not shown."""


class Actions(QObject):
    """The actions, with keys that work where `listen` says; for its menu and for the window's."""

    turned = Signal()
    """The source's pictures are turned from now on."""
    kiosk_asked = Signal()
    grid_asked = Signal()

    def __init__(self, control: Control, recording: Recording, page: QWidget) -> None:
        super().__init__(page)
        self._control, self._page = control, page
        self._keys: dict[QAction, str] = {}
        self.recording = recording
        self.record = self._action("record", self.tr("Record"), self.recording.toggle)
        self.record_boxes = self._switch("", self.tr("Boxes and names in recordings"), "record_boxes")
        self.turn = self._action("turn", self.tr("Turn the picture"), self._turn)
        self.mirror = self._switch("mirror", self.tr("Mirror"), "mirror")
        self.blur = self._switch("blur", self.tr("Blur strangers"), "blur")
        self.repeat = self._switch("", self.tr("Repeat videos"), "repeat")
        self.repeat.setToolTip(self.tr("Video files start again at their end"))
        everywhere = self.tr("Blur everybody who is not known, here, in pictures and in recordings")
        self.blur.setToolTip(f"{keys.tip('blur', everywhere)}. {what_blur_misses()}")
        self.kiosk = self._action("kiosk", self.tr("Names in large type"), self.kiosk_asked.emit)
        self.grid = self._action("grid", self.tr("Several sources"), self.grid_asked.emit)
        self.recording.changed.connect(self._show_recording)
        control.settings_changed.connect(self._follow)
        self._follow(control.settings)
        self.listen("live")

    def listen(self, place: Place) -> None:
        """Have keys only where they are promised, wherever the focus is there: a menu's keys work everywhere."""
        for action, name in self._keys.items():
            heard = place == "live" or name in ELSEWHERE[place]
            action.setShortcut(keys.sequence(name) if heard else QKeySequence())

    def fill(self, menu: QMenu) -> None:
        """Put the actions into a menu."""
        menu.setToolTipsVisible(True)
        menu.addActions([self.record, self.record_boxes])
        menu.addSeparator()
        menu.addActions([self.blur, self.mirror, self.turn, self.repeat])
        menu.addSeparator()
        menu.addActions([self.grid, self.kiosk])

    def button(self) -> QToolButton:
        """A button that opens them."""
        made = tool(
            "more",
            self.tr("More"),
            self.tr("Record, blur, mirror, turn, repeat, several sources, names in large type"),
        )
        menu = QMenu(made)
        self.fill(menu)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _action(self, name: str, words: str, act: Callable[[], Any]) -> QAction:
        action = QAction(words, self)
        if name:
            action.setIcon(icon(name))
            self._keys[action] = name
            action.setToolTip(keys.tip(name))
        action.triggered.connect(lambda: act())
        self._page.addAction(action)
        return action

    def _switch(self, name: str, words: str, setting: str) -> QAction:
        action = self._action(name, words, lambda: self._control.change(**{setting: action.isChecked()}))
        action.setCheckable(True)
        action.setIconVisibleInMenu(False)  # else it would stand in the place of the check mark
        return action

    def _turn(self) -> None:
        """A quarter clockwise; kept for this source."""
        bridge, rotations = self._control.bridge, dict(self._control.settings.rotations)
        if not bridge.spec:
            return
        choices: tuple[Rotation, ...] = get_args(Rotation)
        now = choices[(choices.index(rotations.pop(bridge.spec, 0)) + 1) % len(choices)]
        if now:
            rotations[bridge.spec] = now
        self._control.change(rotations=rotations)
        self.turned.emit()

    def _show_recording(self) -> None:
        self.record.setText(self.tr("Stop recording") if self.recording.on else self.tr("Record"))

    def _follow(self, settings: Settings) -> None:
        self.record_boxes.setChecked(settings.record_boxes)
        self.mirror.setChecked(settings.mirror)
        self.repeat.setChecked(settings.repeat)
        self.blur.setChecked(settings.blur)
