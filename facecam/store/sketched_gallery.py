"""Hundreds of thousands of people in an SQLite file, of whom a sketch is held (`identity.sketch`): a quarter of the
memory that their vectors take, and a third of the time. It lies in the file beside the database (`gallery_file`);
names and exact vectors stay in the database.
"""

from __future__ import annotations

from collections import Counter
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
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import gallery_file
from facecam.store.database import Database
from facecam.store.gallery import (
    alike,
    census,
    changed_people,
    gallery_of,
    keep,
    read_by_person,
    read_negatives,
    read_some,
)
from facecam.store.schema import Meta, Template
from facecam.store.stored_gallery import StoredGallery

VAST = 200_000
"""Samples from which they stay in the database: fewer are compared in less time than the question takes."""

_WIDTH = 100_000
"""Templates of a block: of few large ones the sums are made in less time."""

_SMALL = 16
"""Blocks of less than half as many, at most: each edit may make one, and a face takes some time for each."""

_RENEWED = 0.01
"""The share of people who have other templates than in the file, from which it is written anew."""

_TOGETHER = 8
"""Faces of a question whose scores to everybody are held at the same time: each has four bytes for every column."""

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
        read = _Read(self._db, session, self.space, self._dimension, self.neighbourhood)
        read.add({*and_of, *self._denied(vectors)})
        for start in range(0, len(vectors), _TOGETHER):
            self._add_likeliest(read, vectors[start : start + _TOGETHER], most)
        return read.gallery()

    def _add_likeliest(self, read: _Read, faces: NDArray[np.float32], most: int) -> None:
        seen = [self.sketch.seen(face) for face in faces]
        read.add({person for one in seen for person in one.guessed(most).tolist()})
        # More templates only raise a bar: once all who may reach it are read, nobody is missing.
        bars = zip(seen, read.bars(faces, most), strict=True)
        read.add({person for one, bar in bars for person in one.reaching(bar).tolist()})

    def _denied(self, vectors: NDArray[np.float32]) -> Collection[int]:
        against, whose = self.negatives
        if not len(vectors) or not len(whose):
            return ()
        faces = np.vstack([vectors.T, np.full(len(vectors), -1, np.float32)])
        found: list[int] = whose[(against @ faces >= _DOUBT).any(axis=1)].tolist()
        return found


class _Read:
    """Whose templates were read for one question, in its transaction; each is read once."""

    def __init__(
        self, db: Database, session: Session, space: str, dimension: int, neighbourhood: Neighbourhood
    ) -> None:
        self._where = db, session, space, dimension, neighbourhood
        self._people: set[int] = set()
        self._parts: list[TemplateMatrix] = []
        self._lost: Counter[int] = Counter()

    def add(self, people: set[int]) -> None:
        if new := people - self._people:
            part, lost = read_some(*self._where, new)
            self._people |= new
            self._parts.append(part)
            self._lost += lost

    def bars(self, faces: NDArray[np.float32], most: int) -> list[float]:
        """Of each face the score of the last of the `most` likeliest; its own place counts nothing."""
        nobody = np.empty((len(faces), 0), np.float32)
        scores = np.concatenate([nobody, *(part.scores(faces) for part in self._parts)], axis=1)
        if not scores.size:  # they were removed meanwhile
            return [np.inf] * len(faces)
        last = max(scores.shape[1] - most, 0)
        bars: list[float] = np.partition(scores, last, axis=1)[:, last].tolist()
        return bars

    def gallery(self) -> Gallery:
        matrix = TemplateMatrix.joined(self._parts) if self._parts else read_some(*self._where, ())[0]
        return gallery_of(*self._where, matrix, self._lost)


def load_sketched(
    db: Database, space: str, dimension: int, neighbourhood: Neighbourhood, known: Enrolled | None = None
) -> SketchedGallery | None:
    """Everybody who is not hidden, as `gallery.load_gallery` has them; None where they have fewer than `VAST`
    samples, or the database is no file or encrypted.

    `known`: what this has returned before for the same database, space and neighbourhood.
    """
    if db.file is None:
        return None
    key = gallery_file.key_of(f"sketch of {space}", dimension, neighbourhood)
    with db.read() as session:
        if db.vault is not None:  # as this session has found it
            return None
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
        small = [] if old is None else [block.owners for block in old[0].blocks if len(block.owners) < _WIDTH / 2]
        if len(small) > _SMALL:  # into one
            changed = np.union1d(changed, np.concatenate(small))
        lost: Counter[int] = Counter()
        if old is None or len(changed) > len(people) / 3:
            blocks = []
            for matrix, damaged in read_by_person(db, session, space, dimension, neighbourhood, _WIDTH):
                lost.update(damaged)
                blocks += [Block.of(matrix)] if len(matrix.people) else []
            sketch = Sketch(tuple(blocks))
        elif len(changed):
            new, lost = read_some(db, session, space, dimension, neighbourhood, changed.tolist())
            sketch = old[0].replaced(changed, new)
        else:
            sketch = old[0]
        against, whose, unread = read_negatives(db, session, space, dimension, None)
    if not sketch.blocks:
        return None
    gallery = SketchedGallery(
        db, space, dimension, neighbourhood, revision, len(people) - _absent(sketch, lost), samples - lost.total()
    )
    gallery.unreadable = lost + unread
    # Whoever has damaged ones has no mark, and is read again each time: so they are counted each time.
    whole = ~np.isin(people, list(lost))
    people, marks = people[whole], marks[whole]
    renewed = stored is None or len(small) > _SMALL or len(changed) - len(lost) > _RENEWED * len(people)
    if renewed and not db.read_only and keep(db, key, _arrays(sketch, people, marks), revision):
        stored = _stored(db.file, key)
        if stored is not None and alike(stored[1:], (people, marks)):
            sketch = stored[0]
    gallery.sketch, gallery.marks = sketch, (people, marks)
    gallery.negatives = np.column_stack([against, neighbourhood.crowding(against)]), whose
    return gallery


def _absent(sketch: Sketch, people: Collection[int]) -> int:
    """How many of these people have no column."""
    here = np.zeros(len(people), np.bool_)
    for block in sketch.blocks if people else ():
        here |= np.isin(list(people), block.owners)
    return len(people) - int(here.sum())


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
