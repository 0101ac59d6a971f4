"""`facecam blur`: pictures, folders and films with the faces in them blurred, but for chosen people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.base.errors import InputError
from facecam.cli.support.failures import BAD, DONE, INTERRUPTED
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, progress, say

if TYPE_CHECKING:
    from facecam.tasks.blurring import Blurred


def blur(
    source: Annotated[str, typer.Argument(metavar="IN", help="An image, a film, or a folder or ZIP of them.")],
    out: Annotated[str, typer.Option("--out", metavar="OUT", help="What is written; it must not be there yet.")],
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="NAME", help="Who stays clear; may be given several times."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Blur everybody, as without --keep.")] = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Blur the faces in files, except those of the people named.

    Whoever is uncertain is blurred, and nothing brings a face back. What is not found stays as it is, so look
    through what comes out. A film keeps its sound, and so the voices in it.
    """
    from facecam.tasks.blurring import Blurred, NotBlurred

    if everybody and keep:
        raise InputError("--all and --keep exclude each other", "Leave one of them out")
    with (
        opened(chosen(db, gpu, model)) as cam,
        interruption() as interrupted,
        progress("Blurring") as step,
    ):
        tell_left_out(cam)

        def go_on(done: int, total: int) -> bool:
            step(f"{done:,} of {total:,} pictures" if total else f"{done:,} pictures looked at")
            return not interrupted.is_set()

        outcome = cam.blur(source, out, keep=keep or (), go_on=go_on)
    blurred = [one for one in outcome if isinstance(one, Blurred)]
    refused = [one for one in outcome if isinstance(one, NotBlurred)]
    if as_json:
        files = [_json(one) for one in blurred]
        left = [{"path": one.source, "reason": str(one.reason)} for one in refused]
        print_json({**_counted(blurred), "files": files, "refused": left})
    else:
        for done in blurred:
            _tell(done)
        for one in refused:
            say(f"{one.source} was not copied: {one.reason}")
    if interrupted.is_set():
        note("Stopped: what is not complete was deleted.")
        return INTERRUPTED
    return DONE if blurred else BAD


def _counted(blurred: list[Blurred]) -> dict[str, int]:
    """Over all files together."""
    faces, kept = sum(one.faces for one in blurred), sum(one.kept for one in blurred)
    return {
        "frames": sum(one.frames for one in blurred),
        "faces": faces,
        "kept": kept,
        "blurred": faces - kept,
        "uncertain": sum(one.doubtful for one in blurred),
    }


def _json(done: Blurred) -> dict[str, Any]:
    return {
        "path": done.source,
        "out": str(done.path),
        "frames": done.frames,
        "faces": done.faces,
        "kept": done.kept,
        "doubtful": done.doubtful,
        "guessed": done.guessed,
        "sound": done.sound,
    }


def _tell(done: Blurred) -> None:
    say(f"{done.path}: {done.faces} face{'s' if done.faces != 1 else ''} found, {done.kept} left clear")
    if done.doubtful:
        say(f"  {done.doubtful} blurred that may be somebody to keep, but not surely enough")
    if done.sound is not None:
        guessed = f", on {done.guessed} of them where no face was seen, only near it" if done.guessed else ""
        say(f"  {done.frames} frames{guessed}; {'with its sound' if done.sound else 'without sound, as before'}")
