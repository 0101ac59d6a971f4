"""`python -m benchmarks [detector|chain|embedder|window ...]`: run them and print the table."""

from __future__ import annotations

import argparse
import importlib

from rich.console import Console
from rich.table import Table

PARTS = ("detector", "chain", "embedder", "window")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"which of {', '.join(PARTS)}; all by default")
    chosen = parser.parse_args().part or PARTS
    table = Table("what", "measured", "bar")
    for part in PARTS:
        if part in chosen:
            for row in importlib.import_module(f"benchmarks.{part}").rows():
                table.add_row(row.what, row.measured, row.bar)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
