"""Changing the model: samples are embedded anew from their kept pictures; vectors of two are never mixed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from sqlalchemy import func, select

from facecam.errors import InputError
from facecam.operations.reembedding import Reembed
from facecam.store.database import Database
from facecam.store.schema import Negative, Person, Picture, Template
from facecam.types import Image
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
    """What was said about who somebody is not, by faces that other models saw: it is not heeded."""


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
    corrections = (
        select(func.count())
        .select_from(Negative)
        .join(Person, Person.id == Negative.person_id)
        .where(Person.hidden_by.is_(None), Negative.hidden_by.is_(None), Negative.space != space)
    )
    with db.read() as session:
        row = session.execute(sums.select_from(Template).join(Person).where(*_IN_USE)).one()
        names = tuple(session.scalars(without))
        return Outlook(row[0], row[1], row[2], names, session.scalars(corrections).one())


def spaces(db: Database, *, pictured: bool = False) -> dict[str, int]:
    """How many samples there are of each model, by its space; `pictured`: only those whose picture was kept."""
    query = select(Template.space, func.count()).join(Person).where(*_IN_USE).group_by(Template.space)
    if pictured:
        query = query.where(Template.picture_id.is_not(None))
    with db.read() as session:
        return dict(session.execute(query).all())


def reembed(db: Database, embedder: Embedder, go_on: Callable[[int, int], bool]) -> Reembed | None:
    """The operation that brings over every sample of another model whose picture was kept; None for no sample.

    Nothing is changed before it is applied. `go_on(done, all)` is asked before each batch; where it says no, None
    is returned. Raises `InputError` where no picture could be read.
    """
    wanted = (
        select(Template.id)
        .join(Person)
        .where(*_IN_USE, Template.space != embedder.space, Template.picture_id.is_not(None))
        .order_by(Template.id)
    )
    with db.read() as session:
        rows = list(session.scalars(wanted))
    templates: list[int] = []
    vectors = [np.empty((0, embedder.dimension), np.float32)]
    for start in range(0, len(rows), BATCH):
        if not go_on(start, len(rows)):
            return None
        batch = rows[start : start + BATCH]
        with db.read() as session:
            query = select(Template.id, Picture.jpeg).join(Picture).where(Template.id.in_(batch))
            pictures = dict(session.execute(query).all())
        crops = [(template, _crop(pictures.get(template), embedder.size)) for template in batch]
        readable = [(template, crop) for template, crop in crops if crop is not None]
        templates += [template for template, _ in readable]
        vectors.append(embedder.embed([crop for _, crop in readable]))
    if rows and not templates:
        raise InputError("None of the kept pictures can be read", "Enrol these people again")
    if len(templates) < len(rows):
        log.warning("%d of %d kept pictures cannot be read", len(rows) - len(templates), len(rows))
    if not rows or not go_on(len(rows), len(rows)):
        return None
    return Reembed(tuple(templates), np.concatenate(vectors), embedder.space, embedder.name)


_IN_USE = (Person.hidden_by.is_(None), Template.hidden_by.is_(None))


def _crop(jpeg: bytes | None, size: int) -> Image | None:
    """The aligned crop at the size that a model wants (faces lie alike in all sizes); None where it is no image."""
    crop = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if crop is None or crop.shape[0] != crop.shape[1]:
        return None
    if len(crop) != size:
        crop = cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA if len(crop) > size else cv2.INTER_CUBIC)
    return np.asarray(crop, np.uint8)
