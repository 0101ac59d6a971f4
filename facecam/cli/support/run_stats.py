"""What a run of results comes to: counts, rates and mean times."""

from __future__ import annotations

from typing import Any

from facecam.base.types import STAGES, FrameResult


class Tally:
    """Counts results as they pass, also those of a recording: it looks at nothing but them."""

    def __init__(self) -> None:
        self.frames = 0
        self._ms = dict.fromkeys(STAGES, 0.0)
        self._first: FrameResult | None = None
        self._last: FrameResult | None = None

    def add(self, result: FrameResult) -> None:
        self.frames += 1
        for stage in STAGES:
            self._ms[stage] += result.ms.get(stage, 0.0)
        self._first = self._first or result
        self._last = result

    def summary(self, provider: str | None, model: str | None, threshold: float | None) -> dict[str, Any]:
        """The last line of `facecam watch --json`: `fps` are frames processed a second, `ms` means over frames."""
        return {
            "frames": self.frames,
            # An index is the source's own count: what is missing in it was dropped.
            "dropped": self._last.index + 1 - self.frames if self._last else 0,
            "fps": round(self.frames / self._seconds, 2) if self._seconds else 0.0,
            "provider": provider,
            "model": model,
            "threshold": None if threshold is None else round(threshold, 4),
            "ms": {stage: round(ms / max(self.frames, 1), 3) for stage, ms in self._ms.items()},
        }

    @property
    def _seconds(self) -> float:
        """From the first frame to the end of the work on the last."""
        if self._first is None or self._last is None:
            return 0.0
        return self._last.captured - self._first.captured + self._last.ms.get("total", 0.0) / 1000
