"""Our student by the metrics of the five documents of `training/FOUNDING.md`, as far as their data are here.

People whom the student learnt from are left out: of the face sets those of `heldout.txt` are asked about, and of
LFW those who are judged by the recipes' own splits.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import SHARED, Row
from facecam.base.paths import MODELS
from facecam.vision import align
from training.core.vectors import Vectors, unit
from training.data import faces, heldout, photo_source, validation_split
from training.data.augmentation import resized
from training.data.faces import Faces
from training.data.heldout import Rows
from training.evaluation.pipeline import decoded, finder
from training.metrics import verification
from training.metrics.figures import Figures, shown
from training.supervised.samplers import ByPerson, draw_pairs, draw_triplets
from training.teachers.embedders import Embedder, open_embedder

SEED = 1
MARGIN = 0.2


def rows() -> list[Row]:
    """A row a document; none where the data are not beside the checkout."""
    if not (SHARED / "data" / "lfw.zip").exists():
        return []
    student = open_embedder("student-m", MODELS)
    return [*lfw(student), *of_sets(student)]


def lfw(student: Embedder) -> Iterable[Row]:
    """ResNet-101 -> EfficientNet-B0: pairs of a tenth of the identity folders; Siamese ResNet-18: pairsDevTest."""
    with_store = photo_source.open_store(SHARED / "data" / "lfw.zip")
    names = photo_source.of(with_store.names)
    person = photo_source.people_of(names)
    judged = [
        name
        for name, who in zip(names, person, strict=True)
        if validation_split.validates(faces.normalised(who)) and person.count(who) > 1
    ]
    by_stem = {name.rpartition("/")[2].rpartition(".")[0]: name for name in names}
    listed = [photo_source.pair(line.split()) for line in with_store.read("pairsDevTest.txt").decode().splitlines()]
    asked = [(by_stem[pair[0]], by_stem[pair[1]], int(pair[2])) for pair in listed if pair is not None]
    every = sorted({*judged, *(name for pair in asked for name in pair[:2])})
    vectors, place = _through_the_pipeline(student, with_store.read, every), {n: i for i, n in enumerate(every)}
    with_store.close()

    mine = [place[name] for name in judged]
    people = np.unique([name.partition("/")[0] for name in judged], return_inverse=True)[1]
    pairs = draw_pairs(people, 3000, SEED)
    yield _row("ResNet-101 -> EfficientNet-B0", _judged(vectors[mine], pairs), "accuracy 77.82, F1 75.33 %")
    placed = np.array([(place[a], place[b], same) for a, b, same in asked])
    yield _row("Siamese ResNet-18, pairsDevTest", _judged(vectors, placed), "accuracy 0.645, F1 0.609")


def of_sets(student: Embedder) -> Iterable[Row]:
    """The others, on people of the face sets who are held out of the student's training."""
    loaded = faces.load(SHARED / "data" / "faces")
    held = held_out(loaded)

    def embedded(rows: NDArray[np.int64]) -> Vectors:
        return student.embed(np.stack([resized(loaded.pixels[row], student.side) for row in rows]))

    of_celeba = np.isin(loaded.origin[held], [loaded.sets.index(name) for name in ("celeba10k", "celebawild")])
    private = some(loaded, held[of_celeba], 40, 5)
    labels = np.unique(loaded.person[private], return_inverse=True)[1]
    found = _judged(embedded(private), draw_pairs(labels, 190, SEED))
    yield _row(f"FaceNet, CelebA, {labels.max() + 1} people x 5, 190 + 190 pairs", found, "accuracy 85 %")

    several, triplets = held_triplets(loaded)
    vectors = embedded(several)
    ones = np.ones((len(triplets), 1), np.int64)
    pairs = np.concatenate([np.hstack([triplets[:, :2], ones]), np.hstack([triplets[:, [0, 2]], 0 * ones])])
    found = _judged(vectors, pairs)
    near, far = (np.linalg.norm(vectors[triplets[:, 0]] - vectors[triplets[:, i]], axis=1) for i in (1, 2))
    found.scores["loss"] = float(np.maximum(near - far + MARGIN, 0).mean())
    yield _row("ResNet-50 triplets, 3,000 of held-out people", found, "precision 0.912, recall 0.908, loss 0.217")

    closed = some(loaded, held, 70, 4)
    labels = np.unique(loaded.person[closed], return_inverse=True)[1]
    test = np.zeros(len(closed), np.bool_)
    test[np.random.default_rng(SEED).permutation(len(closed))[: len(closed) // 5]] = True
    vectors = embedded(closed)
    centres = np.zeros((labels.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(centres, labels[~test], vectors[~test])
    said = (vectors[test] @ unit(centres).T).argmax(axis=1)
    found = verification.classification(said, labels[test], len(centres))
    yield _row(f"classifiers, {len(centres)} people x 4, nearest mean", found, "85 to 95 / 70 to 85 %")


def held_out(loaded: Faces) -> Rows:
    """The faces of people who are held out of everything."""
    return np.flatnonzero(heldout.read().mask(loaded) & (loaded.person >= 0))


def some(loaded: Faces, rows: Rows, people: int, each: int) -> Rows:
    """The first so many people, drawn by the seed, who have so many faces, and as many of those; 0 for all."""
    rows = np.random.default_rng(SEED).permutation(rows)
    by_person = ByPerson(loaded.person[rows])
    able = np.flatnonzero(by_person.counts >= each)[: people or None]
    return np.concatenate([rows[by_person.places(int(one))[:each]] for one in able])


def held_triplets(loaded: Faces) -> tuple[Rows, NDArray[np.int64]]:
    """Four faces of each held-out person, and 3,000 triplets of places among them."""
    several = some(loaded, held_out(loaded), 0, 4)
    labels = np.unique(loaded.person[several], return_inverse=True)[1]
    return several, draw_triplets(labels, 3000, SEED)


def _through_the_pipeline(student: Embedder, read: object, names: list[str]) -> Vectors:
    """Unit vectors of raw pictures; zeros, which are like nobody, where no face is found."""
    assert callable(read)
    find, vectors = finder(), np.zeros((len(names), student.dimension), np.float32)
    for place, name in enumerate(names):
        image = decoded(read(name), name)
        points = find(image)
        if not np.isnan(points).any():
            vectors[place] = student.embed(align.align(image, points, student.side)[None])[0]
    return vectors


def _judged(vectors: Vectors, pairs: NDArray[np.int64]) -> Figures:
    return verification.verification(vectors, pairs)


def _row(what: str, found: Figures, bar: str) -> Row:
    told = "  ".join(
        f"{name} {shown(value)}" for name, value in found.scores.items() if name[:3] not in ("auc", "tar")
    )
    return Row(f"student-m: {what}", f"{told} ({found.comparisons})", f"its document's: {bar}")
