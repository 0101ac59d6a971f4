"""The pretrained embedders whose answers the student learns.

One teacher is an ONNX file; a teacher ensemble (`ensemble.py`) makes one vector of the answers of several. The
answers for all faces are computed once and kept, since a crop's target is always its clean, unaugmented self.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from filelock import FileLock
from numpy.typing import NDArray

from facecam.base.errors import ModelError
from training.core.files import sha256, whole
from training.core.onnx_tools import LFW_MARK, rewrite_prelu
from training.core.vectors import Vectors, unit
from training.data.augmentation import resized
from training.data.faces import SIDE
from training.data.shards import Crops
from training.teachers.embedders import Convention, open_session


class OnnxTeacher:
    """An embedder that takes float RGB [N, 3, 112, 112], `(x - 127.5) / 127.5`, as ArcFace's descendants do.

    Or one of our own export, which takes the crops as they are, at its own resolution. One that learnt from the
    benchmark's people is refused: what it taught would know them, too.
    """

    def __init__(self, path: Path, threads: int = 1, maps: Sequence[str] = (), *, gpu: bool = False) -> None:
        """maps: names of tensors that it gives, too. gpu: ONNX Runtime's CUDA, refused where it does not run."""
        if not path.exists():
            raise ModelError(
                "The teacher {path} is missing", "Name the teachers' folder with --teachers", path=str(path)
            )
        self.name = path.stem
        self.digest = sha256(path)
        model = onnx.load(path)
        if any(prop.key == LFW_MARK for prop in model.metadata_props):
            raise ModelError(
                "The teacher {path} learnt from the benchmark's people", "Take another teacher", path=str(path)
            )
        rewrite_prelu(model)
        inside = {name for node in model.graph.node for name in node.output}
        for name in maps:
            if name not in inside:
                raise ModelError(
                    "The teacher {path} has no tensor {name}",
                    "Look up its name in the ONNX graph",
                    path=str(path),
                    name=name,
                )
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
        self._session = open_session(model.SerializeToString(), threads, gpu=gpu)
        port = self._session.get_inputs()[0]
        self._input, self._side = port.name, port.shape[1] if port.type == "tensor(uint8)" else None

    def embed(self, crops: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [N, D] of uint8 BGR crops [N, side, side, 3]."""
        return self.look(crops)[0]

    def look(self, crops: NDArray[np.uint8]) -> tuple[Vectors, list[Vectors]]:
        """As `embed`, and the wanted maps [N, channels, h, w]."""
        pixels: NDArray[Any] = np.stack([resized(crop, self._side or SIDE) for crop in crops])
        if self._side is None:
            pixels = Convention(SIDE).pixels(pixels)
        answer, *maps = self._session.run(None, {self._input: pixels})
        return unit(np.asarray(answer, np.float32)), [np.asarray(each) for each in maps]

    def embed_all(self, crops: NDArray[np.uint8], cache: Path, *, batch: int = 32, workers: int = 2) -> Vectors:
        """As `embed`, for a whole memory-map, kept in `cache` as float16 and read from there the next time."""
        path = cache / f"teacher-{self.name}-{self.digest[:12]}-{len(crops)}-{fingerprint(crops)}.npy"
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):  # of several processes one asks
            if not path.exists():
                with ThreadPoolExecutor(workers) as pool:
                    parts = pool.map(lambda i: self.embed(crops[i : i + batch]), range(0, len(crops), batch))
                    vectors = np.concatenate([part.astype(np.float16) for part in parts])
                with whole(path) as file:
                    np.save(file, vectors, allow_pickle=False)
        answers: Vectors = np.load(path).astype(np.float32)
        return answers


def fingerprint(crops: NDArray[np.uint8]) -> str:
    """What tells one collection of faces from another, their order too: their size and each one's middle line.

    A hundredth of the pixels, because 3 GB would take as long to read as some teachers take to answer.
    """
    if isinstance(crops, Crops):
        return crops.fingerprint()
    lines = np.ascontiguousarray(crops[:, crops.shape[1] // 2])
    return hashlib.sha256(str(crops.shape).encode() + lines.tobytes()).hexdigest()[:12]
