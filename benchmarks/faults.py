"""Faults at the doors: what the store, the capture and the models are handed instead of an answer, at five moments.

    python -m benchmarks faults

40 kinds: SQLite's errors under edits, a driver's under a film, ONNX Runtime's and broken numbers under the chain. A
fault lasts for three calls. Counted are crashes (the program would end), tracebacks (anything but a sentence is
raised or logged) and data lost: an edit that was acknowledged is gone, one that failed is half done, or somebody
who was known before is not afterwards.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np
from onnxruntime.capi import onnxruntime_pybind11_state as ort

import facecam
from benchmarks.common import Row, media
from facecam.base.errors import FacecamError
from facecam.base.types import State
from facecam.capture import video
from facecam.capture.opencv import open_capture
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.operations import Enrol, Forget, Merge, NameVisits, Remove, Rename, Sample, SetNotes, apply, undo
from facecam.store.database import Database, open_database
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitRecord, add_visits, list_visits
from facecam.vision.sessions import Session

LASTS = 3
"""Calls that a fault lasts."""
STORE_MOMENTS = (0, 9, 40, 90, 160)
"""Statements before it."""
FRAME_MOMENTS = (0, 1, 3, 10, 30)
"""Pictures, or runs of models, before it."""

_CODES = (
    "FULL", "IOERR", "BUSY", "LOCKED", "READONLY", "CORRUPT", "NOTADB", "CANTOPEN", "PERM", "AUTH", "PROTOCOL",
    "NOMEM", "INTERRUPT", "SCHEMA",
)  # fmt: skip


@dataclass
class Outcome:
    kind: str
    runs: int = 0
    sentences: int = 0
    """Runs that ended, or went on, with a sentence."""
    tracebacks: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        wrong = f"{len(self.tracebacks)} tracebacks, {len(self.lost)} lost"
        return f"{self.runs} runs, {self.sentences} told in a sentence, {wrong}"


class Door:
    """Counts the calls that pass, and puts the fault in the way of some."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.calls = 0

    def arm(self, first: int | None) -> None:
        self.first, self.calls = first, 0

    @property
    def faulty(self) -> bool:
        """To be asked once a call."""
        self.calls += 1
        return self.first is not None and self.first < self.calls <= self.first + LASTS


def rows() -> list[Row]:
    done = outcomes()
    runs = sum(one.runs for one in done)
    for one in done:
        for words in (*one.tracebacks, *one.lost):
            print(f"{one.kind}: {words}")
    counts = ((one.kind, f"{one.runs} runs, {one.sentences} told in a sentence", one) for one in done)
    table = [
        Row(
            f"fault: {kind}",
            f"{said}, {len(one.tracebacks)} tracebacks, {len(one.lost)} lost",
            "0; 0",
            ok=_sound(one),
        )
        for kind, said, one in counts
    ]
    tracebacks, lost = sum(len(one.tracebacks) for one in done), sum(len(one.lost) for one in done)
    said = f"{runs} runs of {len(done)} kinds: 0 crashes, {tracebacks} tracebacks, {lost} with data lost"
    return [
        *table,
        Row("faults at the doors of store, capture and models", said, "0; 0; 0", ok=not tracebacks + lost),
    ]


def _sound(one: Outcome) -> bool:
    return not (one.tracebacks or one.lost)


def outcomes(kinds: int | None = None, moments: int | None = None) -> list[Outcome]:
    """All, or of each door the first so many kinds and moments."""
    store = [_under_edits(kind, fault, STORE_MOMENTS[:moments]) for kind, fault in _store_kinds()[:kinds]]
    with tempfile.TemporaryDirectory() as folder, _watching(Path(folder)) as watch:
        capture = [watch.film(kind, fault, FRAME_MOMENTS[:moments]) for kind, fault in _capture_kinds()[:kinds]]
        models = [watch.models(kind, fault, FRAME_MOMENTS[:moments]) for kind, fault in _model_kinds()[:kinds]]
    return [*store, *capture, *models]


