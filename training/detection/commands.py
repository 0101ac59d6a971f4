"""`python -m training detection VERB`: teach the five nets, measure and export them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from facecam.base.paths import MODELS

PICTURES = Path("../shared/data/detection")
FACES = Path("../shared/data/faces")
YUNET = Path("../shared/peers/face_detection_yunet_2023mar.onnx")
RUN = Path("runs/detection")

app = typer.Typer(no_args_is_help=True, help="Teach and measure the detector's nets.")

Pictures = Annotated[Path, typer.Option(help="Folder of the marked pictures (faces.npz, nofaces.npz).")]
Yunet = Annotated[Path, typer.Option(help="YuNet, which tells what may be a face (*.onnx).")]
Run = Annotated[Path, typer.Option(help="Folder that everything is written to.")]
Processes = Annotated[int, typer.Option(min=1, help="Processes, of one thread each.")]
Seed = Annotated[int, typer.Option(help="Nets of several seeds are averaged by `export`.")]


@app.command()
def propose(
    pictures: Pictures = PICTURES,
    run: Run = RUN,
    views: Annotated[int, typer.Option(help="Views of pictures in all.")] = 2200,
    seed: Seed = 1,
) -> None:
    """Teach P-Net on whole pictures; it needs nothing that `prepare` mines."""
    from training.detection.proposals import teach_pnet

    run.mkdir(parents=True, exist_ok=True)
    teach_pnet(pictures, run / f"pnet-{seed}.pt", views, seed, typer.echo)


@app.command()
def prepare(pictures: Pictures = PICTURES, yunet: Yunet = YUNET, run: Run = RUN, processes: Processes = 2) -> None:
    """Mine the samples of R- and O-Net."""
    from training.detection.prepare import mine

    for done, total in mine(pictures, yunet, run / "samples", processes):
        typer.echo(f"{done} of {total}")


@app.command()
def teach(
    net: Annotated[str, typer.Argument(metavar="rnet|onet")],
    run: Run = RUN,
    samples: Annotated[int, typer.Option(help="Samples in all.")] = 1_000_000,
    batch: Annotated[int, typer.Option(help="Samples in a batch.")] = 256,
    seed: Seed = 1,
) -> None:
    """Teach R- or O-Net on what `prepare` has mined."""
    from training.detection.teach import Lesson
    from training.detection.teach import teach as learn

    if net not in ("rnet", "onet"):
        raise typer.BadParameter("rnet or onet")
    learn(net, run / "samples", run / f"{net}-{seed}.pt", Lesson(samples, batch, seed), typer.echo)  # type: ignore[arg-type]


@app.command()
def judge(
    pictures: Pictures = PICTURES,
    faces: Annotated[Path, typer.Option(help="Folder of the face sets (*.npz).")] = FACES,
    yunet: Yunet = YUNET,
    run: Run = RUN,
    processes: Processes = 2,
    samples: Annotated[int, typer.Option(help="Samples in all.")] = 500_000,
    seed: Seed = 1,
) -> None:
    """Collect the judge's crops and teach it."""
    import numpy as np
    import torch

    from training.detection.crop_net import CropLesson, teach
    from training.detection.crops import collect
    from training.detection.judge import aligned_faces, judge_net, seen_anew, turned, varied

    random = np.random.default_rng(seed)
    real, false = collect(pictures, yunet, "learn", processes, seed)
    crops = aligned_faces(faces, 2500, random)
    real = np.concatenate([real, seen_anew(crops, random), seen_anew(crops, random)])
    false = np.concatenate([false, false, false, turned(crops, random)])
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net = teach(judge_net(), real, false, varied, CropLesson(samples, seed=seed), typer.echo)
    torch.save(net.state_dict(), run / "judge.pt")


@app.command()
def context(
    pictures: Pictures = PICTURES,
    yunet: Yunet = YUNET,
    run: Run = RUN,
    processes: Processes = 2,
    samples: Annotated[int, typer.Option(help="Samples in all.")] = 750_000,
    seed: Seed = 1,
) -> None:
    """Collect the context net's crops and teach it."""
    import torch

    from training.detection.context import collect, teach_context

    real, none = collect(pictures, yunet, "learn", processes, seed)
    run.mkdir(parents=True, exist_ok=True)
    torch.save(teach_context(real, none, samples, seed, typer.echo).state_dict(), run / "context.pt")


@app.command()
def export(
    pnet: Annotated[list[Path] | None, typer.Option(help="Weights; of several the mean.")] = None,
    rnet: Annotated[list[Path] | None, typer.Option(help="Weights; of several the mean.")] = None,
    onet: Annotated[list[Path] | None, typer.Option(help="Weights; of several the mean.")] = None,
    judge: Annotated[Path | None, typer.Option(help="Weights.")] = None,
    context: Annotated[Path | None, typer.Option(help="Weights.")] = None,
    models: Annotated[Path, typer.Option(help="Folder of the models and their manifest.")] = MODELS,
) -> None:
    """Write the taught nets for the app: those that are named."""
    from training.detection.export import export as write

    for path in write(pnet or [], rnet or [], onet or [], judge, context, models):
        typer.echo(f"{path} ({path.stat().st_size / 1e6:.2f} MB)")


@app.command()
def measure(
    pictures: Pictures = PICTURES,
    part: Annotated[str, typer.Option(help="develop or test.")] = "test",
    original: Annotated[
        bool, typer.Option(help="facenet-pytorch's nets, without a judge and a context net.")
    ] = False,
) -> None:
    """What both scans find by kind of face, and what they take for one."""
    from facecam.vision import open_detector
    from facecam.vision.scan import LIVE, PATIENT
    from training.detection.measure import figures
    from training.detection.pictures import load_pictures

    faces, empty = load_pictures(pictures / "faces.npz"), load_pictures(pictures / "nofaces.npz")
    detector = open_detector("off", min_face=20, original=original)
    for name, scan in (("live", LIVE), ("patient", PATIENT)):
        find = partial(detector.detect, scan=scan)
        seen = figures(find, faces, empty, faces.of(part), empty.of(part))  # type: ignore[arg-type]
        told = "; ".join(f"{kind} {seen.recall(kind):.1%} of {total}" for kind, (_, total) in seen.found.items())
        (with_faces, without), (some, others) = seen.false, seen.pictures
        typer.echo(f"{name}: {told}; false {with_faces} in {some} pictures, {without} in {others} without a face")


@app.command()
def sureness(pictures: Pictures = PICTURES) -> None:
    """Weigh what the shipped nets say of a find: the numbers for `facecam/vision/sureness.py`."""
    from facecam.vision import open_detector
    from training.detection.sureness import fit

    typer.echo(fit(open_detector("off", min_face=20), pictures))
