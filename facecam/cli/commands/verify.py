"""`facecam verify`: are two pictures of one person, or is it a live face that is before a camera?"""

from __future__ import annotations

from typing import Annotated

import typer

from facecam.base.errors import InputError
from facecam.base.settings import Settings
from facecam.cli.support.failures import DONE, INTERRUPTED, NO
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say

TELL = {None: "Look ahead.", "left": "Turn your head to your left.", "right": "Turn your head to your right."} | {
    "up": "Look up."
}
"""What is said to the person before the camera."""


def verify(
    a: Annotated[str | None, typer.Argument(metavar="A", help="An image.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="Another image.")] = None,
    live: Annotated[
        str | None,
        typer.Option(
            "--live",
            metavar="SOURCE",
            help="Instead of A and B: whether a person before this camera turns as asked, and no picture.",
        ),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="With --live: whether it is this person, too.")
    ] = None,
    ask: Annotated[
        str | None,
        typer.Option("--ask", metavar="TURNS", help="With --live: left,up and the like.  [default: two by chance]"),
    ] = None,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say whether two pictures show one person, or whether a live face turns as asked.

    Exits with 1 where they do not, it does not, or a face is missing.
    """
    settings = chosen(db, gpu, model)
    if live is not None:
        if a is not None:
            raise InputError("--live does not go with pictures", "Leave one of them out")
        return _live(settings, live, person, ask, as_json)
    if a is None or b is None:
        raise InputError("Two pictures are compared", "Name both, or a camera with --live")
    if person is not None or ask is not None:
        raise InputError("--person and --ask go with --live only", "Leave them out")
    from facecam.front_door import Facecam

    cam = Facecam(settings, fast=fast)
    said = cam.verify(a, b)
    for remark in said.remarks:
        note(str(remark))
    if as_json:
        print_json(said.to_json())
    elif said.score is not None and said.fmr is not None:
        answer = "The same person" if said.same else "Not the same person"
        often = _rate(said.fmr, cam.recognizer.calibration.lowest_fmr, said.extrapolated)
        say(
            f"{answer}: the score is {said.score:.2f}, and one person is taken from {said.threshold:.2f}.",
            f"Of pairs of two different people {often} scores as high.",
        )
        if said.fnmr is not None:
            say(f"Of pairs of one person {said.fnmr:.0%} stay below {said.threshold:.2f} (measured on LFW).")
    return DONE if said.same else NO


def _live(settings: Settings, source: str, person: str | None, ask: str | None, as_json: bool) -> int:
    from facecam.tasks.live_check import LiveLabel

    with interruption() as interrupted, opened(settings) as cam:
        wanted = None if person is None else cam.find(person)
        asked = [] if ask is None else [turn.strip() for turn in ask.split(",")]
        answer = cam.live_check(source, asked=asked, on_ask=lambda turn: note(TELL[turn]), stopping=interrupted)
    same = None if wanted is None else answer.same(wanted.id)
    score = answer.score(None if wanted is None else wanted.id)
    if as_json:
        rounded = None if score is None else round(score, 4)
        print_json({"asked": answer.asked, "label": answer.label, "same": same, "score": rounded})
    else:
        why = "" if answer.reason is None else f" ({answer.reason})"
        say(f"{answer.label.capitalize()}{why}.")
        if wanted is not None:
            unclear = f"Whether it is {wanted.name} did not become clear."
            say({True: f"It is {wanted.name}.", False: f"It is not {wanted.name}.", None: unclear}[same])
        if answer.label is LiveLabel.TURNED:
            say("A picture held before the camera cannot do that; a film made to answer, or a mask, can.")
    if interrupted.is_set():
        return INTERRUPTED
    return DONE if answer.label is LiveLabel.TURNED and same is not False else NO


def _rate(fmr: float, lowest: float, beyond: bool) -> str:
    """A rate as people say it; none is smaller or larger than what was measured."""
    limit = "fewer than " if fmr < lowest else "more than " if beyond else ""
    return f"{limit}one in {1 / max(fmr, lowest):,.0f}"
