"""A decision in plain words."""

from __future__ import annotations

from facecam.types import Decision, Quality, State

POOR = 0.4
"""Below this a part of the quality is worth a word."""

_POOR_WORDS = {
    "size": "The face is small in the picture: closer is better.",
    "sharpness": "The picture of the face is blurred.",
    "light": "The light on the face is poor.",
    "pose": "The face is turned away.",
}


def title(decision: Decision) -> str:
    if decision.name is not None:
        return decision.name
    return "Unknown" if decision.state is State.UNKNOWN else "Still looking"


def score(decision: Decision) -> str:
    """The likeness in short, for a list."""
    if decision.score is None or decision.state is not State.KNOWN:
        return ""
    return f"{decision.score:.2f}"


def why(decision: Decision) -> str:
    """The numbers behind a decision, as sentences."""
    reason = f"{decision.reason}." if decision.reason else ""
    best = decision.best
    if best is None:
        return reason
    needed = f"a name is given from {decision.threshold:.2f}"
    if decision.state is State.KNOWN:
        rest = decision.candidates[1:2]
        rival = f" Next is {rest[0].name} with {rest[0].score:.2f}." if rest else " Nobody else comes near."
        return f"{reason} The likeness is {best.score:.2f}; {needed}.{rival}"
    return f"{reason} Closest is {best.name} with {best.score:.2f}; {needed}."


def poor(quality: Quality | None) -> str:
    """What is wrong with the picture of the face, if anything."""
    if quality is None or getattr(quality, quality.weakest) >= POOR:
        return ""
    return _POOR_WORDS[quality.weakest]
