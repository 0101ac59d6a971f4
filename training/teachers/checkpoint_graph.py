"""A checkpoint as a teacher: its network as the ONNX graph that `OnnxTeacher` opens."""

from __future__ import annotations

from pathlib import Path

import onnx

from training.core.onnx_tools import LFW_MARK
from training.networks.onnx_graph import to_onnx
from training.networks.trained import facenet, is_facenet, open_trained


def graph_of(checkpoint: Path) -> onnx.ModelProto:
    """Of a checkpoint of ours, or of facenet-pytorch's weights. Raises `FacecamError` for anything else."""
    if is_facenet(checkpoint):
        return to_onnx(facenet(checkpoint), {})
    trained = open_trained(checkpoint)
    return to_onnx(trained.network, {LFW_MARK: "true"} if trained.trains_on_lfw else {})
