import itertools
from pathlib import Path

import pytest

from facecam.base.errors import InputError
from facecam.tasks.albums import albums
from facecam.tasks.person_folders import PersonFolder


def touch(root: Path, *names: str) -> list[Path]:
    files = [root / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return files


def test_single_files_are_one_person_without_a_name(tmp_path: Path) -> None:
    files = touch(tmp_path, "b.jpg", "a.mp4", "notes.txt")
    assert albums(files) == [PersonFolder("", tuple(map(str, files)))]


def test_a_folder_with_underscores_gives_a_name_with_spaces(tmp_path: Path) -> None:
    touch(tmp_path, "all/Colin_Powell/1.jpg", "all/Anna Berg_Lund/1.jpg")
    assert [one.name for one in albums([tmp_path / "all"])] == ["Anna Berg_Lund", "Colin Powell"]


def test_a_folder_gives_its_name_and_all_below_it_is_one_person_a_subfolder(tmp_path: Path) -> None:
    touch(tmp_path / "one" / "Anna", "2.jpg", "1.PNG", "film.mov", "notes.txt", ".hidden.jpg")
    touch(tmp_path / "all", "Bo/1.jpg", "Bo/old/2.jpg", "Zoë/1.jpg", "beside.jpg", "empty/notes.txt", ".git/x.jpg")
    anna, *rest = albums([tmp_path / "one" / "Anna", tmp_path / "all"])
    assert anna.name == "Anna"
    assert [Path(file).name for file in anna.files] == ["1.PNG", "2.jpg", "film.mov"]
    assert [(one.name, len(one.files)) for one in rest] == [("all", 1), ("Bo", 2), ("Zoë", 1)]


def test_a_folder_without_pictures_is_nobody(tmp_path: Path) -> None:
    touch(tmp_path / "Anna", "notes.txt")
    assert albums([tmp_path / "Anna"]) == []
    assert albums([]) == []


def test_a_folder_that_goes_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    answers = itertools.chain([True, True], itertools.repeat(False))
    monkeypatch.setattr(Path, "is_dir", lambda _: next(answers))
    with pytest.raises(InputError, match="gone"):
        albums([folder])
