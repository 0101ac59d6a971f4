"""What a line of a results log may hold. A log is made to be sent along with a bug report, so whoever reads one has
it from somebody else: each value is checked before it goes anywhere.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct

from facecam.base.messages import COUNT, Field, Message, verbatim
from facecam.base.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State

Count = Annotated[int, Meta(ge=0, le=2**53)]
Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Number = Annotated[float, Meta(ge=-1e12, le=1e12)]
Share = Annotated[float, Meta(ge=0, le=1)]
Pixels = Annotated[float, Meta(ge=-1e6, le=1e6)]
Text = Annotated[str, Meta(max_length=4096, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
"""One line; control characters would reach the reader's terminal."""
Side = Annotated[int, Meta(ge=1, le=65_536)]
Point = tuple[Pixels, Pixels]

DEEPEST = 8
"""A message may stand within another so many times."""


class Said(Struct):
    """A message (`Message.to_json`)."""

    id: Text
    fields: dict[Text, Said | Text | Whole | Number] = {}
    plural: Text = ""

    def message(self, depth: int = 0) -> Message:
        if depth > DEEPEST:
            raise ValueError("messages within messages")
        if self.plural and not isinstance(self.fields.get(COUNT), int):
            raise ValueError("a plural without its number")
        fields: dict[str, Field] = {
            name: value.message(depth + 1) if isinstance(value, Said) else value
            for name, value in self.fields.items()
        }
        return Message(self.id, self.plural, **fields)


class LoggedFace(Struct):
    """A face with what was said about it."""

    box: tuple[Pixels, Pixels, Pixels, Pixels]
    landmarks: tuple[Point, Point, Point, Point, Point]
    detection_score: Share
    track: Count | None
    measured: bool
    state: State
    threshold: Number
    candidates: Annotated[list[tuple[Whole, Text, Number]], Meta(max_length=10_000)]
    reason: Said | Text | None
    """Logs of before have the English sentence."""
    parts: dict[Text, Number] | None = None
    """Of the quality, by name; None where it was not measured."""

    def face(self) -> Face:
        detection = Detection(
            np.array(self.box, np.float32), np.array(self.landmarks, np.float32), self.detection_score
        )
        quality = Quality(**self.parts) if self.parts is not None else None
        return Face(detection, quality, track=self.track, measured=self.measured)

    def decision(self) -> Decision:
        said = self.reason
        reason = said.message() if isinstance(said, Said) else verbatim(said) if said else None
        return Decision(self.state, self.threshold, tuple(Candidate(*one) for one in self.candidates), reason)


class LoggedFrame(Struct):
    """A frame's results."""

    frame: Count
    time: Number
    captured: Number
    size: tuple[Side, Side]
    faces: Annotated[list[LoggedFace], Meta(max_length=10_000)]
    ms: dict[Text, Number]

    def result(self, source: str) -> FrameResult:
        faces = tuple(one.face() for one in self.faces)
        decisions = tuple(one.decision() for one in self.faces)
        return FrameResult(self.frame, self.time, self.captured, source, self.size, faces, decisions, ms=self.ms)


class Header(Struct):
    """The first line."""

    facecam_recording: int
    """The format's version."""
    source: Text = ""
    model: Text = ""


read_header = msgspec.json.Decoder(Header).decode
read_frame = msgspec.json.Decoder(LoggedFrame).decode
