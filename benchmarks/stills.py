"""Stills: where a face is found, what becomes of people who lie on their side or head, and how long it takes.

LFW is for measuring only. Another archive or folder of pictures with a face each may take its place.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.common import SHARED, Row, at_least, at_most
from facecam.base.settings import Settings
from facecam.base.types import Face, Image
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import open_recognizer
from facecam.tasks.enrolment import Enrolment
from training.data import photo_source
from training.detection.measure import Find
from training.detection.pictures import load_pictures
from training.evaluation.pipeline import decoded

LFW = SHARED / "data" / "lfw.zip"
EVERY = 10
"""Every so manieth picture of LFW."""
PEOPLE, LARGER = 250, 1.5
"""Who are turned, and how much larger than LFW shows them."""
PROMISE = 1e-3
TIGHT = ((1.0, 1.25), (0.8, 1.05))
"""Sides of the part around a face that makes a still of its own, in sides of the face: whole, and cut."""
SMALLEST = 64
"""Pixels of such a face."""
BEFORE = "2d6c58d"
"""The commit that the time is compared with: one scan for everything, and no judge."""
TIMED, TURN = 240, 40
"""Pictures, and how many of them either side looks at in a run."""


def rows(source: Path | None = None) -> list[Row]:
    """`source`: an archive or folder of pictures that takes LFW's place where a face is to be found in each."""
    recognizer = open_recognizer(Settings(gpu="off"))
    found: list[Row] = []
    if source or LFW.exists():
        found.append(_found_in(source or LFW, 1 if source else EVERY, recognizer.find))
    if (SHARED / "data" / "detection").is_dir():
        found += _tight(recognizer.find)
    if LFW.exists():
        found += [*_turned(), *_time()]
    return found


def _found_in(source: Path, every: int, find: Find) -> Row:
    store = photo_source.open_store(source)
    names = photo_source.of(store.names)[::every]
    seen = sum(bool(find(decoded(store.read(name), name))) for name in names)
    return at_least(
        f"stills of {source.name}: a face found", 100 * seen / len(names), "%", 99.4, f"{seen} of {len(names)}"
    )


def _tight(find: Find) -> list[Row]:
    """Faces of the marked pictures' test part as they look when somebody cuts them out."""
    faces = load_pictures(SHARED / "data" / "detection" / "faces.npz")
    test = set(faces.of("test"))
    sides = (faces.boxes[:, 2:] - faces.boxes[:, :2]).max(axis=1)
    chosen = [one for one in np.flatnonzero(~faces.ignore & (sides >= SMALLEST)) if faces.image[one] in test]
    told: list[Row] = []
    for low, high in TIGHT:
        seen = 0
        for one, share in zip(chosen, np.linspace(low, high, len(chosen)), strict=True):
            part = _around(faces.picture(int(faces.image[one])), faces.boxes[one], float(share))
            seen += bool(find(part))
        what = f"stills that one face fills ({low:g} to {high:g} of its side): found"
        told.append(
            at_least(what, 100 * seen / len(chosen), "%", 99.4 if low >= 1 else 95, f"{seen} of {len(chosen)}")
        )
    return told


def _around(image: Image, box: NDArray[np.float32], share: float) -> Image:
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]).max() * share / 2
    left, top = np.maximum(centre - half, 0).astype(int)
    right, bottom = (centre + half).astype(int)
    return np.ascontiguousarray(image[top:bottom, left:right])


def _turned() -> list[Row]:
    """250 people, upright and turned: how many become samples that do not fit themselves, and fit others."""
    recognizer = open_recognizer(Settings(gpu="off"))
    space, dimension = recognizer.embedder.space, recognizer.embedder.dimension
    matcher = Matcher(Gallery.empty(space, dimension), recognizer.calibration, PROMISE)
    threshold = recognizer.calibration.threshold(PROMISE, 1)
    store = photo_source.open_store(LFW)
    by_person: dict[str, list[str]] = defaultdict(list)
    for name in photo_source.of(store.names):
        by_person[Path(name).parent.name].append(name)
    people = sorted(by_person)[:: len(by_person) // PEOPLE][:PEOPLE]
    taken: dict[int, dict[str, Face]] = {quarters: {} for quarters in range(4)}
    for person in people:
        picture = decoded(store.read(by_person[person][0]), person)
        large = np.asarray(cv2.resize(picture, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC), np.uint8)
        for quarters, samples in taken.items():
            found = recognizer.faces(np.ascontiguousarray(np.rot90(large, quarters)))
            if len(found) == 1 and Enrolment(matcher).take(found[0], person) is None:
                samples[person] = found[0]
    told: list[Row] = []
    for quarters in (1, 2, 3):
        samples = taken[quarters]
        wrong = sum(_likeness(face, taken[0].get(person, face)) < threshold for person, face in samples.items())
        pairs = [_likeness(a, b) for a, b in combinations(samples.values(), 2)]
        alike = 100 * float(np.mean(np.array(pairs) >= threshold)) if pairs else 0.0
        what = f"{len(people)} people turned by {90 * quarters} degrees"
        told.append(
            at_most(f"{what}: taken, and not themselves", wrong, "", 3, f"{len(samples)} taken, turned upright")
        )
        told.append(
            at_most(f"{what}: pairs of two above 1 in {1 / PROMISE:,.0f}", alike, "%", 1, f"of {len(pairs)}")
        )
    return told


def _likeness(a: Face, b: Face) -> float:
    assert a.embedding is not None and b.embedding is not None
    return float(a.embedding @ b.embedding)


def _time() -> list[Row]:
    """Detect, align and embed against what the program of `BEFORE` takes, which is unpacked from the repository."""
    repository = Path(__file__).resolve().parent.parent
    archive = subprocess.run(
        ["git", "-C", str(repository), "archive", BEFORE, "facecam", "models"], capture_output=True, check=False
    )
    if archive.returncode:
        return []  # not a checkout with its history
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as unpacked:
            unpacked.extractall(folder, filter="data")
        ratios = [_seconds(folder, start) / _seconds(repository, start) for start in range(0, TIMED, TURN)]
    more = f"{TIMED} pictures, processor time, one thread"
    return [at_least(f"LFW: detect, align, embed / at {BEFORE}", median(ratios), "x", 0.5, more)]


def _seconds(program: Path | str, start: int) -> float:
    chain = Path(__file__).with_name("still_chain.py")
    command = [sys.executable, str(chain), str(program), str(LFW), str(start), str(TURN)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
