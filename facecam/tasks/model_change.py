"""Changing the model: samples are embedded anew from their kept pictures; vectors of two are never mixed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from facecam.base.errors import InputError
from facecam.base.types import Vector
from facecam.operations.reembedding import Reembed
from facecam.store.database import Database
from facecam.store.schema import Negative, Person, Picture, Template, Visit
from facecam.store.unknowns import NEWEST
from facecam.vision.crops import kept_crop
from facecam.vision.embedder import Embedder

log = logging.getLogger(__name__)

BATCH = 32
"""Crops that are embedded at a time."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of the samples when a model is used."""

    ready: int
    """Samples that are this model's already."""
    kept: int
    """Samples of other models whose picture was kept: they can be brought over."""
    lost: int
    """Samples of other models without a picture: their people must be enrolled again."""
    without: tuple[str, ...]
    """The names of those who would have no sample at all."""
    corrections: int
    """What was said about who somebody is not, by faces that other models saw and that no kept picture shows: it
    is kept for those models, and not heeded."""
    corrections_kept: int
    """The same where the visit's picture was kept: it can be brought over."""
    visits: int
    """Of the newest visits (as many as strangers are looked for in), those of other models without a picture: they
    are neither grouped nor corrected by their face. The others follow the model in use."""


def outlook(db: Database, space: str) -> Outlook:
    """What the model of `space` would find; `space` may be one that no sample has yet."""
    ready, kept = Template.space == space, Template.picture_id.is_not(None)
    sums = select(func.count().filter(ready), func.count().filter(~ready, kept), func.count().filter(~ready, ~kept))
    usable = select(Template.person_id).where(Template.hidden_by.is_(None), ready | kept)
    enrolled = select(Template.person_id).where(Template.hidden_by.is_(None))
    without = (
        select(Person.name)
        .where(Person.hidden_by.is_(None), Person.id.in_(enrolled), Person.id.not_in(usable))
        .order_by(Person.folded, Person.id)
    )
    pictured = Visit.picture_id.is_not(None)
    corrections = (
        select(func.count().filter(~pictured | Visit.id.is_(None)), func.count().filter(pictured))
        .select_from(Negative)
        .join(Person, Person.id == Negative.person_id)
        .outerjoin(Visit, Visit.id == Negative.sighting_id)
        .where(*_SAID, Negative.space != space)
    )
    newest = (
        select(Visit.space, Visit.picture_id)
        .order_by(Visit.started.desc(), Visit.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    # A visit without a face has no space, and is neither equal nor unequal to one.
    visits = select(func.count()).where(newest.c.space != space, newest.c.picture_id.is_(None))
    with db.read() as session:
        row = session.execute(sums.select_from(Template).join(Person).where(*_IN_USE)).one()
        names = tuple(session.scalars(without))
        lost, brought = session.execute(corrections).one()
        return Outlook(*row, names, lost, brought, session.scalars(visits).one())


def spaces(db: Database, *, pictured: bool = False) -> dict[str, int]:
    """How many samples there are of each model, by its space; `pictured`: only those whose picture was kept."""
    query = select(Template.space, func.count()).join(Person).where(*_IN_USE).group_by(Template.space)
    if pictured:
        query = query.where(Template.picture_id.is_not(None))
    with db.read() as session:
        return dict(session.execute(query).all())


def reembed(db: Database, embedder: Embedder, go_on: Callable[[int, int], bool]) -> Reembed | None:
    """The operation that brings over every sample and correction of another model whose picture was kept; None for
    nothing. (Visits follow on their own: `operations.visits`.)

    Nothing is changed before it is applied. `go_on(done, all)` is asked before each batch; where it says no, None
    is returned. Raises `InputError` where no picture could be read.
    """
    samples = (
        select(Template.id, Template.picture_id)
        .join(Person)
        .where(*_IN_USE, Template.space != embedder.space, Template.picture_id.is_not(None))
        .order_by(Template.id)
    )
    corrections = (
        select(Negative.id, Visit.picture_id)
        .join(Person, Person.id == Negative.person_id)
        .join(Visit, Visit.id == Negative.sighting_id)
        .where(*_SAID, Negative.space != embedder.space, Visit.picture_id.is_not(None))
        .order_by(Negative.id)
    )
    with db.read() as session:
        of_samples = dict(session.execute(samples).all())
        of_corrections = dict(session.execute(corrections).all())
    pictures = list(dict.fromkeys([*of_samples.values(), *of_corrections.values()]))
    vectors: dict[int | None, Vector] = {}
    for start in range(0, len(pictures), BATCH):
        if not go_on(start, len(pictures)):
            return None
        batch = pictures[start : start + BATCH]
        with db.read() as session:
            jpegs = dict(session.execute(select(Picture.id, Picture.jpeg).where(Picture.id.in_(batch))).all())
        crops = [(picture, kept_crop(jpegs.get(picture), embedder.size)) for picture in batch if picture]
        readable = [(picture, crop) for picture, crop in crops if crop is not None]
        found = embedder.embed([crop for _, crop in readable])
        vectors |= {picture: vector for (picture, _), vector in zip(readable, found, strict=True)}
    if pictures and not vectors:
        raise InputError("None of the kept pictures can be read", "Enrol these people again")
    if len(vectors) < len(pictures):
        log.warning("%d of %d kept pictures cannot be read", len(pictures) - len(vectors), len(pictures))
    if not pictures or not go_on(len(pictures), len(pictures)):
        return None
    return Reembed(
        {row: vectors[picture] for row, picture in of_samples.items() if picture in vectors},
        embedder.space,
        embedder.name,
        {row: vectors[picture] for row, picture in of_corrections.items() if picture in vectors},
    )


_IN_USE = (Person.hidden_by.is_(None), Template.hidden_by.is_(None))
_SAID = (Person.hidden_by.is_(None), Negative.hidden_by.is_(None))
