"""What a gallery says about itself: how alike its samples are to their own person's others, and to other people's.

Each sample is taken out in turn and compared with the rest (leave-one-out): with its own person's samples, as if
that person came back, and with everybody else's, as if that person were a stranger. The scores are those that
decide (`Gallery.scores`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import Neighbourhood

MOST = 600
"""Samples that are looked at; of a larger gallery a random choice of people, always the same."""

_PORTION = 100
"""Samples compared at a time, so that the scores of 10,000 people fit into a few megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class SelfScores:
    genuine: NDArray[np.float32]
    """(n,) ascending: each sample's score for its person as the other samples say, where there are any."""
    impostor: NDArray[np.float32]
    """(m,) ascending: each sample's best score for anybody else."""

    def missed(self, threshold: float) -> float | None:
        """The share of samples that would get no name (false negatives); None where nobody has two."""
        if not len(self.genuine):
            return None
        return float(np.searchsorted(self.genuine, threshold)) / len(self.genuine)

    def mistaken(self, threshold: float) -> float | None:
        """The share that would get somebody else's name, were their person not there (false positives)."""
        if not len(self.impostor):
            return None
        return 1 - float(np.searchsorted(self.impostor, threshold)) / len(self.impostor)


def self_scores(gallery: Gallery, most: int = MOST) -> SelfScores:
    """The scores of at most about `most` samples of a gallery; takes some seconds for one of 50,000."""
    genuine: list[float] = []
    impostor: list[float] = []
    columns: list[int] = []
    rows: list[NDArray[np.float32]] = []
    taken = 0

    def compare() -> None:
        scores = gallery.scores(np.concatenate(rows))
        scores[np.arange(len(scores)), np.repeat(columns, [len(row) for row in rows])] = -np.inf
        impostor.extend(scores.max(axis=1).tolist())
        rows.clear()
        columns.clear()

    for column in np.random.default_rng(0).permutation(len(gallery.people)).tolist():
        person = int(gallery.people[column])
        own = gallery.vectors_of(person)[:most]
        if taken and taken + len(own) > most:
            break
        taken += len(own)
        if len(own) > 1:
            genuine.extend(own_scores(own, gallery.neighbourhood).tolist())
        if len(gallery.people) > 1:
            rows.append(own)
            columns.append(column)
            if sum(len(row) for row in rows) >= _PORTION:
                compare()
    if rows:
        compare()
    return SelfScores(np.sort(np.array(genuine, np.float32)), np.sort(np.array(impostor, np.float32)))


def own_scores(own: NDArray[np.float32], neighbourhood: Neighbourhood) -> NDArray[np.float32]:
    """(n, D) samples of one person, two or more -> (n,): each one's score by all the others."""
    scores = []
    for at in range(len(own)):
        others = np.delete(own, at, axis=0)
        alone = Gallery(others, np.zeros(len(others), np.int64), {0: ""}, "", neighbourhood=neighbourhood)
        scores.append(alone.scores(own[at : at + 1])[0, 0])
    return np.array(scores, np.float32)
