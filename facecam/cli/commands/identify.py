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
        faces = cam.identify(pixels, top=top)
        nobody = not len(cam.matcher.gallery.people)
    found = [face.to_json() for face in faces]
    if as_json:
        print_json({"path": image, "faces": found})
    else:
        _tell(image, found)
    if nobody:
        note("Nobody is enrolled yet: `facecam enrol NAME PATH` changes that.")
    return DONE if any(face.state is State.KNOWN for face in faces) else NO


def _tell(path: str, faces: list[dict[str, Any]]) -> None:
    from rich.table import Table

    if not faces:
        say(f"{path}: no face")
        return
    table = Table("face", "who", "score", "quality", "next", box=None, pad_edge=False)
    for face in faces:
        x1, y1, x2, y2 = face["box"]
        best, *others = face["candidates"] or [None]
        nearest = others[0] if face["name"] and others else best if not face["name"] else None
        table.add_row(
            f"{x2 - x1:.0f} x {y2 - y1:.0f} at {x1:.0f}, {y1:.0f}",
            face["name"] or "unknown",
            f"{best['score']:.2f}" if best else "",
            f"{face['quality']:.2f}",
            f"{nearest['name']} {nearest['score']:.2f}" if nearest else "",
        )
    say(table, f"A name is given from {faces[0]['threshold']:.2f}: to one stranger in {1 / faces[0]['fpir']:,.0f}.")
