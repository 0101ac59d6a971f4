"""A decision in plain words."""

from __future__ import annotations

from facecam.base.types import Decision, Quality, State
from ui.i18n.core import full_stop
from ui.i18n.language import translate
from ui.i18n.words import decimal

POOR = 0.4
"""Below this a part of the quality is worth a word."""


def title(decision: Decision) -> str:
    if decision.name is not None:
        return decision.name
    if decision.state is State.UNKNOWN:
        return translate("Decision", "Unknown")
    return translate("Decision", "Still looking")


def state(which: State) -> str:
    if which is State.KNOWN:
        return translate("Decision", "known")
    return translate("Decision", "unknown") if which is State.UNKNOWN else translate("Decision", "undecided")


def score(decision: Decision) -> str:
    """The likeness in short, for a list."""
    if decision.score is None or decision.state is not State.KNOWN:
        return ""
    return decimal(decision.score)


def why(decision: Decision) -> str:
    """The numbers behind a decision, as sentences."""
    reason = full_stop(decision.reason)
    best = decision.best
    if best is None:
        return reason
    likeness, needed = decimal(best.score), decimal(decision.threshold)
    if decision.state is not State.KNOWN:
        near = translate("Decision", "Closest is {name} with {likeness}; a name is given from {needed}.")
        return f"{reason} {near.format(name=best.name, likeness=likeness, needed=needed)}"
    given = translate("Decision", "The likeness is {likeness}; a name is given from {needed}.")
    rival = translate("Decision", "Nobody else comes near.")
    for other in decision.candidates[1:2]:
        next_ = translate("Decision", "Next is {name} with {likeness}.")
        rival = next_.format(name=other.name, likeness=decimal(other.score))
    return f"{reason} {given.format(likeness=likeness, needed=needed)} {rival}"


def poor(quality: Quality | None) -> str:
    """What is wrong with the picture of the face, if anything."""
    if quality is None or getattr(quality, quality.weakest) >= POOR:
        return ""
    return {
        "size": translate("Decision", "The face is small in the picture: closer is better."),
        "sharpness": translate("Decision", "The picture of the face is blurred."),
        "light": translate("Decision", "The light on the face is poor."),
        "pose": translate("Decision", "The face is turned away."),
        "upright": translate("Decision", "It is hardly a face, or not an upright one."),
        "whole": translate("Decision", "The face is cut off by the border."),
    }[quality.weakest]


def what_blur_misses() -> str:
    """What blurring strangers cannot do, to be said wherever it is switched on."""
    return translate("Blur", "A face that is not found (very small, turned far away, half covered) stays clear.")
