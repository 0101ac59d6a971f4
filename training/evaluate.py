"""Labeled Faces in the Wild through the whole pipeline: raw image, facecam's detector, its alignment, the embedder.

For measuring only: no model, threshold or recipe is chosen by these figures. An image without a detected face is an
error of every pair and probe that it is in. Some celebrities of the training sets are also in LFW, as is usual in
this field, and every figure says so.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.errors import InputError
from facecam.identity.calibration import Calibration
from facecam.types import Detection
from facecam.vision import align, geometry, mtcnn, open_detector
from facecam.vision.manifest import load_manifest
from training import manifest
from training.export import embed, open_session
from training.teachers import Vectors
from training.validation import fold_accuracy, tar_at

LFW = Path("../shared/data/lfw.zip")
"""`Name/Name_0001.webp` (or .jpg) and the official `pairs.txt`, in an archive, seen from the repository."""

WORKERS = 2


@dataclass(frozen=True)
class Lfw:
    """names: of all images, `Name/Name_0001.webp`, sorted. person: of each image. number: 1, 2, ... of each.

    pairs: places [6000, 2]; same: of each pair; fold: 0..9 of each pair (View 2).
    """

    file: Path
    names: tuple[str, ...]
    person: NDArray[np.str_]
    number: NDArray[np.int64]
    pairs: NDArray[np.int64]
    same: NDArray[np.bool_]
    fold: NDArray[np.int64]


@dataclass(frozen=True)
class Report:
    """accuracy: ten-fold. tar: by false accept rate, over the 6,000 pairs.

    fnir: share of the probes not named rightly, by the share of strangers that are named. promised: FPIR that the
    model's calibration promises -> the one measured. undetected: images in which no face was found.
    """

    accuracy: float
    tar: dict[float, float]
    fnir: dict[float, float]
    promised: dict[float, float]
    thresholds: dict[float, float]
    undetected: int
    probes: int
    strangers: int
    gallery: int


def read(file: Path = LFW) -> Lfw:
    """The archive's images and the pairs of View 2."""
    if not file.exists():
        raise InputError(f"{file} is missing", "name LFW's archive with --lfw")
    with zipfile.ZipFile(file) as archive:
        names = tuple(sorted(n for n in archive.namelist() if n.endswith((".webp", ".jpg"))))
        lines = archive.read("pairs.txt").decode().splitlines()
    place = {Path(name).stem: i for i, name in enumerate(names)}
    folds, size = (int(part) for part in lines[0].split())
    pairs, same = [], []
    for line in lines[1 : 1 + 2 * folds * size]:
        match line.split():
            case [name, a, b]:
                first, second = (name, a), (name, b)
            case [name, a, other, b]:
                first, second = (name, a), (other, b)
            case _:
                raise InputError(f"pairs.txt of {file} has the line {line!r}", "take the official file")
        pairs.append([place[f"{person}_{int(number):04d}"] for person, number in (first, second)])
        same.append(first[0] == second[0])
    stems = [Path(name).stem for name in names]
    return Lfw(
        file,
        names,
        np.array([stem.rpartition("_")[0] for stem in stems]),
        np.array([int(stem.rpartition("_")[2]) for stem in stems]),
        np.array(pairs),
        np.array(same),
        np.arange(len(pairs)) // (2 * size),
    )


def points(lfw: Lfw, cache: Path) -> NDArray[np.float32]:
    """Five points of the face nearest each image's centre [n, 5, 2], NaN where none is found; kept in `cache`.

    The cache is made again when the detector's models or code change.
    """
    models = load_manifest()
    stamp = hashlib.sha256("".join(models.task(task).sha256 for task in ("pnet", "rnet", "onet")).encode())
    for module in (mtcnn, geometry):
        stamp.update(inspect.getsource(module).encode())
    path = cache / f"lfw-points-{len(lfw.names)}-{stamp.hexdigest()[:12]}.npy"
    if not path.exists():
        detector = open_detector()

        def find(data: bytes) -> NDArray[np.float32]:
            image = _decoded(data)
            found = detector.detect(image)
            if not found:
                return np.full((5, 2), np.nan, np.float32)
            return central(found, image.shape[1], image.shape[0]).points.astype(np.float32)

        with ThreadPoolExecutor(WORKERS) as pool:
            found = np.stack(list(pool.map(find, _files(lfw))))
        temporary = path.with_name(f".{path.name}")
        np.save(temporary, found, allow_pickle=False)
        temporary.replace(path)
    stored: NDArray[np.float32] = np.load(path)
    return stored


def central(found: list[Detection], width: int, height: int) -> Detection:
    """The detection whose centre is nearest the image's: LFW centres the person it names."""

    def distance(detection: Detection) -> float:
        left, top, right, bottom = detection.box
        return float(np.hypot((left + right - width) / 2, (top + bottom - height) / 2))

    return min(found, key=distance)


def _files(lfw: Lfw) -> Iterator[bytes]:
    """Every image's file, in order."""
    with zipfile.ZipFile(lfw.file) as archive:
        for name in lfw.names:
            yield archive.read(name)


def _decoded(data: bytes) -> NDArray[np.uint8]:
    """The image (BGR) in a file's bytes."""
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise InputError("an image of LFW's archive cannot be decoded", "take the archive anew")
    return image.astype(np.uint8, copy=False)


