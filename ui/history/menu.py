"""What the right button offers on visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.base import shortcuts as keys
from ui.history import words
from ui.i18n.language import translate
from ui.i18n.words import short

if TYPE_CHECKING:
    from facecam.store.visits import VisitInfo
    from ui.history.chips import DayChip, ListChip


class Visits(Protocol):
    """What can be done with those that are chosen on a page."""

    person: ListChip
    day: DayChip
    source: ListChip

    def visits(self) -> Sequence[VisitInfo]: ...
    def visit(self) -> VisitInfo | None: ...
    def look_closely(self) -> None: ...
    def find_chosen(self) -> None: ...
    def show_in_film(self) -> None: ...
    def not_them(self) -> None: ...
    def name_chosen(self) -> None: ...
    def delete_chosen(self) -> None: ...


def menu_of(page: Visits, parent: QWidget) -> QMenu:
    """About the visits that are chosen there: one of them at least."""
    visits, visit = page.visits(), page.visit()
    assert visit is not None
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question, delete = translate("Visit", "Who was it?"), translate("Visit", "Delete")
    if len(visits) == 1:
        large, like = translate("Visit", "Show it large"), translate("Visit", "Find this face")
        menu.addAction(f"{large}\t{keys.written('large')}", page.look_closely)
        menu.addAction(f"{like}\t{keys.written('find-face')}", page.find_chosen).setEnabled(visit.face)
        if visit.position is not None:
            menu.addAction(translate("Visit", "Show in the film"), page.show_in_film)
        menu.addSeparator()
        if visit.name is not None:
            wrong = translate("Visit", "Not {name}").format(name=visit.name)
            menu.addAction(f"{wrong}\t{keys.written('not-them')}", page.not_them)
    menu.addAction(f"{question}\t{keys.written('name')}", page.name_chosen)
    menu.addAction(f"{delete}\t{keys.written('delete-visit')}", page.delete_chosen)
    menu.addSeparator()
    only = translate("Visit", "Only {what}")
    if visit.person is not None and visit.name is not None:
        person, name = visit.person, visit.name
        menu.addAction(only.format(what=name), lambda: page.person.choose(person, name))
    day, source = words.local_day(visit.started), visit.source
    menu.addAction(translate("Visit", "Only this day"), lambda: page.day.choose_day(day))
    menu.addAction(only.format(what=short(source)), lambda: page.source.choose(source, short(source)))
    return menu
