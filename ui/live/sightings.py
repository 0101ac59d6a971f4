"""Where in a film or folder people were named, as far as it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facecam.base.types import FrameResult, State


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last place, in a row, at which somebody was named."""

    start: float
    end: float


class Sightings:
    """Spans by person; those that come to touch become one."""

    def __init__(self) -> None:
        self.spans: dict[int, list[Span]] = {}
        """Sorted."""
        self.names: dict[int, str] = {}

    def add(self, result: FrameResult, gap: float) -> bool:
        """Note who is named on a frame; what lies less than `gap` apart is one span. Whether anything changed."""
        position = None if result.frame is None else result.frame.position
        if position is None:
            return False
        changed = False
        for decision in result.decisions:
            if decision.state is State.KNOWN and decision.person is not None and decision.name:
                self.names[decision.person] = decision.name
                changed = self._note(decision.person, position, gap) or changed
        return changed

    def keep(self, names: Mapping[int, str]) -> None:
        """Only these people are known now, by these names."""
        self.spans = {person: spans for person, spans in self.spans.items() if person in names}
        self.names = {person: names[person] for person in self.spans}

    def at(self, start: float, end: float) -> list[str]:
        """Who was named between two places."""
        return [
            self.names[person]
            for person, spans in self.spans.items()
            if any(span.start <= end and span.end >= start for span in spans)
        ]

    def _note(self, person: int, position: float, gap: float) -> bool:
        spans = self.spans.get(person, [])
        near = [span for span in spans if span.start - gap < position < span.end + gap]
        start = min([position, *(span.start for span in near)])
        end = max([position, *(span.end for span in near)])
        if near == [Span(start, end)]:
            return False
        others = [span for span in spans if span not in near]
        self.spans[person] = sorted([*others, Span(start, end)], key=lambda span: span.start)
        return True
