"""Where the words about a face go: beside its box, where they cover neither another face nor other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 8.0
"""Pixels between a box and its words."""
EDGE = 2.0
"""And between words and the picture's edge."""

Side = Literal["below", "above", "right", "left", "inside"]
SIDES: tuple[Side, ...] = ("below", "above", "right", "left", "inside")


class Wanted(NamedTuple):
    """Words that look for a place."""

    box: QRectF
    """Of the face."""
    width: float
    """That they take in full."""
    least: float
    """Shorter than this they say nothing."""
    before: Side | None = None
    """Where they were a moment ago: they stay there while they can, for words that jump cannot be read."""


class Found(NamedTuple):
    place: QRectF
    side: Side


def arrange(wanted: Sequence[Wanted], height: float, within: QRectF) -> list[Found | None]:
    """A place for each, in their order: the first have the choice. None where there is none at all.

    No place lies over the box of another face or over another place, and all are within the picture. Where the
    full width has no room, less is taken, down to the least.
    """
    taken: list[QRectF] = []
    found: list[Found | None] = []
    inside = within.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    for at, one in enumerate(wanted):
        others = [other.box for number, other in enumerate(wanted) if number != at] + taken
        place = next((it for it in _places(one, height, inside) if _free(it.place, others)), None)
        found.append(place)
        if place is not None:
            taken.append(place.place)
    return found


def _places(one: Wanted, height: float, within: QRectF) -> Iterator[Found]:
    """The best first: in full, then shortened to the box, then to the least."""
    sides = sorted(SIDES, key=lambda side: side != one.before)
    widths = [min(one.width, within.width())]
    for less in (max(one.box.width(), one.least), one.least):
        if less < widths[-1]:
            widths.append(less)
    for width in widths:
        size = QSizeF(width, height)
        for side in sides:
            for corner in _corners(side, one.box, size, within):
                place = QRectF(corner, size)
                if within.contains(place) and (side != "inside" or width <= one.box.width()):
                    yield Found(place, side)


def _corners(side: Side, box: QRectF, size: QSizeF, within: QRectF) -> list[QPointF]:
    """Top left corners on a side: in its middle, and moved to either end."""
    wide, high = size.width(), size.height()
    if side in ("right", "left"):
        x = box.right() + GAP if side == "right" else box.left() - GAP - wide
        ys = (box.center().y() - high / 2, box.bottom() - high, box.top())
        return [QPointF(x, _clamped(y, within.top(), within.bottom() - high)) for y in ys]
    y = {"below": box.bottom() + GAP, "above": box.top() - GAP - high}.get(side, 0.0)
    if side == "inside":
        y = min(box.bottom(), within.bottom()) - high - GAP
    xs = (box.center().x() - wide / 2, box.left(), box.right() - wide)
    return [QPointF(_clamped(x, within.left(), within.right() - wide), y) for x in xs]


def _clamped(value: float, low: float, high: float) -> float:
    return max(min(value, high), low)


def _free(place: QRectF, others: Sequence[QRectF]) -> bool:
    return not any(place.intersects(other) for other in others)
