"""The same faces named twice: by the people who are enrolled, and by a classifier of a closed set."""

from __future__ import annotations

from dataclasses import dataclass

from facecam.base.types import Image
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer
from facecam.tasks.identification import Identified, identify
from facecam.vision.align import align
from facecam.vision.classifier import Classifier

CONFIDENCE = 0.5
"""From which a class becomes a name, where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One of a classifier's people, and how sure it is of them (0..1)."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Classified:
    """A face in a picture, as the gallery and a classifier name it."""

    gallery: Identified
    crop: Image
    """(S, S, 3) BGR, aligned for the classifier."""
    guesses: tuple[Guess, ...]
    """The classifier's likeliest people, the surest first."""

    def name(self, confidence: float) -> str | None:
        """Whom the classifier names where it must be so sure; None for nobody."""
        best = self.guesses[0]
        return best.name if best.confidence >= confidence else None


def classify(
    recognizer: Recognizer, matcher: Matcher, classifier: Classifier, image: Image, top: int = 5
) -> list[Classified]:
    """Every face of a picture, the largest first, each with the `top` likeliest people of both."""
    found = identify(recognizer, matcher, image, top)
    crops = [align(image, face.landmarks, classifier.size) for face in found]
    faces = []
    for face, crop, row in zip(found, crops, classifier.classify(crops), strict=True):
        likeliest = (-row).argsort(kind="stable")[:top].tolist()
        guesses = tuple(Guess(classifier.people[place], float(row[place])) for place in likeliest)
        faces.append(Classified(face, crop, guesses))
    return faces
