"""Ctrl-C as a wish that is granted at the next good moment."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruption() -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets; from the second on they act as usual."""
    wished = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in numbers}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def wish(number: int, frame: FrameType | None) -> None:
        wished.set()
        restore()

    for number in numbers:
        signal.signal(number, wish)
    try:
        yield wished
    finally:
        restore()
