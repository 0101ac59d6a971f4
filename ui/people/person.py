"""One person: name, samples, notes and consent, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QShortcut
from PySide6.QtWidgets import QFormLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from facecam.base.messages import Message
from facecam.store.people import PersonInfo, find
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.enrol.question import Question
from ui.enrol.saving import Doubt, same_name
from ui.i18n.core import said
from ui.i18n.words import count, whole
from ui.people import samples
from ui.people.details import Details
from ui.people.samples import Record, SamplesView
from ui.people.split import Split
from ui.people.suggested import Suggested
from ui.people.tell import TellSwitch
from ui.people.words import ago, day, upper
from ui.widgets.avatar import Avatar
from ui.widgets.basics import button, label, leave, named, scrolled
from ui.widgets.contextmenu import offer
from ui.widgets.nameedit import NameEdit
from ui.widgets.names import KnownNames
from ui.widgets.textedit import TextEdit

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.store.database import Database


class PersonPanel(QWidget):
    add_samples = Signal(int, str)
    merge = Signal(object)
    """`PersonInfo`: into whom?"""
    forget = Signal(int, str)
    remove = Signal()
    """Whoever is chosen: the panel may not be alone with its person."""
    visits = Signal(int, str)
    """Show them in the history."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("panel", self)
        self.setFixedWidth(theme.scaled(348))
        self._control = control
        self.person: PersonInfo | None = None
        self._space = ""
        """The model that ran when the samples were read."""
        self._avatar = Avatar(76)
        self.name = NameEdit()
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._last_seen, self._enrolled, self._visits = label(), label(), label()
        self.show_visits = button(
            self.tr("Show visits"),
            lambda: self._act(lambda p: self.visits.emit(p.id, p.name)),
            "quiet",
            tip=self.tr("In the history"),
        )
        self.details = Details(control)
        self._tell = TellSwitch(control)
        self.suggested = Suggested(control)
        self._heading = label(self.tr("Samples"), "heading")
        self.samples = SamplesView()
        self._sample = label("", "small")
        self.remove_sample = button(
            self.tr("Remove sample(s)", "", 1),
            self.remove_chosen_sample,
            tip=keys.tip("remove", self.tr("Can be undone for 30 days")),
        )
        self.portrait = button(
            self.tr("Use as picture"),
            self._choose_portrait,
            tip=self.tr("This picture stands for the person in every list"),
        )
        self.somebody_else = button(self.tr("Move to..."), self._ask_split, tip=keys.tip("split"))
        self.split = Split(KnownNames(control, self))
        self.question = Question()
        self._same: Callable[[Doubt, bool], None] | None = None
        """What the answer of the question leads to."""
        self.notes = TextEdit(self.tr("Notes"), self.tr("Whatever helps: who it is, where from"))
        self.consent = TextEdit(self.tr("Consent"), self.tr("What was agreed to, when, and how"))
        self._build()
        self._connect()

    def show_person(self, person: PersonInfo, picture: QPixmap | None) -> None:
        news = person != self.person
        if self.person is None or person.id != self.person.id:
            self.samples.clearSelection()
            self.question.dismiss()
            self._scroll.verticalScrollBar().setValue(0)
        if news:
            self.person = person
        self._avatar.show_person(person.name, picture)
        self.suggested.show_person(person, picture)
        self.name.show_name(person.name)
        self._tell.show_person(person.id)
        self.details.show_person(person)
        self._last_seen.setText(upper(ago(person.last_seen)) if person.last_seen else self.tr("Not yet"))
        self._enrolled.setText(day(person.created))
        self.notes.show_text(person.notes)
        self.consent.show_text(said(note) if isinstance(note := person.consent_note, Message) else note)
        if news:
            self._load(person)

    def _load(self, person: PersonInfo) -> None:
        self._space = space = self._running()
        self._control.read(
            lambda database: samples.load(database, person.id, space),
            lambda record: self._show_record(person, record),
        )

    def _running(self) -> str:
        runtime = self._control.bridge.runtime
        return runtime.recognizer.embedder.space if runtime is not None and runtime.recognizer else ""

    def _edited(self, change: Change) -> None:
        """Samples may be others though they are as many."""
        if self.person is not None and self.person.id in change.persons:
            self.question.dismiss()  # what was asked about may be somebody else's now
            self._load(self.person)

    def _services_changed(self) -> None:
        if self.person is not None and self._running() != self._space:
            self._load(self.person)

    def remove_chosen_sample(self) -> None:
        """Or several, in one act."""
        from facecam.operations import remove_samples

        if self.person is not None and (picked := self.samples.picked):
            self._control.apply(remove_samples([one.id for one in picked], self.person.name))

    def _choose_portrait(self) -> None:
        from facecam.operations import SetPortrait

        if self.person is not None and len(picked := self.samples.picked) == 1:
            self._control.apply(SetPortrait(self.person.id, picked[0].id))

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        for words, value in (
            (self.tr("Last seen"), self._last_seen),
            (self.tr("Enrolled"), self._enrolled),
        ):
            form.addRow(label(words, "muted", wrap=False), value)
        inside = named("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 20, 16, 16)
        column.setSpacing(9)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.name)
        column.addWidget(self.question)
        visits = QHBoxLayout()
        visits.addWidget(self._visits, 1)
        visits.addWidget(self.show_visits)
        form.addRow(label(self.tr("Visits"), "muted", wrap=False), visits)
        column.addLayout(form)
        column.addWidget(self.suggested)
        column.addWidget(self._tell)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._heading, 1)
        row.addWidget(
            button(
                self.tr("Add more"),
                self._add_more,
                "quiet",
                "enrol",
                self.tr("More poses make a face safer to tell"),
            )
        )
        column.addLayout(row)
        chosen = QGridLayout()
        chosen.setSpacing(8)
        chosen.addWidget(self.remove_sample, 0, 0)
        chosen.addWidget(self.somebody_else, 0, 1)
        chosen.addWidget(self.portrait, 1, 0, 1, 2)
        column.addWidget(self.samples)
        column.addWidget(self._sample)
        column.addLayout(chosen)
        column.addWidget(self.split)
        column.addSpacing(6)
        column.addWidget(self.details)
        column.addSpacing(6)
        for words, field in ((self.tr("Notes"), self.notes), (self.tr("Consent"), self.consent)):
            column.addWidget(label(words, "heading"))
            column.addWidget(field)
        column.addStretch()
        self._scroll = scrolled(inside, self)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.addLayout(self._make_actions())

    def _make_actions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(20, 8, 22, 12)
        grid.setSpacing(8)
        grid.addWidget(button(self.tr("Rename"), self.name.edit, "", "pen", keys.tip("rename")), 0, 0)
        merge = button(
            self.tr("Merge..."),
            self.merge_asked,
            "",
            "",
            keys.tip("merge", self.tr("The same person is here twice")),
        )
        grid.addWidget(merge, 0, 1)
        tip = keys.tip("remove", self.tr("Can be undone for 30 days"))
        remove = button(self.tr("Remove"), self.remove.emit, "", "", tip)
        grid.addWidget(remove, 1, 0)
        forget = button(self.tr("Forget for good..."), lambda: self._act(lambda p: self.forget.emit(p.id, p.name)),
                        "danger", "", self.tr("Delete everything about this person; asks first"))  # fmt: skip
        grid.addWidget(forget, 1, 1)
        return grid

    def _add_more(self) -> None:
        self._act(lambda person: self.add_samples.emit(person.id, person.name))

    def merge_asked(self) -> None:
        self._act(self.merge.emit)

    def _connect(self) -> None:
        from facecam.operations import SetConsent, SetNotes

        control = self._control
        self.name.renamed.connect(lambda name: self._act(lambda p: self._rename(p, name)))
        self.notes.written.connect(lambda text: self._act(lambda p: control.apply(SetNotes(p.id, text))))
        self.consent.written.connect(lambda text: self._act(lambda p: control.apply(SetConsent(p.id, text))))
        self.samples.chosen.connect(self._show_chosen)
        about = (self.remove_sample, self.somebody_else, self.portrait)
        offer(self.samples, lambda _: [one for one in about if self.samples.picked and not one.isHidden()])
        self.split.named.connect(lambda name, picked: self._act(lambda p: self._move(p, name, picked)))
        self.question.answered.connect(self._answer)
        shortcut = QShortcut(keys.sequence("split"), self.samples, self._ask_split)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        for changed in (control.edited, control.taken_back):
            changed.connect(self._edited)
        control.bridge.runtime_changed.connect(self._services_changed)

    def _show_record(self, person: PersonInfo, record: Record) -> None:
        if person is not self.person:
            return
        self.samples.show_record(record)
        self._heading.setText(count(len(record.samples), "sample"))
        self._visits.setText(whole(record.visits) if record.visits else self.tr("None kept"))
        self.show_visits.setVisible(record.visits > 0)

    def _show_chosen(self) -> None:
        picked = self.samples.picked
        self.remove_sample.setVisible(bool(picked))
        self.remove_sample.setText(self.tr("Remove sample(s)", "", max(len(picked), 1)))
        self.portrait.setVisible(len(picked) == 1 and picked[0].has_picture)
        self.somebody_else.setVisible(self._splits())
        self.split.hide()
        if len(picked) == 1:
            self._sample.setText(f"{self.samples.words}.")
        elif picked:
            self._sample.setText(self.tr("%Ln sample(s) chosen.", "", len(picked)))
        elif self.samples.isVisibleTo(self):
            self._sample.setText(
                self.tr("The number is the quality. Click a sample for more, or drag it to the person it shows.")
            )
        else:
            self._sample.setText(self.tr("Without a sample this face is told from nobody's: add some."))

    def _splits(self) -> bool:
        """Some samples are chosen, and some are left."""
        return 0 < len(self.samples.picked) < self.samples.model().rowCount()

    def _ask_split(self) -> None:
        if self._splits():
            self.split.ask(len(self.samples.picked))
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.split))

    def _move(self, person: PersonInfo, name: str, known: bool) -> None:
        """The chosen samples, to whoever has that name, or to a new person; `known`: chosen among those who are."""
        from facecam.operations import MoveTemplates
        from facecam.operations import Split as Operation

        picked = tuple(one.id for one in self.samples.picked)

        def go(doubt: Doubt | None, same: bool) -> None:
            if doubt is not None and same:
                self._control.apply(MoveTemplates(person.id, picked, doubt.person))
            else:
                self._control.apply(Operation(person.id, picked, name))

        self._ask_same(person, name, go, self.tr("Move to {name}"), sure=known)

    def _rename(self, person: PersonInfo, name: str) -> None:
        """Two people of one name by a slip are one: they are merged."""
        from facecam.operations import Merge

        def go(doubt: Doubt | None, same: bool) -> None:
            if doubt is not None and same:
                self._control.apply(Merge(person.id, doubt.person))
            else:
                self._control.rename(person.id, name)

        self._ask_same(person, name, go, self.tr("Merge with {name}"))

    def _ask_same(
        self,
        person: PersonInfo,
        name: str,
        go: Callable[[Doubt | None, bool], None],
        yes: str,
        *,
        sure: bool = False,
    ) -> None:
        """Go on at once where nobody else has the name, else with the answer whether it is the same person; `sure`:
        where one alone has it, that one is meant."""

        def look(database: Database) -> tuple[Doubt | None, bool]:
            one = len([found for found in find(database, name) if found.id != person.id]) == 1
            return same_name(database, name, person.id), sure and one

        def checked(found: tuple[Doubt | None, bool]) -> None:
            doubt, meant = found
            if doubt is None or meant:
                go(doubt, meant)
            elif self.person is not None and self.person.id == person.id:
                self._same = go
                self.name.show_name(person.name)
                self.question.ask(doubt, self._control, yes)
                self.question.setFocus()
                QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.question))

        self._control.read(look, checked)

    def _answer(self, doubt: Doubt, same: bool) -> None:
        go, self._same = self._same, None
        leave(self.question)
        if go is not None:
            go(doubt, same)

    def _act(self, act: Callable[[PersonInfo], Any]) -> None:
        if self.person is not None:
            act(self.person)
