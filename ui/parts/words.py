"""Numbers in words."""

from __future__ import annotations


def count(number: int, thing: str) -> str:
    """`1 sample`, `2 samples`, `2 people`."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} people" if thing == "person" else f"{number:,} {thing}s"
