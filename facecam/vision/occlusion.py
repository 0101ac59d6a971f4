"""A heat map of which part of a face carries a match: cover it, and see what the score loses.

A grey patch slides over the aligned crop, and the drop of the cosine where it lies is what that part was worth
(occlusion sensitivity: Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from facecam.base.messages import Message
from facecam.base.types import Image, Vector
from facecam.vision.embedder import Embedder

PATCH = 0.25
"""Side of the patch, in sides of the crop: an eye with its brow, a mouth."""
STEPS = 9
"""Places of the patch along each side; all of them are one batch."""
GREY = 127

# Parts of a face in an aligned crop: left, top, right, bottom, in sides of the crop (`align`'s template).
_PARTS = {
    Message("the forehead"): (0.2, 0.0, 0.8, 0.3),
    Message("the eyes"): (0.2, 0.32, 0.8, 0.55),
    Message("the nose"): (0.35, 0.52, 0.65, 0.72),
    Message("the mouth"): (0.3, 0.74, 0.7, 0.92),
    Message("the cheeks"): (0.08, 0.55, 0.92, 0.75),
    Message("the chin"): (0.25, 0.9, 0.75, 1.0),
}


def occlusion(embedder: Embedder, crop: Image, target: Vector) -> NDArray[np.float32]:
    """(S, S) for a crop (S, S, 3): how far the cosine with `target` falls, on average, while a pixel is covered.

    Negative where covering helps. `target` is a unit vector of the embedder's.
    """
    side = len(crop)
    patch = max(round(PATCH * side), 1)
    starts = np.linspace(0, side - patch, STEPS).round().astype(int).tolist()
    places = [(top, left) for top in starts for left in starts]
    covered = np.repeat(crop[None], len(places) + 1, axis=0)
    for one, (top, left) in zip(covered, places, strict=False):  # the last one stays as it is
        one[top : top + patch, left : left + patch] = GREY
    scores = embedder.embed(covered) @ target
    total, times = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    for score, (top, left) in zip(scores, places, strict=False):
        total[top : top + patch, left : left + patch] += scores[-1] - score
        times[top : top + patch, left : left + patch] += 1
    return total / times


def strongest(heat: NDArray[np.float32]) -> Message | None:
    """The part of the face that is worth most; None where no part is worth anything."""
    side = len(heat)

    def worth(part: Message) -> float:
        left, top, right, bottom = (round(edge * side) for edge in _PARTS[part])
        return float(heat[top:bottom, left:right].mean())

    best = max(_PARTS, key=worth)
    return best if worth(best) > 0 else None
