"""Databases as large as the numbers ask for, filled in a hurry: by inserts and not by operations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from benchmarks.common import clip
from facecam.base.types import State
from facecam.store import vectors
from facecam.store.database import Database, open_database
from facecam.store.names import fold
from facecam.store.schema import Person, Picture, Template, Visit
from facecam.vision.crops import encode_crop
from facecam.vision.manifest import load_manifest

PEOPLE = 10_000
TEMPLATES = 5
DAYS = 30
OFTEN = 40
"""People who make half of the visits."""
SOURCES = ("Front door", "Yard", "Office", "Garage")

_PORTION = 10_000


def fill(file: Path, people: int = PEOPLE, visits: int = 0) -> Database:
    """`people` with five templates and a picture each; `visits` of the last 30 days, one in two a stranger's."""
    db = open_database(f"sqlite:///{file}")
    _insert(db, Person, _people(people))
    _insert(db, Picture, _pictures(people))
    _insert(db, Template, _templates(people))
    _insert(db, Visit, _visits(people, visits))
    return db


def chill(file: Path) -> None:
    """Take the file out of the system's page cache, as after a restart of the computer (Linux)."""
    descriptor = os.open(file, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def _insert(db: Database, model: Any, rows: Iterator[dict[str, Any]]) -> None:
    while portion := list(islice(rows, _PORTION)):
        with db.write() as session:
            session.execute(insert(model), portion)


def _people(number: int) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    for id_ in range(1, number + 1):
        name = f"Person {id_:,} of many"
        yield {"id": id_, "name": name, "folded": fold(name), "notes": "", "consent": "", "created": now}


def _pictures(number: int) -> Iterator[dict[str, Any]]:
    jpeg = encode_crop(np.ascontiguousarray(clip()[100].image[60:172, 260:372]))
    return ({"id": id_, "jpeg": jpeg} for id_ in range(1, number + 1))


def _templates(people: int) -> Iterator[dict[str, Any]]:
    now, space = datetime.now(UTC), load_manifest().embedder().space
    for at, vector in enumerate(_faces(people * TEMPLATES, seed=0)):
        person, sample = divmod(at, TEMPLATES)
        yield {
            "person_id": person + 1, "space": space, "vector": vector, "quality": 0.5 + sample / 10,
            "source": "camera", "created": now, "picture_id": None if sample else person + 1,
        }  # fmt: skip


def _visits(people: int, number: int) -> Iterator[dict[str, Any]]:
    now, space = datetime.now(UTC), load_manifest().embedder().space
    random = np.random.default_rng(1)
    for at, vector in enumerate(_faces(number, seed=2)):
        started = now - timedelta(days=DAYS * (1 - at / number))
        known = bool(at % 2)
        person = 1 + at // 2 % OFTEN if at % 4 == 1 else int(random.integers(1, people + 1))
        yield {
            "person_id": person if known else None, "source": SOURCES[at % 7 % 4],
            "started": started, "ended": started + timedelta(seconds=9), "samples": 7, "score": 0.6,
            "state": (State.KNOWN if known else State.UNKNOWN).value,
            "space": space, "vector": vector, "quality": 0.5,
        }  # fmt: skip


def _faces(number: int, seed: int) -> Iterator[bytes]:
    random = np.random.default_rng(seed)
    dimension = load_manifest().embedder().dimension
    assert dimension is not None
    for _ in range(number):
        yield vectors.encode(random.standard_normal(dimension, np.float32))
