"""`facecam verify`: are two pictures of one person?"""

from __future__ import annotations

from typing import Annotated

import typer

from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say


def verify(
    a: Annotated[str, typer.Argument(metavar="A", help="An image.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another image.")],
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say whether two pictures show one person.

    Exits with 1 where they do not, or where a face is missing.
    """
    from facecam.front_door import Facecam

    cam = Facecam(chosen(db, gpu, model), fast=fast)
    said = cam.verify(a, b)
    for remark in said.remarks:
        note(str(remark))
    if as_json:
        print_json(
            {
                "score": None if said.score is None else round(said.score, 4),
                "cosine": None if said.cosine is None else round(said.cosine, 4),
                "threshold": round(said.threshold, 4),
                "fmr": None if said.fmr is None else float(f"{said.fmr:.4g}"),
                "fnmr": None if said.fnmr is None else round(said.fnmr, 4),
                "same": said.same,
                "extrapolated": said.extrapolated,
            }
        )
    elif said.score is not None and said.fmr is not None:
        answer = "The same person" if said.same else "Not the same person"
        often = _rate(said.fmr, cam.recognizer.calibration.lowest_fmr, said.extrapolated)
        say(
            f"{answer}: the score is {said.score:.2f}, and one person is taken from {said.threshold:.2f}.",
            f"Of pairs of two different people {often} scores as high.",
        )
        if said.cosine is not None and said.cosine - said.score >= 0.005:
            say(f"Many faces are like these, so the score is less than their cosine, {said.cosine:.2f}.")
        if said.fnmr is not None:
            say(f"Of pairs of one person {said.fnmr:.0%} stay below {said.threshold:.2f} (measured on LFW).")
    return DONE if said.same else NO


def _rate(fmr: float, lowest: float, beyond: bool) -> str:
    """A rate as people say it; none is smaller or larger than what was measured."""
    limit = "fewer than " if fmr < lowest else "more than " if beyond else ""
    return f"{limit}one in {1 / max(fmr, lowest):,.0f}"
