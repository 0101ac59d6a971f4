"""Are two pictures of one person? What `facecam verify` and the page beside it answer with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from facecam.base.errors import InputError
from facecam.base.messages import Message, paragraph
from facecam.base.types import Face, Image
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer, main_face

_TAR = "lfw_tar_at_far_"
"""Figures of the manifest: the share of pairs of one person that are accepted, at the rate that follows."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the two pictures."""

    name: str
    """What the picture is called, for people to read."""
    face: Face | None
    """Its largest and most central face, embedded; None where there is none."""
    faces: int

    @property
    def remark(self) -> Message | None:
        """What to know where there is not exactly one face; with full stops."""
        if self.face is None:
            return paragraph(
                Message("There is no face in {picture}", picture=self.name), Message("Take another picture")
            )
        if self.faces > 1:
            several = Message(
                "There are {faces} faces in {picture}; the largest and most central one is compared",
                faces=self.faces,
                picture=self.name,
            )
            return paragraph(several)
        return None


@dataclass(frozen=True, slots=True)
class Verification:
    threshold: float
    """The score from which two faces are one person's; of different people one pair in `strangers` reaches it."""
    fnmr: float | None
    """False non-match rate: the share of pairs of one person under the threshold, as measured on LFW; None where
    the model was not measured there."""
    score: float | None = None
    """The cosine, less what is taken off where many faces are like these (`identity.neighbourhood`); None, like the
    others below, where a face is missing."""
    cosine: float | None = None
    """Of the two faces, or to the person's nearest sample."""
    fmr: float | None = None
    """False match rate: the share of pairs of two people that reach this score."""
    same: bool | None = None
    extrapolated: bool = False
    """`fmr` lies beyond what was measured."""
    remarks: tuple[Message, ...] = ()
    """What is odd about the pictures: no face, or more than one."""

    def to_json(self) -> dict[str, Any]:
        """As `facecam verify --json` prints it."""
        return {
            "score": None if self.score is None else round(self.score, 4),
            "cosine": None if self.cosine is None else round(self.cosine, 4),
            "threshold": round(self.threshold, 4),
            "fmr": None if self.fmr is None else float(f"{self.fmr:.4g}"),
            "fnmr": None if self.fnmr is None else round(self.fnmr, 4),
            "same": self.same,
            "extrapolated": self.extrapolated,
        }


def look(recognizer: Recognizer, image: Image, name: str) -> Side:
    """Find the face that is compared."""
    faces = recognizer.faces(image)
    return Side(name, main_face(faces, image.shape[1], image.shape[0]), len(faces))


def verify(recognizer: Recognizer, a: Side, b: Side, strangers: int) -> Verification:
    """Compare two pictures that this recogniser has looked at; one pair in `strangers` may err."""
    remarks = tuple(remark for remark in (a.remark, b.remark) if remark is not None)
    curve = recognizer.calibration
    threshold = curve.threshold(1 / strangers, 1)
    fnmr = missed(recognizer.embedder.entry.figures, curve.fmr(threshold))
    if a.face is None or b.face is None or a.face.embedding is None or b.face.embedding is None:
        return Verification(threshold, fnmr, remarks=remarks)
    vectors = np.stack([a.face.embedding, b.face.embedding])
    cosine = float(vectors[0] @ vectors[1])
    score = cosine - float(recognizer.embedder.neighbourhood.crowding(vectors).sum())
    extrapolated = curve.extrapolated(score)
    return Verification(threshold, fnmr, score, cosine, curve.fmr(score), score >= threshold, extrapolated, remarks)


def verify_person(recognizer: Recognizer, matcher: Matcher, a: Side, person: int, strangers: int) -> Verification:
    """Compare a picture with the samples of one person; one stranger in `strangers` may pass.

    The score is that of the person's samples together, as where a name is given, and the rates are those of one
    comparison. What somebody said is not this person is not. Raises `InputError` where the person has no sample of
    this model.
    """
    curve = recognizer.calibration
    seen = a.face.embedding if a.face is not None else None
    faces = np.empty((0, recognizer.embedder.dimension), np.float32) if seen is None else seen[None]
    gallery = matcher.gallery.near(faces, most=1, and_of=(person,))
    samples = gallery.vectors_of(person)
    if not len(samples):
        raise InputError(
            "Person {person} has no sample of the model {model}",
            "Add pictures of that person",
            person=str(person),
            model=recognizer.model,
        )
    threshold = curve.threshold(1 / strangers, 1)
    fnmr = missed(recognizer.embedder.entry.figures, curve.fmr(threshold))
    remarks = tuple(filter(None, (a.remark,)))
    if seen is None:
        return Verification(threshold, fnmr, remarks=remarks)
    scores = gallery.scores(faces)
    at = int(np.searchsorted(gallery.people, person))
    score, refused = float(scores[0, at]), bool(gallery.refused(faces, scores)[0, at])
    if refused:
        remarks += (paragraph(Message("Somebody said of a face like this that it is not this person")),)
    cosine = float((samples @ seen).max())
    fmr, same = curve.fmr(score), score >= threshold and not refused
    return Verification(threshold, fnmr, score, cosine, fmr, same, curve.extrapolated(score), remarks)


def missed(figures: Mapping[str, Any], fmr: float) -> float | None:
    """The share of pairs of one person that a threshold of this false match rate refuses, by a model's figures.

    Between the measured rates it is interpolated over their logarithm; beyond them the nearest one stands.
    """
    measured = sorted(
        (math.log10(float(key.removeprefix(_TAR))), 1 - float(value))
        for key, value in figures.items()
        if key.startswith(_TAR)
    )
    if not measured:
        return None
    rates, shares = zip(*measured, strict=True)
    return float(np.interp(math.log10(max(fmr, 1e-12)), rates, shares))
