"""kill -9 at any moment of any edit: what was reported is there, what was not is there whole or not at all. (POSIX)

    python -m benchmarks.endurance kill

A program edits a database in an order that a seed gives: it enrols, names, merges, splits, moves, removes, takes
back, forgets, notes what is agreed to, sees (with clips, of which the oldest go), lets visits wait on disk and
brings them in, ignores, corrects, learns later looks and changes past visits, keeps cameras and rules, changes the
model, encrypts, changes the key and decrypts; some databases are older and are migrated first. It says each edit
that is done, and is killed somewhere in the next. A twin that nobody kills makes the same edits elsewhere, from
whose files as they were before an edit it sets out: the database has to be as the twin was before that edit or
after it, row by row; every sample can be read; nothing can be read without its key where it is encrypted; edits go
on.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine, text

from benchmarks.common import Row
from facecam.base.errors import FacecamError, LockedError
from facecam.base.types import DeniedLook, State, Vector
from facecam.events.rules import Condition
from facecam.events.targets import read_target
from facecam.operations import (
    AddCamera,
    AddPerson,
    AddRule,
    Agreement,
    ChangeCamera,
    DeleteVisits,
    Enrol,
    Forget,
    GiveConsent,
    IgnoreUnknowns,
    LearnFromVisits,
    Merge,
    MoveTemplates,
    NameVisits,
    NotFaces,
    NotThisPerson,
    PauseRule,
    Redecide,
    Remove,
    RemoveCamera,
    RemoveRule,
    RemoveTemplate,
    Rename,
    ReplaceRule,
    Sample,
    SetConsent,
    SetDetails,
    SetGroups,
    SetNotes,
    SetPortrait,
    Split,
    StopIgnoring,
    ThisPerson,
    amend,
    apply,
    enrol_all,
    purge_expired,
    redo,
    undo,
)
from facecam.operations.corrections import keep_look
from facecam.operations.reembedding import Reembed
from facecam.store import migrate, sqlite, vectors
from facecam.store.database import Database, open_database
from facecam.store.encryption import keys
from facecam.store.gallery import load_gallery
from facecam.store.schema import HEAD
from facecam.store.visits import BestFace, VisitRecord, add_visits
from facecam.store.waiting_visits import WaitingVisits, bring_in
from facecam.tasks.encryption import change_key, decrypt, encrypt, state

CYCLES = 300
A_TWIN = 25
"""Programs that are killed for each order of edits."""
FIXED = {
    0: "enrol", 1: "enrol", 2: "see", 3: "not this face", 4: "add a rule", 5: "add a camera", 14: "undo", 15: "redo"
}  # fmt: skip
"""Edits that are in every order, at these places: others need something to work on."""
EDITS = 36
D = 32
SPACES = ("one model", "another model")
PHRASES = ("correct horse battery", "another horse battery")
OLD = ("0001", "0003", "0005")
"""Versions of databases that are migrated first."""

Rows = dict[str, list[tuple[Any, ...]]]

_TABLES = {
    "person": "id, name, notes, consent, external_id, fields, groups, portrait, merged_into, hidden_by IS NULL",
    "template": "id, person_id, space, picture_id, hidden_by IS NULL",
    "picture": "id",
    "sighting": "id, person_id, state, hidden_by IS NULL",
    "clip": "id, sighting_id, size",
    "negative": "id, person_id, shown_id, sighting_id, hidden_by IS NULL",
    "consent": "id, person_id, purpose, hidden_by IS NULL",
    "ignored": "id, kind, sighting, hidden_by IS NULL",
    "camera": "id, name, shown, hidden_by IS NULL",
    "rule": "id, kind, shown, condition, hidden_by IS NULL",
    "operation": "id, kind, undone",
    "data_key": "kind",
}
_IN_USE = "hidden_by IS NULL"


@dataclass
class Found:
    cycles: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """How often each edit was the one that was killed."""
    half: int = 0
    """Killed so that the edit was there all the same: between its commit and what it reports."""
    wrong: list[str] = field(default_factory=list)


def rows(cycles: int = CYCLES) -> list[Row]:
    found = kills(cycles)
    for line in found.wrong:
        print(line)
    print(f"killed in: {', '.join(f'{kind} {n}' for kind, n in sorted(found.kinds.items()))}")
    said = f"{len(found.wrong)} with a lost or half edit; {found.half} had been written and not yet reported"
    return [Row(f"{found.cycles:,} programs killed (-9) in the middle of edits", said, "0", not found.wrong)]


def kills(cycles: int, first: int = 0) -> Found:
    """From the seed `first` on."""
    keys.COST = keys.Scrypt(n=2)  # what a guess costs is not what is tried here
    found, seed = Found(), first
    while found.cycles < cycles:
        with tempfile.TemporaryDirectory() as folder, _home(folder):
            twin = _Twin(Path(folder), seed)
            for _ in range(min(A_TWIN, cycles - found.cycles)):
                _kill(twin, found)
        seed += 1
    return found


@contextmanager
def _home(folder: str) -> Iterator[None]:
    """Visits wait in this folder."""
    before = os.environ.get("FACECAM_HOME")
    os.environ["FACECAM_HOME"] = folder
    yield
    os.environ.pop("FACECAM_HOME")
    if before is not None:
        os.environ["FACECAM_HOME"] = before


class _Twin:
    """The same edits, and nobody kills them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.chance = random.Random(f"kill {seed}")
        self.old = self.chance.choice((None, None, *OLD))
        self.states: list[Rows] = []
        """After it was opened, and after each edit."""
        self.seconds: list[float] = []
        """That opening it took, and each edit."""
        self.kinds: list[str] = []
        file = self.made("twin")
        start = time.monotonic()
        for kind in edits(file, seed):
            self.seconds.append(time.monotonic() - start)
            self.kinds.append(kind)
            self.states.append(rows_of(file))
            _copy(file, self.folder / f"{len(self.kinds) - 1}" / file.name)
            start = time.monotonic()

    def begun(self, name: str, at: int) -> Path:
        """A copy of the twin's database as it was after so many edits."""
        return _copy(self.folder / f"{at}" / "twin.db", self.folder / name / f"{name}.db")

    def made(self, name: str) -> Path:
        """A database of the twin's kind, before it is opened."""
        file = self.folder / name / f"{name}.db"
        file.parent.mkdir()
        if self.old is not None:
            _make_old(file, self.old)
        return file


