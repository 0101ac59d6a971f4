"""Samples of one person from images, folders, films and arrays."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TypeAlias

import numpy as np

from facecam.base.errors import FacecamError
from facecam.base.messages import Message
from facecam.base.types import Face, Image
from facecam.capture.folders import image_files, is_folder
from facecam.capture.images import EncodedImage, as_image
from facecam.capture.kinds import LeftOut
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.identity.matching import Matcher
from facecam.pipeline.recognizer import Recognizer
from facecam.tasks.enrolment import FULL, MOST, Enrolment, Taken

Source: TypeAlias = str | os.PathLike[str] | EncodedImage | Image

STEP = 0.2
"""Seconds between two pictures that are looked at in a film."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A picture that did not become a sample."""

    source: str
    """The file; of an array its place among what was given, such as "picture 2"."""
    time: float | None
    """Seconds into a film; None for a still."""
    reason: Message


def samples(
    recognizer: Recognizer,
    matcher: Matcher,
    sources: Sequence[Source],
    start: float = 0.0,
    end: float | None = None,
) -> Generator[Taken | Refusal]:
    """What was taken of one person, and what was refused and why, in the order of the sources.

    A source is a path of an image, a folder or a film, `demo`, or an image, decoded or not; `start` and `end` are
    seconds into each film. A file that cannot be read, also one in a folder, is a refusal, not an error, so that
    one bad file does not spoil the rest. When there are enough samples no file is opened any more, and a film is
    left.
    """
    enrolment = Enrolment(matcher)
    for given in chain.from_iterable(map(_opened_up, sources, count(1))):
        if isinstance(given, Refusal):
            yield given
            continue
        source, label = given
        if len(enrolment.taken) >= MOST:
            yield Refusal(label, None, FULL)
            continue
        seen = False
        try:
            for image, where, time in _pictures(source, label, start, end):
                seen = True
                reason = _take(enrolment, recognizer.faces(image), where)
                yield enrolment.taken[-1] if reason is None else Refusal(where, time, reason)
                if time is not None and len(enrolment.taken) >= MOST:
                    break
            if not seen:
                yield Refusal(label, None, Message("it ends before {start} s", start=f"{start:g}"))
        except FacecamError as error:
            yield Refusal(label, None, error.told)


def split(outcome: Iterable[Taken | Refusal]) -> tuple[list[Taken], list[Refusal]]:
    """What was taken, and what was not."""
    taken, refused = [], []
    for one in outcome:
        if isinstance(one, Taken):
            taken.append(one)
        else:
            refused.append(one)
    return taken, refused


def _opened_up(
    source: str | os.PathLike[str] | EncodedImage | Image, place: int
) -> Iterator[tuple[str | EncodedImage | Image, str] | Refusal]:
    """A folder's images one by one with their labels, and what was left out; a folder without any is refused."""
    if isinstance(source, np.ndarray):
        yield source, f"picture {place}"
        return
    if isinstance(source, EncodedImage):
        yield source, source.name
        return
    path = os.fspath(source)
    if not is_folder(Path(path)):
        yield path, path
        return
    try:
        found = image_files(path)
    except FacecamError as error:
        yield Refusal(path, None, error.told)
        return
    yield from ((str(file), str(file)) for file in found.files)
    yield from map(left_out, found.left_out)


def left_out(files: LeftOut) -> Refusal:
    """Files that are of no kind that is read, as one line of the table of what was refused."""
    return Refusal(str(files.counted), None, files.reason)


def _pictures(
    source: str | EncodedImage | Image, label: str, start: float, end: float | None
) -> Iterator[tuple[Image, str, float | None]]:
    """Image, label and media time of each picture."""
    if not isinstance(source, str):
        yield as_image(source), label, None
        return
    opened = open_source(source)
    due = start
    for frame in frames(opened):
        if opened.fps is None:
            yield frame.image, frame.source, None
            continue
        if end is not None and frame.time > end:
            return
        if frame.time >= due:
            due = max(due + STEP, frame.time)
            yield frame.image, label, frame.time


def _take(enrolment: Enrolment, faces: Sequence[Face], label: str) -> Message | None:
    """Why the picture was refused; None where it was taken."""
    if not faces:
        return Message("there is no face")
    if len(faces) > 1:
        return Message("{faces} faces are in the picture, one is wanted; cut the others off", faces=len(faces))
    return enrolment.take(faces[0], label)
