"""Quantisation: smaller variants of a shipped embedder, kept only where held-out people are told apart as before.

`fp16` stores the weights in half precision and computes in single: half the file at the same speed, since a
processor's kernels have no half precision. `int8` computes convolutions and matrix products in whole numbers
(static QDQ, weights per channel), with ranges taken from crops of people who were trained on, never held out.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from facecam.base.errors import InputError, ModelError
from training.core import manifest
from training.core.files import write_atomically
from training.core.onnx_tools import fold_normalisation, halve_weights, set_metadata, take_bytes
from training.data import heldout
from training.data.faces import Faces
from training.evaluation.examination import Examination, crops_of
from training.metrics.confidence_intervals import Estimate, percent
from training.release import calibrate
from training.teachers import asking
from training.teachers.embedders import Embedder, milliseconds, open_embedder
from training.teachers.ensemble import TeacherEnsemble

FAR = 1e-4
CALIBRATION_CROPS = 256
PERCENTILE = 99.99
"""Of a tensor's values, what its range holds: the few beyond are cut off, and all others are rounded less."""
BYTES = {"rmin": np.float32(0), "rmax": np.float32(255)}
"""The range of the crops themselves."""
SAME_SPACE = 0.99
"""Least cosine to the float model's vectors of the held-out crops from which templates of both may be compared."""

Make = Callable[[onnx.ModelProto, NDArray[np.uint8]], onnx.ModelProto]


@dataclass(frozen=True)
class Judged:
    """A variant. tar: of all pairs of held-out people. cosine: the least to the float model's vectors."""

    kind: str
    embedder: Embedder
    tar: Estimate
    cosine: float


