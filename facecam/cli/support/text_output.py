"""What `facecam watch` tells a person: who came, who went, and how it ran."""

from __future__ import annotations

from typing import Any

from facecam.base.types import Decision, FrameResult, State
from facecam.cli.support.output import say


class Story:
    """Says a face's name once, and again when something changes."""

    def __init__(self) -> None:
        self._said: dict[int, str] = {}

    def tell(self, result: FrameResult, still: bool) -> None:
        """`still`: a picture of its own, and not one of a film."""
        if still:
            names = [f"{_name(decision)}{_score(decision)}" for decision in result.decisions]
            say(f"{result.source}: {', '.join(names) or 'no face'}")
            return
        for face, decision in zip(result.faces, result.decisions, strict=True):
            name = _name(decision)
            if face.track is None or decision.state is State.PENDING or self._said.get(face.track) == name:
                continue
            self._said[face.track] = name
            say(f"{_clock(result.time)}  {name}{_score(decision)}")
        for visit in result.ended:
            if name := self._said.pop(visit.track, ""):
                say(f"{_clock(result.time)}  {name} left after {visit.last - visit.first:.1f} s")

    def sum_up(self, summary: dict[str, Any]) -> None:
        frames, dropped = summary["frames"], summary["dropped"]
        lost = f" ({dropped} dropped)" if dropped else ""
        where = f" on {summary['model']}, {summary['provider']}" if summary["provider"] else ""
        say(f"{frames} frame{'s' if frames != 1 else ''}{lost}, {summary['fps']:.0f} a second{where}")
        if frames:
            say("  ".join(f"{stage} {ms:.1f} ms" for stage, ms in summary["ms"].items()))


def _name(decision: Decision) -> str:
    return decision.name or "unknown"


def _score(decision: Decision) -> str:
    return "" if decision.score is None else f" ({decision.score:.2f})"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
