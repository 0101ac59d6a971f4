"""`python -m training VERB`: every verb imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from facecam.base.errors import FacecamError, InputError
from facecam.base.paths import MODELS
from training.core.files import write_atomically
from training.detection.commands import app as detection

FACES = Path("../shared/data/faces")
TEACHERS = Path("../shared/teachers")
LFW = Path("../shared/data/lfw.zip")
RUNS = Path("runs")
"""Beside the repository, and a folder in it that git ignores."""

FEW = 100
"""Fewer people give a curve that ends far above the rates that facecam promises."""

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.add_typer(detection, name="detection")

FacesFolder = Annotated[Path, typer.Option(help="Folder of the face sets (*.npz).")]
TeachersFolder = Annotated[Path, typer.Option(help="Folder of the teachers (*.onnx).")]
ModelName = Annotated[str, typer.Argument(help="Name of a model in the manifest.")]
Models = Annotated[Path, typer.Option(help="Folder of the models and their manifest.")]
Accelerator = Annotated[str, typer.Option(help="auto, cpu or cuda; one device for each of torchrun's processes.")]


@app.callback()
def training() -> None:
    """Teach, export and measure facecam's models."""


@app.command()
def mtcnn(models: Models = MODELS) -> None:
    """Export MTCNN's three nets as they come from facenet-pytorch; `detection` teaches them further."""
    from training.detection.mtcnn import export

    for path in export(models):
        typer.echo(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")


@app.command()
def prepare(
    source: Annotated[
        Path, typer.Argument(help="Folder or ZIP: LFW, CelebA, VGGFace2, CASIA, or a folder a person.")
    ],
    out: Annotated[Path, typer.Argument(help="The set to write (.npz); its report is written beside it (.csv).")],
    benchmark: Annotated[
        Path, typer.Option(help="Whose people are left out: LFW's archive or lfw-names.txt.")
    ] = LFW,
    no_benchmark: Annotated[bool, typer.Option(help="Do not look for the benchmark's people.")] = False,
    trains_on_lfw: Annotated[bool, typer.Option(help="Leave nobody out; mark the set: never exported.")] = False,
    smallest: Annotated[int, typer.Option(min=20, help="Width of the smallest face, pixels.")] = 40,
    side: Annotated[
        int, typer.Option(min=32, max=448, help="Pixels across the crops; more for recipes that take more.")
    ] = 112,
    names: Annotated[Path | None, typer.Option(help="Lines of a folder's name and its person's.")] = None,
    embedder: Annotated[
        Path | None, typer.Option(help="Teacher (.onnx) that finds faces under a wrong name.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, of one thread each.")] = os.cpu_count() or 1,
) -> None:
    """Make a set of aligned crops from photographs; killed at any point, it goes on when it is called again."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from training.data import prepare as preparing
    from training.data import source_datasets
    from training.teachers.onnx_teacher import OnnxTeacher

    if out.suffix != ".npz":
        raise InputError("{out} does not end in .npz", "Name the set's file, for example casia.npz", out=str(out))
    if not (no_benchmark or trains_on_lfw or benchmark.exists()):
        raise InputError(
            "{benchmark} is missing, so nobody can say who of {source} is one of the benchmark's people",
            "Name LFW's archive or list with --benchmark, or say --no-benchmark",
            benchmark=str(benchmark),
            source=str(source),
        )
    people = None if no_benchmark or not benchmark.exists() else source_datasets.benchmark_people(benchmark)
    columns = TextColumn("photographs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns) as progress:
        task = progress.add_task("", total=None)
        try:
            report = preparing.prepare(
                source,
                out,
                benchmark=people,
                trains_on_lfw=trains_on_lfw,
                workers=workers,
                smallest=smallest,
                side=side,
                names=names,
                embed=OnnxTeacher(embedder).embed if embedder else None,
                advance=lambda done, of: progress.update(task, completed=done, total=of),
            )
        except KeyboardInterrupt:
            raise InputError("Stopped", "Run this again: it goes on where it was") from None
    preparing.show(report, out)


@app.command("hold-out")
def hold_out(faces: FacesFolder = FACES, teachers: TeachersFolder = TEACHERS) -> None:
    """Draw the people held out of everything. Done once; the list is committed."""
    from training.data import heldout
    from training.data.faces import load
    from training.teachers import asking
    from training.teachers.ensemble import TeacherEnsemble

    if heldout.LIST.exists():
        raise InputError("{file} is there already", "Models rely on it: leave it as it is", file=str(heldout.LIST))
    loaded = load(faces)
    answers = asking.ask(loaded.pixels, RUNS, teachers)
    text = heldout.draw(loaded, TeacherEnsemble.concatenate(answers))
    write_atomically(heldout.LIST, text.encode())
    held = heldout.read().mask(loaded)
    typer.echo(f"{held.sum()} of {len(loaded)} faces are held out")


@app.command()
def train(
    recipe: Annotated[str, typer.Argument(help="Name of a recipe in recipes/supervised, or a .toml file.")],
    faces: FacesFolder = FACES,
    folder: Annotated[Path | None, typer.Option(help="Folder of the run (default: runs/RECIPE).")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="In place of the recipe's.")] = None,
    resume: Annotated[bool, typer.Option(help="Go on from the last checkpoint of this run.")] = False,
    checkpoint: Annotated[Path | None, typer.Option(help="Go on from this checkpoint.")] = None,
    fresh: Annotated[
        bool, typer.Option(help="Random weights, all trained, where the recipe's are not here.")
    ] = False,
    beside: Annotated[
        list[str] | None,
        typer.Option(help="Judge this too: as evaluate names it, facenet-pytorch's .pt, or torchvision/resnet18."),
    ] = None,
    compiled: Annotated[bool, typer.Option("--compile", help="With torch.compile: slower to start.")] = False,
    accelerator: Accelerator = "auto",
    workers: Annotated[int, typer.Option(min=1, help="Threads that make batches.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Processor threads.")] = 2,
    models: Models = MODELS,
) -> None:
    """Teach a network from labels, as a recipe says: triplets, pairs, class centres or a classifier."""
    keep_memory()
    from dataclasses import replace

    import torch

    from training.core import parallel
    from training.supervised import comparison, loop
    from training.supervised.recipe import load
    from training.supervised.selection import select

    torch.set_num_threads(threads)
    chosen = load(recipe)
    if steps is not None:
        chosen = replace(chosen, steps=steps, epochs=0)
    if fresh:
        chosen = replace(chosen, network=replace(chosen.network, weights="", trained_layers=-1))
    selection = select(chosen, faces, RUNS)
    place = folder or RUNS / chosen.name
    say = first_process()
    choosing, testing = (0 if side is None else len(side.rows) for side in (selection.validation, selection.test))
    learnt = f"{len(selection.rows)} faces of {len(selection.classes)} people"
    say(f"{learnt}; {choosing} faces to choose by, {testing} to test by")
    others = {name: comparison.beside(name, chosen, selection, RUNS, models) for name in beside or []}
    for name, found in others.items():
        say(f"{name}: {found}")
    try:
        figures = loop.run(
            chosen,
            selection,
            place,
            targets=comparison.targets(chosen, selection, RUNS, models),
            resume=checkpoint or (place / "last.pt" if resume else None),
            accelerator=accelerator,
            workers=workers,
            compiled=compiled,
            beside=others,
        )
    except KeyboardInterrupt:
        raise InputError(
            "Stopped", "Go on from {checkpoint} with --resume", checkpoint=str(place / "last.pt")
        ) from None
    say(f"untrained  {figures['untrained']}")
    for side, words in (("best", "best, by the people who chose it"), ("test", "the same, by those of the test")):
        if side in figures:
            say(f"{words}: {figures[side]}   ({figures[side].comparisons} comparisons)")
    if "test" not in figures:
        say("Too few people for a test of their own: the figures are those of the people who chose the network")
    parallel.stop()
    say(f"{place}/best.pt; python -m training draw {place}; command: python -m training {' '.join(sys.argv[1:])}")


@app.command()
def draw(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs of `train`; side by side.")],
    page: Annotated[Path | None, typer.Option(help="The HTML page (default: RUN/report.html).")] = None,
) -> None:
    """Draw what runs of `train` learnt and are worth: one page that needs nothing beside itself, and PNGs."""
    from training.supervised.pictures import draw

    typer.echo(str(draw([run if run.exists() else RUNS / run for run in runs], page)))


@app.command()
def distance(
    first: Annotated[Path, typer.Argument(metavar="A", help="A photograph.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    checkpoint: Annotated[Path, typer.Option(help="A network that `train` or `distil` made (best.pt, last.pt).")],
) -> None:
    """How far apart a trained network takes two photographs' faces to be: 0 the same, 2 at most."""
    from training.evaluation.distance import distance

    found = distance(first, second, checkpoint)
    typer.echo(f"distance {found:.4f}   cosine {1 - found**2 / 2:.4f}")


@app.command()
def shard(
    out: Annotated[Path, typer.Argument(help="Folder to write the shards into (WebDataset's TARs).")],
    faces: FacesFolder = FACES,
    each: Annotated[int, typer.Option(min=1, help="Faces of a shard.")] = 10_000,
) -> None:
    """Write the labelled faces of sets as shards, in shuffled order; `train --faces OUT` reads them in a stream."""
    from training.data import shards
    from training.data.faces import labelled_files

    files, people = labelled_files(faces)
    typer.echo(f"{shards.write(out, files, people, each)} faces in {out}")


@app.command()
def distil(
    recipe: Annotated[str, typer.Argument(help="Name of a recipe, or a .toml file.")],
    hours: Annotated[float | None, typer.Option(help="Train for so many hours.")] = None,
    until: Annotated[str | None, typer.Option(help="Train until this time of the day, HH:MM.")] = None,
    steps: Annotated[
        int | None, typer.Option(min=0, help="Train for so many batches: repeatable; 0 only reads out a head.")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Go on from the last checkpoint of this run.")] = False,
    checkpoint: Annotated[Path | None, typer.Option(help="Go on from this checkpoint.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder of the run (default: runs/RECIPE).")] = None,
    faces: FacesFolder = FACES,
    teachers: TeachersFolder = TEACHERS,
    accelerator: Accelerator = "auto",
    threads: Annotated[int, typer.Option(help="Processor threads.")] = 2,
) -> None:
    """Teach a student. Its learning rate reaches zero when the steps or the time are over."""
    if sum(given is not None for given in (hours, until, steps)) != 1:
        raise InputError("The end of the run is not clear", "Give one of --hours, --until, --steps")
    keep_memory()
    import torch

    from training.core import parallel
    from training.distillation.data import prepare
    from training.distillation.loop import run
    from training.distillation.recipe import load

    torch.set_num_threads(threads)
    chosen = load(recipe)
    gpu = accelerator == "cuda" or (accelerator == "auto" and torch.cuda.is_available())
    data = prepare(chosen, faces, teachers, RUNS, gpu=gpu)
    first_process()(
        f"{len(data.rows)} faces to learn from, {len(data.check.rows)} held-out faces to judge by; "
        f"{chosen.dimension} dimensions keep {data.kept_energy:.1%} of what the teachers say, {data.rank} all"
    )
    end = time.time() + 3600 * hours if hours is not None else next_time(until) if until else None
    place = folder or RUNS / chosen.name
    before = checkpoint or (place / "last.pt" if resume else None)
    try:
        run(chosen, data, place, steps=steps, end=end, resume=before, accelerator=accelerator)
    except KeyboardInterrupt:
        raise InputError(
            "Stopped", "Go on from {checkpoint} with --resume", checkpoint=str(place / "last.pt")
        ) from None
    parallel.stop()


@app.command()
def export(
    recipe: Annotated[str, typer.Argument(help="Name of the recipe (its run in runs/), or a checkpoint (.pt).")],
    name: Annotated[str | None, typer.Option(help="Name of the model (default: the recipe's).")] = None,
    side: Annotated[int | None, typer.Option(help="Pixels of the crops, for a run that has not finished.")] = None,
    default: Annotated[bool, typer.Option(help="The model that the app takes.")] = True,
    models: Models = MODELS,
    faces: FacesFolder = FACES,
) -> None:
    """Write a trained student into the folder of the models; refused if the file answers differently."""
    from training.data import faces as face_sets
    from training.release import export as exporter

    run = RUNS / recipe
    best = run / "best.pt" if (run / "best.pt").exists() else run / "last.pt"  # of `train`, of `distil`
    checkpoint = Path(recipe) if recipe.endswith(".pt") else best
    loaded = face_sets.load(faces, trains_on_lfw=True)  # nothing is learnt from them here
    crops = loaded.pixels[:: -(-len(loaded) // exporter.PARITY_CROPS)]
    exporter.export(
        checkpoint,
        crops,
        models,
        name=name or checkpoint.parent.name,
        default=default,
        side=side,
    )


@app.command()
def quantise(
    name: ModelName,
    variants: Annotated[str, typer.Option(help="Which, with commas between.")] = "fp16,int8",
    models: Models = MODELS,
    faces: FacesFolder = FACES,
    teachers: TeachersFolder = TEACHERS,
) -> None:
    """Make smaller variants of a model; each is refused where held-out people are told apart less well."""
    from training.data.faces import load
    from training.release.quantise import quantise

    kinds = [kind.strip() for kind in variants.split(",")]
    for entry in quantise(name, kinds, load(faces), models, teachers, RUNS):
        apart = entry["space"] == entry["sha256"]
        typer.echo(f"{models / entry['file']}: kept; its templates are {'not ' if apart else ''}those of {name}")


@app.command()
def neighbourhood(
    name: ModelName, models: Models = MODELS, faces: FacesFolder = FACES, teachers: TeachersFolder = TEACHERS
) -> None:
    """Make the centres that tell a model's scores how crowded a face's neighbourhood is; calibrate it then."""
    from training.data.faces import load
    from training.release.neighbourhood import neighbourhood

    entry = neighbourhood(name, load(faces), models, teachers, RUNS)
    file = models / entry["neighbourhood"]["file"]
    typer.echo(f"{file}: {file.stat().st_size / 1e3:.0f} kB")
    typer.echo(f"Its scores are others now: run `python -m training calibrate {name}`, and for each variant")


@app.command()
def calibrate(
    name: ModelName, models: Models = MODELS, faces: FacesFolder = FACES, teachers: TeachersFolder = TEACHERS
) -> None:
    """Measure score -> false match rate on people held out of training, into the manifest."""
    from training.data.faces import load
    from training.release.calibrate import calibrate

    found = calibrate(name, load(faces), models, teachers, RUNS)["calibration"]
    typer.echo(f"{found['comparisons']} comparisons of {found['people']} people, {found['faces']} faces")
    typer.echo(f"lowest measured rate 1e{found['log10_fmr'][-1]:.2f} at a score of {found['score'][-1]:.3f}")
    if found["people"] < FEW:
        typer.echo("So few people say little of strangers: beyond that score the curve is a careful guess")


@app.command()
def fairness(
    name: ModelName, models: Models = MODELS, faces: FacesFolder = FACES, teachers: TeachersFolder = TEACHERS
) -> None:
    """Measure a model's errors by age group, sex and face set on held-out faces, into the manifest."""
    from training.core.report import show
    from training.data.faces import load
    from training.evaluation.fairness import fairness
    from training.evaluation.tables import groups

    found = fairness(name, load(faces), models, teachers, RUNS)
    show(name, [groups(found)])


@app.command()
def card(name: ModelName, models: Models = MODELS) -> None:
    """Write a model's card from what the manifest and its recipe say."""
    from training.release.card import write

    typer.echo(str(write(name, models)))


@app.command()
def evaluate(
    which: Annotated[
        list[str],
        typer.Argument(
            metavar="EMBEDDER...",
            help="A model of the manifest, an .onnx that takes ArcFace's crops, or a .toml that describes one.",
        ),
    ],
    data: Annotated[Path, typer.Option(help="Folder or ZIP of raw pictures.")] = LFW,
    pairs: Annotated[Path | None, typer.Option(help="File of pairs (default: pairs.txt of the data).")] = None,
    robustness: Annotated[bool, typer.Option(help="Corrupt the second picture of each pair, too.")] = False,
    bad_pictures: Annotated[
        bool, typer.Option(help="Try to get names for what is no face, or hardly one.")
    ] = False,
    page: Annotated[Path | None, typer.Option(help="The HTML page (default: runs/report-DATA.html).")] = None,
    record: Annotated[bool, typer.Option(help="Write the figures into the models' manifest.")] = False,
    models: Models = MODELS,
    faces: FacesFolder = FACES,
    teachers: TeachersFolder = TEACHERS,
) -> None:
    """Measure embedders on raw pictures through facecam's whole pipeline, side by side.

    A .toml has the keys file (the .onnx), side, colour (rgb or bgr), layout (nchw or nhwc), mean and std: pixels
    become (x - mean) / std. Pairs are LFW's pairs.txt, or two paths and a 1 (one person) or 0 (two) a line.
    """
    from training.evaluation.run import evaluate

    bad = (faces, teachers) if bad_pictures else None
    evaluate(which, data, models, RUNS, pairs=pairs, page=page, corrupted=robustness, bad=bad, recorded=record)


def first_process() -> Callable[[str], None]:
    """What says a line; silent in all but the first of the processes that torchrun started."""
    return typer.echo if os.environ.get("RANK", "0") == "0" else lambda _: None


def next_time(clock: str) -> float:
    """The next moment at which the clock shows HH:MM, seconds since 1970."""
    try:
        hour, minute = (int(part) for part in clock.split(":"))
        now = datetime.now()
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        raise InputError(
            "{clock} is no time of the day", "Give it as HH:MM, for example 17:40", clock=repr(clock)
        ) from None
    return (then if then > now else then + timedelta(days=1)).timestamp()


def keep_memory() -> None:
    """Start this program again with glibc told to keep freed memory; no more than once.

    A training step frees and takes hundreds of megabytes. By default glibc gives them back to the system each time,
    and the kernel zeroes every page anew: a third of the time of a step.
    """
    wanted = {
        "MALLOC_MMAP_THRESHOLD_": "4294967296",
        "MALLOC_TRIM_THRESHOLD_": "17179869184",
        "MALLOC_TOP_PAD_": "268435456",
    }
    if sys.platform == "linux" and not wanted.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**wanted, **os.environ})


def main() -> None:
    try:
        app()
    except FacecamError as error:
        typer.secho(str(error), fg=typer.colors.RED, err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
