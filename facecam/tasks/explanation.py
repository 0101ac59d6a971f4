"""Why a face has its name, or none: everything the decision rests on, gathered when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from facecam.base.types import Candidate, Decision, Face, Image, Quality, State, Vector
from facecam.identity.matching import PLAIN

if TYPE_CHECKING:
    from facecam.identity.gallery import Enrolled
    from facecam.identity.matching import Matcher
    from facecam.store.database import Database
    from facecam.store.people import TemplateInfo
    from facecam.vision.embedder import Embedder

NEAREST = 3
"""Samples that are shown beside a face."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One embedded sample of a track, and what was decided when it came."""

    time: float
    """Seconds, by the source's clock."""
    face: Face
    decision: Decision


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A stored sample of the likeliest person, and how alike it is."""

    sample: TemplateInfo
    cosine: float
    picture: bytes | None
    """JPEG, where it was kept."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What one sample added to the vote."""

    time: float
    score: float
    """Of this sample alone, for the likeliest person."""
    vote: float | None
    """Of all samples until then; None where that person was not among the first."""
    state: State


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    decision: Decision
    """The newest one."""
    crop: Image
    """The sample of the best quality, (S, S, 3) BGR."""
    quality: Quality
    """Of that sample."""
    nearest: tuple[Near, ...]
    """The likeliest person's samples that are nearest to `crop`; empty where nobody is enrolled."""
    heat: NDArray[np.float32] | None
    """(S, S): how far the likeness to the nearest sample falls while a pixel of `crop` is covered."""
    timeline: tuple[Moment, ...]
    """Oldest first."""
    fpir: float
    """The share of strangers who reach the threshold with today's people."""
    extrapolated: bool
    """The rate lies beyond what was measured."""
    people: int
    crowding: float
    """What is taken off the likeness of `crop` to anybody: many faces are like it (`identity.neighbourhood`)."""
    theirs: float = 0.0
    """What is taken off for the likeliest person, whom many are like, too."""
    against: float | None = None
    """The score of `crop` for the nearest face of which somebody said that it is not the likeliest person's, where
    that matters: it is nearly alike."""

    @property
    def best(self) -> Candidate | None:
        return self.decision.best

    @property
    def margin(self) -> float | None:
        """From the likeliest person down to the next; None where there is no other."""
        first, *others = self.decision.candidates or (None,)
        return first.score - others[0].score if first is not None and others else None


def explain(
    embedder: Embedder, matcher: Matcher, database: Database | None, looks: Sequence[Look]
) -> Explanation | None:
    """Explain the newest decision about a track by its embedded samples, oldest first.

    Takes as long as some hundred embeddings. None where no sample was embedded by a running model yet.
    """
    seen = [look for look in looks if look.face.embedding is not None and look.face.crop is not None]
    if not seen:
        return None
    shown = max(seen, key=lambda look: look.face.quality.score if look.face.quality else 0.0).face
    assert shown.embedding is not None and shown.crop is not None and shown.quality is not None
    decision = looks[-1].decision
    person = decision.best.person if decision.best is not None else None
    nearest, heat = _nearest(embedder, database, person, shown.embedding, shown.crop)
    gallery = matcher.gallery
    crowding = float(gallery.neighbourhood.crowding(shown.embedding[None])[0])
    _, against = (-1.0, -1.0) if person is None else matcher.weigh(person, shown.embedding, crowding)
    return Explanation(
        decision,
        shown.crop,
        shown.quality,
        nearest,
        heat,
        _timeline(gallery, person, seen) if person is not None else (),
        matcher.calibration.fpir(decision.threshold, gallery.size),
        matcher.calibration.extrapolated(decision.threshold),
        gallery.size,
        crowding,
        0.0 if person is None else _taken(gallery, person),
        against if against >= decision.threshold - PLAIN else None,
    )


def _taken(enrolled: Enrolled, person: int) -> float:
    """How crowded the place of a person's mean is."""
    gallery = enrolled.near(np.empty((0, 0), np.float32), and_of=(person,))
    samples = gallery.vectors_of(person)
    if not len(samples):
        return 0.0
    mean = samples.mean(axis=0, keepdims=True)
    return float(gallery.neighbourhood.crowding(mean / np.linalg.norm(mean))[0])


def _nearest(
    embedder: Embedder, database: Database | None, person: int | None, vector: Vector, crop: Image
) -> tuple[tuple[Near, ...], NDArray[np.float32] | None]:
    if database is None or person is None:
        return (), None
    from facecam.store import people
    from facecam.store.samples import samples_of
    from facecam.vision.occlusion import occlusion

    stored = samples_of(database, person, embedder.space, embedder.dimension)
    stored.sort(key=lambda one: -float(one.vector @ vector))
    near = tuple(
        Near(one.info, float(one.vector @ vector), people.picture(database, one.info.id))
        for one in stored[:NEAREST]
    )
    return near, occlusion(embedder, crop, stored[0].vector) if stored else None


def _timeline(enrolled: Enrolled, person: int, looks: Sequence[Look]) -> tuple[Moment, ...]:
    faces = np.stack([look.face.embedding for look in looks if look.face.embedding is not None])
    gallery = enrolled.near(faces[:0], and_of=(person,))
    column = np.flatnonzero(gallery.people == person)
    if not len(column):  # forgotten meanwhile
        return ()
    scores = gallery.scores(faces)
    moments = []
    for look, alone in zip(looks, scores[:, column[0]].tolist(), strict=True):
        vote = next((one.score for one in look.decision.candidates if one.person == person), None)
        moments.append(Moment(look.time, alone, vote, look.decision.state))
    return tuple(moments)