def _copy(file: Path, to: Path) -> Path:
    """A database that nobody writes just now, with its log and backups, under the other name."""
    to.parent.mkdir()
    for part in file.parent.glob(f"{file.name}*"):
        if not part.name.endswith(("-shm", ".reserve")):
            shutil.copyfile(part, to.with_name(part.name.replace(file.name, to.name)))
    return to


def _kill(twin: _Twin, found: Found) -> None:
    chance, name = twin.chance, f"killed {found.cycles}"
    at = chance.randrange(len(twin.states))
    done = max(at - 1 - chance.choice((0, 0, 3)), 0)
    """What the twin had done, and then the program, which first opens it."""
    file = twin.made(name) if at == 0 else twin.begun(name, done)
    # What a process takes to start is not looked at: it is forked from this one.
    told, tell = os.pipe()
    if (child := os.fork()) == 0:
        try:
            for _ in edits(file, twin.seed, done):
                os.write(tell, b".")
        finally:
            os._exit(1)
    os.close(tell)
    while done < at:
        done += len(os.read(told, 1))
    time.sleep(chance.random() * twin.seconds[at])
    os.kill(child, signal.SIGKILL)
    while more := os.read(told, 64):
        done += len(more)
    os.close(told)
    os.waitpid(child, 0)
    found.cycles += 1
    if done == len(twin.states):
        return  # it was faster than its twin
    found.kinds[twin.kinds[done]] += 1
    where = f"seed {twin.seed}, killed in {twin.kinds[done]} after {done}"
    try:
        db = _opened(file)
    except FacecamError as error:
        found.wrong.append(f"{where}: {error}")
        return
    bring_in(db)  # as every program does while it runs: what waits is not lost
    now, before, after = rows_of(file), twin.states[max(done - 1, 0)], twin.states[done]
    if now not in (before, after):
        found.wrong.append(f"{where}: {_difference(now, before)}; {_difference(now, after)}")
    found.half += done > 0 and now == after != before
    found.wrong += (f"{where}: {line}" for line in _checked(db, file))
    db.close()


def edits(file: Path, seed: int, first: int = 0) -> Iterator[str]:
    """Open it and make the seed's edits from this one on; what was done, after each."""
    db = _opened(file)
    yield "open"
    for number in range(first, EDITS):
        chance = random.Random(f"{seed} {number}")
        (kind,) = chance.choices(list(_EDITS), [often for often, _ in _EDITS.values()])
        kind = FIXED.get(number, kind)
        try:
            _EDITS[kind][1](db, rows_of(file), chance)
        except (FacecamError, IndexError):
            kind = f"{kind} (nothing to do)"
        yield kind
    db.close()


