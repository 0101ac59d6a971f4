"""Distillation data: faces with the teachers' answers, and the batches that are made of them (the data loader)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from facecam.base.errors import InputError
from training.core.batch import Batch
from training.core.vectors import Vectors
from training.data import faces as face_sets
from training.data import heldout
from training.data.augmentation import augmented
from training.data.faces import SIDE, Faces
from training.data.heldout import Rows
from training.distillation.feature_maps import Shape
from training.distillation.mixed_samples import Answer
from training.distillation.recipe import Recipe
from training.metrics import heldout_pairs
from training.metrics.heldout_pairs import HeldOutPairs
from training.teachers import asking
from training.teachers.ensemble import TeacherEnsemble
from training.teachers.onnx_teacher import OnnxTeacher

ASKED = 32768
"""Faces whose answers stand for all faces' where the teachers are asked about mixed samples in any case.

A head found by least squares is the better for each of them, and a slow teacher takes ten minutes for so many.
"""


@dataclass(frozen=True)
class DistillationData:
    """What a run learns from.

    faces: all. rows: the ones to learn from. asked: all of them, or some (`ASKED`).
    targets: float32 [len(asked), D], the ensemble's unit vectors.
    answer: the ensemble itself, for recipes that mix samples. maps: the shapes of the feature maps it gives, too.
    kept_energy, rank: of `TeacherEnsemble`.
    """

    faces: Faces
    rows: Rows
    targets: Tensor
    check: HeldOutPairs
    answer: Answer | None = None
    maps: tuple[Shape, ...] = ()
    kept_energy: float = 1.0
    rank: int = 0
    asked: Rows = field(default_factory=lambda: np.empty(0, np.int64))

    def order(self, seed: int, epoch: int, each: int = 1) -> NDArray[np.int64]:
        """The places in `rows`, shuffled; a person's come in runs of `each`, as far as they go."""
        shuffled = np.random.default_rng([seed, epoch]).permutation(len(self.rows))
        if each == 1:
            return shuffled
        person = self.faces.person[self.rows[shuffled]]
        by_person = np.argsort(person, kind="stable")
        sorted_person = person[by_person]
        run = (np.arange(len(person)) - np.searchsorted(sorted_person, sorted_person)) // each
        # A run stands where its first face stood; faces of nobody known stay where they are.
        start = by_person[np.searchsorted(sorted_person, sorted_person) + run * each]
        place = np.where(sorted_person < 0, by_person, start)
        return shuffled[by_person[np.argsort(place, kind="stable")]]


