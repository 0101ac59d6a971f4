"""Gates that a picture passes to become a sample: one place for the dialog, the command line and whatever enrols.

A person is enrolled from varied good pictures of one face. Every picture passes the same gates, and each gate has
a hint for the person before the camera and a reason for the report. Pictures from files go through `samples`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from facecam.base.messages import Message
from facecam.base.types import Candidate, Face, FrameResult, Image, Quality, Vector
from facecam.identity.matching import Matcher
from facecam.store.people import Sample
from facecam.vision.crops import encode_crop
from facecam.vision.quality import ENROLLABLE

ENOUGH = 3
"""Samples with which a person may be enrolled."""

MOST = 12
"""Samples that one enrolment takes; more of the same teach nothing."""

FULL = Message("there are enough pictures")
"""Why a picture is refused that may be as good as those taken."""

OTHER = Message("this looks like somebody else than the pictures before")

SAME = 0.08
"""A picture is too much like one already taken when it is nearer to it than this share of the way from a sure
match to a stranger; as a share, since models differ in how far apart they put faces."""

GATES = (
    ("upright", Message("Show your whole face, upright"), Message("this is no upright face: turn the picture")),
    ("whole", Message("Move into the middle of the picture"), Message("the face is cut off by the border")),
    ("size", Message("Come closer"), Message("the face is too small")),
    ("light", Message("More light from the front"), Message("the light is poor")),
    ("sharpness", Message("Hold still"), Message("the picture is blurred")),
    ("pose", Message("Look towards the camera"), Message("the face is turned too far away")),
)
"""Part of the quality, the hint and the reason where it is not `ENROLLABLE`."""


def consent_note(day: date, *, from_files: bool, pictures: bool) -> Message:
    """What is noted of a consent when somebody is enrolled, for a reader of any language."""
    if from_files:
        how = Message("Enrolled from files on {date}", date=day.isoformat())
    else:
        how = Message("Agreed before the camera on {date}", date=day.isoformat())
    kept = Message("pictures kept") if pictures else Message("no pictures kept")
    return Message("{how}; {kept}", how=how, kept=kept)


class Pose(StrEnum):
    """Where a face looks, as its owner would say it."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


HINTS = {
    Pose.FRONT: Message("Look straight at the camera"),
    Pose.LEFT: Message("Turn a little to your left"),
    Pose.RIGHT: Message("Turn a little to your right"),
    Pose.UP: Message("Lift your chin a little"),
    Pose.DOWN: Message("Lower your chin a little"),
}


POSES = {
    Pose.FRONT: Message("front"),
    Pose.LEFT: Message("left"),
    Pose.RIGHT: Message("right"),
    Pose.UP: Message("up"),
    Pose.DOWN: Message("down"),
}
"""What they are called."""


