"""What could be added to a person: unknown visits that may be theirs, and looks of theirs that would teach.

Nothing is taken by itself: a person confirms or denies each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from facecam.identity.matching import Matcher
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Visit
from facecam.store.unknowns import ASKED, Stranger, load_strangers
from facecam.store.visits import Filter
from facecam.tasks.confirmation import OUTLIER_FMR
from facecam.tasks.enrolment import different

GOOD = 0.5
"""Quality from which a look may be a sample: a blurred, small or dark one teaches the blur. Its parts are
multiplied, so that every one of them is at least as good."""

LOW = 0.15
"""A look that scored less than this above the threshold is nearly missed; one above it is known well enough."""

NEWEST = 500
"""Visits of a person that are looked at for new looks."""

MOST = 12
"""New looks that are offered at a time."""

_PORTION = 256
"""Faces that are compared with everybody at a time."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A visit that may be the person's, or whose face would be a good sample."""

    visit: Stranger
    score: float
    """To the person, of the visit's best face."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    could_be: tuple[Suggestion, ...] = ()
    """Visits of strangers who look like the person, the likest first: worth a question, and no more."""
    looks: tuple[Suggestion, ...] = ()
    """Visits of the person whose face scored low and differs from all samples, the lowest first: sharp ones, and no
    outliers."""
    threshold: float = 1.0
    """The score from which the person is named."""


def suggestions(db: Database, matcher: Matcher, person: int) -> Suggestions:
    """What could be added to `person`; nothing where they have no sample of the model in use.

    Raises `StoreError` where visits do not fit the model.
    """
    samples = matcher.samples(person)
    if not len(samples):
        return Suggestions()
    found = _could_be(db, matcher, person, samples)
    return Suggestions(found, _looks(db, matcher, person, samples), matcher.threshold)


def _could_be(db: Database, matcher: Matcher, person: int, samples: NDArray[np.float32]) -> tuple[Suggestion, ...]:
    gallery = matcher.gallery
    strangers = load_strangers(db, gallery.space, samples.shape[1])
    faces = strangers.faces
    enough = matcher.calibration.threshold(ASKED, gallery.size)
    near = np.flatnonzero(_nearest(faces, samples) >= enough)
    if len(strangers.ignored) and len(near):
        alike = matcher.calibration.threshold(matcher.fpir, len(faces))
        crowding = gallery.neighbourhood.crowding
        ignored = (faces[near] @ strangers.ignored.T - crowding(strangers.ignored)).max(axis=1)
        near = near[ignored - crowding(faces[near]) < alike]
    theirs = _scores(matcher, person, faces[near])
    order = np.argsort(-theirs, kind="stable")
    return tuple(
        Suggestion(strangers.visits[int(near[at])], float(theirs[at])) for at in order if theirs[at] >= enough
    )


def _looks(db: Database, matcher: Matcher, person: int, samples: NDArray[np.float32]) -> tuple[Suggestion, ...]:
    columns = (Visit.id, Visit.started, Visit.ended, Visit.source, Visit.quality, Visit.picture_id, Visit.vector)
    query = (
        select(*columns)
        .where(*Filter(person=person).conditions(), Visit.space == matcher.gallery.space)
        .where(Visit.quality >= GOOD, Visit.vector.is_not(None))
        .order_by(Visit.started.desc(), Visit.id.desc())
        .limit(NEWEST)
    )
    with db.read() as session:
        rows = [row for row in session.execute(query) if row.vector is not None]
    if not rows:
        return ()
    faces = vectors.decode([row.vector for row in rows], samples.shape[1])
    scores = _scores(matcher, person, faces)
    lowest, highest = matcher.calibration.score(OUTLIER_FMR), matcher.threshold + LOW
    known, found = samples, []
    for at in np.argsort(scores, kind="stable"):
        if not lowest <= scores[at] < highest or not different(matcher, faces[at], known):
            continue
        row = rows[int(at)]
        found.append(Suggestion(Stranger(*row[:4], quality=row.quality, picture=row.picture_id), float(scores[at])))
        known = np.concatenate([known, faces[at][None]])
        if len(found) == MOST:
            break
    return tuple(found)


def _nearest(faces: NDArray[np.float32], samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,): the cosine of each face to what the person looks like, which is never below the score."""
    mean = samples.mean(axis=0, keepdims=True)
    mean /= max(float(np.linalg.norm(mean)), 1e-9)
    near: NDArray[np.float32] = (faces @ np.concatenate([samples, mean]).T).max(axis=1, initial=-1.0)
    return near


def _scores(matcher: Matcher, person: int, faces: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,): the score to the person; -inf where another is likelier, or somebody said that it is not this one, and
    where the person was removed meanwhile."""
    found = [np.empty(0, np.float32)]
    for portion in _portions(faces):
        gallery = matcher.gallery.near(portion, most=1, and_of=(person,))
        scores = gallery.scores(portion)
        scores[gallery.refused(portion, scores)] = -np.inf
        theirs = scores[:, gallery.people == person].max(axis=1, initial=-np.inf)
        found.append(np.where(theirs >= scores.max(axis=1, initial=-np.inf), theirs, np.float32(-np.inf)))
    return np.concatenate(found)


def _portions(faces: NDArray[np.float32]) -> Sequence[NDArray[np.float32]]:
    return [faces[start : start + _PORTION] for start in range(0, len(faces), _PORTION)]
