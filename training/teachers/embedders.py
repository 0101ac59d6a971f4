"""Any embedder in one shape: facecam's own and other people's ONNX files, crops in, unit vectors out.

What a file wants its pixels to be is its `Convention`. facecam's files bring theirs (uint8 BGR, the rest inside);
any other file is taken to follow ArcFace's, or is described by a small TOML:

    file = "mbf_small.onnx"   # beside this file
    side = 112                # pixels across the aligned crop
    colour = "rgb"            # or bgr
    layout = "nchw"           # or nhwc
    mean = 127.5              # pixels become (x - mean) / std; one number, or one a channel
    std = 127.5
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray
from pydantic import Field
from pydantic.dataclasses import dataclass

from facecam.base.errors import InputError, ModelError
from facecam.identity.neighbourhood import EVEN, Neighbourhood
from facecam.vision.centres import read_neighbourhood
from facecam.vision.contrast import stretched
from facecam.vision.manifest import Centres
from training.core import manifest
from training.core.files import sha256
from training.core.onnx_tools import rewrite_prelu
from training.core.recipe import STRICT, build
from training.core.vectors import Vectors, unit

ROUNDS = 100
"""Single faces that a time is the median of."""


@dataclass(frozen=True, config=STRICT)
class Convention:
    """How a crop [side, side, 3] (uint8 BGR) is given to a file. The defaults are ArcFace's."""

    side: Annotated[int, Field(ge=1)] = 112
    colour: Literal["rgb", "bgr"] = "rgb"
    layout: Literal["nchw", "nhwc"] = "nchw"
    mean: float | tuple[float, float, float] = 127.5
    std: float | tuple[float, float, float] = 127.5

    def pixels(self, crops: NDArray[np.uint8], *, whole: bool = False) -> NDArray[Any]:
        """What the file's input is for uint8 BGR crops [N, side, side, 3]; `whole`: bytes as they are."""
        ordered: NDArray[Any] = crops[..., ::-1] if self.colour == "rgb" else crops
        if not whole:
            ordered = (ordered.astype(np.float32) - np.asarray(self.mean, np.float32)) / np.asarray(
                self.std, np.float32
            )
        return np.ascontiguousarray(ordered.transpose(0, 3, 1, 2) if self.layout == "nchw" else ordered)


class Embedder:
    """An open embedder. `embed` may be called from several threads, each of which runs on its own core."""

    def __init__(self, file: Path, convention: Convention, name: str, entry: manifest.Entry | None = None) -> None:
        """`entry`: its place in the manifest, None for a file that is not facecam's. Raises `ModelError`."""
        if not file.exists():
            raise ModelError(
                "The model {file} is missing", "Name a model of the manifest, an .onnx or a .toml", file=str(file)
            )
        self.name, self.file, self.entry = name, file, entry
        self.neighbourhood = EVEN if entry is None else open_neighbourhood(entry, file.parent)
        self.side = convention.side
        self.digest = sha256(file)
        self.megabytes = file.stat().st_size / 1e6
        self.convention = convention
        try:
            model = onnx.load(file)
            rewrite_prelu(model)
            self._session = open_session(model.SerializeToString(), threads=1)
            port = self._session.get_inputs()[0]
            self._whole = port.type == "tensor(uint8)"
            self._batch = port.shape[0] if port.shape and isinstance(port.shape[0], int) else 64
            self.dimension = self.embed(np.zeros((1, self.side, self.side, 3), np.uint8)).shape[1]
        except Exception as error:  # onnx and ONNX Runtime have many kinds, without a base of their own
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(
                "{file} does not take {colour} {layout} crops of {side}: {first}",
                "Describe its input in a .toml (see `evaluate --help`)",
                file=str(file),
                colour=str(convention.colour),
                layout=str(convention.layout),
                side=str(self.side),
                first=first,
            ) from error

    def embed(self, crops: NDArray[np.uint8]) -> Vectors:
        """Unit vectors [N, D] of aligned uint8 BGR crops [N, side, side, 3].

        facecam's own models see them as the app shows them, stretched where their contrast is low.
        """
        if self.entry is not None and len(crops):
            crops = np.stack([stretched(crop) for crop in crops])
        pixels = self.convention.pixels(crops, whole=self._whole)
        return unit(embed(self._session, pixels, self._batch))


