"""The centres of a model's neighbourhoods: `NAME-neighbourhood.npz` beside it, and its line in the manifest.

Balance is what matters: k-means over all faces puts its centres where the faces are, and small children or the
very old, who are few in any set, would be nobody's neighbours. So each group of age (and of ethnicity, where a set
knows it) has as many centres as any other. Only faces whose person nobody knows are asked, none of them held out: a
celebrity with 170 pictures would become a centre.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.identity.neighbourhood import Neighbourhood, pack
from training.core import manifest
from training.core.files import sha256, write_atomically
from training.core.vectors import Vectors, unit
from training.data import heldout
from training.data.faces import Faces
from training.teachers import asking
from training.teachers.ensemble import TeacherEnsemble
from training.teachers.onnx_teacher import OnnxTeacher

CENTRES = 8
"""Of each group; at most one for two faces."""
ROUNDS = 6
NEAREST = 5
WEIGHT = 1.25
KNEE = 0.3
"""The quantile of the mean cosines of all those faces: who lies lower is left alone."""

AGES = 10
FAIRFACE_AGES = ((0,), (1,), (2,), (3, 4), (5, 6), (7, 8))
"""FairFace's nine, some of them together: 0-2, 3-9, 10-19, 20-39, 40-59, 60 and over."""
ETHNICITIES = 7


def neighbourhood(name: str, faces: Faces, models: Path, teachers_folder: Path, cache: Path) -> manifest.Entry:
    """Make the centres of the model `name`, for its variants too, and note them in the manifest.

    What was calibrated before is of other scores and goes. Raises `InputError` for a variant, and where the faces
    say nothing of ages.
    """
    path = models / manifest.MANIFEST.name
    entry = manifest.find(name, path)
    if entry["task"] != "embedder" or "variant_of" in entry:
        raise InputError(
            "{name} is no float embedder", "Name the one that its variants are made of", name=repr(name)
        )
    answers = TeacherEnsemble.concatenate(asking.ask(faces.pixels, cache, teachers_folder))
    rows = heldout.training_rows(faces, heldout.read(), answers)
    rows = rows[faces.person[rows] < 0]
    groups = list(cells(faces, rows))
    if not groups:
        raise InputError(
            "{sets} say nothing of anybody's age, by which centres are balanced",
            "Lay a set with ages (utkface, aaf, fairface) beside yours",
            sets=", ".join(faces.sets),
        )
    vectors = OnnxTeacher(models / entry["file"]).embed_all(faces.pixels, cache)[rows]
    made = of(vectors, groups)
    file = models / f"{name}-neighbourhood.npz"
    write_atomically(file, pack(made))
    for each in manifest.read(path):
        if each["name"] == name or each.get("variant_of") == name:
            each["neighbourhood"] = {"file": file.name, "sha256": sha256(file), "space": each["space"]}
            each.pop("calibration", None)
            manifest.update(each, path)
    return manifest.find(name, path)


def cells(faces: Faces, rows: heldout.Rows) -> Iterator[NDArray[np.int64]]:
    """The places in `rows` of each group of age, or of age and ethnicity."""
    for age in range(AGES):
        yield from _some(faces.age_group[rows] == age)
    if not len(faces.ethnicity):
        return
    for ethnicity in range(ETHNICITIES):
        for ages in FAIRFACE_AGES:
            yield from _some((faces.ethnicity[rows] == ethnicity) & np.isin(faces.fairface_age[rows], ages))


def of(vectors: Vectors, groups: list[NDArray[np.int64]]) -> Neighbourhood:
    """The neighbourhood of these faces [n, D], by groups of places."""
    centres = np.concatenate([k_means(vectors[group], CENTRES) for group in groups])
    flat = Neighbourhood(centres, min(NEAREST, len(centres)), knee=-1.0, weight=2.0)
    knee = float(np.quantile(flat.crowding(vectors) - 1, KNEE))
    return Neighbourhood(centres, flat.nearest, knee, WEIGHT)


def k_means(vectors: Vectors, most: int, seed: int = 0) -> Vectors:
    """At most `most` unit centres of unit vectors [n, D], by cosine."""
    number = max(1, min(most, len(vectors) // 2))
    centres = vectors[np.random.default_rng(seed).choice(len(vectors), number, replace=False)]
    for _ in range(ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        sums = np.stack([vectors[nearest == at].sum(axis=0) for at in range(number)])
        # A centre that nobody is nearest to stays where it is.
        centres = unit(np.where(np.isin(np.arange(number), nearest)[:, None], sums, centres))
    return centres


def _some(inside: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    if inside.any():
        yield np.flatnonzero(inside)
