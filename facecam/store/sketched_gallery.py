"""Hundreds of thousands of people in an SQLite file, of whom a sketch is held (`identity.sketch`): a quarter of the
memory that their vectors take, and a third of the time. It lies in the file beside the database (`gallery_file`);
names and exact vectors stay in the database.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facecam.identity.gallery import Enrolled, Gallery
from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.sketch import Block, Sketch
from facecam.store import gallery_file
from facecam.store.database import Database
from facecam.store.gallery import census, changed_people, keep, read_by_person, read_negatives, read_some
from facecam.store.schema import Meta, Template
from facecam.store.stored_gallery import StoredGallery

VAST = 200_000
"""Samples from which they stay in the database: fewer are compared in less time than the question takes."""

_WIDTH = 100_000
"""Templates of a block: of few large ones the sums are made in less time."""

_RENEWED = 0.01
"""The share of people who have other templates than in the file, from which it is written anew."""

_DOUBT = 0.2
"""A face that is less like one that is not somebody's denies nothing: among so many no threshold is as low."""


class SketchedGallery(StoredGallery):
    """Whoever the sketch does not leave out, and whom one of the faces is said not to be."""

    sketch: Sketch
    marks: tuple[NDArray[np.int64], NDArray[np.uint64]]
    """The people, and by what is known whether somebody's templates have changed (`gallery.census`)."""
    negatives: tuple[NDArray[np.float32], NDArray[np.int64]]
    """(M, D + 1), with what is taken off, and whose they are not."""

    def _answer(
        self, session: Session, vectors: NDArray[np.float32], most: int, and_of: Collection[int]
    ) -> Gallery:
        seen = [self.sketch.seen(vector) for vector in vectors]
        people = {*and_of, *self._denied(vectors)}
        for one in seen:
            people.update(one.guessed(most).tolist())
        while True:
            found = self._read(session, people)
            missing: set[int] = set()
            if found.size:
                scores = np.sort(found.scores(vectors, np.zeros(len(vectors), np.float32)), axis=1)
                for one, bar in zip(seen, scores[:, -min(most, found.size)].tolist(), strict=True):
                    missing.update(one.reaching(bar).tolist())
            if missing <= people:
                return found
            people |= missing

    def _denied(self, vectors: NDArray[np.float32]) -> Collection[int]:
        against, whose = self.negatives
        if not len(vectors) or not len(whose):
            return ()
        faces = np.vstack([vectors.T, np.full(len(vectors), -1, np.float32)])
        found: list[int] = whose[(against @ faces >= _DOUBT).any(axis=1)].tolist()
        return found


def load_sketched(
    db: Database, space: str, dimension: int, neighbourhood: Neighbourhood, known: Enrolled | None = None
) -> SketchedGallery | None:
    """Everybody who is not hidden, as `gallery.load_gallery` has them; None where they have fewer than `VAST`
    samples, or the database is no file or encrypted.

    `known`: what this has returned before for the same database, space and neighbourhood.
    """
    if db.file is None or db.vault is not None:
        return None
    key = gallery_file.key_of(f"sketch of {space}", dimension, neighbourhood)
    with db.read() as session:
        if (session.scalar(select(func.max(Template.id))) or 0) < VAST:
            return None
        revision = session.scalars(select(Meta.gallery)).one()
        people, marks, samples = census(session, space)
        if samples < VAST:
            return None
        # The file first, also where its like is held: it may be a newer one, without whoever was forgotten.
        stored = _stored(db.file, key)
        held = (known.sketch, *known.marks) if isinstance(known, SketchedGallery) else None
        old = stored or held
        changed = people if old is None else changed_people(old[1], old[2], people, marks)
        if old is None or len(changed) > len(people) / 3:
            matrices = read_by_person(db, session, space, dimension, neighbourhood, _WIDTH)
            sketch = Sketch(tuple(map(Block.of, matrices)))
        elif len(changed):
            new = read_some(db, session, space, dimension, neighbourhood, changed.tolist())
            sketch = old[0].replaced(changed, new)
        else:
            sketch = old[0]
        against, whose, _ = read_negatives(db, session, space, dimension, None)
    renewed = stored is None or len(changed) > _RENEWED * len(people)
    if renewed and not db.read_only and keep(db, key, _arrays(sketch, people, marks), revision):
        stored = _stored(db.file, key)
        sketch = sketch if stored is None else stored[0]
    gallery = SketchedGallery(db, space, dimension, neighbourhood, revision, len(people), samples)
    gallery.sketch, gallery.marks = sketch, (people, marks)
    gallery.negatives = np.column_stack([against, neighbourhood.crowding(against)]), whose
    return gallery


def _arrays(sketch: Sketch, people: NDArray[np.int64], marks: NDArray[np.uint64]) -> dict[str, NDArray[Any]]:
    blocks = sketch.blocks
    return {
        "people": people,
        "marks": marks,
        "widths": np.array([len(block.owners) for block in blocks], np.int64),
        "owners": np.concatenate([block.owners for block in blocks]),
        "taken": np.concatenate([block.taken for block in blocks]),
        "sums": np.concatenate([block.sums for block in blocks]),
        "steps": np.stack([block.steps for block in blocks]),
        "bounds": np.stack([block.bounds for block in blocks]),
        "codes": np.concatenate([block.codes.reshape(-1) for block in blocks]),
    }


def _stored(file: Path, key: str) -> tuple[Sketch, NDArray[np.int64], NDArray[np.uint64]] | None:
    arrays = gallery_file.read(file, key, "codes")
    if arrays is None:
        return None
    ends = np.cumsum(arrays["widths"]).tolist()
    steps, blocks = arrays["steps"], []
    for at, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        owners, taken, sums = (arrays[name][start:end] for name in ("owners", "taken", "sums"))
        codes = arrays["codes"][steps.shape[1] * start : steps.shape[1] * end].reshape(-1, end - start)
        blocks.append(Block(owners, taken, codes, sums, steps[at], arrays["bounds"][at]))
    return Sketch(tuple(blocks)), arrays["people"], arrays["marks"]
