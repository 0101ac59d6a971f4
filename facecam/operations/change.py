"""What an operation reports."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.base.messages import Message


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What `Forget` deleted, and what a search found of it afterwards."""

    persons: int
    """The person, and those who were merged into it."""
    templates: int
    pictures: int
    sightings: int
    negatives: int
    """Faces that are not this person, and those of this person that are not another."""
    ignored: int
    """Faces that nobody wanted to name."""
    notifications: int
    """What was told of the person, or waited to be."""
    alike: int
    """How many of the visits, negatives and ignored faces bore nobody's name and were found by their likeness."""
    unread: int
    """How many of the templates had been damaged, so that no face could be compared with them."""
    operations: int
    """Rows of the journal."""
    backups: int
    """Files; all backups, for they hold the person."""
    rows_left: int
    alike_left: int
    """Faces that bear nobody's name, look like the person and came while the others were deleted."""
    backups_left: int
    wiped: bool
    """What was deleted was overwritten in the database's file, and its log emptied; False where another program is
    in the way."""
    files_left: tuple[str, ...] = ()
    """Paths of the files that cannot be deleted and may show the person: backups, the gallery's, and what programs
    have left half written that were killed."""

    @property
    def complete(self) -> bool:
        return self.wiped and not (self.rows_left or self.alike_left or self.backups_left or self.files_left)


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation did."""

    operation: int | None
    """Its id in the journal; None where there is nothing to undo."""
    kind: str
    persons: frozenset[int]
    """Whom it touched."""
    message: Message
    """What was done."""
    proof: ErasureReport | None = None
    """Of `Forget` only."""
    samples: tuple[int, ...] = ()
    """The samples that somebody has got by it, in the order in which they were given."""
