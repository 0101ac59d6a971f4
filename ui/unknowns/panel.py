"""The chosen strangers: all their faces, and what can be done about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.base import shortcuts as keys
from ui.base import theme
from ui.enrol.question import Question
from ui.i18n.language import plural
from ui.i18n.words import count, short
from ui.people.words import ago
from ui.unknowns.faces import FacesView
from ui.unknowns.model import times
from ui.widgets.agreement import AgreementFields
from ui.widgets.avatar import Avatar
from ui.widgets.basics import button, label, named
from ui.widgets.contextmenu import offer
from ui.widgets.names import KnownNames, NameField
from ui.widgets.pictures import Pictures

if TYPE_CHECKING:
    from facecam.store.unknowns import Group


class UnknownPanel(QWidget):
    name_given = Signal(str, bool)
    """And whether somebody who is known was chosen."""
    ignored = Signal(bool)
    """Whether for ever."""
    no_face = Signal(object)
    """What was seen in these visits is none: a tuple of their numbers."""
    taken_out = Signal(object)
    """The visits whose faces are somebody else."""
    both = Signal()
    """The group that is proposed is the same person."""
    moved = Signal(int)
    """So many groups on, while a name is being typed."""

    def __init__(self, names: KnownNames, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named("panel", self)
        self.setFixedWidth(theme.scaled(316))
        self.groups: tuple[Group, ...] = ()
        self._title = label("", "large")
        self._where = label("", "small")
        self._question = label("", "heading")
        self.yes = button("", self._agree, "primary")
        self.field = NameField(names)
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.setAccessibleName(self.tr("Who is it?"))
        self.field.setToolTip(self.tr("Enter goes on with the next one, the arrows choose another"))
        self.field.installEventFilter(self)
        also = keys.tip("name", self.tr("Also past visits get the name. Name only people who agreed."))
        self.give = button(self.tr("Remember"), self._give, "primary", "", also)
        self.give.setEnabled(False)
        self.question = Question()
        self.agreement = AgreementFields()
        self.agreement.changed.connect(self._typed)
        self.agreement.purpose.returnPressed.connect(self._give)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._give)
        self.faces = FacesView(pictures)
        self.faces.chosen.connect(self._show_choice)
        self._least = self.faces.minimumHeight()
        self.question.installEventFilter(self)
        offer(self.faces, lambda _: (self.out, self.none))
        self.out = button(
            self.tr("Somebody else"),
            lambda: self.taken_out.emit(self.faces.picked),
            tip=self.tr("The chosen faces become a group of their own"),
        )
        self.none = button(
            self.tr("Not a face"), self._say_no_face, "", "", keys.tip("no-face", self.tr("Deletes these visits"))
        )
        self._like = QWidget()
        self._like_avatar = Avatar(44)
        self._like_words = label("", "small")
        self.same = button(self.tr("Both"), self.both.emit, tip=keys.tip("both", self.tr("Choose this one too")))
        self.ignore = button(
            self.tr("Ignore"),
            lambda: self.ignored.emit(False),
            "",
            "close",
            keys.tip("ignore", self.tr("They stay out of this list for as long as visits are kept")),
        )
        self.forever = button(
            self.tr("Ignore for ever"),
            lambda: self.ignored.emit(True),
            "",
            "",
            keys.tip("forever", self.tr("They never come back into this list, unless you show them again")),
        )
        self._build()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """A name that is being written stays as long as it is about the same stranger."""
        before = {id_ for group in self.groups for id_ in group.ids}
        if not any(id_ in before for group in groups for id_ in group.ids):
            self.field.clear()
            self.agreement.purpose.clear()
            self.question.dismiss()
        self.groups = tuple(groups)
        visits = [visit for group in groups for visit in group.visits]
        if len(groups) == 1:
            self._title.setText(self.tr("Seen {times}").format(times=times(groups[0])))
        else:
            self._title.setText(
                self.tr("{faces}, seen {times}").format(
                    faces=count(len(groups), "unknown face"), times=plural("%Ln times", "", len(visits))
                )
            )
        places = sorted({short(visit.source) for visit in visits})
        last = max(group.last for group in groups)
        self._where.setText(self.tr("Last {ago}: {places}").format(ago=ago(last), places=", ".join(places)))
        asked = self._asked()
        self._question.setText(self.tr("Is it {name}?").format(name=asked) if asked else self.tr("Who is it?"))
        self.yes.setVisible(bool(asked))
        self.yes.setText(self.tr("Yes, {name}").format(name=asked))
        self.field.setPlaceholderText(self.tr("Another name") if asked else self.tr("Name"))
        self.faces.show_visits(visits)
        self._show_choice()

    def propose(self, group: Group | None, picture: QPixmap | None) -> None:
        """A group that may be the same person; None: there is none."""
        self._like.setVisible(group is not None)
        if group is not None:
            self._like_avatar.show_person("", picture)
            self._like_words.setText(self.tr("The same person? Seen {times}").format(times=times(group)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go to another stranger, as long as no names are offered; without a name Delete ignores, so
        that whoever goes through many need not leave the field. In a small window the faces make room for the
        question."""
        if watched is self.question and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.faces.setMinimumHeight(1 if event.type() == QEvent.Type.Show else self._least)
            return False
        if watched is not self.field or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() and not self.field.text():
            self.ignored.emit(False)
            return True
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            return False
        self.moved.emit(step)
        return True

    def _build(self) -> None:
        row, chosen, like = QHBoxLayout(), QGridLayout(), QHBoxLayout(self._like)
        row.addWidget(self.field, 1)
        row.addWidget(self.give)
        for at, widget in enumerate((self.out, self.none)):
            chosen.addWidget(widget, 0, at)
        for at, widget in enumerate((self.ignore, self.forever), 1):
            chosen.addWidget(widget, at, 0, 1, 2)
        like.setContentsMargins(0, 0, 0, 0)
        like.addWidget(self._like_avatar)
        like.addWidget(self._like_words, 1)
        like.addWidget(self.same)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 12, 16)
        column.setSpacing(8)
        for part in (self._title, self._where, self._question, self.yes):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.question)
        column.addWidget(self.agreement)
        column.addSpacing(4)
        column.addWidget(self.faces, 1)
        column.addWidget(self._like)
        column.addLayout(chosen)
        self._like.hide()

    def _asked(self) -> str:
        """Whom all of them look like, were one to ask."""
        names = {group.perhaps for group in self.groups}
        return names.pop() if len(names) == 1 else ""

    def _show_choice(self) -> None:
        number = len(self.faces.picked)
        self.out.setEnabled(0 < number < sum(len(group.visits) for group in self.groups))

    def _say_no_face(self) -> None:
        """The chosen faces, else all."""
        self.no_face.emit(self.faces.picked or tuple(id_ for group in self.groups for id_ in group.ids))

    def _typed(self) -> None:
        self.question.dismiss()
        self.give.setEnabled(bool(self.field.name) and self.agreement.complete)

    def _give(self) -> None:
        """Enter without a name is a yes."""
        if name := self.field.name:
            if self.agreement.complete:
                self.name_given.emit(name, self.field.picked)
        else:
            self._agree()

    def _agree(self) -> None:
        if asked := self._asked():
            self.name_given.emit(asked, True)
