"""A gallery read again is the one that would be read anew; and the file that a large one is kept in."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers.blobs import D, enrol, face

from facecam.base.errors import LockedError, StoreError
from facecam.base.private_files import private_file
from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import EVEN
from facecam.operations import Forget, Merge, Remove, RemoveTemplate, Rename, SetGroups, apply, redo, undo
from facecam.store import gallery, gallery_file, people, sqlite
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.sqlite import leftovers
from facecam.store.template_rows import TemplateRows
from facecam.tasks.encryption import encrypt

Reads = list[int | None]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """How many people's templates were read each time; None: everybody's."""
    found: Reads = []
    everybody, some = TemplateRows.everybody, TemplateRows.of

    def of_everybody(rows: TemplateRows, among: Collection[int] | None = None) -> Any:
        found.append(None)
        return everybody(rows, among)

    def of_some(rows: TemplateRows, persons: Collection[int]) -> Any:
        found.extend([len(persons)] if persons else [])
        return some(rows, persons)

    monkeypatch.setattr(TemplateRows, "everybody", of_everybody)
    monkeypatch.setattr(TemplateRows, "of", of_some)
    return found


@pytest.fixture
def kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the matrix of two samples is large enough to be kept."""
    monkeypatch.setattr(gallery, "LARGE", 2)
    return file.with_name(f"{file.name}.gallery")


def assert_same(found: Gallery, wanted: Gallery) -> None:
    assert found.people.tolist() == wanted.people.tolist() and dict(found.names) == dict(wanted.names)
    assert found.templates == wanted.templates and found.revision == wanted.revision
    probes = np.stack([face(seed) for seed in range(8)])
    np.testing.assert_allclose(found.scores(probes), wanted.scores(probes), atol=1e-6)
    np.testing.assert_allclose(found.against(probes), wanted.against(probes), atol=1e-6)


def known_in(kept: Path, db: Database) -> list[int]:
    assert db.file is not None and kept.exists()
    found = gallery_file.read(db.file, gallery_file.key_of("space", D, EVEN), "columns")
    assert found is not None
    return [int(person) for person in found["people"]]


def test_only_who_has_changed_is_read_again(db: Database, reads: Reads) -> None:
    anna, bo, _, dora = enrol(db, "Anna", 0), enrol(db, "Bo", 1, 2), enrol(db, "Cleo", 3), enrol(db, "Dora", 4)
    for seed in range(10, 14):
        enrol(db, f"Person {seed}", seed)
    known = load_gallery(db, "space", D)
    assert reads == [None]
    edits: list[tuple[Callable[[], object], int]] = [
        (lambda: enrol(db, "Finn", 5), 1),
        (lambda: apply(db, Rename(anna, "Ann")), 0),
        (lambda: apply(db, RemoveTemplate(people.templates(db, bo)[0].id)), 1),
        (lambda: apply(db, Merge(anna, dora)), 1),
        (lambda: undo(db), 2),
        (lambda: redo(db), 1),
        (lambda: apply(db, Remove(bo)), 0),
        (lambda: apply(db, Forget(dora)), 0),
    ]
    for edit, expected in edits:
        edit()
        reads.clear()
        known = load_gallery(db, "space", D, known=known)
        assert reads == ([expected] if expected else [])
        assert_same(known, load_gallery(db, "space", D))


def test_a_start_reads_the_file_and_who_has_changed_since(db: Database, kept: Path, reads: Reads) -> None:
    for seed in range(6):
        enrol(db, f"Person {seed}", seed)
    wanted = load_gallery(db, "space", D)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    reads.clear()
    assert_same(load_gallery(db, "space", D), wanted)
    assert reads == [], "nobody was read"
    enrol(db, "Late", 7)
    late = load_gallery(db, "space", D)
    assert reads == [1] and "Late" in late.names.values()
    assert late.scores(face(7)[None])[0].max() == pytest.approx(1, abs=1e-3)
    assert load_gallery(db, "another space", D).templates == 0, "it is of one model"


