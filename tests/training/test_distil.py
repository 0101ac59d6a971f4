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
from training.hints import Hints  # noqa: E402
from training.networks import in_bfloat16  # noqa: E402
from training.recipe import Hint, Recipe, parse  # noqa: E402
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
    return distil.Lesson(faces, np.arange(n), targets, check, answer, ((3, 2, 2),))


VIEWS = dataclasses.replace(RECIPE, views=Views(reuse=2, window=16))
HINTS = dataclasses.replace(VIEWS, bfloat16=True, hint=Hint(("quarters",)))


def answer(crops: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float16]]:
    """A teacher: the means of 16 parts of the crop; its map: the mean colours of its quarters."""
    means = crops.reshape(len(crops), 16, -1).mean(axis=2) - 128
    quarters = crops.reshape(len(crops), 2, 56, 2, 56, 3).mean(axis=(2, 4)).transpose(0, 3, 1, 2)
    vectors = np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)
    return vectors, quarters.reshape(len(crops), -1).astype(np.float16)


@pytest.mark.parametrize("recipe", [RECIPE, VIEWS, HINTS], ids=["crops", "views", "hints"])
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


def test_hints_measure_the_missed_share_of_the_variance() -> None:
    """A guess that knows nothing misses all of it; one that has the student learn finds some."""
    torch.manual_seed(0)
    student = distil.fresh(RECIPE)
    hints = Hints(student, [(3, 2, 2)])
    crops = np.random.default_rng(1).integers(0, 256, (16, 112, 112, 3), dtype=np.uint8)
    maps = torch.from_numpy(answer(crops)[1])
    with torch.no_grad():
        hints.guess[0].weight.zero_()
        student(torch.from_numpy(crops[:, ::3, ::3]))
        assert float(hints(maps)) == pytest.approx(1, abs=0.02)
        hints.guess[0].weight.normal_(std=0.01)
    tool = torch.optim.Adam(hints.parameters(), lr=0.01)
    losses = []
    for _ in range(20):
        loss = hints(maps)
        loss.backward(retain_graph=True)
        tool.step()
        tool.zero_grad()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.9 * losses[0]


def test_half_precision_changes_answers_little_and_weights_not_at_all() -> None:
    model, half = distil.fresh(RECIPE).eval(), distil.fresh(RECIPE).eval()
    in_bfloat16(half)
    crops = torch.randint(0, 256, (4, 96, 96, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        cosines = (model(crops) * half(crops)).sum(dim=1)
    assert float(cosines.min()) > 0.99 and not torch.equal(model(crops), half(crops))
    assert {w.dtype for w in half.parameters()} == {torch.float32}
