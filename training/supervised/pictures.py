"""What runs of `train` learnt and are worth, drawn from their `report.json` and `judged.npz`: one page, and PNGs.

Several runs stand side by side, as two classifiers of the same people, or optimisers of one recipe.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.vision.occlusion import occlusion
from training.core import report
from training.core.figure import Draw, png, svg
from training.core.report import Table
from training.core.vectors import Vectors, unit
from training.data.augmentation import resized
from training.metrics.figures import shown
from training.networks.trained import open_trained

PEOPLE, FEW = 20, 400
"""People and faces whose vectors t-SNE lays out."""
BINS = 60


def draw(runs: Sequence[Path], page: Path | None = None) -> Path:
    """Draw finished runs; the page's path. PNGs go into `pictures` of each run's folder. Raises `InputError`."""
    drawn, tables = [], []
    for run in runs:
        said = _read(run)
        figures = list(pictures(run, said))
        (run / "pictures").mkdir(exist_ok=True)
        for title, one in figures:
            png(run / "pictures" / f"{title.split(':')[0].replace(' ', '-')}.png", title, one)
        name = html.escape(said["recipe"]["name"])
        panels = "".join(svg(f"{said['recipe']['name']}: {title}", one) for title, one in figures)
        drawn.append(f'<div class="plots"><h3>{name}</h3>{panels}</div>')
        tables.append(_table(said))
    page = page or runs[0] / "report.html"
    report.write(page, " beside ".join(run.name for run in runs), tables, [_side_by_side(drawn)])
    return page


def _read(run: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((run / "report.json").read_text(encoding="utf-8"))
        return {"recipe": said["recipe"], "figures": said["figures"], "history": said["history"], **said}
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            "{run} has no report of a finished run", "Train it to its end first, with this version", run=str(run)
        ) from error


def _side_by_side(columns: Sequence[str]) -> str:
    style = f"display: grid; gap: 1rem; grid-template-columns: repeat({len(columns)}, minmax(0, 1fr))"
    return f'<div style="{style}">{"".join(columns)}</div>'


def _table(said: dict[str, Any]) -> Table:
    sides = {**said["figures"], **said.get("beside", {})}
    names = list(dict.fromkeys(name for one in sides.values() for name in one["scores"]))
    rows = [
        (side, *(shown(one["scores"][name]) if name in one["scores"] else "" for name in names))
        for side, one in sides.items()
    ]
    note = (
        f"{said['faces']} faces of {said['people']} people learnt from. `best`: by the people who chose it; "
        "`test`: the same network by others. Other names are embedders beside it, on the test's pairs."
    )
    return Table(said["recipe"]["name"], note, ("", *names), rows)


def pictures(run: Path, said: dict[str, Any]) -> Iterator[tuple[str, Draw]]:
    """Each picture's title, and what draws it."""
    yield "loss", _curves(said["history"], lambda name: name.removeprefix("judged ") == "loss" or _is_loss(name))
    yield "figures", _curves(said["history"], lambda name: name.startswith("judged ") and name != "judged loss")
    last = said["figures"].get("test") or said["figures"].get("best") or said["figures"]["untrained"]
    if last["curve"]:
        yield "ROC", _roc(last["curve"])
        yield "DET", _det(last["curve"])
    yield "confusion matrix", _confusion(np.array(last["confusion"]))
    with np.load(run / "judged.npz", allow_pickle=False) as stored:
        kept = {key: stored[key] for key in stored.files}
    yield ("scores", _scores(kept)) if "scores" in kept else ("confidence", _confidence(kept))
    some = _some(kept["labels"])
    vectors, labels = unit(kept["vectors"][some]), kept["labels"][some]
    yield "PCA: the vectors of some people", _scatter(_principal(vectors), labels)
    if len(vectors) > 10:
        yield "t-SNE: the same", _scatter(_neighbours(vectors), labels)
    if (run / "best.pt").exists() and "scores" in kept:
        yield "occlusion: what a pair's likeness rests on", _heat(run / "best.pt", kept["crops"])


def _is_loss(name: str) -> bool:
    return name != "step" and not name.startswith("judged ")


def _curves(history: Sequence[dict[str, float | None]], wanted: Any) -> Draw:
    """Everything that is `wanted` by its name, over the steps."""
    names = list(dict.fromkeys(name for entry in history for name in entry if wanted(name)))

    def draw(axes: Any) -> None:
        for name in names:
            points = [(entry["step"], entry[name]) for entry in history if entry.get(name) is not None]
            label = "validation loss" if name == "judged loss" else name.removeprefix("judged ")
            axes.plot(*zip(*points, strict=True), label=label) if points else None
        axes.set(xlabel="step")

    return draw


