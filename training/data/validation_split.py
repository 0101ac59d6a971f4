"""Which people a trainer is judged by. A person is on one side for ever, in every set and on every machine."""

from __future__ import annotations

import hashlib

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
    digest = hashlib.sha256(f"{seed}:{person}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < part * 2**64
