"""Who is in a picture: every face of a still with its name, and who else it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.base.messages import Message
from facecam.base.types import Candidate, Decision, Face, Image, State, Vector
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, decide_still


@dataclass(frozen=True, slots=True, eq=False)
class Identified:
    """A face in a picture, and who it is."""

    box: NDArray[np.float32]
    """(4,): x1, y1, x2, y2 in pixels of the upright picture; may reach outside of it."""
    landmarks: NDArray[np.float32]
    """(5, 2): eye, eye, nose, mouth corner, mouth corner; image-left first."""
    quality: float
    """0..1, high is good."""
    state: State
    """`known` or `unknown`: a still is never pending."""
    person: int | None
    name: str | None
    """None where it is nobody known."""
    score: float | None
    """The best person's, also where the face stays unknown; None where nobody is enrolled."""
    cosine: float | None
    """To that person's nearest sample."""
    candidates: tuple[Candidate, ...]
    """The likeliest people; the one whose name the face was given comes first."""
    threshold: float
    """The score from which a name is given."""
    fpir: float
    """The share of strangers who may be given a name."""
    reason: str
    """Why, in one short sentence, in English."""
    message: Message
    """The same, for other languages."""
    margin: float | None
    """By how much the best person's score lies above the next one's; None where there are not two people."""
    detection_score: float
    """How sure the detector is that it is a face, 0..1."""
    embedding: Vector
    """(D,): its vector, float32 of unit length."""

    def to_json(self) -> dict[str, Any]:
        """As `facecam identify --json` prints it."""
        return {
            "box": [round(float(value), 2) for value in self.box],
            "landmarks": [[round(float(value), 2) for value in point] for point in self.landmarks],
            "quality": round(self.quality, 4),
            "state": self.state.value,
            "person": self.person,
            "name": self.name,
            "candidates": [
                {"person": one.person, "name": one.name, "score": round(one.score, 4)} for one in self.candidates
            ],
            "cosine": None if self.cosine is None else round(self.cosine, 4),
            "margin": None if self.margin is None else round(self.margin, 4),
            "threshold": round(self.threshold, 4),
            "fpir": self.fpir,
            "reason": self.reason,
        }


def identify(recognizer: Recognizer, matcher: Matcher, image: Image, top: int = 5) -> list[Identified]:
    """Every face, the largest first; each with its `top` likeliest people."""
    faces = recognizer.faces(image)
    return [
        _identified(face, decision, matcher, top)
        for face, decision in zip(faces, decide_still(faces, matcher), strict=True)
    ]


def _identified(face: Face, decision: Decision, matcher: Matcher, top: int) -> Identified:
    assert face.embedding is not None
    whoever = (decision.best.person,) if decision.best is not None else ()
    gallery = matcher.gallery.near(face.embedding[None], most=max(top, 2), and_of=whoever)
    nearest = likeliest(face, decision, gallery, max(top, 2))
    return Identified(
        box=face.detection.box,
        landmarks=face.detection.points,
        quality=face.quality.score if face.quality else 0.0,
        state=decision.state,
        person=decision.person,
        name=decision.name,
        score=decision.score,
        cosine=_cosine(face, decision, gallery),
        candidates=nearest[:top],
        threshold=matcher.threshold,
        fpir=matcher.fpir,
        reason=str(decision.reason or ""),
        message=decision.reason or Message(""),
        margin=nearest[0].score - nearest[1].score if len(nearest) > 1 else None,
        detection_score=face.detection.score,
        embedding=face.embedding,
    )


def likeliest(face: Face, decision: Decision, gallery: Gallery, top: int) -> tuple[Candidate, ...]:
    """The `top` people whom an embedded face resembles most, first of all the one whom it was decided to be."""
    assert face.embedding is not None
    scores = gallery.scores(face.embedding[None])[0]
    given = gallery.people == decision.person
    order = np.lexsort((gallery.people, -scores, ~given))[:top]
    return tuple(
        Candidate(person, gallery.names[person], score)
        for person, score in zip(gallery.people[order].tolist(), scores[order].tolist(), strict=True)
    )


def _cosine(face: Face, decision: Decision, gallery: Gallery) -> float | None:
    if decision.best is None:
        return None
    assert face.embedding is not None
    samples = gallery.vectors_of(decision.best.person)
    return float((samples @ face.embedding).max()) if len(samples) else None  # removed meanwhile
