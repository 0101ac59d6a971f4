"""Numbers in words."""

from __future__ import annotations


def count(number: int, thing: str) -> str:
    """`1 sample`, `2 samples`, `2 people`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} people" if thing == "person" else f"{number:,} {thing}s"


def share(part: float) -> str:
    """A part of a whole, 0 to 1: `none`, `1 in 1,000`, `7 in 10`, `all`."""
    if part <= 0:
        return "none"
    if part >= 0.95:
        return "all" if part >= 0.9995 else "nearly all"
    return f"{part * 10:.0f} in 10" if part > 0.45 else f"1 in {_rounded(1 / part):,.0f}"


def about(part: float) -> str:
    """`share`, where it is an estimate: `about 1 in 1,000`, `none`."""
    words = share(part)
    return f"about {words}" if " in " in words else words


def _rounded(number: float) -> float:
    """Two figures are all that such a rate is known to."""
    return round(number, 2 - len(str(round(number)))) if number >= 100 else round(number)
