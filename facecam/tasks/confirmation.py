"""Yes, this is Anna: a face that scored low becomes a sample, unless it is an outlier; and whether one has become
a sample that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facecam.base.errors import InputError, NotFoundError
from facecam.base.types import Face
from facecam.identity.gallery import Gallery
from facecam.identity.matching import Matcher
from facecam.store.database import Database
from facecam.store.samples import sample_of, samples_of
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


@dataclass(frozen=True, slots=True)
class Outlier:
    """Samples that are as unlike the others of their person as any stranger is."""

    name: str
    samples: int
    score: float
    """Of the likest of them."""


def outlier(db: Database, matcher: Matcher, samples: Sequence[int]) -> Outlier | None:
    """Whether the `samples` that a person was given are all less like the others that the person has than one
    stranger in twenty; None where one is more alike, and where there is nothing to compare.

    Raises `NotFoundError` where they are gone, `StoreError` where they do not fit the model.
    """
    person, name, vector, space = sample_of(db, samples[0])
    if vector is None or space != matcher.gallery.space:
        return None
    stored = samples_of(db, person, space, len(vector))
    given = [one.vector for one in stored if one.info.id in samples]
    others = [one.vector for one in stored if one.info.id not in samples]
    if not others:
        return None
    whose, neighbourhood = np.full(len(others), person), matcher.gallery.neighbourhood
    before = Gallery(np.stack(others), whose, {person: name}, space, neighbourhood=neighbourhood)
    score = float(before.scores(np.stack(given)).max())
    return Outlier(name, len(given), score) if score < matcher.calibration.score(OUTLIER_FMR) else None
