"""Identification: names for the faces of one frame, by scores against the gallery.

One person stands before a camera once, and who was named stays so a little below the threshold (hysteresis).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from facecam.base.messages import Message
from facecam.base.types import Candidate, Decision, State, Vector
from facecam.identity.calibration import Calibration
from facecam.identity.gallery import ROUNDING, Enrolled, Gallery

SHOWN = 5
"""Candidates that a decision lists."""

RANKED = 50
"""People whom a list shows by how alike they are, where everybody would be too many."""

HYSTERESIS = 0.04
"""A track keeps its name until its score falls this far below the threshold, so that names do not flicker."""

TIE = 0.02
"""Two people whose scores are closer than this cannot be told apart on a track; it waits for more."""

PLAIN = 0.1
"""By so much more a face must be like one that is not somebody's than like that person, to be that very face."""

SURE = 0.2
"""By so much a face must be above the threshold, and more like somebody than like one that is not theirs, to be
surely theirs where it took the place of that one."""

CONTINUITY_FMR = 1e-3
"""Two samples of one track that look as unlike as all but this share of strangers are two people. By their cosine:
it is no name that is given here, and a child's track must not break where the light changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known about one face of a frame."""

    vector: Vector
    """An embedding, or the quality-weighted mean of several (not normalised: its product with a template is
    then the mean of their cosines)."""
    crowding: float | None = None
    """Of a mean, the mean of its embeddings' (`Neighbourhood.crowding`); None: the vector's own."""
    doubt: Message | None = None
    """Why nothing can be said yet; a face in doubt is pending."""
    poor: bool = False
    """A still too poor to give a name on."""
    on_track: bool = False
    named: int | None = None
    """The person whose name the track carries."""
    denied: frozenset[int] = frozenset()
    """Who it is not, whatever the vector says now (`Decision.denied`)."""


