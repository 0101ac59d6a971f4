"""From a raw face set to the aligned crops that training reads, and a report of what was left out and why.

    photographs -> shards of crops (several processes) -> cleaned -> NAME.npz, NAME.csv

Shards that are there are not made again, so a run that was killed goes on where it was. The set and its report are
written under other names and renamed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import multiprocessing
import shutil
import signal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from facecam.base.errors import InputError
from facecam.vision import TAUGHT
from facecam.vision.manifest import load_manifest
from training.core.files import whole, write_atomically
from training.core.vectors import Vectors
from training.data import crops, label_noise, source_datasets, validation_split
from training.data.faces import SIDE, TRAINS_ON_LFW, normalised
from training.data.source_datasets import Photograph, RawSet

SHARD = 64
"""Photographs of a shard: about a second of work, which is all that a kill loses."""
REASONS = {crops.UNREADABLE: "unreadable", crops.NO_FACE: "no face", crops.TOO_SMALL: "too small"}
BENCHMARK = "of the benchmark"
STRAY = "in nobody's folder"
NAMED = 5
"""People whom the report names, so that folders that are nobody's are noticed."""

Advance = Callable[[int, int], None]
"""Told how many photographs are done, and of how many."""
Embed = Callable[[NDArray[np.uint8]], Vectors]
"""uint8 BGR crops [N, side, side, 3] -> unit vectors [N, D]."""


@dataclass(frozen=True)
class Report:
    """What became of the photographs.

    dropped: the reason by file; every other file is in the set. people: in the set, as their folders or lists call
    them; validation_people: those of them on that side of the split. unnamed: those with a number for a name, whom
    no benchmark's list can find.
    """

    faces: int
    people: tuple[str, ...]
    validation_people: int
    unnamed: int
    dropped: dict[str, str]

    def counts(self) -> Counter[str]:
        """How many were left out, by reason, without the details behind a colon."""
        return Counter(reason.partition(":")[0] for reason in self.dropped.values())


def prepare(
    source: Path,
    out: Path,
    *,
    benchmark: frozenset[str] | None,
    trains_on_lfw: bool = False,
    workers: int = 2,
    smallest: int = 40,
    side: int = SIDE,
    names: Path | None = None,
    embed: Embed | None = None,
    advance: Advance = lambda done, of: None,
) -> Report:
    """Write the set `out` (.npz, and .csv beside it: the report) from the folder or ZIP `source`.

    benchmark: normalised names of people who are left out; None where nobody looked. trains_on_lfw: leave nobody
    out, and mark the set so that nothing learnt from it is ever exported to `models/`. smallest: width in pixels of
    the smallest face. side: pixels across the crops, more for recipes that take more. names: as in
    `source_datasets.read`. embed: a teacher, who finds faces under a wrong name.
    Raises `InputError` where nothing is left, and where something cannot be written.
    """
    found = source_datasets.read(source, names)
    refused = frozenset() if trains_on_lfw else benchmark or frozenset()
    dropped = {p.file: BENCHMARK for p in found.photographs if normalised(p.person) in refused}
    wanted = [p for p in found.photographs if p.file not in dropped]
    if not wanted:
        raise InputError(
            "Everyone in {source} is one of the benchmark's people",
            "A recipe that trains on them by design reads sets prepared with --trains-on-lfw",
            source=str(source),
        )
    work = out.with_name(f".{out.stem}-{_stamp(source, wanted, smallest, side)}")
    try:
        work.mkdir(parents=True, exist_ok=True)
        shards = Shards(_make_shards(source, wanted, work, workers, (smallest, side), advance))
        dropped |= _clean(wanted, shards, embed)
        kept = np.array([p.file not in dropped for p in wanted])
        dropped |= {stray.file: STRAY for stray in found.strays} | found.unread
        unread = [Photograph(file, "") for file in found.unread]
        listed = [*found.photographs, *found.strays, *unread]
        write_atomically(out.with_suffix(".csv"), _as_csv(listed, dropped).encode())
        if not kept.any():
            raise InputError(
                "No face of {source} is left",
                "{out} says why",
                source=str(source),
                out=str(out.with_suffix(".csv")),
            )
        marks: dict[str, NDArray[Any]] = {
            TRAINS_ON_LFW: np.array(trains_on_lfw),
            "benchmark_checked": np.array(benchmark is not None),
            "side": np.array(side),
        }
        _write(out, work, found, [p for p in wanted if p.file not in dropped], shards, kept, marks)
        shutil.rmtree(work)
    except OSError as error:
        raise InputError(
            "{path} cannot be written: {reason}",
            "Mend that and run this again: what is done is kept",
            path=str(error.filename or out.parent),
            reason=str(error.strerror),
        ) from error
    called = {normalised(p.person): p.person for p in wanted if p.file not in dropped}
    people = sorted(called)
    faces_of = Counter(normalised(p.person) for p in wanted if p.file not in dropped)
    part = validation_split.for_two(person for person in people if faces_of[person] > 1)
    return Report(
        faces=int(kept.sum()),
        people=tuple(called[person] for person in people),
        validation_people=sum(validation_split.validates(person, part) for person in people),
        unnamed=sum(person.rpartition("_")[2].lstrip("n").isdigit() for person in people),
        dropped=dropped,
    )


