"""How days are written."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from ui.i18n.language import translate


def date_of(day: date, with_year: bool = True) -> str:
    """`22 November 2026`."""
    form = date_form() if with_year else translate("Day", "d MMMM")
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def date_form() -> str:
    """How dates are written, as Qt reads it."""
    return translate("Day", "d MMMM yyyy")
