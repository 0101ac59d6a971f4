"""The embedded faces of the last seconds, a few of each track: for an enrolment after the fact."""

from __future__ import annotations

from collections import deque

import numpy as np

from facecam.base.types import Face, FrameResult, Vector
from facecam.identity.track_evidence import GOOD
from facecam.tasks.explanation import Look

AS_CLEAR = 0.05
"""The most by which the quality of the best look is below that of another one."""

KEPT = 20
"""Faces of one track."""

SECONDS = 60.0
"""How long a track that has left is remembered, by the source's clock."""


class Recent:
    def __init__(self) -> None:
        self._looks: dict[int, deque[Look]] = {}
        self._last: dict[int, float] = {}
        self.source = ""
        """What the source calls itself."""

    def add(self, result: FrameResult) -> None:
        self.source = result.source
        for face, decision in zip(result.faces, result.decisions, strict=True):
            if face.track is None:
                continue
            self._last[face.track] = result.time
            if face.embedding is not None:
                look = Look(result.time, face, decision)
                self._looks.setdefault(face.track, deque(maxlen=KEPT)).append(look)
        for track in [track for track, last in self._last.items() if result.time - last > SECONDS]:
            del self._last[track]
            self._looks.pop(track, None)

    def looks(self, track: int) -> list[Look]:
        """Oldest first; empty for a track that is not known."""
        return list(self._looks.get(track, ()))

    def of(self, track: int) -> list[Face]:
        """The faces of `looks`."""
        return [look.face for look in self._looks.get(track, ())]

    def best(self, track: int) -> Face | None:
        """Of those that are clear the most typical one: a hand before the face takes nothing from its quality."""
        looks = [(face, face.embedding) for face in self.of(track) if face.embedding is not None]
        if not looks:
            return None
        clear = max(_score(face) for face, _ in looks) - AS_CLEAR
        typical = np.sum([look for _, look in looks], axis=0)
        best, _ = max((one for one in looks if _score(one[0]) >= clear), key=lambda one: float(one[1] @ typical))
        return best

    def good(self, track: int) -> list[Vector]:
        """The embeddings of those that count for a name, else of the best one; none of a face not seen yet."""
        faces = [face for face in self.of(track) if face.quality is not None and face.quality.score >= GOOD]
        best = self.best(track)
        if not faces and best is not None:
            faces = [best]
        return [face.embedding for face in faces if face.embedding is not None]

    def clear(self) -> None:
        self._looks.clear()
        self._last.clear()


def _score(face: Face) -> float:
    return face.quality.score if face.quality else 0.0
