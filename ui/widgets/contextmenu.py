"""The right button on something offers what the buttons beside it do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget


def offer(place: QWidget, buttons: Callable[[QPoint], Iterable[QAbstractButton]]) -> None:
    """`buttons`: those about what is at a point of the place; with none there is no menu. Of a list it is what is
    chosen, for the right button chooses, too."""

    def popup(at: QPoint) -> None:
        if (menu := menu_of(place, buttons(at))) is not None:
            menu.popup(place.mapToGlobal(at))

    place.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    place.customContextMenuRequested.connect(popup)


def menu_of(place: QWidget, buttons: Iterable[QAbstractButton]) -> QMenu | None:
    """Of those that can be pressed now; None where there is none."""
    able = [one for one in buttons if one.isEnabled()]
    if not able:
        return None
    menu = QMenu(place)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for one in able:
        words = one.text() or one.accessibleName().replace("&", "&&")
        menu.addAction(one.icon(), words).triggered.connect(one.click)
    return menu
