"""A name typed for an unknown face: it is learnt from the last seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from facecam.base.errors import InputError
from facecam.base.messages import Message
from ui.base.control import Control
from ui.enrol.saving import Doubt, same_face, same_name, save
from ui.i18n.core import said
from ui.live.detail import Detail
from ui.live.recent import Recent
from ui.widgets.basics import leave
from ui.widgets.names import KnownNames

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.tasks.enrolment import Enrolment

CONFIRMED = 3
"""Looks that one word makes samples of: the newest that differ."""


class EnrolRecent(QObject):
    learned = Signal(int)
    """The track whose face has its name now, and is on the panel."""

    def __init__(self, control: Control, recent: Recent, detail: Detail) -> None:
        super().__init__(detail)
        self._control, self._recent, self._detail = control, recent, detail
        self._asked: tuple[Doubt, int, str] | None = None
        """The track and the name that the question is about."""
        detail.agreement.show_where_wanted(control)
        detail.field.setCompleter(KnownNames(control, self).completer(detail.field))
        detail.named.connect(self._learn)
        detail.confirmed.connect(self._confirm)
        detail.question.answered.connect(self._answer)

    def _learn(self, track: int, name: str) -> None:
        """A name typed for an unknown face: learn it from the last seconds."""
        enrolment = self._from_recent(track)
        if enrolment is None:
            return
        looks = same_face(enrolment.looks_like())

        def checked(doubt: Doubt | None) -> None:
            if (doubt := doubt or looks) is None:
                self._save(track, name, None)
            elif self._shows(track):
                self._asked = doubt, track, name
                self._detail.ask(doubt, self._control)

        self._control.read(lambda database: same_name(database, name), checked, self._complain)

    def _confirm(self, track: int, person: int) -> None:
        """It is that person by somebody's word: looks of the last seconds become samples."""
        from facecam.operations import ThisPerson
        from facecam.tasks.confirmation import confirm

        runtime, source = self._control.bridge.runtime, self._recent.source
        if (
            runtime is None
            or (matcher := runtime.matcher) is None
            or (enrolment := self._from_recent(track)) is None
        ):
            return
        faces = [face for face in self._recent.of(track) if any(face.crop is one.crop for one in enrolment.taken)]
        keep = self._control.settings.keep_pictures

        def check() -> ThisPerson:
            taken = [confirm(matcher, face, person, source) for face in faces[-CONFIRMED:]]
            return ThisPerson(person, tuple(one.sample(keep) for one in taken), matcher.gallery.space)

        self._control.run(check, lambda edit: self._control.apply(edit, None, self._complain), self._complain)

    def _answer(self, doubt: Doubt, same: bool) -> None:
        if self._asked is not None and self._asked[0] is doubt:
            _, track, name = self._asked
            self._save(track, name, doubt.person if same else None)

    def _save(self, track: int, name: str, person: int | None) -> None:
        enrolment = self._from_recent(track)
        if enrolment is None:
            return

        def saved(_: Change) -> None:
            if self._shows(track):
                written = self._detail.field.hasFocus()
                self._detail.clear()
                if written:
                    leave(self._detail.field)  # else Space would write there instead of holding the picture
                self.learned.emit(track)

        keep, agreed = self._control.settings.keep_pictures, self._detail.agreement.agreed()
        save(self._control, name, enrolment.taken, person, keep, saved, self._complain, agreed)

    def _shows(self, track: int) -> bool:
        """Whether that face is still the one on the panel: answers come late."""
        return self._detail.face is not None and self._detail.face.track == track

    def _from_recent(self, track: int) -> Enrolment | None:
        """The good pictures of the last seconds; says so where there are none."""
        from facecam.tasks.enrolment import Enrolment

        runtime = self._control.bridge.runtime
        if runtime is None or runtime.matcher is None:
            self._detail.say(self.tr("The models are not ready."))
            return None
        enrolment = Enrolment(runtime.matcher, track)
        refused: Message | None = None
        for face in reversed(self._recent.of(track)):
            refused = enrolment.take(face, self._recent.source) or refused
        if enrolment.taken:
            return enrolment
        words = self.tr("No good picture of this face yet: look at the camera for a moment and try again.")
        if refused:
            words = self.tr(
                "No good picture of this face yet ({why}): look at the camera for a moment and try again."
            ).format(why=said(refused))
        self._detail.say(words)
        return None

    def _complain(self, error: Exception) -> None:
        if isinstance(error, InputError):
            self._detail.say(said(error.told))
        else:
            self._control.fail(error)
