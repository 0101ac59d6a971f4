"""Short clips of visits: kept, bounded, and gone with all that may be gone; every byte of the files is searched."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.blobs import enrol, jpeg
from helpers.disk import full_disk
from sqlalchemy import text

from facecam.base.errors import DiskFullError
from facecam.base.types import State
from facecam.operations import DeleteVisits, Forget, apply, undo
from facecam.pipeline.visits import HELD, VisitQueue
from facecam.store.clips import ClipPicture, bound_clips, clip_of, pack
from facecam.store.database import Database
from facecam.store.visits import VisitRecord, add_visits, list_visits, purge
from facecam.tasks.encryption import decrypt, encrypt

NOW = datetime.now(UTC).replace(microsecond=0)


def clip(seed: int, pictures: int = 3) -> bytes:
    return pack([ClipPicture(0.2 * at, jpeg(100 * seed + at)) for at in range(pictures)])


def visit(seed: int, ago: float = 0.0, person: int | None = None, source: str = "door") -> VisitRecord:
    """Ten seconds long, with a clip; it ended `ago` seconds before now."""
    end = NOW - timedelta(seconds=ago)
    state = State.UNKNOWN if person is None else State.KNOWN
    return VisitRecord(source, end - timedelta(seconds=10), end, 4, state, person, clip=clip(seed))


def readable(db: Database, *seeds: int) -> list[int]:
    """Whose clip any of the database's files shows a piece of."""
    assert db.file is not None
    raw = b"".join(path.read_bytes() for path in db.file.parent.glob(f"{db.file.name}*"))
    return [seed for seed in seeds if any(jpeg(100 * seed + at)[100:132] in raw for at in range(3))]


def kept(db: Database) -> list[int]:
    """The visits that have a clip, the oldest first."""
    return sorted(one.id for one in list_visits(db) if one.clip)


def test_a_clip_comes_back_as_it_went_in(db: Database) -> None:
    add_visits(db, [visit(1), VisitRecord("door", NOW, NOW, 1, State.UNKNOWN)])
    without, with_clip = list_visits(db)
    assert (with_clip.clip, without.clip) == (True, False)
    found = clip_of(db, with_clip.id)
    assert found == [ClipPicture(0.2 * at, jpeg(100 + at)) for at in range(3)]
    assert clip_of(db, without.id) is None and readable(db, 1) == [1]


def test_a_damaged_one_is_empty(db: Database) -> None:
    add_visits(db, [visit(1)])
    with db.write() as session:
        session.execute(text("UPDATE clip SET data = x'93c1'"))
    assert clip_of(db, list_visits(db)[0].id) == []


def test_it_goes_with_its_visit_by_age(db: Database) -> None:
    day = 86_400.0
    add_visits(db, [visit(1, 3 * day), visit(2, day)])
    assert purge(db, days=2) == 1
    db.wipe()
    assert readable(db, 1, 2) == [2]


def test_a_deleted_visit_shows_none_until_it_is_taken_back(db: Database) -> None:
    add_visits(db, [visit(1)])
    (one,) = list_visits(db)
    apply(db, DeleteVisits((one.id,)))
    assert clip_of(db, one.id) is None
    undo(db)
    assert clip_of(db, one.id)


def test_all_together_have_a_bound_and_the_oldest_go(db: Database) -> None:
    size = len(clip(1))
    for seed in (1, 2, 3):
        add_visits(db, [visit(seed)], clip_room=2 * size + 10)
    first, second, third = sorted(one.id for one in list_visits(db))
    assert kept(db) == [second, third], "the visit stays"
    assert bound_clips(db, size) == 1 and kept(db) == [third]
    assert bound_clips(db, size) == 0
    assert first not in kept(db) and len(list_visits(db)) == 3


def test_one_is_sealed_where_the_database_is(db: Database, keyring: dict[str, str]) -> None:
    add_visits(db, [visit(1)])
    encrypt(db, None, lambda done, total: True)
    add_visits(db, [visit(2)])
    assert readable(db, 1, 2) == []
    assert [bool(clip_of(db, one.id)) for one in list_visits(db)] == [True, True]
    decrypt(db, lambda done, total: True)
    assert [len(clip_of(db, one.id) or ()) for one in list_visits(db)] == [3, 3]


