"""Nobody who is held out is ever learnt from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("filelock", reason="the training group is not installed")

from facecam.base.errors import InputError
from training.data import heldout
from training.data.faces import Faces, normalised


def some_faces() -> Faces:
    """Two labelled sets that share ben, one held-out set with ida, an unlabelled set."""
    people = ("ann", "ben", "cid", "ida")
    person = np.array([0, 0, 1, 1, 2, 3, -1, -1, -1, -1])
    origin = np.array([0, 0, 0, 1, 1, 2, 3, 3, 3, 3])
    row = np.array([0, 1, 2, 0, 1, 0, 0, 1, 2, 3])
    unknown = np.full(10, -1)
    pixels = np.zeros((10, 112, 112, 3), np.uint8)
    return Faces(pixels, person, people, origin, ("one", "two", "whole", "free"), row, unknown, unknown, unknown)


HELD = heldout.HeldOut(frozenset({"whole"}), frozenset({"ben"}), {"free": 2})


def test_people_sets_and_every_kth_face_are_held_out_everywhere() -> None:
    assert HELD.mask(some_faces()).tolist() == [False, False, True, True, False, True, True, False, True, False]


def test_faces_that_look_like_someone_held_out_are_not_learnt_from() -> None:
    faces = some_faces()
    vectors = np.eye(10, dtype=np.float32)
    vectors[7] = vectors[5]  # an unlabelled face that the teachers take for ida
    assert heldout.training_rows(faces, HELD, vectors).tolist() == [0, 1, 4, 9]


def test_a_teacher_to_whom_all_look_alike_costs_few_faces() -> None:
    faces = some_faces()
    vectors = np.eye(10, dtype=np.float32) + 5
    vectors[7] = vectors[5]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert heldout.training_rows(faces, HELD, vectors).tolist() == [0, 1, 4, 9]


def test_of_ones_own_people_a_part_is_held_out_by_name() -> None:
    own = dataclasses.replace(some_faces(), people=tuple(f"somebody {i}" for i in range(4)))
    names = tuple(f"somebody {i}" for i in range(60))
    zeros = np.zeros(60, np.int64)
    many = dataclasses.replace(own, people=names, person=np.arange(60), origin=zeros, row=zeros, width=zeros)
    held = heldout.for_sets(many)
    rows = heldout.labelled_rows(many, held)
    assert 1 < len(rows) < 20 and not held.sets and held.mask(many).sum() == len(rows)
    with pytest.raises(InputError, match="fewer than two people to judge by"):
        heldout.labelled_rows(own, heldout.HeldOut(frozenset(), frozenset(), {}))


def test_names_are_normalised_across_sets() -> None:
    assert normalised(" Ana de-Armas ") == normalised("ana_de_armas") == "ana_de_armas"
    assert normalised("anil_kapoor_104_jpg") == "anil_kapoor"


def test_a_strange_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("person ann\nperhaps ben\n")
    with pytest.raises(InputError, match="Line 2"):
        heldout.read(tmp_path / "list.txt")


def test_the_committed_list_and_the_training_selection_are_disjoint(shared: Path) -> None:
    faces_folder = shared / "data" / "faces"
    cache = Path(__file__).resolve().parents[3] / "runs"
    if not faces_folder.is_dir() or not any(cache.glob("faces-*.npy")):
        pytest.skip("the face sets are not here, or not decoded yet (run any verb of training once)")
    from training.data.faces import load

    faces, held_out = load(faces_folder, cache), heldout.read()
    rows = heldout.training_rows(faces, held_out, np.zeros((len(faces), 1), np.float32))
    learnt = {faces.people[i] for i in np.unique(faces.person[rows]) if i >= 0}
    judged = {faces.people[i] for i in faces.person[heldout.labelled_rows(faces, held_out)]}
    assert judged and learnt and not judged & learnt
    assert not learnt & held_out.people
    assert "ukmps" not in {faces.sets[i] for i in np.unique(faces.origin[rows])}