def pose_of(quality: Quality) -> Pose:
    """The pose that a quality's angles show; a face that looks to the image's right looks to its own left."""
    if abs(quality.yaw) >= 12 and abs(quality.yaw) >= abs(quality.pitch):
        return Pose.LEFT if quality.yaw > 0 else Pose.RIGHT
    if abs(quality.pitch) >= 10:
        return Pose.UP if quality.pitch > 0 else Pose.DOWN
    return Pose.FRONT


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A picture that passed the gates."""

    vector: Vector
    crop: Image
    quality: float
    pose: Pose
    source: str

    def sample(self, keep_picture: bool) -> Sample:
        """As the database keeps it; the crop only where its owner agreed."""
        return Sample(self.vector, self.quality, self.source, encode_crop(self.crop) if keep_picture else None)


def typical_first(taken: Sequence[Taken]) -> list[Taken]:
    """In the order of their likeness to all of them together: the first one with a picture stands for the person
    (`store.people.best_picture`), and a hand before the face takes nothing from a picture's quality."""
    if not taken:
        return []
    vectors = np.stack([one.vector for one in taken])
    typical = vectors @ vectors.sum(axis=0)
    return [taken[at] for at in np.argsort(-typical, kind="stable")]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to show the person who is being enrolled."""

    hint: Message
    poses: frozenset[Pose]
    """The poses seen so far."""
    taken: int
    just_taken: bool = False
    may_finish: bool = False
    complete: bool = False


class Enrolment:
    """Collects the samples of one person."""

    def __init__(self, matcher: Matcher, track: int | None = None) -> None:
        """`track`: take this face only, whoever else is in the picture; None: there must be one face alone."""
        self._matcher = matcher
        self._same = 1 - SAME * (1 - matcher.continuity)
        self._track = track
        self.taken: list[Taken] = []

    def offer(self, result: FrameResult) -> Guidance:
        """Show a live result; takes its face where it passes the gates and adds something new."""
        faces = [face for face in result.faces if face.measured]
        if self._track is not None:
            faces = [face for face in faces if face.track == self._track]
        if len(faces) != 1:
            return self._guide(Message("Only one face, please") if faces else Message("Nobody is in the picture"))
        reason = self._gate(faces[0])
        if reason is not None:
            return self._guide(reason[0])
        if faces[0].embedding is None:
            return self._guide(None)
        refused = self.take(faces[0], result.source)
        return self._guide(Message("This looks like somebody else") if refused == OTHER else None, not refused)

    def take(self, face: Face, source: str) -> Message | None:
        """Take one embedded face; returns why it was refused, or None."""
        if face.embedding is None or face.crop is None or face.quality is None:
            return Message("the face was not read")
        reason = self._gate(face)
        if reason is not None:
            return reason[1]
        if len(self.taken) >= MOST:
            return FULL
        likeness = [float(face.embedding @ one.vector) for one in self.taken]
        pose = pose_of(face.quality)
        if likeness and max(likeness) < self._matcher.continuity:
            return OTHER
        if likeness and max(likeness) > self._same:
            return Message("much like a picture already taken")
        self.taken.append(Taken(face.embedding, face.crop, face.quality.score, pose, source))
        return None

    def remove(self, index: int) -> None:
        del self.taken[index]

    def looks_like(self) -> Candidate | None:
        """The person already enrolled whom these samples look like, if any: a second record would be a mistake."""
        return looks_like(self._matcher, self.taken)

    def _gate(self, face: Face) -> tuple[Message, Message] | None:
        """The hint and the reason of the first gate that the face does not pass."""
        quality = face.quality
        if quality is None:
            return Message("Hold still"), Message("the face was not read")
        for part, hint, reason in GATES:
            if getattr(quality, part) < ENROLLABLE[part]:
                return hint, reason
        return None

    def _guide(self, hint: Message | None, just_taken: bool = False) -> Guidance:
        poses = frozenset(one.pose for one in self.taken)
        missing = next((pose for pose in Pose if pose not in poses), None)
        complete = missing is None or len(self.taken) >= MOST
        may_finish = len(self.taken) >= ENOUGH
        if hint is None:
            hint = Message("That is all. Finish keeps it")
            if missing is not None and not complete:
                hint = HINTS[missing]
            elif len(self.taken) < MOST:
                hint = Message("That is all. If you wear glasses: once more without them")
        return Guidance(hint, poses, len(self.taken), just_taken, may_finish, complete)


def different(matcher: Matcher, vector: Vector, others: NDArray[np.float32]) -> bool:
    """Whether a face (D,) is not much like any of `others` (n, D), so that it teaches something."""
    same = 1 - SAME * (1 - matcher.continuity)
    return not len(others) or float((others @ vector).max()) <= same


def looks_like(matcher: Matcher, taken: Sequence[Taken]) -> Candidate | None:
    """The person whom these samples together look like, if any."""
    if not taken:
        return None
    vectors = np.stack([one.vector for one in taken])
    crowding = matcher.gallery.neighbourhood.crowding(vectors).mean(keepdims=True)
    mean = vectors.mean(axis=0, keepdims=True)
    gallery = matcher.gallery.near(mean, most=1)
    scores = gallery.scores(mean, crowding)[0]
    if not len(scores) or scores.max() < matcher.threshold:
        return None
    person = int(gallery.people[int(scores.argmax())])
    return Candidate(person, gallery.names[person], float(scores.max()))
