"""What a correction would have changed: past visits that would be decided otherwise now.

Shown, and changed only where somebody wants it (`operations.Redecide`). A visit whose name somebody gave stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.base.errors import NotFoundError
from facecam.base.messages import Message
from facecam.base.types import State
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Evidence, Matcher
from facecam.operations import Change, NotThisPerson, Redecide, ThisPerson, amend
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Negative, Operation, Person, Template, Visit
from facecam.store.visits import Filter, VisitInfo, list_visits

CORRECTIONS = (NotThisPerson.kind, ThisPerson.kind)
"""Operations that are asked about."""

MOST = 1_000
"""Visits that are found at most: the newest."""

NEWEST = 100_000
"""Visits that are looked at: seconds of one core."""

_PORTION = 5_000
"""Visits that are compared at a time."""


@dataclass(frozen=True, slots=True)
class Redecided:
    """A visit, and who it would be taken for now."""

    visit: VisitInfo
    person: int | None
    """None: nobody known."""
    name: str | None


@dataclass(frozen=True, slots=True)
class Redecision:
    """Past visits that a correction decides otherwise."""

    operation: int
    """The correction, in the journal."""
    correction: Message
    """What it did."""
    visits: tuple[Redecided, ...] = ()
    """The newest first."""
    more: bool = False
    """There are older ones, which are found once these are changed."""


@dataclass
class _Rows:
    """Rows that a correction brought (`added`) and those whose word it ended."""

    person: int | None = None
    samples: set[int] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)


def redecided(db: Database, matcher: Matcher, operation: int | None = None) -> Redecision:
    """The past visits that a correction decides otherwise, by their best face; None: the newest correction.

    These are visits that carry the person's name and look like a face that is not theirs now, and visits of others
    or of nobody known that the person's new samples reach now. Raises `NotFoundError` where there is no such
    correction in force, `StoreError` where visits do not fit the model.
    """
    found: dict[int, int | None] = {}
    with db.read() as session:
        entry = _correction(session, operation)
        rows = _rows_of(session, entry)
        if rows.person is None:
            return Redecision(entry.id, entry.message)
        before, now = _gallery(session, matcher, rows, before=True), _gallery(session, matcher, rows, before=False)
        named = set(session.scalars(select(Negative.sighting_id).where(Negative.shown_id.is_not(None))))
        query = (
            select(Visit.id, Visit.person_id, Visit.state, Visit.vector)
            .where(Visit.space == matcher.gallery.space, Visit.vector.is_not(None), Visit.hidden_by.is_(None))
            .order_by(Visit.id.desc())
            .limit(NEWEST)
        )
        for portion in session.execute(query.execution_options(yield_per=_PORTION)).partitions():
            seen = [row for row in portion if row.vector is not None and row.id not in named]
            if seen:
                found.update(_compare(matcher, rows.person, before, now, seen))
            if len(found) > MOST:
                break
        people = {who for who in found.values() if who is not None}
        names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    chosen = tuple(found)[:MOST]
    visits = list_visits(db, Filter(among=chosen), limit=MOST) if chosen else []
    told = tuple(Redecided(visit, who := found[visit.id], names.get(who or 0)) for visit in visits)
    return Redecision(entry.id, entry.message, told, len(found) > MOST)


def redecide(db: Database, what: Redecision, among: Collection[int] | None = None) -> Change:
    """Change the visits that were found, `among`: only these of them; one undo takes back the correction and this.

    Raises `NotFoundError` where the correction was taken back, `ConflictError` where the same people were changed
    since.
    """
    visits = [one for one in what.visits if among is None or one.visit.id in among]
    if not visits:
        return Change(None, Redecide.kind, frozenset(), Message("No past visit would be decided otherwise now"))
    changes = tuple((one.visit.id, one.visit.person, one.person) for one in visits)
    return amend(db, what.operation, Redecide(changes))


def _correction(session: Session, operation: int | None) -> Operation:
    query = select(Operation).where(Operation.undone.is_(None), Operation.kind.in_(CORRECTIONS))
    if operation is not None:
        query = query.where(Operation.id == operation)
    entry = session.scalar(query.order_by(Operation.id.desc()).limit(1))
    if entry is None:
        raise NotFoundError("There is no correction whose past visits could be looked at", "Correct a face first")
    return entry


def _rows_of(session: Session, entry: Operation) -> _Rows:
    found = _Rows()
    for step in entry.steps:
        if step["table"] == "template":
            found.samples.update(step["rows"])
        elif step["table"] == "negative":
            (found.added if step["after"] is None else found.ended).update(step["rows"])
    for model, ids in ((Template, found.samples), (Negative, found.added)):
        if ids:
            found.person = session.scalar(select(model.person_id).where(model.id.in_(ids)).limit(1))
    return found


def _gallery(session: Session, matcher: Matcher, rows: _Rows, *, before: bool) -> Gallery | None:
    """The person alone, as they are, or as they were before the correction; None where they had no sample."""
    space, place = matcher.gallery.space, matcher.gallery.neighbourhood

    def kept(model: type[Template] | type[Negative], brought: set[int], ended: set[int]) -> Sequence[Any]:
        query = select(model).where(model.person_id == rows.person, model.space == space)
        found: Sequence[Any] = session.scalars(query).all()
        ours = [one for one in found if one.hidden_by is None or (before and one.id in ended)]
        return [one for one in ours if one.vector is not None and not (before and one.id in brought)]

    samples, against = kept(Template, rows.samples, set()), kept(Negative, rows.added, rows.ended)
    if not samples:
        return None
    return Gallery(
        _matrix([one.vector for one in samples]),
        np.full(len(samples), rows.person, np.int64),
        {rows.person or 0: ""},
        space,
        negatives=_matrix([one.vector for one in against]) if against else None,
        negative_persons=np.full(len(against), rows.person, np.int64),
        qualities=np.array([one.quality for one in samples], np.float32),
        neighbourhood=place,
    )


def _compare(
    matcher: Matcher, person: int, before: Gallery | None, now: Gallery | None, seen: Sequence[Any]
) -> dict[int, int | None]:
    """By visit, who it is now, of those for whom the correction makes a difference."""
    faces = _matrix([row.vector for row in seen])
    theirs = np.array([row.person_id == person for row in seen])
    by_hand = np.array([row.person_id is not None and row.state != State.KNOWN for row in seen])
    (refused_then, named_then), (refused, named) = (_said(matcher, gallery, faces) for gallery in (before, now))
    lost = theirs & ~by_hand & refused & ~refused_then
    won = ~theirs & ~by_hand & named & ~named_then
    found: dict[int, int | None] = {}
    for at in np.flatnonzero(lost | won).tolist():
        (decision,) = matcher.decide([Evidence(faces[at])])
        if lost[at] or decision.person == person:
            found[seen[at].id] = decision.person
    return found


def _said(
    matcher: Matcher, gallery: Gallery | None, faces: NDArray[np.float32]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(N,) and (N,): to which of the faces (N, D) the one person's name is refused, and to which it is given."""
    if gallery is None:
        nobody = np.zeros(len(faces), np.bool_)
        return nobody, nobody
    scores = gallery.scores(faces)
    refused = gallery.refused(faces, scores)[:, 0]
    return refused, (scores[:, 0] >= matcher.threshold) & ~refused


def _matrix(blobs: list[bytes]) -> NDArray[np.float32]:
    return vectors.decode(blobs, len(blobs[0]) // vectors.STORED.itemsize)
