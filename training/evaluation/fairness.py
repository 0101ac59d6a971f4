"""Does it err alike for all? Misses and false matches by age, sex, ethnicity and face set, at one threshold.

The threshold is the one at which `FMR` of the pairs of two held-out people are taken for one. Groups come from
held-out faces with labels (utkface, aaf, fairface). What these figures cannot say:

- Who is on those faces is not known. That a face is missed is measured on an altered view of the same photograph,
  which is easier than another photograph; only the sets with names have real pairs.
- Two faces of one group may be one person. Pairs that the teachers take for one person are left out, and so are
  true look-alikes that they mistake.
- Age, sex and ethnicity are what the sets' makers wrote down, some of it guessed by machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core import manifest
from training.core.vectors import Vectors
from training.data import heldout
from training.data.augmentation import Augmentation, augmented
from training.data.faces import Faces
from training.evaluation.examination import Examination, embedded
from training.metrics.confidence_intervals import Estimate, bootstrap
from training.metrics.heldout_pairs import LABEL_ERROR
from training.teachers import asking
from training.teachers.embedders import Embedder, open_embedder
from training.teachers.ensemble import TeacherEnsemble

FMR = 1e-3
ENOUGH = 100
"""Faces of a group that may be called the worst."""
AGES = ("0-5", "6-10", "11-15", "16-20", "21-30", "31-40", "41-50", "51-60", "61-70", "over 70")
SEXES = ("male", "female")
FAIRFACE_AGES = ("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "over 70")
ETHNICITIES = ("White", "Black", "Latino", "East Asian", "Southeast Asian", "Indian", "Middle Eastern")
"""As FairFace's makers call them."""


@dataclass(frozen=True)
class Group:
    """missed: same-person comparisons under the threshold. matched: comparisons of two of the group over it.

    photographs: whether "same" means two photographs of one person; else a photograph and an altered view of it.
    """

    kind: str
    name: str
    faces: int
    missed: Estimate
    matched: Estimate
    photographs: bool


@dataclass(frozen=True)
class Sample:
    """Faces of one group. unit: the person of each, or else the face itself, counted from 0: what is drawn anew.

    same: scores of same-person comparisons, same_unit: of whom. other: [n, n], the pairs that are of two people.
    """

    vectors: Vectors
    crowding: NDArray[np.float32]
    unit: NDArray[np.int64]
    same: NDArray[np.float32]
    same_unit: NDArray[np.int64]
    other: NDArray[np.bool_]


def fairness(name: str, faces: Faces, models: Path, teachers_folder: Path, cache: Path) -> list[Group]:
    """Measure the model `name` by group, and write the figures into the manifest."""
    embedder = open_embedder(name, models)
    answers = TeacherEnsemble.concatenate(asking.ask(faces.pixels, cache, teachers_folder))
    examination = Examination(faces, answers)
    known = examination.vectors(embedder)
    limit = examination.threshold(known, FMR, embedder.neighbourhood)
    groups = [*by_label(faces, answers, embedder, limit), *by_set(faces, examination, embedder, known, limit)]
    if embedder.entry is not None:
        path = models / manifest.MANIFEST.name
        entry = manifest.find(name, path)
        entry["fairness"] = {"threshold": round(limit, 4), "groups": [_plain(group) for group in groups]}
        manifest.update(entry, path)
    return groups


def by_label(faces: Faces, answers: Vectors, embedder: Embedder, limit: float) -> Iterator[Group]:
    """Ages, sexes and ethnicities of the held-out faces whose person nobody knows."""
    rows = np.flatnonzero(heldout.read().mask(faces) & (faces.sex >= 0) & (faces.person < 0))
    vectors = embedded(faces, rows, embedder)
    crowding, seen = embedder.neighbourhood.crowding(vectors), views(faces, rows, embedder)
    same = (vectors * seen).sum(axis=1) - crowding - embedder.neighbourhood.crowding(seen)
    for kind, name, inside in labelled(faces, rows):
        each = np.arange(len(inside))
        teacher = answers[rows[inside]]
        other = (teacher @ teacher.T <= LABEL_ERROR) & ~np.eye(len(inside), dtype=bool)
        sample = Sample(vectors[inside], crowding[inside], each, same[inside], each, other)
        yield judge(kind, name, sample, limit, photographs=False)