def show(report: Report, out: Path) -> None:
    """Print what was kept and left out."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("left out because", "photographs")
    for reason, count in report.counts().most_common():
        table.add_row(reason, str(count))
    if report.dropped:
        console.print(table)
    count = len(report.people)
    print(f"{out}: {report.faces} faces of {count} people, {report.validation_people} of them to judge by")
    some = ", ".join(report.people[:NAMED]) + (", ..." if count > NAMED else "")
    print(f"The people: {some}")
    if report.unnamed:
        print(f"{report.unnamed} people have numbers for names: nobody can say whether the benchmark has them")


class Shards:
    """All shards of a set as one: a verdict, a width and a hash for each photograph, a crop where there is one."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        parts: dict[str, list[NDArray[Any]]] = defaultdict(list)
        for file in files:
            with np.load(file, allow_pickle=False) as shard:
                for key in ("verdict", "width", "hash"):
                    parts[key].append(shard[key])
        self.verdict, self.width, self.hash = (np.concatenate(parts[key]) for key in ("verdict", "width", "hash"))

    def crops(self, wanted: NDArray[np.bool_]) -> Iterator[NDArray[np.uint8]]:
        """The crops (JPEG) of the wanted photographs, in order; one shard is in memory at a time."""
        start = 0
        for file in self._files:
            with np.load(file, allow_pickle=False) as shard:
                has_crop = shard["verdict"] == crops.KEPT
                pieces = np.split(shard["data"], np.cumsum(shard["length"])[:-1])
            mine = wanted[start : start + len(has_crop)][has_crop]
            start += len(has_crop)
            yield from (piece for piece, want in zip(pieces, mine, strict=False) if want)


def _make_shards(
    source: Path, wanted: Sequence[Photograph], work: Path, workers: int, sizes: tuple[int, int], advance: Advance
) -> list[Path]:
    """Have the missing shards made by `workers` processes of one thread each; sizes: smallest face, side."""
    parts = [wanted[i : i + SHARD] for i in range(0, len(wanted), SHARD)]
    files = [work / f"shard-{number:06d}.npz" for number in range(len(parts))]
    missing = [number for number, file in enumerate(files) if not file.exists()]
    done = sum(len(parts[number]) for number in set(range(len(parts))) - set(missing))
    advance(done, len(wanted))
    if not missing:
        return files
    pool = ProcessPoolExecutor(
        min(workers, len(missing)),
        # A forked child would inherit the threads' locks of whatever the parent has loaded.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=crops.start,
        initargs=(source, *sizes),
    )
    # Ctrl-C goes to every process of a terminal. The children are born deaf to it, so that it is said once.
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        waiting = [
            pool.submit(crops.make_shard, files[number], [p.file for p in parts[number]]) for number in missing
        ]
    finally:
        signal.signal(signal.SIGINT, heard)
    try:
        for future in as_completed(waiting):
            done += future.result()
            advance(done, len(wanted))
    except BrokenProcessPool as error:
        raise InputError(
            "A process that makes crops was killed", "Run this again: it goes on where it was"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)  # a shard in the making is finished: a second or two
    return files


