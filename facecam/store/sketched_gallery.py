"""Very many people, of whom a sketch is held (`identity.sketch`): a fifth of the memory that their vectors take.
Names and exact vectors stay in the database. The sketch itself lies beside an SQLite file (`gallery_file`), or in
a table of PostgreSQL (`sketch_index`).
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
from facecam.identity.sketch import Codes, Sketch
from facecam.identity.template_matrix import TemplateMatrix
from facecam.store import gallery_file
from facecam.store.database import Database
from facecam.store.gallery import RENEWED, gallery_of, keep
from facecam.store.schema import Meta, Template
from facecam.store.stored_gallery import StoredGallery
from facecam.store.template_rows import Census, TemplateRows

VAST = 200_000
"""Samples from which they stay in the database: fewer are compared in less time than the question takes."""

WIDTH = 400_000
"""Templates of a block. Few large ones take less time, and from 32 MB of codes on (glibc) what was taken to pack
them goes back to the system at once, instead of staying with the program."""

SMALL = 16
"""Blocks of less than half as many, at most: each edit may make one, and a face takes some time for each."""

_DOUBT = 0.2
"""A face that is less like one that is not somebody's denies nothing: among so many no threshold is as low."""


class SketchedGallery(StoredGallery):
    """Whoever the sketch does not leave out, and whom one of the faces is said not to be."""

    sketch: Sketch
    negatives: tuple[NDArray[np.float32], NDArray[np.int64]]
    """(M, D + 1), with what is taken off, and whose they are not."""

    def _answer(
        self, session: Session, vectors: NDArray[np.float32], most: int, and_of: Collection[int]
    ) -> Gallery:
        read = _Read(self._rows(session))
        always = {*and_of, *self._denied(vectors), *self._newer(session)}
        read.add(always)
        for vector in vectors:
            seen = self.sketch.seen(vector, most)
            read.add(set(seen.guessed(most).tolist()))
            # More templates only raise the bar: once all who may reach it are read, nobody is missing.
            read.add(set(seen.reaching(read.bar(vector, most)).tolist()))
        return read.gallery(vectors, most, always, self.revision)

    def _newer(self, session: Session) -> Collection[int]:
        """Whom the sketch has not, or as they were."""
        return ()

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

    def bar(self, vector: NDArray[np.float32], most: int) -> float:
        """The score of the last of the `most` likeliest; the face's own place counts nothing."""
        scores = np.concatenate([np.empty(0, np.float32), *(part.scores(vector[None])[0] for part in self._parts)])
        return _last(scores, most) if scores.size else np.inf  # they were removed meanwhile

    def gallery(self, vectors: NDArray[np.float32], most: int, always: Collection[int], revision: int) -> Gallery:
        """Of the `most` likeliest of each face, and of those who are to be in it."""
        if not self._parts:
            return gallery_of(self._rows, *self._rows.of(()), revision)
        matrix = TemplateMatrix.joined(self._parts)
        kept = np.isin(matrix.people, list(always))
        for scores in matrix.scores(vectors) if len(matrix.people) else ():
            kept |= scores >= _last(scores, most)
        lost = Counter({person: number for person, number in self._lost.items() if person in always})
        return gallery_of(self._rows, matrix.only(kept), lost, revision)


def _last(scores: NDArray[np.float32], most: int) -> float:
    """Of the `most` largest."""
    at = max(scores.size - most, 0)
    return float(np.partition(scores, at)[at])


class FileGallery(SketchedGallery):
    """Whose sketch lies beside an SQLite file."""

    parts: tuple[Codes, ...]
    census: Census
    """Of those who have no damaged ones."""


