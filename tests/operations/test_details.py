"""What other programs know a person by: ids that only one has, fields, and samples that join who is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sqlalchemy import update

from facecam.base.errors import ConflictError, InputError
from facecam.operations import AddPerson, Details, Enrol, Merge, Remove, Sample, SetDetails, apply, undo
from facecam.operations.details import as_lines, from_lines
from facecam.store.database import Database
from facecam.store.people import list_people, templates
from facecam.store.schema import Person


def sample() -> Sample:
    return Sample(np.eye(4, dtype=np.float32)[0], 0.9, "a.jpg")


def add(db: Database, name: str) -> int:
    (person,) = apply(db, AddPerson(name)).persons
    return person


def test_an_id_and_fields_come_and_go(db: Database) -> None:
    anna = add(db, "Anna")
    apply(db, SetDetails(anna, external_id=" crm-1 ", fields={"b": [1, None], "a": "ä"}))
    apply(db, SetDetails(anna, name="Anna Berg", external_id="", fields={}))
    (one,) = list_people(db)
    assert (one.name, one.external_id, one.fields) == ("Anna Berg", "", {})
    undo(db)
    (one,) = list_people(db)
    assert (one.name, one.external_id, one.fields) == ("Anna", "crm-1", {"b": [1, None], "a": "ä"})
    undo(db)
    (one,) = list_people(db)
    assert (one.external_id, one.fields) == ("", {})


def test_nobody_else_may_have_that_id_unless_they_are_gone(db: Database) -> None:
    anna, bo = add(db, "Anna"), add(db, "Bo")
    apply(db, SetDetails(anna, external_id="crm-1"))
    apply(db, SetDetails(anna, external_id="crm-1"))
    for edit in (
        SetDetails(bo, name="Berta", external_id="crm-1"),
        Enrol("Cleo", (sample(),), "space", details=Details("crm-1")),
    ):
        with pytest.raises(ConflictError, match=r"crm-1 is that of Anna \(person 1\)"):
            apply(db, edit)
    assert [one.name for one in list_people(db)] == ["Anna", "Bo"], "nothing of it was done"
    apply(db, Remove(anna))
    apply(db, SetDetails(bo, external_id="crm-1"))
    assert list_people(db)[0].external_id == "crm-1"


def test_fields_are_written_as_lines_and_what_is_not_touched_is_what_it_was() -> None:
    fields = {"class": "7b", "room": 7, "has": [1, None], "a: b": "two\nlines", "empty": ""}
    text = as_lines(fields)
    assert text.splitlines() == ["class: 7b", "room: 7", "has: [1, null]", "a: b: two lines", "empty:"]
    assert from_lines(text, fields) == fields
    changed = text.replace("7b", "8b").replace("room: 7", "room: 12") + "\n\n  tutor :  Ms. Berg \n"
    assert from_lines(changed, fields) == fields | {"class": "8b", "room": "12", "tutor": "Ms. Berg"}
    assert from_lines("", fields) == {}


@pytest.mark.parametrize("line", ["7b", ": 7b", ":"])
def test_a_line_that_is_no_field_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="is not a field"):
        from_lines(f"class: 7b\n{line}", {})


BAD: list[tuple[dict[str, Any], str]] = [
    ({"external_id": "x" * 201}, "too long"),
    ({"external_id": "a\nb"}, "cannot be seen"),
    ({"fields": {"a": float("nan")}}, "JSON"),
    ({"fields": {"a": object()}}, "JSON"),
    ({"fields": {"a": "x" * 10_000}}, "characters"),
]


@pytest.mark.parametrize(("details", "says"), BAD)
def test_what_is_none_is_said(db: Database, details: dict[str, Any], says: str) -> None:
    anna = add(db, "Anna")
    with pytest.raises(InputError, match=says) as error:
        apply(db, SetDetails(anna, **details))
    assert error.value.remedy


def test_samples_join_the_one_of_that_name(db: Database) -> None:
    first = apply(db, Enrol("Anna", (sample(), sample()), "space", join=True))
    second = apply(db, Enrol("ANNA", (sample(),), "space", join=True))
    assert first.persons == second.persons and str(second.message) == "Added 1 sample to Anna"
    (anna,) = first.persons
    assert (*first.samples, *second.samples) == tuple(one.id for one in templates(db, anna))
    apply(db, Enrol("anna", (sample(),), "space", join=True, details=Details("crm-1", {"class": "7b"})))
    assert [(one.external_id, one.fields) for one in list_people(db)] == [("crm-1", {"class": "7b"})]
    undo(db)
    assert [(one.external_id, one.fields) for one in list_people(db)] == [("", {})]
    other = apply(db, Enrol("Anna", (sample(),), "space"))
    assert other.persons != first.persons, "who asks for a new person gets one"
    with pytest.raises(ConflictError, match="2 people are called"):
        apply(db, Enrol("anna", (sample(),), "space", join=True))
    (twin,) = other.persons
    apply(db, Merge(twin, anna))
    assert apply(db, Enrol("anna", (sample(),), "space", join=True)).persons == {anna}


@pytest.mark.parametrize("harm", ['{"a": "\x1b"}', "[1", "7", "[" * 100_000])
def test_fields_and_groups_that_were_damaged_stop_nobody(db: Database, harm: str) -> None:
    add(db, "Anna")
    with db.write() as session:
        session.execute(update(Person).values(fields=harm, groups=harm))
    (one,) = list_people(db)
    assert (one.name, one.fields, one.groups) == ("Anna", {}, ())
