"""What both scans find and what they take for a face though it is none, beside their speed.

On the test part of the marked pictures (`training/detection/pictures.py`), or on all of those in another folder;
and on a still of 1280x720. One thread.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from statistics import median

import cv2
import torch
from facenet_pytorch import MTCNN

from benchmarks.common import SHARED, Row, at_least, at_most, clip, enlarged
from facecam.vision import open_detector
from facecam.vision.scan import LIVE, PATIENT
from training.detection.measure import Figures, figures
from training.detection.pictures import load_pictures

SCANS = (("patient", PATIENT), ("live", LIVE))
BARS = {
    "patient": {"all": 95, "masked": 92, "turned far": 86, "bare, in the street": 94},
    "live": {"all": 93, "masked": 88, "turned far": 80, "bare, in the street": 93},
}
"""Percent found."""
FALSE = {"patient": (30 / 969, 5 / 302), "live": (15 / 969, 3 / 302)}
"""Bars for false faces a picture: with faces, and without."""
SMALLEST = 20
"""Pixels: the smallest face that counts in the marked pictures."""
EVERY = 24
"""Every so manieth frame of the clip."""
DATA = SHARED / "data" / "detection"


def rows(folder: Path | None = None) -> list[Row]:
    """`folder`: of other marked pictures (`faces.npz`, `nofaces.npz`), which are measured whole."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    return [*_speed(), *(_found(folder) if folder or DATA.is_dir() else [])]


def _speed() -> list[Row]:
    ours, theirs = open_detector("off"), MTCNN(min_face_size=40, keep_all=True)
    stills = [enlarged(frame.image, 2) for frame in clip()[::EVERY]]
    taken: dict[str, list[float]] = {"live": [], "patient": [], "theirs": []}
    for image in (stills[0], *stills):  # the first twice: once to warm up
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        before = time.process_time()
        theirs.detect(rgb, landmarks=True)
        taken["theirs"].append(time.process_time() - before)
        for name, scan in SCANS:
            before = time.process_time()
            ours.detect(image, scan)
            taken[name].append(time.process_time() - before)
    live, patient, other = (median(taken[name][1:]) * 1e3 for name in ("live", "patient", "theirs"))
    more = f"{patient / live:.1f}x the live scan, facenet-pytorch's MTCNN {other / patient:.1f}x as long"
    return [at_most("patient scan of a 1280x720 still, one thread", patient, "ms", 40, more)]


def _found(folder: Path | None) -> list[Row]:
    faces, empty = (load_pictures((folder or DATA) / name) for name in ("faces.npz", "nofaces.npz"))
    chosen = range(len(faces)) if folder else faces.of("test")
    without = range(len(empty)) if folder else empty.of("test")
    detector = open_detector("off", min_face=SMALLEST)
    told: list[Row] = []
    for name, scan in SCANS:
        told += _told(name, figures(partial(detector.detect, scan=scan), faces, empty, chosen, without))
    return told


def _told(name: str, seen: Figures) -> list[Row]:
    found = [
        at_least(f"{name} scan, found: {kind}", 100 * seen.recall(kind), "%", bar, f"of {seen.found[kind][1]}")
        for kind, bar in BARS[name].items()
    ]
    sizes = [
        f"{kind} {seen.recall(kind):.1%} of {total}"
        for kind, (_, total) in seen.found.items()
        if kind not in BARS[name]
    ]
    false = [
        at_most(
            f"{name} scan, false faces in 100 pictures {where}",
            100 * count / max(total, 1),
            "",
            round(100 * bar, 1),
            f"{count} in {total}",
        )
        for where, count, total, bar in zip(
            ("with faces", "without"), seen.false, seen.pictures, FALSE[name], strict=True
        )
    ]
    return [*found, Row(f"{name} scan, found by size", "; ".join(sizes), "-"), *false]
