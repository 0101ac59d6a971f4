"""Each founding recipe beside what its document says, so that none drifts."""

from __future__ import annotations

import dataclasses
from functools import reduce
from typing import Any

import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("torchvision", reason="the training group is not installed")

import torch
from torch import nn

from training.networks.description import Description
from training.networks.heads import head_of
from training.supervised.recipe import load

UNALTERED = {
    f"augment.{name}": 0.0
    for name in ("rotation", "scale", "shift", "mirror", "shear", "light", "grey", "low_resolution", "blur", "jpeg")
} | {"augment.occlusion": 0.0, "augment.crop": 1.0}
"""Nothing is done to a picture."""

DISTILLED = {
    "side": 224,
    "dimension": 128,
    "batch": 48,
    "epochs": 10,
    "network.weights": "imagenet",
    "network.head": ("flatten", "linear 128", "batch_norm", "dropout 0.3"),
    "loss.kind": "triplet",
    "loss.margin": 1.0,
    "sampler.kind": "triplets",
    "judging.triplets": 3000,
    "data.validation": 0.1,
    "optimiser.kind": "adam",
    "augment.crop": 0.875,
    "augment.shear": 10.0,
    "augment.rotation": 15.0,
    "augment.mirror": 0.5,
    "augment.grey": 0.1,
}

DOCUMENTS: dict[str, dict[str, Any]] = {
    "kd_resnet101_teacher": DISTILLED
    | {
        "network.backbone": "torchvision/resnet101",
        "network.trained_layers": 10,
        "optimiser.lr": 3e-4,
        "sampler.count": 27000,
        "trains_on_lfw": True,
        "loss.teachers": (),
    },
    "kd_resnet101_efficientnetb0": DISTILLED
    | {
        "network.backbone": "torchvision/efficientnet_b0",
        "network.trained_layers": 2,
        "optimiser.lr": 1e-4,
        "sampler.count": 27000,
        "trains_on_lfw": True,
        "loss.teachers": ("kd_resnet101_teacher",),
        "loss.alpha": 1.0,
    },
    "kd_resnet101_teacher-vggface2": DISTILLED
    | {
        "network.backbone": "torchvision/resnet101",
        "network.trained_layers": 10,
        "sampler.count": 30000,
        "data.sets": ("vggface2",),
        "trains_on_lfw": False,
    },
    "kd_resnet101_efficientnetb0-vggface2": DISTILLED
    | {
        "network.trained_layers": 2,
        "sampler.count": 30000,
        "data.sets": ("vggface2",),
        "loss.teachers": ("kd_resnet101_teacher-vggface2",),
        "trains_on_lfw": False,
    },
    "facenet_celeba": UNALTERED
    | {
        "side": 160,
        "dimension": 128,
        "batch": 32,
        "data.people": 800,
        "data.each": 20,
        "data.balance": ("sex", "glasses"),
        "data.validation_people": 100,
        "data.validation_each": 20,
        "data.test_people": 40,
        "data.test_each": 5,
        "network.backbone": "five_convolutions",
        "network.weights": "",
        "network.head": ("flatten", "linear 512", "relu", "dropout 0.5", "linear 128"),
        "loss.kind": "triplet",
        "miners": ((0.0, "random"), (0.5, "semihard")),
        "optimiser.kind": "rmsprop",
        "optimiser.lr": 1e-4,
        "optimiser.schedule": "cosine",
        "judging.patience": 5,
        "judging.pairs": 190,
    },
    "siamese_resnet18_contrastive": {
        "network.backbone": "timm/resnet18",
        "network.weights": "imagenet",
        "loss.kind": "contrastive",
        "loss.margin": 1.0,
        "sampler.pairs": "pairsDevTrain",
        "judging.list": "pairsDevTest",
        "judging.threshold": 0.5,
        "trains_on_lfw": True,
    },
    "resnet50_triplet_casia": {
        "side": 224,
        "dimension": 128,
        "batch": 3 * 256,
        "steps": 50 * 10,
        "network.backbone": "torchvision/resnet50",
        "network.head": ("average", "flatten", "linear 128"),
        "loss.kind": "triplet",
        "loss.margin": 0.2,
        "loss.memory": 0,
        "sampler.kind": "triplets",
        "sampler.count": 50 * 10 * 256,
        "augment.rotation": 10.0,
        "augment.mirror": 0.5,
        "augment.occlusion": 0.0,
        "augment.blur": 0.0,
        "data.quality": 0.0,
    },
    "resnet50_triplet_casia-mined": {
        "side": 224,
        "loss.margin": 0.2,
        "loss.memory": 1024,
        "miners": ((0.0, "all"), (0.1, "semihard"), (0.7, "hard")),
        "augment.occlusion": 0.2,
        "augment.blur": 0.1,
        "data.quality": 0.1,
    },
    "facenet_classifier": {
        "side": 160,
        "batch": 16,
        "epochs": 100,
        "data.people": 70,
        "data.each": 4,
        "data.closed": True,
        "data.validation": 0.2,
        "sampler.repeats": 40,
        "augment.rotation": 20.0,
        "network.backbone": "inception_resnet_v1",
        "network.trained_layers": 0,
        "network.head": ("batch_norm", "dropout 0.3", "linear 256", "relu", "dropout 0.3"),
        "loss.kind": "cross_entropy",
        "optimiser.kind": "adam",
        "optimiser.lr": 1e-4,
        "optimiser.schedule": "plateau",
    },
    "resnet50_classifier": UNALTERED
    | {
        "side": 224,
        "epochs": 10,
        "data.people": 70,
        "data.each": 4,
        "data.closed": True,
        "data.validation": 0.2,
        "sampler.repeats": 1,
        "network.backbone": "torchvision/resnet50",
        "network.weights": "imagenet",
        "network.trained_layers": 0,
        "network.head": ("average", "flatten", "dropout 0.5", "linear 512", "relu", "dropout 0.5"),
        "optimiser.lr": 1e-3,
        "optimiser.schedule": "plateau",
    },
}
"""Settings by their place in the recipe, as the documents have them."""

