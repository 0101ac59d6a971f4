"""Pairs files of both kinds are read, and what is wrong in one is said with its line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.errors import InputError
from training.data.photo_source import people_of
from training.evaluation import datasets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve people with two pictures each; the pairs compare each with itself and with the next."""
    root = tmp_path / "faces"
    for i in range(12):
        (root / f"P{i}").mkdir(parents=True)
        for number in (1, 2):
            (root / f"P{i}" / f"P{i}_{number:04d}.jpg").write_bytes(b"picture")
    return root


def pictures(i: int, a: int, j: int, b: int) -> str:
    return f"P{i}/P{i}_{a:04d}.jpg P{j}/P{j}_{b:04d}.jpg"


def listed() -> str:
    same = [f"{pictures(i, 1, i, 2)} 1" for i in range(12)]
    return "\n".join(same + [f"{pictures(i, 1, (i + 1) % 12, 1)} 0" for i in range(12)])


def official() -> str:
    folds = [f"P{2 * k}\t1\t2\nP{2 * k + 1}\t1\t2\nP{k}\t1\tP{k + 6}\t2\nP{k}\t2\tP{k + 6}\t1" for k in range(6)]
    return "6\t2\n" + "\n".join(folds)


@pytest.mark.parametrize("comma", [False, True])
def test_listed_pairs(folder: Path, comma: bool) -> None:
    text = listed().replace(" ", ", ") if comma else listed()
    (folder / "pairs.txt").write_text(text)
    data = datasets.read(folder)
    assert len(data.names) == 24 and data.named and data.title == "faces"
    assert data.same.tolist() == [True] * 12 + [False] * 12
    assert [data.person[i] for i in data.pairs[12]] == ["P0", "P1"]
    with data.opened() as take:
        assert take(data.names[0]) == b"picture"


def test_the_first_folder_is_the_person_whatever_lies_below_it(folder: Path) -> None:
    for person in folder.iterdir():
        for place, file in enumerate(sorted(person.iterdir())):
            (person / ("frontal", "profile")[place]).mkdir()
            file.rename(person / ("frontal", "profile")[place] / file.name)
    inside = {"_0001": "frontal", "_0002": "profile"}
    lines = []
    for line in listed().splitlines():
        parts = line.split()
        for i in (0, 1):
            owner, name = parts[i].split("/")
            parts[i] = f"{owner}/{inside[name[-9:-4]]}/{name}"
        lines.append(" ".join(parts))
    (folder / "pairs.txt").write_text("\n".join(lines))
    data = datasets.read(folder)
    assert set(data.person) == {f"P{i}" for i in range(12)}
    assert people_of(["set/train/n1/a.jpg", "set/test/n2/b.jpg"]) == ["n1", "n2"]
    assert people_of(["lfw/Ann/1.jpg", "lfw/Bo/1.jpg"]) == ["Ann", "Bo"]
    assert people_of(["Ann/2019/1.jpg", "Bo/1.jpg", "2.jpg"]) == ["Ann", "Bo", ""]


def test_years_are_nobody(tmp_path: Path) -> None:
    assert people_of(["Ann/2019/1.jpg", "Ann/2020/1.jpg"]) == ["Ann", "Ann"]
    assert people_of(["album/Ann/2019/1.jpg", "album/Ann/2020/1.jpg"]) == ["Ann", "Ann"]
    assert people_of(["2019/Ann/1.jpg", "2019/Bo/1.jpg", "2020/Ann/1.jpg"]) == ["Ann", "Bo", "Ann"]
    assert people_of(["1994/1.jpg", "0017/1.jpg"]) == ["1994", "0017"]  # numbers, as sets have them
    with pytest.raises(InputError, match=r"2019, 2020 are years"):
        people_of(["2019/1.jpg", "2020/1.jpg"])


def test_pairs_that_contradict_the_folders_are_noticed(folder: Path) -> None:
    (folder / "pairs.txt").write_text(listed() + f"\n{pictures(3, 1, 4, 2)} 1")
    with pytest.raises(
        InputError, match=r"calls P3/P3_0001.jpg and P4/P4_0002.jpg one person, and their folders two"
    ):
        datasets.read(folder)


def test_official_pairs_and_folds_from_an_archive(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for file in folder.rglob("*.jpg"):
            archive.write(file, file.relative_to(folder))
        archive.writestr("pairs.txt", official())
    data = datasets.read(tmp_path / "set.zip")
    assert data.fold.tolist() == [k for k in range(6) for _ in range(4)]
    assert data.same.tolist() == [True, True, False, False] * 6
    assert data.names[data.pairs[3, 0]].endswith("P0_0002.jpg")
    with data.opened() as take:
        assert take(data.names[5]) == b"picture"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (listed() + "\nP0/none.jpg P1/P1_0001.jpg 0", "none.jpg"),
        (listed() + f"\n{pictures(0, 1, 1, 1)} maybe", "maybe"),
        (official() + "\nP0\t1\t2", "25 pairs"),
        (official().replace("P3\t1\t2", "P3\tone\t2", 1), "one"),
        ("", "empty"),
        (f"{pictures(0, 1, 0, 2)} 1", "1 same"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, text: str, said: str) -> None:
    (folder / "pairs.txt").write_text(text)
    with pytest.raises(InputError, match=said):
        datasets.read(folder)


def test_missing_pictures_and_pairs_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pairs\.txt"):
        datasets.read(folder)
    with pytest.raises(InputError, match="nowhere"):
        datasets.read(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no pictures"):
        datasets.read(tmp_path / "empty")
