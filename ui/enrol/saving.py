"""Samples under a name, into the database: is somebody of that name or that face there already?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from facecam.base.types import Candidate
from ui.base.control import Control
from ui.i18n.language import translate
from ui.i18n.words import decimal

if TYPE_CHECKING:
    from facecam.operations import Agreement, Change, Details, Enrol
    from facecam.store.database import Database
    from facecam.tasks.enrolment import Taken


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody who may be meant."""

    person: int
    name: str
    sentence: str


def same_name(database: Database, name: str, besides: int | None = None) -> Doubt | None:
    """Whether anybody but the person `besides` has the name; raises `InputError` for a name that is none."""
    from facecam.store import people

    found = [one for one in people.find(database, name) if one.id != besides]
    if not found:
        return None
    first = found[0]
    sentence = translate("Doubt", "{name} is enrolled already. Is it the same person?").format(name=first.name)
    return Doubt(first.id, first.name, sentence)


def same_face(candidate: Candidate | None) -> Doubt | None:
    """Whether the face is known."""
    if candidate is None:
        return None
    sentence = translate(
        "Doubt",
        "This face looks like {name}, who is enrolled already (likeness {score}). Is it the same person?",
    )
    said = sentence.format(name=candidate.name, score=decimal(candidate.score))
    return Doubt(candidate.person, candidate.name, said)


def save(
    control: Control,
    name: str,
    taken: Sequence[Taken],
    person: int | None,
    keep_pictures: bool,
    on_done: Callable[[Change], Any],
    on_error: Callable[[Exception], Any],
    agreed: Agreement | None = None,
) -> None:
    """Enrol off the GUI thread; with a `person` the samples are added to that one."""
    control.apply(enrolment(control, name, taken, person, keep_pictures, agreed=agreed), on_done, on_error)


def enrolment(
    control: Control,
    name: str,
    taken: Sequence[Taken],
    person: int | None,
    keep_pictures: bool,
    *,
    from_files: bool = False,
    agreed: Agreement | None = None,
    details: Details | None = None,
) -> Enrol:
    """The edit; `from_files`, or before the camera: the consent that is noted says so. `agreed`: one that ends.
    `details`: of a list."""
    from facecam.operations import Details, Enrol
    from facecam.tasks.enrolment import consent_note, typical_first

    runtime = control.bridge.runtime
    assert runtime is not None and runtime.recognizer is not None, "samples come from a running model"
    space = runtime.recognizer.embedder.space
    consent = consent_note(date.today(), from_files=from_files, pictures=keep_pictures)
    samples = tuple(one.sample(keep_pictures) for one in typical_first(taken))
    return Enrol(name, samples, space, person, consent, details=details or Details(), agreed=agreed)
