"""How well somebody who was just enrolled is told from everyone else, in a sentence and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from facecam.base.types import Candidate
from facecam.identity.selfscores import own_scores
from ui.i18n.language import plural, translate

if TYPE_CHECKING:
    from facecam.identity.matching import Matcher
    from facecam.tasks.enrolment import Taken

ROOM = 0.1
"""A score this far under the threshold is room to spare."""

CROWDED = 0.05
"""So much taken off a face's scores is felt: as much as going from 1 stranger in 100 to 1 in 300."""

ENOUGH = 6
"""Samples that are enough also where many faces are alike."""


@dataclass(frozen=True, slots=True)
class Verdict:
    sentence: str
    own: float | None
    """How alike the samples are to each other: the median of each one's score by the others; None of one."""
    nearest: Candidate | None
    """The other person who comes nearest."""
    threshold: float
    crowd: tuple[float, ...] = ()
    """The best score for each other person."""


def judge(matcher: Matcher, taken: Sequence[Taken], name: str, person: int | None) -> Verdict:
    """`matcher` has everybody else in it; `person` is whose the samples are, where that one is in it too."""
    vectors = np.stack([one.vector for one in taken])
    gallery = matcher.gallery.near(vectors, and_of=() if person is None else (person,))
    own = float(np.median(own_scores(vectors, gallery.neighbourhood))) if len(vectors) > 1 else None
    crowded = float(gallery.neighbourhood.crowding(vectors).mean()) >= CROWDED
    others = gallery.people != (-1 if person is None else person)
    crowd = gallery.scores(vectors).max(axis=0)[others]
    nearest = None
    if len(crowd):
        number = int(gallery.people[others][crowd.argmax()])
        nearest = Candidate(number, gallery.names[number], float(crowd.max()))
    alike = len({one.pose for one in taken}) == 1
    sentence = _sentence(name, nearest, matcher.threshold, len(taken), crowded=crowded, alike=alike)
    return Verdict(sentence, own, nearest, matcher.threshold, tuple(map(float, crowd)))


def _sentence(
    name: str, nearest: Candidate | None, threshold: float, samples: int, *, crowded: bool, alike: bool
) -> str:
    few = plural("%n good picture(s) are few: more would help.", "", samples) if samples < 3 else ""
    if alike and samples >= 3:
        few = translate("Verdict", "All pictures look the same way: one with the head turned would help.")
    if crowded and samples < ENOUGH:
        few = translate(
            "Verdict",
            "Many faces are like this one, so it must be more alike than others: more pictures would help.",
        )
    if nearest is None:
        said = translate("Verdict", "{name} is known from now on. Nobody else is enrolled yet.")
        return f"{said.format(name=name)} {few}".rstrip()
    if nearest.score < threshold - ROOM:
        said = translate("Verdict", "{name} is told from everyone here with room to spare.")
        return f"{said.format(name=name)} {few}".rstrip()
    if nearest.score < threshold:
        said = translate(
            "Verdict", "{name} is told from everyone here. {other} comes nearest: two more samples would help."
        )
    else:
        said = translate(
            "Verdict",
            "{name} looks much like {other}: the two may be taken for each other. More samples would help.",
        )
    return said.format(name=name, other=nearest.name)
