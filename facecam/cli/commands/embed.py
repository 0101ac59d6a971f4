"""`facecam embed`: the vectors of many faces, in one file for NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from facecam.base.errors import FacecamError, InputError
from facecam.base.unfinished import in_one_step
from facecam.cli.support.failures import BAD, DONE, NO
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, progress, say

if TYPE_CHECKING:
    from facecam.base.types import Face


def embed(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Images, or folders of images.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.npz", help="The file to write.")],
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Write the vectors of faces to a file for NumPy.

    Of each image the main face: the largest and most central.

    Arrays: path, box, landmarks, quality, embedding (float32 rows of unit length), missing (paths without a face).
    """
    from facecam.cli.support.images import expand, for_each
    from facecam.front_door import BATCH, Facecam
    from facecam.tasks import embedding

    settings = chosen(db, gpu, model)
    with _in_one_step(out) as file:
        recognizer = Facecam(settings, fast=fast).recognizer
        files, refused = expand(paths)
        for error in refused:
            note(str(error))
        found: list[tuple[str, Face]] = []
        waiting: list[tuple[str, Face]] = []
        missing: list[str] = []

        def embed_waiting() -> None:
            embedded = embedding.embed(recognizer, [face for _, face in waiting])
            found.extend((path, face) for (path, _), face in zip(waiting, embedded, strict=True))
            waiting.clear()

        with progress("Embedding", len(files)) as step:
            for path, outcome in for_each(files, partial(embedding.find_main, recognizer)):
                if isinstance(outcome, FacecamError):
                    refused.append(outcome)
                    note(str(outcome))
                if outcome is None or isinstance(outcome, FacecamError):
                    missing.append(path)
                else:
                    waiting.append((path, outcome))
                if len(waiting) == BATCH:
                    embed_waiting()
                step("")
        embed_waiting()
        _write(file, found, missing, recognizer.embedder.dimension)
    if as_json:
        summary = {"embedded": len(found), "missing": len(missing), "refused": len(refused)}
        print_json({"out": str(out), **summary, "model": recognizer.model, "space": recognizer.embedder.space})
    else:
        none = f", {len(missing)} without" if missing else ""
        say(f"{out}: {len(found)} face{'s' if len(found) != 1 else ''}{none}")
    return BAD if refused else DONE if found else NO


def _write(file: IO[bytes], found: list[tuple[str, Face]], missing: list[str], dimension: int) -> None:
    import numpy as np

    faces = [face for _, face in found]
    np.savez(
        file,
        path=np.array([path for path, _ in found], np.str_),
        box=np.array([face.detection.box for face in faces], np.float32).reshape(-1, 4),
        landmarks=np.array([face.detection.points for face in faces], np.float32).reshape(-1, 5, 2),
        quality=np.array([face.quality.score if face.quality else 0.0 for face in faces], np.float32),
        embedding=np.array([face.embedding for face in faces], np.float32).reshape(-1, dimension),
        missing=np.array(missing, np.str_),
    )


@contextmanager
def _in_one_step(out: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when all is written, and leaves nothing behind when that fails."""
    if out.is_dir():
        raise InputError("--out {out} is a folder", "Name a file in it", out=str(out))
    try:
        with in_one_step(out) as part, part.open("wb") as file:
            yield file
    except OSError as error:
        raise InputError(
            "--out {out} cannot be written: {reason}",
            "Choose another place",
            out=str(out),
            reason=str(error.strerror),
        ) from error