def _opened(file: Path) -> Database:
    url = f"sqlite:///{file}"
    try:
        return open_database(url, passphrase=PHRASES[0])
    except LockedError:
        return open_database(url, passphrase=PHRASES[1])


def rows_of(file: Path) -> Rows:
    """What is in it, read past facecam, without times and without what is sealed."""
    with closing(sqlite3.connect(file)) as raw:
        return {
            table: raw.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
            for table, columns in _TABLES.items()
        }


def _difference(now: Rows, then: Rows) -> str:
    parts = [f"{table}: {now[table]} instead of {then[table]}" for table in now if now[table] != then[table]]
    return " and ".join(parts)[:1_000]


def _checked(db: Database, file: Path) -> Iterator[str]:
    """What is wrong with it."""
    with closing(sqlite3.connect(file)) as raw:
        if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            yield "the file is damaged"
        if raw.execute("PRAGMA foreign_key_check").fetchall():
            yield "a row refers to one that is not there"
        (used,) = raw.execute(
            "SELECT count(*) FROM template JOIN person ON person.id = person_id "
            "WHERE template.hidden_by IS NULL AND person.hidden_by IS NULL"
        ).fetchone()
    read = sum(load_gallery(db, space, D).templates for space in SPACES)
    if read != used:
        yield f"{read} of {used} samples can be read"
    purge_expired(db)  # as every program does at its start: what a killed one left in the clear goes
    if state(db) is not None:
        names = [path.name for path in file.parent.glob(f"{file.name}*") if CLEAR in path.read_bytes()]
        if names:
            yield f"it is encrypted, and pictures can be read in {names}"
    before = rows_of(file)
    person = apply(db, _enrol("afterwards", random.Random(0))).persons
    undo(db)
    shown = {row[0] for row in rows_of(file)["person"] if row[-1]}
    if shown != {row[0] for row in before["person"] if row[-1]} or shown & person:
        yield "what comes afterwards cannot be taken back"


# The edits

CLEAR = b"this is a picture in the clear"
FAR = datetime(2100, 1, 1, tzinfo=UTC)
FACE = np.eye(D, dtype=np.float32)[0]
"""Of somebody who is taken for others."""


def _vector(chance: random.Random) -> Vector:
    vector = np.random.default_rng(chance.randrange(2**32)).normal(size=D).astype(np.float32)
    return vector / np.linalg.norm(vector)


def _enrol(name: str, chance: random.Random) -> Enrol:
    number = chance.randint(1, 3)
    samples = tuple(
        Sample(_vector(chance), 0.5, f"{i}.jpg", CLEAR + chance.randbytes(chance.choice((100, 3_000, 20_000))))
        for i in range(number)
    )
    return Enrol(name, samples, SPACES[0])


def _people(now: Rows) -> list[int]:
    return [row[0] for row in now["person"] if row[-1]]


def _templates(now: Rows, person: int | None = None) -> list[int]:
    people = set(_people(now)) if person is None else {person}
    return [row[0] for row in now["template"] if row[-1] and row[1] in people]


def _visits(now: Rows, chance: random.Random) -> tuple[int, ...]:
    there = [row[0] for row in now["sighting"] if row[-1]]
    return tuple(sorted(chance.sample(there, min(len(there), chance.randint(1, 2)))))


def _records(now: Rows, chance: random.Random, *, clips: bool = False) -> list[VisitRecord]:
    when = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=len(now["sighting"]))
    person = chance.choice([None, *_people(now)])
    return [
        VisitRecord(
            "door", when, when + timedelta(seconds=9 + number), 3, State.UNKNOWN if person is None else State.KNOWN,
            person, 0.4, CLEAR + chance.randbytes(3_000), BestFace(_vector(chance), SPACES[0], 0.5),
            clip=CLEAR + chance.randbytes(chance.choice((3_000, 40_000))) if clips else None,
        )
        for number in range(chance.randint(1, 3))
    ]  # fmt: skip


def _wait(db: Database, now: Rows, chance: random.Random) -> None:
    WaitingVisits(db).add(_records(now, chance), db.vault, tried=chance.random() < 0.5)
    bring_in(db)


