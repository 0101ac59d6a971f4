"""Samples of both nets from all pictures to learn from, mined by several processes, some pictures to a file.

A file that is there already is not made again, so a run that was stopped goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from facecam.vision import open_detector
from training.detection.marks import Yunet, marked
from training.detection.pictures import Pictures, load_pictures
from training.detection.samples import Samples, joined, samples
from training.detection.views import View, masked, spoilt, tight, unmarked, whole

VIEWS, EMPTY_VIEWS = 5, 9
"""Of a picture with faces, and of one without."""
TOGETHER = 40
"""Pictures in one file."""
NEAR = 36
"""Pixels of a face that may fill a view."""
TURNED, TIGHT = 0.12, 0.45
"""Share of views that lie on their side or head; up to here those that one face fills."""
FACES, NO_FACES = "faces.npz", "nofaces.npz"


@dataclass(frozen=True)
class Task:
    """Some pictures of one set, and the files their samples go to: `rnet-NUMBER.npz`, `onet-NUMBER.npz`."""

    pictures: Path
    indices: tuple[int, ...]
    yunet: Path
    out: Path
    number: int

    def file(self, net: str) -> Path:
        return self.out / f"{net}-{self.number:04d}.npz"


def views_of(picture: View, random: np.random.Generator, times: int) -> Iterator[View]:
    """Views of a marked picture, some with masks drawn on bare faces."""
    for _ in range(times):
        view = picture
        bare = np.flatnonzero((random.random(len(view.faces)) < 0.25) & (view.trust > 0.8))
        if len(bare) and random.random() < 0.6:
            view = masked(view, bare, random)
        choice = random.random()
        near = np.flatnonzero((view.faces[:, 2:] - view.faces[:, :2]).max(axis=1, initial=0) >= NEAR)
        if choice < TURNED:
            view = whole(view, random, turn=float(random.choice([90, 180, 270]) + random.uniform(-15, 15)))
        elif choice < TIGHT and len(near):
            view = tight(view, int(random.choice(near)), random)
        else:
            view = whole(view, random)
        yield spoilt(view, random)


def empty_views(picture: View, random: np.random.Generator) -> Iterator[View]:
    """Views of a picture without a face, from all sides."""
    for _ in range(EMPTY_VIEWS):
        yield spoilt(whole(picture, random, turn=float(random.choice([0, 0, 90, 180, 270]))), random)


def rare(pictures: Pictures, index: int) -> bool:
    """Whether a picture has what there is little of: heads turned far, faces that are bare among masks."""
    own = (pictures.image == index) & ~pictures.ignore
    return bool(((np.abs(pictures.turn[own]) >= 0.8) | (pictures.mask[own] == 0)).any())


def _mine(task: Task) -> int:
    """Write the samples of a task; how many there are."""
    if task.file("onet").exists():
        return 0
    cv2.setNumThreads(1)
    detector, yunet = open_detector("off", min_face=20, original=True), Yunet(task.yunet)
    random = np.random.default_rng(task.number)
    pictures = load_pictures(task.pictures)
    collected: dict[str, list[Samples]] = {"rnet": [], "onet": []}
    for index in task.indices:
        if len(pictures.boxes):
            times = VIEWS * (2 if rare(pictures, index) else 1)
            views = views_of(marked(pictures, index, detector, yunet), random, times)
        else:
            views = empty_views(unmarked(pictures.picture(index)), random)
        for view in views:
            for kept, found in zip(collected.values(), samples(view, detector, random), strict=True):
                kept.append(found)
    for net, kept in collected.items():
        found = joined(kept)
        empty = np.full(len(found), not len(pictures.boxes))
        np.savez(task.file(net), **asdict(found), empty=empty)
    return sum(len(kept) for kept in collected["onet"])


def mine(folder: Path, yunet: Path, out: Path, processes: int, seed: int = 1) -> Iterator[tuple[int, int]]:
    """Mine all; yields how many files are done, and of how many."""
    random = np.random.default_rng(seed)
    tasks: list[Task] = []
    for name in (FACES, NO_FACES):
        order = random.permutation(load_pictures(folder / name).of("learn")).tolist()
        for start in range(0, len(order), TOGETHER):
            chosen = tuple(order[start : start + TOGETHER])
            tasks.append(Task(folder / name, chosen, yunet, out, seed * 1000 + len(tasks)))
    tasks = [tasks[place] for place in random.permutation(len(tasks))]
    out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes) as pool:
        for done, _ in enumerate(pool.map(_mine, tasks), start=1):
            yield done, len(tasks)
