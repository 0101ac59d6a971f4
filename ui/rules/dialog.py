"""A rule in a form that says at once, in a sentence, what comes of it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTime, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from facecam.base.messages import Message
from facecam.events.rules import LONGEST_GAP, LONGEST_STAY
from facecam.events.targets import Desktop, new_secret
from facecam.store.visits import sources
from ui.base import theme
from ui.base.control import Control
from ui.base.remembered import folder, keep_folder
from ui.i18n.core import full_stop
from ui.i18n.words import short
from ui.rules.draft import Draft, Often, Preview, When, Where, Who, draft_of, look
from ui.rules.people import PeopleChoice
from ui.widgets.basics import button, indented, label, scrolled

if TYPE_CHECKING:
    from facecam.events.rules import RuleInfo
    from facecam.events.targets import Target
    from facecam.operations import Edit
    from facecam.store.database import Database

SETTLE_MS = 250


def notice_of_test(rule: int) -> Any:
    """What the desktop shows where somebody tries a rule."""
    from facecam.events.teller import Notice

    return Notice(rule, Message("This is a test of facecam"), datetime.now(UTC), None)


class RuleDialog(QDialog):
    def __init__(
        self, control: Control, parent: QWidget, rule: RuleInfo | None = None, draft: Draft | None = None
    ) -> None:
        """`rule`: change that one, else make a new one, which begins as `draft`."""
        super().__init__(parent)
        self._control, self._rule = control, rule
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New rule") if rule is None else self.tr("Change the rule"))
        self._first = draft_of(rule.condition, rule.kind) if rule is not None else draft or Draft()
        self._secret = new_secret()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._build()
        self._show(self._first)
        control.read(sources, self._offer_sources)
        self._follow()
        self._look()

    # What is in the form

    @property
    def draft(self) -> Draft:
        return replace(
            self._first,
            who=Who(self.who.currentData()),
            persons=self.people.persons,
            groups=self.people.groups,
            when=When(self.when.currentData()),
            stays=float(self.stays.value()),
            daily=_time(self.daily),
            often=Often(self.often.currentData()),
            gap=self.gap.value() * 60.0,
            quiet=(_time(self.quiet_from), _time(self.quiet_to)) if self.quiet.isChecked() else None,
            sources=self._sources(),
            picture=self.picture.isChecked(),
            where=Where(self.where.currentData()),
            place=self.place.text(),
            secret=self._secret,
        )

    def _sources(self) -> tuple[str, ...]:
        chosen = self.source.currentData()
        return chosen if isinstance(chosen, tuple) else ()

    def _show(self, draft: Draft) -> None:
        self.who.setCurrentIndex(self.who.findData(draft.who))
        self.when.setCurrentIndex(self.when.findData(draft.when))
        self.often.setCurrentIndex(self.often.findData(draft.often))
        self.where.setCurrentIndex(self.where.findData(draft.where))
        self.stays.setValue(round(draft.stays))
        self.gap.setValue(max(round(draft.gap / 60), 1))
        self.daily.setTime(QTime(draft.daily.hour, draft.daily.minute))
        start, end = draft.quiet or (time(22), time(7))
        self.quiet.setChecked(draft.quiet is not None)
        self.quiet_from.setTime(QTime(start.hour, start.minute))
        self.quiet_to.setTime(QTime(end.hour, end.minute))
        self.picture.setChecked(draft.picture)
        if draft.sources:
            self.source.addItem(", ".join(map(short, draft.sources)), draft.sources)
            self.source.setCurrentIndex(1)

    def _offer_sources(self, found: list[str]) -> None:
        if not isValid(self):
            return
        there = {self.source.itemData(at) for at in range(self.source.count())}
        with QSignalBlocker(self.source):
            for one in found:
                if (one,) not in there:
                    self.source.addItem(short(one), (one,))

    def _follow(self) -> None:
        """Only what has a meaning beside the rest is there."""
        draft = self.draft
        who, when, where = draft.who, draft.when, draft.where
        daily = when is When.DAILY
        strangers = who in (Who.STRANGERS, Who.BOTH)
        stays = self.when.findData(When.STAYS)
        model: Any = self.when.model()
        model.item(stays).setEnabled(strangers)
        if when is When.STAYS and not strangers:
            self.when.setCurrentIndex(self.when.findData(When.COMES))
            return
        for row, there in (
            ("who", not daily),
            ("people", not daily and who in (Who.PEOPLE, Who.BOTH)),
            ("often", not daily),
            ("quiet", not daily),
            ("source", not daily),
            ("place", where is not Where.DESKTOP),
            ("secret", where is Where.WEBHOOK and not self._stays),
            ("picture", not daily and where in (Where.WEBHOOK, Where.MQTT)),
        ):
            for widget in self._rows[row]:
                widget.setVisible(there)
        self.stays.setVisible(when is When.STAYS)
        self.daily.setVisible(daily)
        self.gap.setVisible(draft.often is Often.GAP)
        self.quiet_from.setEnabled(self.quiet.isChecked())
        self.quiet_to.setEnabled(self.quiet.isChecked())
        self.choose.setVisible(where in (Where.PROGRAM, Where.FILE))
        same = self._rule is not None and where.value == self._rule.kind
        hint = self._rule.shown if same and self._rule is not None else self._place_hints()[where]
        self.place.setPlaceholderText(hint)
        self._settle.start()

    # What comes of it

    @property
    def _stays(self) -> bool:
        """Whether the rule that is changed tells where it told before: no other place was given."""
        rule, place = self._rule, self.place.text().strip()
        return rule is not None and self.where.currentData() == rule.kind and not place

    def _target(self) -> Callable[[Database], Target | None]:
        """That of the rule that is changed, where it stays."""
        if self._rule is None or not self._stays:
            return lambda _: None
        from facecam.events.rules import target_of

        rule = self._rule.id
        return lambda database: target_of(database, rule)

    def _preview(self, then: Callable[[Preview], Any], failed: Callable[[str], Any]) -> None:
        draft, target = self.draft, self._target()

        def done(preview: Preview) -> None:
            if isValid(self):
                then(preview)

        def wrong(error: Exception) -> None:
            if isValid(self):
                failed(self._control.explain(error))

        self._control.read(lambda database: look(database, draft, target(database)), done, wrong)

    def _look(self) -> None:
        missing = self._missing()
        self.save.setEnabled(not missing)
        self.test.setEnabled(not missing)
        if missing:
            self.said.setText(missing)
            self.forecast.setText("")
            self._tell("", well=True)
            return
        self._preview(self._say, self._complain)

    def _missing(self) -> str:
        """What is still to be filled in, which is no mistake."""
        draft = self.draft
        if not self._stays and draft.where is not Where.DESKTOP and not draft.place.strip():
            return self.tr("Whom shall it tell?")
        people = draft.who in (Who.PEOPLE, Who.BOTH) and draft.when is not When.DAILY
        return self.tr("Whom is it about?") if people and not (draft.persons or draft.groups) else ""

    def _say(self, preview: Preview) -> None:
        self.said.setText(full_stop(preview.words))
        self.forecast.setText(full_stop(preview.forecast.words) if preview.forecast.times else "")
        self._tell("", well=True)

    def _complain(self, words: str) -> None:
        self.save.setEnabled(False)
        self.test.setEnabled(False)
        self._tell(words)

    def _tell(self, words: str, *, well: bool = False) -> None:
        """What came of it, `well` or not."""
        for told, shown in ((self.problem, not well), (self.arrived, well)):
            told.setText(words if shown else "")
            told.setVisible(shown and bool(words))

    def _save(self) -> None:
        from facecam.operations import AddRule, ChangeRule, ReplaceRule

        rule, stays = self._rule, self._stays

        def go(preview: Preview) -> None:
            change: Edit
            if rule is None:
                change = AddRule(preview.target, preview.condition)
            elif stays:
                change = ChangeRule(rule.id, preview.condition)
            else:
                change = ReplaceRule(rule.id, preview.target, preview.condition)
            self._control.apply(change, lambda _: self.accept() if isValid(self) else None, self._refused)

        self._preview(go, self._complain)

    def _refused(self, error: Exception) -> None:
        if isValid(self):
            self._complain(self._control.explain(error))

    def _test(self) -> None:
        """Tell the place an example, as the form stands."""
        from facecam.events.delivery import try_target

        draft, target = self.draft, self._target()
        self.test.setEnabled(False)
        self._tell(self.tr("Telling it..."), well=True)

        def go(database: Database) -> bool:
            """Whether the window is to show it."""
            where = target(database) or draft.target()
            if isinstance(where, Desktop):
                return True
            try_target(where)
            return False

        def done(here: bool) -> None:
            if here:
                self._control.bridge.notice.emit(notice_of_test(0))
            if isValid(self):
                self.test.setEnabled(True)
                self._tell(self.tr("This is how it looks.") if here else self.tr("It arrived."), well=True)

        def wrong(error: Exception) -> None:
            if isValid(self):
                self.test.setEnabled(True)
                self._tell(self._control.explain(error))

        self._control.later(go, done, wrong)

    # How it is built

    def _build(self) -> None:
        self.who = self._combo(
            self.tr("Who"),
            (
                (self.tr("Strangers"), Who.STRANGERS),
                (self.tr("Chosen people and groups"), Who.PEOPLE),
                (self.tr("Chosen people and strangers"), Who.BOTH),
                (self.tr("Anybody"), Who.ANYBODY),
            ),
        )
        self.people = PeopleChoice(self._control, self._first.persons, self._first.groups)
        self.people.changed.connect(self._settle.start)
        self.when = self._combo(
            self.tr("When"),
            (
                (self.tr("they come"), When.COMES),
                (self.tr("they stay for seconds:"), When.STAYS),
                (self.tr("they leave"), When.LEAVES),
                (self.tr("they come and leave"), When.COMES_AND_LEAVES),
                (self.tr("anything happens with them"), When.ALL),
                (self.tr("every day, who was there, at:"), When.DAILY),
            ),
        )
        if self._first.when is When.OTHER:
            self.when.addItem(self.tr("as it was said on the command line"), When.OTHER)
        self.stays = self._number(self.tr("Seconds"), int(LONGEST_STAY))
        self.daily = self._clock(self.tr("Time of the summary"))
        self.often = self._combo(
            self.tr("How often"),
            (
                (self.tr("every time"), Often.EVERY_TIME),
                (self.tr("once a day each"), Often.ONCE_A_DAY),
                (self.tr("at most once in minutes:"), Often.GAP),
            ),
        )
        self.gap = self._number(self.tr("Minutes"), int(LONGEST_GAP / 60))
        self.quiet = QCheckBox(self.tr("not from"))
        self.quiet.toggled.connect(self._follow)
        self.quiet_from, self.quiet_to = self._clock(self.tr("Quiet from")), self._clock(self.tr("Quiet to"))
        self.source = self._combo(self.tr("Where"), ((self.tr("everywhere"), ()),))
        self.where = self._combo(
            self.tr("Tell"),
            (
                (self.tr("me, on the desktop"), Where.DESKTOP),
                (self.tr("a web hook"), Where.WEBHOOK),
                (self.tr("an MQTT broker (Home Assistant)"), Where.MQTT),
                (self.tr("a program, by running it"), Where.PROGRAM),
                (self.tr("a file, a line each"), Where.FILE),
            ),
        )
        self.place = QLineEdit()
        self.place.setAccessibleName(self.tr("Address, program or file"))
        self.place.setMaxLength(4000)
        self.place.textChanged.connect(lambda _: self._follow())
        self.choose = button(self.tr("Choose..."), self._choose)
        self.secret = QLineEdit(self._secret.reveal())
        self.secret.setReadOnly(True)
        self.secret.setAccessibleName(self.tr("The secret that signs what is sent"))
        self.copy = button(self.tr("Copy"), lambda: QApplication.clipboard().setText(self._secret.reveal()))
        self.picture = QCheckBox(self.tr("With the picture of the face"))
        self.picture.toggled.connect(lambda _: self._settle.start())
        self.said = label("", "heading")
        self.forecast = label("", "small")
        self.problem, self.arrived = label("", "problem"), label("", "muted")
        self.problem.hide()
        self.arrived.hide()
        self.test = button(self.tr("Test"), self._test, tip=self.tr("Tell it an example now"))
        self.save = button(self.tr("Save"), self._save, "primary")
        self.save.setDefault(True)
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows: dict[str, tuple[QWidget, ...]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        until = label(self.tr("to"), wrap=False)
        once = self.tr("Copy it now: it is not shown again. Receivers check with it who tells them.")
        rows: tuple[tuple[str, str, tuple[QWidget, ...], str], ...] = (
            ("who", self.tr("Who"), (self.who,), ""),
            ("people", "", (self.people,), ""),
            ("when", self.tr("When"), (self.when, self.stays, self.daily), ""),
            ("often", self.tr("How often"), (self.often, self.gap), ""),
            ("quiet", self.tr("Quiet"), (self.quiet, self.quiet_from, until, self.quiet_to), ""),
            ("source", self.tr("Where"), (self.source,), ""),
            ("where", self.tr("Tell"), (self.where,), ""),
            ("place", "", (self.place, self.choose), ""),
            ("secret", self.tr("Secret"), (self.secret, self.copy), once),
            ("picture", "", (self.picture,), ""),
        )
        for at, (name, words, widgets, more) in enumerate(rows):
            heading = label(words, "muted", wrap=False)
            if words and name != "quiet":
                heading.setBuddy(widgets[0])
            grid.addWidget(heading, 2 * at, 0)
            cell = QWidget()
            row = QHBoxLayout(cell)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1 if widget is widgets[0] and name != "quiet" else 0)
            if name == "quiet":
                row.addStretch()
            grid.addWidget(cell, 2 * at, 1)
            hint = label(more, "small")
            grid.addWidget(hint, 2 * at + 1, 1)
            hint.setVisible(bool(more))
            self._rows[name] = (heading, cell, *((hint,) if more else ()))
        if self._rule is not None and self._rule.kind != Where.DESKTOP.value:
            kept = label(
                self.tr("Without another place it tells {place}, as before.").format(place=self._rule.shown),
                "small",
            )
            grid.addWidget(kept, 2 * len(rows), 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(26, 22, 26, 6)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(self.forecast)
        column.addLayout(grid)
        column.addStretch()
        body = QWidget()
        scrolled(inside, body)
        foot = QHBoxLayout()
        foot.setContentsMargins(26, 6, 26, 20)
        foot.addWidget(self.test)
        foot.addStretch()
        foot.addWidget(button(self.tr("Cancel"), self.reject, tip=self.tr("Change nothing (Esc)")))
        foot.addWidget(self.save)
        wrong = QVBoxLayout()
        wrong.setContentsMargins(26, 0, 26, 0)
        wrong.addWidget(self.problem)
        wrong.addWidget(self.arrived)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body, 1)
        whole.addLayout(wrong)
        whole.addLayout(foot)
        self.resize(theme.scaled(560), min(theme.scaled(600), self.screen().availableSize().height() - 60))

    def _combo(self, words: str, items: tuple[tuple[str, object], ...]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(words)
        for said, value in items:
            made.addItem(said, value)
        made.currentIndexChanged.connect(lambda _: self._follow())
        return made

    def _number(self, words: str, most: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, most)
        made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        made.setAccessibleName(words)
        made.setFixedWidth(theme.scaled(90))
        indented(made)
        made.valueChanged.connect(lambda _: self._settle.start())
        return made

    def _clock(self, words: str) -> QTimeEdit:
        made = QTimeEdit()
        made.setDisplayFormat("HH:mm")
        made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        made.setAccessibleName(words)
        made.setFixedWidth(theme.scaled(90))
        indented(made)
        made.timeChanged.connect(lambda _: self._settle.start())
        return made

    def _place_hints(self) -> dict[Where, str]:
        return {
            Where.DESKTOP: "",
            Where.WEBHOOK: "https://example.org/hook",
            Where.MQTT: "mqtt://broker.local/facecam",
            Where.PROGRAM: self.tr("program and arguments, such as: say {sentence}"),
            Where.FILE: self.tr("the path of a file"),
        }

    def _choose(self) -> None:
        if self.draft.where is Where.PROGRAM:
            file, _ = QFileDialog.getOpenFileName(self, self.tr("The program to run"), folder("saved"))
            if file:
                keep_folder("saved", file)
                self.place.setText(shlex.quote(file))
            return
        file, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("The file to write to"),
            folder("saved"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if file:
            keep_folder("saved", file)
            self.place.setText(file)


def _time(field: QTimeEdit) -> time:
    found = field.time()
    return time(found.hour(), found.minute())
