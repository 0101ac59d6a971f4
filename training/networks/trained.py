"""Checkpoints describe their own network: what a run of either trainer made is opened from its file alone.

A checkpoint of either trainer has these marks, and beside them what its trainer needs to go on:

    version      of this layout
    kind         `distil` or `train`
    network      a `Description`
    weights      of the network that is judged, exported and asked
    recipe       the recipe's values; its name is in them
    step, samples, teachers, sets, trains_on_lfw
    classes, classifier     of a closed set: names, and the weights of a linear layer before the last normalisation
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from facecam.base.errors import ModelError
from training.core import checkpoints
from training.core.recipe import build
from training.networks.backbones import backbone_of
from training.networks.description import IMAGENET, SYMMETRIC, Description
from training.networks.face_network import FaceNetwork

VERSION = 3
MARKS = frozenset(
    ("network", "weights", "recipe", "samples", "teachers", "sets", "trains_on_lfw", "classes", "classifier")
)
"""What `open_trained` needs."""


@dataclass(frozen=True)
class Trained:
    """What a run made: the network, ready to answer, and what is to be said about it.

    classifier: of a closed set, from the network's vectors to `classes` before they are normalised.
    """

    network: FaceNetwork
    recipe: str
    samples: int
    teachers: tuple[str, ...]
    sets: tuple[str, ...]
    """of faces, that it learnt from; empty where the checkpoint is too old to say"""
    trains_on_lfw: bool = False
    classifier: nn.Linear | None = None
    classes: tuple[str, ...] = ()
    started_from: str = ""
    """the weights that it began with, as its recipe names them"""


def marks(
    kind: str,
    network: FaceNetwork,
    recipe: Mapping[str, Any],
    *,
    step: int,
    samples: int,
    teachers: Sequence[str],
    sets: Sequence[str],
    trains_on_lfw: bool = False,
    classes: Sequence[str] = (),
    classifier: nn.Linear | None = None,
) -> dict[str, Any]:
    """The part of a checkpoint that `open_trained` reads. network: the one that is judged."""
    return {
        "version": VERSION,
        "kind": kind,
        "network": network.description.as_dict(),
        "weights": network.state_dict(),
        "recipe": dict(recipe),
        "step": step,
        "samples": samples,
        "teachers": list(teachers),
        "sets": list(sets),
        "trains_on_lfw": trains_on_lfw,
        "classes": list(classes),
        "classifier": {} if classifier is None else classifier.state_dict(),
    }


def open_trained(path: Path, side: int | None = None) -> Trained:
    """The network of a checkpoint; weights that its recipe started from are not needed again.

    side: pixels of the crops, where they shall not be those that the finished network takes.
    Raises `InputError` where there is no file and `ModelError` where it is none of ours.
    """
    state = checked(checkpoints.load(path), path)
    network = FaceNetwork(build(Description, state["network"], f"[network] of {path}"))
    _load(network, state["weights"], path)
    if side is not None and side != network.side:
        network.resize(side)
    classifier = None
    if state["classifier"]:
        classifier = nn.Linear(network.dimension, len(state["classes"]))
        _load(classifier, state["classifier"], path)
    return Trained(
        network.eval(),
        str(state["recipe"]["name"]),
        int(state["samples"]),
        tuple(state["teachers"]),
        tuple(state["sets"]),
        bool(state["trains_on_lfw"]),
        classifier,
        tuple(state["classes"]),
        _started_from(state["recipe"]),
    )


def _started_from(recipe: Mapping[str, Any]) -> str:
    """As the recipe of either trainer says it."""
    network = recipe.get("network")
    return str(network.get("weights", "") if isinstance(network, Mapping) else recipe.get("init", ""))


def checked(state: dict[str, Any], path: Path) -> dict[str, Any]:
    """A checkpoint's state with the marks of today's version. Raises `ModelError` where it has none."""
    if state.get("version", 1) > VERSION:
        raise ModelError(
            "{path} was written by a newer version of facecam", "Open it with that version", path=str(path)
        )
    try:
        today = state if "version" in state else _of_version_1(state)
        if today.get("version", 2) < VERSION:
            today = _of_version_2(today)
    except (KeyError, TypeError):
        today = {}
    if not today.keys() >= MARKS:
        raise ModelError("{path} is no checkpoint of a run", "Take the last.pt or best.pt of one", path=str(path))
    return today


def _load(module: nn.Module, weights: dict[str, Tensor], path: Path) -> None:
    try:
        module.load_state_dict(weights)
    except RuntimeError as error:
        first = str(error).splitlines()[-1].strip()
        raise ModelError(
            "{path} contradicts itself: {first}", "Take another checkpoint", path=str(path), first=first
        ) from error


def _of_version_1(state: dict[str, Any]) -> dict[str, Any]:
    """Before a checkpoint described its network, the recipe did: each trainer's in its own way."""
    recipe = state["recipe"]
    if state.get("kind") == "train":
        table = recipe["network"]
        mean, std = IMAGENET if table["weights"] == "imagenet" else SYMMETRIC
        like = {"head": table["head"], "norm": table["norm"], "dropout": table["dropout"], "mean": mean, "std": std}
        network = {"backbone": table["backbone"], **like}
        weights, teachers = state.get("network", state.get("average")), recipe["loss"]["teachers"]
    else:
        name = recipe["network"]
        backbone = name if name == "facenext" else f"timm-trunk/{name}"
        network = {"backbone": backbone, "head": "depthwise", "colour": "bgr"}
        weights, teachers = state["average"], recipe["teachers"]
    sizes = {"dimension": recipe["dimension"], "side": recipe["side"]}
    added = {"network": network | sizes, "weights": weights, "teachers": teachers}
    missing = {"sets": [], "trains_on_lfw": False, "classes": [], "classifier": {}}
    return missing | state | added


def _of_version_2(state: dict[str, Any]) -> dict[str, Any]:
    """Before a head was a list of layers, a linear one had a switch for its batch norm, and a dropout before it."""
    network = dict(state["network"])
    norm, dropout = network.pop("norm", True), network.pop("dropout", 0.0)
    if network["head"] == "linear":
        network["head"] = [
            *("average", "flatten"),
            *([f"dropout {dropout}"] if dropout else []),
            *("linear", *(["batch_norm"] if norm else [])),
        ]
    return state | {"network": network}


FACENET = "conv2d_1a.conv.weight"
"""A tensor of facenet-pytorch's InceptionResnetV1, which tells a file of its weights from a checkpoint of ours."""


def facenet(weights: Path) -> FaceNetwork:
    """facenet-pytorch's network with weights of its releases, for crops of 160 px, as it was trained.

    It was shown more around each face than our crops have. Raises `ModelError` where they do not fit.
    """
    description = Description("inception_resnet_v1", "none", dimension=512, side=160)
    return FaceNetwork(description, weights=str(weights)).eval()


def is_facenet(weights: Path) -> bool:
    """Whether a file holds facenet-pytorch's weights."""
    return FACENET in checkpoints.load(weights)


def of_library(name: str, side: int) -> FaceNetwork:
    """A network of torchvision or timm (`torchvision/resnet18`) with its ImageNet weights, its last map pooled.

    It learnt nothing about faces: what a base model knows. Raises `InputError` where the weights cannot be fetched.
    """
    backbone = backbone_of(name, "imagenet").eval()
    with torch.no_grad():
        channels = backbone(torch.zeros(1, 3, side, side)).shape[1]
    network = FaceNetwork(Description(name, "none", channels, side, mean=IMAGENET[0], std=IMAGENET[1]))
    network.backbone.load_state_dict(backbone.state_dict())
    return network.eval()
