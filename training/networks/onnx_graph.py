"""A network as an ONNX graph, whoever wants it: the exporter, or a student that asks it as a teacher."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from torch import nn

from training.core.onnx_tools import rewrite_prelu, set_metadata
from training.networks.face_network import FaceNetwork

OPSET = 17


class Classifying(nn.Module):
    """uint8 BGR crops to scores of the classes [N, C]."""

    def __init__(self, network: FaceNetwork, classifier: nn.Linear) -> None:
        super().__init__()
        self.network, self.classifier, self.side = network, classifier, network.side

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.classifier(self.network.project(crops))
        return scores


def to_onnx(
    network: FaceNetwork | Classifying, metadata: dict[str, str], output: str = "embeddings"
) -> onnx.ModelProto:
    """The graph, with batch norms folded into the convolutions before them."""
    network.eval()
    crops = torch.zeros(2, network.side, network.side, 3, dtype=torch.uint8)
    with (
        tempfile.TemporaryDirectory() as folder,
        warnings.catch_warnings(),
    ):  # the newer exporter wants one more package, and this one is exact
        warnings.simplefilter("ignore")
        file = str(Path(folder) / "network.onnx")
        torch.onnx.export(
            network,
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
