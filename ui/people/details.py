"""A person's number, groups and fields, each kept when one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from facecam.base.errors import FacecamError
from ui.base.control import Control
from ui.widgets.basics import beside, label
from ui.widgets.textedit import TextEdit

if TYPE_CHECKING:
    from facecam.store.people import PersonInfo


class Details(QWidget):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._person: PersonInfo | None = None
        self._refused = False
        """What stands in the fields is not kept: it is not taken away from whoever wrote it."""
        self.number, self.groups = QLineEdit(), QLineEdit()
        self.groups.setPlaceholderText(self.tr("family, staff"))
        self.fields = TextEdit(self.tr("Fields"), self.tr("class: 7b, one on each line"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        for words, field, tip in (
            (self.tr("Number"), self.number, self.tr("In lists of your own; kept when you go on")),
            (self.tr("Groups"), self.groups, self.tr("Separated by commas; kept when you go on")),
        ):
            field.setAccessibleName(words)
            field.setToolTip(tip)
            field.editingFinished.connect(self._keep)
            form.addRow(beside(words, field), field)
        self.fields.written.connect(self._keep_fields)
        form.addRow(label(self.tr("Fields"), "muted", wrap=False), self.fields)

    def show_person(self, person: PersonInfo) -> None:
        """Does not disturb somebody who is writing about the same person."""
        from facecam.operations.details import as_lines

        same = self._person is not None and self._person.id == person.id
        self._person = person
        for field, text in ((self.number, person.external_id), (self.groups, ", ".join(person.groups))):
            if not (same and field.hasFocus()):
                field.setText(text)
        if not (same and self._refused):
            self.fields.show_text(as_lines(person.fields))
            self._refused = False

    def _keep(self) -> None:
        from facecam.operations import SetDetails, SetGroups

        person = self._person
        if person is None:
            return
        groups = tuple(one.strip() for one in self.groups.text().split(",") if one.strip())
        number = self.number.text().strip()
        if number != person.external_id:
            self._control.apply(SetDetails(person.id, external_id=number))
        if sorted(groups) != sorted(person.groups):
            self._control.apply(SetGroups(person.id, groups))

    def _keep_fields(self, text: str) -> None:
        from facecam.operations import SetDetails
        from facecam.operations.details import from_lines

        person = self._person
        if person is None:
            return
        try:
            fields = from_lines(text, person.fields)
        except FacecamError as error:
            self._refused = True
            self._control.fail(error)
        else:
            self._refused = False
            self._control.apply(SetDetails(person.id, fields=fields))