def _look(db: Database, now: Rows, chance: random.Random) -> None:
    """What the face that is not theirs showed afterwards."""
    people = sorted({row[1] for row in now["negative"] if row[-1]} & set(_people(now)))
    if not keep_look(db, DeniedLook(chance.choice(people), FACE, _vector(chance)), SPACES[0]):
        raise IndexError("nobody was told about it")


def _past(db: Database, now: Rows, chance: random.Random) -> None:
    """What a correction would have changed, made a part of it."""
    edit = [
        row[0] for row in now["operation"] if row[1] in (NotThisPerson.kind, ThisPerson.kind) and row[2] is None
    ]
    owners, people = {row[0]: row[1] for row in now["sighting"]}, [None, *_people(now)]
    amend(db, edit[-1], Redecide(tuple((one, owners[one], chance.choice(people)) for one in _visits(now, chance))))


def _split(db: Database, now: Rows, chance: random.Random) -> None:
    person = chance.choice(_people(now))
    apply(db, Split(person, tuple(_templates(now, person)[:1]), "split off"))


def _move(db: Database, now: Rows, chance: random.Random) -> None:
    person, to = chance.sample(_people(now), 2) if len(_people(now)) > 1 else [0, 0]
    apply(db, MoveTemplates(person, tuple(_templates(now, person)[:1]), to))


def _merge(db: Database, now: Rows, chance: random.Random) -> None:
    people = _people(now)
    apply(db, Merge(*chance.sample(people, 2))) if len(people) > 1 else None


def _reembed(db: Database, now: Rows, chance: random.Random) -> None:
    there = {row[0]: row[2] for row in now["template"] if row[-1] and row[1] in _people(now)}
    space = chance.choice(SPACES)
    apply(db, Reembed({one: _vector(chance) for one, of in there.items() if of != space}, space, space))


def _key(db: Database, now: Rows, chance: random.Random) -> None:
    """Encrypt; where it is, change the key or decrypt."""
    old = next((phrase for phrase in PHRASES if _opens(db, phrase)), None)
    if old is None:
        encrypt(db, PHRASES[0], lambda done, total: True)
    elif chance.random() < 0.5:
        change_key(db, PHRASES[1 - PHRASES.index(old)], old)
    else:
        decrypt(db, lambda done, total: True, old)


def _opens(db: Database, phrase: str) -> bool:
    if state(db) is None:
        return False
    try:
        db.unlock(phrase)
    except LockedError:
        return False
    return True


def _portrait(db: Database, now: Rows, chance: random.Random) -> None:
    person = chance.choice(_people(now))
    apply(db, SetPortrait(person, chance.choice(_templates(now, person))))


def _last(rows: Sequence[tuple[Any, ...]]) -> Any:
    return [row for row in rows if row[-1]][-1]


