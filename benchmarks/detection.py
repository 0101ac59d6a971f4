"""What both scans find and what they take for a face though it is none, beside their speed.

On the test part of the marked pictures (`training/detection/pictures.py`), and on a still of 1280x720. One thread.
"""

from __future__ import annotations

import time
from functools import partial
from statistics import median

import cv2

from benchmarks.common import SHARED, Row, clip, enlarged
from facecam.base.types import Image
from facecam.vision import open_detector
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.scan import LIVE, PATIENT, Scan
from training.detection.measure import figures
from training.detection.pictures import load_pictures

SCANS = (("live", LIVE, "found 93; masked 88; turned far 80; bare in the street 93 %"),
         ("patient", PATIENT, "found 95; masked 92; turned far 86; bare in the street 94 %"))  # fmt: skip
SMALLEST = 20
"""Pixels: the smallest face that counts in the marked pictures."""
EVERY = 24
"""Every so manieth frame of the clip."""


def _milliseconds(detector: Mtcnn, images: list[Image], scan: Scan) -> float:
    taken = []
    for image in (images[0], *images):  # the first twice: once to warm up
        start = time.process_time()
        detector.detect(image, scan)
        taken.append(time.process_time() - start)
    return median(taken[1:]) * 1e3


def rows() -> list[Row]:
    cv2.setNumThreads(1)
    data = SHARED / "data" / "detection"
    measured = []
    usual, fine = open_detector("off"), open_detector("off", min_face=SMALLEST)
    stills = [enlarged(frame.image, 2) for frame in clip()[::EVERY]]
    live, patient = (_milliseconds(usual, stills, scan) for scan in (LIVE, PATIENT))
    told = f"{patient / live:.1f}x ({patient:.0f} / {live:.0f} ms)"
    measured.append(Row("patient scan of a 1280x720 still / live scan", told, "40 ms"))
    if not data.is_dir():
        return measured
    faces, empty = load_pictures(data / "faces.npz"), load_pictures(data / "nofaces.npz")
    chosen, without = faces.of("test"), empty.of("test")
    for name, scan, wanted in SCANS:
        seen = figures(partial(fine.detect, scan=scan), faces, empty, chosen, without)
        told = "; ".join(f"{kind} {seen.recall(kind):.1%} of {total}" for kind, (_, total) in seen.found.items())
        measured.append(Row(f"{name} scan, faces found", told, wanted))
        (with_faces, without_one), (some, others) = seen.false, seen.pictures
        told = f"{with_faces} in {some} pictures, {without_one} in {others} without a face"
        measured.append(Row(f"{name} scan, false faces", told, "few"))
    return measured