def _clean(wanted: Sequence[Photograph], shards: Shards, embed: Embed | None) -> dict[str, str]:
    """Why photographs are left out, by file."""
    dropped = {p.file: REASONS[v] for p, v in zip(wanted, shards.verdict.tolist(), strict=True) if v != crops.KEPT}
    for places in _by_person(wanted, dropped):
        for copy, original in label_noise.duplicates(shards.hash[places], shards.width[places]).items():
            dropped[wanted[places[copy]].file] = f"near-duplicate: of {wanted[places[original]].file}"
    if embed is not None:
        kept = np.array([p.file not in dropped for p in wanted])
        vectors = _embedded(embed, shards, kept)
        place_of = np.cumsum(kept) - 1
        for places in _by_person(wanted, dropped):
            for place in places[label_noise.strangers(vectors[place_of[places]])]:
                dropped[wanted[place].file] = f"likely mislabelled: far from the centre of {wanted[place].person}"
    return dropped


def _by_person(wanted: Sequence[Photograph], dropped: dict[str, str]) -> list[NDArray[np.int64]]:
    """The places of each person's photographs that are not dropped."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, photograph in enumerate(wanted):
        if photograph.file not in dropped:
            places[normalised(photograph.person)].append(place)
    return [np.array(mine) for mine in places.values()]


def _embedded(embed: Embed, shards: Shards, kept: NDArray[np.bool_], batch: int = 64) -> Vectors:
    """The teacher's unit vectors of the kept crops."""
    parts: list[Vectors] = []
    stream = shards.crops(kept)
    while images := [_decoded(crop) for crop in islice(stream, batch)]:
        parts.append(embed(np.stack(images)))
    return np.concatenate(parts) if parts else np.empty((0, 1), np.float32)


def _decoded(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    image = cv2.imdecode(crop, cv2.IMREAD_COLOR)
    assert image is not None  # written by ourselves
    return image.astype(np.uint8, copy=False)


def _write(
    out: Path,
    work: Path,
    found: RawSet,
    photographs: Sequence[Photograph],
    shards: Shards,
    kept: NDArray[np.bool_],
    marks: dict[str, NDArray[Any]],
) -> None:
    """The set, as `training.data.faces` reads it, with each face's file, the marks and the set's pairs of rows."""
    lengths = [0]
    content = work / "crops.bin"
    with content.open("wb") as file:  # a large set's crops need not fit into memory
        for crop in shards.crops(kept):
            file.write(crop.tobytes())
            lengths.append(len(crop))
    identities = sorted({p.person for p in photographs})
    number = {person: i for i, person in enumerate(identities)}
    row = {p.file: i for i, p in enumerate(photographs)}
    extra: dict[str, Any] = marks | {
        f"pairs.{name}": np.array(
            [(row[a], row[b], same) for a, b, same in pairs if a in row and b in row], np.int32
        )
        for name, pairs in found.pairs.items()
    }
    with whole(out) as file:
        np.savez(
            file,
            data=np.memmap(content, np.uint8, "r"),
            offset=np.cumsum(lengths, dtype=np.int64),
            identity=np.array([number[p.person] for p in photographs], np.int32),
            identities=np.array(identities),
            face_width=shards.width[kept],
            sex=np.array([p.sex for p in photographs], np.int8),
            glasses=np.array([p.glasses for p in photographs], np.int8),
            source_file=np.array([p.file for p in photographs]),
            **extra,
        )


def _as_csv(photographs: Sequence[Photograph], dropped: dict[str, str]) -> str:
    """One line a photograph: file, person, whether it was kept, else why not."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["file", "person", "reason", "detail"])
    for photograph in photographs:
        reason, _, detail = dropped.get(photograph.file, "kept").partition(":")
        writer.writerow([photograph.file, photograph.person, reason, detail.strip()])
    return text.getvalue()


def _stamp(source: Path, wanted: Sequence[Photograph], smallest: int, side: int) -> str:
    """Tells runs apart whose shards differ: other photographs, another detector, other sizes."""
    models = load_manifest()
    stat = source.stat()
    parts = [
        f"{smallest} {side} {SHARD} {stat.st_size if source.is_file() else 0}",
        *(models.task(task).sha256 for task in TAUGHT),
        *(photograph.file for photograph in wanted),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