_EDITS: dict[str, tuple[int, Callable[[Database, Rows, random.Random], object]]] = {
    "enrol": (6, lambda db, now, chance: apply(db, _enrol(f"Anna {len(now['person'])}", chance))),
    "add samples": (
        2,
        lambda db, now, chance: apply(
            db, Enrol("", _enrol("", chance).samples, SPACES[0], person=chance.choice(_people(now)))
        ),
    ),
    "see": (3, lambda db, now, chance: add_visits(db, _records(now, chance))),
    "see with clips": (
        3,
        lambda db, now, chance: add_visits(db, _records(now, chance, clips=True), clip_room=100_000),
    ),
    "let visits wait": (3, _wait),
    "rename": (2, lambda db, now, chance: apply(db, Rename(chance.choice(_people(now)), f"B {chance.random()}"))),
    "notes": (1, lambda db, now, chance: apply(db, SetNotes(chance.choice(_people(now)), f"C {chance.random()}"))),
    "groups": (1, lambda db, now, chance: apply(db, SetGroups(chance.choice(_people(now)), ("staff",)))),
    "merge": (2, _merge),
    "split": (2, _split),
    "move": (2, _move),
    "remove": (2, lambda db, now, chance: apply(db, Remove(chance.choice(_people(now))))),
    "remove a sample": (1, lambda db, now, chance: apply(db, RemoveTemplate(chance.choice(_templates(now))))),
    "undo": (4, lambda db, now, chance: undo(db)),
    "redo": (2, lambda db, now, chance: redo(db)),
    "name visits": (2, lambda db, now, chance: apply(db, NameVisits(_visits(now, chance), "Dora"))),
    "not them": (
        1,
        lambda db, now, chance: apply(
            db, NotThisPerson(chance.choice(_people(now)), sighting=_visits(now, chance)[0])
        ),
    ),
    "this is them": (
        1,
        lambda db, now, chance: apply(
            db, ThisPerson(chance.choice(_people(now)), _enrol("", chance).samples, SPACES[0])
        ),
    ),
    "not this face": (
        2,
        lambda db, now, chance: apply(db, NotThisPerson(chance.choice(_people(now)), FACE, SPACES[0])),
    ),
    "later looks": (2, _look),
    "past visits": (3, _past),
    "learn": (
        1,
        lambda db, now, chance: apply(db, LearnFromVisits(chance.choice(_people(now)), _visits(now, chance))),
    ),
    "delete visits": (1, lambda db, now, chance: apply(db, DeleteVisits(_visits(now, chance)))),
    "forget": (3, lambda db, now, chance: apply(db, Forget(chance.choice(_people(now))))),
    "change the model": (2, _reembed),
    "encryption": (4, _key),
    "back up": (2, lambda db, now, chance: sqlite.back_up(Path(str(db.file)), HEAD)),
    "add a person": (1, lambda db, now, chance: apply(db, AddPerson(f"E {chance.random()}"))),
    "fields": (
        1,
        lambda db, now, chance: apply(
            db, SetDetails(chance.choice(_people(now)), external_id=f"{chance.random()}", fields={"room": 7})
        ),
    ),
    "what is agreed to": (
        2,
        lambda db, now, chance: apply(
            db, GiveConsent(chance.choice(_people(now)), Agreement(f"F {chance.random()}", FAR))
        ),
    ),
    "what was agreed to": (
        1,
        lambda db, now, chance: apply(db, SetConsent(chance.choice(_people(now)), f"G {chance.random()}")),
    ),
    "portrait": (1, _portrait),
    "ignore": (
        2,
        lambda db, now, chance: apply(db, IgnoreUnknowns(_visits(now, chance), forever=chance.random() < 0.5)),
    ),
    "no faces": (1, lambda db, now, chance: apply(db, NotFaces(_visits(now, chance)))),
    "ignore no longer": (1, lambda db, now, chance: apply(db, StopIgnoring((_last(now["ignored"])[0],)))),
    "several at once": (
        2,
        lambda db, now, chance: apply(db, enrol_all([_enrol(f"H {at}", chance) for at in range(3)])),
    ),
    "add a camera": (
        1,
        lambda db, now, chance: apply(db, AddCamera(f"door {len(now['camera'])}", "rtsp://u:p@camera.local/1")),
    ),
    "change a camera": (
        1,
        lambda db, now, chance: apply(
            db, ChangeCamera(_last(now["camera"])[1], f"I {chance.random()}", "rtsp://u:p@camera.local/2")
        ),
    ),
    "remove a camera": (1, lambda db, now, chance: apply(db, RemoveCamera(_last(now["camera"])[1]))),
    "add a rule": (
        2,
        lambda db, now, chance: apply(
            db, AddRule(read_target(("https://hook.local/x",)), Condition(persons=tuple(_people(now)[:1])))
        ),
    ),
    "pause a rule": (1, lambda db, now, chance: apply(db, PauseRule(_last(now["rule"])[0]))),
    "change a rule": (
        1,
        lambda db, now, chance: apply(
            db, ReplaceRule(_last(now["rule"])[0], read_target(("https://hook.local/y",)), Condition())
        ),
    ),
    "remove a rule": (1, lambda db, now, chance: apply(db, RemoveRule(_last(now["rule"])[0]))),
}


def _make_old(file: Path, version: str) -> None:
    """A database of an earlier facecam, with people in it."""
    from alembic import command
    from alembic.config import Config

    sqlite.prepare(file)
    engine, chance = create_engine(f"sqlite:///{file}"), random.Random(0)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", migrate.SCRIPTS)
        command.upgrade(config, version)
        for person in (1, 2, 3):
            given = {"person": person, "vector": vectors.encode(_vector(chance)), "jpeg": CLEAR + bytes(9_000)}
            for table, columns, values in (
                ("person", "name, folded, notes, consent, created", "'Old', 'old', '', '', '2026-01-01 00:00:00'"),
                ("picture", "jpeg", ":jpeg"),
                (
                    "template",
                    "person_id, space, vector, quality, source, created, picture_id",
                    f":person, '{SPACES[0]}', :vector, 0.5, 'x', '2026-01-01 00:00:00', :person",
                ),
            ):
                connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), given)
    engine.dispose()
