"""What could be added to a person: strangers who may be her, and looks of hers that would teach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from helpers.scenes import CURVE, D

from facecam.base.errors import InputError
from facecam.base.types import State
from facecam.identity.matching import Matcher
from facecam.operations import (
    Enrol,
    IgnoreUnknowns,
    LearnFromVisits,
    NameVisits,
    NotThisPerson,
    Sample,
    apply,
    undo,
)
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import templates
from facecam.store.visits import BestFace, Filter, VisitRecord, add_visits, list_visits
from facecam.tasks.suggestions import MOST, Suggestion, suggestions

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def face(likeness: float, away: int) -> np.ndarray:
    """As like the first axis as this, and for the rest along another."""
    made = np.zeros(D, np.float32)
    made[0], made[away] = likeness, np.sqrt(1 - likeness**2)
    return made


def see(db: Database, vector: np.ndarray, person: int | None = None, quality: float = 0.9, at: int = 0) -> int:
    start = NOW + timedelta(minutes=at)
    state = State.UNKNOWN if person is None else State.KNOWN
    best = BestFace(vector, "test", quality)
    add_visits(db, [VisitRecord("door", start, start, 3, state, person, 0.3, b"jpeg", best)])
    return list_visits(db)[0].id if at else max(one.id for one in list_visits(db))


def matcher(db: Database) -> Matcher:
    return Matcher(load_gallery(db, "test", D), CURVE, 1 / 1000)


def enrol(db: Database, name: str, *looks: np.ndarray) -> int:
    samples = tuple(Sample(look, 0.9, "test") for look in looks)
    return next(iter(apply(db, Enrol(name, samples, "test")).persons))


def ids(found: tuple[Suggestion, ...]) -> list[int]:
    return [one.visit.id for one in found]


def test_strangers_who_look_like_her_are_asked_about_the_likest_first(db: Database) -> None:
    anna, bo = enrol(db, "Anna", face(1, 1)), enrol(db, "Bo", face(0, 5))
    far, near, nearer = see(db, face(0.1, 2)), see(db, face(0.35, 3)), see(db, face(0.5, 4))
    bos = face(0.5, 5)  # rather Bo's
    see(db, bos)
    found = suggestions(db, matcher(db), anna)
    assert ids(found.could_be) == [nearer, near] and far not in ids(found.could_be)
    assert [round(one.score, 2) for one in found.could_be] == [0.5, 0.35]
    assert found.threshold == pytest.approx(matcher(db).threshold)
    assert suggestions(db, matcher(db), bo).could_be[0].score == pytest.approx(float(bos[5]), abs=0.01)
    assert suggestions(db, matcher(db), 77) == suggestions(db, matcher(db), 78)


def test_yes_names_the_visit_no_asks_never_again_and_both_are_undone(db: Database) -> None:
    anna = enrol(db, "Anna", face(1, 1))
    enrol(db, "anna", face(0, 5))  # two of one name: the number says who is meant
    yes, no = see(db, face(0.5, 4)), see(db, face(0.4, 6))
    assert ids(suggestions(db, matcher(db), anna).could_be) == [yes, no]
    apply(db, NotThisPerson(anna, sighting=no))
    assert ids(suggestions(db, matcher(db), anna).could_be) == [yes]
    apply(db, NameVisits((yes,), person=anna))
    assert ids(suggestions(db, matcher(db), anna).could_be) == []
    assert [visit.id for visit in list_visits(db, Filter(person=anna))] == [yes]
    assert len(templates(db, anna)) == 2
    undo(db)
    undo(db)
    assert ids(suggestions(db, matcher(db), anna).could_be) == [yes, no]
    assert len(templates(db, anna)) == 1


def test_who_is_ignored_is_not_asked_about(db: Database) -> None:
    anna = enrol(db, "Anna", face(1, 1))
    other = see(db, face(0.5, 4))
    apply(db, IgnoreUnknowns((other,)))
    assert ids(suggestions(db, matcher(db), anna).could_be) == []


def test_looks_that_scored_low_are_offered_sharp_varied_and_no_outliers(db: Database) -> None:
    anna = enrol(db, "Anna", face(1, 1))
    bo = enrol(db, "Bo", face(0, 5))
    see(db, face(0.99, 2), anna, at=1)  # like the sample
    see(db, face(0.8, 7), anna, at=-1)  # known well enough
    see(db, face(0.5, 3), anna, quality=0.3, at=2)  # blurred
    see(db, face(0.02, 6), anna, at=3)  # an outlier
    see(db, face(0.5, 5), bo, at=4)  # somebody else's
    low, high = see(db, face(0.5, 3), anna, at=5), see(db, face(0.52, 4), anna, at=6)
    see(db, face(0.501, 3), anna, at=7)  # one more of the same
    found = suggestions(db, matcher(db), anna)
    assert ids(found.looks) == [low, high]
    assert found.looks[0].score == pytest.approx(0.5, abs=0.01)
    change = apply(db, LearnFromVisits(anna, (low,)))
    assert str(change.message) == "Added 1 sample to Anna" and len(change.samples) == 1
    assert ids(suggestions(db, matcher(db), anna).looks) == [high]
    undo(db)
    assert ids(suggestions(db, matcher(db), anna).looks) == [low, high]
    with pytest.raises(InputError, match="No face of Bo"):
        apply(db, LearnFromVisits(bo, (low,)))


def test_no_more_than_a_dozen_looks_are_offered(db: Database) -> None:
    anna = enrol(db, "Anna", face(1, 1))
    for at in range(2, D):
        for half, likeness in enumerate((0.5, 0.4)):
            see(db, face(likeness, at), anna, at=2 * at + half)
    assert len(suggestions(db, matcher(db), anna).looks) == MOST == 12
