"""What the named teachers say of faces: asked once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from training.core.files import sha256, write_atomically
from training.core.vectors import Vectors
from training.teachers.onnx_teacher import OnnxTeacher

TEACHERS = Path("../shared/teachers")
"""Where the teachers lie by default, seen from the repository."""

USUAL = ("edgenext_xs",)


def ask(
    crops: NDArray[np.uint8],
    cache: Path,
    folder: Path = TEACHERS,
    names: Sequence[str] = USUAL,
    *,
    gpu: bool = False,
) -> list[Vectors]:
    """The unit answers of each named teacher for all crops."""
    return [OnnxTeacher(file_of(name, folder, cache), gpu=gpu).embed_all(crops, cache) for name in names]


def file_of(name: str, folder: Path, cache: Path) -> Path:
    """A teacher's ONNX file: by name in `folder`, by path, or made in `cache` of a .pt file.

    That is a checkpoint of ours, or the weights of facenet-pytorch's InceptionResnetV1 as its releases have them.
    """
    if name.endswith(".onnx"):
        return Path(name)
    if not name.endswith(".pt"):
        return folder / f"{name}.onnx"
    from training.teachers.checkpoint_graph import graph_of  # torch, which a teacher that is a file does without

    path = Path(name)
    if not path.exists():
        raise InputError(
            "There is no checkpoint {path}", "Train the teacher first, or name another", path=str(path)
        )
    file = cache / f"teacher-{sha256(path)[:12]}.onnx"
    if not file.exists():
        write_atomically(file, graph_of(path).SerializeToString())
    return file
