"""Why a face has its name: on a real database, with vectors and an embedder made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from facecam.base.types import Candidate, Decision, Detection, Face, Image, Quality, State
from facecam.identity.calibration import Calibration
from facecam.identity.matching import Matcher
from facecam.identity.neighbourhood import Neighbourhood
from facecam.operations import Enrol, NotThisPerson, RemoveTemplate, Sample, apply
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.tasks.explanation import NEAREST, Look, explain

CURVE = Calibration([0.0, 0.2, 0.4, 0.6], [-0.3, -1.5, -3.0, -5.0])
D = 4


def unit(*values: float) -> np.ndarray:
    vector = np.array([*values, *[0.0] * (D - len(values))], np.float32)
    return vector / np.linalg.norm(vector)


def embed(crops: Sequence[Image]) -> np.ndarray:
    return np.stack([unit(1.0, 1 - crop.mean() / 255) for crop in crops])


EMBEDDER: Any = SimpleNamespace(embed=embed, space="space", dimension=D, size=96)


def look(time: float, vector: np.ndarray | None, score: float = 0.8, state: State = State.KNOWN) -> Look:
    quality = Quality(score, 0.9, 0.9, 0.9, 0.9, 0.0, 0.0, 0.0)
    crop = None if vector is None else np.full((96, 96, 3), 200, np.uint8)
    detection = Detection(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
    candidates = (Candidate(1, "Anna", 0.7 + time / 100), Candidate(2, "Bo", 0.2))
    return Look(time, Face(detection, quality, vector, crop, 1), Decision(state, 0.4, candidates))


@pytest.fixture
def anna(db: Database) -> list[np.ndarray]:
    """Anna has five samples, Bo has one."""
    vectors = [unit(1, share) for share in (0.0, 0.3, 0.6, 0.9, 1.2)]
    samples = [Sample(vector, 0.8, f"{at}.jpg", b"jpeg" if at else None) for at, vector in enumerate(vectors)]
    apply(db, Enrol("Anna", tuple(samples), "space"))
    apply(db, Enrol("Bo", (Sample(unit(0, 0, 1), 0.8, "bo.jpg"),), "space"))
    apply(db, Enrol("", (Sample(unit(1, 0.3), 0.8, "other.jpg"),), "another space", person=1))
    return vectors


def matcher(db: Database) -> Matcher:
    return Matcher(load_gallery(db, "space", D), CURVE, 1e-3)


def test_everything_a_decision_rests_on(db: Database, anna: list[np.ndarray]) -> None:
    looks = [look(0, unit(1, 0.9), 0.3), look(1, anna[1], 0.9), look(2, unit(0, 0, 1), 0.5)]
    told = explain(EMBEDDER, matcher(db), db, looks)
    assert told is not None and told.best is not None
    assert (told.best.name, told.people) == ("Anna", 2)
    assert told.margin == pytest.approx(0.72 - 0.2)
    assert told.fpir == pytest.approx(CURVE.fpir(0.4, 2)) and not told.extrapolated
    assert told.quality.score == 0.9
    assert len(told.nearest) == NEAREST
    assert [near.sample.source for near in told.nearest[:1]] == ["1.jpg"]
    assert told.nearest[0].cosine == pytest.approx(1, abs=1e-3) and told.nearest[0].picture == b"jpeg"
    assert [near.cosine for near in told.nearest] == sorted((near.cosine for near in told.nearest), reverse=True)
    assert told.heat is not None and told.heat.shape == (96, 96)
    assert [one.time for one in told.timeline] == [0, 1, 2]
    seen = [one.face.embedding for one in looks if one.face.embedding is not None]
    alone = matcher(db).gallery.scores(np.stack(seen))[:, 0]  # type: ignore[attr-defined]
    assert [one.score for one in told.timeline] == pytest.approx(alone.tolist())
    assert told.timeline[1].score > 0.95 and told.timeline[2].score == pytest.approx(0, abs=1e-3)
    assert told.crowding == 0
    assert told.timeline[1].vote == pytest.approx(0.71)


def test_what_is_taken_off_for_the_person_is_told_beside_what_is_taken_off_for_the_face(
    db: Database, anna: list[np.ndarray]
) -> None:
    place = Neighbourhood(np.stack([unit(1), unit(1, 0.2)]), 2, 0.4, 1.25)
    people = Matcher(load_gallery(db, "space", D, place), CURVE, 1e-3)
    told = explain(EMBEDDER, people, db, [look(1, anna[1])])
    assert told is not None and told.theirs > 0.1
    score = float(people.gallery.near(anna[1][None]).scores(anna[1][None])[0, 0])
    mean = np.mean(anna, axis=0) / np.linalg.norm(np.mean(anna, axis=0))
    assert score == pytest.approx(float(mean @ anna[1]) - told.crowding - told.theirs, abs=2e-3)


def test_what_was_said_against_it_is_told_where_it_matters(db: Database, anna: list[np.ndarray]) -> None:
    def against() -> float | None:
        told = explain(EMBEDDER, matcher(db), db, [look(1, anna[1])])
        assert told is not None
        return told.against

    assert against() is None
    apply(db, NotThisPerson(1, unit(0, 0, 1), "space"))
    assert against() is None, "that face is another one"
    apply(db, NotThisPerson(1, unit(1, 0.9), "space"))
    assert against() == pytest.approx(float(unit(1, 0.9) @ anna[1]), abs=1e-3)


def test_a_sample_that_was_removed_is_not_shown(db: Database, anna: list[np.ndarray]) -> None:
    apply(db, RemoveTemplate(2))
    told = explain(EMBEDDER, matcher(db), db, [look(1, anna[1])])
    assert told is not None and "1.jpg" not in [near.sample.source for near in told.nearest]


def test_nobody_enrolled_has_no_neighbours(db: Database) -> None:
    nobody = Look(0, look(0, unit(1)).face, Decision(State.UNKNOWN, 0.4))
    told = explain(EMBEDDER, matcher(db), db, [nobody])
    assert told is not None
    assert (told.nearest, told.heat, told.timeline, told.margin, told.best) == ((), None, (), None, None)


def test_without_an_embedded_sample_there_is_nothing_to_explain(db: Database, anna: list[np.ndarray]) -> None:
    assert explain(EMBEDDER, matcher(db), db, []) is None
    assert explain(EMBEDDER, matcher(db), db, [look(0, None)]) is None