def open_embedder(which: str, models: Path) -> Embedder:
    """A model of the manifest by name, an `.onnx` that follows ArcFace's convention, or a `.toml` with its own."""
    path = Path(which)
    if path.suffix == ".toml":
        return Embedder(*described(path), path.stem)
    if path.suffix == ".onnx":
        return Embedder(path, Convention(), path.stem)
    entry = manifest.find(which, models / manifest.MANIFEST.name)
    if entry["task"] != "embedder":
        raise InputError("{which} is no embedder", "Name a model that turns faces into vectors", which=str(which))
    own = Convention(int(entry["size"]), "bgr", "nhwc", 0.0, 1.0)
    return Embedder(models / entry["file"], own, which, entry)


def open_neighbourhood(entry: manifest.Entry, models: Path) -> Neighbourhood:
    """What the manifest says of an entry's neighbourhood, as facecam opens it; `EVEN` where it says nothing."""
    centres = entry.get("neighbourhood")
    if centres is None:
        return EVEN
    found = Centres(models / centres["file"], centres["sha256"], centres["space"])
    return read_neighbourhood(found, entry["name"], entry["space"], int(entry["dimension"]))


def described(path: Path) -> tuple[Path, Convention]:
    """The ONNX file that a TOML describes, and its convention. Raises `InputError`, naming what is wrong."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError("{path} is missing", "Name the file that describes the model", path=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "{path} is not TOML: {error}", "Mend that line", path=str(path), error=str(error)
        ) from None
    file = values.pop("file", None)
    if not isinstance(file, str):
        raise InputError("{path} names no file", 'Add file = "MODEL.onnx"', path=str(path))
    return path.parent / file, build(Convention, values, str(path))


def embed(session: ort.InferenceSession, pixels: NDArray[Any], batch: int = 64) -> Vectors:
    """The answers [N, D] of a session to its input [N, ...], in batches."""
    port = session.get_inputs()[0].name
    parts = [np.asarray(session.run(None, {port: pixels[i : i + batch]})[0]) for i in range(0, len(pixels), batch)]
    return np.concatenate(parts)


def open_session(model: Path | bytes, threads: int = 2, *, gpu: bool = False) -> ort.InferenceSession:
    """A session on the processor, or on CUDA. Raises `InputError` where that was asked for and does not run."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")  # as facecam opens it
    source = str(model) if isinstance(model, Path) else model
    providers = [*(["CUDAExecutionProvider"] if gpu else []), "CPUExecutionProvider"]
    session = ort.InferenceSession(source, options, providers=providers)
    if gpu and session.get_providers()[0] != "CUDAExecutionProvider":
        raise InputError(
            "ONNX Runtime does not run on CUDA here",
            'Install facecam\'s extra "gpu", or say --accelerator cpu',
        )
    return session


def milliseconds(embedders: Sequence[Embedder]) -> list[float]:
    """Median time of one face on one thread for each embedder, milliseconds.

    They take turns face by face, so that whatever else the machine does meets them all alike.
    """
    times: list[list[float]] = [[] for _ in embedders]
    crops = [np.full((1, embedder.side, embedder.side, 3), 128, np.uint8) for embedder in embedders]
    for _ in range(ROUNDS):
        for embedder, crop, spent in zip(embedders, crops, times, strict=True):
            start = time.perf_counter()
            embedder.embed(crop)
            spent.append((time.perf_counter() - start) * 1000)
    return [float(np.median(spent)) for spent in times]
