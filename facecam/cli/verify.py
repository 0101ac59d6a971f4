"""`facecam verify`: are two pictures of one person?"""

from __future__ import annotations

from typing import Annotated

import typer

from facecam.cli.failures import DONE, NO
from facecam.cli.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.output import note, print_json, say


def verify(
    a: Annotated[str, typer.Argument(metavar="A", help="An image.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another image.")],
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say whether two pictures show one person.

    Exits with 1 where they do not, or where a face is missing.
    """
    from facecam.capture.images import read_image
    from facecam.recognizer import main_face, open_recognizer

    settings = chosen(db, gpu, model)
    images = [read_image(path) for path in (a, b)]
    recognizer = open_recognizer(settings)
    vectors = []
    for path, image in zip((a, b), images, strict=True):
        faces = recognizer.faces(image)
        face = main_face(faces, image.shape[1], image.shape[0])
        if face is None:
            note(f"There is no face in {path}. Take another picture.")
        elif len(faces) > 1:
            note(f"There are {len(faces)} faces in {path}; the largest and most central one is compared.")
        vectors.append(face.embedding if face is not None else None)
    threshold = recognizer.calibration.threshold(1 / settings.strangers, 1)
    score = fmr = same = None
    if vectors[0] is not None and vectors[1] is not None:
        score = float(vectors[0] @ vectors[1])
        fmr = recognizer.calibration.fmr(score)
        same = score >= threshold
    if as_json:
        print_json(
            {
                "score": None if score is None else round(score, 4),
                "threshold": round(threshold, 4),
                "fmr": None if fmr is None else float(f"{fmr:.4g}"),
                "same": same,
                "extrapolated": score is not None and recognizer.calibration.extrapolated(score),
            }
        )
    elif score is not None and fmr is not None:
        answer = "The same person" if same else "Not the same person"
        say(
            f"{answer}: the score is {score:.2f}, and one person is taken from {threshold:.2f}.",
            f"Of pairs of two different people {_rate(fmr, recognizer.calibration.lowest_fmr)} scores as high.",
        )
    return DONE if same else NO


def _rate(fmr: float, lowest: float) -> str:
    """A rate as people say it; none is smaller than what was measured."""
    return f"{'fewer than ' if fmr < lowest else ''}one in {1 / max(fmr, lowest):,.0f}"
