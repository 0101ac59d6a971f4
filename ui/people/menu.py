"""What the right button offers on people, one or several."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget
from shiboken6 import isValid

from facecam.store.names import fold
from ui.base import shortcuts as keys
from ui.i18n.language import plural, translate
from ui.i18n.words import decimal

if TYPE_CHECKING:
    from facecam.store.people import PersonInfo
    from ui.base.control import Control
    from ui.people.model import PeopleModel


class People(Protocol):
    """What can be done with those who are chosen on a page."""

    control: Control
    model: PeopleModel

    def chosen(self) -> list[PersonInfo]: ...
    def name_chosen(self) -> None: ...
    def merge_chosen(self) -> None: ...
    def delete_chosen(self) -> None: ...
    def show_person(self, person: int) -> None: ...
    def ask(self, what: Literal["visits", "add", "forget"]) -> None: ...


def menu_of(page: People, parent: QWidget) -> QMenu:
    """About the people who are chosen there: one of them at least."""
    people = page.chosen()
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if len(people) == 1:
        rename, join = translate("People", "Rename"), translate("People", "Merge...")
        menu.addAction(f"{rename}\t{keys.written('rename')}", page.name_chosen)
        menu.addAction(f"{join}\t{keys.written('merge')}", page.merge_chosen)
        menu.addAction(translate("People", "Show visits"), lambda: page.ask("visits"))
        menu.addAction(translate("People", "Add samples..."), lambda: page.ask("add"))
    else:
        joined = menu.addAction(plural("Merge these %Ln people", "", len(people)), lambda: merge(page, people))
        warn(page, people, joined)
    groups = menu.addMenu(translate("People", "Groups"))
    for group in page.model.groups():
        action = groups.addAction(group)
        action.setCheckable(True)
        inside = [within(one, group) for one in people]
        action.setChecked(all(inside))
        action.triggered.connect(functools.partial(put, page, people, group, not all(inside)))
    if page.model.groups():
        groups.addSeparator()
    groups.addAction(translate("People", "New group..."), lambda: ask_group(page, parent, people))
    menu.addSeparator()
    remove = translate("People", "Remove")
    menu.addAction(f"{remove}\t{keys.written('remove')}", page.delete_chosen)
    if len(people) == 1:
        menu.addAction(translate("People", "Forget for good..."), lambda: page.ask("forget"))
    return menu


def within(person: PersonInfo, group: str) -> bool:
    return fold(group) in {fold(one) for one in person.groups}


def ask_group(page: People, parent: QWidget, people: list[PersonInfo]) -> None:
    question = translate("People", "Its name, such as family, staff or visitors:")
    name, given = QInputDialog.getText(parent, translate("People", "New group"), question)
    if given and name.strip():
        put(page, people, name.strip(), True)


def put(page: People, people: list[PersonInfo], group: str, inside: bool) -> None:
    """Put people into a group, or take them out of it, in one act."""
    from facecam.operations import regroup

    def theirs(person: PersonInfo) -> tuple[str, ...]:
        others = tuple(one for one in person.groups if fold(one) != fold(group))
        return (*others, group) if inside else others

    page.control.apply(regroup({one.id: theirs(one) for one in people}))


def warn(page: People, people: list[PersonInfo], merge: QAction) -> None:
    """Say so where they do not look alike, as soon as they were compared."""
    runtime = page.control.bridge.runtime
    if runtime is None or (matcher := runtime.matcher) is None:
        return
    into = taking_over(people)

    def compared(likeness: dict[int, float]) -> None:
        least = min(likeness.get(one.id, matcher.threshold) for one in people if one.id != into.id)
        if least < matcher.threshold and isValid(merge):
            words = translate("People", "{merge} (they do not look alike: {score})")
            merge.setText(words.format(merge=merge.text(), score=decimal(least)))

    page.control.compute(lambda: matcher.likeness(into.id), compared, lambda _: None)


def taking_over(people: list[PersonInfo]) -> PersonInfo:
    """Whom the others are merged into: the one with the most samples."""
    return max(people, key=lambda one: one.templates)


def merge(page: People, people: list[PersonInfo]) -> None:
    """In one act."""
    from facecam.operations import merge_all

    into = taking_over(people)
    others = [one.id for one in people if one.id != into.id]
    page.control.apply(merge_all(others, into.id, into.name), lambda _: page.show_person(into.id))