# The store


def _store_kinds() -> list[tuple[str, Callable[[], Exception]]]:
    def of_sqlite(name: str) -> Callable[[], Exception]:
        def make() -> Exception:
            kind = sqlite3.DatabaseError if name in ("CORRUPT", "NOTADB") else sqlite3.OperationalError
            error = MemoryError() if name == "NOMEM" else kind(f"injected: {name}")
            if isinstance(error, sqlite3.Error):
                error.sqlite_errorcode, error.sqlite_errorname = (
                    getattr(sqlite3, f"SQLITE_{name}"),
                    f"SQLITE_{name}",
                )
            return error

        return make

    others = {"store: EIO of the system": errno.EIO, "store: the disk is full, of the system": errno.ENOSPC}
    return [
        *((f"store: SQLITE_{name}", of_sqlite(name)) for name in _CODES),
        *((name, lambda code=code: OSError(code, "injected")) for name, code in others.items()),
    ]


def _under_edits(kind: str, fault: Callable[[], Exception], moments: tuple[int, ...]) -> Outcome:
    outcome = Outcome(kind)
    for moment in moments:
        outcome.runs += 1
        with tempfile.TemporaryDirectory() as folder:
            _edit(f"sqlite:///{folder}/people.db", fault, moment, outcome)
    return outcome


@contextmanager
def _sqlite_door(door: Door, fault: Callable[[], Exception]) -> Iterator[None]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = ()) -> Any:
            if door.faulty:
                raise fault()
            return super().execute(sql, parameters)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, parameters: Any = ()) -> Any:
            return self.cursor().execute(sql, parameters)

        def commit(self) -> None:
            if door.faulty:
                raise fault()
            super().commit()

    connect = sqlite3.connect

    def faulty(*given: Any, **named: Any) -> Any:
        return connect(*given, **{**named, "factory": Connection})

    with patch("sqlite3.connect", faulty), patch("sqlite3.dbapi2.connect", faulty):
        yield


def _edit(url: str, fault: Callable[[], Exception], moment: int, outcome: Outcome) -> None:
    """Edits in a row, each tried again where it failed; every state in between has to be that before or after."""
    door, told = Door(), False
    with _sqlite_door(door, fault):
        door.arm(moment)
        db: Database | None = None
        for _ in range(LASTS + 2):
            try:
                db = open_database(url)
                break
            except FacecamError:
                told = True
            except Exception as error:
                outcome.tracebacks.append(f"opening at {moment}: {error!r}")
        if db is None:
            outcome.lost.append(f"at {moment} it cannot be opened any more")
            return
        state = _state(url)
        for name, edit in _EDITS:
            while True:
                failed = False
                try:
                    edit(db)
                except FacecamError:
                    failed = told = True
                except Exception as error:
                    failed = True
                    outcome.tracebacks.append(f"{name} at {moment}: {error!r}")
                now = _state(url)
                expected = _expected(name, state)
                if failed and now == state:
                    if outcome.tracebacks and len(outcome.tracebacks) > 50:
                        return
                    continue  # as if it had not been asked for: once more
                if now != expected:
                    outcome.lost.append(f"{name} at {moment}: {now} instead of {expected}")
                state = now
                break
        db.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            outcome.lost.append(f"the file is damaged at {moment}")
    outcome.sentences += told


_State = tuple[tuple[tuple[str, str, int], ...], int]
"""People with their notes and numbers of samples, and the number of visits."""


def _state(url: str) -> _State:
    """Read past all doors."""
    with closing(sqlite3.Connection(url.removeprefix("sqlite:///"))) as raw:
        people = raw.execute(
            "SELECT name, notes, (SELECT count(*) FROM template WHERE person_id = person.id AND hidden_by IS NULL) "
            "FROM person WHERE hidden_by IS NULL ORDER BY name"
        ).fetchall()
        (visits,) = raw.execute("SELECT count(*) FROM sighting").fetchone()
    return tuple(people), visits