def labelled(faces: Faces, rows: heldout.Rows) -> Iterator[tuple[str, str, NDArray[np.int64]]]:
    """Each group of two faces or more among `rows`: its kind, its name, and the places in `rows`."""
    kinds = (
        ("age", faces.age_group, AGES),
        ("age (FairFace)", faces.fairface_age, FAIRFACE_AGES),
        ("ethnicity", faces.ethnicity, ETHNICITIES),
        ("sex", faces.sex, SEXES),
    )
    for kind, labels, names in kinds:
        for number, name in enumerate(names if len(labels) else ()):
            inside = np.flatnonzero(labels[rows] == number)
            if len(inside) > 1:
                yield kind, name, inside


def by_set(
    faces: Faces, examination: Examination, embedder: Embedder, vectors: Vectors, limit: float
) -> Iterator[Group]:
    """Each set with names: real pairs of photographs. Sets without a same-person pair are left out."""
    origin = faces.origin[examination.rows]
    for number, name in enumerate(faces.sets):
        inside = np.flatnonzero(origin == number)
        _, person = np.unique(examination.person[inside], return_inverse=True)
        alike = person[:, None] == person
        first, second = np.nonzero(np.triu(alike, 1))
        if not len(first) or alike.all():
            continue
        own, crowding = vectors[inside], embedder.neighbourhood.crowding(vectors[inside])
        same = (own[first] * own[second]).sum(axis=1) - crowding[first] - crowding[second]
        other = ~alike & ~examination.doubtful[np.ix_(inside, inside)]
        sample = Sample(own, crowding, person, same, person[first], other)
        yield judge("set", name, sample, limit, photographs=True)


def judge(kind: str, name: str, sample: Sample, limit: float, *, photographs: bool) -> Group:
    """Both error rates of a group at the score `limit`; intervals draw its units anew."""
    units = int(sample.unit.max()) + 1
    missed = sample.same <= limit
    # An impostor pair counts as often as both of its ends were drawn: a product from both sides.
    scores = sample.vectors @ sample.vectors.T - sample.crowding[:, None] - sample.crowding
    over = ((scores > limit) & sample.other).astype(np.float32)
    counted = sample.other.astype(np.float32)

    def missed_rate(weights: NDArray[np.int64]) -> float:
        drawn = weights[sample.same_unit]
        return float((drawn * missed).sum() / max(drawn.sum(), 1))

    def matched_rate(weights: NDArray[np.int64]) -> float:
        drawn = weights[sample.unit].astype(np.float32)
        return float(drawn @ over @ drawn / max(float(drawn @ counted @ drawn), 1.0))

    return Group(
        kind,
        name,
        len(sample.vectors),
        bootstrap(missed_rate, (units,), len(missed), draws=200),
        bootstrap(matched_rate, (units,), int(sample.other.sum()) // 2, draws=200),
        photographs,
    )


def views(faces: Faces, rows: heldout.Rows, embedder: Embedder) -> Vectors:
    """Unit vectors of each face as another shot might show it: moved, lit, blurred, covered at random."""
    rng = np.random.default_rng(0)
    crops = [augmented(faces.pixels[row], embedder.side, Augmentation(), rng) for row in rows]
    parts = np.array_split(np.stack(crops), max(1, len(crops) // 64))
    return np.concatenate([embedder.embed(part) for part in parts])


def worst(groups: list[dict[str, Any]], kind: str, rate: str) -> dict[str, Any] | None:
    """The group of that kind with the highest `missed` or `matched`, among those with `ENOUGH` faces."""
    enough = [group for group in groups if group["kind"] == kind and group["faces"] >= ENOUGH]
    return max(enough, key=lambda group: float(group[rate][0]), default=None)


def _plain(group: Group) -> dict[str, Any]:
    """For TOML: an estimate is value, low, high, comparisons."""

    def numbers(estimate: Estimate) -> list[float | int]:
        return [*(round(v, 6) for v in (estimate.value, estimate.low, estimate.high)), estimate.comparisons]

    return {
        "kind": group.kind,
        "name": group.name,
        "faces": group.faces,
        "missed": numbers(group.missed),
        "matched": numbers(group.matched),
        "photographs": group.photographs,
    }
