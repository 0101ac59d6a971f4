"""Face sets too large for one file: WebDataset's shards, TARs whose members are a face and its number by turns.

    0000.tar: 00000000.jpg 00000000.cls 00000001.jpg 00000001.cls ...      aligned crops, taken as they are
    people.txt       a name a line, by number; without it people have numbers
    shards.csv       file,bytes,faces: what there should be, where `python -m training shard` wrote it

Any tool of WebDataset writes and reads such a folder. A face is found by its place in its shard, so nothing is
unpacked; the places are gathered once and kept. Learning goes through a window of a few shards at a time, in an
order that is computed and not kept: the disk reads whole shards one after another, whatever is shuffled inside.
"""

from __future__ import annotations

import csv
import hashlib
import io
import mmap
import tarfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, overload

import cv2
import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from facecam.base.errors import InputError
from training.core.files import whole, write_atomically
from training.core.permutation import permuted

LIST, PEOPLE = "shards.csv", "people.txt"
IMAGES = (b"jpg", b"jpeg", b"png", b"webp")
BLOCK = 512
"""Bytes: everything in a TAR begins at a multiple."""
FACES = 10_000
"""of a shard that is written: some 40 MB."""
WINDOW = 16
"""Shards that are shuffled together."""


@dataclass(frozen=True)
class Index:
    """Where each face lies.

    offset, size: bytes in its shard. label: of its person. first: the first face of each shard, and the end.
    """

    offset: NDArray[np.int64]
    size: NDArray[np.int32]
    label: NDArray[np.int32]
    first: NDArray[np.int64]


class Crops:
    """All faces of some shards, as an array of crops [n, side, side, 3] (uint8 BGR) that decodes what is asked."""

    def __init__(self, files: list[Path], index: Index) -> None:
        """Raises `InputError` where the first face is no image."""
        self.files, self.index = files, index
        self._maps: list[mmap.mmap | None] = [None] * len(files)
        image = cv2.imdecode(self._bytes(0), cv2.IMREAD_COLOR)
        if image is None or image.shape[0] != image.shape[1]:
            raise InputError(
                "The first face of {file} is no square image", "Make the shard again", file=str(files[0])
            )
        self.shape: tuple[int, ...] = (len(index.offset), *image.shape)

    def __len__(self) -> int:
        return self.shape[0]

    @overload
    def __getitem__(self, place: int | np.integer[Any]) -> NDArray[np.uint8]: ...
    @overload
    def __getitem__(self, place: slice | NDArray[Any]) -> NDArray[np.uint8]: ...
    def __getitem__(self, place: int | np.integer[Any] | slice | NDArray[Any]) -> NDArray[np.uint8]:
        if isinstance(place, int | np.integer):
            return self._decoded(int(place))
        return np.stack([self._decoded(int(one)) for one in np.arange(len(self))[place]])

    def fingerprint(self) -> str:
        """What tells these faces from others: where they lie, and how long each is."""
        content = "".join(file.name for file in self.files).encode() + self.index.size.tobytes()
        return hashlib.sha256(content + self.index.label.tobytes()).hexdigest()[:12]

    def _decoded(self, place: int) -> NDArray[np.uint8]:
        image = cv2.imdecode(self._bytes(place), cv2.IMREAD_COLOR)
        if image is None or image.shape != self.shape[1:]:
            shard = int(np.searchsorted(self.index.first, place, side="right")) - 1
            raise InputError(
                "Face {number} of {file} is not an image of {side} pixels",
                "Make the shard again",
                number=str(place - int(self.index.first[shard])),
                file=str(self.files[shard]),
                side=str(self.shape[1]),
            )
        return image.astype(np.uint8, copy=False)

    def _bytes(self, place: int) -> NDArray[np.uint8]:
        shard = int(np.searchsorted(self.index.first, place, side="right")) - 1
        opened = self._maps[shard]
        if opened is None:
            with self.files[shard].open("rb") as file:
                self._maps[shard] = opened = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = int(self.index.offset[place])
        return np.frombuffer(opened, np.uint8, int(self.index.size[place]), start)


def files_of(folder: Path) -> list[Path]:
    """The shards of a folder; [] where it has none. Raises `InputError` where they are not those of its list."""
    found = sorted(folder.glob("*.tar"))
    file = folder / LIST
    if not file.exists():
        return found
    listed: dict[str, int] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        name, size = str(row.get("file")), str(row.get("bytes"))
        if name in listed or not size.isdecimal():
            said = "twice" if name in listed else "without its size"
            raise InputError(
                "{file} lists {name} {said}", "Make the shards again", file=str(file), name=name, said=said
            )
        listed[name] = int(size)
    for name, wanted in listed.items():
        shard = folder / name
        if not shard.exists():
            raise InputError(
                "The shard {shard} is missing, which {file} lists",
                "Fetch it, or take its line out",
                shard=str(shard),
                file=str(file),
            )
        if (found_size := shard.stat().st_size) != wanted:
            raise InputError(
                "The shard {shard} has {found} bytes, and {file} says {size}",
                "Fetch it again",
                shard=str(shard),
                found=str(found_size),
                file=str(file),
                size=str(wanted),
            )
    return [folder / name for name in listed]


