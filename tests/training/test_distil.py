"""A run that was stopped goes on as if it had not been, bit by bit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="the training group is not installed")
pytest.importorskip("timm", reason="the training group is not installed")

from training import distil, validation  # noqa: E402
from training.faces import Faces  # noqa: E402
from training.recipe import Recipe, parse  # noqa: E402
from training.views import Views  # noqa: E402

RECIPE = parse(
    {
        "name": "tiny",
        "dimension": 16,
        "side": 32,
        "sides": [[0.0, 32]],
        "batch": 4,
        "loss": {"negatives": 8},
        "optimiser": {"warm_up": 2},
    },
    "tiny",
)


def lesson(n: int = 24, people: int = 6) -> distil.Lesson:
    """Noise instead of faces: enough to compute with."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (n, 112, 112, 3), dtype=np.uint8)
    zeros = np.zeros(n, np.int64)
    names = tuple(str(i) for i in range(people))
    faces = Faces(pixels, np.arange(n) % people, names, zeros, ("noise",), np.arange(n), zeros, zeros, zeros)
    targets = torch.nn.functional.normalize(torch.randn(n, 16, generator=torch.Generator().manual_seed(0)))
    check = validation.prepare(faces, np.arange(n), targets.numpy())
    return distil.Lesson(faces, np.arange(n), targets, check, answer)


VIEWS = dataclasses.replace(RECIPE, views=Views(reuse=2, window=16))


def answer(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A teacher: the means of 16 parts of the crop."""
    means = crops.reshape(len(crops), 16, -1).mean(axis=2) - 128
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("recipe", [RECIPE, VIEWS], ids=["crops", "views"])
def test_a_stopped_run_resumes_bitwise(recipe: Recipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = distil.run(recipe, lesson(), tmp_path / "whole", steps=6)

    checks = 0

    def stop_at_the_third(*_: object) -> str:
        nonlocal checks
        checks += 1
        if checks == 3:
            raise KeyboardInterrupt
        return ""

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(distil, "judge", stop_at_the_third)
        distil.run(recipe, lesson(), tmp_path / "cut", steps=6, check_minutes=0)
    assert distil.restore(tmp_path / "cut" / "last.pt")[0]["step"] == 3
    resumed = distil.run(recipe, lesson(), tmp_path / "cut", steps=6, resume=True)
    for (name, a), b in zip(whole.state_dict().items(), resumed.state_dict().values(), strict=True):
        assert torch.equal(a, b), name
