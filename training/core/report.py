"""Tables for the terminal and for one HTML page that needs nothing beside itself."""

from __future__ import annotations

import html
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.core.files import write_atomically


@dataclass(frozen=True)
class Table:
    """title, what it says in one sentence, columns, rows of text: the first cell of each is its name."""

    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 74rem; margin: 2rem auto;
  padding: 0 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
p { margin: .3rem 0 .8rem; color: #57606a; max-width: 60rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem 1.2rem .3rem 0; border-bottom: 1px solid #d0d7de;
  overflow-wrap: anywhere; }
th { font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; } .plots svg { max-width: 100%; height: auto; }
code { font-family: ui-monospace, monospace; }
"""


def command() -> str:
    """What this program was called with, to be called again."""
    return f"python -m training {shlex.join(sys.argv[1:])}"


def write(path: Path, title: str, tables: Sequence[Table], plots: Sequence[str]) -> None:
    """The page: command, tables, plots (`<svg>`), with no link to anywhere; the old one stays whole until then."""
    body = [
        f"<h1>{html.escape(title)}</h1>",
        f"<p>Made by <code>{html.escape(command())}</code></p>",
        *(_html(table) for table in tables),
        f'<h2>Curves and scores</h2><div class="plots">{"".join(plots)}</div>',
    ]
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>"
    )
    write_atomically(path, page.encode())


def show(title: str, tables: Sequence[Table]) -> None:
    """The same tables in the terminal."""
    from rich.console import Console
    from rich.table import Table as Grid

    console = Console()
    # Wide enough for every cell: a digest broken in two is no digest when the output goes to a file.
    if not console.is_terminal:
        console = Console(width=200)
    console.print(title, style="bold", markup=False, highlight=False)
    for table in tables:
        grid = Grid(
            *table.columns, title=table.title, title_justify="left", caption=table.note, caption_justify="left"
        )
        for row in table.rows:
            grid.add_row(*row)
        console.print(grid, markup=False)
    console.print(f"command: {command()}", markup=False, highlight=False, soft_wrap=True)


def _html(table: Table) -> str:
    head = "".join(f"<th>{html.escape(column)}</th>" for column in table.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return (
        f"<section><h2>{html.escape(table.title)}</h2><p>{html.escape(table.note)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"
    )