@pytest.mark.parametrize("where", [3, 40, 200, -1])
def test_an_altered_file_is_not_trusted(db: Database, kept: Path, reads: Reads, where: int, file: Path) -> None:
    for seed in range(6):
        enrol(db, f"Person {seed}", seed)
    reader = open_database(f"sqlite:///{file}", read_only=True)
    wanted = load_gallery(reader, "space", D)
    reader.close()
    load_gallery(db, "space", D)
    raw = bytearray(kept.read_bytes())
    raw[where] ^= 0x40
    kept.write_bytes(raw)
    reads.clear()
    assert_same(load_gallery(db, "space", D), wanted)
    assert reads == [None]
    kept.write_bytes(raw[: len(raw) // 2])
    assert_same(load_gallery(db, "space", D), wanted)


def test_who_is_forgotten_is_not_in_a_file(db: Database, kept: Path) -> None:
    anna = enrol(db, "Anna", 0)
    enrol(db, "Bo", 1, 2)
    load_gallery(db, "space", D)
    assert known_in(kept, db)[0] == anna
    apply(db, Forget(anna))
    assert not kept.exists()
    load_gallery(db, "space", D)
    assert kept.exists() and anna not in known_in(kept, db)


def test_an_encrypted_database_has_no_file(db: Database, kept: Path, file: Path, keyring: dict[str, str]) -> None:
    for seed in range(4):
        enrol(db, f"Person {seed}", seed)
    load_gallery(db, "space", D)
    assert kept.exists()
    assert encrypt(db, None, lambda done, everything: True) is not None
    assert not kept.exists()
    assert load_gallery(db, "space", D).templates == 4 and not kept.exists()
    kept.write_bytes(b"left by an earlier program")
    other = open_database(f"sqlite:///{file}")
    assert load_gallery(other, "space", D).templates == 4 and not kept.exists()
    other.close()


def test_safe_mode_reads_and_writes_none(db: Database, kept: Path, file: Path) -> None:
    enrol(db, "Anna", 0, 1)
    reader = open_database(f"sqlite:///{file}", read_only=True)
    assert load_gallery(reader, "space", D).templates == 2 and not kept.exists()
    reader.close()


def test_who_leaves_a_group_leaves_its_people(db: Database) -> None:
    five = [enrol(db, f"Person {seed}", seed) for seed in range(5)]
    for person in five:
        apply(db, SetGroups(person, ("staff",)))
    known = load_gallery(db, "space", D, within=("staff",))
    edits: list[tuple[Callable[[], object], list[int]]] = [
        (lambda: apply(db, SetGroups(five[2], ())), [five[0], five[1], five[3], five[4]]),
        (
            lambda: apply(db, RemoveTemplate(people.templates(db, five[2])[0].id)),
            [five[0], five[1], five[3], five[4]],
        ),
        (lambda: apply(db, Remove(five[0])), [five[1], five[3], five[4]]),
        (lambda: undo(db), [five[0], five[1], five[3], five[4]]),
    ]
    for edit, staff in edits:
        edit()
        known = load_gallery(db, "space", D, within=("staff",), known=known)
        assert known.people.tolist() == staff
        assert_same(known, load_gallery(db, "space", D, within=("staff",)))


def test_a_file_that_cannot_be_deleted_is_a_fault_of_the_database(db: Database, kept: Path) -> None:
    enrol(db, "Anna", 0)
    kept.mkdir()
    with pytest.raises(StoreError, match="cannot be read or written"):
        load_gallery(db, "space", D)


def test_each_who_writes_has_a_file_of_their_own_until_it_is_whole(
    kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def between(partial: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        assert leftovers(file) == [partial] and stat.S_IMODE(partial.stat().st_mode) == 0o600
        assert gallery_file.write(file, "theirs", {"columns": np.ones(9)})
        return replace(partial, target)

    monkeypatch.setattr(Path, "replace", between)
    assert gallery_file.write(file, "ours", {"columns": np.zeros(5)})
    found = gallery_file.read(file, "ours", "columns")
    assert found is not None and found["columns"].tolist() == [0] * 5 and not leftovers(file)


def test_a_file_that_another_program_has_written_meanwhile_is_not_taken_for_ones_own(
    db: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(db, "Anna", 0, 1)
    keep = gallery.keep

    def overtaken(*arguments: Any) -> bool:
        written = keep(*arguments)
        monkeypatch.setattr(gallery, "keep", keep)
        enrol(db, "Bo", 2)
        load_gallery(db, "space", D, known=None)
        return written

    monkeypatch.setattr(gallery, "RENEWED", 0)
    monkeypatch.setattr(gallery, "keep", overtaken)
    found = load_gallery(db, "space", D)
    assert found.people.tolist() == [1] and found.marks is not None and len(found.marks) == 1
    assert known_in(kept, db) == [1, 2]
    assert_same(load_gallery(db, "space", D, known=found), load_gallery(db, "space", D))


def test_one_that_was_locked_while_it_was_written_is_not_left(
    db: Database, kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch, keyring: dict[str, str]
) -> None:
    enrol(db, "Anna", 0, 1)
    write = gallery_file.write

    def encrypted(*arguments: Any) -> bool:
        other = open_database(f"sqlite:///{file}")
        assert encrypt(other, None, lambda done, everything: True) is not None
        other.close()
        keyring.clear()
        return write(*arguments)

    monkeypatch.setattr(gallery_file, "write", encrypted)
    with pytest.raises(LockedError):
        load_gallery(db, "space", D)
    assert not kept.exists()


def test_where_no_mapped_file_can_be_deleted_it_is_read_whole(
    db: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows, where *forget* could else not delete it."""
    enrol(db, "Anna", 0, 1)
    load_gallery(db, "space", D)
    assert mapped(load_gallery(db, "space", D).matrix.columns)
    monkeypatch.setattr(gallery_file, "_MAPPED", False)
    found = load_gallery(db, "space", D)
    assert not mapped(found.matrix.columns)
    assert_same(found, load_gallery(db, "space", D, known=found))


def mapped(array: Any) -> bool:
    while array is not None and not isinstance(array, np.memmap):
        array = getattr(array, "base", None)
    return array is not None


def test_a_program_that_is_killed_leaves_nobody_whom_another_forgets(
    db: Database, kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was forgotten while the file was written is not in it, even where nobody looks again."""
    anna = enrol(db, "Anna", 0)
    enrol(db, "Bo", 1, 2)
    replace, other = Path.replace, open_database(f"sqlite:///{file}")

    def forget_and_write(path: Path) -> None:
        proof = apply(other, Forget(anna)).proof
        assert proof is not None and proof.complete
        private_file(path)

    def replaced_and_killed(partial: Path, target: Path) -> Path:
        replace(partial, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(gallery_file, "private_file", forget_and_write)
    monkeypatch.setattr(Path, "replace", replaced_and_killed)
    with suppress(KeyboardInterrupt):
        load_gallery(db, "space", D)
    other.close()
    assert not kept.exists() and not leftovers(file)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_one_that_was_killed_while_it_wrote_leaves_nothing_to_the_next_start(
    db: Database, kept: Path, file: Path
) -> None:
    enrol(db, "Anna", 0, 1)
    code = """
import os, signal, sys
from facecam.store import gallery
from facecam.store.database import open_database
gallery.LARGE = 1
gallery.Database.write = lambda db: os.kill(os.getpid(), signal.SIGKILL)
gallery.load_gallery(open_database(sys.argv[1]), "space", int(sys.argv[2]))
"""
    done = subprocess.run([sys.executable, "-c", code, f"sqlite:///{file}", str(D)], capture_output=True)
    assert done.returncode == -9, done.stderr
    assert len(leftovers(file)) == 1 and not kept.exists()
    open_database(f"sqlite:///{file}").close()
    assert not leftovers(file) and not kept.exists()


def test_where_the_database_is_busy_no_file_is_kept(
    db: Database, kept: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(db, "Anna", 0, 1)
    monkeypatch.setattr(sqlite, "BUSY", 0.01)
    reader = open_database(f"sqlite:///{file}")
    with db.write():
        assert load_gallery(reader, "space", D).templates == 2
    assert not kept.exists() and not leftovers(file)
    assert load_gallery(reader, "space", D).templates == 2 and kept.exists()
    reader.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_is_let_go_of_takes_no_memory_until_it_is_read_again(file: Path) -> None:
    def resident() -> int:
        """Kilobytes of the file's mapping."""
        lines = iter(Path("/proc/self/smaps").read_text().splitlines())
        for line in lines:
            if line.endswith(".gallery"):
                return next(int(more.split()[1]) for more in lines if more.startswith("Rss:"))
        return 0

    codes = np.arange(1 << 20, dtype=np.int32)
    assert gallery_file.write(file, "key", {"codes": codes})
    found = gallery_file.read(file, "key", "codes")
    assert found is not None and resident() >= 4096
    gallery_file.let_go(found["codes"].reshape(2, -1)[1])
    assert resident() < 100
    assert np.array_equal(found["codes"], codes) and resident() >= 4096
    gallery_file.let_go(codes)  # of one that is not mapped nothing can be let go
