"""Yes, this is Anna: a face that scored low becomes a sample, unless it is an outlier."""

from __future__ import annotations

import numpy as np

from facecam.base.errors import InputError, NotFoundError
from facecam.base.types import Face
from facecam.identity.matching import Matcher
from facecam.tasks.enrolment import Enrolment, Taken

OUTLIER_FMR = 0.05
"""A face less like somebody than one stranger in twenty teaches nothing: by one slip a person would fit many."""


def confirm(matcher: Matcher, face: Face, person: int, source: str) -> Taken:
    """The sample that a face with its embedding and crop is, by the word of somebody who knows `person`.

    Raises `NotFoundError` where nobody of that number has a sample of this model, and `InputError`, with what to do
    instead, where the picture passes no gate of enrolment, where the face is hardly like the person, or where it is
    somebody else's by the threshold.
    """
    assert face.embedding is not None
    gallery = matcher.gallery.near(face.embedding[None], and_of=(person,))
    column = int(np.searchsorted(gallery.people, person))
    if column == len(gallery.people) or gallery.people[column] != person:
        raise NotFoundError(
            "Person {person} has no sample of the model in use", "Enrol the person first", person=str(person)
        )
    name = gallery.names[person]
    enrolment = Enrolment(matcher)
    if (reason := enrolment.take(face, source)) is not None:
        raise InputError(
            "This picture teaches nothing about {name}: {reason}", "Take a better one", name=name, reason=reason
        )
    (taken,) = enrolment.taken
    scores = gallery.scores(taken.vector[None])[0]
    best = int(scores.argmax())
    if best != column and scores[best] >= matcher.threshold:
        raise InputError(
            "This face is {other}'s, as far as can be told, and not {name}'s",
            "Say first that it is not {other}, or move the samples that are under a wrong name",
            name=name,
            other=gallery.names[int(gallery.people[best])],
        )
    if scores[column] < matcher.calibration.score(OUTLIER_FMR):
        raise InputError(
            "This face is hardly like {name}'s samples", "Enrol {name} anew, from several pictures", name=name
        )
    return taken
