"""Labels and buttons in the roles that the style sheet knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.base import shortcuts as keys
from ui.base.icons import icon

Role = Literal["", "title", "heading", "large", "muted", "small", "problem"]
Kind = Literal["", "primary", "danger", "quiet"]


class Page(QWidget):
    """A page of the window. What the window's keys mean is its matter: those it has no use for do nothing.

    Hands the focus on that is given to the whole. A focus proxy would not do: Tab goes from what stands before a
    widget to its proxy, past all that lies between.
    """

    first: QWidget | None = None
    """What gets the focus; None: the page itself."""
    search: QLineEdit | None = None
    """Where one types what is looked for."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.first is not None:
            self.first.setFocus(event.reason())

    def name_chosen(self) -> None:
        """Give the person, visit or stranger that is chosen a name."""

    def delete_chosen(self) -> None:
        """Remove the person or sample that is chosen; of a stranger: ignore."""

    def merge_chosen(self) -> None:
        """Merge the chosen person into another."""

    def not_them(self) -> None:
        """Say of the chosen face or visit that it is not that person."""

    def export(self) -> None:
        """Save what the page shows to a file."""


class Unturned(QObject):
    """An event filter: the wheel scrolls the page, and changes nothing that the pointer comes across on the way."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()  # the page gets it
        return True


def leave(field: QWidget) -> None:
    """The editing of a field is over: its page gets the keyboard, which would else go nowhere."""
    around = field.parentWidget()
    while around is not None and not isinstance(around, Page):
        around = around.parentWidget()
    if around is None:
        field.clearFocus()
    else:
        around.setFocus()


class Button(QPushButton):
    """Enter presses it as Space does, where it has the keyboard, and never from afar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


def label(text: str = "", role: Role = "", wrap: bool = True) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def beside(words: str, field: QWidget, role: Role = "muted") -> QLabel:
    """What a field is called, in a form: in the middle of its height, where a form would put it at the top."""
    made = label(words, role, wrap=False)
    made.setMinimumHeight(field.sizeHint().height())
    return made


def indented(box: QAbstractSpinBox) -> None:
    """Its text begins where other fields' does: the style sheet's padding does not reach it."""
    if (text := box.findChild(QLineEdit)) is not None:
        text.setTextMargins(8, 0, 0, 0)


def button(
    text: str, on_click: Callable[[], Any], kind: Kind = "", picture: str = "", tip: str = ""
) -> QPushButton:
    made = Button(text)
    made.clicked.connect(lambda: on_click())
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if picture:
        colour = {"primary": "on_accent", "danger": "danger", "quiet": "accent"}.get(kind, "text")
        made.setIcon(icon(picture, colour))
        made.setIconSize(QSize(16, 16))
    if tip:
        made.setToolTip(tip)
    return made


def tool(picture: str, words: str, tip: str) -> QToolButton:
    """A button that is only an icon; `words` is its name for a screen reader."""
    made = QToolButton()
    made.setIcon(icon(picture))
    made.setIconSize(QSize(20, 20))
    made.setAccessibleName(words)
    made.setToolTip(tip)
    return made


def card(*widgets: QWidget, spacing: int = 10) -> QFrame:
    """A framed column."""
    frame = QFrame()
    frame.setProperty("card", True)
    column = QVBoxLayout(frame)
    column.setContentsMargins(20, 18, 20, 18)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    return frame


def named(name: str, widget: QWidget | None = None) -> QWidget:
    """A widget whose ground the style sheet paints, by its name there."""
    made = widget if widget is not None else QWidget()
    made.setObjectName(name)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def scrolled(inside: QWidget, page: QWidget) -> QScrollArea:
    """Fill a page with something that is scrolled up and down where it is higher."""
    scroll = QScrollArea(widgetResizable=True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
    return scroll


def with_panel(page: QWidget, head: QLayout, body: QWidget, panel: QWidget) -> None:
    """Fill a page with a heading and a list, and on its right a panel about what is chosen."""
    left = QVBoxLayout()
    left.setContentsMargins(24, 20, 16, 8)
    left.setSpacing(14)
    left.addLayout(head)
    left.addWidget(body, 1)
    whole = QHBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addLayout(left, 1)
    whole.addWidget(panel)


def clear(layout: Any) -> None:
    """Take all out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
