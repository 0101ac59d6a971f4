"""The rows as people or programs read them. Not in `common`, which is imported where a start is timed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.common import Row


def show(rows: Sequence[Row], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"rows": [row.as_json() for row in rows]}))
        return
    table = Table("what", "measured", "bar", "")
    for row in rows:
        table.add_row(row.what, row.measured, row.bar, {True: "met", False: "missed", None: ""}[row.ok])
    Console(width=150).print(table)
