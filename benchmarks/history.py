"""A million visits: filtered pages of the history, from a cold file and from a warm one, and edits of people."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.common import Row
from benchmarks.filled import PEOPLE, SOURCES, chill, fill
from facecam.base.types import State
from facecam.operations import Change, Enrol, Forget, Merge, Sample, apply, undo
from facecam.operations.erasure import clips_beside
from facecam.store.database import open_database
from facecam.store.visits import EVERYTHING, Filter, VisitRecord, add_visits, list_visits, sources

VISITS = 1_000_000
PAGE = 200
"""Visits that the history shows at a time."""

BAR = "200 ms"
EDIT_BAR = "a few seconds"

CLIPS, CLIP_BYTES = 20_000, 10_000
CLIPS_BAR = "5 s to find them"


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facecam.db"
        fill(file, visits=VISITS).close()
        return measured(file) + edited(file) + among_clips()


def measured(file: Path) -> list[Row]:
    """Cold: the first question of a program that has just opened a file which no cache holds."""
    day = date.today() - timedelta(days=9)
    filters = {
        "nothing": EVERYTHING,
        "a person": Filter(person=PEOPLE // 2),
        "a person who comes often": Filter(person=1),
        "strangers": Filter(state=State.UNKNOWN),
        "a day": Filter(day=day),
        "a source": Filter(source=SOURCES[1]),
        "a person, a day": Filter(person=PEOPLE // 2, day=day),
        "a person, a source": Filter(person=PEOPLE // 2, source=SOURCES[1]),
        "strangers, a day, a source": Filter(state=State.UNKNOWN, day=day, source=SOURCES[1]),
    }
    found = []
    for what, which in filters.items():
        db = open_database(f"sqlite:///{file}")
        list_visits(db, Filter(person=-1))  # what is loaded and compiled once
        chill(file)
        seconds = []
        for _ in range(6):
            start = time.perf_counter()
            page = list_visits(db, which, limit=PAGE)
            seconds.append(time.perf_counter() - start)
        db.close()
        said = f"{seconds[0] * 1000:.0f} ms cold, {median(seconds[1:]) * 1000:.0f} ms warm ({len(page)} visits)"
        found.append(Row(f"{VISITS:,} visits, a page filtered by {what}", said, BAR))
    db = open_database(f"sqlite:///{file}")
    chill(file)
    start = time.perf_counter()
    assert sources(db) == sorted(SOURCES)
    found.append(
        Row("the same: the sources to choose from", f"{(time.perf_counter() - start) * 1000:.0f} ms cold", BAR)
    )
    db.close()
    return found


def among_clips() -> list[Row]:
    """Forget must find the clips of everybody who stood beside, too."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{Path(folder) / 'facecam.db'}")
        apply(db, Enrol("Anna", (Sample(np.ones(8, np.float32) / 8**0.5, 0.8, "x"),), "benchmark"))
        begun, clip = datetime.now(UTC) - timedelta(days=9), bytes(CLIP_BYTES)
        visits = [
            VisitRecord("door", start, start + timedelta(seconds=9), 7, state, who, 0.6, clip=clip)
            for at in range(CLIPS)
            for start in (begun + timedelta(seconds=30 * at),)
            for state, who in ((State.KNOWN, 1) if at % 2 else (State.UNKNOWN, None),)
        ]
        add_visits(db, visits)
        start, worked = time.perf_counter(), time.process_time()
        with db.read() as session:
            found = clips_beside(session, [one.id for one in list_visits(db, Filter(person=1), limit=CLIPS)])
        searched, looked = time.perf_counter() - start, time.process_time() - worked
        change = apply(db, Forget(1))
        whole, computed = time.perf_counter() - start, time.process_time() - worked
        assert len(found) == CLIPS // 2 and change.proof is not None and change.proof.complete
        db.close()
    said = (
        f"{searched:.1f} s to find {len(found):,}, {looked:.1f} s of the processor; "
        f"{whole:.1f} s with all, {computed:.1f} s of the processor"
    )
    return [Row(f"{CLIPS:,} clips, whoever is in half of them forgotten", said, CLIPS_BAR)]


def edited(file: Path) -> list[Row]:
    """People who came often: the most that an edit has to move. Who is forgotten is last, for the file is written
    anew then."""
    db = open_database(f"sqlite:///{file}")
    edits: dict[str, Callable[[], Change]] = {
        "two people who came often merged": lambda: apply(db, Merge(1, 2)),
        "the same undone": lambda: undo(db),
        "somebody who came often forgotten": lambda: apply(db, Forget(3)),
    }
    found = []
    for what, edit in edits.items():
        start, worked = time.perf_counter(), time.process_time()
        change = edit()
        said = f"{time.perf_counter() - start:.1f} s, {time.process_time() - worked:.1f} s of the processor"
        assert change.proof is None or change.proof.complete
        found.append(Row(f"{VISITS:,} visits, {what}", said, EDIT_BAR))
    db.close()
    return found
