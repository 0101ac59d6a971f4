"""Backbones by name (`facenext`, `timm/resnet18`, `torchvision/efficientnet_b0`, ...) and their weights.

The word before the slash names a builder. To add a library, or a network of one's own, add a builder to `BUILDERS`.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

from facecam.base.errors import InputError, ModelError
from training.networks.facenext import WIDE, FaceNeXt


class FiveConvolutions(nn.Sequential):
    """The first experiments' network from scratch: five convolutions with batch norm, each followed by pooling."""

    def __init__(self, widths: tuple[int, ...] = (32, 64, 128, 256, 256)) -> None:
        layers: list[nn.Module] = []
        for before, width in zip((3, *widths), widths, strict=False):
            layers += [nn.Conv2d(before, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            layers.append(nn.MaxPool2d(2))
        super().__init__(*layers)


def _timm(name: str, pretrained: bool) -> nn.Module:
    """A network of timm without pooling and classifier."""
    import timm

    backbone: nn.Module = timm.create_model(name, pretrained=pretrained, num_classes=0, global_pool="")
    return backbone


def _timm_trunk(name: str, pretrained: bool) -> nn.Module:
    """A network of timm without the layers after the last map that only its classifier wants."""
    backbone = _timm(name, pretrained)
    for unused in ("conv_head", "norm_head", "bn2", "act2"):
        if hasattr(backbone, unused):
            setattr(backbone, unused, nn.Identity())
    backbone.forward = backbone.forward_features  # type: ignore[assignment]  # the last map, whatever its own head makes of it
    return backbone


def _torchvision(name: str, pretrained: bool) -> nn.Module:
    """A network of torchvision up to its last map, or without its classifier where it has none."""
    import torchvision

    backbone: nn.Module = torchvision.models.get_model(name, weights="DEFAULT" if pretrained else None)
    if hasattr(backbone, "features"):
        return nn.Sequential(OrderedDict(features=backbone.get_submodule("features")))
    if hasattr(backbone, "layer4"):  # a ResNet; its own forward would flatten the last map
        layers = itertools.takewhile(lambda named: named[0] != "avgpool", backbone.named_children())
        return nn.Sequential(OrderedDict(layers))
    for unused in ("avgpool", "fc", "classifier", "heads"):
        if hasattr(backbone, unused):
            setattr(backbone, unused, nn.Identity())
    return backbone


def _inception_resnet_v1(name: str, pretrained: bool) -> nn.Module:
    from facenet_pytorch import InceptionResnetV1

    network: nn.Module = InceptionResnetV1(pretrained=None)
    return network


Builder = Callable[[str, bool], nn.Module]
"""Makes a backbone: the name after the slash, and whether with its library's weights."""

BUILDERS: dict[str, Builder] = {
    "facenext": lambda name, pretrained: FaceNeXt(),
    "facenext-wide": lambda name, pretrained: FaceNeXt(WIDE),
    "timm": _timm,
    "timm-trunk": _timm_trunk,
    "torchvision": _torchvision,
    "inception_resnet_v1": _inception_resnet_v1,
    "five_convolutions": lambda name, pretrained: FiveConvolutions(),
}
OF_NETWORK = "backbone."
"""Before the names of a backbone's tensors where a whole network is exported."""
FROM_LIBRARIES = ("timm", "timm-trunk", "torchvision")
"""Their builders take the name of a network."""


def backbone_of(name: str, weights: str = "") -> nn.Module:
    """A backbone without its classifier: from random weights, `imagenet` or a file. Raises `FacecamError`."""
    pretrained = weights == "imagenet"
    library, _, network = name.partition("/")
    if library not in BUILDERS or bool(network) != (library in FROM_LIBRARIES):
        known = (f"{builder}/NAME" if builder in FROM_LIBRARIES else builder for builder in BUILDERS)
        raise InputError(
            "There is no backbone {name}", "Give one of {known}", name=repr(name), known=", ".join(known)
        )
    try:
        backbone = BUILDERS[library](network, pretrained)
    except (RuntimeError, ValueError, KeyError) as error:
        raise InputError(
            "The backbone {name} cannot be made: {error}",
            "Correct its name in the recipe",
            name=name,
            error=str(error),
        ) from error
    except OSError as error:  # of whichever library fetches the weights
        reason = str(error).partition(". ")[0].rstrip(".")
        raise InputError(
            "The {weights} weights of {name} cannot be fetched: {reason}",
            "Fetch them where there is a network, name a file in `weights`, or say --fresh for a random start",
            weights=str(weights),
            name=name,
            reason=reason,
        ) from error
    if weights and not pretrained:
        _load(backbone, Path(weights))
    return backbone


def _load(backbone: nn.Module, file: Path) -> None:
    """Weights of a file, tensors only; a classifier, or a head of ours, that the backbone lacks is passed over."""
    if not file.exists():
        raise ModelError(
            "The weights {file} are missing", "Correct `weights` in the recipe, or say --fresh", file=str(file)
        )
    if file.suffix == ".safetensors":
        from safetensors.torch import load_file

        weights = load_file(file)
    else:
        weights = torch.load(file, weights_only=True, map_location="cpu")
    if any(name.startswith(OF_NETWORK) for name in weights):
        weights = {name[len(OF_NETWORK) :]: weights[name] for name in weights if name.startswith(OF_NETWORK)}
    mine = backbone.state_dict()
    passed_over = ("fc.", "classifier.", "logits.")
    counts = {name: value for name, value in mine.items() if name.endswith("num_batches_tracked")}
    weights = counts | weights  # which say nothing of what a norm knows, and are not exported
    strange = [name for name in mine if name not in weights or weights[name].shape != mine[name].shape]
    strange += [name for name in weights if name not in mine and not name.startswith(passed_over)]
    if strange:
        raise ModelError(
            "{file} holds another network's weights: {tensor} does not fit",
            "Take the recipe's backbone's own",
            file=str(file),
            tensor=str(strange[0]),
        )
    backbone.load_state_dict({name: weights[name] for name in mine})


def freeze(backbone: nn.Module, trained: int) -> list[nn.Module]:
    """Leave only the last `trained` layers trainable (all where negative); return the frozen ones."""
    if trained < 0:
        return []
    layers = [module for module in backbone.modules() if list(module.parameters(recurse=False))]
    frozen = layers[: len(layers) - trained]
    for layer in frozen:
        layer.requires_grad_(False)
    return frozen
