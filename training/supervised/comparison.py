"""Other embedders beside a run of `train`: a frozen teacher's answers, and figures to compare with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import torch
from filelock import FileLock

from facecam.base.errors import InputError
from training.core.files import sha256, whole
from training.core.onnx_tools import LFW_MARK
from training.core.recipe import find
from training.core.vectors import Vectors, unit
from training.data.augmentation import resized
from training.data.faces import Faces
from training.data.heldout import Rows
from training.metrics import verification
from training.metrics.figures import Figures
from training.networks.backbones import FROM_LIBRARIES
from training.networks.trained import facenet, is_facenet, of_library, open_trained
from training.supervised.recipe import TrainRecipe
from training.supervised.selection import Selection
from training.teachers.embedders import open_embedder
from training.teachers.ensemble import TeacherEnsemble
from training.teachers.onnx_teacher import OnnxTeacher, fingerprint


def targets(recipe: TrainRecipe, selection: Selection, runs: Path, models: Path) -> Vectors | None:
    """The unit vectors [n, D] of the recipe's teachers for the clean faces to learn from; None where it has none.

    Raises `InputError` where their vectors do not fit the recipe's dimension, and where one knows the benchmark's
    people and the recipe must not.
    """
    names = recipe.loss.teachers
    if not names:
        return None
    for name in names:
        if knows_the_benchmark(name, runs) and not recipe.trains_on_lfw:
            raise InputError(
                "The teacher {name} learnt from the benchmark's people", "Take another teacher", name=name
            )
    answers = [_kept(name, selection, runs, models) for name in names]
    numbers = sum(answer.shape[1] for answer in answers)
    if len(names) > 1 and numbers >= recipe.dimension:
        return TeacherEnsemble.fit(answers, np.arange(len(selection.rows)), recipe.dimension).project(answers)
    if numbers != recipe.dimension:
        raise InputError(
            "The teachers {names} give {numbers} numbers, and {recipe} {dimension}",
            "Say dimension = {numbers} in the recipe; only an ensemble's answers are projected, to fewer",
            names=", ".join(names),
            numbers=str(numbers),
            recipe=recipe.name,
            dimension=str(recipe.dimension),
        )
    return answers[0]


def _kept(name: str, selection: Selection, runs: Path, models: Path) -> Vectors:
    """As `embedded`, of the faces to learn from; a checkpoint is asked once, by whichever process comes first."""
    checkpoint = checkpoint_of(name, runs)
    if checkpoint is None:
        return embedded(name, selection.faces, selection.rows, runs, models)
    of_faces = hashlib.sha256(fingerprint(selection.faces.pixels).encode() + selection.rows.tobytes()).hexdigest()
    path = runs / f"answers-{sha256(checkpoint)[:12]}-{of_faces[:12]}.npy"
    runs.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            with whole(path) as file:
                np.save(file, embedded(name, selection.faces, selection.rows, runs, models), allow_pickle=False)
    kept: Vectors = np.load(path, allow_pickle=False)
    return kept


def beside(name: str, recipe: TrainRecipe, selection: Selection, runs: Path, models: Path) -> Figures:
    """Another embedder's figures, on the very pairs, or pictures of a closed set, that the recipe is tested by.

    A closed set it has not learnt: there it takes whoever's mean of the pictures to learn from is nearest.
    """
    asked = selection.test or selection.validation
    vectors = embedded(name, selection.faces, asked.rows, runs, models)
    if not recipe.data.closed:
        return verification.verification(vectors, asked.pairs, recipe.judging.threshold)
    known = embedded(name, selection.faces, selection.rows, runs, models)
    centres = np.zeros((len(selection.classes), known.shape[1]), np.float32)
    np.add.at(centres, selection.labels, known)
    said = (vectors @ unit(centres).T).argmax(axis=1)
    return verification.classification(said, asked.labels, len(selection.classes))


def knows_the_benchmark(name: str, runs: Path) -> bool:
    """Whether an embedder says of itself that it learnt from the benchmark's people, or from one that did."""
    checkpoint = checkpoint_of(name, runs)
    if checkpoint is not None:
        return not is_facenet(checkpoint) and open_trained(checkpoint).trains_on_lfw
    if name.endswith(".onnx") and Path(name).exists():
        return any(prop.key == LFW_MARK for prop in onnx.load(name).metadata_props)
    return False


def checkpoint_of(name: str, runs: Path) -> Path | None:
    """The checkpoint that `name` is, or the best one of the run of that name; None for other embedders."""
    if name.endswith(".pt"):
        return Path(name)
    best = runs / name / "best.pt"
    if best.exists():
        return best
    if not name.endswith(".toml") and find("supervised", name).exists():
        raise InputError(
            "The run of {name} is not there ({best})",
            "First: python -m training train {name}",
            name=name,
            best=str(best),
        )
    return None


def embedded(name: str, faces: Faces, rows: Rows, runs: Path, models: Path, batch: int = 64) -> Vectors:
    """Unit vectors of faces by what `name` is.

    A trained network (best.pt, or the recipe that it came from), weights of facenet-pytorch (.pt), a network of a
    library with its own weights (torchvision/resnet18, timm/resnet18: its last map, pooled), or any embedder that
    `evaluate` takes. The answers of a file (.onnx) for all faces are kept in `runs`.
    """
    if name.endswith(".onnx"):
        return OnnxTeacher(Path(name)).embed_all(faces.pixels, runs)[rows]
    checkpoint = checkpoint_of(name, runs)
    library = name.partition("/")[0] in FROM_LIBRARIES and not name.endswith((".onnx", ".toml", ".pt"))
    if checkpoint is not None or library:
        if checkpoint is None:
            network = of_library(name, faces.side)
        else:
            network = facenet(checkpoint) if is_facenet(checkpoint) else open_trained(checkpoint).network
        side = network.side

        @torch.inference_mode()
        def embed(crops: np.ndarray) -> Vectors:
            return np.asarray(network(torch.from_numpy(crops)), np.float32)
    else:
        embedder = open_embedder(name, models)
        side, embed = embedder.side, embedder.embed
    parts = [
        embed(np.stack([resized(faces.pixels[row], side) for row in rows[start : start + batch]]))
        for start in range(0, len(rows), batch)
    ]
    return np.concatenate(parts)
