"""`facecam detect`: where the faces are in images, one line an image."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from facecam.base.errors import FacecamError
from facecam.cli.support.failures import BAD, DONE, NO
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.base.types import Face, Image


def detect(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Images, or folders of images.")],
    min_face: Annotated[
        int | None,
        typer.Option(
            "--min-face", metavar="PX", min=20, max=400, help="Height of the smallest face.  [default: the setting]"
        ),
    ] = None,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Find the faces in images."""
    from facecam.cli.support.images import expand, for_each
    from facecam.front_door import Facecam
    from facecam.tasks.detection import face_json

    settings = chosen(db, gpu, model)
    if min_face is not None:
        settings = replace(settings, min_face=min_face)
    cam = Facecam(settings, fast=fast)

    def work(image: Image) -> tuple[int, int, list[Face]]:
        return image.shape[1], image.shape[0], cam.faces(image)

    files, refused = expand(paths)
    for error in refused:
        note(str(error))
    found = False
    for path, outcome in for_each(files, work):
        if isinstance(outcome, FacecamError):
            refused.append(outcome)
            note(str(outcome))
            continue
        width, height, faces = outcome
        found = found or bool(faces)
        if as_json:
            print_json(
                {"path": path, "width": width, "height": height, "faces": [face_json(face) for face in faces]}
            )
        else:
            say(f"{path}: {len(faces) or 'no'} face{'' if len(faces) == 1 else 's'}", *map(_line, faces))
    return BAD if refused else DONE if found else NO


def _line(face: Face) -> str:
    detection, quality = face.detection, face.quality.score if face.quality else 0.0
    x, y = detection.box[:2]
    return f"  {detection.width:4.0f} x {detection.height:<4.0f} at {x:.0f}, {y:.0f}   quality {quality:.2f}"
