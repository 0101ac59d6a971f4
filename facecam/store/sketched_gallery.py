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
from facecam.store.gallery import RENEWED, gallery_of, keep
from facecam.store.schema import Meta, Template
from facecam.store.stored_gallery import StoredGallery
from facecam.store.template_rows import Census, TemplateRows

VAST = 200_000
"""Samples from which they stay in the database: fewer are compared in less time than the question takes."""

_WIDTH = 200_000
"""Templates of a block. Few large ones take less time, and from 32 MB of codes on (glibc) what was taken to pack
them goes back to the system at once, instead of staying with the program."""

_SMALL = 16
"""Blocks of less than half as many, at most: each edit may make one, and a face takes some time for each."""

_TOGETHER = 8
"""Faces of a question whose scores to everybody are held at the same time: each has four bytes for every column."""

_DOUBT = 0.2
"""A face that is less like one that is not somebody's denies nothing: among so many no threshold is as low."""


class SketchedGallery(StoredGallery):
    """Whoever the sketch does not leave out, and whom one of the faces is said not to be."""

    sketch: Sketch
    census: Census
    """Of those who have no damaged ones."""
    negatives: tuple[NDArray[np.float32], NDArray[np.int64]]
    """(M, D + 1), with what is taken off, and whose they are not."""

    def _answer(
        self, session: Session, vectors: NDArray[np.float32], most: int, and_of: Collection[int]
    ) -> Gallery:
        read = _Read(self._rows(session))
        read.add({*and_of, *self._denied(vectors)})
        for start in range(0, len(vectors), _TOGETHER):
            self._add_likeliest(read, vectors[start : start + _TOGETHER], most)
        return read.gallery()

    def _add_likeliest(self, read: _Read, faces: NDArray[np.float32], most: int) -> None:
        seen = self.sketch.seen(faces)
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

    def __init__(self, rows: TemplateRows) -> None:
        self._rows = rows
        self._people: set[int] = set()
        self._parts: list[TemplateMatrix] = []
        self._lost: Counter[int] = Counter()

    def add(self, people: set[int]) -> None:
        if new := people - self._people:
            part, lost = self._rows.of(new)
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
        matrix = TemplateMatrix.joined(self._parts) if self._parts else self._rows.of(())[0]
        return gallery_of(self._rows, matrix, self._lost)


def load_sketched(
    db: Database, space: str, dimension: int, neighbourhood: Neighbourhood, known: Enrolled | None = None
) -> SketchedGallery | None:
    """Everybody who is not hidden, as `gallery.load_gallery` has them; None where they have fewer than `VAST`
    samples, or the database is no file or encrypted.

    `known`: what this has returned before for the same database, space and neighbourhood.
    """
    if db.file is None:
        return None
    key = gallery_file.key_of(f"packed sketch of {space}", dimension, neighbourhood)
    with db.read() as session:
        rows = TemplateRows(db, session, space, dimension, neighbourhood)
        if db.vault is not None:  # as this session has found it
            return None
        if (session.scalar(select(func.max(Template.id))) or 0) < VAST:
            return None
        revision = session.scalars(select(Meta.gallery)).one()
        now, samples = rows.census()
        if samples < VAST:
            return None
        # The file first, also where its like is held: it may be a newer one, without whoever was forgotten.
        stored = _stored(db.file, key)
        held = (known.sketch, known.census) if isinstance(known, SketchedGallery) else None
        sketch, lost, renewed = _followed(rows, stored or held, now)
        against, whose, unread = rows.negatives()
    if not sketch.blocks:
        return None
    people = len(now.people) - _absent(sketch, lost)
    gallery = SketchedGallery(db, space, dimension, neighbourhood, revision, people, samples - lost.total())
    gallery.unreadable = lost + unread
    # Whoever has damaged ones has no mark, and is read again each time: so they are counted each time.
    whole = now.only(~np.isin(now.people, list(lost)))
    if (stored is None or renewed) and not db.read_only and keep(db, key, _arrays(sketch, whole), revision):
        stored = _stored(db.file, key)
        if stored is not None and stored[1].same(whole):
            sketch = stored[0]
    sketch.prepare()
    for block in sketch.blocks:
        gallery_file.let_go(block.codes)  # for they are packed, and read again only for an edit
    gallery.sketch, gallery.census = sketch, whole
    gallery.negatives = np.column_stack([against, neighbourhood.crowding(against)]), whose
    return gallery


def _followed(
    rows: TemplateRows, old: tuple[Sketch, Census] | None, now: Census
) -> tuple[Sketch, Counter[int], bool]:
    """The sketch as of now, how many templates of each person were damaged, and whether it is worth a new file."""
    changed = now.people if old is None else old[1].changed(now)
    small = [] if old is None else [block.owners for block in old[0].blocks if len(block.owners) < _WIDTH / 2]
    if len(small) > _SMALL:  # into one
        changed = np.union1d(changed, np.concatenate(small))
    if old is not None and not len(changed):
        return old[0], Counter(), False
    if old is not None and len(changed) <= len(now.people) / 3:
        others, lost = rows.of(changed.tolist())
        renewed = len(small) > _SMALL or len(changed) - len(lost) > RENEWED * len(now.people)
        return old[0].replaced(changed, others), lost, renewed
    blocks, lost = [], Counter[int]()
    for matrix, damaged in rows.in_parts(_WIDTH):
        lost.update(damaged)
        blocks += [Block.of(matrix)] if len(matrix.people) else []
    return Sketch(tuple(blocks)), lost, True


def _absent(sketch: Sketch, people: Collection[int]) -> int:
    """How many of these people have no column."""
    here = np.zeros(len(people), np.bool_)
    for block in sketch.blocks if people else ():
        here |= np.isin(list(people), block.owners)
    return len(people) - int(here.sum())


def _arrays(sketch: Sketch, census: Census) -> dict[str, NDArray[Any]]:
    blocks = sketch.blocks
    return {
        "people": census.people,
        "marks": census.marks,
        "widths": np.array([len(block.owners) for block in blocks], np.int64),
        "owners": np.concatenate([block.owners for block in blocks]),
        "taken": np.concatenate([block.taken for block in blocks]),
        "steps": np.stack([block.steps for block in blocks]),
        "bounds": np.stack([block.bounds for block in blocks]),
        "codes": np.concatenate([block.codes.reshape(-1) for block in blocks]),
    }


def _stored(file: Path, key: str) -> tuple[Sketch, Census] | None:
    arrays = gallery_file.read(file, key, "codes")
    if arrays is None:
        return None
    ends = np.cumsum(arrays["widths"]).tolist()
    steps, blocks = arrays["steps"], []
    for at, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        owners, taken = arrays["owners"][start:end], arrays["taken"][start:end]
        codes = arrays["codes"][steps.shape[1] * start : steps.shape[1] * end].reshape(-1, end - start)
        blocks.append(Block(owners, taken, codes, steps[at], arrays["bounds"][at]))
    return Sketch(tuple(blocks)), Census(arrays["people"], arrays["marks"])
