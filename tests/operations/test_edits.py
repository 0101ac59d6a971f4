"""What each operation does, what it refuses, and that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select, update

from facecam.base.errors import FacecamError, InputError, NotFoundError
from facecam.base.messages import Message, text
from facecam.base.types import State
from facecam.operations import (
    Change,
    Edit,
    Enrol,
    Forget,
    Merge,
    MoveTemplates,
    Remove,
    RemoveTemplate,
    Rename,
    Sample,
    SetConsent,
    SetNotes,
    Split,
    apply,
    erasure,
    last,
    last_undone,
    purge_expired,
    redo,
    undo,
)
from facecam.store import people
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.schema import Base, Operation, Template
from facecam.store.visits import VisitRecord, add_visits, list_visits


def sample(source: str, picture: bytes | None = b"jpeg") -> Sample:
    vector = np.random.default_rng(len(source)).normal(size=8).astype(np.float32)
    return Sample(vector, 0.5, source, picture)


def enrol(db: Database, name: str, *sources: str) -> int:
    (person,) = apply(db, Enrol(name, tuple(sample(s) for s in sources or ("a",)), "space")).persons
    return person


def see(db: Database, person: int, source: str = "door") -> None:
    now = datetime.now(UTC)
    add_visits(db, [VisitRecord(source, now, now, 3, State.KNOWN, person, 0.5, b"seen")])


def samples(db: Database, person: int) -> list[str]:
    return [template.source for template in people.templates(db, person)]


def whole(db: Database) -> list[object]:
    """Everything that a reader sees."""
    everybody = list_people(db)
    gallery = load_gallery(db, "space", 8)
    return [
        everybody,
        [people.templates(db, person.id) for person in everybody],
        list_visits(db),
        dict(gallery.names),
        gallery.templates,
    ]


def count(db: Database, table: type[Base]) -> int:
    with db.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_enrol_makes_a_person(db: Database) -> None:
    change = apply(db, Enrol("  Anna ", (sample("a"), sample("bb", None)), "space", consent="by mouth"))
    (anna,) = change.persons
    assert (change.kind, str(change.message)) == ("enrol", "Enrolled Anna with 2 samples")
    info = people.person(db, anna)
    assert (info.name, info.consent, info.templates) == ("Anna", "by mouth", 2)
    assert [template.has_picture for template in people.templates(db, anna)] == [True, False]


def test_enrol_adds_to_a_person(db: Database) -> None:
    anna = enrol(db, "Anna", "a")
    change = apply(db, Enrol("", (sample("bb"),), "space", person=anna, consent="in writing"))
    assert str(change.message) == "Added 1 sample to Anna"
    assert samples(db, anna) == ["a", "bb"]
    assert people.person(db, anna).consent == "in writing"
    undo(db)
    assert samples(db, anna) == ["a"]
    assert people.person(db, anna).consent == ""


@pytest.mark.parametrize(
    "words", ["by mouth", '{"id": "Removed {name}", "fields": {"name": "Bo"}}', "{", "בעל פה", "`a`", '"b"']
)
def test_what_somebody_wrote_of_a_consent_is_kept_to_the_letter(db: Database, words: str) -> None:
    anna = enrol(db, "Anna")
    apply(db, SetConsent(anna, words))
    assert people.person(db, anna).consent_note == people.person(db, anna).consent == words


def test_a_consent_that_nobody_wrote_is_a_sentence_of_any_language(db: Database) -> None:
    note = Message("Enrolled from files on {date}", date="2026-05-01")
    apply(db, Enrol("Anna", (sample("a"),), "space", consent=note))
    (anna,) = list_people(db)
    assert anna.consent_note == note and anna.consent == "Enrolled from files on 2026-05-01"
    apply(db, SetConsent(anna.id, "by letter"))
    undo(db)
    assert people.person(db, anna.id).consent_note == note


def test_merge(db: Database) -> None:
    anna, ann = enrol(db, "Anna", "a"), enrol(db, "Ann", "bb", "ccc")
    apply(db, RemoveTemplate(people.templates(db, ann)[0].id))
    see(db, ann)
    change = apply(db, Merge(ann, anna))
    assert change.persons == {anna, ann} and str(change.message) == "Merged Ann into Anna"
    assert [person.id for person in list_people(db)] == [anna]
    assert samples(db, anna) == ["a", "ccc"]
    assert [seen.person for seen in list_visits(db)] == [anna]
    see(db, anna, "desk")
    undo(db)
    assert (samples(db, anna), samples(db, ann)) == (["a"], ["ccc"])
    assert {seen.source: seen.person for seen in list_visits(db)} == {"door": ann, "desk": anna}


def test_split(db: Database) -> None:
    anna = enrol(db, "Anna", "a", "bb", "ccc")
    change = apply(db, Split(anna, tuple(one.id for one in people.templates(db, anna)[1:]), "Bea"))
    (bea,) = change.persons - {anna}
    assert str(change.message) == "Split Bea from Anna with 2 samples"
    assert (samples(db, anna), samples(db, bea)) == (["a"], ["bb", "ccc"])
    undo(db)
    assert samples(db, anna) == ["a", "bb", "ccc"] and [one.id for one in list_people(db)] == [anna]
    apply(db, Forget(anna))
    assert list_people(db, hidden=True) == [] and count(db, Template) == 0


def test_move_samples_to_somebody_known_is_one_act(db: Database) -> None:
    anna, bea = enrol(db, "Anna", "a", "bb", "ccc"), enrol(db, "Bea", "dddd")
    change = apply(db, MoveTemplates(anna, tuple(one.id for one in people.templates(db, anna)[1:]), bea))
    assert change.persons == {anna, bea} and str(change.message) == "Moved 2 samples from Anna to Bea"
    assert text(change.message, "de") == "2 Aufnahmen von Anna zu Bea verschoben"
    assert (samples(db, anna), sorted(samples(db, bea))) == (["a"], ["bb", "ccc", "dddd"])
    undo(db)
    assert (samples(db, anna), samples(db, bea)) == (["a", "bb", "ccc"], ["dddd"])


@pytest.mark.parametrize("name", ["Bo from Peter", "Team into Future", "{0}", "{other}", "%1", "with 3 samples"])
def test_a_name_never_changes_what_the_journal_says(db: Database, file: Path, name: str) -> None:
    """Also not after a restart, and not in another language."""
    anna, bea = enrol(db, "Peter from IT", "a1", "a2"), enrol(db, "Bea")
    apply(db, Split(anna, (people.templates(db, anna)[0].id,), name))
    db.close()
    again = open_database(f"sqlite:///{file}")
    journal = last(again)
    assert journal is not None and str(journal) == f"Split {name} from Peter from IT with 1 sample"
    assert text(journal, "de") == f"{name} mit 1 Aufnahme von Peter from IT abgetrennt"
    apply(again, Rename(bea, name))
    assert text(undo(again).message, "de") == f"Rückgängig gemacht: Bea in {name} umbenannt"
    again.close()


def edits(anna: int, bea: int, template: int) -> dict[str, Edit]:
    return {
        "enrol": Enrol("Cleo", (sample("x"),), "space"),
        "add": Enrol("", (sample("x"),), "space", person=anna, consent="yes"),
        "rename": Rename(anna, "ANNA"),
        "notes": SetNotes(anna, "left-handed"),
        "consent": SetConsent(anna, "agreed by letter"),
        "merge": Merge(anna, bea),
        "remove": Remove(anna),
        "remove template": RemoveTemplate(template),
        "split": Split(anna, (template,), "Cleo"),
        "move": MoveTemplates(anna, (template,), bea),
    }


EDITS = list(edits(0, 0, 0))


@pytest.fixture
def prepared(db: Database) -> Callable[[str], Edit]:
    anna, bea = enrol(db, "Anna", "a", "bb"), enrol(db, "Bea", "ccc")
    see(db, anna)
    see(db, bea)
    return edits(anna, bea, people.templates(db, anna)[0].id).__getitem__


@pytest.mark.parametrize("kind", EDITS)
def test_there_and_back_and_there_after_restarts(
    db: Database, file: Path, prepared: Callable[[str], Edit], kind: str
) -> None:
    before = whole(db)
    change = apply(db, prepared(kind))
    after = whole(db)
    assert after != before
    assert last(db) == change.message and last_undone(db) is None
    db.close()

    db = open_database(f"sqlite:///{file}")
    undone = undo(db)
    assert whole(db) == before
    assert undone == Change(
        change.operation, change.kind, change.persons, Message("Undone: {edit}", edit=change.message)
    )
    assert last_undone(db) == change.message
    db.close()

    db = open_database(f"sqlite:///{file}")
    redone = redo(db)
    assert whole(db) == after
    assert redone == Change(
        change.operation, change.kind, change.persons, Message("Redone: {edit}", edit=change.message)
    )
    db.close()


@pytest.mark.parametrize("kind", EDITS)
def test_something_new_ends_redo(db: Database, prepared: Callable[[str], Edit], kind: str) -> None:
    apply(db, prepared(kind))
    undo(db)
    apply(db, Enrol("Dora", (sample("y", None),), "space"))
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(db)
    # What was taken back for good is deleted, not kept hidden: Anna's 2, Bea's, Dora's.
    assert count(db, Template) == 4
    undo(db)
    assert [person.name for person in list_people(db)] == ["Anna", "Bea"]


def test_a_visit_of_somebody_whose_enrolment_was_taken_back(db: Database) -> None:
    see(db, enrol(db, "Anna"))
    undo(db)
    enrol(db, "Bea")
    (seen,) = list_visits(db)
    assert (seen.person, seen.state) == (None, State.UNKNOWN)


@pytest.mark.parametrize(
    ("bad", "error", "words"),
    [
        (Enrol("Cleo", (), "space"), InputError, "no sample"),
        (Enrol("   ", (sample("a"),), "space"), InputError, "name is empty"),
        (Enrol("", (sample("a"),), "space", person=77), NotFoundError, "no person 77"),
        (Enrol("Cleo", (sample("a"),), "space", consent="x" * 20_000), InputError, "20,000 characters"),
        (Rename(1, "x" * 10_000), InputError, "10,000 characters"),
        (Rename(77, "Cleo"), NotFoundError, "no person 77"),
        (SetNotes(1, "x" * 20_000), InputError, "The note has 20,000 characters"),
        (SetConsent(1, "x" * 20_000), InputError, "The consent has 20,000 characters"),
        (Merge(1, 1), InputError, "merged with itself"),
        (Merge(1, 77), NotFoundError, "no person 77"),
        (Remove(77), NotFoundError, "no person 77"),
        (RemoveTemplate(77), NotFoundError, "no sample 77"),
        (Split(1, (), "Cleo"), InputError, "No sample was chosen"),
        (Split(1, (77,), "Cleo"), NotFoundError, "Anna has no sample 77"),
        (Split(1, (1,), "Cleo"), InputError, "Anna would keep no sample"),
        (Split(1, (1,), ""), InputError, "name is empty"),
        (Split(77, (1,), "Cleo"), NotFoundError, "no person 77"),
        (MoveTemplates(1, (1,), 1), InputError, "those of Anna already"),
        (MoveTemplates(1, (1,), 77), NotFoundError, "no person 77"),
    ],
)
def test_refused_edits_change_nothing(db: Database, bad: Edit, error: type[FacecamError], words: str) -> None:
    assert enrol(db, "Anna") == 1
    apply(db, Rename(1, "Bea"))
    undo(db)
    before, revision = whole(db), db.revision()
    with pytest.raises(error, match=words):
        apply(db, bad)
    assert whole(db) == before and db.revision() == revision
    assert str(last_undone(db)) == "Renamed Anna to Bea"


def test_hidden_people_cannot_be_edited(db: Database) -> None:
    anna, bea, cleo = enrol(db, "Anna"), enrol(db, "Bea"), enrol(db, "Cleo")
    apply(db, Merge(anna, bea))
    apply(db, Remove(cleo))
    with pytest.raises(NotFoundError, match=f"Anna was merged into person {bea}"):
        apply(db, Rename(anna, "Dora"))
    with pytest.raises(NotFoundError, match="Cleo was removed"):
        apply(db, Merge(cleo, bea))
    with pytest.raises(NotFoundError, match="Cleo was removed"):
        apply(db, RemoveTemplate(people.templates(db, cleo)[0].id))


def test_an_edit_that_changes_nothing_leaves_no_trace(db: Database) -> None:
    anna = enrol(db, "Anna")
    assert apply(db, Rename(anna, " Anna")).operation is None
    assert str(last(db)) == "Enrolled Anna with 1 sample"


def test_a_renamed_person_is_found_by_the_new_name(db: Database) -> None:
    anna = enrol(db, "Anna")
    apply(db, Rename(anna, "Bea"))
    assert [person.id for person in people.find(db, "BEA")] == [anna]
    assert people.find(db, "anna") == []


def test_many_steps_back_and_forth(db: Database) -> None:
    anna = enrol(db, "Anna")
    names = ["Anna", "Bea", "Cleo", "Dora"]
    for name in names[1:]:
        apply(db, Rename(anna, name))
    for step, order in ((undo, names[-2::-1]), (redo, names[1:])):
        for name in order:
            step(db)
            assert people.person(db, anna).name == name


def test_nothing_to_undo(db: Database) -> None:
    assert last(db) is None and last_undone(db) is None
    with pytest.raises(NotFoundError, match="nothing to undo"):
        undo(db)
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(db)


def test_undo_takes_back_what_another_window_did(db: Database, file: Path) -> None:
    anna = enrol(db, "Anna")
    other = open_database(f"sqlite:///{file}")
    apply(other, Rename(anna, "Bea"))
    other.close()
    assert str(undo(db).message) == "Undone: Renamed Anna to Bea"


def test_undo_of_one_operation(db: Database) -> None:
    anna, bea = enrol(db, "Anna"), enrol(db, "Bea")
    rename = apply(db, Rename(anna, "Ann"))
    apply(db, SetNotes(bea, "tall"))
    assert str(undo(db, rename.operation).message) == "Undone: Renamed Anna to Ann"
    assert [person.name for person in list_people(db)] == ["Anna", "Bea"]
    assert people.person(db, bea).notes == "tall"
    with pytest.raises(NotFoundError):
        undo(db, rename.operation)
    redo(db)
    assert people.person(db, anna).name == "Ann"


def test_undo_of_one_operation_after_which_others_came(db: Database) -> None:
    anna = enrol(db, "Anna")
    rename = apply(db, Rename(anna, "Ann"))
    apply(db, Remove(anna))
    before = whole(db)
    with pytest.raises(InputError, match=r"“Renamed Anna to Ann” cannot be undone.*“Removed Ann”.*Undo that first"):
        undo(db, rename.operation)
    assert whole(db) == before


def test_rows_that_somebody_else_changed(db: Database) -> None:
    anna = enrol(db, "Anna")
    apply(db, Merge(anna, enrol(db, "Bea")))
    with db.write() as session:  # as no operation does
        session.execute(update(Template).values(person_id=anna))
    before = whole(db)
    with pytest.raises(InputError, match="“Merged Anna into Bea” cannot be undone: what it changed was changed"):
        undo(db)
    assert whole(db) == before


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Pass days at once."""

    def days(number: float) -> None:
        monkeypatch.setattr(erasure, "KEPT", timedelta(days=30) - timedelta(days=number))

    return days


