"""A checkpoint is enough to have its network again: no recipe, no trainer and no weights of anybody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("timm", reason="the training group is not installed")
pytest.importorskip("facenet_pytorch", reason="the training group is not installed")

import torch
from safetensors.torch import save_file

from facecam.base.errors import FacecamError, ModelError
from training.core import checkpoints
from training.networks.backbones import backbone_of
from training.networks.description import IMAGENET, POOLED, Description
from training.networks.face_network import FaceNetwork, student
from training.networks.trained import VERSION, marks, open_trained
from training.release.export import floats

CROPS = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (3, 64, 64, 3), dtype=np.uint8))

DESCRIPTIONS = (
    Description("facenext", "depthwise", 16, 64, colour="bgr"),
    Description("timm-trunk/mobilenetv4_conv_small", "depthwise", 16, 64, colour="bgr"),
    Description(
        "timm/resnet18",
        ("average", "flatten", "dropout 0.3", "linear", "batch_norm"),
        *(16, 64),
        mean=IMAGENET[0],
        std=IMAGENET[1],
    ),
    Description("torchvision/mobilenet_v3_small", ("flatten", "linear 8", "relu", "linear"), 16, 64),
    Description("five_convolutions", "none", 256, 64),
)


def answers(network: FaceNetwork) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = network.eval()(CROPS)
    return found


def used(network: FaceNetwork) -> FaceNetwork:
    """Running statistics that are not the initial ones."""
    with torch.no_grad():
        for _ in range(3):
            network.train()(CROPS)
    return network


def saved(made: FaceNetwork, file: Path, **changes: Any) -> Path:
    said = marks("distil", made, {"name": "some"}, step=1, samples=2, teachers=("t",), sets=("s",))
    checkpoints.save(file, said | changes)
    return file


@pytest.mark.parametrize("description", DESCRIPTIONS, ids=lambda one: one.backbone)
def test_every_network_is_had_again_from_its_file_alone(description: Description, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = used(FaceNetwork(description))
    opened = open_trained(saved(network, tmp_path / "last.pt"))
    assert opened.network.description == description
    assert torch.equal(answers(opened.network), answers(network))
    assert (opened.recipe, opened.samples, opened.teachers, opened.sets) == ("some", 2, ("t",), ("s",))


def test_a_backbone_begins_with_that_of_an_exported_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = used(student("facenext", 16, 64))
    weights = {name: value.contiguous() for name, value in floats(network).items()}
    save_file(weights, tmp_path / "whole.safetensors")
    backbone = backbone_of("facenext", str(tmp_path / "whole.safetensors")).eval()
    with torch.no_grad():
        pixels = network.eval().pixels(CROPS)
        assert torch.equal(backbone(pixels), network.features(pixels))
    with pytest.raises(ModelError, match="holds another network's weights"):
        backbone_of("five_convolutions", str(tmp_path / "whole.safetensors"))


def test_a_run_that_has_not_finished_is_opened_at_the_size_it_trains_at(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = used(student("facenext", 16, 112))
    smaller = open_trained(saved(network, tmp_path / "last.pt"), side=64).network
    assert smaller.side == smaller.description.side == 64
    torch.testing.assert_close(answers(smaller), answers(network))


def test_checkpoints_from_before_they_described_their_networks_are_read(tmp_path: Path) -> None:
    torch.manual_seed(0)
    of_distil = used(student("facenext", 16, 64))
    recipe = {"name": "old", "network": "facenext", "dimension": 16, "side": 64, "teachers": ["edgenext_xs"]}
    old = {"model": {}, "average": of_distil.state_dict(), "recipe": recipe, "samples": 5, "step": 1}
    checkpoints.save(tmp_path / "last.pt", old)
    opened = open_trained(tmp_path / "last.pt")
    assert torch.equal(answers(opened.network), answers(of_distil))
    assert (opened.teachers, opened.sets, opened.samples) == (("edgenext_xs",), (), 5)

    of_train = used(FaceNetwork(Description("timm/resnet18", POOLED, 16, 64, mean=IMAGENET[0], std=IMAGENET[1])))
    table = {"backbone": "timm/resnet18", "weights": "imagenet", "head": "linear", "norm": True, "dropout": 0.0}
    recipe = {"name": "old", "network": table, "dimension": 16, "side": 64, "loss": {"teachers": []}}
    old = {"kind": "train", "network": of_train.state_dict(), "recipe": recipe, "samples": 5, "sets": ["one"]}
    checkpoints.save(tmp_path / "best.pt", old | {"classes": ["a", "b"], "classifier": {}, "trains_on_lfw": True})
    opened = open_trained(tmp_path / "best.pt")
    assert torch.equal(answers(opened.network), answers(of_train)) and opened.trains_on_lfw
    assert opened.sets == ("one",) and opened.classifier is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": VERSION + 1}, "newer version"),
        ({"network": {"backbone": "facenext", "head": "depthwise", "dimension": 8, "side": 64}}, "contradicts"),
        ({"network": {"backbone": "nonsense", "head": "depthwise", "dimension": 16, "side": 64}}, "no backbone"),
        ({"network": {"backbone": "facenext", "head": "deep", "dimension": 16, "side": 64}}, "depthwise"),
        ({"network": {"backbone": "facenext", "dimension": 0}}, "dimension"),
    ],
)
def test_what_a_checkpoint_cannot_keep_is_said(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    file = saved(student("facenext", 16, 64), tmp_path / "last.pt", **changes)
    with pytest.raises(FacecamError, match=said) as caught:
        open_trained(file)
    assert "last.pt" in str(caught.value) or said == "no backbone"


def test_other_files_are_no_checkpoints(tmp_path: Path) -> None:
    torch.save({"weight": torch.zeros(1)}, tmp_path / "some.pt")
    with pytest.raises(ModelError, match=r"some\.pt is no checkpoint"):
        open_trained(tmp_path / "some.pt")
    for damaged in (
        {"version": VERSION, "recipe": {"name": "some"}},
        {"recipe": 3},
        {"recipe": {}, "kind": "train"},
    ):
        torch.save(damaged, tmp_path / "some.pt")
        with pytest.raises(ModelError, match=r"some\.pt is no checkpoint"):
            open_trained(tmp_path / "some.pt")
