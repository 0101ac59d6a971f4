"""10,000 visits of strangers: how long they take to be grouped where nobody waits, how soon the page is there, and
how long a name for 500 visits takes.

The page's window is a process of its own (`python -m benchmarks.unknowns` prints its figures as JSON).
"""

from __future__ import annotations

import json
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from benchmarks.common import Row, in_a_process, started, until
from facecam.base.types import State
from facecam.identity.calibration import Calibration
from facecam.identity.clustering import Grouping
from facecam.identity.matching import Matcher
from facecam.operations import NameVisits, apply
from facecam.store import vectors
from facecam.store.database import Database, open_database
from facecam.store.gallery import load_gallery
from facecam.store.schema import Visit
from facecam.store.unknowns import load_strangers
from facecam.vision.manifest import load_manifest

VISITS = 10_000
STRANGERS = 1_500
NAMED = 500
OPEN_MS, NAME_MS = 200, 300


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "facecam.db"
        db = open_database(f"sqlite:///{file}")
        _fill(db)
        first, again, named = _measured(db)
        db.close()
        page = in_a_process("benchmarks.unknowns", home=home)
    who = f"{VISITS:,} visits of {STRANGERS:,} strangers"
    return [
        Row(f"{who}: grouped in the background", f"{first:.1f} s; again with nothing new {again:.2f} s", ""),
        Row(
            f"{who}: the unknowns' page, once they are grouped",
            f"{page['page_ms']:.0f} ms, {page['cpu_ms']:.0f} of the processor's",
            f"{OPEN_MS} ms",
        ),
        Row(
            f"{who}: {NAMED} of them named",
            f"{named[0] * 1000:.0f} ms, {named[1] * 1000:.0f} of the processor's",
            f"{NAME_MS} ms",
        ),
    ]


def _fill(db: Database) -> None:
    """Of one stranger `NAMED` visits, and of the others as chance has it."""
    entry, random = load_manifest().embedder(), np.random.default_rng(0)
    assert entry.dimension is not None
    faces = random.standard_normal((STRANGERS, entry.dimension))
    whose = np.concatenate([np.zeros(NAMED, int), random.integers(1, STRANGERS, VISITS - NAMED)])
    seen = faces[whose] + 0.5 * random.standard_normal((VISITS, entry.dimension))
    seen = (seen / np.linalg.norm(seen, axis=1, keepdims=True)).astype(np.float32)
    now = datetime.now(UTC)
    moments = [now - timedelta(minutes=float(at)) for at in random.permutation(VISITS)]
    with db.write() as session:
        session.execute(
            insert(Visit),
            [
                {
                    "source": "Front door", "started": start, "ended": start + timedelta(seconds=9), "samples": 5,
                    "state": State.UNKNOWN.value, "space": entry.space, "vector": vectors.encode(face),
                    "quality": 0.6,
                }
                for face, start in zip(seen, moments, strict=True)
            ],
        )  # fmt: skip


def _measured(db: Database) -> tuple[float, float, tuple[float, float]]:
    entry = load_manifest().embedder()
    assert entry.dimension is not None
    curve = Calibration(entry.calibration["score"], entry.calibration["log10_fmr"])
    matcher = Matcher(load_gallery(db, entry.space, entry.dimension), curve, 1e-3)
    grouping, seconds = Grouping(), []
    for _ in range(2):
        start = time.perf_counter()
        found = load_strangers(db, entry.space, entry.dimension).grouped(matcher, grouping)
        seconds.append(time.perf_counter() - start)
    largest = max(found.groups, key=lambda one: len(one.visits))
    assert len(largest.visits) > NAMED * 0.9
    start, worked = time.perf_counter(), time.process_time()
    apply(db, NameVisits(largest.ids, "Anna"))
    return seconds[0], seconds[1], (time.perf_counter() - start, time.process_time() - worked)


def _page() -> None:
    _app, program = started("")
    program.show()
    until(lambda: program.window._groups.found is not None)
    asked, worked = time.monotonic(), time.thread_time()
    program.window.show_page("unknowns")
    grid = program.window._pages["unknowns"].list  # type: ignore[attr-defined]
    until(lambda: grid.model().rowCount() > 0)
    grid.viewport().repaint()
    figures = {"page_ms": (time.monotonic() - asked) * 1000, "cpu_ms": (time.thread_time() - worked) * 1000}
    program.window.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    _page()
