"""What training runs say of themselves, and what is no report."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from facecam.base.errors import InputError
from facecam.tasks import training_reports
from facecam.tasks.training_reports import read_runs


def write(folder: Path, **changed: Any) -> Path:
    folder.mkdir(parents=True)
    said: dict[str, Any] = {
        "recipe": {"name": folder.name},
        "people": 2,
        "faces": 40,
        "figures": {"best": {"scores": {"accuracy": 0.5}}},
        "history": [
            {"step": 0, "loss": 2.0},
            {"step": 1, "loss": None, "judged loss": 1.5, "judged accuracy": 0.4},
        ],
    }
    (folder / "report.json").write_text(json.dumps({**said, **changed}))
    return folder


def test_losses_scores_and_confidences(tmp_path: Path) -> None:
    folder = write(tmp_path / "a")
    truth, said = np.array([0, 1, 1]), np.array([0, 1, 0])
    np.savez(folder / "judged.npz", confidence=np.array([0.99, 1.0, 0.0], np.float32), said=said, truth=truth)
    write(tmp_path / "b")
    np.savez(tmp_path / "b" / "judged.npz", scores=np.zeros(3))
    first, second = read_runs(tmp_path)
    assert (first.name, first.people, first.faces, first.scores) == ("a", 2, 40, {"accuracy": 0.5})
    assert first.losses == {"loss": ((0, 2.0),), "judged loss": ((1, 1.5),)}
    assert first.confidences is not None
    assert first.confidences.right == (*[0] * 19, 2) and first.confidences.wrong == (1, *[0] * 19)
    assert second.name == "b" and second.confidences is None


def test_a_long_curve_is_thinned(tmp_path: Path) -> None:
    write(tmp_path / "a", history=[{"step": step, "loss": 1.0} for step in range(1_201)])
    (run,) = read_runs(tmp_path)
    assert [step for step, _ in run.losses["loss"]] == list(range(0, 1_201, 3))


def test_what_is_no_report_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "good")
    (tmp_path / "good" / "judged.npz").write_bytes(b"no archive")
    wrongs: list[dict[str, Any]] = [{"history": 7}, {"figures": []}, {"people": "many"}, {"recipe": None}]
    for number, wrong in enumerate(wrongs):
        write(tmp_path / f"wrong {number}", **wrong)
    (write(tmp_path / "torn") / "report.json").write_text('{"recipe"')
    (tmp_path / "empty").mkdir()
    assert [(run.name, run.confidences) for run in read_runs(tmp_path)] == [("good", None)]
    monkeypatch.setattr(training_reports, "LARGEST", 10)
    assert read_runs(tmp_path) == []
    with pytest.raises(InputError, match="There is no folder"):
        read_runs(tmp_path / "nowhere")


def test_judgements_that_are_none_are_left_out(tmp_path: Path) -> None:
    """A run may have come from somebody else: of other lengths, packed damage, an array that unfolds to 100 MB."""
    sound: dict[str, Any] = {
        "confidence": np.zeros(9, np.float32),
        "said": np.zeros(9, np.int64),
        "truth": np.zeros(9, np.int64),
    }
    np.savez(write(tmp_path / "lengths") / "judged.npz", **{**sound, "said": np.zeros(4, np.int64)})
    np.savez(write(tmp_path / "words") / "judged.npz", **{**sound, "confidence": np.array(["a"] * 9)})
    np.savez_compressed(write(tmp_path / "bomb") / "judged.npz", **{**sound, "confidence": np.zeros(25_000_000)})
    torn = write(tmp_path / "torn") / "judged.npz"
    np.savez_compressed(torn, **{**sound, "confidence": np.random.default_rng(0).random(500)})
    content = bytearray(torn.read_bytes())
    content[200:260] = b"\xff" * 60
    torn.write_bytes(content)
    with zipfile.ZipFile(write(tmp_path / "header") / "judged.npz", "w") as archive:
        archive.writestr("confidence.npy", b"\x93NUMPY\x01\x00\x04\x00'''\n")
    assert [(run.name, run.confidences) for run in read_runs(tmp_path)] == [
        (name, None) for name in ("bomb", "header", "lengths", "torn", "words")
    ]


def test_they_are_read_without_torch() -> None:
    code = "import sys, facecam.tasks.training_reports; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