class Matcher:
    """A gallery with the threshold that its size and the wanted error rate ask for. Immutable."""

    def __init__(
        self, gallery: Enrolled, calibration: Calibration, fpir: float, threshold: float | None = None
    ) -> None:
        """`fpir`: the share of strangers who may be given a name; `threshold`: the cosine that is asked for
        instead of the one that follows from it."""
        self.gallery = gallery
        self.calibration = calibration
        self.fpir = fpir
        self.threshold = calibration.threshold(fpir, gallery.size) if threshold is None else threshold
        self.continuity = calibration.score(CONTINUITY_FMR)

    def at(self, threshold: float) -> Matcher:
        """The same people at another threshold, with the share of strangers who reach it."""
        fpir = self.calibration.fpir(threshold, max(self.gallery.size, 1))
        return Matcher(self.gallery, self.calibration, fpir, threshold)

    def decide(self, faces: Sequence[Evidence]) -> list[Decision]:
        """One decision a face. Two faces of one frame are never one person: the better one takes the name."""
        if not faces:
            return []
        vectors = np.stack([face.vector for face in faces])
        crowding = np.array([self._crowding(face) for face in faces], np.float32)
        gallery = self.gallery.near(vectors, most=SHOWN)
        scores = gallery.scores(vectors, crowding)
        against = gallery.against(vectors, crowding)
        refused = scores <= against + ROUNDING
        for i, face in enumerate(faces):
            if face.denied:
                refused[i] |= np.isin(gallery.people, list(face.denied))
        denied = self._plain(gallery, scores, against)
        candidates = [_candidates(gallery, *rows) for rows in zip(scores, refused, strict=True)]
        claims = sorted(
            (
                (candidate.score + (HYSTERESIS if candidate.person == face.named else 0.0), i, j)
                for i, (face, list_) in enumerate(zip(faces, candidates, strict=True))
                for j, candidate in enumerate(list_)
                if not (face.doubt or face.poor or candidate.refused)
            ),
            key=lambda claim: (-claim[0], claim[1:]),
        )
        taken: dict[int, str] = {}
        given: dict[int, int] = {}
        for claim, i, j in claims:
            candidate = candidates[i][j]
            if claim >= self.threshold and i not in given and candidate.person not in taken:
                given[i] = j
                taken[candidate.person] = candidate.name
        return [
            replace(self._decision(face, candidates[i], given.get(i), taken), denied=denied[i])
            for i, face in enumerate(faces)
        ]

    def _crowding(self, face: Evidence) -> float:
        """That of a track is known; that of a single vector is looked up."""
        if face.crowding is not None:
            return face.crowding
        return float(self.gallery.neighbourhood.crowding(face.vector[None])[0])

    def denied(self, vector: Vector, crowding: float) -> frozenset[int]:
        """Of whom somebody said that this very face is not theirs: a mean of looks, or one, with its crowding."""
        rows, taken = vector[None], np.array([crowding], np.float32)
        gallery = self.gallery.near(rows)
        return self._plain(gallery, gallery.scores(rows, taken), gallery.against(rows, taken))[0]

    def weigh(self, person: int, vector: Vector, crowding: float) -> tuple[float, float]:
        """How much speaks for a person, and how much the faces that are not theirs speak against it: scores of a
        mean of looks, or of one, with its crowding; -inf where there is nothing to compare with."""
        rows, taken = vector[None], np.array([crowding], np.float32)
        gallery = self.gallery.near(rows, and_of=(person,))
        column = np.flatnonzero(gallery.people == person)
        if not len(column):
            return -np.inf, -np.inf
        scores, against = gallery.scores(rows, taken), gallery.against(rows, taken)
        return float(scores[0, column[0]]), float(against[0, column[0]])

    def theirs(self, score: float, against: float) -> bool:
        """Whether a face is surely a person's (`weigh`), whatever was said of one that stood there before."""
        return score >= max(self.threshold, against) + SURE

    def unreached(self, score: float, against: float) -> bool:
        """Whether a look (`weigh`) of a face that is not a person's could be given the name again: it is somewhat
        like the person, and hardly more like the looks that are kept of that face."""
        return score >= self.threshold - PLAIN and against < score + PLAIN

    def samples(self, person: int) -> np.ndarray:
        """(n, D): the samples of one person; n = 0 for who is not here."""
        nobody = np.empty((0, 0), np.float32)
        return self.gallery.near(nobody, and_of=(person,)).vectors_of(person)

    def likeness(self, person: int) -> dict[int, float]:
        """`Gallery.likeness` to everybody else, or where there are very many to the likeliest of them."""
        theirs = self.samples(person)
        return self.gallery.near(theirs, most=RANKED, and_of=(person,)).likeness(person) if len(theirs) else {}

    def _plain(self, gallery: Gallery, scores: np.ndarray, against: np.ndarray) -> list[frozenset[int]]:
        """By face, who is denied: it is the face that is not theirs, by the threshold that names."""
        plain = against >= np.maximum(self.threshold, scores + PLAIN)
        return [frozenset(gallery.people[row].tolist()) for row in plain]

    def _decision(
        self, face: Evidence, candidates: list[Candidate], given: int | None, taken: dict[int, str]
    ) -> Decision:
        def say(state: State, reason: Message, list_: list[Candidate] = candidates) -> Decision:
            return Decision(state, self.threshold, tuple(list_), reason)

        if face.doubt:
            return say(State.PENDING, face.doubt)
        if face.poor:
            return say(State.UNKNOWN, Message("The picture is too poor to give a name"))
        if given is not None:
            chosen = candidates[given]
            others = [c for c in candidates if c.person != chosen.person]
            rival = next((c for c in others if c.person not in taken and not c.refused), None)
            if face.on_track and rival and chosen.score - rival.score < TIE and face.named != chosen.person:
                tie = Message("{name} and {other} are too close to tell", name=chosen.name, other=rival.name)
                return say(State.PENDING, tie)
            return say(State.KNOWN, Message("Looks like {name}", name=chosen.name), [chosen, *others])
        if candidates and candidates[0].score >= self.threshold:
            name = candidates[0].name
            if candidates[0].refused:
                return say(State.UNKNOWN, Message("Not {name}: you said so of a face like this", name=name))
            return say(State.UNKNOWN, Message("{name} is already in the picture", name=name))
        nobody = Message("Looks like nobody here") if candidates else Message("Nobody is enrolled")
        return say(State.UNKNOWN, nobody)


def _candidates(gallery: Gallery, scores: np.ndarray, refused: np.ndarray) -> list[Candidate]:
    best = np.argsort(-scores, kind="stable")[:SHOWN] if len(scores) <= 64 else _top(scores)
    people, names = gallery.people, gallery.names
    return [Candidate(int(people[i]), names[int(people[i])], float(scores[i]), bool(refused[i])) for i in best]


def _top(scores: np.ndarray) -> np.ndarray:
    """As the stable order of all has them, in less time: of those who are as alike the first."""
    some = np.flatnonzero(scores >= np.partition(scores, -SHOWN)[-SHOWN])
    return some[np.argsort(-scores[some], kind="stable")][:SHOWN]
