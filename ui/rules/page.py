"""The rules' page: what is told outside, each with its test, and what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from facecam.events.targets import Desktop
from ui.base import theme
from ui.base.control import Control
from ui.rules.dialog import RuleDialog, notice_of_test
from ui.rules.draft import Draft, Often, When, Who
from ui.rules.row import RuleCard
from ui.rules.told import ToldTable
from ui.widgets.basics import Page, button, label, named
from ui.widgets.empty import Empty
from ui.widgets.table import table

if TYPE_CHECKING:
    from facecam.events.outbox import LogEntry
    from facecam.events.rules import RuleInfo
    from facecam.store.database import Database

REFRESH_MS = 2000
"""Between two looks at what was told meanwhile, while the page is open."""

SHOWN = 200
"""Lines of the log."""

STATE = 3
"""The column of how the telling went."""
LEAST_STATE = 70
"""Pixels."""


class RulesPage(Page):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self.cards: dict[int, RuleCard] = {}
        """By the rule's number, in its order."""
        self._asked = False
        self._build()
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._load)
        control.news.connect(self._news)

    # What a person does

    def add_rule(self, draft: Draft | None = None) -> None:
        RuleDialog(self._control, self, draft=draft).open()

    def change_rule(self, rule: RuleInfo) -> None:
        RuleDialog(self._control, self, rule).open()

    def name_chosen(self) -> None:
        """Change the rule that has the keyboard."""
        if (rule := self._chosen()) is not None:
            self.change_rule(rule)

    def delete_chosen(self) -> None:
        """Remove the rule that has the keyboard."""
        if (rule := self._chosen()) is not None:
            self._remove(rule)

    def _chosen(self) -> RuleInfo | None:
        focused = self.focusWidget()
        for card in self.cards.values():
            if focused is not None and card.isAncestorOf(focused):
                return card.rule
        return None

    def _remove(self, rule: RuleInfo) -> None:
        from facecam.operations import RemoveRule

        self._control.apply(RemoveRule(rule.id))

    def _pause(self, rule: RuleInfo) -> None:
        from facecam.operations import PauseRule

        self._control.apply(PauseRule(rule.id, not rule.condition.paused))

    def _test(self, rule: RuleInfo) -> None:
        from facecam.events.delivery import try_target
        from facecam.events.rules import target_of

        control = self._control

        def go(database: Database) -> bool:
            """Whether the window is to show it."""
            target = target_of(database, rule.id)
            if isinstance(target, Desktop):
                return True
            try_target(target)
            return False

        def done(here: bool) -> None:
            if here:
                control.bridge.notice.emit(notice_of_test(rule.id))
            else:
                control.said.emit(self.tr("It arrived: {place}.").format(place=rule.shown))

        control.later(go, done)

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _news(self) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        if not self._asked:
            self._asked = True
            self._control.read(_all, self._show, self._complain)

    def _complain(self, error: Exception) -> None:
        self._asked = False
        self._problem.setText(self._control.explain(error))
        self._problem.show()

    def _show(self, found: tuple[list[RuleInfo], list[LogEntry]]) -> None:
        rules, entries = found
        self._asked = False
        self._problem.hide()
        self._replace(rules)
        self.told.show_entries(entries)
        said = self.log.sizeHintForColumn(STATE)  # longer where something went wrong
        self.log.setColumnWidth(STATE, min(max(said, theme.scaled(LEAST_STATE)), theme.scaled(300)))
        self._nothing_told.setVisible(not entries)
        self.log.setVisible(bool(entries))
        right = self._body if rules or entries else self._none
        if right is not self._stack.currentWidget():
            self._stack.setCurrentWidget(right)
            if self.isVisible():
                right.setFocus()
        self.new.setVisible(right is self._body)
        self.first = self.new if right is self._body else self._none

    def _replace(self, rules: list[RuleInfo]) -> None:
        there = {rule.id for rule in rules}
        for gone in [number for number in self.cards if number not in there]:
            card = self.cards.pop(gone)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, rule in enumerate(rules):
            if (known := self.cards.get(rule.id)) is not None:
                if known.rule != rule:
                    known.show_rule(rule)
                continue
            card = self.cards[rule.id] = RuleCard(rule)
            card.tested.connect(self._test)
            card.paused.connect(self._pause)
            card.changed.connect(self.change_rule)
            card.removed.connect(self._remove)
            self._list.insertWidget(at, card)

    # How it is built

    def _build(self) -> None:
        self.new = button(self.tr("New rule..."), self.add_rule, "primary", "rules")
        self.new.hide()
        self._problem = label("", "problem")
        self._problem.hide()
        inside = named("page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(10)
        self._list.addStretch()
        rules = QScrollArea(widgetResizable=True)
        rules.setWidget(inside)
        rules.setMinimumHeight(theme.scaled(90))
        self.told = ToldTable(self)
        widths = tuple(theme.scaled(width) for width in (160, 200, 110, LEAST_STATE))
        self.log = table(self.told, self.tr("What was told"), widths, roomy=1)
        self._nothing_told = label(self.tr("Nothing was told yet."), "muted")
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 6, 8, 0)
        column.addWidget(label(self.tr("What was told"), "heading"))
        column.addWidget(self._nothing_told)
        column.addWidget(self.log, 1)
        column.addStretch()
        self._body = QSplitter()
        self._body.setOrientation(Qt.Orientation.Vertical)
        self._body.setChildrenCollapsible(False)
        self._body.addWidget(rules)
        self._body.addWidget(below)
        self._body.setSizes([3000, 2000])
        self._stack = QStackedWidget()
        self._none = self._empty()
        self._stack.addWidget(QWidget())  # before the database has answered
        self._stack.addWidget(self._body)
        self._stack.addWidget(self._none)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Rules"), "title", wrap=False))
        head.addStretch()
        head.addWidget(self.new)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 16, 12)
        whole.setSpacing(14)
        whole.addLayout(head)
        whole.addWidget(self._problem)
        whole.addWidget(self._stack, 1)

    def _empty(self) -> Empty:
        stays = Draft(when=When.STAYS)
        comes = Draft(Who.PEOPLE, often=Often.ONCE_A_DAY)
        return Empty(
            self.tr("Nothing is told outside the window"),
            self.tr(
                "A rule tells you on the desktop, or a program, a web hook or Home Assistant, when somebody comes."
            ),
            button(self.tr("When a stranger stays..."), lambda: self.add_rule(stays), "primary"),
            button(self.tr("Once a day when somebody comes..."), lambda: self.add_rule(comes), "primary"),
            button(self.tr("Another rule..."), self.add_rule),
        )


def _all(database: Database) -> tuple[list[RuleInfo], list[LogEntry]]:
    from facecam.events.outbox import log
    from facecam.events.rules import list_rules

    return list_rules(database), log(database, limit=SHOWN)
