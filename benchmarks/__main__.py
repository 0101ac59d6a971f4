"""`python -m benchmarks [PART ...]`: run them, print the table; the long and those of training only by name."""

from __future__ import annotations

import argparse
import importlib

from rich.console import Console
from rich.table import Table

USUAL = ("detector", "detection", "chain", "embedder", "window", "people", "history", "enrolment")
PARTS = (*USUAL, "endurance", "student", "know", "live", "training", "prepare", "frozen")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"which of {', '.join(PARTS)}")
    chosen = parser.parse_args().part or USUAL
    table = Table("what", "measured", "bar")
    for part in PARTS:
        if part in chosen:
            for row in importlib.import_module(f"benchmarks.{part}").rows():
                table.add_row(row.what, row.measured, row.bar)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
