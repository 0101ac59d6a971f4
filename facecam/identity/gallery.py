"""The people that faces are compared with: one immutable matrix of templates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


class Gallery:
    """Templates of all people, grouped by person; never changed, only replaced by a newer one."""

    def __init__(
        self,
        vectors: NDArray[np.float32],
        persons: NDArray[np.int64],
        names: Mapping[int, str],
        space: str,
        revision: int = 0,
    ) -> None:
        """`vectors` (N, D) unit rows, `persons` (N,) the person of each row, `names` of every one of them.

        `space` names the model whose vectors these are; vectors of another space must not be compared.
        """
        vectors = np.asarray(vectors, np.float32)
        persons = np.asarray(persons, np.int64)
        if vectors.ndim != 2 or persons.shape != vectors.shape[:1]:
            raise ValueError(f"{vectors.shape} vectors do not fit {persons.shape} persons")
        order = np.argsort(persons, kind="stable")
        self._vectors = np.ascontiguousarray(vectors[order])
        self._people, self._starts = np.unique(persons[order], return_index=True)
        self.names: Mapping[int, str] = {int(person): names[int(person)] for person in self._people}
        self.space = space
        self.revision = revision

    @classmethod
    def empty(cls, space: str, dimension: int, revision: int = 0) -> Gallery:
        return cls(np.empty((0, dimension), np.float32), np.empty(0, np.int64), {}, space, revision)

    @property
    def templates(self) -> int:
        return len(self._vectors)

    @property
    def people(self) -> NDArray[np.int64]:
        """(P,): the ids of the people, ascending."""
        return self._people

    def vectors_of(self, person: int) -> NDArray[np.float32]:
        """(n, D): the templates of one person; n = 0 for a person who is not here."""
        at = int(np.searchsorted(self._people, person))
        if at == len(self._people) or self._people[at] != person:
            return self._vectors[:0]
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._vectors)
        return self._vectors[self._starts[at] : end]

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(F, D) vectors -> (F, P): each person's best template; the columns are `people`.

        For a unit vector a score is a cosine; for the weighted mean of several it is the mean of their cosines.
        """
        if not len(self._people):
            return np.empty((len(vectors), 0), np.float32)
        products = self._vectors @ np.asarray(vectors, np.float32).T
        best: NDArray[np.float32] = np.maximum.reduceat(products, self._starts, axis=0)
        return best.T