def test_forget_takes_the_clips_of_whoever_was_there_meanwhile(db: Database) -> None:
    """Bea may stand behind Anna, unseen by the program."""
    anna, bea = enrol(db, "Anna", 1), enrol(db, "Bea", 9)
    add_visits(
        db,
        [
            visit(1, 0, anna),
            visit(2, 5, bea),  # beside Anna
            visit(3, 11.5, None),  # gone a moment before she came
            visit(4, 60, bea),
            visit(5, 0, bea, "garden"),
        ],
    )
    proof = apply(db, Forget(anna)).proof
    assert proof is not None and proof.complete and proof.rows_left == 0
    assert readable(db, 1, 2, 3, 4, 5) == [4, 5]
    assert len(list_visits(db)) == 4, "only her own visit goes"


def test_a_long_visit_takes_the_clips_of_all_who_passed_meanwhile(db: Database) -> None:
    """Its end counts, not that of the visits of the same person which began after it."""
    anna, bea = enrol(db, "Anna", 1), enrol(db, "Bea", 9)
    long = dataclasses.replace(visit(1, 100, anna), ended=NOW, clip=None)
    add_visits(db, [long, visit(2, 10, anna), visit(3, 50, bea), visit(4, 200, bea), visit(5, 150, anna)])
    assert apply(db, Forget(anna)).proof is not None
    assert readable(db, 2, 3, 4, 5) == [4]


class Full(Database):
    """Its disk has room for what has no clips."""

    @contextmanager
    def write(self) -> Iterator[object]:  # type: ignore[override]
        with super().write() as session:
            yield session
            if session.scalar(text("SELECT count(*) FROM clip")):
                raise DiskFullError("The disk is full")


def test_a_clip_longer_than_the_disk_leaves_its_visit(db: Database) -> None:
    db.__class__ = Full
    queue = VisitQueue()
    queue.add([visit(1), visit(2)])
    queue.write(db)
    assert queue.clips_lost and len(queue) == 0
    assert len(list_visits(db)) == 2 and kept(db) == [] and readable(db, 1, 2) == []
    db.__class__ = Database
    queue.add([visit(3)])
    queue.write(db)
    assert not queue.clips_lost and len(kept(db)) == 1


def test_on_a_full_disk_visits_wait_without_their_clips(db: Database) -> None:
    queue = VisitQueue()
    long = VisitRecord("door", NOW, NOW, 1, State.UNKNOWN, clip=clip(1, 2000))
    with full_disk(db):
        queue.add([long, *(visit(2) for _ in range(200))])
        with pytest.raises(DiskFullError):
            queue.write(db)
    assert len(queue) == 201
    queue.write(db)
    assert len(list_visits(db, limit=300)) == 201 and kept(db) == []


def test_few_clips_wait_for_a_database_that_is_away(db: Database) -> None:
    queue = VisitQueue()
    for seed in range(HELD + 20):
        queue.add([visit(seed)])
    queue.write(db)
    assert len(list_visits(db)) == HELD + 20
    assert kept(db) == sorted(one.id for one in list_visits(db))[20:]


def test_a_database_of_before_has_neither_clips_nor_places(tmp_path: Path) -> None:
    """Schema 0005 is brought up to date, with what was in it."""
    import sqlite3
    from contextlib import closing

    from facecam.store.database import open_database
    from facecam.store.schema import HEAD, VERSION_TABLE

    file = tmp_path / "old.db"
    made = open_database(f"sqlite:///{file}")
    add_visits(made, [VisitRecord("film.mp4", NOW, NOW, 1, State.UNKNOWN, position=3.5)])
    assert list_visits(made)[0].position == 3.5
    made.close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DROP TABLE clip")
        raw.execute("ALTER TABLE negative DROP COLUMN operation")
        raw.execute("ALTER TABLE meta DROP COLUMN identity")
        raw.execute("ALTER TABLE sighting DROP COLUMN position")
        raw.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0005'")
        raw.commit()
    again = open_database(f"sqlite:///{file}")
    (old,) = list_visits(again)
    assert (old.position, old.clip, again.version) == (None, False, HEAD)
    add_visits(again, [visit(1)])
    assert len(kept(again)) == 1
    again.close()
