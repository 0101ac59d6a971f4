"""`facecam identify`: who is in pictures, one line or table an image."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.base.errors import FacecamError
from facecam.cli.support.failures import BAD, DONE, NO
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.base.types import Image
    from facecam.tasks.classification import Classified
    from facecam.tasks.identification import Identified


def identify(
    paths: Annotated[list[str], typer.Argument(metavar="IMAGE...", help="Images, or folders of images.")],
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
    """Say who is in pictures. Exits with 1 where nobody known is in any of them.

    With --json one object a line and image.
    """
    from facecam.cli.support.images import expand, for_each

    settings = chosen(db, gpu, model)
    files, refused = expand(paths)
    for error in refused:
        note(str(error))
    known = False
    with opened(settings, fast) as cam:
        tell_left_out(cam)

        def work(image: Image) -> tuple[bool, list[dict[str, Any]]]:
            if classifier is None:
                return _told(cam.identify(image, top=top))
            return _guessed(cam.classify(image, classifier, top=top), confidence)

        for path, outcome in for_each(files, work):
            if isinstance(outcome, FacecamError):
                refused.append(outcome)
                note(str(outcome))
                continue
            somebody, found = outcome
            known = known or somebody
            if as_json:
                print_json({"path": path, "faces": found})
            else:
                _tell(path, found)
        rests_on = cam.recognizer.embedder.entry.rests_on
        nobody = not cam.matcher.gallery.size
    if len(refused) < len(files):
        if rests_on is not None:
            note(f"{rests_on}.")
        if nobody:
            note("Nobody is enrolled yet: `facecam enrol NAME PATH` changes that.")
    return BAD if refused else DONE if known else NO


def _told(faces: Sequence[Identified]) -> tuple[bool, list[dict[str, Any]]]:
    """Whether anybody known is among the faces, and these for print."""
    from facecam.base.types import State

    return any(face.state is State.KNOWN for face in faces), [face.to_json() for face in faces]


def _guessed(faces: Sequence[Classified], confidence: float) -> tuple[bool, list[dict[str, Any]]]:
    """The same with a classifier's guesses in the place of the gallery's candidates."""
    from facecam.base.types import State

    known, found = _told([one.gallery for one in faces])
    for face, one in zip(found, faces, strict=True):
        face["gallery"] = {key: face[key] for key in ("state", "person", "name", "candidates")}
        face |= {"person": None, "name": one.name(confidence)}
        face["state"] = str(State.KNOWN if face["name"] else State.UNKNOWN)
        face["candidates"] = [
            {"name": guess.name, "probability": round(guess.confidence, 4)} for guess in one.guesses
        ]
    return known or any(face["name"] for face in found), found


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
