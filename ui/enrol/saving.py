"""Samples under a name, into the database: is somebody of that name or that face there already?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from facecam.types import Candidate
from ui.control import Control

if TYPE_CHECKING:
    from facecam.enrolment import Taken
    from facecam.operations import Change
    from facecam.store.database import Database


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody who may be meant."""

    person: int
    name: str
    sentence: str


def same_name(database: Database, name: str) -> Doubt | None:
    """Whether the name is taken; raises `InputError` for a name that is none."""
    from facecam.store import people

    found = people.find(database, name)
    if not found:
        return None
    first = found[0]
    return Doubt(first.id, first.name, f"{first.name} is enrolled already. Is it the same person?")


def same_face(candidate: Candidate | None) -> Doubt | None:
    """Whether the face is known."""
    if candidate is None:
        return None
    sentence = (
        f"This face looks like {candidate.name}, who is enrolled already (likeness {candidate.score:.2f}). "
        "Is it the same person?"
    )
    return Doubt(candidate.person, candidate.name, sentence)


def save(
    control: Control,
    name: str,
    taken: Sequence[Taken],
    person: int | None,
    keep_pictures: bool,
    on_done: Callable[[Change], Any],
    on_error: Callable[[Exception], Any],
    how: str = "Agreed before the camera",
) -> None:
    """Enrol off the GUI thread; with a `person` the samples are added to that one.

    `how` they agreed begins the consent that is noted.
    """
    from facecam.operations import Enrol

    services = control.bridge.services
    assert services is not None and services.recognizer is not None, "samples come from a running model"
    space = services.recognizer.embedder.space
    kept = "pictures kept" if keep_pictures else "no pictures kept"
    consent = f"{how} on {date.today().isoformat()}; {kept}"
    samples = tuple(one.sample(keep_pictures) for one in taken)
    control.apply(Enrol(name, samples, space, person, consent), on_done, on_error)
