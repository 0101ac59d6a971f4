"""`import facecam`: what its docstrings and README promise, on real faces; bad input of every kind."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import facecam
from facecam import front_door
from facecam.base import paths
from facecam.base.errors import (
    FacecamError,
    InputError,
    LockedError,
    ModelError,
    NotFoundError,
    SourceError,
    StoreError,
)
from facecam.capture.images import read_image
from facecam.front_door import Facecam
from facecam.store.access_keys import Scope
from facecam.store.schema import VERSION_TABLE
from facecam.tasks.encryption import encrypt

CLIP = "WolfgangLanger_Pexels.mp4"
README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def cam(pictures: Path) -> Iterator[Facecam]:
    with facecam.open(pictures / "people.db", gpu="off") as opened:
        yield opened


# What it promises


def test_the_import_loads_nothing_and_knows_its_names() -> None:
    program = (
        "import sys, facecam\n"
        "print(*sorted({'numpy', 'cv2', 'onnxruntime', 'sqlalchemy', 'PySide6', 'typing'} & set(sys.modules)))\n"
        "print({'open', 'Facecam', 'FacecamError', 'Person', 'FrameResult'} <= set(dir(facecam)))\n"
        "facecam.FacecamError, facecam.open\n"
        "print(*sorted({'numpy', 'cv2', 'onnxruntime', 'sqlalchemy', 'PySide6'} & set(sys.modules)))"
    )
    # Isolated, or site-packages' own hooks would load things before.
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stderr == ""
    assert run.stdout.splitlines() == ["", "True", ""]


def test_every_name_is_there_and_another_is_not() -> None:
    for name in facecam.__all__:
        assert getattr(facecam, name) is not None
    assert facecam.open is front_door.open
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        facecam.nonsense  # type: ignore[attr-defined]  # noqa: B018


def test_types_are_seen_from_outside(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import facecam\n"
        "with facecam.open('people.db') as cam:\n"
        "    reveal_type(cam.identify('a.jpg')[0].name)\n"
        "    reveal_type(cam.people()[0])\n"
        "    for result in cam.watch(0):\n"
        "        reveal_type(result)\n"
        "    cam.nonsense()\n"
        "facecam.nothing\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(script)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    said = run.stdout
    missing = '"Facecam" has no attribute "nonsense"'
    for wanted in ('"str | None"', "PersonInfo", "FrameResult", missing, '"nothing"'):
        assert wanted in said, said


def test_the_examples_of_the_docstrings_are_true(pictures: Path) -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    with facecam.open(pictures / "examples.db", gpu="off") as cam:
        names = {"facecam": facecam, "cam": cam}
        for thing in (front_door.open, *vars(Facecam).values()):
            if (text := getattr(thing, "__doc__", None)) and ">>>" in text:
                test = parser.get_doctest(text, names, thing.__qualname__, None, 0)
                runner.run(test, clear_globs=False)
    assert runner.tries > 20 and runner.failures == 0


def test_the_ten_lines_of_the_readme_run(pictures: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    said = subprocess.run(
        [sys.executable, "-c", example], cwd=pictures, check=True, capture_output=True, text=True
    ).stdout
    assert "Anna 0." in said and "None " in said and "True" in said and "['Anna']" in said
    assert len(example.strip().splitlines()) <= 11


def test_arrays_paths_and_folders_are_the_same_to_it(cam: Facecam, pictures: Path) -> None:
    arrays = [read_image(name) for name in ("anna-1.jpg", "anna-2.jpg")]
    report = cam.enrol("Anna", arrays)
    assert (report.accepted, report.refused) == (2, ())
    (by_path,), (by_array,) = cam.embed("anna-1.jpg"), cam.embed(arrays[0])
    assert by_path is not None and by_array is not None
    np.testing.assert_array_equal(by_path.embedding, by_array.embedding)
    assert cam.verify(arrays[0], Path("anna-1.jpg")).score == pytest.approx(1.0, abs=1e-5)
    folder = pictures / "more"
    folder.mkdir()
    shutil.copy("anna-2.jpg", folder)
    assert [one.reason for one in cam.enrol("Bo", [folder, read_image("party.jpg")]).refused] == [
        "2 faces are in the picture, one is wanted; cut the others off"
    ]
    assert cam.enrol("Anna", Path("anna-1.jpg")).person == report.person


def test_a_face_is_found_in_the_history_also_a_strangers(cam: Facecam, pictures: Path) -> None:
    with cam.watch("anna.mp4", remember=True) as results:
        for _ in results:
            pass
    found = cam.find_face("anna-1.jpg")
    assert found.compared >= 1 and [one.name for one in found.visits] == [None] * len(found.visits)
    assert found.visits and min(found.scores) >= found.threshold
    assert cam.find_face("anna-1.jpg", source="elsewhere").compared == 0
    with pytest.raises(InputError, match="no face in this picture"):
        cam.find_face("nobody.jpg")
    cam.delete_visits(one.id for one in found.visits)
    assert cam.find_face("anna-1.jpg").visits == ()
    cam.undo()
    assert cam.find_face("anna-1.jpg").visits == found.visits


def test_whom_it_looks_like_is_said(cam: Facecam) -> None:
    assert cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"]).looks_like is None
    other = cam.enrol("Hanna", "anna-1.jpg").looks_like
    assert other is not None and other.name == "Anna"
    with pytest.raises(InputError, match="2 people are called Anna: 1, 2"):
        cam.rename("Hanna", "Anna")
        cam.enrol("anna", "anna-1.jpg")
    assert cam.enrol("anna", "anna.mp4", person=2, end=0.5).person == 2


def test_a_program_beside_it_is_seen_at_once(cam: Facecam, pictures: Path) -> None:
    assert cam.identify("party.jpg")[0].name is None
    with facecam.open(pictures / "people.db", gpu="off") as other:
        other.enrol("Anna", "anna-1.jpg")
        assert cam.identify("party.jpg")[0].name == "Anna"
        other.remove("Anna")
        assert cam.identify("party.jpg")[0].name is None


def test_what_was_watched_is_remembered(cam: Facecam) -> None:
    cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
    for result in cam.watch("anna.mp4", remember=True):
        if result.index == 30:
            break
    (visit,) = cam.history(person="Anna")
    assert (visit.name, visit.source) == ("Anna", "anna.mp4")
    assert list(cam.history(unknown=True)) == list(cam.history(source="elsewhere")) == []


def test_threads_share_it(cam: Facecam) -> None:
    cam.enrol("Anna", "anna-1.jpg")
    found: list[object] = []

    def work(number: int) -> None:
        for _ in range(3):
            found.append([face.name for face in cam.identify("party.jpg")])
        cam.enrol(f"Somebody {number}", "anna-2.jpg")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12 and len(cam.people()) == 5


def test_left_with_watches_open_it_ends_them(pictures: Path) -> None:
    cam = facecam.open("people.db", gpu="off")
    results = [cam.watch("anna.mp4", remember=True) for _ in range(2)]
    for one in results:
        next(one)
        next(one)
    cam.close()
    for one in results:
        assert next(one, None) is None
    with facecam.open("people.db") as again:
        assert len(list(again.history())) == 2


# What is wrong, in words


def other_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE person (id INTEGER)")
        raw.commit()


def newer(file: Path) -> None:
    facecam.open(file).close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        raw.commit()


@pytest.mark.parametrize(
    ("make", "kind", "says"),
    [
        (Path.mkdir, StoreError, "is a folder"),
        (other_program, StoreError, "another program"),
        (lambda file: file.write_bytes(b"a letter to my aunt. " * 99), StoreError, "no database"),
        (newer, StoreError, "newer facecam"),
    ],
)
def test_a_store_that_is_none_is_said_and_stays_as_it_is(
    tmp_path: Path, make: Callable[[Path], object], kind: type[FacecamError], says: str
) -> None:
    file = tmp_path / "people.db"
    make(file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(kind, match=says) as error:
        facecam.open(file)
    assert str(file) in error.value.what and error.value.remedy
    assert (file.read_bytes() if file.is_file() else b"") == before
    beside = {one.name for one in tmp_path.iterdir()} - {"home", "people.db-wal", "people.db-shm"}
    assert beside == {"people.db"}


@pytest.mark.parametrize("store", ["", " ", "nothing://there", 5, "sqlite://", b"people.db", "people\0.db"])
def test_a_store_of_no_kind_is_said(store: Any) -> None:
    with pytest.raises(FacecamError) as error:
        facecam.open(store)
    assert error.value.remedy


def test_a_path_may_be_called_anything(tmp_path: Path) -> None:
    for name in ("a?b%20#c.db", "ä ö@:.db"):
        facecam.open(tmp_path / name).close()
        assert (tmp_path / name).is_file()


def test_nothing_is_the_users_own() -> None:
    with facecam.open() as cam:
        assert cam.database.file == paths.data_dir() / "facecam.db"


def test_a_model_that_is_not_there_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no model named 'nonsense'") as error:
        facecam.open(tmp_path / "people.db", model="nonsense")
    assert "Use one of" in error.value.remedy and not (tmp_path / "people.db").exists()
    with pytest.raises(InputError, match="gpu = 'fast'"):
        facecam.open(tmp_path / "people.db", gpu="fast")  # type: ignore[arg-type]


def test_an_encrypted_database_wants_its_passphrase(tmp_path: Path, quick_passphrases: None) -> None:
    file, phrase = tmp_path / "people.db", "correct horse battery"
    with facecam.open(file) as cam:
        encrypt(cam.database, phrase, lambda done, total: True)
    for given in (None, "another of the kind"):
        with pytest.raises(LockedError) as error:
            facecam.open(file, passphrase=given)
        assert error.value.passphrase and error.value.remedy
    with facecam.open(file, passphrase=phrase) as cam:
        assert cam.people() == []


BAD_IMAGES = [
    (np.zeros((40, 40), np.uint8), "shape"),
    (np.zeros((40, 40, 4), np.uint8), "shape"),
    (np.zeros((0, 40, 3), np.uint8), "shape"),
    (np.zeros((2, 40, 40, 3), np.uint8), "shape"),
    (np.zeros((40, 40, 3), np.float32), "float32"),
    (np.full((40, 40, 3), np.nan), "float64"),
    (np.zeros((40, 40, 3), np.int64), "int64"),
    (np.array([["a"]]), "str|<U1"),
]


@pytest.mark.parametrize(("image", "says"), BAD_IMAGES)
def test_an_array_that_is_no_picture_is_said(cam: Facecam, image: np.ndarray, says: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: cam.detect(image),
        lambda: cam.identify(image),
        lambda: cam.verify(image, "anna-1.jpg"),
        lambda: cam.embed(["anna-1.jpg", image]),
        lambda: cam.enrol("Anna", ["anna-1.jpg", image]),
    ]
    for call in calls:
        with pytest.raises(InputError, match=says) as error:
            call()
        assert "BGR, uint8" in error.value.remedy
    assert cam.people() == []


@pytest.mark.parametrize("image", [5, None, object(), b"a.jpg"])
def test_what_is_no_picture_at_all_is_said(cam: Facecam, image: Any) -> None:
    calls: list[Callable[[Any], object]] = [
        *(cam.detect, cam.identify, cam.embed, lambda one: cam.embed([one])),
        *(lambda one: cam.enrol("Anna", one), lambda one: cam.enrol("Anna", [one])),
    ]
    for call in calls:
        with pytest.raises(InputError, match="is no picture") as error:
            call(image)
        assert error.value.remedy


@pytest.mark.parametrize("name", [None, 5, 1.5, b"Anna", ["Anna"]])
def test_what_is_no_name_is_said(cam: Facecam, name: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: cam.enrol(name, "anna-1.jpg"),
        lambda: cam.add_key(name, Scope.READ),
    ]
    if not isinstance(name, int):  # which is a person's number
        calls += [lambda: cam.find(name), lambda: cam.remove(name), lambda: cam.rename(name, "Bo")]
    for call in calls:
        with pytest.raises(InputError) as error:
            call()
        assert error.value.remedy


def test_numbers_and_moments_that_are_none_are_said(cam: Facecam) -> None:
    for top in (0, -1):
        with pytest.raises(InputError, match="candidates are none"):
            cam.identify("party.jpg", top=top)
    naive = datetime(2026, 11, 29)
    with pytest.raises(InputError, match="has no time zone"):
        cam.history(since=naive)
    with pytest.raises(InputError, match="has no time zone"):
        cam.history(until=naive)
    for day in (date.min, date.max):
        assert list(cam.history(day=day)) == [] == cam.attendance(day=day)
    assert cam.people("x" * 100_000) == []
    with pytest.raises(InputError, match="no scope 'everything'"):
        cam.add_key("door", "everything")  # type: ignore[arg-type]
    assert cam.add_key("door", "read").info.scope is Scope.READ  # type: ignore[arg-type]


def test_small_and_odd_arrays_are_pictures(cam: Facecam) -> None:
    image = read_image("anna-1.jpg")
    assert cam.detect(np.zeros((1, 1, 3), np.uint8)) == [] == cam.detect(np.zeros((1, 500, 3), np.uint8))
    assert len(cam.detect(image[:, ::-1])) == len(cam.detect(np.asfortranarray(image))) == 1


def test_files_that_are_not_there_are_said(cam: Facecam) -> None:
    for call in (cam.detect, cam.identify, cam.embed):
        with pytest.raises(FacecamError, match="nowhere"):
            call("nowhere.jpg")
    with pytest.raises(InputError, match="nowhere"):
        cam.enrol("Anna", ["anna-1.jpg", "nowhere.jpg"])
    for source, kind in (("nowhere.mp4", SourceError), ("", InputError), ("nothing://there", InputError)):
        with pytest.raises(kind):
            cam.watch(source)
    assert cam.people() == []


def test_yes_this_is_her_teaches_a_look_and_can_be_taken_back(cam: Facecam) -> None:
    cam.enrol("Anna", "anna-1.jpg")
    before = cam.identify("anna-2.jpg")[0].score
    change = cam.confirm("Anna", "anna-2.jpg")
    assert str(change.message) == "Added 1 sample to Anna"
    after = cam.identify("anna-2.jpg")[0].score
    assert before is not None and after is not None and after > before
    cam.undo()
    assert cam.identify("anna-2.jpg")[0].score == before
    with pytest.raises(NotFoundError):
        cam.confirm("Bo", "anna-2.jpg")
    with pytest.raises(InputError, match="no face"):
        cam.confirm("Anna", np.zeros((200, 200, 3), np.uint8))


def test_enrolling_nothing_and_nobody_is_said(cam: Facecam) -> None:
    nothing: tuple[Any, ...] = ([], iter(()))
    for sources in nothing:
        with pytest.raises(InputError, match="No picture was given"):
            cam.enrol("Anna", sources)
    for name in ("", "  ", "x" * 201, "a\nb"):
        with pytest.raises(InputError, match="name"):
            cam.enrol(name, "anna-1.jpg")
    with pytest.raises(NotFoundError, match="no person 7"):
        cam.enrol("Anna", "anna-1.jpg", person=7)
    for start, end in ((float("nan"), None), (-1.0, None), (2.0, 1.0)):
        with pytest.raises(InputError):
            cam.enrol("Anna", "anna.mp4", start=start, end=end)
    report = cam.enrol("Anna", "nobody.jpg")
    assert (report.person, report.accepted, len(report.refused)) == (None, 0, 1)
    with pytest.raises(NotFoundError):
        cam.undo()


def test_people_who_are_not_there_are_said(cam: Facecam) -> None:
    calls: list[Callable[[Any], object]] = [cam.remove, cam.forget, cam.find]
    calls += [lambda who: cam.rename(who, "Bo"), lambda who: cam.merge(who, 1)]
    for call in calls:
        for who in ("Nobody", 99):
            with pytest.raises(NotFoundError, match=str(who)):
                call(who)
    with pytest.raises(NotFoundError):
        cam.history(person="Nobody")


def test_closed_it_says_so(cam: Facecam) -> None:
    cam.close()
    cam.close()
    calls: list[Callable[[], object]] = [
        cam.people,
        cam.undo,
        cam.history,
        lambda: cam.identify("party.jpg"),
        lambda: cam.verify("anna-1.jpg", "anna-2.jpg"),
        lambda: cam.detect("party.jpg"),
        lambda: cam.embed("party.jpg"),
        lambda: cam.enrol("Anna", "anna-1.jpg"),
        lambda: cam.watch("anna.mp4"),
        lambda: cam.remove(1),
        lambda: cam.matcher,
    ]
    for call in calls:
        with pytest.raises(InputError, match="was closed") as error:
            call()
        assert "facecam.open" in error.value.remedy


def test_an_altered_model_is_refused(cam: Facecam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from facecam.vision import manifest

    models = manifest.load_manifest().file.parent
    altered = Path(shutil.copytree(models, tmp_path / "models"))
    file = altered / manifest.load_manifest().embedder().path.name
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(manifest.load_manifest, "__defaults__", (altered,))
    with pytest.raises(ModelError, match="was altered"):
        cam.detect("party.jpg")


def test_a_newer_facecam_that_takes_over_the_database_is_said(cam: Facecam) -> None:
    """This one was open already when the other brought the schema up to date."""
    cam.enrol("Anna", "anna-1.jpg")
    with closing(sqlite3.connect("people.db")) as raw:
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
        raw.execute("ALTER TABLE person RENAME COLUMN notes TO remarks")
        raw.commit()
    for call in (cam.people, lambda: cam.enrol("Bo", "anna-2.jpg"), lambda: cam.remove(1)):
        with pytest.raises(StoreError, match="newer facecam") as error:
            call()
        assert "people.db" in error.value.what and error.value.remedy


def test_a_database_that_cannot_be_written_is_said(pictures: Path) -> None:
    file = pictures / "people.db"
    with facecam.open(file, gpu="off") as cam:
        cam.enrol("Anna", "anna-1.jpg")
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("whoever runs this may write anywhere")
    file.chmod(0o400)
    with facecam.open(file, gpu="off") as cam, pytest.raises(StoreError):
        cam.remove("Anna")
