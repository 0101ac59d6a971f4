"""Out of distribution: do bad pictures get names? What is no face, or hardly one, against held-out people.

Everything here is a stranger: each crop that scores above the threshold would get somebody's name. The gate is the
app's for a still: quality under `voting.GOOD` gets no name. Crops go to the embedder without asking the detector,
which refuses most of them before: the worst case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.settings import Settings
from facecam.base.types import Detection
from facecam.identity.calibration import Calibration
from facecam.identity.track_evidence import GOOD
from facecam.vision.align import similarity, template
from facecam.vision.quality import ENROLLABLE, measure
from training.core.vectors import Vectors
from training.data import heldout
from training.data.augmentation import Image, resized
from training.data.faces import SIDE, Faces
from training.evaluation.datasets import Dataset
from training.evaluation.pipeline import Points, decoded
from training.metrics import heldout_pairs
from training.metrics.confidence_intervals import Estimate, wilson
from training.teachers.embedders import Embedder

PEOPLE = 1000
CROPS = 5000
FACE = 78
"""Pixels across the face in an aligned crop of 112: what a detector would call its width."""
ALLOWED = 0.001
"""The share of bad pictures that may score above the threshold."""


@dataclass(frozen=True)
class Row:
    """One kind of bad picture. above: over the threshold, whatever the quality. named: above, and past the gate.

    through: the share that passes the gate. gate: the least quality to ask for so that at most `ALLOWED` are named.
    """

    kind: str
    above: Estimate
    named: Estimate
    through: Estimate
    gate: float


Sample = tuple[Detection, Image]
"""What a detector would have said, and the aligned crop."""


def bad_pictures(
    embedder: Embedder, calibration: Calibration, faces: Faces, teacher: Vectors, data: Dataset, five: Points
) -> tuple[float, list[Row]]:
    """The threshold (the app's default promise at a gallery of `PEOPLE`) and a row for each kind of bad picture.

    The gallery holds pictures that the app would enrol: an engraving, or a face in the dark, is near to everything
    that is no face.

    teacher: unit vectors [len(faces), D]; strangers who are someone in the gallery by them are left out. `data` and
    its points `five` give pictures whose background holds no face.
    """
    rng = np.random.default_rng(0)
    rows = rng.permutation(heldout.labelled_rows(faces, heldout.read()))
    fit = rows[[may_enrol(faces.pixels[row], float(faces.width[row])) for row in rows]]
    people, first = np.unique(faces.person[fit], return_index=True)
    chosen = rng.choice(len(people), min(PEOPLE, len(people) // 2), replace=False)
    gallery = fit[first[chosen]]
    outside = rows[~np.isin(faces.person[rows], people[chosen])]
    outside = outside[(teacher[outside] @ teacher[gallery].T).max(axis=1) < heldout_pairs.LABEL_ERROR]
    strangers = np.resize(outside, CROPS)
    templates = embedder.embed(np.stack([resized(faces.pixels[row], embedder.side) for row in gallery]))
    limit = calibration.threshold(1 / Settings().strangers, len(gallery))

    def corrupted(change: Callable[[Image], Image]) -> Iterator[Sample]:
        side = embedder.side
        for row in strangers:
            crop = change(faces.pixels[row])
            yield _seen(float(faces.width[row]), side), resized(crop, side)

    kinds = {
        "no face": backgrounds(data, five, embedder.side, rng),
        "face of 8 to 19 pixels": small(faces, strangers, embedder.side, rng),
        "upside down": corrupted(lambda crop: cv2.flip(crop, 0)),
        "half covered": corrupted(half_covered),
        "dark": corrupted(lambda crop: (crop // 12).astype(np.uint8)),
        "ordinary stranger": corrupted(lambda crop: crop),
    }
    return limit, [judge(kind, samples, embedder, templates, limit) for kind, samples in kinds.items()]


def judge(kind: str, samples: Iterator[Sample], embedder: Embedder, templates: Vectors, limit: float) -> Row:
    """How many of the samples score above `limit` with any of `templates` [n, D], and with the gate."""
    taken = embedder.neighbourhood.crowding(templates)
    best, quality = [], []
    waiting: list[Image] = []

    def flush() -> None:
        if waiting:
            found = embedder.embed(np.stack(waiting))
            best.extend((found @ templates.T - taken).max(axis=1) - embedder.neighbourhood.crowding(found))
            waiting.clear()

    for detection, crop in samples:
        quality.append(measure(detection, crop).score)
        waiting.append(crop)
        if len(waiting) == 64:
            flush()
    flush()
    above, good = np.array(best) > limit, np.array(quality) >= GOOD
    n = len(above)
    ranked = np.sort(np.array(quality)[above])[::-1]
    allowed = int(ALLOWED * n)
    gate = float(np.nextafter(ranked[allowed], 2)) if len(ranked) > allowed else 0.0
    return Row(
        kind,
        wilson(int(above.sum()), n),
        wilson(int((above & good).sum()), n),
        wilson(int(good.sum()), n),
        gate,
    )


def backgrounds(data: Dataset, five: Points, side: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Squares of pictures beside the face that is known to be there, 40 to 100 pixels wide."""
    order = [place for place in rng.permutation(len(data.names)) if not np.isnan(five[place]).any()]
    made = 0
    with data.opened() as take:
        while made < CROPS:
            before = made
            for place in order:
                image = decoded(take(data.names[place]), data.names[place])
                square = beside(image.shape[1], image.shape[0], five[place], rng)
                if square is None or made == CROPS:
                    continue
                left, top, width = square
                part = image[top : top + width, left : left + width]
                made += 1
                yield _seen(width * FACE / SIDE, side), cv2.resize(part, (side, side))
            if made == before:  # no picture has room beside its face
                return


def beside(
    width: int, height: int, points: NDArray[np.float32], rng: np.random.Generator
) -> tuple[int, int, int] | None:
    """Left, top and side of a random square that does not touch the face's crop; None if ten tries find none."""
    back = cv2.invertAffineTransform(similarity(points, template()))
    corners = np.array([[0, 0], [SIDE, 0], [0, SIDE], [SIDE, SIDE]]) @ back[:, :2].T + back[:, 2]
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    for _ in range(10):
        size = int(rng.integers(40, 101))
        if size > min(width, height):
            continue
        x, y = int(rng.integers(0, width - size + 1)), int(rng.integers(0, height - size + 1))
        if x + size <= left or x >= right or y + size <= top or y >= bottom:
            return x, y, size
    return None


def small(faces: Faces, rows: heldout.Rows, side: int, rng: np.random.Generator) -> Iterator[Sample]:
    """Strangers so far away that their face has 8 to 19 pixels, enlarged as the aligner does."""
    for row in rows:
        width = int(rng.integers(8, 20))
        pixels = max(2, round(width * SIDE / FACE))
        few = cv2.resize(faces.pixels[row], (pixels, pixels), interpolation=cv2.INTER_AREA)
        yield _seen(width, side), cv2.resize(few, (side, side), interpolation=cv2.INTER_LINEAR)


def may_enrol(crop: Image, width: float) -> bool:
    """Whether the app would enrol a frontal face of that width in its source by this picture."""
    quality = measure(_seen(width, SIDE), crop)
    return all(getattr(quality, part) >= least for part, least in ENROLLABLE.items())


def half_covered(crop: Image) -> Image:
    """The lower half grey."""
    out = crop.copy()
    out[len(out) // 2 :] = 128
    return out


def _seen(width: float, side: int) -> Detection:
    """A detection of a frontal face of that width: the gate can hold nothing against its pose."""
    return Detection(np.array([0, 0, width, width * 1.25], np.float32), template(side), 1.0)
