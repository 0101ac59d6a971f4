"""From a checkpoint to the file that the app opens, refused if it does not answer as the network does.

The ONNX file takes uint8 BGR crops [N, side, side, 3] and gives unit vectors [N, D]; normalisation and layout are
inside. Beside it lie the averaged weights before any folding (fp16), from which a recipe can go on (`init`).
"""

from __future__ import annotations

import json
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import nn

from facecam.errors import ModelError
from facecam.paths import MODELS
from training.core import checkpoints, manifest
from training.core.onnx_tools import LFW_MARK, rewrite_prelu, set_metadata
from training.data.augmentation import resized
from training.distillation.recipe import Recipe
from training.networks.embedding import Embedding
from training.networks.student import Student
from training.supervised.state import load_network
from training.teachers.embedders import embed, open_session

OPSET = 17
PARITY_CROPS = 256
MAX_DIFFERENCE = 1e-4
MIN_COSINE = 0.9999

LICENCE = "research only: the face sets and the teachers allow no other use, or do not say"
DATA = (
    "UTKFace, Pins, AAF, CelebA (two subsets), a Glint360K sample, mask, Bollywood, Indian actor, athlete and "
    "masked face sets, without the people of training/data/heldout.txt. Some celebrities in them are also in LFW"
)
"""in words, of these sets:"""
SETS = {
    *("aaf", "bollywood", "celeba10k", "celebawild", "glintceleb", "indianactors"),
    *("maskfaces", "pins", "rmfd", "sportcelebs", "ukmps", "utkface"),
}


@dataclass(frozen=True)
class Trained:
    """What a run made: the network with its crops' size, and what is to be said about it.

    classifier: of a closed set, from the network's vectors to `classes` before they are normalised.
    """

    network: Student | Embedding
    recipe: str
    samples: int
    teachers: tuple[str, ...]
    data: str
    trains_on_lfw: bool = False
    classifier: nn.Linear | None = None
    classes: tuple[str, ...] = ()


def opened(checkpoint: Path, side: int | None = None) -> Trained:
    """The network of a checkpoint of `distil` (for crops of `side` pixels) or of `train`."""
    if checkpoints.load(checkpoint).get("kind") == "train":
        network, classifier, recipe, stored = load_network(checkpoint)
        return Trained(
            network,
            recipe.name,
            int(stored["samples"]),
            recipe.loss.teachers,
            ", ".join(stored["sets"]),
            bool(stored["trains_on_lfw"]),
            classifier,
            tuple(stored["classes"]),
        )
    state, recipe_of_distil = checkpoints.restore(checkpoint)
    student = averaged(state, recipe_of_distil, side or recipe_of_distil.side)
    sets = state.get("sets", SETS)  # the first checkpoints did not say which
    data = DATA if set(sets) == SETS else ", ".join(sets)
    return Trained(student, recipe_of_distil.name, int(state["samples"]), recipe_of_distil.teachers, data)


class Classifying(nn.Module):
    """uint8 BGR crops to scores of the classes [N, C]."""

    def __init__(self, network: Embedding, classifier: nn.Linear) -> None:
        super().__init__()
        self.network, self.classifier, self.side = network, classifier, network.side

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.classifier(self.network.project(crops))
        return scores


def to_onnx(
    student: Student | Embedding | Classifying, metadata: dict[str, str], output: str = "embeddings"
) -> onnx.ModelProto:
    """The graph, with batch norms folded into the convolutions before them."""
    student.eval()
    crops = torch.zeros(2, student.side, student.side, 3, dtype=torch.uint8)
    with (
        tempfile.TemporaryDirectory() as folder,
        warnings.catch_warnings(),
    ):  # the newer exporter wants one more package, and this one is exact
        warnings.simplefilter("ignore")
        file = str(Path(folder) / "student.onnx")
        torch.onnx.export(
            student,
            (crops,),
            file,
            opset_version=OPSET,
            input_names=["crops"],
            output_names=[output],
            dynamic_axes={"crops": {0: "N"}, output: {0: "N"}},
            dynamo=False,
        )
        model = onnx.load(file)
    rewrite_prelu(model)
    set_metadata(model, metadata)
    onnx.checker.check_model(model, full_check=True)
    return model


