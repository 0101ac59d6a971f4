"""Who agreed to being known, to what and until when; and whether that is wanted of everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.control import Control
from ui.i18n.dates import date_of
from ui.widgets.agreement import AgreementFields
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from facecam.operations import ConsentInfo
    from facecam.store.database import Database

PERSON = Qt.ItemDataRole.UserRole
NAME = Qt.ItemDataRole.UserRole + 1
SOON = timedelta(days=30)


class Consents(QDialog):
    """Who has none comes first, then whose runs out first. Asks the database whenever anything changed."""

    def __init__(self, control: Control, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Consents"))
        self.resize(theme.scaled(520), theme.scaled(560))
        self.wanted = QCheckBox(self.tr("Enrol nobody without a consent"))
        self.wanted.setEnabled(False)
        self.wanted.clicked.connect(self._want)
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("People and their consents"))
        self.people.currentItemChanged.connect(self._choose)
        self._nobody = label(self.tr("Nobody is enrolled yet."), "muted")
        self._whose = label("", "heading")
        self.fields = AgreementFields()
        self.give = button(self.tr("Note the consent"), self._give, "primary")
        self.complaint = label("", "problem")
        self.complaint.hide()
        self.fields.purpose.textChanged.connect(self._choose)
        self.fields.purpose.returnPressed.connect(self._give)
        self._lay_out()
        control.news.connect(self._ask)
        self._choose()
        self._ask()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Consents"), "large"))
        column.addWidget(self.wanted)
        column.addWidget(
            label(
                self.tr(
                    "Then the enrolment asks what a person agrees to and until when, and at each start facecam "
                    "removes whoever has no consent any more; that is said, and for 30 days a new one brings them "
                    "back."
                ),
                "small",
            )
        )
        column.addWidget(self.people, 1)
        column.addWidget(self._nobody)
        column.addWidget(self._whose)
        column.addWidget(self.fields)
        column.addWidget(self.complaint)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("Close"), self.accept))
        row.addWidget(self.give)
        column.addLayout(row)

    def _ask(self) -> None:
        self._control.read(_look, self._show, self._complain)

    def _show(self, found: tuple[bool, list[ConsentInfo]]) -> None:
        wanted, everybody = found
        chosen = self._person()
        self.wanted.setChecked(wanted)
        self.wanted.setEnabled(not self._control.safe)
        self.people.clear()
        for one in everybody:
            item = QListWidgetItem(self._said(one))
            item.setData(PERSON, one.person)
            item.setData(NAME, one.name)
            self.people.addItem(item)
            if one.person == chosen:
                self.people.setCurrentItem(item)
        self.people.setVisible(bool(everybody))
        self._nobody.setVisible(not everybody)
        self._whose.setVisible(bool(everybody))
        self.fields.setVisible(bool(everybody))

    def _said(self, one: ConsentInfo) -> str:
        if one.until is None:
            return self.tr("{name}: no consent with an end").format(name=one.name)
        left = one.until - datetime.now(UTC)
        last = date_of((one.until - timedelta(seconds=1)).astimezone().date())
        if left <= timedelta():
            return self.tr("{name}: ran out, {day}").format(name=one.name, day=last)
        if left <= SOON:
            return self.tr("{name}: runs out soon, {day}").format(name=one.name, day=last)
        return self.tr("{name}: until {day}").format(name=one.name, day=last)

    def _person(self) -> int | None:
        item = self.people.currentItem()
        return None if item is None else int(item.data(PERSON))

    def _choose(self) -> None:
        self.complaint.hide()
        item = self.people.currentItem()
        self.fields.setEnabled(item is not None)
        self._whose.setText(
            self.tr("Choose a person to note a consent")
            if item is None
            else self.tr("What {name} agrees to").format(name=item.data(NAME))
        )
        self.give.setEnabled(self._person() is not None and bool(self.fields.purpose.text().strip()))

    def _give(self) -> None:
        from facecam.operations import GiveConsent

        person, agreed = self._person(), self.fields.agreed()
        if self.give.isEnabled() and person is not None and agreed is not None:
            self._control.apply(GiveConsent(person, agreed), on_error=self._complain)

    def _want(self, on: bool) -> None:
        from facecam.operations import want_consent

        if self._control.safe:
            return
        self._control.read(
            lambda database: want_consent(database, on), lambda _: self._control.news.emit(), self._complain
        )

    def _complain(self, error: Exception) -> None:
        self.complaint.setText(self._control.explain(error))
        self.complaint.show()


def _look(database: Database) -> tuple[bool, list[ConsentInfo]]:
    from facecam.operations import consent_wanted, consents

    return consent_wanted(database), consents(database, removed=True)
