"""Results as JSON: the lines of `watch --json`, and recordings of a run that can be played again.

A recording is a text file: a header line, then one line a frame with the results and their timings. It holds no
pixels and no embeddings, so that it can be sent along with a bug report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from facecam.base.errors import InputError
from facecam.base.private_files import private_file
from facecam.base.types import Decision, Face, FrameResult, Quality
from facecam.recording.log_format import Header, read_frame, read_header

VERSION = 1
SUFFIX = ".facecam"
"""How a recording's name ends."""
HEAD, LONGEST = 65_536, 16_000_000
"""Bytes of the first line, and of one of some ten thousand faces."""


def face_json(face: Face, decision: Decision) -> dict[str, Any]:
    """A face as `facecam watch --json` prints it."""
    best = decision.best
    return {
        "box": _numbers(face.detection.box),
        "landmarks": [_numbers(point) for point in face.detection.points],
        "detection_score": round(face.detection.score, 4),
        "quality": round(face.quality.score, 4) if face.quality else 0.0,
        "track": face.track,
        "state": decision.state.value,
        "person": decision.person,
        "name": decision.name,
        "score": round(best.score, 4) if best else None,
        "embedded": face.embedding is not None,
        "measured": face.measured,
    }


def result_json(result: FrameResult) -> dict[str, Any]:
    """A frame as `facecam watch --json` prints it."""
    faces = [face_json(*pair) for pair in zip(result.faces, result.decisions, strict=True)]
    return {"frame": result.index, "time": round(result.time, 4), "faces": faces}


class Recorder:
    """Writes a recording; use it as a context manager."""

    def __init__(self, path: Path, source: str, model: str) -> None:
        self._path = path
        try:
            private_file(path)
            self._file = path.open("w", encoding="utf-8")
        except OSError as error:
            raise InputError(
                "{path} cannot be written: {reason}",
                "Choose another file",
                path=str(path),
                reason=str(error.strerror),
            ) from error
        self._write({"facecam_recording": VERSION, "source": source, "model": model})

    def add(self, result: FrameResult) -> None:
        line = result_json(result)
        for item, face, decision in zip(line["faces"], result.faces, result.decisions, strict=True):
            item["threshold"] = decision.threshold
            item["reason"] = decision.reason.to_json() if decision.reason else None
            item["candidates"] = [[c.person, c.name, c.score] for c in decision.candidates]
            if face.quality:
                item["parts"] = {part: getattr(face.quality, part) for part in Quality.__slots__}
        line |= {"captured": result.captured, "size": result.size, "ms": dict(result.ms)}
        self._write(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()  # which writes what still waits
        except OSError as refused:
            raise self._unwritable(refused) from refused

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(
            "{path} cannot be written: {reason}",
            "Free some space",
            path=str(self._path),
            reason=str(error.strerror),
        )


def header(path: str | Path) -> Header | None:
    """A log's first line; None of any other file."""
    try:
        if not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            return read_header(file.readline(HEAD))
    except (OSError, ValueError, RecursionError):
        return None


def replay(path: Path) -> Iterator[FrameResult]:
    """The results of a log, as they were; faces come without crops and embeddings.

    Raises `InputError` where the file cannot be read, is no log, or holds what no log of facecam's holds.
    """
    if (head := header(path)) is None or head.facecam_recording != VERSION:
        raise InputError("{path} is no recording that this version reads", "Record it anew", path=str(path))
    try:
        with path.open("rb") as file:
            file.readline(HEAD)
            while line := file.readline(LONGEST):
                yield read_frame(line).result(head.source)
    except OSError as error:
        raise InputError("{path} cannot be read: {reason}", path=str(path), reason=str(error.strerror)) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError("{path} is damaged", "Record it anew", path=str(path)) from error


def _numbers(values: np.ndarray) -> list[float]:
    return [round(float(value), 2) for value in values]
