"""The faces to learn from: aligned crops of several sets, with one numbering of people across them.

A set is one `.npz`, read with allow_pickle=False: `data` (uint8, image files end to end), `offset` (int64, n + 1),
`identity` (int32, -1 unknown), `identities` (names), `face_width` (int16, pixels in the source image) and, where
known, `age_group`, `sex`, `glasses`, `fairface_age` and `fairface_race` (int8); `side`, pixels across a crop, where
it is not 112. Everything is decoded once into a memory-map. `prepare` makes sets.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.tasks.person_folders import spoken
from training.data import shards

FACES = Path("../shared/data/faces")
"""Where the sets lie by default, seen from the repository."""

RUNS = Path("runs")
"""Everything that training writes and git ignores."""

SIDE = 112
"""Pixels across a crop, as ArcFace's template has them: of sets that do not say otherwise."""

TRAINS_ON_LFW = "trains_on_lfw"
"""Key of a set's mark: made without leaving out the benchmark's people, for the recipes that learn from them."""


LABELS = {
    "age_group": "age_group",
    "sex": "sex",
    "glasses": "glasses",
    "fairface_age": "fairface_age",
    "ethnicity": "fairface_race",
}
"""What a set may know of its faces: the column of `Faces`, and its key in the file."""


@dataclass(frozen=True)
class Faces:
    """All faces of all sets, in the order of the sets' names.

    pixels: uint8 [n, side, side, 3] BGR, aligned to ArcFace's template, a memory-map, or decoded as asked.
    person: int64 [n], index into `people`, -1 where nobody knows.
    people: normalised names; a person of two sets has one.
    origin: int64 [n], index into `sets`.
    row: int64 [n], index of the face in its own set.
    width: int64 [n], width of the face in its source image, pixels.
    age_group, sex: int64 [n], -1 where unknown. glasses: likewise, or empty where no set knows.
    fairface_age, ethnicity: likewise, as FairFace (Karkkainen and Joo 2021) divides ages and people.
    """

    pixels: NDArray[np.uint8]
    person: NDArray[np.int64]
    people: tuple[str, ...]
    origin: NDArray[np.int64]
    sets: tuple[str, ...]
    row: NDArray[np.int64]
    width: NDArray[np.int64]
    age_group: NDArray[np.int64]
    sex: NDArray[np.int64]
    glasses: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    fairface_age: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    ethnicity: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    called: tuple[str, ...] = ()
    """the people as they are written where they occur first, as many as `people`; empty where nobody knows"""
    shards: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """first face of each shard, and the end, where the faces lie in some"""

    def __len__(self) -> int:
        return len(self.person)

    @property
    def with_several(self) -> tuple[str, ...]:
        """The people who have two faces or more."""
        counts = np.bincount(self.person[self.person >= 0], minlength=len(self.people))
        return tuple(self.people[person] for person in np.flatnonzero(counts > 1))

    @property
    def side(self) -> int:
        """Pixels across the crops."""
        return int(self.pixels.shape[1])


