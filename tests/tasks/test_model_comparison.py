"""Models on a folder of pictures: every pair counted once, and what cannot be looked at."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from facecam.base.errors import InputError
from facecam.tasks.albums import albums
from facecam.tasks.model_comparison import compare_models
from facecam.vision import open_detector, open_embedder
from facecam.vision.manifest import load_manifest

pytestmark = pytest.mark.skipif(not load_manifest().embedders, reason="models/ has no embedder yet")


def on(done: int, number: int) -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path, media: Path) -> Path:
    """Two of one man, one of another, one without a face and one that is no picture."""
    for name, files in (("Ann", ["single_face.jpg", "single_face.jpg"]), ("Bo", ["15-f13-anc-ph.jpg"])):
        (tmp_path / name).mkdir()
        for number, file in enumerate(files):
            shutil.copy(media / file, tmp_path / name / f"{number}.jpg")
    shutil.copy(media / "free-mountain-vector-01.jpg", tmp_path / "Bo" / "tree.jpg")
    (tmp_path / "Bo" / "torn.jpg").write_bytes(b"no picture")
    (tmp_path / "Bo" / "film.mp4").write_bytes(b"no film")
    return tmp_path


def test_every_pair_is_compared_once(folder: Path) -> None:
    embedder = open_embedder("", "off")
    told: list[tuple[int, int]] = []

    def tell(done: int, number: int) -> bool:
        told.append((done, number))
        return True

    trials = compare_models(open_detector("off"), [embedder, embedder], albums([folder]), 1000, tell)
    assert len(trials) == 2
    trial = trials[0]
    assert (trial.people, trial.pictures, trial.without) == (2, 3, 2)
    assert len(trial.same) == 1 and trial.same[0] == pytest.approx(1, abs=1e-3)
    assert len(trial.different) == 2 and trial.different[0] == pytest.approx(trial.different[1], abs=1e-3)
    assert (trial.missed, trial.mistaken) == (0, 0)
    np.testing.assert_array_equal(trials[1].different, trial.different)
    assert told == [(done, 5) for done in range(5)]


def test_it_can_be_stopped(folder: Path) -> None:
    assert compare_models(open_detector("off"), [], albums([folder]), 1000, lambda done, _: done < 1) == []


def test_a_folder_without_faces_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "Ann")
    (folder / "Bo" / "0.jpg").unlink()
    with pytest.raises(InputError, match="no two pictures"):
        compare_models(open_detector("off"), [open_embedder("", "off")], albums([folder]), 1000, on)


def test_one_person_says_nothing_about_mistakes(folder: Path) -> None:
    shutil.rmtree(folder / "Bo")
    (trial,) = compare_models(open_detector("off"), [open_embedder("", "off")], albums([folder / "Ann"]), 1000, on)
    assert trial.mistaken is None and trial.missed == 0