def vectors_of(name: str, lfw: Lfw, cache: Path, models: Path) -> Vectors:
    """Unit vectors [n, D] of all images by the model `name`; NaN where no face was found."""
    entry = manifest.find(name, models / manifest.MANIFEST.name)
    session = open_session(models / entry["file"], WORKERS)
    five = points(lfw, cache)
    out = np.full((len(lfw.names), entry["dimension"]), np.nan, np.float32)
    waiting: list[tuple[int, NDArray[np.uint8]]] = []

    def flush() -> None:
        if waiting:
            out[[place for place, _ in waiting]] = embed(session, np.stack([crop for _, crop in waiting]))
            waiting.clear()

    for place, data in enumerate(_files(lfw)):
        if not np.isnan(five[place]).any():
            waiting.append((place, align.align(_decoded(data), five[place], entry["size"])))
        if len(waiting) == 64:
            flush()
    flush()
    return out


def judge(lfw: Lfw, vectors: Vectors, calibration: Calibration | None) -> Report:
    """All figures of `vectors` [n, D], rows of NaN where no face was found."""
    missing = np.asarray(np.isnan(vectors).any(axis=1))
    accuracy, tar = verification(lfw, vectors, missing)
    probes, strangers, gallery = open_set(lfw)
    scores = np.nan_to_num(vectors)  # a face that was not found is like nobody: cosine 0 with everyone
    reference = scores[gallery]
    stranger_best = (scores[strangers] @ reference.T).max(axis=1)
    stranger_best[missing[strangers]] = -1
    by_probe = scores[probes] @ reference.T
    best = by_probe.argmax(axis=1)
    right = (lfw.person[gallery][best] == lfw.person[probes]) & ~missing[probes]
    top = by_probe.max(axis=1)
    fnir, thresholds, promised = {}, {}, {}
    for rate in (0.01, 0.003):
        threshold = float(np.quantile(stranger_best, 1 - rate))
        fnir[rate] = float(1 - (right & (top > threshold)).mean())
        thresholds[rate] = threshold
        if calibration is not None:
            promise = calibration.threshold(rate, len(gallery))
            promised[rate] = float((stranger_best > promise).mean())
    return Report(
        accuracy, tar, fnir, promised, thresholds, int(missing.sum()), len(probes), len(strangers), len(gallery)
    )


def verification(lfw: Lfw, vectors: Vectors, missing: NDArray[np.bool_]) -> tuple[float, dict[float, float]]:
    """Ten-fold accuracy and TAR at two FARs of View 2's pairs; a pair with a missing face is always wrong."""
    first, second = lfw.pairs.T
    scores = (vectors[first] * vectors[second]).sum(axis=1)
    lost = missing[first] | missing[second]
    # The wrong side of every threshold: a missing face never helps.
    scores = np.where(lost, np.where(lfw.same, -2.0, 2.0), scores)
    tar = {rate: tar_at(scores[lfw.same], scores[~lfw.same], rate) for rate in (1e-2, 1e-3)}
    return fold_accuracy(scores, lfw.same, lfw.fold), tar


def open_set(lfw: Lfw) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Places of probes, strangers and gallery: image 0001 of all who have two or more, their others, the rest."""
    names, counts = np.unique(lfw.person, return_counts=True)
    many = np.isin(lfw.person, names[counts > 1])
    return (
        np.flatnonzero(many & (lfw.number != 1)),
        np.flatnonzero(~many),
        np.flatnonzero(many & (lfw.number == 1)),
    )


def evaluate(name: str, file: Path, models: Path, cache: Path) -> Report:
    """Print and return LFW's figures of the model `name`; they are also written into the manifest."""
    path = models / manifest.MANIFEST.name
    entry = manifest.find(name, path)
    lfw = read(file)
    curve = entry.get("calibration")
    calibration = Calibration(curve["score"], curve["log10_fmr"]) if curve else None
    report = judge(lfw, vectors_of(name, lfw, cache, models), calibration)
    print(f"LFW, whole pipeline: {len(lfw.names)} images, {len(lfw.pairs)} pairs, {report.undetected} undetected")
    print(f"model {name}, sha256 {entry['sha256']}")
    print(f"ten-fold accuracy   {report.accuracy:.2%}")
    for rate, value in report.tar.items():
        print(f"TAR at FAR {rate:<7.1%}  {value:.2%}   ({len(lfw.pairs) // 2} same, as many different pairs)")
    print(f"open set: {report.gallery} people, {report.probes} probes, {report.strangers} strangers")
    for rate, value in report.fnir.items():
        print(f"FNIR at FPIR {rate:<5.1%}  {value:.2%}   (threshold {report.thresholds[rate]:.3f})")
    for rate, value in report.promised.items():
        print(f"a promised FPIR of {rate:.1%} measures {value:.2%}")
    print("some celebrities of the training sets are also in LFW")
    print(f"command: python -m training {' '.join(sys.argv[1:])}")
    entry.setdefault("figures", {}).update(
        {
            "lfw_accuracy": round(report.accuracy, 4),
            "lfw_pairs": len(lfw.pairs),
            "lfw_undetected": report.undetected,
            **{f"lfw_tar_at_far_{rate}": round(value, 4) for rate, value in report.tar.items()},
            **{f"lfw_fnir_at_fpir_{rate}": round(value, 4) for rate, value in report.fnir.items()},
            **{f"lfw_fpir_measured_of_{rate}": round(value, 4) for rate, value in report.promised.items()},
        }
    )
    manifest.update(entry, path)
    return report
