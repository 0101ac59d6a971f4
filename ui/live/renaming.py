"""A name that is changed on the live panel: two people of one name by a slip are one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.base.control import Control
from ui.enrol.saving import Doubt, same_name
from ui.live.detail import Detail


class Renaming(QObject):
    def __init__(self, control: Control, detail: Detail) -> None:
        super().__init__(detail)
        self._control, self._detail = control, detail
        self._asked: tuple[Doubt, int, str] | None = None
        """What the question is about, the person, and the new name."""
        detail.renamed.connect(self._rename)
        detail.question.answered.connect(self._answer)

    def _rename(self, person: int, name: str) -> None:
        def checked(doubt: Doubt | None) -> None:
            if doubt is None:
                self._control.rename(person, name)
            else:
                self._asked = doubt, person, name
                self._detail.ask(doubt, self._control, self.tr("Merge with {name}"))

        self._control.read(lambda database: same_name(database, name, person), checked)

    def _answer(self, doubt: Doubt, same: bool) -> None:
        from facecam.operations import Merge

        if self._asked is None or self._asked[0] is not doubt:
            return
        _, person, name = self._asked
        if same:
            self._control.apply(Merge(person, doubt.person))
        else:
            self._control.rename(person, name)
