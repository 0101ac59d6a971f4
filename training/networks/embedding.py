"""Networks of the trainer on labels: a backbone of some library, a head, and facecam's bytes at the one end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facecam.errors import InputError, ModelError
from training.networks.student import GlobalDepthwiseHead
from training.supervised.recipe import Network, TrainRecipe

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
SYMMETRIC = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
"""Mean and standard deviation of the channels, of 1."""


class Embedding(nn.Module):
    """uint8 BGR crops in, unit vectors out: what `export` needs of a network.

    Frozen layers stay as they are in training too: their batch norms go on using what they know.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, network: Network, dimension: int, side: int, *, empty: bool = False) -> None:
        """`empty`: do not fetch or read the backbone's weights; they are about to be loaded."""
        super().__init__()
        self.dimension, self.side = dimension, side
        self.backbone = _backbone(replace(network, weights="") if empty else network)
        mean, std = IMAGENET if network.weights == "imagenet" else SYMMETRIC
        self.register_buffer("mean", 255 * torch.tensor(mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", 255 * torch.tensor(std).view(1, 3, 1, 1), persistent=False)
        with torch.no_grad():
            features = self.eval().features(torch.zeros(2, side, side, 3, dtype=torch.uint8))
        self.head = _head(network, features, dimension)
        self._frozen = _freeze(self.backbone, network.trained_layers)
        self.to(memory_format=torch.channels_last)
        self.train()

    def features(self, crops: Tensor) -> Tensor:
        """The backbone's answer to uint8 BGR [N, side, side, 3]: a map, or a vector a face."""
        # An NHWC tensor seen as NCHW is channels-last already: only turning the colours round copies.
        pixels = (crops.flip(3).permute(0, 3, 1, 2).float() - self.mean) / self.std
        found: Tensor = self.backbone(pixels)
        return found

    def project(self, crops: Tensor) -> Tensor:
        """float32 [N, dimension], before they are made unit vectors: what a classifier sees."""
        projected: Tensor = self.head(self.features(crops))
        return projected.float()

    def forward(self, crops: Tensor) -> Tensor:
        """uint8 BGR [N, side, side, 3] -> float32 unit vectors [N, dimension]."""
        return F.normalize(self.project(crops))

    def train(self, mode: bool = True) -> Embedding:
        super().train(mode)
        for module in getattr(self, "_frozen", []):
            module.train(False)
        return self


class FiveConvolutions(nn.Sequential):
    """The founding documents' network from scratch: five convolutions with batch norm, each followed by pooling."""

    def __init__(self, widths: tuple[int, ...] = (32, 64, 128, 256, 256)) -> None:
        layers: list[nn.Module] = []
        for before, width in zip((3, *widths), widths, strict=False):
            layers += [nn.Conv2d(before, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            layers.append(nn.MaxPool2d(2))
        super().__init__(*layers)


def _backbone(network: Network) -> nn.Module:
    """The backbone with its weights and without its classifier. Raises `InputError`, `ModelError`."""
    pretrained = network.weights == "imagenet"
    match network.backbone.split("/"):
        case ["timm", name]:
            backbone = _made(network, lambda: _timm(name, pretrained))
        case ["torchvision", name]:
            backbone = _made(network, lambda: _torchvision(name, pretrained))
        case ["inception_resnet_v1"]:
            from facenet_pytorch import InceptionResnetV1

            backbone = InceptionResnetV1(pretrained=None)
        case ["five_convolutions"]:
            backbone = FiveConvolutions()
        case _:
            raise InputError(
                f"there is no backbone {network.backbone!r}",
                "give timm/NAME, torchvision/NAME, inception_resnet_v1 or five_convolutions",
            )
    if network.weights and not pretrained:
        _load(backbone, Path(network.weights))
    return backbone


def _made(network: Network, make: Callable[[], nn.Module]) -> nn.Module:
    try:
        return make()
    except (RuntimeError, ValueError, KeyError) as error:
        raise InputError(
            f"{network.backbone} cannot be made: {error}", "correct `backbone` in the recipe"
        ) from error
    except OSError as error:  # of whichever library fetches the weights
        reason = str(error).partition(". ")[0].rstrip(".")
        raise InputError(
            f"the {network.weights} weights of {network.backbone} cannot be fetched: {reason}",
            "fetch them where there is a network, name a file in `weights`, or say --fresh for a random start",
        ) from error


def _timm(name: str, pretrained: bool) -> nn.Module:
    import timm

    backbone: nn.Module = timm.create_model(name, pretrained=pretrained, num_classes=0, global_pool="")
    return backbone


def _torchvision(name: str, pretrained: bool) -> nn.Module:
    import torchvision

    backbone: nn.Module = torchvision.models.get_model(name, weights="DEFAULT" if pretrained else None)
    for unused in ("avgpool", "fc", "classifier", "heads"):
        if hasattr(backbone, unused):
            setattr(backbone, unused, nn.Identity())
    return backbone


def _load(backbone: nn.Module, file: Path) -> None:
    """Weights of a file, tensors only; a classifier that the backbone lacks is passed over."""
    if not file.exists():
        raise ModelError(f"the weights {file} are missing", "correct `weights` in the recipe, or say --fresh")
    if file.suffix == ".safetensors":
        from safetensors.torch import load_file

        weights = load_file(file)
    else:
        weights = torch.load(file, weights_only=True, map_location="cpu")
    mine = backbone.state_dict()
    passed_over = ("fc.", "classifier.", "logits.")
    strange = [name for name in mine if name not in weights or weights[name].shape != mine[name].shape]
    strange += [name for name in weights if name not in mine and not name.startswith(passed_over)]
    if strange:
        raise ModelError(
            f"{file} holds another network's weights: {strange[0]} does not fit", "take the recipe's backbone's own"
        )
    backbone.load_state_dict({name: weights[name] for name in mine})


def _head(network: Network, features: Tensor, dimension: int) -> nn.Module:
    """From the backbone's answer to vectors; maps are averaged over their places but by the depthwise head."""
    channels = features.shape[1]
    if network.head == "depthwise":
        if features.ndim != 4:
            raise InputError(f"{network.backbone} gives no maps for a depthwise head", 'take head = "linear"')
        return GlobalDepthwiseHead(channels, features.shape[2], dimension)
    layers: list[nn.Module] = []
    if features.ndim == 4:
        layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    if network.head == "linear":
        if network.dropout:
            layers.append(nn.Dropout(network.dropout))
        layers.append(nn.Linear(channels, dimension, bias=not network.norm))
        if network.norm:
            layers.append(nn.BatchNorm1d(dimension))
    elif channels != dimension:
        raise InputError(f"{network.backbone} gives {channels} numbers, not {dimension}", "correct `dimension`")
    return nn.Sequential(*layers)


def _freeze(backbone: nn.Module, trained: int) -> list[nn.Module]:
    """Leave only the last `trained` layers trainable (all where negative); return the frozen ones."""
    if trained < 0:
        return []
    layers = [module for module in backbone.modules() if list(module.parameters(recurse=False))]
    frozen = layers[: len(layers) - trained]
    for layer in frozen:
        layer.requires_grad_(False)
    return frozen


def network_of(recipe: TrainRecipe) -> Embedding:
    """The recipe's network as it starts, from its seed."""
    torch.manual_seed(recipe.seed)
    return Embedding(recipe.network, recipe.dimension, recipe.side)


FACENET = "conv2d_1a.conv.weight"
"""A tensor of facenet-pytorch's InceptionResnetV1, which tells a file of its weights from a checkpoint of ours."""


def facenet(weights: Path) -> Embedding:
    """facenet-pytorch's network with weights of its releases, for crops of 160 px, as it was trained.

    It was shown more around each face than our crops have. Raises `ModelError` where they do not fit.
    """
    network = Network(backbone="inception_resnet_v1", weights=str(weights), head="none")
    return Embedding(network, dimension=512, side=160)
