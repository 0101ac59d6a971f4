"""The people that faces are compared with: one immutable matrix.

A person is the mean of the samples (`pooling`): that misses fewer than the best of them does. Looks that differ
much are not lost in it: a face that is like one sample and unlike the mean finds its person by that sample, for
which it must be more alike, by `SAMPLE`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.pooling import pooled

SAMPLE = 0.1
"""Taken off the score of a sample that is one of several: so much more alike it must be than the mean."""

_FEW = 4
"""Faces that are compared one by one: for so few a product of matrices only waits for the memory."""

_BLOCK = 256
"""Templates that are turned at a time, as many as fit into a processor's cache."""

ROUNDING = 1e-6
"""Of a score: two that are the same may differ by this."""


class Gallery:
    """Templates of all people, grouped by person; never changed, only replaced by a newer one."""

    def __init__(
        self,
        vectors: NDArray[np.float32],
        persons: NDArray[np.int64],
        names: Mapping[int, str],
        space: str,
        revision: int = 0,
        negatives: NDArray[np.float32] | None = None,
        negative_persons: NDArray[np.int64] | None = None,
        unreadable: Mapping[int, int] | None = None,
        *,
        qualities: NDArray[np.float32] | None = None,
        neighbourhood: Neighbourhood = EVEN,
    ) -> None:
        """`vectors` (N, D) unit rows, `persons` (N,) the person of each row, `names` of every one of them.

        `space` names the model whose vectors these are; vectors of another space must not be compared.
        `negatives` (M, D) unit rows are faces that somebody said are not `negative_persons` (M,); those of people
        without a template here are left out. `unreadable`: how many faces are missing here, by person, for they
        were damaged where they are kept. `qualities` (N,) weigh the samples of one person; alike where there are
        none. `neighbourhood`: that of the same model.
        """
        vectors = np.asarray(vectors, np.float32)
        persons = np.asarray(persons, np.int64)
        if vectors.ndim != 2 or persons.shape != vectors.shape[:1]:
            raise ValueError(f"{vectors.shape} vectors do not fit {persons.shape} persons")
        weights = np.ones(len(vectors), np.float32) if qualities is None else np.asarray(qualities, np.float32)
        if weights.shape != persons.shape:
            raise ValueError(f"{weights.shape} qualities do not fit {persons.shape} persons")
        if (np.diff(persons) < 0).any():
            order = np.argsort(persons, kind="stable")
            vectors, persons, weights = vectors[order], persons[order], weights[order]
        self.neighbourhood = neighbourhood
        self.templates = len(vectors)
        """Samples of all people."""
        self._people, first, counts = np.unique(persons, return_index=True, return_counts=True)
        self._means = counts > 1
        """(P,): who has a mean; it stands before the samples, of which there are several."""
        before = np.cumsum(self._means)
        self._starts = first + before - self._means
        samples = np.arange(len(vectors)) + np.repeat(before, counts)
        rows = np.empty((len(vectors) + int(self._means.sum()), vectors.shape[1]), np.float32)
        rows[samples] = vectors
        if self._means.any():
            rows[self._starts[self._means]] = pooled(vectors, weights, first)[self._means]
        self._taken = neighbourhood.crowding(rows)
        """(columns,): what is taken off the products with each."""
        self._taken[samples] += np.where(np.repeat(self._means, counts), np.float32(SAMPLE), np.float32(0))
        self._columns = _turned(rows)
        self.unreadable: Mapping[int, int] = unreadable or {}
        self.names: Mapping[int, str] = {
            person: names[person] for person in (*self._people.tolist(), *self.unreadable)
        }
        self.space = space
        self.revision = revision
        if negatives is None or negative_persons is None:
            negatives, negative_persons = np.empty((0, vectors.shape[1]), np.float32), np.empty(0, np.int64)
        here = np.isin(negative_persons, self._people)
        negatives = np.asarray(negatives[here], np.float32)
        self._negatives_taken = neighbourhood.crowding(negatives)
        self._negatives = _turned(negatives)
        self._negative_columns = np.searchsorted(self._people, negative_persons[here])

    @classmethod
    def empty(cls, space: str, dimension: int, revision: int = 0, neighbourhood: Neighbourhood = EVEN) -> Gallery:
        nobody = np.empty((0, dimension), np.float32), np.empty(0, np.int64)
        return cls(*nobody, {}, space, revision, neighbourhood=neighbourhood)

    @property
    def people(self) -> NDArray[np.int64]:
        """(P,): the ids of the people, ascending."""
        return self._people

    def vectors_of(self, person: int) -> NDArray[np.float32]:
        """(n, D): the templates of one person; n = 0 for a person who is not here."""
        at = int(np.searchsorted(self._people, person))
        if at == len(self._people) or self._people[at] != person:
            return np.empty((0, len(self._columns)), np.float32)
        end = self._starts[at + 1] if at + 1 < len(self._starts) else self._columns.shape[1]
        start = self._starts[at] + self._means[at]
        return np.ascontiguousarray(self._columns[:, start:end].T)

    def likeness(self, person: int) -> dict[int, float]:
        """To everybody else here: the score of the likest of this person's samples. Empty for who is not here."""
        theirs = self.vectors_of(person)
        if not len(theirs):
            return {}
        best = self.scores(theirs).max(axis=0)
        pairs = zip(self._people.tolist(), best.tolist(), strict=True)
        return {other: score for other, score in pairs if other != person}

    def scores(
        self, vectors: NDArray[np.float32], crowding: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """(F, D) vectors -> (F, P): how much speaks for each person; the columns are `people`.

        For a unit vector it is the cosine to the person's mean, or that to the best sample less `SAMPLE`, whatever
        is more, and less what is taken off for the neighbourhoods of both. For the weighted mean of several vectors
        it is nearly the mean of their scores; `crowding` (F,) must then be the mean of theirs. None: the vectors
        are embeddings, and their own neighbourhood counts.
        """
        if not len(self._people):
            return np.empty((len(vectors), 0), np.float32)
        products = _products(vectors, self._columns)
        products -= self._taken
        best: NDArray[np.float32] = np.maximum.reduceat(products, self._starts, axis=1)
        best -= self._crowding(vectors, crowding)[:, None]
        return best

    def refused(
        self,
        vectors: NDArray[np.float32],
        scores: NDArray[np.float32],
        crowding: NDArray[np.float32] | None = None,
    ) -> NDArray[np.bool_]:
        """(F, D) vectors and their `scores` (F, P) -> (F, P): who must not be named, by somebody's word.

        The rule: a face is not given the name of a person where one of the faces that are not this person speaks
        at least as much against it as all of the person's samples do for it. Whoever has no such faces is never
        refused. `crowding`: as for `scores`.
        """
        return scores <= self.against(vectors, crowding) + ROUNDING

    def against(
        self, vectors: NDArray[np.float32], crowding: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """(F, D) vectors -> (F, P): the score for the nearest of the faces that are not this person, -inf where
        there are none. `crowding`: as for `scores`."""
        nearest = np.full((len(self._people), len(vectors)), -np.inf, np.float32)
        if len(self._negative_columns):
            products = _products(vectors, self._negatives)
            products -= self._negatives_taken
            products -= self._crowding(vectors, crowding)[:, None]
            np.maximum.at(nearest, self._negative_columns, products.T)
        return nearest.T

    def _crowding(self, vectors: NDArray[np.float32], crowding: NDArray[np.float32] | None) -> NDArray[np.float32]:
        return self.neighbourhood.crowding(vectors) if crowding is None else np.asarray(crowding, np.float32)


def _turned(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, D) -> (D, N): the product with one vector then runs along the memory, in half of the time."""
    columns = np.empty(rows.shape[::-1], np.float32)
    for start in range(0, len(rows), _BLOCK):
        columns[:, start : start + _BLOCK] = rows[start : start + _BLOCK].T
    return columns


def _products(vectors: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """(F, D) and (D, N) -> (F, N)."""
    vectors = np.asarray(vectors, np.float32)
    if len(vectors) > _FEW:
        return vectors @ columns
    products = np.empty((len(vectors), columns.shape[1]), np.float32)
    for vector, row in zip(vectors, products, strict=True):
        np.matmul(vector, columns, out=row)
    return products
