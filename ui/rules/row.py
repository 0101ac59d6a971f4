"""One rule of the list: what it says of itself, how it does, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base.icons import icon
from ui.i18n.core import full_stop, said
from ui.widgets.basics import label, tool
from ui.widgets.contextmenu import offer

if TYPE_CHECKING:
    from facecam.events.rules import RuleInfo


class RuleCard(QFrame):
    tested = Signal(object)
    """`RuleInfo`, like all of them."""
    paused = Signal(object)
    changed = Signal(object)
    removed = Signal(object)

    def __init__(self, rule: RuleInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.rule = rule
        self.words = label("", "heading")
        self.state = label("", "small")
        self.test = tool("play", self.tr("Test"), self.tr("Tell it an example now"))
        self.pause = tool("pause", self.tr("Pause"), "")
        self.change = tool("pen", self.tr("Change"), keys.tip("rename", self.tr("Change the rule")))
        self.remove = tool("close", self.tr("Remove"), keys.tip("remove", self.tr("Can be undone for 30 days")))
        for made, signal in (
            (self.test, self.tested),
            (self.pause, self.paused),
            (self.change, self.changed),
            (self.remove, self.removed),
        ):
            made.clicked.connect(lambda _=False, signal=signal: signal.emit(self.rule))
        offer(self, lambda _: (self.test, self.pause, self.change, self.remove))
        text = QVBoxLayout()
        text.setSpacing(4)
        text.addWidget(self.words)
        text.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 10, 12)
        row.setSpacing(4)
        row.addLayout(text, 1)
        for made in (self.test, self.pause, self.change, self.remove):
            row.addWidget(made)
        self.show_rule(rule)

    def show_rule(self, rule: RuleInfo) -> None:
        self.rule = rule
        words, resting = full_stop(rule.words), rule.condition.paused
        self.words.setText(words)
        self.setAccessibleName(words)
        self.words.setProperty("role", "muted" if resting else "heading")
        self.words.style().polish(self.words)
        state = self._state(rule)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.pause.setIcon(icon("play" if resting else "pause"))
        self.pause.setAccessibleName(self.tr("Go on") if resting else self.tr("Pause"))
        self.pause.setToolTip(self.tr("Tell again") if resting else self.tr("Tell nothing for now"))

    def _state(self, rule: RuleInfo) -> str:
        parts = []
        if rule.waiting:
            why = f": {said(rule.problem)}" if rule.problem is not None else ""
            parts.append(self.tr("%Ln wait(s) to be delivered{why}.", "", rule.waiting).format(why=why))
        if rule.dropped:
            parts.append(self.tr("%Ln could not be delivered.", "", rule.dropped))
        return " ".join(parts)
