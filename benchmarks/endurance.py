"""What must not wear out: memory and files over enrolments that are forgotten, edits in programs that are killed.

Linux only. `python -m benchmarks endurance` takes some twenty minutes; one thing at a time, and for as long as it
takes, with `python -m benchmarks.endurance kill|faults|soak|fuzz`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import faults, fuzz, kills
from benchmarks.common import Row
from benchmarks.soak import anonymous_mb, soak
from benchmarks.table import show
from facecam.operations import Enrol, Forget, Sample, apply
from facecam.store.database import open_database

CYCLES = 1_000


def rows() -> list[Row]:
    return [cycles(), *kills.rows()]


def cycles(number: int = CYCLES) -> Row:
    """Enrol and forget, over and over: what has grown since the first tenth?"""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{folder}/facecam.db")
        random = np.random.default_rng(0)
        memory, size = [], []
        for at in range(number):
            samples = tuple(
                Sample(random.normal(size=512).astype(np.float32), 0.5, "", random.bytes(3_000)) for _ in range(5)
            )
            (person,) = apply(db, Enrol(f"Anna {at}", samples, "space")).persons
            proof = apply(db, Forget(person)).proof
            assert proof is not None and proof.complete
            memory.append(anonymous_mb(os.getpid()))
            size.append(sum(path.stat().st_size for path in Path(folder).iterdir()))
        files = len(list(Path(folder).iterdir()))
        db.close()
    grown, bytes_ = memory[-1] - memory[number // 10], size[-1] - size[number // 10]
    return Row(
        f"{number:,} people enrolled and forgotten, from the {number // 10}th on",
        f"{grown:+.1f} MB, {bytes_:+,} bytes in {files} files",
        "no growth",
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=__doc__)
    parser.add_argument("what", choices=("kill", "faults", "soak", "fuzz"))
    parser.add_argument("--minutes", type=float, default=60.0, help="of the soak, or of each parser")
    parser.add_argument("--cycles", type=int, default=kills.CYCLES, help="programs that are killed")
    given = parser.parse_args()
    match given.what:
        case "kill":
            found = kills.rows(given.cycles)
        case "faults":
            found = faults.rows()
        case "soak":
            soaked = soak(given.minutes, changes=True)
            slope = soaked.slopes.megabytes
            found = [Row(f"{given.minutes:g} minutes of changes", str(soaked), "3 MB an hour", slope <= 3)]
        case _:
            found = [fuzz.row(name, given.minutes * 60) for name in fuzz.READERS]
    show(found, as_json=False)


if __name__ == "__main__":
    main()
