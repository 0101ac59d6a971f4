"""The switch that has a person's coming told."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from ui.base.control import Control
from ui.i18n.language import translate


class TellSwitch(QCheckBox):
    def __init__(self, control: Control) -> None:
        super().__init__(translate("TellSwitch", "Tell me when seen"))
        self._control = control
        self._person: int | None = None
        self.setToolTip(
            self.tr("A notification when this person comes, at most once in five minutes, while facecam runs")
        )
        self.toggled.connect(self._change)
        control.settings_changed.connect(self._show)

    def show_person(self, person: int) -> None:
        self._person = person
        self._show()

    def _show(self) -> None:
        with QSignalBlocker(self):
            self.setChecked(self._person in self._control.settings.tell)

    def _change(self, on: bool) -> None:
        if self._person is not None:
            others = tuple(one for one in self._control.settings.tell if one != self._person)
            self._control.change(tell=(*others, self._person) if on else others)
