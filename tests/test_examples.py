"""`examples/` run as programs of their own, on real faces, in the order in which a newcomer would."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from facecam.vision.manifest import load_manifest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

pytestmark = pytest.mark.skipif(not load_manifest().embedders, reason="models/ has no embedder yet")


def run(name: str, *arguments: str, code: int = 0) -> list[str]:
    """The lines that an example prints."""
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), *arguments]
    paths = os.pathsep.join([str(EXAMPLES.parent), *sys.path])
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": paths}
    )
    assert done.returncode == code, done.stderr
    assert not done.stderr
    return done.stdout.splitlines()


def test_each_is_listed_and_says_how_it_is_called() -> None:
    page = (EXAMPLES / "README.md").read_text("utf-8")
    names = sorted(path.stem for path in EXAMPLES.glob("*.py"))
    assert len(names) == 5 and all(f"[{name}.py]({name}.py)" in page for name in names)
    for name in names:
        assert f"python examples/{name}.py" in (EXAMPLES / f"{name}.py").read_text("utf-8")


def test_enrolled_identified_watched_and_read_again(pictures: Path) -> None:
    said = run(
        "enrol_and_identify", "people.db", "Anna", "anna-1.jpg", "anna-2.jpg", "nobody.jpg", "--", "party.jpg"
    )
    assert said[0] == "Anna: 2 samples"
    assert said[1].startswith("  not nobody.jpg: ")
    assert any(": Anna (Looks like Anna)" in line for line in said[2:])
    assert any(": unknown (Looks like nobody here)" in line for line in said[2:])

    seen = run("watch_a_camera", "people.db", "anna.mp4")
    assert any(line.endswith("Anna is here") for line in seen)
    run("read_the_history", "people.db", "visits.csv")
    with Path("visits.csv").open(encoding="utf-8", newline="") as file:
        visits = list(csv.DictReader(file))
    assert "Anna" in {visit["name"] for visit in visits}
    assert all(visit["ended"] >= visit["started"] for visit in visits)


@pytest.mark.usefixtures("pictures")
def test_two_pictures_are_compared_and_the_exit_code_is_the_answer() -> None:
    assert run("verify_two_pictures", "anna-1.jpg", "anna-2.jpg")[0].startswith("one person (cosine 0.")
    assert run("verify_two_pictures", "anna-1.jpg", "nobody.jpg", code=2) == ["one of the pictures has no face"]


def test_a_folder_becomes_one_file_of_vectors(pictures: Path) -> None:
    assert run("embed_a_folder", ".", "faces.npz") == ["3 of 4 pictures have a face"]
    with np.load(pictures / "faces.npz") as found:
        assert found["files"].tolist() == ["anna-1.jpg", "anna-2.jpg", "party.jpg"]
        np.testing.assert_allclose(np.linalg.norm(found["vectors"], axis=1), 1, atol=1e-5)
        assert found["vectors"][0] @ found["vectors"][1] > 0.5
