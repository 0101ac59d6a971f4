"""The values that flow through facecam, from pixels to names.

    Frame -> Detection -> Face -> Decision -> FrameResult

All are immutable: a thread hands one over and forgets it. Arrays inside them are never written to after
construction. Geometry is in float pixels of the upright frame, x to the right, y downwards, the origin at
the outer corner of the top left pixel; boxes may reach outside the frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from facecam.base.messages import Message

Image: TypeAlias = NDArray[np.uint8]
"""BGR, uint8, shape (height, width, 3)."""

Vector: TypeAlias = NDArray[np.float32]
"""One embedding: float32, shape (D,), of unit length."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture from a source."""

    image: Image
    index: int
    """Counts the source's frames from 0; dropped frames leave gaps."""
    time: float
    """Seconds: media time for files, time since the start for live sources."""
    captured: float
    """`time.monotonic()` when the capture call returned."""
    source: str
    """What the source calls itself, for people to read."""
    position: float | None = None
    """Where it is in its film (seconds) or folder (pictures), from 0; None where there are no places to go to.
    Unlike `time` it does not count on when a film begins anew or is gone through by hand."""
    held: bool = False
    """The source was stopped, and this picture asked for: it is looked at for itself, and follows no other."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A face found in a frame."""

    box: NDArray[np.float32]
    """(4,): x1, y1, x2, y2."""
    points: NDArray[np.float32]
    """(5, 2): eye, eye, nose, mouth corner, mouth corner; image-left first."""
    score: float
    """How sure the detector is, 0..1."""
    upright: float = 1.0
    """How sure the judge is that what lies at the points is a face, and upright, 0..1."""
    whole: float = 1.0
    """Share of the face, from the brows to the chin, that the frame holds, 0..1."""

    @property
    def width(self) -> float:
        return float(self.box[2] - self.box[0])

    @property
    def height(self) -> float:
        return float(self.box[3] - self.box[1])


@dataclass(frozen=True, slots=True)
class Quality:
    """How much a face's picture can be trusted. Every part is 0..1, high is good, unless said otherwise."""

    score: float
    """The whole, 0..1: the product of the parts."""
    size: float
    sharpness: float
    light: float
    pose: float
    yaw: float
    """Degrees; positive: the face turns towards the right edge of the image."""
    pitch: float
    """Degrees; positive: the face looks up."""
    roll: float
    """Degrees; positive: the head leans clockwise as seen in the image."""
    upright: float = 1.0
    """Whether it is a face at all, and not one on its side or its head."""
    whole: float = 1.0
    """Whether the frame holds all of it."""

    @property
    def weakest(self) -> str:
        """The name of the part that lowers the score most: size, sharpness, light, pose, upright or whole."""
        parts = ("size", "sharpness", "light", "pose", "upright", "whole")
        return min(parts, key=lambda part: float(getattr(self, part)))


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A detection with what was measured about it."""

    detection: Detection
    quality: Quality | None = None
    """None where the box was predicted and not seen on this frame."""
    embedding: Vector | None = None
    """None where this frame's crop was not embedded."""
    crop: Image | None = None
    """The aligned crop behind `embedding`, (size, size, 3) BGR; None where not embedded."""
    track: int | None = None
    """Counts the source's tracks from 1; None in a still image."""
    measured: bool = True
    """False where the box was predicted from the track's motion and not seen on this frame."""


class State(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person a face may be, with the score that speaks for it: a cosine, less what is taken off where many faces
    are like this one (`Gallery.scores`)."""

    person: int
    name: str
    score: float
    refused: bool = False
    """Somebody said that a face like this is not this person (`Gallery.refused`)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said about a face, and why."""

    state: State
    threshold: float
    """The score from which a name is given."""
    candidates: tuple[Candidate, ...] = ()
    """Best first; also filled when the face stays unknown."""
    reason: Message | None = None
    """One short sentence."""
    denied: frozenset[int] = frozenset()
    """People of whom somebody said that this very face is not theirs."""

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def person(self) -> int | None:
        return self.candidates[0].person if self.state is State.KNOWN else None

    @property
    def name(self) -> str | None:
        return self.candidates[0].name if self.state is State.KNOWN else None

    @property
    def score(self) -> float | None:
        """The best person's, also when the face stays unknown; None before the first embedding."""
        return self.candidates[0].score if self.candidates else None


@dataclass(frozen=True, slots=True, eq=False)
class DeniedLook:
    """A new look of a face of which somebody said that it is not a person's."""

    person: int
    face: Vector
    """(D,): what the face looked like when it was known for that one; not of unit length."""
    look: Vector
    """(D,): the embedding of the new look."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackSummary:
    """What is left of a track when it has ended: a visit."""

    track: int
    first: float
    """Frame time of its first and, below, its last measured box."""
    last: float
    decision: Decision
    """What the votes said at the end."""
    samples: int
    """How many of its crops were embedded."""
    best: Face | None
    """The embedded face of the best quality."""


STAGES = ("detect", "align", "embed", "match", "total")


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """Everything said about one frame; `decisions[i]` belongs to `faces[i]`."""

    index: int
    time: float
    captured: float
    source: str
    size: tuple[int, int]
    """Width and height of the frame."""
    faces: tuple[Face, ...] = ()
    decisions: tuple[Decision, ...] = ()
    ended: tuple[TrackSummary, ...] = ()
    """The tracks that ended with this frame."""
    ms: Mapping[str, float] = field(default_factory=dict)
    """Milliseconds by stage (`STAGES`)."""
    scanned: bool = True
    """The whole frame was searched; False where known faces were only followed, and a new one may be missing."""
    denied: tuple[DeniedLook, ...] = ()
    """Looks on this frame that what was said of their faces does not reach yet."""
    frame: Frame | None = None
    """What it is about, from an engine: who shows only what was looked at need not have caught the frame itself."""

    def __post_init__(self) -> None:
        if len(self.faces) != len(self.decisions):
            raise ValueError("every face needs its decision")
