"""Corrections on the command line, and the past visits that they decide otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from helpers.terminal import Facecam

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import Database
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.vision.manifest import load_manifest

pytestmark = pytest.mark.usefixtures("embedder")


@pytest.fixture
def visits(db: Database) -> list[int]:
    """Two visits of somebody like Anna that carry her name."""
    model = load_manifest().embedder()
    assert model.dimension is not None
    anna, other = np.eye(2, model.dimension, dtype=np.float32)
    double = 0.5 * anna + np.sqrt(0.75) * other
    (person,) = apply(db, Enrol("Anna", (Sample(anna, 0.9, "x"),), model.space)).persons
    now = datetime.now(UTC)
    best = BestFace(double, model.space, 0.8)
    add_visits(db, [VisitRecord(at, now, now, 3, State.KNOWN, person, 0.5, face=best) for at in ("door", "desk")])
    return [seen.id for seen in list_visits(db)]


def test_not_her_is_said_reviewed_changed_and_undone(
    facecam: Facecam, file: Path, db: Database, visits: list[int]
) -> None:
    db.close()
    url = f"sqlite:///{file}"
    before = facecam("people", "review", "--db", url)
    assert before.code == 1 and "no correction" in before.err
    said = facecam("people", "deny", "Anna", "--visit", visits[0], "--db", url)
    assert "This is not Anna: noted in 1 visit." in said.out
    assert "1 past visit would be decided otherwise now" in said.err
    found = facecam("people", "review", "--db", url, "--json").json
    assert [(one["id"], one["name"], one["now"]) for one in found["visits"]] == [
        (visits[1], "Anna", {"person": None, "name": None})
    ]
    assert not found["changed"] and not found["more"]
    shown = facecam("people", "review", "--db", url)
    assert "Anna" in shown.out and "unknown" in shown.out and "--change" in shown.err
    changed = facecam("people", "review", "--change", "--db", url)
    assert "and 1 past visit changed with it" in changed.out
    assert "No past visit would be decided otherwise now" in facecam("people", "review", "--db", url).out
    facecam("people", "undo", "--db", url)
    names = [one["name"] for one in facecam("history", "--json", "--db", url).lines]
    assert names == ["Anna", "Anna"]


def test_this_is_her_makes_a_sample(facecam: Facecam, pictures: Path) -> None:
    facecam("enrol", "Anna", "anna-1.jpg")
    said = facecam("people", "confirm", "Anna", "anna-2.jpg", "--json")
    assert said.code == 0 and said.json["sentence"] == "Added 1 sample to Anna" and said.json["past_visits"] == 0
    assert facecam("people", "confirm", "Anna", "nobody.jpg").code == 2
