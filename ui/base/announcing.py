"""Accessibility: what happens by itself, said to whoever listens to the window instead of looking at it."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(about: QWidget, words: str) -> None:
    """Have a screen reader say it, once it has said what it is saying; where there is none nothing happens."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(about, words))
