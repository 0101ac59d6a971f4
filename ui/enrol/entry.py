"""One person who is to be enrolled from files, and the pictures of that one that were refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from facecam.base.messages import Message
from ui.enrol.saving import Doubt
from ui.i18n.core import said
from ui.i18n.language import translate
from ui.i18n.words import count

if TYPE_CHECKING:
    from facecam.tasks.enrolment import Taken
    from facecam.tasks.samples import Refusal


class Stage(StrEnum):
    WAITING = "waiting"
    LOOKING = "looking"
    LOOKED = "looked"
    """Everything was looked at; a name or an answer may be missing."""
    SAVING = "saving"
    SAVED = "saved"


@dataclass(eq=False)
class Entry:
    """One person of the batch."""

    name: str
    files: tuple[str, ...]
    external_id: str = ""
    groups: tuple[str, ...] = ()
    stage: Stage = Stage.WAITING
    taken: list[Taken] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    face: Doubt | None = None
    """Whose face it may be."""
    doubt: Doubt | None = None
    """The question that waits for an answer."""
    denied: set[int] = field(default_factory=set)
    """People who were asked about and are somebody else."""
    person: int | None = None
    """Who gets the pictures; None for somebody new."""
    complaint: str = ""
    """Why it could not be saved."""

    @property
    def ready(self) -> bool:
        """Nothing is missing any more."""
        return self.stage is Stage.LOOKED and bool(self.taken and self.name.strip()) and self.doubt is None

    @property
    def _first_is_odd(self) -> str:
        """What to do where the first picture sets the wrong face for all that follow."""
        from facecam.tasks.enrolment import OTHER

        others = sum(one.reason == OTHER for one in self.refused)
        if self.stage is not Stage.LOOKED or others <= len(self.taken):
            return ""
        return translate(
            "Entry", "Most pictures show somebody else than the first: leave that one out, or sort them by person"
        )

    @property
    def summary(self) -> str:
        """What came of the pictures, in a sentence."""
        if self.stage is Stage.WAITING:
            return count(len(self.files), "file")
        if self.stage is Stage.LOOKING or self.taken:
            words = count(len(self.taken), "picture taken")
            if self.refused:
                words += ", " + count(len(self.refused), "picture refused")
            return f"{words}. {odd}" if (odd := self._first_is_odd) else words
        if not self.refused:
            return translate("Entry", "Nothing was looked at")
        ((reason, _),) = Counter(one.reason for one in merge(self.refused)).most_common(1)
        return translate("Entry", "No picture could be taken: {reason}").format(reason=reason)


@dataclass(frozen=True, slots=True)
class Refused:
    """Pictures of one file that were refused for one reason."""

    file: str
    """Its whole path."""
    name: str
    where: str
    """In a video, from when to when; else empty."""
    reason: str


def merge(refused: Iterable[Refusal]) -> list[Refused]:
    """One row a file and reason; a video has many pictures."""
    together: dict[tuple[str, Message], list[float]] = {}
    for one in refused:
        times = together.setdefault((one.source, one.reason), [])
        if one.time is not None:
            times.append(one.time)
    rows = []
    for (path, reason), times in together.items():
        name = PurePath(path).name or path
        where = ""
        if times:
            where = translate("Entry", "{start} to {end}, {pictures}").format(
                start=_clock(times[0]), end=_clock(times[-1]), pictures=count(len(times), "picture")
            )
        rows.append(Refused(path, name, where, said(reason).replace(path, name)))
    return rows


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
