"""The people that faces are compared with: one immutable matrix of templates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_FEW = 4
"""Faces that are compared one by one: for so few a product of matrices only waits for the memory."""

_BLOCK = 256
"""Templates that are turned at a time, as many as fit into a processor's cache."""

_ROUNDING = 1e-6


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
    ) -> None:
        """`vectors` (N, D) unit rows, `persons` (N,) the person of each row, `names` of every one of them.

        `space` names the model whose vectors these are; vectors of another space must not be compared.
        `negatives` (M, D) unit rows are faces that somebody said are not `negative_persons` (M,); those of people
        without a template here are left out. `unreadable`: how many faces are missing here, by person, for they
        were damaged where they are kept.
        """
        vectors = np.asarray(vectors, np.float32)
        persons = np.asarray(persons, np.int64)
        if vectors.ndim != 2 or persons.shape != vectors.shape[:1]:
            raise ValueError(f"{vectors.shape} vectors do not fit {persons.shape} persons")
        if (np.diff(persons) < 0).any():
            order = np.argsort(persons, kind="stable")
            vectors, persons = vectors[order], persons[order]
        self._columns = _turned(vectors)
        self._people, self._starts = np.unique(persons, return_index=True)
        self.unreadable: Mapping[int, int] = unreadable or {}
        self.names: Mapping[int, str] = {
            person: names[person] for person in (*self._people.tolist(), *self.unreadable)
        }
        self.space = space
        self.revision = revision
        if negatives is None or negative_persons is None:
            negatives, negative_persons = np.empty((0, vectors.shape[1]), np.float32), np.empty(0, np.int64)
        here = np.isin(negative_persons, self._people)
        self._negatives = _turned(negatives[here])
        self._negative_columns = np.searchsorted(self._people, negative_persons[here])

    @classmethod
    def empty(cls, space: str, dimension: int, revision: int = 0) -> Gallery:
        return cls(np.empty((0, dimension), np.float32), np.empty(0, np.int64), {}, space, revision)

    @property
    def templates(self) -> int:
        return int(self._columns.shape[1])

    @property
    def people(self) -> NDArray[np.int64]:
        """(P,): the ids of the people, ascending."""
        return self._people

    def vectors_of(self, person: int) -> NDArray[np.float32]:
        """(n, D): the templates of one person; n = 0 for a person who is not here."""
        at = int(np.searchsorted(self._people, person))
        if at == len(self._people) or self._people[at] != person:
            return np.empty((0, len(self._columns)), np.float32)
        end = self._starts[at + 1] if at + 1 < len(self._starts) else self.templates
        return np.ascontiguousarray(self._columns[:, self._starts[at] : end].T)

    def likeness(self, person: int) -> dict[int, float]:
        """To everybody else here: the cosine of their two likest templates. Empty for who is not here."""
        theirs = self.vectors_of(person)
        if not len(theirs):
            return {}
        best = self.scores(theirs).max(axis=0)
        pairs = zip(self._people.tolist(), best.tolist(), strict=True)
        return {other: score for other, score in pairs if other != person}

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(F, D) vectors -> (F, P): each person's best template; the columns are `people`.

        For a unit vector a score is a cosine; for the weighted mean of several it is the mean of their cosines.
        """
        if not len(self._people):
            return np.empty((len(vectors), 0), np.float32)
        best: NDArray[np.float32] = np.maximum.reduceat(_products(vectors, self._columns), self._starts, axis=1)
        return best

    def refused(self, vectors: NDArray[np.float32], scores: NDArray[np.float32]) -> NDArray[np.bool_]:
        """(F, D) vectors and their `scores` (F, P) -> (F, P): who must not be named, by somebody's word.

        The rule: a face is not given the name of a person where it is at least as near to one of the faces that
        are not this person as to the person's best template. Whoever has no such faces is never refused.
        """
        nearest = np.full(scores.T.shape, -np.inf, np.float32)
        if len(self._negative_columns):
            np.maximum.at(nearest, self._negative_columns, _products(vectors, self._negatives).T)
        return scores <= nearest.T + _ROUNDING


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