def _roc(curve: dict[str, list[float]]) -> Draw:
    def draw(axes: Any) -> None:
        axes.plot(curve["far"], curve["tar"], label="pairs")
        axes.plot([0, 1], [0, 1], "--", color="grey", label="chance")
        axes.set(xlabel="false accept rate", ylabel="true accept rate")

    return draw


def _det(curve: dict[str, list[float]]) -> Draw:
    """Both errors in logarithms (Martin et al. 1997)."""

    def draw(axes: Any) -> None:
        axes.plot(np.maximum(curve["far"], 1e-4), np.maximum(1 - np.array(curve["tar"]), 1e-4), label="pairs")
        axes.set(xscale="log", yscale="log", xlabel="false accept rate", ylabel="false reject rate")

    return draw


def _confusion(counts: NDArray[np.int64]) -> Draw:
    def draw(axes: Any) -> None:
        axes.imshow(counts, cmap="Blues")
        axes.set(xlabel="said", ylabel="truth")
        if len(counts) == 2:
            words = ("one person", "two people")
            axes.set_xticks((0, 1), words)
            axes.set_yticks((0, 1), words)
            for (row, column), count in np.ndenumerate(counts):
                axes.text(column, row, f"{count}", ha="center", va="center")

    return draw


def _scores(kept: dict[str, NDArray[Any]]) -> Draw:
    def draw(axes: Any) -> None:
        for kind, label in ((1, "one person"), (0, "two people")):
            mine = kept["scores"][kept["pairs"][:, 2] == kind]
            axes.hist(mine, bins=np.linspace(-1, 1, BINS), alpha=0.6, label=label)
        axes.set(xlabel="cosine", ylabel="pairs")

    return draw


def _confidence(kept: dict[str, NDArray[Any]]) -> Draw:
    def draw(axes: Any) -> None:
        right = kept["said"] == kept["truth"]
        for mine, label in ((right, "right"), (~right, "wrong")):
            axes.hist(kept["confidence"][mine], bins=np.linspace(0, 1, BINS // 2), alpha=0.6, label=label)
        axes.set(xlabel="confidence", ylabel="pictures")

    return draw


def _some(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the people with most faces: so many people, so many faces."""
    people, counts = np.unique(labels, return_counts=True)
    most = people[np.argsort(-counts, kind="stable")[:PEOPLE]]
    return np.flatnonzero(np.isin(labels, most))[:FEW]


def _principal(vectors: Vectors) -> Vectors:
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    laid: Vectors = centred @ directions[:2].T
    return laid


def _neighbours(vectors: Vectors) -> Vectors:
    """van der Maaten and Hinton 2008."""
    from sklearn.manifold import TSNE

    near = min(15.0, (len(vectors) - 1) / 3)
    laid: Vectors = TSNE(perplexity=near, init="pca", random_state=0, metric="cosine").fit_transform(vectors)
    return laid


def _scatter(places: Vectors, labels: NDArray[np.int64]) -> Draw:
    def draw(axes: Any) -> None:
        axes.scatter(places[:, 0], places[:, 1], c=np.unique(labels, return_inverse=True)[1], cmap="tab20", s=14)
        axes.set(xticks=(), yticks=())

    return draw


class _Network:
    """A trained network as what the occlusion map asks."""

    def __init__(self, checkpoint: Path) -> None:
        self._network = open_trained(checkpoint).network
        self.side = self._network.side

    @torch.inference_mode()
    def embed(self, crops: NDArray[np.uint8]) -> Vectors:
        return np.concatenate([self._network(torch.from_numpy(part)).numpy() for part in np.array_split(crops, 4)])


def _heat(checkpoint: Path, crops: NDArray[np.uint8]) -> Draw:
    """Pairs one below the other: both faces, and the second one's map."""
    network = _Network(checkpoint)
    rows = []
    for first, second in crops.reshape(-1, 2, *crops.shape[1:]):
        one, two = (np.ascontiguousarray(resized(crop, network.side)) for crop in (first, second))
        heat = occlusion(network, two, network.embed(np.repeat(one[None], 4, axis=0))[0])  # type: ignore[arg-type]
        shade = np.clip(heat / max(float(np.abs(heat).max()), 1e-6), 0, 1)[..., None]
        warm = two[..., ::-1] * (1 - 0.6 * shade) + np.array([255, 60, 0]) * 0.6 * shade
        rows.append(np.concatenate([one[..., ::-1], two[..., ::-1], warm.astype(np.uint8)], axis=1))
    half = len(rows) // 2
    sheet = np.concatenate([np.concatenate(rows[:half]), np.concatenate(rows[half : 2 * half])], axis=1)

    def draw(axes: Any) -> None:
        axes.imshow(sheet)
        axes.set(xticks=(), yticks=(), xlabel="pairs of one person   |   pairs of two people")

    return draw