def _samples(seed: int) -> tuple[Sample, ...]:
    random = np.random.default_rng(seed)
    return tuple(Sample(random.normal(size=16).astype(np.float32), 0.5, "x", bytes(3_000)) for _ in range(2))


def _number(db: Database, name: str) -> int:
    return next(one.id for one in list_people(db) if one.name == name)


def _see(db: Database) -> None:
    now = datetime.now(UTC)
    face = BestFace(np.random.default_rng(9).normal(size=16).astype(np.float32), "space", 0.5)
    add_visits(db, [VisitRecord("door", now, now, 3, State.UNKNOWN, None, 0.1, None, face)])


_EDITS: tuple[tuple[str, Callable[[Database], object]], ...] = (
    ("enrol Anna", lambda db: apply(db, Enrol("Anna", _samples(1), "space"))),
    ("enrol Bea", lambda db: apply(db, Enrol("Bea", _samples(2), "space"))),
    ("see", _see),
    ("notes", lambda db: apply(db, SetNotes(_number(db, "Anna"), "collects pens"))),
    ("rename", lambda db: apply(db, Rename(_number(db, "Bea"), "Beatrix"))),
    ("name the visit", lambda db: apply(db, NameVisits((list_visits(db)[0].id,), "Cleo"))),
    ("remove", lambda db: apply(db, Remove(_number(db, "Cleo")))),
    ("undo", undo),
    ("merge", lambda db: apply(db, Merge(_number(db, "Cleo"), _number(db, "Anna")))),
    ("forget", lambda db: apply(db, Forget(_number(db, "Beatrix")))),
)


def _expected(edit: str, before: _State) -> _State:
    people, visits = {name: (notes, samples) for name, notes, samples in before[0]}, before[1]
    match edit:
        case "enrol Anna":
            people["Anna"] = "", 2
        case "enrol Bea":
            people["Bea"] = "", 2
        case "see":
            visits += 1
        case "notes":
            people["Anna"] = "collects pens", 2
        case "rename":
            people["Beatrix"] = people.pop("Bea")
        case "name the visit" | "undo":
            people["Cleo"] = "", 1
        case "remove":
            del people["Cleo"]
        case "merge":
            del people["Cleo"]
            people["Anna"] = "collects pens", 3
        case "forget":
            del people["Beatrix"]
    return tuple((name, *people[name]) for name in sorted(people)), visits


# The capture and the models


def _capture_kinds() -> list[tuple[str, Callable[[Any], Any]]]:
    def raising(error: Callable[[], BaseException]) -> Callable[[Any], Any]:
        def answer(image: Any) -> Any:
            raise error()

        return answer

    return [
        ("capture: OpenCV fails", raising(lambda: cv2.error("injected"))),
        ("capture: EIO", raising(lambda: OSError(errno.EIO, "injected"))),
        ("capture: the device is gone", raising(lambda: OSError(errno.ENODEV, "injected"))),
        ("capture: no answer in time", raising(lambda: TimeoutError("injected"))),
        ("capture: no memory", raising(MemoryError)),
        ("capture: no picture", lambda image: (False, None)),
        ("capture: a picture that is none", lambda image: (True, None)),
        ("capture: an empty picture", lambda image: (True, image[:0])),
        ("capture: numbers with a point", lambda image: (True, image.astype(np.float64))),
        ("capture: grey", lambda image: (True, image[..., 0])),
        ("capture: four channels", lambda image: (True, np.dstack([image, image[..., 0]]))),
        ("capture: one pixel", lambda image: (True, image[:1, :1])),
        ("capture: one line", lambda image: (True, np.tile(image[:1], (1, 100, 1)))),
        ("capture: another size", lambda image: (True, np.ascontiguousarray(image[::2, ::3]))),
    ]