def check_parity(model: onnx.ModelProto, student: Student | Embedding, crops: NDArray[np.uint8]) -> float:
    """Compare graph and network on real crops, one by one and in batches; return the largest difference."""
    session = open_session(model.SerializeToString())
    with torch.no_grad():
        expected = student.eval()(torch.from_numpy(crops)).numpy()
    if np.linalg.norm(expected, axis=1).min() < MIN_COSINE:
        raise ModelError("the network's vectors have no length: it has not learnt", "train it for longer")
    together = embed(session, crops)
    singly = embed(session, crops, batch=1)
    difference = float(max(np.abs(together - expected).max(), np.abs(singly - expected).max()))
    cosine = float(min((together * expected).sum(1).min(), (singly * expected).sum(1).min()))
    if not (difference < MAX_DIFFERENCE and cosine > MIN_COSINE):
        raise ModelError(
            f"the exported graph differs from the network: by {difference:.2e}, least cosine {cosine:.6f}",
            "nothing was written: mend the export",
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
    from safetensors.torch import save as to_safetensors

    trained = opened(checkpoint, side)
    if trained.trains_on_lfw and models.resolve() == MODELS:
        raise ModelError(
            f"{checkpoint} learnt from the benchmark's people and must not become one of facecam's models",
            "name another folder with --models",
        )
    student, side = trained.network, trained.network.side
    crops = np.stack([resized(face, side) for face in faces])
    metadata = {
        "facecam.task": "embedder",
        "facecam.size": str(side),
        "facecam.dimension": str(student.dimension),
        "facecam.recipe": trained.recipe,
        "facecam.samples": str(trained.samples),
    }
    if trained.trains_on_lfw:
        metadata[LFW_MARK] = "true"
    model = to_onnx(student, metadata)
    difference = check_parity(model, student, crops)
    file = models / f"{name}.onnx"
    manifest.write_atomically(file, model.SerializeToString())
    weights = {key: value.half().contiguous() for key, value in floats(student).items()}
    manifest.write_atomically(file.with_suffix(".safetensors"), to_safetensors(weights, metadata))

    if trained.classifier is not None:
        assert isinstance(student, Embedding)
        named = metadata | {"facecam.task": "classifier", "facecam.classes": json.dumps(trained.classes)}
        graph = to_onnx(Classifying(student, trained.classifier), named, "scores")
        manifest.write_atomically(models / f"{name}-classifier.onnx", graph.SerializeToString())

    digest = manifest.sha256(file)
    entry: manifest.Entry = {
        "name": name,
        "task": "embedder",
        "file": file.name,
        "sha256": digest,
        "space": digest,
        "size": side,
        "dimension": student.dimension,
        "default": default,
        "licence": LICENCE,
        "training_data": trained.data,
        "teachers": list(trained.teachers),
        "recipe": trained.recipe,
        "samples": trained.samples,
    }
    path = models / manifest.MANIFEST.name
    for variant in [other["name"] for other in manifest.read(path) if other.get("variant_of") == name]:
        manifest.remove(variant, path)
        print(f"{variant} was made of the old {name} and is gone: run `python -m training quantise {name}`")
    manifest.update(entry, path)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB, differs from the network by {difference:.1e} at most")
    return entry


def averaged(state: dict[str, Any], recipe: Recipe, side: int) -> Student:
    """The averaged student of a checkpoint, for crops of `side` pixels."""
    student = Student(recipe.network, recipe.dimension, recipe.side)
    student.load_state_dict(state["average"])
    if side != recipe.side:
        student.resize(side)
    return student.eval()


def floats(student: nn.Module) -> dict[str, torch.Tensor]:
    """Weights and running statistics, without the norms' counters."""
    return {key: value for key, value in student.state_dict().items() if value.is_floating_point()}
