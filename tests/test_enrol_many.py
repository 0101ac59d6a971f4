"""Many enrolled from a list, stopped in between and gone on with, with a report: real faces, real models."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import facecam
from facecam.base.errors import InputError
from facecam.front_door import Facecam
from facecam.tasks.person_folders import PersonFolder
from facecam.tasks.roster import COLUMNS, Enrolled, Outcome, Report


@pytest.fixture
def cam(pictures: Path) -> Iterator[Facecam]:
    with facecam.open(pictures / "people.db", gpu="off") as opened:
        yield opened


def test_whoever_stops_goes_on_with_the_others(cam: Facecam, pictures: Path, tmp_path: Path) -> None:
    for name in ("anna-1.jpg", "anna-2.jpg", "nobody.jpg"):
        shutil.copy(pictures / name, tmp_path)
    people = tmp_path / "people.csv"
    people.write_text(
        "id,name,group,picture\n7,Anna,staff,anna-1.jpg\n7,Anna,,anna-2.jpg\n8,Bo,,nobody.jpg\n"
        "9,=cmd(),,gone.jpg\n9b,\uff1dcmd(),,gone.jpg\n10,Anna,,anna-1.jpg\n",
        "utf-8",
    )
    first = next(cam.enrol_many(people))  # and no further
    assert (first.outcome, first.taken) == (Outcome.ENROLLED, 2)
    (anna,) = cam.people()
    assert (anna.external_id, anna.groups) == ("7", ("staff",))
    report = Report(tmp_path / "report.csv")
    for one in cam.enrol_many(people):
        report.add(one)
    report.close()
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("7", "Anna", "known"), ("8", "Bo", "no picture"), ("9", "'=cmd()", "wrong"),
        ("9b", "'\uff1dcmd()", "wrong"), ("10", "Anna", "enrolled"),
    ]  # fmt: skip
    assert [row[7] for row in rows[1:3]] == ["there is no face", "there is no picture gone.jpg"]
    assert [one.outcome for one in cam.enrol_many(people)].count(Outcome.KNOWN) == 2
    assert len(cam.people()) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to try it on")
def test_a_full_disk_is_named(pictures: Path) -> None:
    report = Report("/dev/full")
    album = PersonFolder("Anna", ())
    with pytest.raises(InputError, match="/dev/full cannot be written: No space left"):
        report.add(Enrolled(album, Outcome.WRONG))
    report.close()


def test_one_person_is_one_act(cam: Facecam, pictures: Path, tmp_path: Path) -> None:
    shutil.copy(pictures / "anna-1.jpg", tmp_path)
    (tmp_path / "people.csv").write_text("id,name,group,picture\n7,Anna,staff,anna-1.jpg\n", "utf-8")
    assert [one.outcome for one in cam.enrol_many(tmp_path / "people.csv")] == [Outcome.ENROLLED]
    cam.undo()
    assert cam.people() == []


def test_what_is_not_there_is_said_before_anybody_is_enrolled(cam: Facecam, pictures: Path) -> None:
    (pictures / "people" / "Anna").mkdir(parents=True)
    shutil.copy(pictures / "anna-1.jpg", pictures / "people" / "Anna")
    with pytest.raises(InputError, match="nowhere"):
        next(cam.enrol_many([pictures / "people", pictures / "nowhere"]))
    assert cam.people() == []


def test_a_zip_of_folders_is_some_people(cam: Facecam, pictures: Path) -> None:
    with zipfile.ZipFile("people.zip", "w") as file:
        for name, picture in (("Anna", "anna-1.jpg"), ("Anna", "anna-2.jpg"), ("Bo", "nobody.jpg")):
            file.write(pictures / picture, f"{name}/{picture}")
    found = [(one.album.name, one.outcome, one.taken) for one in cam.enrol_many("people.zip")]
    assert found == [("Anna", Outcome.ENROLLED, 2), ("Bo", Outcome.NO_PICTURE, 0)]
    assert cam.enrol("Cy", "people.zip/Anna/gone.jpg").refused[0].reason.startswith("There is no file")
