"""Templates of many people as columns of one matrix, and what is taken off the products with each.

A person who has several samples has their mean, too (`pooling`), which stands before them. Immutable: a matrix in
which some people have changed is made of the old one and of theirs, without looking at anybody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.pooling import pooled

SAMPLE: Final = 0.1
"""Taken off the score of a sample that is one of several: so much more alike it must be than the mean."""

_FEW = 4
"""Faces that are compared one by one: for so few a product of matrices only waits for the memory."""

_BLOCK = 256
"""Templates that are turned at a time, as many as fit into a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class TemplateMatrix:
    """Of P people with N samples: C columns, C - N of which are means."""

    people: NDArray[np.int64]
    """(P,): their ids, ascending."""
    starts: NDArray[np.int64]
    """(P,): the first column of each."""
    means: NDArray[np.bool_]
    """(P,): whose first column is a mean."""
    taken: NDArray[np.float32]
    """(C,): what is taken off the products with each column."""
    columns: NDArray[np.float32]
    """(D, C): unit columns; a product with one vector then runs along the memory, in half of the time."""

    @classmethod
    def of(
        cls,
        vectors: NDArray[np.float32],
        persons: NDArray[np.int64],
        weights: NDArray[np.float32],
        neighbourhood: Neighbourhood,
    ) -> TemplateMatrix:
        """`vectors` (N, D) unit rows, `persons` (N,) whose each is, `weights` (N,) the samples' qualities."""
        if (np.diff(persons) < 0).any():
            order = np.argsort(persons, kind="stable")
            vectors, persons, weights = vectors[order], persons[order], weights[order]
        people, first, counts = np.unique(persons, return_index=True, return_counts=True)
        means = counts > 1
        before = np.cumsum(means)
        starts = first + before - means
        samples = np.arange(len(vectors)) + np.repeat(before, counts)
        rows = vectors
        if means.any():
            rows = np.empty((len(vectors) + int(means.sum()), vectors.shape[1]), np.float32)
            rows[samples] = vectors
            rows[starts[means]] = pooled(vectors, weights, first)[means]
        taken = neighbourhood.crowding(rows)
        taken[samples] += np.where(np.repeat(means, counts), np.float32(SAMPLE), np.float32(0))
        return cls(people, starts, means, taken, turned(rows))

    @classmethod
    def joined(cls, parts: Sequence[TemplateMatrix]) -> TemplateMatrix:
        """Everybody of one or more matrices, who are each in one of them."""
        if len(parts) == 1:
            return parts[0]
        before = np.cumsum([0, *(part.columns.shape[1] for part in parts[:-1])])
        people = np.concatenate([part.people for part in parts])
        order = np.argsort(people, kind="stable")
        lengths = np.concatenate([part._ends - part.starts for part in parts])[order]
        was = np.concatenate([part.starts + at for part, at in zip(parts, before, strict=True)])[order]
        starts = np.cumsum(lengths) - lengths
        which = np.arange(int(lengths.sum())) + np.repeat(was - starts, lengths)
        means = np.concatenate([part.means for part in parts])[order]
        taken = np.concatenate([part.taken for part in parts])[which]
        columns = np.concatenate([part.columns for part in parts], axis=1)[:, which]
        return cls(people[order], starts, means, taken, columns)

    def only(self, kept: NDArray[np.bool_]) -> TemplateMatrix:
        """Of those people (P,)."""
        lengths = self._ends - self.starts
        columns = np.repeat(kept, lengths)
        starts = np.cumsum(lengths[kept]) - lengths[kept]
        return TemplateMatrix(
            self.people[kept], starts, self.means[kept], self.taken[columns], self.columns[:, columns]
        )

    @property
    def samples(self) -> int:
        """N."""
        return int(self.columns.shape[1]) - int(self.means.sum())

    @property
    def counts(self) -> NDArray[np.int64]:
        """(P,): how many samples each has."""
        return self._ends - self.starts - self.means

    def place_of(self, person: int) -> int | None:
        """The person's place in `people`; None for who is not here."""
        at = int(np.searchsorted(self.people, person))
        return at if at < len(self.people) and self.people[at] == person else None

    def samples_of(self, person: int) -> NDArray[np.float32]:
        """(n, D): the samples of one person; n = 0 for who is not here."""
        at = self.place_of(person)
        if at is None:
            return np.empty((0, len(self.columns)), np.float32)
        return np.ascontiguousarray(self.columns[:, self.starts[at] + self.means[at] : self._ends[at]].T)

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(F, D) vectors -> (F, P): of each person the largest product, less what is taken off for the columns; not
        what is taken off for the vectors' own places."""
        if not len(self.people):
            return np.empty((len(vectors), 0), np.float32)
        likeness = products(vectors, self.columns)
        likeness -= self.taken
        best: NDArray[np.float32] = np.maximum.reduceat(likeness, self.starts, axis=1)
        return best

    def replaced(self, people: NDArray[np.int64], new: TemplateMatrix) -> TemplateMatrix:
        """Without the templates that `people` have here, and with all of `new`, who are some of `people`."""
        kept = ~np.isin(self.people, people)
        order = np.argsort(np.concatenate([self.people[kept], new.people]), kind="stable")
        everybody = np.concatenate([self.people[kept], new.people])[order]
        lengths = np.concatenate([(self._ends - self.starts)[kept], new._ends - new.starts])[order]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if len(lengths) else lengths
        means = np.concatenate([self.means[kept], new.means])[order]
        mine = np.repeat(order < int(kept.sum()), lengths)
        was = np.repeat(kept, self._ends - self.starts)
        taken = np.empty(len(mine), np.float32)
        columns = np.empty((len(self.columns), len(mine)), np.float32)
        taken[mine], taken[~mine] = self.taken[was], new.taken
        for row, old, added in zip(columns, self.columns, new.columns, strict=True):
            row[mine], row[~mine] = old[was], added
        return TemplateMatrix(everybody, starts, means, taken, columns)

    @property
    def _ends(self) -> NDArray[np.int64]:
        return np.append(self.starts[1:], self.columns.shape[1]) if len(self.starts) else self.starts


def turned(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, D) -> (D, N)."""
    columns = np.empty(rows.shape[::-1], np.float32)
    for start in range(0, len(rows), _BLOCK):
        columns[:, start : start + _BLOCK] = rows[start : start + _BLOCK].T
    return columns


def products(vectors: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """(F, D) and (D, N) -> (F, N): of unit vectors the cosine similarity."""
    vectors = np.asarray(vectors, np.float32)
    if len(vectors) > _FEW:
        return vectors @ columns
    found = np.empty((len(vectors), columns.shape[1]), np.float32)
    for vector, row in zip(vectors, found, strict=True):
        np.matmul(vector, columns, out=row)
    return found
