"""The full scan against facenet-pytorch's MTCNN: time, faces found, where their points lie.

One thread each, so the processor's time is taken: other programs on the machine do not disturb it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

import cv2
import numpy as np
import torch
from facenet_pytorch import MTCNN
from numpy.typing import NDArray

from benchmarks.common import Row, clip, enlarged, media
from facecam.base.types import Image
from facecam.capture.images import read_image
from facecam.vision import open_detector
from facecam.vision.geometry import iou
from facecam.vision.mtcnn import Mtcnn

MATCH = 0.7
EVERY = 4
"""Every so manieth frame of the clip."""


def _as_floats(values: Any, *shape: int) -> NDArray[np.float32]:
    """facenet-pytorch gives None for no face, and arrays of objects."""
    return np.asarray([] if values is None else values, np.float32).reshape(-1, *shape)


def _compare(title: str, images: Sequence[Image], ours: Mtcnn, theirs: MTCNN) -> list[Row]:
    """Both detectors on the same images, in turn on each."""
    seconds: list[tuple[float, float]] = []
    found = matched = more = 0
    distances: list[float] = []
    for image in (images[0], *images):  # the first twice: once to warm up
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        start = time.process_time()
        boxes, _, points = theirs.detect(rgb, landmarks=True)
        between = time.process_time()
        faces = ours.detect(image)
        seconds.append((between - start, time.process_time() - between))
        expected, places = _as_floats(boxes, 4), _as_floats(points, 5, 2)
        overlap = iou(expected, _as_floats([face.box for face in faces], 4))
        found += len(expected)
        more += max(0, len(faces) - len(expected))
        for row, place in zip(overlap, places, strict=True):
            if len(row) and row.max() >= MATCH:
                matched += 1
                distances += np.linalg.norm(faces[row.argmax()].points - place, axis=1).tolist()
    other, own = (median(taken) for taken in zip(*seconds[1:], strict=True))
    return [
        Row(
            f"full scan, {title}: facenet-pytorch / ours",
            f"{other / own:.1f}x ({other * 1e3:.1f} / {own * 1e3:.1f} ms)",
            "5x",
        ),
        Row(f"its boxes found, {title}", f"{matched / found:.1%} of {found}, {more} more", "98 %"),
        Row(f"median distance of points, {title}", f"{median(distances):.2f} px", "2 px at 360p"),
    ]


def rows() -> list[Row]:
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    ours, theirs = open_detector("off"), MTCNN(min_face_size=40, keep_all=True)
    frames = [frame.image for frame in clip()[::EVERY]]
    hd = [enlarged(image, 2) for image in frames]
    group = read_image(media("multi_face.jpg"))
    return [
        *_compare("640x360", frames, ours, theirs),
        *_compare("1280x720", hd, ours, theirs),
        *_compare("group photo", [group] * 5, ours, theirs),
    ]
