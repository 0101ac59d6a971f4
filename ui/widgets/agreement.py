"""What somebody agrees to, and until when: two fields, shown where the database wants a consent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLineEdit, QWidget

from facecam.base.days import day_span
from ui.base.control import Control
from ui.i18n.dates import date_form
from ui.widgets.basics import beside, indented

if TYPE_CHECKING:
    from facecam.operations import Agreement
    from facecam.store.database import Database

MOST = 1_000
"""Characters of a purpose."""


class AgreementFields(QWidget):
    changed = Signal()
    """What is `complete` may be no longer, or now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control: Control | None = None
        self.purpose = QLineEdit(placeholderText=self.tr("For example: the front door"))
        self.purpose.setMaxLength(MOST)
        self.purpose.setAccessibleName(self.tr("What the person agrees to"))
        self.until = QDateEdit(QDate.currentDate().addYears(1))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat(date_form())
        self.until.setMinimumDate(QDate.currentDate())
        indented(self.until)
        self.until.setAccessibleName(self.tr("The last day of the consent"))
        self.purpose.textChanged.connect(self.changed)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(beside(self.tr("Agreed to"), self.purpose, ""), self.purpose)
        form.addRow(beside(self.tr("Until"), self.until, ""), self.until)

    def show_where_wanted(self, control: Control) -> None:
        """Hidden, until the database says that it enrols nobody without; it is asked again whenever anything
        changed."""
        self.hide()
        self._control = control
        control.news.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        assert self._control is not None
        self._control.read(_wanted, self._show, lambda _: None)

    def _show(self, wanted: bool) -> None:
        self.setVisible(wanted)
        self.changed.emit()

    @property
    def complete(self) -> bool:
        """Nothing is missing, or nothing is asked."""
        return self.isHidden() or bool(self.purpose.text().strip())

    def agreed(self) -> Agreement | None:
        """None where nothing is asked."""
        if self.isHidden():
            return None
        from facecam.operations import Agreement

        last = self.until.date()
        _, end = day_span(date(last.year(), last.month(), last.day()))
        return Agreement(self.purpose.text().strip(), end)


def _wanted(database: Database) -> bool:
    from facecam.operations import consent_wanted

    return consent_wanted(database)