OPTIMISERS = {"adam": "adam", "adagrad": "adagrad", "sgd": "sgd"}


def at(recipe: Any, place: str) -> Any:
    return reduce(getattr, place.split("."), recipe)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_recipe_has_its_documents_settings(name: str) -> None:
    recipe = load(name)
    said = {place: at(recipe, place) for place in DOCUMENTS[name]}
    assert said == DOCUMENTS[name]


@pytest.mark.parametrize("variant", OPTIMISERS)
def test_the_optimisers_that_are_compared_differ_in_nothing_else(variant: str) -> None:
    base, other = load("facenet_celeba"), load(f"facenet_celeba-{variant}")
    assert other.optimiser.kind == OPTIMISERS[variant]
    alike = dataclasses.replace(base.optimiser, kind=other.optimiser.kind, momentum=other.optimiser.momentum)
    assert dataclasses.replace(base, name=other.name, optimiser=alike) == other


def test_an_epoch_is_what_the_document_counts() -> None:
    student = load("kd_resnet101_efficientnetb0").of_epoch(27000)
    assert (student.steps, student.judging.every) == (16880, 1688)  # 1,687.5 batches of 16 triplets
    forty = load("facenet_classifier").of_epoch(224)
    assert (forty.steps, forty.judging.every) == (100 * 560, 560)
    once = load("resnet50_classifier").of_epoch(224)
    assert (once.steps, once.judging.every) == (10 * 14, 14)
    assert load("siamese_resnet18_contrastive").of_epoch(2200).steps == 20 * 69


def test_a_head_is_its_layers_in_their_order() -> None:
    head = ("flatten", "linear 8", "batch_norm", "relu", "dropout 0.25", "linear")
    made = head_of(Description("any", head, 4, 32), torch.zeros(2, 3, 5, 5))
    kinds = [type(layer) for layer in made.children()]
    assert kinds == [nn.Flatten, nn.Linear, nn.BatchNorm1d, nn.ReLU, nn.Dropout, nn.Linear]
    first, last, dropout = made[1], made[5], made[4]  # type: ignore[index]
    assert (first.in_features, last.in_features, last.out_features) == (75, 8, 4), "the map was not pooled"
    assert first.bias is None and last.bias is not None and dropout.p == 0.25
    pooled = head_of(Description("any", ("average", "flatten", "linear"), 4, 32), torch.zeros(2, 3, 5, 5))
    assert pooled[2].in_features == 3  # type: ignore[index]
