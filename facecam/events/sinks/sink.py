"""What every sink does."""

from __future__ import annotations

from typing import Any, Protocol

TIMEOUT = 10.0
"""Seconds that a receiver has for its answer."""


class Sink(Protocol):
    """One target. A single thread calls it; what it raises never holds a secret."""

    def send(self, values: dict[str, Any], key: str) -> None:
        """Deliver `values` (`targets.FIELDS` and perhaps more); `key` is the same at every try.

        Returns once the receiver has it. Raises `FacecamError` where it has not, `RefusedError` where it does not
        want it.
        """

    def close(self) -> None:
        """Leave; may be called again."""
