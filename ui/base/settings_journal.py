"""Changes of settings, to be taken back and made again while the program runs."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

from facecam.base.settings import Settings

NOTED = frozenset(
    {
        "strangers", "keep_pictures", "keep_sightings", "sightings_days", "gpu", "theme", "language", "mirror",
        "blur", "record_boxes", "repeat", "recognise", "keep_clips", "clips_mb",
    }
)  # fmt: skip
"""Those that the settings' page shows; which source is looked at, say, is nothing to be taken back."""

ONE_S = 1.5
"""A slider that is drawn changes a setting many times: changes of the same one that follow so soon are one."""


class SettingsJournal:
    def __init__(self) -> None:
        self._done: list[dict[str, Any]] = []
        """What each change replaced, the newest last."""
        self._undone: list[dict[str, Any]] = []
        self._when = float("-inf")

    def note(self, before: Settings, after: Settings) -> None:
        names = {one.name for one in dataclasses.fields(Settings)} & NOTED
        was = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
        if not was:
            return
        now, self._undone = time.monotonic(), []
        if not (self._done and self._done[-1].keys() == was.keys() and now - self._when < ONE_S):
            self._done.append(was)
        self._when = now

    def back(self, now: Settings) -> Settings | None:
        """The settings before the newest change; None where there was none."""
        return self._turn(now, self._done, self._undone)

    def forth(self, now: Settings) -> Settings | None:
        return self._turn(now, self._undone, self._done)

    def _turn(self, now: Settings, from_: list[dict[str, Any]], to: list[dict[str, Any]]) -> Settings | None:
        if not from_:
            return None
        values = from_.pop()
        to.append({name: getattr(now, name) for name in values})
        self._when = float("-inf")
        return dataclasses.replace(now, **values)