def load_sketched(
    db: Database, space: str, dimension: int, neighbourhood: Neighbourhood, known: Enrolled | None = None
) -> FileGallery | None:
    """Everybody who is not hidden, as `gallery.load_gallery` has them; None where they have fewer than `VAST`
    samples, or the database is no file or encrypted.

    `known`: what this has returned before for the same database, space and neighbourhood.
    """
    if db.file is None:
        return None
    key = gallery_file.key_of(f"four bits of {space}", dimension, neighbourhood)
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
        held = (known.parts, known.census) if isinstance(known, FileGallery) else None
        parts, lost, renewed = _followed(rows, stored or held, now)
        negatives, unread = held_negatives(rows)
    if not parts:
        return None
    people = len(now.people) - _absent(parts, lost)
    gallery = FileGallery(db, space, dimension, neighbourhood, revision, people, samples - lost.total())
    gallery.unreadable = lost + unread
    # Whoever has damaged ones has no mark, and is read again each time: so they are counted each time.
    whole = now.only(~np.isin(now.people, list(lost)))
    if (stored is None or renewed) and not db.read_only and keep(db, key, _arrays(parts, whole), revision):
        stored = _stored(db.file, key)
        if stored is not None and stored[1].same(whole):
            parts = stored[0]
    gallery.sketch = Sketch(tuple(part.packed for part in parts))
    for part in parts:
        gallery_file.let_go(part.codes)  # for they are packed, and read again only for an edit
    gallery.parts, gallery.census, gallery.negatives = parts, whole, negatives
    return gallery


def held_negatives(
    rows: TemplateRows,
) -> tuple[tuple[NDArray[np.float32], NDArray[np.int64]], Counter[int]]:
    """`SketchedGallery.negatives`, and how many of each person's were damaged."""
    against, whose, unread = rows.negatives()
    return (np.column_stack([against, rows.neighbourhood.crowding(against)]), whose), unread


def _followed(
    rows: TemplateRows, old: tuple[tuple[Codes, ...], Census] | None, now: Census
) -> tuple[tuple[Codes, ...], Counter[int], bool]:
    """Everybody as of now, how many templates of each person were damaged, and whether it is worth a new file."""
    changed = now.people if old is None else old[1].changed(now)
    small = [] if old is None else [part.owners for part in old[0] if len(part.owners) < WIDTH / 2]
    if len(small) > SMALL:  # into one
        changed = np.union1d(changed, np.concatenate(small))
    if old is not None and not len(changed):
        return old[0], Counter(), False
    if old is not None and len(changed) <= len(now.people) / 3:
        others, lost = rows.of(changed.tolist())
        renewed = len(small) > SMALL or len(changed) - len(lost) > RENEWED * len(now.people)
        parts = [*(part.without(changed) for part in old[0]), Codes.of(others)]
        return tuple(part for part in parts if len(part.owners)), lost, renewed
    everybody, lost = list[Codes](), Counter[int]()
    for matrix, damaged in rows.in_parts(WIDTH):
        lost.update(damaged)
        everybody += [Codes.of(matrix)] if len(matrix.people) else []
    return tuple(everybody), lost, True


def _absent(parts: tuple[Codes, ...], people: Collection[int]) -> int:
    """How many of these people have no column."""
    here = np.zeros(len(people), np.bool_)
    for part in parts if people else ():
        here |= np.isin(list(people), part.owners)
    return len(people) - int(here.sum())


def _arrays(parts: tuple[Codes, ...], census: Census) -> dict[str, NDArray[Any]]:
    return {
        "people": census.people,
        "marks": census.marks,
        "widths": np.array([len(part.owners) for part in parts], np.int64),
        "owners": np.concatenate([part.owners for part in parts]),
        "taken": np.concatenate([part.taken for part in parts]),
        "steps": np.concatenate([part.steps for part in parts]),
        "codes": np.concatenate([part.codes for part in parts]),
    }


def _stored(file: Path, key: str) -> tuple[tuple[Codes, ...], Census] | None:
    arrays = gallery_file.read(file, key, "codes")
    if arrays is None:
        return None
    ends = np.cumsum(arrays["widths"]).tolist()
    parts = tuple(
        Codes(*(arrays[name][start:end] for name in ("owners", "taken", "codes", "steps")))
        for start, end in zip([0, *ends], ends, strict=False)
    )
    return parts, Census(arrays["people"], arrays["marks"])