def normalised(name: str) -> str:
    """`Ana de Armas `, `ana_de_armas` and `Ana De-Armas` are one person.

    One set has file names (`anil_kapoor_104.jpg`) where the person's name should be: the number goes.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"_\d+_jpe?g$", "", re.sub(r"[^a-z0-9]+", "_", ascii_name.lower()).strip("_"))


def load(folder: Path = FACES, cache: Path = RUNS, *, trains_on_lfw: bool = False) -> Faces:
    """Read all sets of `folder`; the decoded pixels are kept in `cache` and made again when the sets change.

    Only a recipe that `trains_on_lfw` may read a set with that mark; for all others it raises `InputError`.
    """
    files, tars = sorted(folder.glob("*.npz")), shards.files_of(folder)
    if files and tars:
        raise InputError(
            "{folder} has face sets (*.npz) and shards (*.tar)",
            "Keep them in folders of their own",
            folder=str(folder),
        )
    if tars:
        return _of_shards(folder, tars, cache)
    if not files:
        raise InputError(
            "There are no face sets (*.npz) or shards (*.tar) in {folder}",
            "Name their folder with --faces",
            folder=str(folder),
        )
    people: dict[str, int] = {}
    called: dict[str, str] = {}
    sides: dict[int, Path] = {}
    columns: dict[str, list[NDArray[np.int64]]] = {}
    for number, file in enumerate(files):
        with np.load(file, allow_pickle=False) as stored:
            if TRAINS_ON_LFW in stored and stored[TRAINS_ON_LFW] and not trains_on_lfw:
                raise InputError(
                    "{file} holds the benchmark's people, whom only recipes marked trains_on_lfw may learn from",
                    "Prepare it without --trains-on-lfw, or move it to a folder of its own",
                    file=str(file),
                )
            sides.setdefault(int(stored["side"]) if "side" in stored else SIDE, file)
            identity = stored["identity"].astype(np.int64)
            n = len(identity)
            numbers = []
            for name in map(str, stored["identities"]):
                numbers.append(people.setdefault(normalised(name), len(people)))
                called.setdefault(normalised(name), spoken(name))
            lookup = np.array([*numbers, -1], np.int64)  # an identity of -1 reads the last place
            unknown = np.full(n, -1, np.int64)
            for key, values in {
                "person": lookup[identity],
                "origin": np.full(n, number, np.int64),
                "row": np.arange(n),
                "width": stored["face_width"].astype(np.int64),
                **{
                    column: stored[key].astype(np.int64) if key in stored else unknown
                    for column, key in LABELS.items()
                },
            }.items():
                columns.setdefault(key, []).append(values)
    if len(sides) > 1:
        told = ", ".join(f"{file.name} of {side}" for side, file in sides.items())
        raise InputError(
            "{folder} has crops of several sizes: {told} pixels",
            "Keep each size in its own folder",
            folder=str(folder),
            told=told,
        )
    joined = {key: np.concatenate(parts) for key, parts in columns.items()}
    return Faces(
        pixels=_decoded(files, len(joined["person"]), next(iter(sides)), cache),
        people=tuple(people),
        called=tuple(called[name] for name in people),
        sets=tuple(file.stem for file in files),
        **joined,
    )


def labelled_files(folder: Path, cache: Path = RUNS) -> tuple[Iterator[tuple[bytes, int]], tuple[str, ...]]:
    """The image files of all labelled faces of the sets in `folder` with their people's numbers, and the people.

    In one shuffled order, since a stream shuffles no more than a few shards at a time. Raises as `load`.
    """
    known = load(folder, cache)
    rows = np.flatnonzero(known.person >= 0)
    people, number = np.unique(known.person[rows], return_inverse=True)
    numbers = dict(zip(rows.tolist(), number.tolist(), strict=True))
    order = rows[np.random.default_rng(0).permutation(len(rows))]
    stored = [np.load(folder / f"{name}.npz", allow_pickle=False) for name in known.sets]
    contents = [(one["data"], one["offset"]) for one in stored]

    def files() -> Iterator[tuple[bytes, int]]:
        for row in order.tolist():
            data, offset = contents[known.origin[row]]
            own = int(known.row[row])
            yield data[offset[own] : offset[own + 1]].tobytes(), numbers[row]

    return files(), tuple(known.people[person] for person in people)


def _of_shards(folder: Path, files: list[Path], cache: Path) -> Faces:
    """The faces of shards as one set. What shards do not know of a face takes no memory."""
    index = shards.index_of(files, cache)
    n = len(index.offset)
    numbers: dict[str, int] = {}
    names = [normalised(name) for name in shards.names_of(folder, index)]
    lookup = np.array([*(numbers.setdefault(name, len(numbers)) for name in names), -1], np.int64)
    zeros, unknown = (np.broadcast_to(np.int64(value), n) for value in (0, -1))
    crops = shards.Crops(files, index)
    return Faces(
        pixels=cast("NDArray[np.uint8]", crops),  # which it is to all that read it
        person=lookup[index.label],
        people=tuple(numbers),
        origin=zeros,
        sets=(folder.resolve().name,),
        row=np.arange(n),
        width=np.broadcast_to(np.int64(crops.shape[1]), n),
        age_group=unknown,
        sex=unknown,
        shards=index.first,
    )


def _decoded(files: list[Path], n: int, side: int, cache: Path) -> NDArray[np.uint8]:
    """The memory-map of all pixels, decoded now if `cache` has not this very collection."""
    # Names and sizes tell collections apart well enough, and take no reading of 100 MB at each start.
    stamp = "-".join(f"{file.stem}{file.stat().st_size}" for file in files)
    path = cache / f"faces-{n}-{_short_digest(stamp)}.npy"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):  # of several processes one decodes
        _decode_once(files, (n, side, side, 3), path)
    pixels: NDArray[np.uint8] = np.load(path, mmap_mode="r")
    return pixels


def _decode_once(files: list[Path], shape: tuple[int, ...], path: Path) -> None:
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".faces.")
        os.close(handle)
        try:
            out = np.lib.format.open_memmap(temporary, "w+", np.uint8, shape)
            start = 0
            for file in files:
                start += _decode_set(file, out[start:])
            out.flush()
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _decode_set(file: Path, out: NDArray[np.uint8]) -> int:
    """Decode all faces of one set into the first places of `out`; return how many."""
    with np.load(file, allow_pickle=False) as stored:
        data, offset = stored["data"], stored["offset"]

    def decode(i: int) -> None:
        image = cv2.imdecode(data[offset[i] : offset[i + 1]], cv2.IMREAD_COLOR)
        if image is None or image.shape != out.shape[1:]:
            raise InputError(
                "Face {i} of {file} is not an image of {side} pixels",
                "Fetch the set again",
                i=str(i),
                file=str(file),
                side=str(out.shape[1]),
            )
        out[i] = image

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # OpenCV lets go of Python's lock while it decodes
        return sum(1 for _ in pool.map(decode, range(len(offset) - 1)))


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