def _model_kinds() -> list[tuple[str, Callable[[list[Any]], Any]]]:
    def raising(error: Callable[[], BaseException]) -> Callable[[list[Any]], Any]:
        def answer(outputs: list[Any]) -> Any:
            raise error()

        return answer

    return [
        ("models: ONNX Runtime fails", raising(lambda: ort.Fail("injected"))),
        ("models: an argument is refused", raising(lambda: ort.InvalidArgument("injected"))),
        ("models: an exception of the runtime", raising(lambda: ort.RuntimeException("injected"))),
        ("models: the provider fails", raising(lambda: ort.EPFail("injected"))),
        ("models: no memory", raising(MemoryError)),
        ("models: NaN", lambda outputs: [np.full_like(one, np.nan) for one in outputs]),
        ("models: infinite", lambda outputs: [np.full_like(one, np.inf) for one in outputs]),
        ("models: zeros", lambda outputs: [np.zeros_like(one) for one in outputs]),
        ("models: half of the rows", lambda outputs: [one[: len(one) // 2] for one in outputs]),
        ("models: no outputs", lambda outputs: []),
    ]


class _Watch:
    """Films watched with a fault in the way, and each time once more without."""

    FRAMES = 40

    def __init__(self, cam: facecam.Facecam, film: Path) -> None:
        self._cam, self._film, self._door = cam, film, Door()
        self._log = _Log()
        logging.getLogger().addHandler(self._log)

    def close(self) -> None:
        logging.getLogger().removeHandler(self._log)

    def film(self, kind: str, fault: Callable[[Any], Any], moments: tuple[int, ...]) -> Outcome:
        door = self._door

        class Capture:
            def __init__(self, real: cv2.VideoCapture) -> None:
                self._real = real

            def retrieve(self) -> Any:
                found, image = self._real.retrieve()
                return fault(image) if door.faulty and found else (found, image)

            def __getattr__(self, name: str) -> Any:
                return getattr(self._real, name)

        def opened(*given: Any, **named: Any) -> Any:
            real = open_capture(*given, **named)
            return None if real is None else Capture(real)

        with patch.object(video, "open_capture", opened):
            return self._watched(kind, moments)

    def models(self, kind: str, fault: Callable[[list[Any]], Any], moments: tuple[int, ...]) -> Outcome:
        door, run = self._door, Session._session_run

        def faulty(session: Session, array: Any) -> Any:
            outputs = run(session, array)
            return fault(outputs) if door.faulty else outputs

        with patch.object(Session, "_session_run", faulty):
            return self._watched(kind, moments)

    def _watched(self, kind: str, moments: tuple[int, ...]) -> Outcome:
        outcome = Outcome(kind)
        for moment in moments:
            outcome.runs += 1
            self._log.found.clear()
            self._door.arm(moment)
            try:
                with self._cam.watch(str(self._film)) as results:
                    for _ in islice(results, self.FRAMES):
                        pass
                outcome.sentences += bool(results.refused or results.remark)
            except FacecamError:
                outcome.sentences += 1
            except Exception as error:
                outcome.tracebacks.append(f"at {moment}: {error!r}")
            outcome.tracebacks += (f"at {moment}: {line}" for line in self._log.found)
            self._door.arm(None)
            with self._cam.watch(str(self._film)) as results:
                names = {one.name for result in islice(results, self.FRAMES) for one in result.decisions}
            if "Anna" not in names:
                outcome.lost.append(f"nobody is known after {moment}")
        return outcome


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or "defect" in record.getMessage():
            self.found.append(record.getMessage() + (f": {record.exc_info[1]!r}" if record.exc_info else ""))


@contextmanager
def _watching(folder: Path) -> Iterator[_Watch]:
    film = folder / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 30, (640, 360))
    pictures = [frame.image for frame in islice(frames(open_source(str(media("WolfgangLanger_Pexels.mp4")))), 50)]
    for image in pictures:
        writer.write(image)
    writer.release()
    with facecam.open(str(folder / "people.db")) as cam:
        cam.enrol("Anna", pictures[:40:10])
        watch = _Watch(cam, film)
        try:
            yield watch
        finally:
            watch.close()
