"""Which people a trainer is judged by. A person is on one side for ever, in every set and on every machine.

But where there are so few that fewer than two are judged by: then it is the two who are next to that side.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

SEED = 20261122
PART = 0.1
"""Share of the people that is kept for validation."""


def side(person: str, validation: float = PART, test: float = PART) -> int:
    """0 to learn from, 1 to choose by (so large a share of all people), 2 to test (another share)."""
    if validates(person, validation):
        return 1
    return 2 if validates(person, validation + test) else 0


def validates(person: str, part: float = PART, seed: int = SEED) -> bool:
    """Whether the person of that normalised name is for validation: a hash of the name is under `part` (0..1)."""
    return _place(person, seed) < part * 2**64


def for_two(people: Iterable[str], part: float = PART) -> float:
    """`part`, or where fewer than two of these people are on that side by it, the least share by which two are."""
    first = sorted(map(_place, people))[:2]
    return max(part, math.nextafter(first[1] / 2**64, 1)) if len(first) == 2 else part


def _place(person: str, seed: int = SEED) -> int:
    """Between 0 and 2 ** 64, by the name alone."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{person}".encode()).digest()[:8], "big")
