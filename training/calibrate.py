"""Score -> false match rate, measured on people whom no training saw.

facecam takes its threshold from this curve (`facecam/identity/calibration.py`), so the pairs must be like those
that it will meet: strangers from the same surroundings as the gallery. Pairs are therefore taken within each set.
Two people of different sets differ in camera, crop and decade as well, and such pairs would promise too much.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training import heldout, manifest, teachers
from training import validation as rates
from training.augment import resized
from training.export import embed, open_session
from training.faces import Faces
from training.teachers import Committee, Vectors

FACES_A_PERSON = 4
"""More of one person are nearly the same comparison again."""

KNOTS = 96
TAIL = 5
"""The curve ends where fewer comparisons than this lie above: beyond it facecam extrapolates."""


def calibrate(name: str, faces: Faces, models: Path, teachers_folder: Path, cache: Path) -> manifest.Entry:
    """Measure the model `name` and write its curve into the manifest."""
    path = models / manifest.MANIFEST.name
    entry = manifest.find(name, path)
    rows = few_a_person(faces, heldout.labelled_rows(faces, heldout.read()))
    answers = teachers.ask(faces.pixels, cache, teachers_folder)
    crops = np.stack([resized(faces.pixels[row], entry["size"]) for row in rows])
    vectors = embed(open_session(models / entry["file"]), crops)
    scores, dropped = impostor_scores(faces, rows, vectors, Committee.beside([a[rows] for a in answers]))
    score, log10_fmr = curve(scores)
    sets = sorted({faces.sets[i] for i in faces.origin[rows]})
    entry["calibration"] = {
        "score": score,
        "log10_fmr": log10_fmr,
        "comparisons": len(scores),
        "people": len(np.unique(faces.person[rows])),
        "faces": len(rows),
        "source": (
            f"different people of one set each, held out of training (training/heldout.txt): {', '.join(sets)}; "
            f"{dropped} pairs left out that the teachers take for one person with two names "
            f"(cosine over {rates.LABEL_ERROR})"
        ),
    }
    manifest.update(entry, path)
    return entry


def few_a_person(faces: Faces, rows: heldout.Rows, seed: int = 0) -> heldout.Rows:
    """At most `FACES_A_PERSON` faces of each person, drawn at random."""
    rows = np.random.default_rng(seed).permutation(rows)
    rows = rows[np.argsort(faces.person[rows], kind="stable")]
    person = faces.person[rows]
    return rows[np.arange(len(rows)) - np.searchsorted(person, person) < FACES_A_PERSON]


def impostor_scores(
    faces: Faces, rows: heldout.Rows, vectors: Vectors, teacher: Vectors
) -> tuple[NDArray[np.float32], int]:
    """Cosines of all pairs of different people within each set; how many were left out as label errors."""
    found, dropped = [], 0
    for origin in np.unique(faces.origin[rows]):
        inside = faces.origin[rows] == origin
        person = faces.person[rows][inside]
        different = np.triu(person[:, None] != person, 1)
        doubtful = different & (teacher[inside] @ teacher[inside].T > rates.LABEL_ERROR)
        dropped += int(doubtful.sum())
        found.append((vectors[inside] @ vectors[inside].T)[different & ~doubtful])
    return np.concatenate(found), dropped


def curve(scores: NDArray[np.float32]) -> tuple[list[float], list[float]]:
    """Knots of score -> log10 of the share of comparisons above it, from half of them to the last few."""
    ranked = np.sort(scores.astype(np.float64))[::-1]
    # Places in the ranking at even steps of the logarithm of the rate.
    places = np.unique(np.geomspace(TAIL, len(ranked) / 2, KNOTS).astype(int))[::-1]
    knots = [(round(float(ranked[place]), 4), round(float(np.log10(place / len(ranked))), 4)) for place in places]
    ascending = [knot for i, knot in enumerate(knots) if i == 0 or knot[0] > knots[i - 1][0]]
    return [score for score, _ in ascending], [rate for _, rate in ascending]