def index_of(files: list[Path], cache: Path) -> Index:
    """Where the faces of the shards lie: gathered once by whichever process comes first, and kept in `cache`."""
    kept = index_file(files, cache)
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            with ThreadPoolExecutor() as pool:
                parts = list(pool.map(scan, files))
            first = np.cumsum([0, *(len(part[0]) for part in parts)], dtype=np.int64)
            offset, size, label = (np.concatenate(columns) for columns in zip(*parts, strict=True))
            with whole(kept) as out:
                np.savez(out, offset=offset, size=size, label=label, first=first)
    with np.load(kept, allow_pickle=False) as stored:
        return Index(stored["offset"], stored["size"], stored["label"], stored["first"])


def index_file(files: list[Path], cache: Path) -> Path:
    """Where the index of these very files is kept."""
    stats = ((file, file.stat()) for file in files)
    stamp = "\n".join(f"{file} {stat.st_size} {stat.st_mtime_ns}" for file, stat in stats)
    return cache / f"shards-{len(files)}-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}.npz"


def scan(file: Path) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Offset, size and label of each face of a shard. Raises `InputError` where it is cut off, or none."""
    faces: dict[bytes, tuple[int, int]] = {}
    labels: dict[bytes, int] = {}
    with file.open("rb") as opened:
        length = file.stat().st_size
        content = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
    place = 0
    try:
        while (header := content[place : place + BLOCK]).strip(b"\0"):
            size = int(header[124:136].strip(b"\0 ") or b"0", 8)
            begin = place + BLOCK
            if begin + size > length:
                raise EOFError
            place = begin + -(-size // BLOCK) * BLOCK
            if header[156:157] not in (b"0", b"\0"):
                continue  # folders, and what pax and GNU add
            key, _, kind = header[: header.index(b"\0") if b"\0" in header[:100] else 100][:100].rpartition(b".")
            if kind.lower() in IMAGES:
                faces[key] = begin, size
            elif kind == b"cls":
                labels[key] = int(content[begin : begin + size])
        if not header:
            raise EOFError
    except EOFError:
        raise InputError("The shard {file} is cut off", "Fetch it again", file=str(file)) from None
    except ValueError:
        raise InputError(
            "{file} is no shard: byte {place} begins no member of a TAR",
            "Give WebDataset's TARs, of images (.jpg) with a number each (.cls)",
            file=str(file),
            place=str(place),
        ) from None
    if not faces:
        raise InputError("The shard {file} has no faces", "Take it out", file=str(file))
    places = np.array(list(faces.values()), np.int64)
    who = np.array([labels.get(key, -1) for key in faces], np.int32)
    return places[:, 0], places[:, 1].astype(np.int32), who


def names_of(folder: Path, index: Index) -> tuple[str, ...]:
    """The people by number. Raises `InputError` where their list is of other shards."""
    count, file = int(index.label.max(initial=-1)) + 1, folder / PEOPLE
    if not file.exists():
        return tuple(f"{folder.resolve().name}_{number}" for number in range(count))
    names = tuple(file.read_text(encoding="utf-8").splitlines())
    if len(names) != count:
        raise InputError(
            "{file} names {names} people, and the shards beside it show {count}",
            "Take the list of these shards",
            file=str(file),
            names=str(len(names)),
            count=str(count),
        )
    return names


def write(folder: Path, faces: Iterable[tuple[bytes, int]], people: Iterable[str], each: int = FACES) -> int:
    """Write shards of files (JPEG, PNG, WebP) and the numbers of their people; return how many faces they have."""
    folder.mkdir(parents=True, exist_ok=True)
    if files_of(folder):
        raise InputError("{folder} has shards already", "Name another folder", folder=str(folder))
    rows, written = ["file,bytes,faces"], 0
    source = iter(faces)
    while part := list(islice(source, each)):
        file = folder / f"{len(rows) - 1:05d}.tar"
        with whole(file) as out, tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for content, label in part:
                for kind, data in ((_kind(content), content), ("cls", str(label).encode())):
                    member = tarfile.TarInfo(f"{written:09d}.{kind}")
                    member.size = len(data)
                    archive.addfile(member, io.BytesIO(data))
                written += 1
        rows.append(f"{file.name},{file.stat().st_size},{len(part)}")
    write_atomically(folder / PEOPLE, ("\n".join(people) + "\n").encode())
    write_atomically(folder / LIST, ("\n".join(rows) + "\n").encode())
    return written


def _kind(content: bytes) -> str:
    return "png" if content.startswith(b"\x89PNG") else "webp" if content[8:12] == b"WEBP" else "jpg"


def streamed(
    places: NDArray[np.int64], epoch: int, bounds: NDArray[np.int64], seed: int, window: int = WINDOW
) -> NDArray[np.int64]:
    """The faces at `places` of an epoch: shards in shuffled order, those of a window shuffled together.

    bounds: the first face of each shard among those to learn from, and the end.
    """
    shards = len(bounds) - 1
    order = permuted(np.arange(shards), shards, [seed, epoch, 1])
    ends = np.concatenate([[0], np.cumsum(np.diff(bounds)[order])])
    starts = ends[:-1:window]
    of_window = np.searchsorted(starts, places, side="right") - 1
    out = np.empty(len(places), np.int64)
    for number in np.unique(of_window).tolist():
        inside = of_window == number
        begin, end = starts[number], ends[min((number + 1) * window, shards)]
        drawn = begin + permuted(places[inside] - begin, int(end - begin), [seed, epoch, 2, number])
        shard = np.searchsorted(ends, drawn, side="right") - 1
        out[inside] = bounds[order[shard]] + drawn - ends[shard]
    return out
