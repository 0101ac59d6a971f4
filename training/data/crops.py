"""Photographs to aligned crops, a shard at a time: what each process of `prepare` does.

A shard is one `.npz` with the crops of a few photographs and, for the others, the reason why there is none. It is
written under another name and renamed, so a shard that is there is whole.
"""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Detection
from facecam.capture.images import decode
from facecam.vision import align, open_detector
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import PATIENT
from training.core.files import whole
from training.data.label_noise import HASH_BYTES, photo_hash
from training.data.photo_source import Store, open_store

KEPT, UNREADABLE, NO_FACE, TOO_SMALL = range(4)
"""What became of a photograph."""

QUALITY = 95
"""JPEG: no loss that an embedder notices, and decoded several times as fast as WebP."""

_store: Store
_detector: Mtcnn
_smallest: int
_side: int


def start(source: Path, smallest: int, side: int) -> None:
    """Open the set and the detector once for this process. Ctrl-C is the main process's business."""
    global _store, _detector, _smallest, _side
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _store, _detector = open_store(source), open_detector("off", min_face=smallest)
    _smallest, _side = smallest, side


def make_shard(file: Path, photographs: Sequence[str]) -> int:
    """Write the shard of these photographs; return how many they are."""
    verdicts, widths = np.zeros(len(photographs), np.uint8), np.zeros(len(photographs), np.int16)
    hashes = np.zeros((len(photographs), HASH_BYTES), np.uint8)
    crops = []
    for place, name in enumerate(photographs):
        image = _decoded(_store, name)
        if image is None:
            verdicts[place] = UNREADABLE
            continue
        hashes[place] = photo_hash(image)
        found = _detector.detect(image, PATIENT) if min(image.shape[:2]) >= _smallest else []
        if not found:
            verdicts[place] = NO_FACE if min(image.shape[:2]) >= _smallest else TOO_SMALL
            continue
        face = central(found, image.shape[1], image.shape[0])
        widths[place] = min(face.width, np.iinfo(np.int16).max)
        if face.width < _smallest:
            verdicts[place] = TOO_SMALL
            continue
        crop = align.align(image, face.points, _side)
        crops.append(cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1])
    with whole(file) as out:
        np.savez(
            out,
            verdict=verdicts,
            width=widths,
            hash=hashes,
            data=np.concatenate([*crops, np.empty(0, np.uint8)]),
            length=np.array([len(crop) for crop in crops], np.int64),
        )
    return len(photographs)


def central(found: Sequence[Detection], width: int, height: int) -> Detection:
    """The detection whose centre is nearest the image's: face sets centre the person they name."""

    def distance(detection: Detection) -> float:
        left, top, right, bottom = detection.box
        return float(np.hypot((left + right - width) / 2, (top + bottom - height) / 2))

    return min(found, key=distance)


def _decoded(store: Store, name: str) -> NDArray[np.uint8] | None:
    """The photograph, BGR; None where it cannot be read."""
    try:
        content = store.read(name)
    except Exception:  # a damaged member of an archive raises zlib's, struct's and zipfile's own errors
        return None
    return decode(content) if content else None
