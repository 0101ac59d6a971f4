"""Samples in, gates, templates out: one place for the dialog, the command line and whatever else enrols.

A person is enrolled from varied good pictures of one face. Every picture passes the same gates, and each gate has
a hint for the person before the camera and a reason for the report.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

import cv2
import numpy as np

from facecam.capture.folders import image_files, is_folder
from facecam.capture.kinds import LeftOut
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.errors import FacecamError
from facecam.identity.matching import Matcher
from facecam.messages import Message
from facecam.pipeline.recognizer import Recognizer
from facecam.store.people import Sample
from facecam.types import Candidate, Face, FrameResult, Image, Quality, Vector
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
    ("size", Message("Come closer"), Message("the face is too small")),
    ("light", Message("More light from the front"), Message("the light is poor")),
    ("sharpness", Message("Hold still"), Message("the picture is blurred")),
    ("pose", Message("Look towards the camera"), Message("the face is turned too far away")),
)
"""Part of the quality, the hint and the reason where it is not `ENROLLABLE`."""


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
        return Sample(self.vector, self.quality, self.source, encode(self.crop) if keep_picture else None)


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
        if not self.taken:
            return None
        mean = np.mean([one.vector for one in self.taken], axis=0)
        scores = self._matcher.gallery.scores(mean[None])[0]
        if not len(scores) or scores.max() < self._matcher.threshold:
            return None
        person = int(self._matcher.gallery.people[int(scores.argmax())])
        return Candidate(person, self._matcher.gallery.names[person], float(scores.max()))

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
            hint = HINTS[missing] if missing is not None and not complete else Message("That is all: thank you")
        return Guidance(hint, poses, len(self.taken), just_taken, may_finish, complete)


@dataclass(frozen=True, slots=True)
class Refusal:
    path: str
    time: float | None
    """Seconds into a video; None for a still."""
    reason: Message


STEP = 0.2
"""Seconds between two pictures that are looked at in a video."""


def from_files(
    recognizer: Recognizer,
    matcher: Matcher,
    paths: Sequence[str | Path],
    start: float = 0.0,
    end: float | None = None,
) -> Generator[Taken | Refusal]:
    """Samples of one person from images, folders and videos: what was taken, and what was refused and why.

    `start` and `end` are seconds into each video. A file that cannot be read, also one in a folder, is a refusal,
    not an error, so that one bad file does not spoil the rest. When there are enough samples no file is opened any
    more, and a video is left.
    """
    enrolment = Enrolment(matcher)
    for path in chain.from_iterable(map(_files, paths)):
        if isinstance(path, Refusal):
            yield path
            continue
        if len(enrolment.taken) >= MOST:
            yield Refusal(path, None, FULL)
            continue
        try:
            for image, label, time in _pictures(path, start, end):
                reason = _take_still(enrolment, recognizer.faces(image), label)
                yield enrolment.taken[-1] if reason is None else Refusal(label, time, reason)
                if time is not None and len(enrolment.taken) >= MOST:
                    break
        except FacecamError as error:
            yield Refusal(path, None, error.told)


def _files(path: str | Path) -> Iterator[str | Refusal]:
    """A folder's images one by one, and what was left out of it; a folder without any is refused."""
    if not is_folder(Path(path)):
        yield str(path)
        return
    try:
        found = image_files(path)
    except FacecamError as error:
        yield Refusal(str(path), None, error.told)
        return
    yield from map(str, found.files)
    yield from map(left_out, found.left_out)


def left_out(files: LeftOut) -> Refusal:
    """Files that are of no kind that is read, as one line of the table of what was refused."""
    return Refusal(str(files.counted), None, files.reason)


def _take_still(enrolment: Enrolment, faces: Sequence[Face], label: str) -> Message | None:
    if not faces:
        return Message("there is no face")
    if len(faces) > 1:
        return Message("{faces} faces are in the picture, one is wanted", faces=len(faces))
    return enrolment.take(faces[0], label)


def _pictures(path: str, start: float, end: float | None) -> Iterator[tuple[Image, str, float | None]]:
    """Image, label and media time of each picture of a file."""
    source = open_source(path)
    due = start
    for frame in frames(source):
        if source.fps is None:
            yield frame.image, frame.source, None
            continue
        if end is not None and frame.time > end:
            return
        if frame.time >= due:
            due = max(due + STEP, frame.time)
            yield frame.image, path, frame.time


def encode(crop: Image) -> bytes:
    """A crop as JPEG, for the database."""
    return bytes(cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, 92])[1])


def decode(picture: bytes) -> Image:
    """The crop that `encode` wrote, (S, S, 3) BGR."""
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(image, np.uint8)


def split(outcome: Iterable[Taken | Refusal]) -> tuple[list[Taken], list[Refusal]]:
    taken, refused = [], []
    for one in outcome:
        if isinstance(one, Taken):
            taken.append(one)
        else:
            refused.append(one)
    return taken, refused