def test_removals_last_thirty_days(db: Database, file: Path, later: Callable[[float], None]) -> None:
    anna, bea, cleo = enrol(db, "Anna", "a", "bb"), enrol(db, "Bea", "ccc"), enrol(db, "Cleo", "dddd")
    see(db, anna)
    apply(db, RemoveTemplate(people.templates(db, bea)[0].id))
    apply(db, Merge(cleo, bea))
    apply(db, Remove(anna))

    later(29.9)
    assert purge_expired(db) == 0
    undo(db)
    assert people.person(db, anna).templates == 2
    redo(db)

    before = list_people(db)
    later(30.1)
    # Anna, her samples with her; Cleo, whose sample is Bea's now; Bea's removed sample.
    assert purge_expired(db) == 3
    assert list_people(db) == before == list_people(db, hidden=True)
    assert samples(db, bea) == ["dddd"]
    assert count(db, Template) == 1 and count(db, Operation) == 0
    assert list_visits(db) == []
    assert last(db) is None
    assert purge_expired(db) == 0


def test_what_was_redone_lately_is_kept(db: Database, later: Callable[[float], None]) -> None:
    anna = enrol(db, "Anna")
    apply(db, Remove(anna))
    undo(db)
    with db.write() as session:
        session.execute(update(Operation).values(changed=datetime.now(UTC) - timedelta(days=40)))
    redo(db)
    assert purge_expired(db) == 0
    undo(db)
    assert people.person(db, anna).name == "Anna"


def test_an_enrolment_taken_back_is_deleted_in_the_end(db: Database, later: Callable[[float], None]) -> None:
    enrol(db, "Anna")
    undo(db)
    later(30.1)
    assert purge_expired(db) == 2
    assert count(db, Template) == 0


def test_ids_are_not_used_again(db: Database) -> None:
    first = enrol(db, "Anna")
    undo(db)
    second = enrol(db, "Bea")
    undo(db)
    assert enrol(db, "Cleo") > second > first
