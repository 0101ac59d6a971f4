"""Consent as a gate: who may be enrolled, who goes by itself, and what can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from helpers.blobs import enrol, face, known
from sqlalchemy import select, update

from facecam.base.errors import ConflictError, InputError, NotFoundError
from facecam.base.types import State
from facecam.operations import (
    Agreement,
    Enrol,
    Forget,
    GiveConsent,
    Merge,
    MoveTemplates,
    NameVisits,
    Remove,
    RemoveTemplate,
    Rename,
    Sample,
    Split,
    apply,
    consents,
    purge_expired,
    redo,
    remove_all,
    undo,
    want_consent,
)
from facecam.store.database import Database
from facecam.store.people import list_people, templates
from facecam.store.schema import Consent, Operation
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits


def agreed(days: float = 30) -> Agreement:
    return Agreement("the front door", datetime.now(UTC) + timedelta(days=days))


def with_consent(db: Database, name: str, *seeds: int) -> int:
    samples = tuple(Sample(face(seed), 0.5, f"{seed}.jpg") for seed in seeds)
    (person,) = apply(db, Enrol(name, samples, "space", agreed=agreed())).persons
    return person


def names(db: Database) -> list[str]:
    return [one.name for one in list_people(db)]


def operations(db: Database) -> list[int]:
    with db.read() as session:
        return list(session.scalars(select(Operation.id)))


def run_out(db: Database, person: int) -> None:
    with db.write() as session:
        past = datetime.now(UTC) - timedelta(hours=1)
        session.execute(update(Consent).where(Consent.person_id == person).values(until=past))


def test_nobody_is_enrolled_without(db: Database) -> None:
    enrol(db, "Before", 1)
    want_consent(db, True)
    with pytest.raises(InputError, match=r"Anna cannot be enrolled: this database wants a consent first"):
        enrol(db, "Anna", 2)
    assert names(db) == ["Before"] and not known(db, 2)
    anna = with_consent(db, "Anna", 2, 3)
    apply(db, Enrol("", (Sample(face(4), 0.5, ""),), "space", anna))  # it holds for more samples too
    run_out(db, anna)
    with pytest.raises(InputError, match="Anna cannot be enrolled"):
        apply(db, Enrol("", (Sample(face(5), 0.5, ""),), "space", anna))
    want_consent(db, False)
    enrol(db, "Bea", 6)


def test_no_other_edit_is_a_way_round(db: Database) -> None:
    bo = enrol(db, "Bo", 9)
    undo(db)
    want_consent(db, True)
    with pytest.raises(InputError, match="Bo cannot be enrolled"):
        redo(db)
    want_consent(db, False)
    bo = enrol(db, "Bo", 9)
    want_consent(db, True)
    anna = with_consent(db, "Anna", 1, 2)
    first = templates(db, anna)[0].id
    now = datetime.now(UTC)
    add_visits(db, [VisitRecord("door", now, now, 3, State.UNKNOWN, face=BestFace(face(7), "space", 0.5))])
    (visit,) = list_visits(db)
    for edit in (Split(anna, (first,), "Cleo"), MoveTemplates(anna, (first,), bo), NameVisits((visit.id,), "Dora")):
        with pytest.raises(InputError, match="cannot be enrolled"):
            apply(db, edit)
    assert names(db) == ["Anna", "Bo"]


def test_who_has_none_any_more_goes_and_can_be_brought_back(db: Database) -> None:
    anna, bea = with_consent(db, "Anna", 1), with_consent(db, "Bea", 2)
    run_out(db, anna)
    purge_expired(db)
    assert names(db) == ["Anna", "Bea"], "nobody wanted consents"
    want_consent(db, True)
    assert [(one.name, one.until is not None) for one in consents(db, timedelta())] == [("Anna", True)]
    purge_expired(db)
    assert names(db) == ["Bea"] and not known(db, 1)
    removal = max(operations(db))
    with pytest.raises(ConflictError, match=r"undone: Anna has no consent that holds.*give --id 1 "):
        undo(db, removal)
    assert names(db) == ["Bea"] and not known(db, 1)
    assert [one.name for one in consents(db, removed=True)] == ["Anna", "Bea"]
    apply(db, GiveConsent(anna, agreed()))
    purge_expired(db)
    assert names(db) == ["Anna", "Bea"] and known(db, 1)
    undo(db)
    assert names(db) == ["Bea"] and not known(db, 1)
    redo(db)
    assert names(db) == ["Anna", "Bea"]
    undo(db)
    want_consent(db, False)
    assert undo(db).operation == removal and names(db) == ["Anna", "Bea"]
    want_consent(db, True)
    purge_expired(db)
    assert names(db) == ["Bea"]
    assert undo(db).kind == "enrol" and names(db) == [], "the newest that somebody did"
    redo(db)
    assert [one.name for one in consents(db)] == ["Bea"]
    proof = apply(db, Forget(bea)).proof
    assert proof is not None and proof.complete
    with db.read() as session:
        assert session.query(Consent).filter(Consent.person_id == bea).count() == 0


def test_no_removal_merge_or_move_is_undone_for_who_has_none(db: Database) -> None:
    anna, bea = with_consent(db, "Anna", 1), with_consent(db, "Bea", 2, 3)
    want_consent(db, True)
    edits = (
        Remove(anna), remove_all([anna]), RemoveTemplate(templates(db, anna)[0].id), Merge(anna, bea)
    )  # fmt: skip
    for edit in edits:
        apply(db, edit)
        run_out(db, anna)
        with pytest.raises(ConflictError, match="Anna has no consent"):
            undo(db)
        assert not known(db, 1) or edit == edits[-1]
        with db.write() as session:
            until = datetime.now(UTC) + timedelta(days=1)
            session.execute(update(Consent).where(Consent.person_id == anna).values(until=until))
        undo(db)
        assert known(db, 1)
    run_out(db, bea)
    apply(db, Rename(bea, "Bettina"))
    undo(db)
    assert names(db) == ["Anna", "Bea"], "who is there is not brought back by it"


def test_who_was_removed_by_hand_and_has_one_stays_away(db: Database) -> None:
    anna = with_consent(db, "Anna", 1)
    want_consent(db, True)
    apply(db, Remove(anna))
    with pytest.raises(NotFoundError, match="Anna was removed"):
        apply(db, GiveConsent(anna, agreed()))
    assert consents(db, removed=True) == []
    undo(db)
    assert names(db) == ["Anna"]


def test_a_consent_says_what_for_and_until_when(db: Database) -> None:
    anna = enrol(db, "Anna", 1)
    for wrong in (Agreement("  ", agreed().until), agreed(-1), Agreement("x" * 1001, agreed().until)):
        with pytest.raises(InputError):
            apply(db, GiveConsent(anna, wrong))
    assert consents(db)[0].until is None
