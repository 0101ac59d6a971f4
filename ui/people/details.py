"""A person's number and groups, each on a line that is kept when one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ui.base.control import Control
from ui.i18n.language import translate
from ui.widgets.basics import beside, label

if TYPE_CHECKING:
    from facecam.store.people import PersonInfo


class Details(QWidget):
    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._person: PersonInfo | None = None
        self.number, self.groups = QLineEdit(), QLineEdit()
        self.groups.setPlaceholderText(self.tr("family, staff"))
        self.fields = label("", "small")
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
        form.addRow(self.fields)

    def show_person(self, person: PersonInfo) -> None:
        """Does not disturb somebody who is writing about the same person."""
        same = self._person is not None and self._person.id == person.id
        self._person = person
        for field, text in ((self.number, person.external_id), (self.groups, ", ".join(person.groups))):
            if not (same and field.hasFocus()):
                field.setText(text)
        said = translate("Details", "{field}: {text}")
        lines = [said.format(field=name, text=text) for name, text in person.fields.items()]
        self.fields.setText("\n".join(lines))
        self.fields.setVisible(bool(lines))

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
