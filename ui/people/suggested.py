"""What could be added to a person, one face after the other: a key for yes, one for no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from facecam.store import visits as sightings
from facecam.store.people import PersonInfo
from ui.base import shortcuts as keys
from ui.base import theme
from ui.base.control import Control
from ui.i18n.language import plural
from ui.i18n.words import decimal, short
from ui.people.words import ago, upper
from ui.widgets.basics import button, label
from ui.widgets.elided import shortened
from ui.widgets.facecrop import FaceCrop
from ui.widgets.pictures import Pictures, damage

if TYPE_CHECKING:
    from facecam.operations import Change, Edit
    from facecam.store.database import Database
    from facecam.tasks.suggestions import Suggestion, Suggestions

SIDE = 210
SETTLE_MS = 400
"""Whoever goes through the people asks nothing about each."""


class Suggested(QWidget):
    """How many visits could be a person's, and how many looks would teach; each a button that asks about them."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self._control = control
        self.person: PersonInfo | None = None
        self._portrait: QPixmap | None = None
        self._found: Suggestions | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.could_be = button("", lambda: self._open(looks=False), "", "unknowns")
        self.looks = button("", lambda: self._open(looks=True), "", "enrol")
        self.looks.setToolTip(self.tr("Sharp faces of past visits that scored low and differ from all samples"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for made in (self.could_be, self.looks):
            made.setSizePolicy(
                QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
            )  # the panel is as wide as it is
            column.addWidget(made)
        self._show(None)
        control.news.connect(self._settle.start)

    def show_person(self, person: PersonInfo, portrait: QPixmap | None) -> None:
        self._portrait = portrait
        if self.person is None or person.id != self.person.id:
            self._show(None)
            self._settle.start()
        self.person = person

    def _ask(self) -> None:
        runtime = self._control.bridge.runtime
        if (person := self.person) is None or not self.isVisibleTo(self.window()) or runtime is None:
            return
        if (matcher := runtime.matcher) is None:
            return

        def ask(database: Database) -> Suggestions:
            from facecam.tasks.suggestions import suggestions

            return suggestions(database, matcher, person.id)

        def take(found: Suggestions) -> None:
            if self.person is not None and self.person.id == person.id:
                self._show(found)

        self._control.later(ask, take)

    def _show(self, found: Suggestions | None) -> None:
        self._found = found
        could, looks = (0, 0) if found is None else (len(found.could_be), len(found.looks))
        name = "" if self.person is None else self.person.name
        self.could_be.setText(self.tr("%Ln more could be {name}", "", could).format(name=shortened(self, name)))
        self.looks.setText(self.tr("%Ln look(s) would make good samples", "", looks))
        self.could_be.setVisible(could > 0)
        self.looks.setVisible(looks > 0)

    def _open(self, *, looks: bool) -> None:
        if self.person is not None and self._found is not None:
            OneByOne(self._control, self.person, self._portrait, self._found, looks, self.window()).open()


class OneByOne(QDialog):
    def __init__(
        self,
        control: Control,
        person: PersonInfo,
        portrait: QPixmap | None,
        found: Suggestions,
        looks: bool,
        parent: QWidget,
    ) -> None:
        """`looks`: ask about looks that would teach, else about strangers who could be the person."""
        super().__init__(parent)
        self._control, self._person, self._looks, self._threshold = control, person, looks, found.threshold
        self._asked = found.looks if looks else found.could_be
        self._at = 0
        self._acts: list[bool] = []
        """Of those before, whether the answer changed something."""
        self._busy = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Samples of {name}") if looks else self.tr("Could be {name}")
        self.setWindowTitle(title.format(name=person.name))
        self._pictures = Pictures(control, "a visit, row", sightings.picture, self)
        self._pictures.arrived.connect(lambda _: self._show())
        self.face, self.known = FaceCrop(theme.scaled(SIDE)), FaceCrop(theme.scaled(SIDE))
        self.known.show_crop(portrait, person.name, self.tr("No picture was kept"))
        self.question = label("", "large")
        self.facts = label("", "muted")
        yes = (
            self.tr("Yes, add it")
            if looks
            else self.tr("Yes, this is {name}").format(name=shortened(self, person.name))
        )
        self.yes = button(yes, self.confirm, "primary", "check", keys.tip("yes", self.tr("Yes")))
        self.no = button(self.tr("No"), self.deny, "", "close", keys.tip("no", self.tr("No")))
        self.skip = button(self.tr("Skip"), self.next, "quiet", "", keys.tip("skip", self.tr("Ask another time")))
        self.back = button(self.tr("Undo"), self.undo, "quiet", "undo", keys.tip("undo"))
        self.bar = QProgressBar(maximum=len(self._asked))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Faces that were asked about"))
        self._build()
        for name, act in (("yes", self.confirm), ("no", self.deny), ("skip", self.next), ("undo", self.undo)):
            QShortcut(keys.sequence(name), self, act)
        self._show()

    # The answers

    def confirm(self) -> None:
        from facecam.operations import LearnFromVisits, NameVisits

        if (one := self._one) is not None:
            visit = (one.visit.id,)
            person = self._person.id
            self._act(LearnFromVisits(person, visit) if self._looks else NameVisits(visit, person=person))

    def deny(self) -> None:
        """A look that is not wanted as a sample is hers all the same."""
        from facecam.operations import NotThisPerson

        if (one := self._one) is not None and self._looks:
            self.next()
        elif one is not None:
            self._act(NotThisPerson(self._person.id, sighting=one.visit.id))

    def next(self) -> None:
        if self._one is not None and not self._busy:
            self._step(False)

    def undo(self) -> None:
        """Ask again about the one before, and take back what its answer did."""
        if not self._acts or self._busy:
            return
        if self._acts.pop():
            self._control.undo()
        self._at -= 1
        self._show()

    @property
    def _one(self) -> Suggestion | None:
        return self._asked[self._at] if self._at < len(self._asked) else None

    def _act(self, edit: Edit) -> None:
        if self._busy:
            return
        self._busy = True

        def done(change: Change) -> None:
            self._busy = False
            if isValid(self):
                self._step(change.operation is not None)

        def failed(error: Exception) -> None:
            self._busy = False
            self._control.fail(error)
            if isValid(self):
                self._step(False)

        self._control.apply(edit, done, failed)

    def _step(self, changed: bool) -> None:
        self._acts.append(changed)
        self._at += 1
        self._show()

    # What is shown

    def _show(self) -> None:
        one = self._one
        self.bar.setValue(self._at)
        for made in (self.yes, self.no, self.skip):
            made.setEnabled(one is not None)
        self.back.setEnabled(bool(self._acts))
        self.face.setVisible(one is not None)
        self.known.setVisible(one is not None)
        if one is None:
            done = sum(self._acts)
            self.question.setText(self.tr("That was all"))
            self.facts.setText(plural("%Ln answer(s) changed something.", "", done))
            self.close_button.setFocus()
            return
        ask = self.tr("Add this look to the samples?") if self._looks else self.tr("Is this {name}?")
        self.question.setText(ask.format(name=self._person.name))
        picture = None if one.visit.picture is None else self._pictures.get(one.visit.picture)
        instead = self.tr("No picture was kept of this visit.") if one.visit.picture is None else damage(picture)
        self.face.show_crop(None if picture is None or picture.isNull() else picture, self.question.text(), instead)
        facts = self.tr("{seen}, {source}. Likeness {score}; a name is given from {threshold}.")
        self.facts.setText(
            facts.format(
                seen=upper(ago(one.visit.started)),
                source=short(one.visit.source),
                score=decimal(one.score),
                threshold=decimal(self._threshold),
            )
        )

    def _build(self) -> None:
        faces = QGridLayout()
        faces.setHorizontalSpacing(16)
        for column, (words, crop) in enumerate(((self.tr("Seen"), self.face), (self._person.name, self.known))):
            heading = label(words, "muted", wrap=False)
            heading.setMaximumWidth(theme.scaled(SIDE))
            faces.addWidget(heading, 0, column)
            faces.addWidget(crop, 1, column)
        answers = QHBoxLayout()
        for made in (self.yes, self.no, self.skip):
            answers.addWidget(made)
        answers.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(self.bar, 1)
        foot.addWidget(self.back)
        self.close_button = button(self.tr("Close"), self.accept)
        foot.addWidget(self.close_button)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(26, 22, 26, 20)
        column_.setSpacing(14)
        column_.addWidget(self.question)
        column_.addLayout(faces)
        column_.addWidget(self.facts)
        column_.addLayout(answers)
        column_.addLayout(foot)
        self.setMinimumWidth(theme.scaled(520))
        self.yes.setFocus()
