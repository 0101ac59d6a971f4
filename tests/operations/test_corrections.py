"""Who was there after all: what a correction changes, now and in the past, and that it can be taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from facecam.base.errors import ConflictError, FacecamError, InputError, NotFoundError
from facecam.base.types import DeniedLook, State, Vector
from facecam.operations import (
    Edit,
    Enrol,
    Forget,
    IgnoreUnknowns,
    Merge,
    NameVisits,
    NotThisPerson,
    Redecide,
    Remove,
    Rename,
    Sample,
    ThisPerson,
    amend,
    apply,
    purge_expired,
    redo,
    undo,
)
from facecam.operations.corrections import ALL_LOOKS, keep_look
from facecam.store import people
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.schema import VERSION_TABLE, Ignored, Negative, Operation, Template
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits, purge

D = 8


def vector(*values: float) -> Vector:
    """A unit vector whose first coordinates stand in these proportions."""
    made = np.zeros(D, np.float32)
    made[: len(values)] = values
    return made / np.linalg.norm(made)


ANNA, BEA, STRANGER = vector(1, 0, 0), vector(0, 1, 0), vector(1, 0, 1)
LIKE_THE_STRANGER, LIKE_ANNA = vector(1, 0, 0.9), vector(1, 0, 0.2)


def enrol(db: Database, name: str, *faces: Vector) -> int:
    samples = tuple(Sample(face, 0.5, f"{name} {at}") for at, face in enumerate(faces))
    (person,) = apply(db, Enrol(name, samples, "space")).persons
    return person


def see(db: Database, source: str, face: Vector | None, person: int | None = None) -> int:
    now = datetime.now(UTC)
    best = None if face is None else BestFace(face, "space", 0.6)
    state = State.UNKNOWN if person is None else State.KNOWN
    add_visits(db, [VisitRecord(source, now, now, 3, state, person, 0.5, b"jpeg", best)])
    return next(seen.id for seen in list_visits(db) if seen.source == source)


def who(db: Database) -> dict[str, tuple[str | None, State]]:
    return {seen.source: (seen.name, seen.state) for seen in list_visits(db)}


def whole(db: Database) -> list[object]:
    """Everything that a reader or the matcher sees."""
    gallery = load_gallery(db, "space", D)
    faces = np.stack([ANNA, BEA, STRANGER, LIKE_THE_STRANGER, LIKE_ANNA])
    scores = gallery.scores(faces)
    with db.read() as session:
        said = session.execute(
            select(Negative.person_id, Negative.shown_id).where(Negative.hidden_by.is_(None)).order_by(Negative.id)
        ).all()
        ignored = session.scalars(select(Ignored.id).where(Ignored.hidden_by.is_(None))).all()
    shown = (list_people(db), list_visits(db), [tuple(row) for row in said], list(ignored))
    return [*shown, scores.tolist(), gallery.refused(faces, scores).tolist()]


@pytest.fixture
def scene(db: Database) -> Callable[[str], Edit]:
    """Anna and Bea, and visits of several kinds."""
    anna, bea = enrol(db, "Anna", ANNA), enrol(db, "Bea", BEA)
    visits = {
        "right": see(db, "right", LIKE_ANNA, anna),
        "wrong": see(db, "wrong", STRANGER, anna),
        "wrong too": see(db, "wrong too", LIKE_THE_STRANGER, anna),
        "faceless": see(db, "faceless", None, anna),
        "bea": see(db, "bea", BEA, bea),
        "stranger": see(db, "stranger", STRANGER),
    }
    apply(db, NotThisPerson(bea, sighting=visits["bea"]))
    edits: dict[str, Edit] = {
        "not her, live": NotThisPerson(anna, STRANGER, "space"),
        "not her, a visit": NotThisPerson(anna, sighting=visits["wrong"]),
        "not her, a visit without a face": NotThisPerson(anna, sighting=visits["faceless"]),
        "somebody new": NameVisits((visits["stranger"], visits["wrong"]), "Cleo"),
        "somebody known": NameVisits((visits["stranger"], visits["bea"]), "bea"),
        "correct a name": NameVisits((visits["wrong too"], visits["faceless"]), "Bea"),
        "ignore": IgnoreUnknowns((visits["stranger"],)),
        "not her, looks": NotThisPerson(anna, np.stack([STRANGER, LIKE_THE_STRANGER, vector(1, 0, 3)]), "space"),
        "it is her": ThisPerson(bea, (Sample(LIKE_THE_STRANGER, 0.7, "hat.jpg", b"jpeg"),), "space"),
        "merge": Merge(anna, bea),
    }
    return edits.__getitem__


KINDS = [
    "not her, live", "not her, a visit", "not her, a visit without a face", "somebody new", "somebody known",
    "correct a name", "ignore", "merge", "not her, looks", "it is her",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back_and_there_after_restarts(
    db: Database, file: Path, scene: Callable[[str], Edit], kind: str
) -> None:
    before = whole(db)
    apply(db, scene(kind))
    after = whole(db)
    assert after != before
    for step, expected in ((undo, before), (redo, after), (undo, before)):
        db.close()
        db = open_database(f"sqlite:///{file}")
        step(db)
        assert whole(db) == expected
    enrol(db, "Dora", vector(0, 0, 0, 1))
    with db.read() as session:
        assert not session.scalars(select(Negative.id).where(Negative.hidden_by.is_not(None))).all()
        assert not session.scalars(select(Ignored.id)).all()
        assert len(session.scalars(select(Template.id)).all()) == 3
    db.close()


@pytest.mark.parametrize(("kind", "noted"), [("not her, live", ""), ("not her, a visit", " in 1 visit")])
def test_a_correction_refuses_the_name_to_faces_like_it(
    db: Database, scene: Callable[[str], Edit], kind: str, noted: str
) -> None:
    change = apply(db, scene(kind))
    assert str(change.message) == f"This is not Anna: noted{noted}"
    now = who(db)
    assert now["wrong"] == ((None, State.UNKNOWN) if noted else ("Anna", State.KNOWN))
    assert now["right"] == now["faceless"] == now["wrong too"] == ("Anna", State.KNOWN)
    gallery = load_gallery(db, "space", D)
    faces = np.stack([STRANGER, LIKE_THE_STRANGER, LIKE_ANNA])
    assert gallery.refused(faces, gallery.scores(faces))[:, 0].tolist() == [True, True, False]


def test_a_visit_without_a_face_loses_its_name_and_teaches_nothing(
    db: Database, scene: Callable[[str], Edit]
) -> None:
    before = whole(db)[-1]
    apply(db, scene("not her, a visit without a face"))
    assert who(db)["faceless"] == (None, State.UNKNOWN)
    assert whole(db)[-1] == before


def test_naming_makes_samples_and_notes_whose_face_it_was(db: Database, scene: Callable[[str], Edit]) -> None:
    apply(db, scene("somebody new"))
    (cleo,) = people.find(db, "Cleo")
    assert who(db)["stranger"] == who(db)["wrong"] == ("Cleo", State.KNOWN)
    (sample,) = people.templates(db, cleo.id)  # both visits show the same face
    assert sample.quality == 0.6 and sample.has_picture
    with db.read() as session:
        pairs = session.execute(select(Negative.person_id, Negative.shown_id).order_by(Negative.id)).all()
    assert [tuple(pair) for pair in pairs] == [(2, None), (1, cleo.id)]


def test_naming_ends_what_was_said_against_it(db: Database, scene: Callable[[str], Edit]) -> None:
    faces = BEA[None]
    gallery = load_gallery(db, "space", D)
    assert gallery.refused(faces, gallery.scores(faces))[0].tolist() == [False, True]
    apply(db, scene("somebody known"))
    gallery = load_gallery(db, "space", D)
    assert gallery.refused(faces, gallery.scores(faces))[0].tolist() == [False, False]


def test_a_stranger_named_after_the_correction_is_whose_face_that_was(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    visit = see(db, "door", STRANGER, anna)
    apply(db, NotThisPerson(anna, sighting=visit))
    change = apply(db, NameVisits((visit,), "Cleo"))
    (cleo,) = people.find(db, "Cleo")
    assert str(change.message) == "Named 1 visit Cleo" and change.persons == {cleo.id}
    proof = apply(db, Forget(cleo.id)).proof
    assert proof is not None and proof.complete and proof.negatives == 1
    with db.read() as session:
        assert session.scalars(select(Negative.id)).all() == []


def test_merging_two_who_were_told_apart_ends_that(db: Database) -> None:
    anna, ann, bea = enrol(db, "Anna", ANNA), enrol(db, "Ann", STRANGER), enrol(db, "Bea", BEA)
    apply(db, NameVisits((see(db, "door", LIKE_THE_STRANGER, anna),), "Ann"))
    apply(db, NotThisPerson(ann, BEA, "space"))
    apply(db, Merge(ann, anna))
    with db.read() as session:
        rows = session.execute(select(Negative.person_id, Negative.shown_id).where(Negative.hidden_by.is_(None)))
        assert [tuple(row) for row in rows] == [(anna, None)]
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and proof.negatives == 2
    assert [one.id for one in list_people(db, hidden=True)] == [bea]


@pytest.mark.parametrize("back", [False, True])
def test_forgetting_one_of_two_whom_an_edit_touched(db: Database, back: bool) -> None:
    anna = enrol(db, "Anna", ANNA)
    visit = see(db, "door", STRANGER, anna)
    apply(db, NotThisPerson(anna, sighting=visit))
    undo(db)
    apply(db, NameVisits((visit,), "Cleo"))
    if back:
        undo(db)
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete
    # Taken back, Cleo cannot come again, for nobody could redo it: she goes too.
    assert [one.name for one in list_people(db, hidden=True)] == ([] if back else ["Cleo"])
    with pytest.raises(NotFoundError):
        redo(db)
    assert purge_expired(db) == 0


def test_visits_can_be_somebody_new_of_a_name_that_others_have(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    apply(db, NameVisits((see(db, "door", STRANGER),), "Anna", new=True))
    assert [one.name for one in list_people(db)] == ["Anna", "Anna"]
    undo(db)
    assert [one.id for one in list_people(db)] == [anna]


def test_many_alike_visits_give_few_samples(db: Database) -> None:
    random = np.random.default_rng(0)
    faces = [vector(*(STRANGER + 0.02 * random.normal(size=D))) for _ in range(20)]
    visits = tuple(see(db, f"door {at}", face) for at, face in enumerate([*faces, vector(1, 0, -1)]))
    apply(db, NameVisits(visits, "Cleo"))
    (cleo,) = list_people(db)
    assert cleo.templates == 2
    assert {name for name, _ in who(db).values()} == {"Cleo"}


def test_refusals(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    enrol(db, "Bo", BEA)
    enrol(db, "bo", BEA)
    faceless, annas = see(db, "faceless", None), see(db, "anna", ANNA, anna)
    before = whole(db)
    refused: list[tuple[Edit, type[FacecamError], str]] = [
        (NotThisPerson(77, STRANGER, "space"), NotFoundError, "no person 77"),
        (NotThisPerson(anna), InputError, "no face to correct"),
        (NotThisPerson(anna, sighting=faceless), InputError, "does not carry Anna's name"),
        (NotThisPerson(anna, sighting=77), NotFoundError, "no longer kept"),
        (NameVisits((77,), "Cleo"), NotFoundError, "no longer kept"),
        (NameVisits((), "Cleo"), NotFoundError, "no longer kept"),
        (NameVisits((faceless,), "Cleo"), InputError, "No face was kept"),
        (NameVisits((annas,), "Bo"), InputError, "2 people are called Bo"),
        (NameVisits((annas,), " "), InputError, "name is empty"),
        (IgnoreUnknowns((faceless,)), InputError, "No face was kept"),
    ]
    for bad, error, words in refused:
        with pytest.raises(error, match=words):
            apply(db, bad)
        assert issubclass(error, FacecamError) and whole(db) == before
    assert apply(db, NameVisits((annas,), "ANNA")).operation is None


def test_undo_of_a_correction_leaves_alone_what_was_named_since_or_purged(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    first, second = see(db, "first", STRANGER, anna), see(db, "second", LIKE_THE_STRANGER, anna)
    correction = apply(db, NotThisPerson(anna, sighting=first))
    assert correction.operation is not None
    amend(db, correction.operation, Redecide(((second, anna, None),)))
    apply(db, NameVisits((second,), "Cleo"))
    undo(db, correction.operation)
    assert who(db) == {"first": ("Anna", State.KNOWN), "second": ("Cleo", State.KNOWN)}
    redo(db)
    assert who(db) == {"first": (None, State.UNKNOWN), "second": ("Cleo", State.KNOWN)}
    assert purge(db, -1) == 2
    undo(db, correction.operation)
    assert list_visits(db) == []


def test_who_is_ignored_is_kept_no_longer_than_visits(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    change = apply(db, IgnoreUnknowns((see(db, "door", STRANGER),)))
    assert str(change.message) == "Ignored an unknown face, seen in 1 visit" and change.persons == frozenset()
    assert purge(db, 1) == 0
    with db.read() as session:
        assert len(session.scalars(select(Ignored.id)).all()) == 1
    assert purge(db, -1) == 1
    with db.read() as session:
        assert session.scalars(select(Ignored.id)).all() == []
    undo(db)
    assert list_visits(db) == []


def test_the_journal_lets_go_of_old_corrections(db: Database, scene: Callable[[str], Edit]) -> None:
    apply(db, scene("not her, a visit"))
    apply(db, scene("somebody new"))
    undo(db)
    apply(db, Remove(2))
    with db.write() as session:
        for entry in session.scalars(select(Operation)):
            entry.changed -= timedelta(days=31)
    purge_expired(db)
    assert [one.name for one in list_people(db, hidden=True)] == ["Anna"]
    assert load_gallery(db, "space", D).refused(STRANGER[None], np.array([[0.7]], np.float32))[0, 0]


def test_a_visit_of_somebody_whose_enrolment_was_undone_can_be_named(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    visit = see(db, "door", ANNA, anna)
    undo(db)
    change = apply(db, NameVisits((visit,), "Bea"))
    (bea,) = change.persons
    assert [one.person for one in list_visits(db)] == [bea]


def test_what_changes_nothing_leaves_redo_as_it_was(db: Database) -> None:
    enrol(db, "Anna", ANNA)
    bea = enrol(db, "Bea", BEA)
    visit = see(db, "door", BEA, bea)
    enrol(db, "Carl", STRANGER)
    undo(db)
    assert apply(db, NameVisits((visit,), "Bea")).operation is None
    redo(db)
    assert sorted(person.name for person in list_people(db)) == ["Anna", "Bea", "Carl"]


def test_of_many_looks_at_a_face_those_are_kept_that_stand_for_all(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    turned = [vector(1, 0, np.tan(angle)) for angle in np.linspace(0.6, 1.4, 40)]
    apply(db, NotThisPerson(anna, np.stack(turned), "space"))
    gallery = load_gallery(db, "space", D)
    with db.read() as session:
        assert 2 <= len(session.scalars(select(Negative.id)).all()) <= 6
    assert gallery.refused(np.stack(turned), gallery.scores(np.stack(turned)))[:, 0].all()
    assert not gallery.refused(LIKE_ANNA[None], gallery.scores(LIKE_ANNA[None]))[0, 0]
    undo(db)
    assert not load_gallery(db, "space", D).refused(np.stack(turned), gallery.scores(np.stack(turned))).any()


def test_it_is_her_after_all_makes_a_sample_and_ends_what_was_said_against_that_face(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    hat, other = vector(1, 0, 3), vector(0, 1, 0, 3)
    apply(db, NotThisPerson(anna, hat, "space"))
    apply(db, NotThisPerson(anna, other, "space"))
    faces = np.stack([hat, other])

    def refused() -> list[bool]:
        gallery = load_gallery(db, "space", D)
        found: list[bool] = gallery.refused(faces, gallery.scores(faces))[:, 0].tolist()
        return found

    assert refused() == [True, True]
    change = apply(db, ThisPerson(anna, (Sample(hat, 0.7, "hat.jpg"),), "space"))
    assert str(change.message) == "Added 1 sample to Anna" and change.persons == {anna}
    assert len(people.templates(db, anna)) == 2 and refused() == [False, True]
    undo(db)
    assert len(people.templates(db, anna)) == 1 and refused() == [True, True]
    with pytest.raises(NotFoundError):
        apply(db, ThisPerson(77, (Sample(hat, 0.7, "hat.jpg"),), "space"))


def looks_of(db: Database) -> int:
    with db.read() as session:
        return len(session.scalars(select(Negative.id).where(Negative.hidden_by.is_(None))).all())


def test_later_looks_of_the_same_face_join_the_correction_and_go_with_its_undo(db: Database, file: Path) -> None:
    anna = enrol(db, "Anna", ANNA)
    apply(db, NotThisPerson(anna, STRANGER, "space"))
    before = whole(db)
    look = vector(1, 0, 1, 1.2)
    assert keep_look(db, DeniedLook(anna, STRANGER * 0.9, look), "space")
    after = whole(db)
    gallery = load_gallery(db, "space", D)
    assert gallery.refused(look[None], gallery.scores(look[None])).all() and looks_of(db) == 2
    undo(db)
    assert looks_of(db) == 0
    db.close()
    db = open_database(f"sqlite:///{file}")
    redo(db)
    assert looks_of(db) == 2 and whole(db) == after != before
    db.close()


def test_looks_join_the_corrections_of_an_older_database(db: Database, file: Path) -> None:
    """Schema 0006 knew from the journal alone to which correction a face belongs."""
    anna, bea = enrol(db, "Anna", ANNA), enrol(db, "Bea", BEA)
    said = [apply(db, NotThisPerson(one, STRANGER, "space")).operation for one in (anna, bea)]
    apply(db, NameVisits((see(db, "door", LIKE_THE_STRANGER, anna),), "Cleo"))
    db.close()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("ALTER TABLE negative DROP COLUMN operation")
        raw.execute("ALTER TABLE meta DROP COLUMN identity")
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0006'")
    db = open_database(f"sqlite:///{file}")
    with db.read() as session:
        assert list(session.scalars(select(Negative.operation).order_by(Negative.id))) == [*said, None]
    assert keep_look(db, DeniedLook(bea, STRANGER, vector(1, 0, 1, 1.2)), "space")
    undo(db, said[1])
    assert looks_of(db) == 2
    db.close()


def test_looks_join_only_what_was_said_of_their_face_and_not_without_end(db: Database) -> None:
    anna, bea = enrol(db, "Anna", ANNA), enrol(db, "Bea", BEA)
    apply(db, NotThisPerson(anna, STRANGER, "space"))
    look = vector(1, 0, 1, 1.2)
    other, nobody = DeniedLook(anna, vector(0, 0, 0, 0, 1), look), DeniedLook(bea, STRANGER, look)
    assert not any(keep_look(db, one, "another space") for one in (other, nobody, DeniedLook(anna, STRANGER, look)))
    assert not any(keep_look(db, one, "space") for one in (other, nobody))
    many = [DeniedLook(anna, STRANGER, vector(1, 0, 1, 0.1 * at)) for at in range(20)]
    assert sum(keep_look(db, one, "space") for one in many) == ALL_LOOKS - 1 and looks_of(db) == ALL_LOOKS
    undo(db)
    assert not keep_look(db, many[0], "space"), "it was taken back meanwhile"


def test_who_was_named_while_past_visits_were_looked_at_stays(db: Database) -> None:
    anna = enrol(db, "Anna", ANNA)
    first, second = see(db, "first", STRANGER, anna), see(db, "second", LIKE_THE_STRANGER)
    correction = apply(db, NotThisPerson(anna, sighting=first)).operation
    assert correction is not None
    apply(db, NameVisits((second,), "Carl"))
    amend(db, correction, Redecide(((second, None, anna),)))
    assert who(db)["second"] == ("Carl", State.KNOWN)


def test_visits_that_are_decided_anew_are_a_part_of_the_correction(
    db: Database, scene: Callable[[str], Edit]
) -> None:
    before = whole(db)
    correction = apply(db, scene("not her, a visit")).operation
    assert correction is not None
    ids = {seen.source: seen.id for seen in list_visits(db)}
    changes = ((ids["wrong too"], 1, None), (ids["stranger"], None, 2), (ids["wrong"], 1, None))
    change = amend(db, correction, Redecide(changes))
    assert str(change.message) == "This is not Anna: noted in 1 visit, and 2 past visits changed with it"
    assert change.operation == correction and change.persons == {1, 2}
    assert who(db)["wrong too"] == (None, State.UNKNOWN) and who(db)["stranger"] == ("Bea", State.KNOWN)
    undo(db)
    assert whole(db) == before
    with pytest.raises(NotFoundError, match="taken back"):
        amend(db, correction, Redecide(changes))
    redo(db)
    assert who(db)["stranger"] == ("Bea", State.KNOWN)
    apply(db, Rename(1, "Anne"))
    with pytest.raises(ConflictError, match="changed later"):
        amend(db, correction, Redecide(((ids["stranger"], 2, None),)))
