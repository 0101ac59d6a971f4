"""`facecam people`: its answers, and how a person is found."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from helpers.terminal import Facecam

from facecam.base.types import State
from facecam.operations import Enrol, Sample, apply
from facecam.store.database import open_database
from facecam.store.visits import VisitRecord, add_visits

KEYS = {"person", "name", "templates", "created", "last_seen"}
NAMES = ("Anna", "Bo", "Zoë", "anna")


@pytest.fixture(autouse=True)
def people() -> None:
    """Persons 1 to 4; two of them are called Anna. Bo was seen."""
    with_samples = tuple(Sample(np.eye(8, dtype=np.float32)[i], 0.9, "test") for i in range(2))
    database = open_database()
    for name in NAMES:
        apply(database, Enrol(name, with_samples, "a space"))
    now = datetime.now(UTC)
    add_visits(database, [VisitRecord("test", now - timedelta(minutes=1), now, 3, State.KNOWN, person=2)])
    database.close()


def names(facecam: Facecam) -> dict[int, str]:
    return {one["person"]: one["name"] for one in facecam("people", "list", "--json").json}


def test_list_has_the_keys_of_the_interface(facecam: Facecam) -> None:
    run = facecam("people", "list", "--json")
    assert run.code == 0 and run.err == ""
    assert all(set(one) == KEYS and one["templates"] == 2 for one in run.json)
    by_id = {one["person"]: one for one in run.json}
    assert sorted(by_id) == [1, 2, 3, 4]
    assert datetime.fromisoformat(by_id[2]["created"]) <= datetime.fromisoformat(by_id[2]["last_seen"])
    assert by_id[1]["last_seen"] is None


def test_list_of_nobody_is_an_empty_list_and_no_failure(facecam: Facecam, tmp_path: Path) -> None:
    run = facecam("people", "list", "--json", "--db", f"sqlite:///{tmp_path / 'new.db'}")
    assert (run.code, run.json) == (0, [])


def test_samples_move_to_whom_they_belong(facecam: Facecam) -> None:
    run = facecam("people", "move-samples", 3, "--from", "Bo", "--to", "Zoë", "--json")
    assert run.code == 0 and run.json["moved"] == [3]
    assert run.json["sentence"] == "Moved 1 sample from Bo to Zoë"
    kept = {name: facecam("people", "show", name, "--json").json["templates"] for name in ("Bo", "Zoë")}
    assert kept == {"Bo": 1, "Zoë": 3}
    run = facecam("people", "move-samples", 4, "--from", "Bo", "--to", "Zoë")
    assert run.code != 0 and "would keep no sample" in run.err


@pytest.mark.parametrize("name", ["bo", " BO ", "zoë", unicodedata.normalize("NFD", "ZOË")])
def test_names_are_compared_trimmed_normalised_and_case_folded(facecam: Facecam, name: str) -> None:
    run = facecam("people", "show", name, "--json")
    assert run.code == 0
    assert set(run.json) >= KEYS | {"notes", "consent", "samples"}
    assert [set(sample) >= {"id", "quality", "source", "created"} for sample in run.json["samples"]] == [True, True]


@pytest.mark.parametrize("verb", ["show", "remove", "forget", "rename", "merge"])
def test_several_people_of_one_name_are_listed(facecam: Facecam, verb: str) -> None:
    new = {"rename": ("Carla",), "merge": ("Bo",)}.get(verb, ())
    run = facecam("people", verb, "anna", *new, "--json")
    assert (run.code, run.out) == (2, "")
    assert "1, 4" in run.err and "--id" in run.err
    assert set(names(facecam)) == {1, 2, 3, 4}


@pytest.mark.parametrize("who", [("Nobody",), ("--id", "99")])
def test_somebody_who_is_not_there_is_exit_1(facecam: Facecam, who: tuple[str, ...]) -> None:
    for verb in ("show", "remove", "forget"):
        run = facecam("people", verb, *who, "--json")
        assert (run.code, run.out) == (1, "") and who[-1] in run.err


def test_id_and_name_must_agree(facecam: Facecam) -> None:
    assert facecam("people", "show", "Anna", "--id", "4", "--json").json["person"] == 4
    run = facecam("people", "remove", "Anna", "--id", "2")
    assert run.code == 2 and "Bo" in run.err


def test_rename_and_undo(facecam: Facecam) -> None:
    answer = facecam("people", "rename", "Bo", " Bo Ek ", "--json").json
    assert (answer["person"], answer["name"]) == (2, "Bo Ek") and isinstance(answer["operation"], int)
    assert names(facecam)[2] == "Bo Ek"
    assert facecam("people", "rename", "--id", "4", "Anna Lind", "--json").json["name"] == "Anna Lind"
    assert facecam("people", "undo", "--json").json["persons"] == [4]
    assert facecam("people", "undo", "--json").json["persons"] == [2]
    assert list(names(facecam).values()).count("Bo") == 1


@pytest.mark.parametrize("new", ["  ", "x" * 201, "a\nb"])
def test_a_bad_new_name_changes_nothing(facecam: Facecam, new: str) -> None:
    assert facecam("people", "rename", "Bo", new).code == 2
    assert names(facecam)[2] == "Bo"


@pytest.mark.parametrize(
    ("who", "gone", "stays"),
    [
        (("Bo", "Zoë"), 2, 3),
        (("--id", "4", "--into", "1"), 4, 1),
        (("--id", "4", "Bo"), 4, 2),
        (("Bo", "--into", "1"), 2, 1),
    ],
)
def test_merge_takes_names_or_numbers(facecam: Facecam, who: tuple[str, ...], gone: int, stays: int) -> None:
    answer = facecam("people", "merge", *who, "--json").json
    assert (answer["person"], answer["merged"]) == (stays, gone)
    listed = facecam("people", "list", "--json").json
    assert {one["person"]: one["templates"] for one in listed}[stays] == 4
    assert gone not in names(facecam)
    facecam("people", "undo")
    assert gone in names(facecam)


def test_a_merge_of_a_person_with_itself_changes_nothing(facecam: Facecam) -> None:
    before = facecam("people", "list", "--json").json
    run = facecam("people", "merge", "Bo", "--into", "2")
    assert (run.code, run.out) == (2, "") and "Person 2 cannot be merged with itself. Choose two people." in run.err
    assert facecam("people", "list", "--json").json == before
    assert facecam("people", "undo", "--json").json["kind"] == "enrol"  # there is nothing else to take back


def test_remove_can_be_undone_and_forget_cannot(facecam: Facecam) -> None:
    assert facecam("people", "remove", "Bo", "--json").json["person"] == 2
    assert 2 not in names(facecam)
    assert facecam("people", "undo", "--json").json["kind"] == "remove"
    assert 2 in names(facecam)
    answer = facecam("people", "forget", "Bo", "--json").json
    assert answer["person"] == 2 and answer["complete"] and answer["proof"]["rows_left"] == 0
    assert facecam("people", "show", "--id", "2").code == 1


def test_forget_reaches_somebody_who_was_removed(facecam: Facecam) -> None:
    facecam("people", "remove", "Bo")
    assert facecam("people", "forget", "Bo", "--json").json["complete"]


def test_undo_with_nothing_to_undo_is_exit_1(facecam: Facecam, tmp_path: Path) -> None:
    run = facecam("people", "undo", "--json", "--db", f"sqlite:///{tmp_path / 'new.db'}")
    assert (run.code, run.out) == (1, "") and "nothing" in run.err


def test_for_people_the_answers_are_sentences_and_tables(facecam: Facecam) -> None:
    assert "Renamed Bo to Bob" in facecam("people", "rename", "Bo", "Bob").out
    assert "Bob" in facecam("people", "list").out
    assert "Bob (person 2)" in facecam("people", "show", "Bob").out
    assert "Undone" in facecam("people", "undo").out


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be read as one" * 30])
def test_a_file_that_is_no_database_is_named(facecam: Facecam, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(content)
    run = facecam("people", "list", "--json", "--db", f"sqlite:///{file}")
    if content:
        assert (run.code, run.out) == (2, "") and str(file) in run.err and run.err.count("\n") == 1
        assert file.read_bytes() == content
    else:
        assert (run.code, run.json) == (0, [])


def test_a_new_consent_brings_back_who_was_removed_for_want_of_one(facecam: Facecam) -> None:
    agreed = ("--consent", "the front door", "--until", "2100-01-01")
    for person in (1, 3, 4):
        assert facecam("consent", "give", "--id", person, *agreed).code == 0
    facecam("people", "rename", "Zoë", "Zora")
    facecam("consent", "want")
    assert facecam("people", "undo", "--json").json["kind"] == "rename", "and not Bo's removal just before"
    assert names(facecam) == {1: "Anna", 3: "Zoë", 4: "anna"}
    assert facecam("consent", "give", "Bo", *agreed).code == 0
    assert names(facecam)[2] == "Bo"
