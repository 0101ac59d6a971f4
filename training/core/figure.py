"""Figures drawn by matplotlib: as SVG to stand inside a page, and as PNG files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.core.files import write_atomically

Draw = Callable[[Any], None]
"""Draws onto matplotlib's axes."""


def svg(title: str, draw: Draw) -> str:
    """`<svg ...>` without what only a file of its own needs, and without links to anywhere."""
    import matplotlib

    # Marks in the page are named by a salted hash: two figures must not share names, two runs should.
    with matplotlib.rc_context({"svg.hashsalt": title, "svg.fonttype": "none", "font.family": "sans-serif"}):
        out = io.StringIO()
        _figure(title, draw).savefig(out, format="svg")
    text = out.getvalue()
    return re.sub(
        r"<metadata>.*?</metadata>| xmlns(:\w+)?=\"[^\"]*\"", "", text[text.index("<svg") :], flags=re.DOTALL
    )


def png(path: Path, title: str, draw: Draw) -> None:
    """The same as a file."""
    out = io.BytesIO()
    _figure(title, draw).savefig(out, format="png", dpi=120)
    write_atomically(path, out.getvalue())


def _figure(title: str, draw: Draw) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot(title=title)
    draw(axes)
    if axes.get_legend_handles_labels()[0]:
        axes.grid(alpha=0.3)
        axes.legend()
    return figure
