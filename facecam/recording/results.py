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

from facecam.errors import InputError
from facecam.messages import Message, verbatim
from facecam.private_files import private_file
from facecam.types import Candidate, Decision, Detection, Face, FrameResult, Quality, State

VERSION = 1
SUFFIX = ".facecam"
"""How a recording's name ends."""


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
        self._file.close()

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        except OSError as error:
            raise InputError(
                "{path} cannot be written: {reason}",
                "Free some space",
                path=str(self._path),
                reason=str(error.strerror),
            ) from error


def header(path: str | Path) -> dict[str, Any] | None:
    """A recording's first line: `facecam_recording` (its version), `source`, `model`; None of any other file."""
    try:
        if not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            line = json.loads(file.readline(65_536))
    except (OSError, ValueError):
        return None
    return line if isinstance(line, dict) and "facecam_recording" in line else None


def replay(path: Path) -> Iterator[FrameResult]:
    """The results of a recording, as they were; faces come without crops and embeddings."""
    try:
        with path.open(encoding="utf-8") as file:
            header = json.loads(next(file, "null"))
            if not isinstance(header, dict) or header.get("facecam_recording") != VERSION:
                raise InputError("{path} is no recording that this version reads", "Record it anew", path=str(path))
            for line in file:
                yield _result(json.loads(line), header["source"])
    except OSError as error:
        raise InputError("{path} cannot be read: {reason}", path=str(path), reason=str(error.strerror)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("{path} is damaged", "Record it anew", path=str(path)) from error


def _result(line: dict[str, Any], source: str) -> FrameResult:
    faces = tuple(_face(item) for item in line["faces"])
    decisions = tuple(
        Decision(
            State(item["state"]),
            item["threshold"],
            tuple(Candidate(*candidate) for candidate in item["candidates"]),
            _reason(item["reason"]),
        )
        for item in line["faces"]
    )
    width, height = line["size"]
    return FrameResult(
        line["frame"], line["time"], line["captured"], source, (width, height), faces, decisions, ms=line["ms"]
    )


def _reason(said: dict[str, Any] | str | None) -> Message | None:
    """Recordings of before have the English sentence."""
    return Message.from_json(said) if isinstance(said, dict) else verbatim(said) if said else None


def _face(item: dict[str, Any]) -> Face:
    detection = Detection(
        np.array(item["box"], np.float32), np.array(item["landmarks"], np.float32), item["detection_score"]
    )
    quality = Quality(**item["parts"]) if "parts" in item else None
    return Face(detection, quality, track=item["track"], measured=item["measured"])


def _numbers(values: np.ndarray) -> list[float]:
    return [round(float(value), 2) for value in values]
