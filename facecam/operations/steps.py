"""Edits as reversible steps.

An edit only plans: it may add rows, hidden by itself, and names the steps that make the change. A step sets one
column of some rows from one value to another, so one piece of code applies, undoes and redoes every edit, in this
process or a later one, and it sees where somebody else has changed a row in between. To remove is to set
`hidden_by`; to add is to clear it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from facecam.base.messages import Message
from facecam.store.database import affected
from facecam.store.encryption.columns import reowned
from facecam.store.schema import Camera, Consent, Ignored, Negative, Person, Rule, Template, Visit

_TABLES: dict[str, type[Person | Template | Visit | Negative | Ignored | Consent | Rule | Camera]] = {
    "person": Person,
    "template": Template,
    "sighting": Visit,
    "negative": Negative,
    "ignored": Ignored,
    "consent": Consent,
    "rule": Rule,
    "camera": Camera,
}
_MAY_GO = (Visit, Ignored, Negative)
"""Purged by age, or forgotten with somebody else."""


def chunks(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    """Ids in portions for one statement each: databases limit how many parameters one may have."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


@dataclass(frozen=True, slots=True)
class Step:
    """`column` of `rows` goes from `before` to `after`."""

    table: str
    rows: tuple[int, ...]
    column: str
    before: int | str | None
    after: int | str | None

    def run(self, session: Session, *, back: bool = False) -> bool:
        """Do it, or take it `back`; False where a row is gone or was changed by somebody else.

        Rows that may go without the operation's people stay as they are where they were changed since.
        """
        have, want = (self.after, self.before) if back else (self.before, self.after)
        model = _TABLES[self.table]
        column = getattr(model, self.column)
        found = 0
        for chunk in chunks(self.rows):
            as_before = (model.id.in_(chunk), column.is_not_distinct_from(have))
            if self.column == "person_id":  # what is sealed may be sealed for its owner
                rows = list(session.scalars(select(model.id).where(*as_before)))
                reowned(session, model, rows, self.column, want)
                found += len(rows)
            else:
                found += affected(session, update(model).where(*as_before).values({self.column: want}))
        return found == len(self.rows) or model in _MAY_GO


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edit is going to do."""

    steps: tuple[Step, ...]
    """None where everything is already as it is wanted."""
    persons: frozenset[int]
    message: Message
    """What is done then, for people to read."""
    samples: tuple[int, ...] = ()
    """The samples that somebody gets by it, in the order in which they were given."""


class Edit(Protocol):
    """An operation that can be undone."""

    kind: ClassVar[str]

    def plan(self, session: Session, operation: int) -> Plan:
        """Add what rows it needs, hidden by `operation`, and say what is to be done; errors change nothing."""
