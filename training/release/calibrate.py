"""Score -> false match rate, measured on people whom no training saw, in the way that facecam uses it.

A score is the cosine, less what is taken off where many faces are like the two (`identity/neighbourhood.py`): a
model whose centres are made anew is calibrated anew.

facecam takes its threshold for a gallery of n templates from 1 - (1 - FMR)^n (`facecam/identity/calibration.py`),
as if a stranger's n comparisons were independent. They are not: a few strangers resemble many people, most resemble
nobody, and so the best of n comparisons errs less often than the FMR of single pairs promises (the "zoo" of
Doddington et al. 1998). The curve therefore holds, for every n, the FMR that makes the formula true: held-out
people are taken as strangers and as galleries of n, and the score is found that `PROMISE` of the strangers exceed.
For rates above `PROMISE` this is the ordinary FMR of single comparisons.

Portraits of one kind resemble each other more than the visitors of a door do. A set counts for at most half of the
strangers and for at most half of a gallery, however many people it has.

Sets of one's own show nobody of `heldout.txt`. There it is the people by whom `train` judges, and from whom it does
not learn either (but where a recipe knows everybody: a closed set).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import ModelError
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from training.core import manifest
from training.core.vectors import Vectors
from training.data import heldout, validation_split
from training.data.augmentation import resized
from training.data.faces import Faces
from training.metrics.heldout_pairs import LABEL_ERROR
from training.teachers import asking
from training.teachers.embedders import embed, open_neighbourhood, open_session
from training.teachers.ensemble import TeacherEnsemble

FACES_A_PERSON = 4
"""More of one person are nearly the same comparison again."""

PROMISE = 0.01
"""The share of strangers named (FPIR) at which the curve is exact; at others the dependence differs a little."""

KNOTS = 96
GRID = 1001
"""Scores between -1 and 1 at which strangers are counted."""


def calibrate(name: str, faces: Faces, models: Path, teachers_folder: Path, cache: Path) -> manifest.Entry:
    """Measure the model `name` and write its curve into the manifest.

    Raises `InputError` where the faces show fewer than two people whom it did not learn from, and `ModelError`
    where it takes them all for one.
    """
    path = models / manifest.MANIFEST.name
    entry = manifest.find(name, path)
    own = own_rows(faces)
    if heldout.several(faces, own):
        rows, teacher, who = few_a_person(faces, own), None, "by their names"
    else:
        rows, who = few_a_person(faces, heldout.labelled_rows(faces, heldout.read())), "training/data/heldout.txt"
        teacher = TeacherEnsemble.concatenate([a[rows] for a in asking.ask(faces.pixels, cache, teachers_folder)])
    crops = np.stack([resized(faces.pixels[row], entry["size"]) for row in rows])
    vectors = embed(open_session(models / entry["file"]), crops)
    person = faces.person[rows]
    scores, dropped = stranger_scores(person, vectors, teacher, open_neighbourhood(entry, models))
    origin = faces.origin[rows]
    score, log10_fmr = curve(scores, balanced(origin), balanced(origin[np.unique(person, return_index=True)[1]]))
    if len(score) < 2:
        raise ModelError(
            "{name} takes everybody for one person: it has not learnt", "Train it for longer", name=name
        )
    sets = sorted({faces.sets[i] for i in origin})
    entry["calibration"] = {
        "score": score,
        "log10_fmr": log10_fmr,
        "comparisons": int(np.isfinite(scores).sum()),
        "people": scores.shape[1],
        "faces": len(rows),
        "source": (
            f"each face against one face of every other person, all held out of training ({who}): "
            f"{', '.join(sets)}, none of which counts for more than half; {dropped} comparisons left out that the "
            f"teachers take for one person with two names (cosine over {LABEL_ERROR}); below {PROMISE} the "
            f"rate that makes 1-(1-FMR)^n true for the best of n at a share of {PROMISE} of the strangers"
        ),
    }
    manifest.update(entry, path)
    return entry


def own_rows(faces: Faces) -> heldout.Rows:
    """The faces of the people by whom `train` judges, of sets without two people of `heldout.txt`; else none."""
    known = faces.person >= 0
    if heldout.several(faces, np.flatnonzero(known & heldout.read().mask(faces))):
        return np.empty(0, np.int64)
    part = validation_split.for_two(faces.with_several)
    judged = np.array([validation_split.validates(name, part) for name in faces.people], np.bool_)
    return np.flatnonzero(known & judged[faces.person])


def few_a_person(faces: Faces, rows: heldout.Rows, seed: int = 0) -> heldout.Rows:
    """At most `FACES_A_PERSON` faces of each person, drawn at random; those of one person stand together."""
    rows = np.random.default_rng(seed).permutation(rows)
    rows = rows[np.argsort(faces.person[rows], kind="stable")]
    person = faces.person[rows]
    return rows[np.arange(len(rows)) - np.searchsorted(person, person) < FACES_A_PERSON]


def stranger_scores(
    person: NDArray[np.int64], vectors: Vectors, teacher: Vectors | None, neighbourhood: Neighbourhood = EVEN
) -> tuple[NDArray[np.float32], int]:
    """Score of each face with the first face of each person [faces, people], and how many were left out.

    -inf where the two are one person, or where the teachers, if any, say so though the names differ.
    """
    people, first = np.unique(person, return_index=True)
    same = person[:, None] == people
    doubtful = np.zeros_like(same) if teacher is None else teacher @ teacher[first].T > LABEL_ERROR
    doubtful &= ~same
    crowding = neighbourhood.crowding(vectors)
    found = vectors @ vectors[first].T - crowding[:, None] - crowding[first]
    scores = np.where(same | doubtful, np.float32(-np.inf), found)
    return scores.astype(np.float32), int(doubtful.sum())


def balanced(origin: NDArray[np.int64]) -> NDArray[np.float64]:
    """A weight for each member of the sets `origin`, together 1: alike, but for the set that would be over half."""
    largest = np.bincount(origin).argmax()
    inside = origin == largest
    if inside.mean() <= 0.5 or inside.all():
        return np.full(len(origin), 1 / len(origin))
    weights: NDArray[np.float64] = np.where(inside, 0.5 / inside.sum(), 0.5 / (~inside).sum())
    return weights


def curve(
    scores: NDArray[np.float32], strangers: NDArray[np.float64], gallery: NDArray[np.float64]
) -> tuple[list[float], list[float]]:
    """Knots of score -> log10 FMR, from a half down to what a gallery of all people can show.

    scores: [strangers, people], -inf for comparisons that do not count. strangers, gallery: the weights of the rows
    and of the columns, together 1 each.
    """
    grid = np.linspace(-1, 1, GRID)
    above = np.stack([share_above(row, gallery, grid) for row in scores])
    knots: list[tuple[float, float]] = []
    for fmr in np.geomspace(0.5, PROMISE / scores.shape[1], KNOTS):
        n = max(1.0, np.log1p(-PROMISE) / np.log1p(-fmr))
        # A gallery of n drawn at random misses all of a stranger's doubles with (1 - share)^n.
        fpir = strangers @ (1 - (1 - above) ** n)
        wanted = -np.expm1(n * np.log1p(-fmr))
        place = int(np.argmax(fpir <= wanted))  # the first score of the grid that keeps the promise
        score = round(float(grid[place]), 4)
        if not knots or score > knots[-1][0]:
            knots.append((score, round(float(np.log10(fmr)), 4)))
    return [score for score, _ in knots], [rate for _, rate in knots]


def share_above(
    scores: NDArray[np.float32], weights: NDArray[np.float64], grid: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The share of the people whom one stranger would be taken for, at each score of the grid."""
    counts = np.isfinite(scores)
    order = np.argsort(scores[counts], kind="stable")
    below = np.concatenate([[0.0], np.cumsum(weights[counts][order])])
    places = np.searchsorted(scores[counts][order], grid, side="right")
    share: NDArray[np.float64] = np.maximum(1 - below[places] / below[-1], 0.0)
    return share
