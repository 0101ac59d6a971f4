"""What is asked of the thread that plays a film or a folder: hold, go on, go elsewhere, one picture on or back."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable


@runtime_checkable
class Seekable(Protocol):
    """A source with places: seconds of a film, pictures of a folder, counted from 0. Its frames say theirs."""

    @property
    def length(self) -> float | None:
        """How many places there are, once it is open; None where that is not known, and none can be chosen."""
        ...

    @property
    def period(self) -> float:
        """From one picture to the next."""
        ...

    @property
    def counted(self) -> bool:
        """Its places are pictures and not seconds."""
        ...

    def seek(self, position: float) -> None:
        """Let the next frame be the one that is there, at a place inside; index and time count on. Called by the
        thread that reads."""
        ...


@dataclass(frozen=True, slots=True)
class Playback:
    """How a source that has places is played."""

    length: float | None
    """As `Seekable.length`."""
    period: float
    counted: bool
    paused: bool


class Orders(NamedTuple):
    """What is to be done now."""

    paused: bool
    position: float | None
    """Where to go; None: nowhere else."""
    steps: int
    """Pictures on, or back where negative, from there."""
    again: bool
    """The picture that is held is wanted once more: it looks different now."""


class Transport:
    """Orders from any thread to the one that plays. Of several places the last one counts."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._new = False
        self._ended = False
        self._paused = False
        self._position: float | None = None
        self._steps = 0
        self._again = False

    @property
    def paused(self) -> bool:
        with self._changed:
            return self._paused

    def pause(self, on: bool) -> None:
        """Hold the picture, or go on."""
        with self._changed:
            self._paused = on
            self._note()

    def seek(self, position: float) -> None:
        """Go on from there; where the picture is held, that one is."""
        with self._changed:
            self._position, self._steps = position, 0
            self._note()

    def step(self, pictures: int) -> None:
        """So many pictures on, or back, and hold."""
        with self._changed:
            self._paused = True
            self._steps += pictures
            self._note()

    def again(self) -> None:
        """Where the picture is held: give it once more."""
        with self._changed:
            self._again = True
            self._note()

    def end(self) -> None:
        """Nobody waits any longer."""
        with self._changed:
            self._ended = True
            self._note()

    def take(self) -> Orders:
        """What was asked for since the last time."""
        with self._changed:
            orders = Orders(self._paused, self._position, self._steps, self._again)
            self._position, self._steps, self._again, self._new = None, 0, False, self._ended
            return orders

    def wait(self, seconds: float | None = None) -> bool:
        """Until something is asked for, or so many seconds; whether something was."""
        with self._changed:
            return self._changed.wait_for(lambda: self._new, seconds)

    def _note(self) -> None:
        self._new = True
        self._changed.notify_all()
