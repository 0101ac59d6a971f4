"""Filters as chips: what is asked for is on the button, and its menu asks for something else."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from ui.base import theme
from ui.base.icons import icon
from ui.history import words
from ui.i18n.language import translate
from ui.widgets.tooltip import as_tooltip

MOST = 112
"""Pixels for what is asked for: all chips have room beside each other on a small window."""


class Chip(QPushButton):
    """Off, it says what it could ask for; on, what it asks for, which its tooltip says whole."""

    changed = Signal()

    def __init__(self, everything: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(everything, parent)
        self.value: Any = None
        self._everything, self._name = everything, name
        self.setProperty("kind", "chip")
        self.setIcon(icon("down", "muted"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.choices = QMenu(self)
        self.choices.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.clicked.connect(self._open)

    def choose(self, value: Any, text: str = "") -> None:
        """None: everything."""
        self.choices.close()
        on = value is not None
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme.scaled(MOST))
        self.setText(short if on else self._everything)
        self.setToolTip(as_tooltip(f"{self._name}: {text}") if on else self._name)
        self.setAccessibleDescription(text if on else "")
        self.setChecked(on)
        if value != self.value:
            self.value = value
            self.changed.emit()

    def _open(self) -> None:
        self.setChecked(self.value is not None)
        self.choices.popup(self.mapToGlobal(self.rect().bottomLeft()))


class ListChip(Chip):
    """One of many, found as one types."""

    def __init__(
        self,
        everything: str,
        name: str,
        ask: Callable[[Callable[[Sequence[tuple[Any, str]]], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        """`ask` is called when the menu opens, and hands values and their words to what it is given."""
        super().__init__(everything, name, parent)
        self._ask = ask
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setFixedSize(QSize(theme.scaled(240), theme.scaled(220)))
        self.list.setAccessibleName(name)
        inside = QWidget()
        inside.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        column = QVBoxLayout(inside)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.search)
        column.addWidget(self.list)
        action = QWidgetAction(self)
        action.setDefaultWidget(inside)
        self.choices.addAction(action)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._first)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.choices.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.search.clear()
        self.search.setFocus()
        self._ask(self._show)

    def _show(self, found: Sequence[tuple[Any, str]]) -> None:
        self.list.clear()
        for value, text in [(None, self._everything), *found]:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.list.addItem(item)
        self._narrow(self.search.text())

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(bool(wanted) and wanted not in item.text().casefold())

    def _first(self) -> None:
        for row in range(self.list.count()):
            if not self.list.item(row).isHidden():
                self._take(self.list.item(row))
                return

    def _take(self, item: QListWidgetItem) -> None:
        self.choose(item.data(Qt.ItemDataRole.UserRole), item.text())


class DayChip(Chip):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("DayChip", "Any day"), translate("DayChip", "Only visits of one day"), parent)
        menu = self.choices
        menu.addAction(self.tr("Any day"), lambda: self.choose(None))
        menu.addAction(self.tr("Today"), lambda: self.choose_day(self._today()))
        menu.addAction(self.tr("Yesterday"), lambda: self.choose_day(self._today() - timedelta(days=1)))
        self.calendar = QCalendarWidget()
        self.calendar.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, QTextCharFormat())  # not red: that means danger
        for month, arrow in (("prev", Qt.ArrowType.LeftArrow), ("next", Qt.ArrowType.RightArrow)):
            turn = self.calendar.findChild(QToolButton, f"qt_calendar_{month}month")
            assert turn is not None
            turn.setIcon(QIcon())  # Qt's own is black in the dark, too
            turn.setArrowType(arrow)
        self.calendar.setFixedSize(QSize(theme.scaled(322), theme.scaled(240)))
        self.calendar.setAccessibleName(self.tr("Day"))
        self.calendar.clicked.connect(self._picked)
        self.calendar.activated.connect(self._picked)
        action = QWidgetAction(self)
        action.setDefaultWidget(self.calendar)
        menu.addAction(action)

    def choose_day(self, day: date) -> None:
        self.choose(day, words.day(day))

    def _picked(self, day: QDate) -> None:
        self.choose_day(date(day.year(), day.month(), day.day()))

    @staticmethod
    def _today() -> date:
        return datetime.now().astimezone().date()


class PickChip(Chip):
    """One of a few."""

    def __init__(
        self, everything: str, name: str, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(everything, name, parent)
        for value, text in [(None, everything), *choices]:
            self.choices.addAction(text, functools.partial(self.choose, value, text))
