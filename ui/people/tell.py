"""The switch that has a person's coming told: a rule for the desktop, as the rules' page shows it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from facecam.events.event import Kind
from facecam.events.rules import Condition, list_rules
from facecam.events.targets import Desktop
from ui.base.control import Control
from ui.i18n.language import translate

if TYPE_CHECKING:
    from facecam.store.database import Database

GAP = 300.0
"""Seconds between two notices of the same person."""


def coming(person: int) -> Condition:
    """What the switch asks for."""
    return Condition(kinds=(Kind.NAMED,), persons=(person,), gap=GAP)


class TellSwitch(QCheckBox):
    def __init__(self, control: Control) -> None:
        super().__init__(translate("TellSwitch", "Tell me when seen"))
        self._control = control
        self._person: int | None = None
        self._rules: tuple[int, ...] = ()
        """Those that tell of this person alone, on the desktop."""
        self.setToolTip(
            self.tr("A notification when this person comes, at most once in five minutes; Rules has more")
        )
        self.toggled.connect(self._change)
        control.news.connect(self._load)

    def show_person(self, person: int) -> None:
        if person != self._person:
            self._person, self._rules = person, ()
            self._show()
        self._load()

    def _load(self) -> None:
        if (person := self._person) is not None:
            self._control.read(lambda database: _telling(database, person), lambda found: self._take(person, found))

    def _take(self, person: int, rules: tuple[int, ...]) -> None:
        if person == self._person:
            self._rules = rules
            self._show()

    def _show(self) -> None:
        with QSignalBlocker(self):
            self.setChecked(bool(self._rules))

    def _change(self, on: bool) -> None:
        from facecam.operations import AddRule, RemoveRule

        if self._person is None:
            return
        if on:
            self._control.apply(AddRule(Desktop(), coming(self._person)), None, self._failed)
        for rule in () if on else self._rules:
            self._control.apply(RemoveRule(rule), None, self._failed)

    def _failed(self, error: Exception) -> None:
        self._control.fail(error)
        self._show()


def _telling(database: Database, person: int) -> tuple[int, ...]:
    return tuple(
        rule.id
        for rule in list_rules(database)
        if rule.kind == "desktop"
        and not rule.condition.paused
        and rule.condition.persons == (person,)
        and not rule.condition.strangers
        and Kind.NAMED in rule.condition.kinds
    )
