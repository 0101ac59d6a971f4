"""What the named teachers say of faces: asked once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.core import checkpoints
from training.core.manifest import sha256, write_atomically
from training.core.onnx_tools import LFW_MARK
from training.networks.embedding import FACENET, facenet
from training.release import export
from training.teachers.onnx_teacher import OnnxTeacher, Vectors

TEACHERS = Path("../shared/teachers")
"""Where the teachers lie by default, seen from the repository."""

COMMITTEE = ("edgenext_xs",)


def ask(
    crops: NDArray[np.uint8], cache: Path, folder: Path = TEACHERS, names: Sequence[str] = COMMITTEE
) -> list[Vectors]:
    """The unit answers of each named teacher for all crops."""
    return [OnnxTeacher(file_of(name, folder, cache)).embed_all(crops, cache) for name in names]


def file_of(name: str, folder: Path, cache: Path) -> Path:
    """A teacher's ONNX file: by name in `folder`, by path, or made in `cache` of a .pt file.

    That is a checkpoint of ours, or the weights of facenet-pytorch's InceptionResnetV1 as its releases have them.
    """
    if name.endswith(".onnx"):
        return Path(name)
    if not name.endswith(".pt"):
        return folder / f"{name}.onnx"
    path = Path(name)
    network: Any
    if FACENET in checkpoints.load(path):
        network, marks = facenet(path), {}
    else:
        trained = export.opened(path)
        network, marks = trained.network, {LFW_MARK: "true"} if trained.trains_on_lfw else {}
    file = cache / f"teacher-{sha256(path)[:12]}.onnx"
    if not file.exists():
        write_atomically(file, export.to_onnx(network, marks).SerializeToString())
    return file
