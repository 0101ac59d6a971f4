"""*Not this person* said of a head that turns: is the name given again within a minute, and does its owner get it?

Held-out people, each a head that turns this way and that for a minute (its pictures in the order of their turn),
and somebody enrolled who could be a double: another person's vectors, moved towards this one's (in the worst case
towards its side view alone) until its front is given the name. It is said two seconds after that. In the last of
eight seconds nobody is there, so that a new track begins. Tracks, votes, matcher, edits and database are real, the
vectors are given.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Detection, Face, Frame, FrameResult, Image, Quality
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.identity.neighbourhood import Neighbourhood
from facecam.operations import Enrol, NotThisPerson, Sample, apply
from facecam.operations.corrections import keep_look
from facecam.pipeline.track_pipeline import TrackPipeline
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery

PICTURES = 12
"""A head has so many at least."""

FPS, SECONDS, SAID = 4, 62, 2
"""Frames a second, how long, and how long the name is shown before it is said that this is not the person."""

OVER = 0.05
"""Above the threshold the double's front scores."""

AWAY = 8
"""Of so many seconds in each nobody is there in the last."""

STRANGERS, SPACE = 1_000, "benchmark"

RECENT = 16
"""Looks that the window remembers of a face."""


@dataclass
class Told:
    """What was said of heads after the correction."""

    heads: int = 0
    frames: int = 0
    again: int = 0
    """Frames with the name again."""
    those: int = 0
    """Heads with such a frame."""
    owners: int = 0
    owned: int = 0
    """Owners of the name who get it within five seconds elsewhere, and where the head stood just now."""


def measure(
    vectors: NDArray[np.float32],
    person: NDArray[np.int64],
    yaw: NDArray[np.float32],
    calibration: Calibration,
    neighbourhood: Neighbourhood,
    *,
    worst: bool = False,
) -> Told:
    """`vectors` (N, D) unit rows, `person` (N,) whose they are, `yaw` (N,) degrees, NaN where unknown."""
    heads = [one for one in np.unique(person) if (person == one).sum() >= PICTURES]
    told = Told()
    for head, other in zip(heads, heads[1:] + heads[:1], strict=True):
        mine = np.flatnonzero((person == head) & ~np.isnan(yaw))
        mine = mine[np.argsort(yaw[mine])]
        with tempfile.TemporaryDirectory() as folder:
            db = open_database(f"sqlite:///{Path(folder) / 'people.db'}")
            try:
                turned = np.abs(yaw[mine])
                front, side = (vectors[mine][order[:4]] for order in (np.argsort(turned), np.argsort(-turned)))
                like = side if worst else vectors[mine]
                double = _double(vectors[person == other], like, front, calibration, neighbourhood)
                _one(db, vectors[mine], int(np.argmin(turned)), double, calibration, neighbourhood, told)
            finally:
                db.close()
    return told


def _one(
    db: Database,
    looks: NDArray[np.float32],
    begin: int,
    double: NDArray[np.float32],
    calibration: Calibration,
    neighbourhood: Neighbourhood,
    told: Told,
) -> None:
    """`looks` (n, D) in the order of their turn, of which the head shows that at `begin` first."""

    def matcher() -> Matcher:
        return Matcher(load_gallery(db, SPACE, looks.shape[1], neighbourhood), calibration, 1 / STRANGERS)

    samples = tuple(Sample(face, 0.8, "benchmark") for face in double[:3])
    (anna,) = apply(db, Enrol("Anna", samples, SPACE)).persons
    people = matcher()
    head = _Head()
    pipeline = TrackPipeline(head)  # type: ignore[arg-type]

    def showing(index: int) -> FrameResult:
        """What is said of the next frame; new looks are kept, and followed."""
        nonlocal people
        result = pipeline.process(_frame(index), people)
        if result.denied:
            for look in result.denied:
                keep_look(db, look, SPACE)
            people = matcher()
        return result

    recent: deque[NDArray[np.float32]] = deque(maxlen=RECENT)
    there_and_back = itertools.cycle([*range(len(looks)), *range(len(looks) - 2, 0, -1)])
    order = list(itertools.islice(there_and_back, begin, begin + 2 * SECONDS + 1))
    named = again = 0
    said = False
    for index in range(FPS * SECONDS):
        away = index / FPS % AWAY >= AWAY - 1
        head.now = None if away else looks[order[2 * index // FPS]]
        result = showing(index)
        recent.extend(face.embedding for face in result.faces if face.embedding is not None)
        has = any(one.person == anna for one in result.decisions)
        if said:
            told.frames += len(result.decisions)
            again += has
        else:
            named += has
        if named == SAID * FPS and not said:
            apply(db, NotThisPerson(anna, np.stack(recent), SPACE))
            people, said = matcher(), True
    if not said:
        return
    told.heads += 1
    told.again += again
    told.those += again > 0
    owner = double[3:]
    told.owners += _named(owner, TrackPipeline(head), head, people, anna)  # type: ignore[arg-type]
    told.owned += _named(owner, pipeline, head, people, anna)


def _named(looks: NDArray[np.float32], pipeline: TrackPipeline, head: _Head, people: Matcher, person: int) -> bool:
    """Whether a head with these looks is given the name within five seconds, where another one stood."""
    for index in range(5 * FPS):
        head.now = looks[2 * index // FPS % len(looks)]
        result = pipeline.process(_frame(FPS * SECONDS + index), people)
        if any(one.person == person for one in result.decisions):
            return True
    return False


def _double(
    other: NDArray[np.float32],
    like: NDArray[np.float32],
    front: NDArray[np.float32],
    calibration: Calibration,
    neighbourhood: Neighbourhood,
) -> NDArray[np.float32]:
    """The vectors of somebody else, moved towards those of `like` until `front` is given their name."""
    for part in np.arange(0.0, 2.0, 0.02):
        double = _unit(other + part * _unit(like.mean(axis=0)[None]))
        owner = np.ones(3, np.int64)
        gallery = Gallery(double[:3], owner, {1: ""}, SPACE, neighbourhood=neighbourhood)
        if np.median(gallery.scores(front)) >= calibration.threshold(1 / STRANGERS, 1) + OVER:
            break
    return double


class _Head:
    """A detector and embedder before which one head stands, or nobody."""

    def __init__(self) -> None:
        self.embedder = SimpleNamespace(space=SPACE)
        self.detector = self
        self.now: NDArray[np.float32] | None = None
        self._detection = Detection(
            np.array([100, 100, 180, 200], np.float32), np.full((5, 2), 140, np.float32), 1.0
        )

    def detect(self, image: Image) -> list[Detection]:
        return [] if self.now is None else [self._detection]

    def follow(self, image: Image, boxes: NDArray[np.float32]) -> list[Detection | None]:
        return [None if self.now is None else self._detection for _ in boxes]

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        quality = Quality(0.8, 1.0, 0.8, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        return Face(detection, quality, crop=np.zeros((112, 112, 3), np.uint8), track=track)

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        return [replace(face, embedding=self.now) for face in faces]


def _frame(index: int) -> Frame:
    return Frame(np.zeros((360, 640, 3), np.uint8), index, index / FPS, 0.0, "benchmark")


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
