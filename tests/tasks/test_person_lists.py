"""Lists of people: whose pictures they name, and what is said of what they do not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from facecam.base.errors import InputError
from facecam.tasks.albums import albums
from facecam.tasks.person_folders import PersonFolder


def touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def listing(root: Path, text: str, encoding: str = "utf-8") -> Path:
    file = root / "people.csv"
    file.write_bytes(text.encode(encoding))
    return file


def names(album: PersonFolder) -> list[str]:
    return [Path(file).name for file in album.files]


def test_a_line_a_person_or_several_of_one_id(tmp_path: Path) -> None:
    touch(tmp_path, "a1.jpg", "a2.jpg", "deep/b.png")
    file = listing(
        tmp_path, "id,name,group,picture\n7,Anna,staff|night,a1.jpg\n8,Bo,,deep\\b.png\n7,Anna,staff,a2.jpg\n"
    )
    anna, bo = albums([file])
    assert (anna.external_id, anna.name, anna.groups, names(anna)) == (
        "7", "Anna", ("staff", "night"), ["a1.jpg", "a2.jpg"],
    )  # fmt: skip
    assert (bo.external_id, bo.groups, names(bo), bo.problems) == ("8", (), ["b.png"], ())


def test_a_spreadsheets_semicolons_old_letters_and_german_heads(tmp_path: Path) -> None:
    touch(tmp_path, "z.jpg")
    file = listing(tmp_path, "Nummer;Name;Gruppe;Bild\r\n1;Zoë Müller;Büro;z.jpg\r\n", "cp1252")
    (zoe,) = albums([file])
    assert (zoe.external_id, zoe.name, zoe.groups, names(zoe)) == ("1", "Zoë Müller", ("Büro",), ["z.jpg"])


@pytest.mark.parametrize("written", ["staff|night", "staff; night", '"staff, night"'])
def test_several_groups_are_separated_as_people_write_them(tmp_path: Path, written: str) -> None:
    touch(tmp_path, "a.jpg")
    (anna,) = albums([listing(tmp_path, f"id,name,group,picture\n7,Anna,{written},a.jpg\n")])
    assert anna.groups == ("staff", "night")


def test_pictures_are_looked_for_among_what_is_given_with_the_list(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    file = listing(tmp_path / "lists", "id,name\n12,Anna\n,Bo Berg\n13,Cleo\n")
    touch(tmp_path / "all", "12.jpg", "bo berg/1.jpg", "bo berg/2.jpg", "stray.jpg")
    anna, bo, cleo, rest = albums([file, tmp_path / "all"])
    assert names(anna) == ["12.jpg"] and sorted(names(bo)) == ["1.jpg", "2.jpg"]
    assert cleo.files == () and "called by the id or the name" in str(cleo.problems[0].reason)
    assert rest.name == "" and [Path(one.where).name for one in rest.problems] == ["stray.jpg"]


def test_the_folders_of_a_name_count(tmp_path: Path) -> None:
    """Every person's folder has a `1.jpg`: who has none of theirs is not enrolled with another's."""
    touch(tmp_path / "all", "anna/1.jpg", "anna/2.jpg", "bo/1.jpg", "bo/3.jpg", "only.jpg")
    file = listing(
        tmp_path / "all",
        "id,name,picture\n1,Anna,anna/1.jpg\n2,Bo,bo\n3,Cleo,cleo/1.jpg\n4,Dora,1.jpg\n"
        "5,Ewa,C:\\photos\\anna\\2.jpg\n6,Flo,/elsewhere/only.jpg\n7,Gil,/elsewhere/1.jpg\n",
    )
    found = albums([file, tmp_path / "all"])
    assert [(one.name, names(one), [str(told.reason) for told in one.problems]) for one in found] == [
        ("Anna", ["1.jpg"], []),
        ("Bo", ["1.jpg", "3.jpg"], []),
        ("Cleo", [], ["there is no picture cleo/1.jpg"]),
        ("Dora", [], ["1.jpg is in several folders: write its folder, too"]),
        ("Ewa", ["2.jpg"], []),
        ("Flo", ["only.jpg"], []),
        ("Gil", [], ["/elsewhere/1.jpg is in several folders: write its folder, too"]),
    ]
    assert [Path(file).parent.name for file in found[0].files + found[4].files] == ["anna", "anna"]


def test_whose_id_is_the_name_of_a_picture_in_every_folder(tmp_path: Path) -> None:
    touch(tmp_path / "all", "anna/1.jpg", "anna/2.jpg", "bo/1.jpg", "bo/2.jpg")
    anna, bo = albums([listing(tmp_path, "id,name\n1,Anna\n2,Bo\n"), tmp_path / "all"])
    assert [Path(file).parent.name for file in anna.files + bo.files] == ["anna", "anna", "bo", "bo"]


def test_pictures_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "pictures.zip", "w") as archive:
        archive.writestr("photos/anna.jpg", b"x")
    file = listing(tmp_path, "name,picture\nAnna,anna.jpg\n")
    (anna,) = albums([file, tmp_path / "pictures.zip"])
    assert names(anna) == ["anna.jpg"]


def test_one_id_of_two_names_and_lines_without_name_or_picture_are_said(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "b.jpg")
    file = listing(tmp_path, "id,name,picture\n7,Anna,a.jpg\n7,Bo,b.jpg\n9,,b.jpg\n8,Cleo,gone.jpg\n")
    anna, nameless, cleo = albums([file])
    assert names(anna) == ["a.jpg"]
    assert [(one.where, str(one.reason)) for one in anna.problems] == [
        ("people.csv:3", "the id 7 is Anna's, in people.csv:2")
    ]
    assert nameless.name == "" and nameless.problems[0].where == "people.csv:4"
    assert [str(one.reason) for one in cleo.problems] == ["there is no picture gone.jpg"]


def test_a_thousand_files_of_which_no_line_names_one(tmp_path: Path) -> None:
    file = listing(tmp_path, "id,name,picture\n" + "".join(f"{n},P{n},other-{n}.jpg\n" for n in range(1000)))
    touch(tmp_path / "dropped", *(f"IMG_{n}.jpg" for n in range(1000)))
    with pytest.raises(InputError, match=r"None of the 1,000 lines of .*people\.csv fits a picture"):
        albums([file, *sorted((tmp_path / "dropped").iterdir())])


@pytest.mark.parametrize(("text", "said"), [
    ("id;vorname\n1;Anna\n", "has no column that is called name"),
    ("", "has no column that is called name"),
    ('name,picture\n"' + "x" * 200_000 + '",a.jpg\n', "cannot be read in line"),
])  # fmt: skip
def test_what_is_no_list_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        albums([listing(tmp_path, text)])
