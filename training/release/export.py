"""Model export: a checkpoint becomes the file that the app opens, refused if it answers otherwise than the network.

The ONNX file takes uint8 BGR crops [N, side, side, 3] and gives unit vectors [N, D]; normalisation and layout are
inside. Beside it lie the averaged weights before any folding (fp16), from which a recipe can go on (`init`).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from safetensors.torch import save as to_safetensors
from torch import nn

from facecam.base.errors import ModelError
from facecam.base.paths import MODELS
from training.core import manifest
from training.core.files import sha256, write_atomically
from training.core.onnx_tools import LFW_MARK
from training.data.augmentation import resized
from training.networks.face_network import FaceNetwork
from training.networks.onnx_graph import Classifying, to_onnx
from training.networks.trained import open_trained
from training.release import terms
from training.teachers.embedders import embed, open_session

PARITY_CROPS = 256
MAX_DIFFERENCE = 1e-4
MIN_COSINE = 0.9999


def check_parity(model: onnx.ModelProto, network: FaceNetwork, crops: NDArray[np.uint8]) -> float:
    """Compare graph and network on real crops, one by one and in batches; return the largest difference."""
    session = open_session(model.SerializeToString())
    with torch.no_grad():
        expected = network.eval()(torch.from_numpy(crops)).numpy()
    if np.linalg.norm(expected, axis=1).min() < MIN_COSINE:
        raise ModelError("The network's vectors have no length: it has not learnt", "Train it for longer")
    together = embed(session, crops)
    singly = embed(session, crops, batch=1)
    difference = float(max(np.abs(together - expected).max(), np.abs(singly - expected).max()))
    cosine = float(min((together * expected).sum(1).min(), (singly * expected).sum(1).min()))
    if not (difference < MAX_DIFFERENCE and cosine > MIN_COSINE):
        raise ModelError(
            "The exported graph differs from the network: by {difference}, least cosine {cosine}",
            "Nothing was written: mend the export",
            difference=f"{difference:.2e}",
            cosine=f"{cosine:.6f}",
        )
    return difference


def export(
    checkpoint: Path,
    faces: NDArray[np.uint8],
    models: Path,
    *,
    name: str,
    default: bool = True,
    side: int | None = None,
) -> manifest.Entry:
    """Write `name`.onnx, `name`.safetensors and the manifest's entry; `faces` [N, 112, 112, 3] prove parity.

    A run of `distil` that has not finished is exported at the resolution `side` that it trains at. A classifier is
    written beside the embedder, as `name`-classifier.onnx. Raises `ModelError` for a run that learnt from the
    benchmark's people and the app's own `models`.
    """
    trained = open_trained(checkpoint, side)
    if trained.trains_on_lfw and models.resolve() == MODELS:
        raise ModelError(
            "{checkpoint} learnt from the benchmark's people and must not become one of facecam's models",
            "Name another folder with --models",
            checkpoint=str(checkpoint),
        )
    network, side = trained.network, trained.network.side
    crops = np.stack([resized(face, side) for face in faces])
    metadata = {
        "facecam.task": "embedder",
        "facecam.size": str(side),
        "facecam.dimension": str(network.dimension),
        "facecam.recipe": trained.recipe,
        "facecam.samples": str(trained.samples),
    }
    if trained.trains_on_lfw:
        metadata[LFW_MARK] = "true"
    model = to_onnx(network, metadata)
    difference = check_parity(model, network, crops)
    file = models / f"{name}.onnx"
    write_atomically(file, model.SerializeToString())
    weights = {key: value.half().contiguous() for key, value in floats(network).items()}
    write_atomically(file.with_suffix(".safetensors"), to_safetensors(weights, metadata))

    if trained.classifier is not None:
        named = metadata | {"facecam.task": "classifier", "facecam.classes": json.dumps(trained.classes)}
        graph = to_onnx(Classifying(network, trained.classifier), named, "scores")
        write_atomically(models / f"{name}-classifier.onnx", graph.SerializeToString())

    path = models / manifest.MANIFEST.name
    digest = sha256(file)
    entry: manifest.Entry = {
        "name": name,
        "task": "embedder",
        "file": file.name,
        "sha256": digest,
        "space": digest,
        "size": side,
        "dimension": network.dimension,
        "default": default,
        "licence": terms.licence(trained.sets, trained.teachers, trained.started_from),
        "training_data": terms.training_data(trained.sets),
        "teachers": list(trained.teachers),
        "recipe": trained.recipe,
        "samples": trained.samples,
    }
    for variant in [other["name"] for other in manifest.read(path) if other.get("variant_of") == name]:
        manifest.remove(variant, path)
        print(f"{variant} was made of the old {name} and is gone: run `python -m training quantise {name}`")
    manifest.update(entry, path)
    if trained.classifier is None:
        manifest.remove(f"{name}-classifier", path)
    else:
        written = models / f"{name}-classifier.onnx"
        shared = {key: entry[key] for key in ("size", "licence", "training_data", "teachers", "recipe", "samples")}
        of_classes = {"name": written.stem, "task": "classifier", "file": written.name, "sha256": sha256(written)}
        manifest.update(of_classes | shared | {"classes": list(trained.classes)}, path)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, differs from the network by {difference:.1e} at most")
    return entry


def floats(network: nn.Module) -> dict[str, torch.Tensor]:
    """Weights and running statistics, without the norms' counters."""
    return {key: value for key, value in network.state_dict().items() if value.is_floating_point()}
