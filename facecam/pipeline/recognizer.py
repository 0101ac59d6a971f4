"""One frame through vision and identity: find, align, measure, embed, decide. No thread, no files: read this first.

A `Recognizer` holds models and nothing else, so that many sources share one. What belongs to one source (its
tracks and votes) is in `track_pipeline.py`; when all this happens is in `results.py`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from facecam.base.errors import ModelError
from facecam.base.settings import Settings
from facecam.base.types import Decision, Detection, Face, Frame, FrameResult, Image
from facecam.identity.calibration import Calibration
from facecam.identity.matching import Evidence, Matcher
from facecam.identity.track_evidence import GOOD
from facecam.vision import open_detector, open_embedder
from facecam.vision.align import align
from facecam.vision.embedder import Embedder
from facecam.vision.mtcnn import Mtcnn
from facecam.vision.quality import measure
from facecam.vision.scan import PATIENT, Scan


class Stopwatch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - start) * 1000


class Recognizer:
    def __init__(
        self, detector: Mtcnn, embedder: Embedder, calibration: Calibration, still_scan: Scan = PATIENT
    ) -> None:
        """`still_scan`: how stills are looked at; frames of a live source are the tracker's business."""
        self.detector = detector
        self.still_scan = still_scan
        self.embedder = embedder
        self.calibration = calibration

    @property
    def provider(self) -> str:
        """What really runs the embedder: "CUDA" or "CPU"."""
        return self.embedder.provider

    @property
    def model(self) -> str:
        return self.embedder.name

    def give_back(self) -> None:
        """Let go of the memory that the largest picture so far needed; may be called while others look."""
        self.detector.give_back()
        self.embedder.give_back()

    def measure(self, image: Image, detection: Detection, track: int | None = None) -> Face:
        """Align a face and measure its quality; it has its crop and no embedding yet."""
        crop = align(image, detection.points, self.embedder.size)
        return Face(detection, measure(detection, crop), crop=crop, track=track)

    def embed(self, faces: Sequence[Face]) -> list[Face]:
        """The same faces with their embeddings, from one call of the model."""
        vectors = self.embedder.embed([face.crop for face in faces if face.crop is not None])
        return [
            Face(face.detection, face.quality, vector, face.crop, face.track)
            for face, vector in zip(faces, vectors, strict=True)
        ]

    def find(self, image: Image) -> list[Detection]:
        """All faces of a still image, the largest first."""
        return sorted(self.detector.detect(image, self.still_scan), key=lambda found: -found.width * found.height)

    def faces(self, image: Image, watch: Stopwatch | None = None) -> list[Face]:
        """All faces of a still image, embedded; the largest first."""
        watch = watch or Stopwatch()
        with watch.stage("detect"):
            found = self.find(image)
        with watch.stage("align"):
            faces = [self.measure(image, detection) for detection in found]
        with watch.stage("embed"):
            return self.embed(faces)

    def still(self, frame: Frame, matcher: Matcher) -> FrameResult:
        """A still image, each of its faces decided on one sample: it has no track to wait for."""
        watch = Stopwatch()
        with watch.stage("total"):
            faces = self.faces(frame.image, watch)
            with watch.stage("match"):
                decisions = decide_still(faces, matcher)
        return FrameResult(
            frame.index, frame.time, frame.captured, frame.source, frame.size, tuple(faces), tuple(decisions),
            ms=watch.ms,
        )  # fmt: skip


def decide_still(faces: Sequence[Face], matcher: Matcher) -> list[Decision]:
    """Decide on one sample a face, by the calibrated threshold; a poor one gets no name."""
    evidence = [
        Evidence(face.embedding, poor=face.quality is not None and face.quality.score < GOOD)
        for face in faces
        if face.embedding is not None
    ]
    return matcher.decide(evidence)


def main_face(faces: Sequence[Face], width: int, height: int) -> Face | None:
    """The largest and most central face: area less twice the squared distance to the image's centre."""

    def prominence(face: Face) -> float:
        x1, y1, x2, y2 = (float(v) for v in face.detection.box)
        away = ((x1 + x2 - width) / 2) ** 2 + ((y1 + y2 - height) / 2) ** 2
        return (x2 - x1) * (y2 - y1) - 2 * away

    return max(faces, key=prominence, default=None)


def open_recognizer(settings: Settings, still_scan: Scan = PATIENT) -> Recognizer:
    """Open the models that the settings ask for; raises `ModelError` and `ProviderError`."""
    embedder = open_embedder(settings.model, settings.gpu)
    return with_embedder(open_detector(settings.gpu, settings.min_face), embedder, still_scan)


def with_embedder(detector: Mtcnn, embedder: Embedder, still_scan: Scan = PATIENT) -> Recognizer:
    """A detector and an embedder together; raises `ModelError` where the embedder was never calibrated."""
    curve, name = embedder.entry.calibration, embedder.entry.name
    if not curve:
        raise ModelError(
            "The model {name} was never calibrated: nobody knows which of its scores make two faces one person",
            "Run `python -m training calibrate {name}`, or choose another model",
            name=name,
        )
    return Recognizer(detector, embedder, Calibration(curve["score"], curve["log10_fmr"]), still_scan)
