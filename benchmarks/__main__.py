"""`python -m benchmarks [PART ...]`: run them, print the table; the long and those of training only by name."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from benchmarks.common import Row
from benchmarks.table import show

USUAL = ("detector", "detection", "chain", "embedder", "window", "people", "history", "unknowns", "enrolment")
PARTS = (
    *(
        *USUAL,
        "see",
        "sources",
        "serve",
        "cameras",
        "galleries",
        "openapi",
        "events",
        "coach",
        "live",
        "endurance",
        "fuzz",
        "faults",
        "student",
        "know",
        "training",
        "prepare",
    ),
    *("frozen", "founding", "scale", "gpu", "own_folder"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"which of {', '.join(PARTS)}")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument("--kept-back", type=Path, metavar="FOLDER", help="sets that `know` is to be judged on, too")
    given = parser.parse_args()
    if unknown := set(given.part) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    chosen = given.part or USUAL
    rows: list[Row] = []
    for part in PARTS:
        if part in chosen:
            with_what = {"kept_back": given.kept_back} if part == "know" else {}
            rows += importlib.import_module(f"benchmarks.{part}").rows(**with_what)
    show(rows, as_json=given.json)


if __name__ == "__main__":
    main()
