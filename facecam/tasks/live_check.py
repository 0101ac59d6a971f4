"""Is it a live face? A head that turns is no plane: what tells it from a picture that is held before the camera.

Five points suffice. Eyes and mouth corners are four points of a plane; seen from anywhere a picture keeps every
other point of that plane where it was among them (a homography leaves it), and a head's nose, which stands before
the plane, moves (plane and parallax: Sawhney, "3D geometry from planar parallax", CVPR 1994). So the head has to be
turned, to the sides and in the order that chance asks for, and the nose has to go there (liveness, anti-spoofing or
presentation attack detection, by challenge and response).

It is advice and opens nothing. Heads that do not turn cannot be told from pictures; a film of somebody who turns
answers rightly once in six times, and one that is made to answer, or a mask, always.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.types import Decision, Face, FrameResult, State

Floats = NDArray[np.float32]


class Turn(StrEnum):
    """Where the head is to be turned; left and right are the person's own, so left is the picture's right."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"


class LiveLabel(StrEnum):
    """What the check can say. It never says that a face is real."""

    TURNED = "turned as asked"
    FLAT = "flat: looks like a picture"
    UNTESTED = "not tested"


ASKED = 2
PATIENCE = 4.0
"""Seconds for each turn, of a live source; a film has its answers in it."""
ENOUGH = 5
"""Looks that show a turn, the flatness of a picture, or the way straight ahead."""
TURNED = 0.20
"""How far the nose moves, in distances of the eyes; a head does so from about 25 degrees."""
STILL = 0.12
"""A nose that moved less stands where a plane has it; one that is no farther from the middle looks ahead."""
SLANTED = 1.15
"""A plane that lost this much in one direction was turned by 30 degrees or more; a head's nose would have moved."""
LOST = 0.5
"""Seconds without the face after which it may be another one."""

_CORNERS = [0, 1, 3, 4]
_PLANE = np.array([[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]], np.float32)


def drawn() -> tuple[Turn, ...]:
    """The turns that are asked for, by chance."""
    return tuple(random.SystemRandom().sample(list(Turn), ASKED))


def nose_on_plane(points: Floats) -> Floats:
    """Where the nose lies among eyes and mouth, (2,): eyes at (-0.5, -0.5) and (0.5, -0.5), mouth corners at
    (-0.5, 0.5) and (0.5, 0.5). The same for every view of a plane, whatever the perspective.

    `points`: (5, 2), as a `Detection` has them.
    """
    homography = cv2.getPerspectiveTransform(points[_CORNERS].astype(np.float32), _PLANE)
    nose: Floats = cv2.perspectiveTransform(points[2].reshape(1, 1, 2).astype(np.float32), homography)[0, 0]
    return nose


def slant(points: Floats, reference: Floats) -> float:
    """How much more the plane of eyes and mouth lost in one direction than in the other since `reference`, from 1;
    moving, turning within the picture and coming nearer leave it at 1. Both (5, 2)."""
    now, then = (corners - corners.mean(axis=0) for corners in (points[_CORNERS], reference[_CORNERS]))
    affine, *_ = np.linalg.lstsq(then, now, rcond=None)
    longest, shortest = np.linalg.svd(affine, compute_uv=False)
    return float(longest / max(shortest, 1e-6))


def turned(moved: Floats) -> Turn | None:
    """Where a nose went that moved by (x, y) on the plane; None: nowhere, or down."""
    x, y = (float(way) for way in moved)
    if max(abs(x), -y) < TURNED:
        return None
    if abs(x) >= abs(y):
        return Turn.LEFT if x > 0 else Turn.RIGHT
    return Turn.UP if y < 0 else None


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """How a check ended."""

    asked: tuple[Turn, ...]
    label: LiveLabel
    reason: Message | None = None
    """Why it did not turn as asked; a clause without a full stop."""
    decision: Decision | None = None
    """Who it was, by all that was seen of it; None where no face was followed."""

    def same(self, person: int) -> bool | None:
        """Whether it was this person; None where that was never clear."""
        if self.decision is None or self.decision.state is State.PENDING:
            return None
        return self.decision.person == person

    def score(self, person: int | None = None) -> float | None:
        """The cosine to this person, or to the most alike one; None where there was nothing to compare."""
        candidates = () if self.decision is None else self.decision.candidates
        return next((one.score for one in candidates if person in (None, one.person)), None)


def chosen(turns: Sequence[str]) -> tuple[Turn, ...]:
    """Turns by their names. Raises `InputError` where there are none, unknown ones, or one twice."""
    known = {str(turn): turn for turn in Turn}
    asked = tuple(known[turn] for turn in turns if turn in known)
    if not asked or len(set(asked)) != len(turns):
        raise InputError(
            "{turns} cannot be asked for",
            "Name one to three of left, right and up, each once, such as left,up",
            turns=",".join(turns) or "Nothing",
        )
    return asked


