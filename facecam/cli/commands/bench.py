"""`facecam bench`: how quick this computer is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facecam.cli.support.failures import DONE
from facecam.cli.support.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, progress, say

if TYPE_CHECKING:
    from facecam.base.settings import Gpu
    from facecam.base.types import Frame
    from facecam.pipeline.recognizer import Recognizer


def bench(
    count: Annotated[int, typer.Option("--frames", metavar="N", min=10, help="How many frames.")] = 200,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Measure how quick this computer is.

    Frames a second, and milliseconds a stage, on the demo clip; for each processor and model.
    """
    from itertools import islice

    from facecam.capture.source import open_source
    from facecam.capture.worker import frames
    from facecam.pipeline.recognizer import open_recognizer
    from facecam.vision.manifest import load_manifest

    settings = chosen(db, gpu, model)
    manifest = load_manifest()
    names = [manifest.embedder(model).name] if model else [one.name for one in manifest.embedders]
    pictures = list(islice(frames(open_source("demo")), count))
    wishes: tuple[Gpu, ...] = ("auto", "off") if settings.gpu == "auto" else (settings.gpu,)
    runs = []
    with progress("Measuring", len(names) * len(wishes)) as step:
        for name in names:
            for wish in wishes:
                recognizer = open_recognizer(replace(settings, gpu=wish, model=name))
                if wish == "auto" and recognizer.provider == "CPU":
                    note(f"CUDA is left out: {recognizer.embedder.remark}.")
                else:
                    runs.append(_measure(recognizer, pictures, settings.strangers))
                step(name)
    if as_json:
        print_json({"source": "demo", "runs": runs})
    else:
        _tell(runs)
    return DONE


def _measure(recognizer: Recognizer, pictures: list[Frame], strangers: int) -> dict[str, Any]:
    """One pass over the frames, after a few that warm up."""
    from time import perf_counter

    from facecam.cli.support.run_stats import Tally
    from facecam.identity.gallery import Gallery
    from facecam.identity.matching import Matcher
    from facecam.pipeline.track_pipeline import TrackPipeline

    embedder = recognizer.embedder
    nobody = Gallery.empty(embedder.space, embedder.dimension)
    matcher = Matcher(nobody, recognizer.calibration, 1 / strangers)
    for picture in pictures[:5]:
        TrackPipeline(recognizer).process(picture, matcher)
    stream, tally = TrackPipeline(recognizer), Tally()
    start = perf_counter()
    for picture in pictures:
        tally.add(stream.process(picture, matcher))
    seconds = perf_counter() - start
    summary = tally.summary(recognizer.provider, recognizer.model, matcher.threshold)
    return {
        "provider": summary["provider"],
        "model": summary["model"],
        "frames": len(pictures),
        "fps": round(len(pictures) / seconds, 1),
        "ms": summary["ms"],
    }


def _tell(runs: list[dict[str, Any]]) -> None:
    from rich.table import Table

    from facecam.base.types import STAGES

    table = Table("model", "runs on", "frames/s", *(f"{stage} ms" for stage in STAGES), box=None, pad_edge=False)
    for run in runs:
        times = (f"{run['ms'][stage]:.2f}" for stage in STAGES)
        table.add_row(run["model"], run["provider"], f"{run['fps']:.0f}", *times)
    say(table)
