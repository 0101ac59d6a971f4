"""How hard a picture is looked at: quickly, one of many in a second, or patiently, the only one there is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan does and where its nets draw the line. The nets are the same for all scans."""

    thresholds: tuple[float, float, float]
    """Scores of P-, R- and O-Net from which each lets a window pass. They belong to these nets: others' scores mean
    something else."""
    overlaps: tuple[float, float]
    """IoU over which two of P-Net's windows are one, on whichever levels they were found, and two of R-Net's."""
    upright: float
    """The judge's score from which an aligned crop is an upright face."""
    sure: float = 0.0
    """The sureness (`sureness.py`) from which what is left is a face."""
    alone: float = 1.0
    """O-Net's score over which it is one, however little speaks for it besides."""
    skipped: tuple[int, ...] = ()
    """Levels of the pyramid that are left out, counted from the finest."""
    border: int = 0
    """Pixels of black around a level, of which P-Net's window has 12: so that a face which the picture cuts off, or
    which fills it, lies inside a window."""
    turned: float | None = None
    """Where nothing upright is found, the picture is looked at turned by 90, 180 and 270 degrees, and a face counts
    from this sureness. None: it is not turned."""


LIVE = Scan(thresholds=(0.37, 0.2, 0.04), overlaps=(0.4, 0.5), upright=0.03, sure=0.6, skipped=(1, 3))
"""One of many pictures in a second, on which faces are followed between scans. Two levels, with 38 % of P-Net's
work, are left out: faces between two of the others come to R-Net in windows up to 1.4 times too large or small,
which it mends. A border would cost a seventh, and all but one of 210 faces of 65 to 105 % of a frame's height, many
of them cut off, are found without it."""
PATIENT = Scan(thresholds=(0.3, 0.05, 0.02), overlaps=(0.5, 0.7), upright=0.03, sure=0.7, border=6, turned=0.85)
"""A still: all levels, a border around the picture, and more for the nets after P-Net to decide on."""
CAUTIOUS = Scan(
    thresholds=(0.3, 0.05, 0.02), overlaps=(0.5, 0.7), upright=0.0, sure=0.1, alone=0.6, border=6, turned=0.85
)
"""Where to miss somebody is worse than to find nobody: all that a still's scan finds, what leaves more doubt, and
what O-Net alone takes for a face."""