def fp16(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> onnx.ModelProto:
    """The same graph with weights in half precision, which ONNX Runtime widens once, when it opens the file."""
    out = onnx.ModelProto()
    out.CopyFrom(model)
    halve_weights(out)
    return out


def int8(model: onnx.ModelProto, crops: NDArray[np.uint8]) -> onnx.ModelProto:
    """int8 weights per channel, uint8 activations; `crops` (uint8 [N, side, side, 3]) show the ranges of these.

    Where a last convolution feeds the head and nothing is added to it, both stay as they are: the head scales each
    channel anew, so that they are free to differ by orders of magnitude, and one range drowns the small ones.
    """
    from onnxruntime import quantization
    from onnxruntime.quantization.shape_inference import quant_pre_process

    port = model.graph.input[0].name
    pixels = fold_normalisation(model)
    last, head = [node for node in model.graph.node if node.op_type == "Conv"][-2:]
    alone = [last.name, head.name] if last.output[0] == head.input[0] else []

    class Crops(quantization.CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._batches = iter(np.array_split(crops, max(1, len(crops) // 16)))

        def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
            batch = next(self._batches, None)
            return None if batch is None else {port: batch}

    with tempfile.TemporaryDirectory() as folder, _quiet():
        prepared, made = Path(folder) / "prepared.onnx", Path(folder) / "int8.onnx"
        quant_pre_process(model, prepared, skip_symbolic_shape=True)
        quantization.quantize_static(
            prepared,
            made,
            Crops(),
            op_types_to_quantize=["Conv", "Relu", "Add", "MatMul", "Gemm"],
            nodes_to_exclude=alone,
            per_channel=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
            calibrate_method=quantization.CalibrationMethod.Percentile,
            extra_options={
                "CalibPercentile": PERCENTILE,
                # The vector itself is kept as it was computed.
                "OpTypesToExcludeOutputQuantization": ["MatMul", "Gemm"],
                # A byte is a byte, however few of the crops are black and white.
                "TensorQuantOverrides": {pixels: [BYTES]} if pixels else {},
            },
        )
        quantised = onnx.load(made)
    if pixels:
        take_bytes(quantised, pixels)
    return quantised


KINDS: dict[str, Make] = {"fp16": fp16, "int8": int8}


def quantise(
    name: str, kinds: list[str], faces: Faces, models: Path, teachers_folder: Path, cache: Path
) -> list[manifest.Entry]:
    """Make and judge variants of the model `name`; write, list and calibrate those that hold.

    Raises `InputError` for an unknown kind or a model that is a variant itself, and `ModelError`, after all were
    judged, for those that do not hold: they are not written, and older ones of their name are taken away.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(
                "There is no variant {kind}", "There are {kinds}", kind=repr(kind), kinds=", ".join(KINDS)
            )
    base = open_embedder(name, models)
    if base.entry is None or "variant_of" in base.entry:
        raise InputError(
            "{name} is no float model of the manifest", "Name the one that variants are made of", name=name
        )
    held_out = heldout.read()
    heldout.labelled_rows(faces, held_out)  # before the teachers are asked, which may take long
    answers = TeacherEnsemble.concatenate(asking.ask(faces.pixels, cache, teachers_folder))
    learnt = heldout.training_rows(faces, held_out, answers)
    shown = np.random.default_rng(0).choice(learnt, min(CALIBRATION_CROPS, len(learnt)), replace=False)
    examination = Examination(faces, answers)
    expected = examination.vectors(base)
    allowed = examination.tar(expected, FAR)
    path = models / manifest.MANIFEST.name
    with tempfile.TemporaryDirectory() as folder:
        judged = []
        for kind in kinds:
            file = make(kind, base, crops_of(faces, np.sort(shown), base.side), Path(folder))
            variant = Embedder(file, base.convention, file.stem)
            found = examination.vectors(variant)
            judged.append(
                Judged(kind, variant, examination.tar(found, FAR), float((found * expected).sum(1).min()))
            )
        base_ms, *times = milliseconds([base, *(one.embedder for one in judged)])
        print(f"all {allowed.comparisons} pairs of held-out people, TAR at FAR {FAR}; one face, one thread")
        print(f"{name}: {allowed}, {base.megabytes:.1f} MB, {base_ms:.2f} ms, sha256 {base.digest}")
        refused, kept = [], []
        for one, ms in zip(judged, times, strict=True):
            variant = one.embedder
            print(f"{variant.name}: {one.tar}, {variant.megabytes:.1f} MB, {ms:.2f} ms, sha256 {variant.digest}")
            if one.tar.value < allowed.low:
                manifest.remove(variant.name, path)
                refused.append(f"{variant.name} accepts {percent(one.tar.value)}, less than {name} ({allowed})")
                continue
            write_atomically(models / variant.file.name, variant.file.read_bytes())
            manifest.update(entry(base.entry, one, allowed, ms, base_ms), path)
            kept.append(calibrate.calibrate(variant.name, faces, models, teachers_folder, cache))
    if refused:
        raise ModelError("{refused}", "It was not written: ship the float model", refused="; ".join(refused))
    return kept


def make(kind: str, base: Embedder, crops: NDArray[np.uint8], folder: Path) -> Path:
    """The file of a variant, with the metadata of its model."""
    model = onnx.load(base.file)
    properties = {prop.key: prop.value for prop in model.metadata_props}
    variant = KINDS[kind](model, crops)
    set_metadata(variant, {**properties, "facecam.variant": kind})
    file = folder / f"{base.name}-{kind}.onnx"
    onnx.save(variant, file)
    return file


def entry(base: manifest.Entry, one: Judged, allowed: Estimate, ms: float, base_ms: float) -> manifest.Entry:
    """What the manifest says about a variant that was kept."""
    copied = ("task", "size", "dimension", "licence", "training_data", "teachers", "recipe", "samples")
    space = base["space"] if one.cosine > SAME_SPACE else one.embedder.digest
    centres = {"neighbourhood": base["neighbourhood"] | {"space": space}} if "neighbourhood" in base else {}
    return {
        "name": one.embedder.name,
        "file": one.embedder.file.name,
        "sha256": one.embedder.digest,
        "space": space,
        **centres,
        **{key: base[key] for key in copied if key in base},
        "default": False,
        "variant": one.kind,
        "variant_of": base["name"],
        "figures": {
            "heldout_comparisons": one.tar.comparisons,
            "heldout_tar_at_far_0.0001": round(one.tar.value, 4),
            "heldout_tar_at_far_0.0001_float": [round(v, 4) for v in (allowed.value, allowed.low, allowed.high)],
            "heldout_least_cosine_to_float": round(one.cosine, 4),
            "megabytes": round(one.embedder.megabytes, 2),
            "ms": round(ms, 2),
            "ms_float": round(base_ms, 2),
        },
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """ONNX Runtime's quantiser advises its own programmers, on the root logger and by print."""
    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        logger.setLevel(level)