def check(
    results: Iterable[FrameResult],
    asked: tuple[Turn, ...],
    patience: Callable[[], float | None],
    on_ask: Callable[[Turn | None], None] = lambda turn: None,
) -> LiveAnswer:
    """Follow the face of a source to the answer. `on_ask` hears what the person is to do next; None: look ahead.

    `patience` is asked for once the first result is there, when a source knows what it is; a film (None) is not
    asked anything.
    """
    following: LiveCheck | None = None
    said: Turn | None = None
    for result in results:
        if following is None:
            following = LiveCheck(asked, wait := patience())
            if wait is not None:
                on_ask(None)
        answer = following.add(result)
        if answer is not None:
            return answer
        if following.ask is not said and wait is not None:
            on_ask(said := following.ask)
    return (following or LiveCheck(asked)).end()


class LiveCheck:
    """Follows the one face of a source, result by result, until it is known whether it turned as asked."""

    def __init__(self, asked: tuple[Turn, ...], patience: float | None = PATIENCE) -> None:
        """`patience`: seconds for each turn; None where the turns are in a film already."""
        self.asked = asked
        self.answer: LiveAnswer | None = None
        """None until it is over."""
        self._patience = patience
        self._turned = 0
        self._face: Face | None = None
        self._decision: Decision | None = None
        self._seen = self._since = 0.0
        self._ahead: list[Floats] = []
        self._reference: Floats | None = None
        self._nose = np.zeros(2, np.float32)
        self._counts: Counter[Turn] = Counter()
        self._flat = self._raised = 0

    @property
    def ask(self) -> Turn | None:
        """What is waited for now; None: that the face looks ahead."""
        return None if self._reference is None else self.asked[min(self._turned, len(self.asked) - 1)]

    def add(self, result: FrameResult) -> LiveAnswer | None:
        """Look at the next result; the answer when it is over."""
        if self.answer is None:
            self.answer = self._look(result)
        return self.answer

    def end(self) -> LiveAnswer:
        """The answer where the source has ended."""
        if self.answer is None:
            self.answer = self._over(Message("there was no face") if self._face is None else None)
        return self.answer

    def _look(self, result: FrameResult) -> LiveAnswer | None:
        if len(result.faces) > 1:
            return self._over(Message("there was more than one face"))
        if self._face is not None and result.time - self._seen > LOST:
            if any(face.track == self._face.track for face in result.faces):
                return self._over(Message("this computer looked too rarely to be sure that it is one face"))
            return self._over(Message("the face was lost"))
        if self._late(result.time):
            return self._over(Message("it did not turn in time"))
        if not result.faces or not result.faces[0].measured:
            return None
        face = result.faces[0]
        if self._face is None:
            self._since = result.time
        elif face.track != self._face.track:
            return self._over(Message("the face was lost"))
        self._face, self._seen, self._decision = face, result.time, result.decisions[0]
        if self._reference is None:
            self._look_ahead(face.detection.points, result.time)
            return None
        return self._follow(face.detection.points, self._reference, result.time)

    def _late(self, now: float) -> bool:
        return self._patience is not None and self._face is not None and now - self._since > self._patience

    def _look_ahead(self, points: Floats, now: float) -> None:
        """Find where the nose stands in a face that looks into the camera."""
        if abs(nose_on_plane(points)[0]) > STILL:
            self._ahead.clear()
            return
        self._ahead.append(points)
        if len(self._ahead) == ENOUGH:
            self._reference = np.median(self._ahead, axis=0).astype(np.float32)
            self._nose = nose_on_plane(self._reference)
            self._since = now

    def _follow(self, points: Floats, reference: Floats, now: float) -> LiveAnswer | None:
        moved = nose_on_plane(points) - self._nose
        if slant(points, reference) > SLANTED:
            self._flat += float(np.hypot(*moved)) < STILL
            self._raised += float(np.hypot(*moved)) >= STILL
        turn = turned(moved)
        if turn is None or turn in self.asked[: self._turned]:  # on the way back from the turn before
            return None
        self._counts[turn] += 1
        if self._counts[turn] < ENOUGH:
            return None
        if turn != self.asked[self._turned]:
            return self._over(Message("it turned another way than asked"))
        self._turned, self._since = self._turned + 1, now
        self._counts.clear()
        if self._turned < len(self.asked):
            return None
        return LiveAnswer(self.asked, LiveLabel.TURNED, None, self._decision)

    def _over(self, reason: Message | None) -> LiveAnswer:
        flat = self._flat >= ENOUGH and self._flat > 9 * self._raised
        label = LiveLabel.FLAT if flat else LiveLabel.UNTESTED
        return LiveAnswer(self.asked, label, reason or Message("it did not turn"), self._decision)
