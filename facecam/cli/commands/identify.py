"""`facecam identify`: who is in a picture."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say


def identify(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="An image.")],
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many candidates a face.")] = 5,
    classifier: Annotated[
        str | None,
        typer.Option("--classifier", metavar="NAME", help="Ask this classifier of a closed set, too."),
    ] = None,
    confidence: Annotated[
        float, typer.Option(min=0, max=1, help="How sure the classifier must be to name somebody.")
    ] = 0.5,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say who is in a picture. Exits with 1 where nobody known is in it."""
    from facecam.base.types import State
    from facecam.capture.images import read_image

    settings = chosen(db, gpu, model)
    pixels = read_image(image)
    with opened(settings, fast) as cam:
        tell_left_out(cam)
        if classifier is None:
            faces, guessed = cam.identify(pixels, top=top), None
        else:
            guessed = cam.classify(pixels, classifier, top=top)
            faces = [one.gallery for one in guessed]
        rests_on = cam.recognizer.embedder.entry.rests_on
        nobody = not len(cam.matcher.gallery.people)
    found = [face.to_json() for face in faces]
    for face, one in zip(found, guessed or (), strict=False):
        face["gallery"] = {key: face[key] for key in ("state", "person", "name", "candidates")}
        face |= {"person": None, "name": one.name(confidence)}
        face["state"] = str(State.KNOWN if face["name"] else State.UNKNOWN)
        face["candidates"] = [
            {"name": guess.name, "probability": round(guess.confidence, 4)} for guess in one.guesses
        ]
    if as_json:
        print_json({"path": image, "faces": found})
    else:
        _tell(image, found)
    if rests_on is not None:
        note(f"{rests_on}.")
    if nobody:
        note("Nobody is enrolled yet: `facecam enrol NAME PATH` changes that.")
    by_classifier = any(one.name(confidence) for one in guessed or ())
    return DONE if by_classifier or any(face.state is State.KNOWN for face in faces) else NO


def _tell(path: str, faces: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not faces:
        say(f"{path}: no face")
        return
    both = "gallery" in faces[0]
    columns = ("face", "who", "score", "quality", "next", *(("classifier", "confidence") if both else ()))
    table = Table(*columns, box=None, pad_edge=False)
    for face in faces:
        x1, y1, x2, y2 = face["box"]
        known = face.get("gallery", face)
        best, *others = known["candidates"] or [None]
        nearest = others[0] if known["name"] and others else best if not known["name"] else None
        guess = face["candidates"][0] if both else {}
        table.add_row(
            f"{x2 - x1:.0f} x {y2 - y1:.0f} at {x1:.0f}, {y1:.0f}",
            known["name"] or "unknown",
            f"{best['score']:.2f}" if best else "",
            f"{face['quality']:.2f}",
            f"{nearest['name']} {nearest['score']:.2f}" if nearest else "",
            *((face["name"] or "nobody", f"{guess['probability']:.2f} {guess['name']}") if both else ()),
        )
    say(table, f"A name is given from {faces[0]['threshold']:.2f}: to one stranger in {1 / faces[0]['fpir']:,.0f}.")
