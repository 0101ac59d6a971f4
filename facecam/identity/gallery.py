"""The people that faces are compared with.

A person is the mean of the samples (`pooling`): that misses fewer than the best of them does. Looks that differ
much are not lost in it: a face that is like one sample and unlike the mean finds its person by that sample, for
which it must be more alike, by `SAMPLE`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.identity.template_matrix import SAMPLE, TemplateMatrix, products, turned

__all__ = ["ROUNDING", "SAMPLE", "Enrolled", "Gallery"]

ROUNDING = 1e-6
"""Of a score: two that are the same may differ by this."""


class Enrolled(Protocol):
    """Everybody who is enrolled, wherever their templates are kept: here (`Gallery`) or in the database, of whom
    those who may matter are read (`facecam.store.stored_gallery`). Never changed, only replaced by a newer one."""

    @property
    def space(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def neighbourhood(self) -> Neighbourhood: ...
    @property
    def size(self) -> int:
        """How many people."""
        ...

    @property
    def templates(self) -> int:
        """Samples of all people."""
        ...

    @property
    def unreadable(self) -> Mapping[int, int]:
        """How many faces are missing here, by person, for they were damaged where they are kept."""
        ...

    def known(self, persons: Collection[int]) -> Collection[int]:
        """Those of them who are enrolled."""
        ...

    def near(self, vectors: NDArray[np.float32], *, most: int = 5, and_of: Collection[int] = ()) -> Gallery:
        """Whoever may matter for these faces (F, D), scored exactly as among all: at least the `most` likeliest of
        each, everybody whom one of them is said not to be, and the people `and_of`. Raises `StoreError` where they
        are in a database that is away."""
        ...


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
        matrix, damaged = TemplateMatrix.of(vectors, persons, weights, neighbourhood), unreadable or {}
        here = {person: names[person] for person in (*matrix.people.tolist(), *damaged)}
        self._fill(
            matrix, here, space, revision, negatives, negative_persons, damaged, neighbourhood,
        )  # fmt: skip

    @classmethod
    def of_matrix(
        cls,
        matrix: TemplateMatrix,
        names: Mapping[int, str],
        space: str,
        revision: int,
        negatives: NDArray[np.float32],
        negative_persons: NDArray[np.int64],
        unreadable: Mapping[int, int],
        neighbourhood: Neighbourhood,
        *,
        marks: NDArray[np.uint64] | None = None,
    ) -> Gallery:
        """The same of templates that are in a matrix already; `names` may know more people. `marks` (P,): by what
        their keeper knows whether somebody's templates have changed."""
        gallery = cls.__new__(cls)
        gallery._fill(matrix, names, space, revision, negatives, negative_persons, unreadable, neighbourhood)
        gallery.marks = marks
        return gallery

    def _fill(
        self,
        matrix: TemplateMatrix,
        names: Mapping[int, str],
        space: str,
        revision: int,
        negatives: NDArray[np.float32] | None,
        negative_persons: NDArray[np.int64] | None,
        unreadable: Mapping[int, int],
        neighbourhood: Neighbourhood,
    ) -> None:
        self.matrix = matrix
        self.marks: NDArray[np.uint64] | None = None
        self.neighbourhood = neighbourhood
        self.templates = matrix.samples
        """Samples of all people."""
        self.unreadable: Mapping[int, int] = unreadable
        self.names = names
        self.space = space
        self.revision = revision
        if negatives is None or negative_persons is None:
            negatives, negative_persons = np.empty((0, len(matrix.columns)), np.float32), np.empty(0, np.int64)
        here = np.isin(negative_persons, matrix.people)
        negatives = np.asarray(negatives[here], np.float32)
        self._negatives_taken = neighbourhood.crowding(negatives)
        self._negatives = turned(negatives)
        self._negative_columns = np.searchsorted(matrix.people, negative_persons[here])

    @classmethod
    def empty(cls, space: str, dimension: int, revision: int = 0, neighbourhood: Neighbourhood = EVEN) -> Gallery:
        nobody = np.empty((0, dimension), np.float32), np.empty(0, np.int64)
        return cls(*nobody, {}, space, revision, neighbourhood=neighbourhood)

    @property
    def people(self) -> NDArray[np.int64]:
        """(P,): the ids of the people, ascending."""
        return self.matrix.people

    @property
    def size(self) -> int:
        """P."""
        return len(self.matrix.people)

    def known(self, persons: Collection[int]) -> Collection[int]:
        return {person for person in persons if person in self.names}

    def near(self, vectors: NDArray[np.float32], *, most: int = 5, and_of: Collection[int] = ()) -> Gallery:
        """Everybody."""
        return self

    def vectors_of(self, person: int) -> NDArray[np.float32]:
        """(n, D): the templates of one person; n = 0 for a person who is not here."""
        return self.matrix.samples_of(person)

    def likeness(self, person: int) -> dict[int, float]:
        """To everybody else here: the score of the likest of this person's samples. Empty for who is not here."""
        theirs = self.vectors_of(person)
        if not len(theirs):
            return {}
        best = self.scores(theirs).max(axis=0)
        pairs = zip(self.matrix.people.tolist(), best.tolist(), strict=True)
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
        best = self.matrix.scores(vectors)
        if best.size:
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
        nearest = np.full((len(self.matrix.people), len(vectors)), -np.inf, np.float32)
        if len(self._negative_columns):
            likeness = products(vectors, self._negatives)
            likeness -= self._negatives_taken
            likeness -= self._crowding(vectors, crowding)[:, None]
            np.maximum.at(nearest, self._negative_columns, likeness.T)
        return nearest.T

    def _crowding(self, vectors: NDArray[np.float32], crowding: NDArray[np.float32] | None) -> NDArray[np.float32]:
        return self.neighbourhood.crowding(vectors) if crowding is None else np.asarray(crowding, np.float32)
