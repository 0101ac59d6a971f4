"""`facecam identify`: who is in a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.opening import open_matcher, opened
from facecam.cli.support.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.identity.gallery import Gallery
    from facecam.types import Candidate, Decision, Face


def identify(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="An image.")],
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many candidates a face.")] = 5,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Say who is in a picture. Exits with 1 where nobody known is in it."""
    from facecam.capture.images import read_image
    from facecam.pipeline.recognizer import decide_still, open_recognizer
    from facecam.types import State

    settings = chosen(db, gpu, model)
    pixels = read_image(image)
    with opened(settings) as database:
        recognizer = open_recognizer(settings)
        matcher = open_matcher(recognizer, database, settings)
    faces = recognizer.faces(pixels)
    decisions = decide_still(faces, matcher)
    found = [
        {
            "box": [round(float(value), 2) for value in face.detection.box],
            "quality": round(face.quality.score, 4) if face.quality else 0.0,
            "state": decision.state.value,
            "person": decision.person,
            "name": decision.name,
            "candidates": [
                {"person": one.person, "name": one.name, "score": round(one.score, 4)}
                for one in _ranking(face, decision, matcher.gallery, top)
            ],
            "threshold": round(matcher.threshold, 4),
            "fpir": matcher.fpir,
            "reason": str(decision.reason or ""),
        }
        for face, decision in zip(faces, decisions, strict=True)
    ]
    if as_json:
        print_json({"path": image, "faces": found})
    else:
        _tell(image, found)
    if not len(matcher.gallery.people):
        note("Nobody is enrolled yet: `facecam enrol NAME PATH` changes that.")
    return DONE if any(decision.state is State.KNOWN for decision in decisions) else NO


def _ranking(face: Face, decision: Decision, gallery: Gallery, top: int) -> list[Candidate]:
    """The `top` likeliest people; the one whose name the face was given comes first."""
    from facecam.types import Candidate

    assert face.embedding is not None
    scores = gallery.scores(face.embedding[None])[0]
    ranked = sorted(
        (Candidate(int(person), gallery.names[int(person)], float(score))
         for person, score in zip(gallery.people, scores, strict=True)),
        key=lambda one: (one.person != decision.person, -one.score, one.person),
    )  # fmt: skip
    return ranked[:top]


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
