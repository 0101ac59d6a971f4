"""The taught nets as the app opens them, beside facenet-pytorch's own."""

from __future__ import annotations

from pathlib import Path

import torch

from training.core import manifest
from training.core.files import sha256, write_atomically
from training.detection.context import context_net
from training.detection.crop_net import build as build_crop_net
from training.detection.judge import judge_net
from training.detection.mtcnn import Weights, build

TERMS = "research only: the pictures and faces allow no other use, or do not say"
PICTURES = "stock and street photographs with and without masks, pictures without faces (training/detection)"
FACES = "the face sets of the embedder's teaching"


def weights(path: Path) -> Weights:
    """A taught net's, named as facenet-pytorch's."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    return {key: value.float().contiguous().numpy() for key, value in state.items()}


def averaged(paths: list[Path]) -> Weights:
    """The mean of nets that were taught from the same weights with other seeds (Wortsman et al. 2022)."""
    each = [weights(path) for path in paths]
    return {key: sum(one[key] for one in each) / len(each) for key in each[0]}  # type: ignore[misc]


def export(
    pnet: list[Path],
    rnet: list[Path],
    onet: list[Path],
    judge: Path | None,
    context: Path | None,
    models: Path,
) -> list[Path]:
    """Write those that are given into the folder `models`, with their entries in its manifest."""
    graphs = {}
    for name, paths in (("pnet", pnet), ("rnet", rnet), ("onet", onet)):
        if paths:
            graphs[name] = build(name, averaged(paths)), PICTURES
    for task, path, net, data in (
        ("judge", judge, judge_net(), f"{PICTURES}; {FACES}"),
        ("context", context, context_net(), PICTURES),
    ):
        if path is not None:
            net.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
            graphs[task] = build_crop_net(net.eval(), task), data
    written = []
    for name, (graph, data) in graphs.items():
        path = models / f"{name}.onnx"
        write_atomically(path, graph.SerializeToString())
        entry: manifest.Entry = {
            "name": name,
            "task": name,
            "file": path.name,
            "sha256": sha256(path),
            "default": True,
            "licence": TERMS,
            "training_data": data,
        }
        manifest.update(entry, models / manifest.MANIFEST.name)
        written.append(path)
    return written