def prepare(
    recipe: Recipe, faces_folder: Path, teachers_folder: Path, cache: Path, *, gpu: bool = False
) -> DistillationData:
    """Faces, targets and held-out pairs for `recipe`, from `cache` where they are there already.

    gpu: whether the teachers answer there, too; on a processor they would leave a student on a GPU waiting.
    Raises `InputError` where nobody is left to learn from, or to judge by.
    """
    faces = face_sets.load(faces_folder, cache)
    if recipe.mixed_samples.reuse and faces.side != SIDE:
        raise InputError(
            "Mixed samples are made of crops of {side} pixels, and {faces_folder} has {found}",
            "Prepare the set without --side, or say reuse = 0 in [mixed_samples]",
            side=str(SIDE),
            faces_folder=str(faces_folder),
            found=str(faces.side),
        )
    held_out = heldout.for_sets(faces)
    judged = heldout.labelled_rows(faces, held_out)
    (first,) = asking.ask(faces.pixels, cache, teachers_folder, recipe.teachers[:1], gpu=gpu)
    rows = heldout.training_rows(faces, held_out, first)
    if not len(rows):
        raise InputError(
            "{teacher} takes every face for that of somebody who is held out of training",
            "Train the teacher for longer, or take another",
            teacher=recipe.teachers[0],
        )
    asked = rows[:: max(1, len(rows) // ASKED)] if recipe.mixed_samples.reuse else rows
    known = np.union1d(asked, judged)
    others = recipe.teachers[1:]
    answers = [
        first[known],
        *(asking.ask(faces.pixels[known], cache, teachers_folder, others, gpu=gpu) if others else []),
    ]
    joined = TeacherEnsemble.concatenate(answers)
    if recipe.dimension > joined.shape[1]:
        raise InputError(
            "{recipe} has {dimension} dimensions, and {teachers} {numbers}",
            "Say dimension = {numbers} in the recipe, or less",
            recipe=recipe.name,
            dimension=str(recipe.dimension),
            teachers=", ".join(recipe.teachers),
            numbers=str(joined.shape[1]),
        )
    of_all = np.zeros((len(faces), joined.shape[1]), np.float32)
    of_all[known] = joined
    check = heldout_pairs.prepare(faces, judged, of_all)
    places = np.searchsorted(known, asked)
    ensemble = TeacherEnsemble.fit(answers, places, recipe.dimension)
    targets = torch.from_numpy(ensemble.project([answer[places] for answer in answers]))
    kept, rank = ensemble.kept_energy, ensemble.rank
    data = DistillationData(faces, rows, targets, check, kept_energy=kept, rank=rank, asked=asked)
    if not recipe.mixed_samples.reuse:
        return data
    # The maps are the first teacher's.
    wanted = [recipe.feature_maps.tensors] + [()] * (len(recipe.teachers) - 1)
    members = [
        OnnxTeacher(asking.file_of(name, teachers_folder, cache), maps=maps, gpu=gpu)
        for name, maps in zip(recipe.teachers, wanted, strict=True)
    ]

    def answer(crops: NDArray[np.uint8]) -> tuple[Vectors, NDArray[np.float16]]:
        looks = [member.look(crops) for member in members]
        maps = [each.reshape(len(crops), -1).astype(np.float16) for each in looks[0][1]]
        flat = np.concatenate([np.empty((len(crops), 0), np.float16), *maps], axis=1)
        return ensemble.project([vectors for vectors, _ in looks]), flat

    _, maps = members[0].look(faces.pixels[:1])
    return replace(data, answer=answer, maps=tuple(each.shape[1:] for each in maps))


def make_batch(data: DistillationData, recipe: Recipe, step: int, side: int) -> Batch:
    """Batch number `step`: the next faces of an endless walk through shuffled epochs, altered.

    How a face is altered depends on its place in the walk alone: two processes with half a batch each see the same
    crops as one process with all of it.
    """
    n = len(data.rows)
    positions = np.arange(step * recipe.batch, (step + 1) * recipe.batch)
    epochs = np.unique(positions // n)
    order = {int(epoch): data.order(recipe.seed, int(epoch), recipe.each) for epoch in epochs}
    places = np.array([order[int(p // n)][p % n] for p in positions])
    rows = data.rows[places]
    chances = [np.random.default_rng([recipe.seed, position, 1]) for position in positions.tolist()]
    pixels = data.faces.pixels
    crops = np.stack(
        [augmented(pixels[row], side, recipe.augment, rng) for row, rng in zip(rows, chances, strict=True)]
    )
    labels = torch.from_numpy(data.faces.person[rows])
    return Batch(torch.from_numpy(crops), labels, data.targets[torch.from_numpy(places)])


def make_mixed_batch(
    crops: NDArray[np.uint8], targets: Vectors, maps: NDArray[np.float16], recipe: Recipe, step: int, side: int
) -> Batch:
    """Mixed samples as the student sees them: altered by what a teacher's answer should not depend on."""
    rng = np.random.default_rng([recipe.seed, step, 1])
    seen = np.stack([augmented(crop, side, recipe.augment, rng) for crop in crops])
    nobody = torch.full((len(seen),), -1)
    return Batch(torch.from_numpy(seen), nobody, torch.from_numpy(targets), torch.from_numpy(maps))
