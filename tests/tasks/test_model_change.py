"""Another model: samples come over with their pictures, the rest is counted, and it can all be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import update

from facecam.base.errors import InputError
from facecam.base.types import Image, State
from facecam.operations import Enrol, NotThisPerson, Remove, RemoveTemplate, Sample, apply, redo, undo, visits
from facecam.operations.visits import follow_model
from facecam.store import people
from facecam.store.database import Database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.schema import Picture, Visit
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.tasks.model_change import BATCH, outlook, reembed, spaces
from facecam.vision.crops import encode_crop

D = 6


class Brightness:
    """A model that sees how bright a crop is."""

    space, name, dimension, size = "new", "the new one", D, 112

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, crops: Sequence[Image]) -> np.ndarray:
        assert all(crop.shape == (112, 112, 3) for crop in crops)
        self.batches.append(len(crops))
        out = np.zeros((len(crops), D), np.float32)
        out[:, 0] = [crop.mean() / 255 for crop in crops]
        out[:, 1] = np.sqrt(1 - out[:, 0] ** 2)
        return out


def sample(level: int, picture: bytes | None = b"") -> Sample:
    vector = np.random.default_rng(level).normal(size=8).astype(np.float32)
    crop = np.full((96, 96, 3), level, np.uint8)
    return Sample(vector, level / 255, f"{level}.jpg", encode_crop(crop) if picture == b"" else picture)


def on(done: int, number: int) -> bool:
    return True


@pytest.fixture
def model() -> Any:
    return Brightness()


@pytest.fixture
def filled(db: Database) -> Database:
    """Anna: two with pictures; Bo: one with, one without; Cleo: one without; Dora: gone."""
    apply(db, Enrol("Anna", (sample(50), sample(100)), "old"))
    apply(db, Enrol("Bo", (sample(150), sample(151, None)), "old"))
    apply(db, Enrol("Cleo", (sample(200, None),), "old"))
    apply(db, Enrol("Dora", (sample(240),), "old"))
    apply(db, Remove(4))
    return db


def everything(db: Database) -> list[object]:
    return [(info, people.templates(db, info.id)) for info in list_people(db, hidden=True)]


def test_samples_with_a_picture_come_over_and_the_rest_is_counted(filled: Database, model: Any) -> None:
    before = outlook(filled, "new")
    assert (before.ready, before.kept, before.lost, before.without) == (0, 3, 2, ("Cleo",))
    operation = reembed(filled, model, on)
    assert operation is not None
    assert outlook(filled, "new") == before, "nothing is changed before it is applied"
    change = apply(filled, operation)
    assert str(change.message) == "Brought 3 samples over to the model the new one" and change.persons == {1, 2}
    after = outlook(filled, "new")
    assert (after.ready, after.kept, after.lost, after.without) == (3, 0, 2, ("Cleo",))
    assert spaces(filled) == {"new": 3, "old": 2} and spaces(filled, pictured=True) == {"new": 3}
    gallery = load_gallery(filled, "new", D)
    np.testing.assert_allclose(gallery.vectors_of(1)[:, 0], [50 / 255, 100 / 255], atol=0.01)
    np.testing.assert_allclose(gallery.vectors_of(2)[:, 0], [150 / 255], atol=0.01)
    assert load_gallery(filled, "old", 8).templates == 2
    assert [info.templates for info in list_people(filled)] == [2, 2, 1], "no sample is there twice"


def test_a_sample_keeps_its_picture_its_source_and_its_day(filled: Database, model: Any) -> None:
    old = people.templates(filled, 1)
    operation = reembed(filled, model, on)
    assert operation is not None
    apply(filled, operation)
    new = people.templates(filled, 1)
    assert [(one.source, one.quality, one.created) for one in new] == [
        (one.source, one.quality, one.created) for one in old
    ]
    for one, level in zip(new, (50, 100), strict=True):
        jpeg = people.picture(filled, one.id)
        assert jpeg is not None
        assert np.abs(np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1), int) - level).max() <= 2


def test_there_and_back_and_there(filled: Database, model: Any) -> None:
    before = everything(filled)
    operation = reembed(filled, model, on)
    assert operation is not None
    apply(filled, operation)
    after = everything(filled)
    undo(filled)
    assert everything(filled) == before and spaces(filled) == {"old": 5}
    redo(filled)
    assert everything(filled) == after


def test_what_is_removed_meanwhile_stays_removed(filled: Database, model: Any) -> None:
    operation = reembed(filled, model, on)
    assert operation is not None
    apply(filled, RemoveTemplate(people.templates(filled, 1)[0].id))
    apply(filled, Remove(2))
    apply(filled, operation)
    assert spaces(filled) == {"new": 1, "old": 1}


def test_a_sample_removed_after_the_change_is_gone_from_both(filled: Database, model: Any) -> None:
    operation = reembed(filled, model, on)
    assert operation is not None
    apply(filled, operation)
    apply(filled, RemoveTemplate(people.templates(filled, 1)[0].id))
    assert len(people.templates(filled, 1)) == 1
    assert load_gallery(filled, "old", 8).vectors_of(1).shape == (0, 8)


def test_it_tells_how_far_it_is_and_can_be_stopped_without_a_trace(db: Database, model: Any) -> None:
    apply(db, Enrol("Anna", tuple(sample(level) for level in range(1, BATCH + 8)), "old"))
    told: list[tuple[int, int]] = []

    def tell(done: int, number: int) -> bool:
        told.append((done, number))
        return True

    operation = reembed(db, model, tell)
    assert operation is not None and model.batches == [BATCH, 7]
    assert told == [(0, BATCH + 7), (BATCH, BATCH + 7), (BATCH + 7, BATCH + 7)]
    before = everything(db)
    assert reembed(db, model, lambda done, _: done == 0) is None
    assert everything(db) == before


def test_pictures_that_cannot_be_read_are_left_behind(db: Database, model: Any) -> None:
    apply(db, Enrol("Anna", (sample(50), sample(51, b"no jpeg")), "old"))
    operation = reembed(db, model, on)
    assert operation is not None and len(operation.templates) == 1
    apply(db, operation)
    assert spaces(db) == {"new": 1, "old": 1}
    with pytest.raises(InputError, match="None of the kept pictures"):
        reembed(db, model, on)


def test_corrections_of_another_model_are_counted(filled: Database, model: Any) -> None:
    apply(filled, NotThisPerson(1, np.ones(8, np.float32), "old"))
    assert outlook(filled, "new").corrections == 1 and outlook(filled, "old").corrections == 0
    undo(filled)
    assert outlook(filled, "new").corrections == 0


def see(db: Database, level: int, person: int | None = None, picture: bool = True) -> int:
    now = datetime.now(UTC)
    one = sample(level)
    record = VisitRecord(
        f"door {level}", now, now, 3, State.UNKNOWN if person is None else State.KNOWN, person, 0.4,
        one.crop_jpeg if picture else None, BestFace(one.vector, "old", 0.5),
    )  # fmt: skip
    add_visits(db, [record])
    return max(visit.id for visit in list_visits(db))


def faces(db: Database) -> list[tuple[str | None, int]]:
    """Of each visit, whose model's face it has, and how long."""
    with db.read() as session:
        return [(row.space, len(row.vector or b"") // 2) for row in session.query(Visit).order_by(Visit.id)]


def test_corrections_come_over_with_their_visits_picture(filled: Database, model: Any) -> None:
    apply(filled, NotThisPerson(1, sighting=see(filled, 60, 1)))
    apply(filled, NotThisPerson(1, sighting=see(filled, 61, 1, picture=False)))
    before = outlook(filled, "new")
    assert (before.corrections, before.corrections_kept, before.visits) == (1, 1, 1)
    old = load_gallery(filled, "old", 8)
    operation = reembed(filled, model, on)
    assert operation is not None and list(operation.negatives) == [1]
    change = apply(filled, operation)
    assert str(change.message) == "Brought 3 samples and 1 correction over to the model the new one"
    assert outlook(filled, "new").corrections_kept == 0 and outlook(filled, "new").corrections == 1
    gallery = load_gallery(filled, "new", D)
    face = model.embed([np.full((112, 112, 3), 60, np.uint8)])
    assert gallery.refused(face, gallery.scores(face)).tolist() == [[True, False]]
    undo(filled)
    back = load_gallery(filled, "old", 8)
    marks = np.stack([sample(60).vector, sample(61).vector])
    for gallery in (old, back):
        assert gallery.refused(marks, gallery.scores(marks))[:, 0].tolist() == [True, True]
    redo(filled)
    assert load_gallery(filled, "new", D).refused(face, np.zeros((1, 2), np.float32))[0, 0]


def test_visits_follow_the_model_and_come_back(
    filled: Database, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for level in range(70, 75):
        see(filled, level, picture=level != 72)
    monkeypatch.setattr(visits, "EMBEDDED", 2)
    steps, after = 0, 0
    while (done := follow_model(filled, model, after)) is not None:
        steps, after = steps + 1, done
    assert steps == 2 and faces(filled) == [("new", D), ("new", D), ("old", 8), ("new", D), ("new", D)]
    strangers = load_strangers(filled, "new", D)
    assert len(strangers.visits) == 4
    np.testing.assert_allclose(sorted(strangers.faces[:, 0]), [x / 255 for x in (70, 71, 73, 74)], atol=0.01)
    old: Any = SimpleNamespace(space="old", dimension=8, size=112, embed=lambda crops: np.ones((len(crops), 8)))
    after = 0
    while (done := follow_model(filled, old, after)) is not None:
        after = done
    assert faces(filled) == [("old", 8)] * 5


def test_a_visits_picture_that_cannot_be_read_is_passed_over(db: Database, model: Any) -> None:
    see(db, 80)
    with db.write() as session:
        session.execute(update(Picture).values(jpeg=b"no jpeg"))
    assert follow_model(db, model) is None and faces(db) == [("old", 8)]


def test_nothing_to_bring_over(db: Database, model: Any) -> None:
    assert outlook(db, "new").without == () and reembed(db, model, on) is None
    apply(db, Enrol("Anna", (Sample(np.ones(D, np.float32), 0.5, "a"),), "new"))
    assert reembed(db, model, on) is None


def test_a_model_of_the_same_space_needs_no_change(db: Database) -> None:
    """A variant of a model (fp16, int8) shares its space."""
    variant: Any = SimpleNamespace(space="old", name="variant", dimension=8, size=96)
    apply(db, Enrol("Anna", (sample(50),), "old"))
    assert outlook(db, "old").ready == 1 and reembed(db, variant, on) is None
