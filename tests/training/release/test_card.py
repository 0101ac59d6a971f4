"""A card says what was measured and what was not, and never loses the terms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.errors import InputError
from facecam.base.paths import MODELS
from facecam.identity.calibration import Calibration
from facecam.vision.manifest import load_manifest
from training.release.card import card, write

ENTRY = {
    "name": "some",
    "task": "embedder",
    "sha256": "abc",
    "space": "abc",
    "size": 96,
    "dimension": 128,
    "licence": "research only",
    "training_data": "some faces",
    "teachers": ["mbf_a", "nobody_knows"],
    "recipe": "no-such-recipe",
}


def test_nothing_measured_is_said_to_be_so() -> None:
    text = card(dict(ENTRY), 1_000_000)
    for said in ("Not measured on LFW", "not measured yet", "research only", "some faces", "MobileFaceNet", "abc"):
        assert said in text
    assert "nobody_knows (nothing known)" in text


def test_figures_worst_groups_and_remarks_are_there() -> None:
    groups = [
        {"kind": kind, "name": name, "faces": 200, "missed": [m, 0.0, 0.5, 200], "matched": [f, 0.0, 0.5, 900]}
        for kind, name, m, f in (("age", "0-5", 0.2, 0.04), ("age", "21-30", 0.1, 0.01), ("sex", "male", 0.1, 0.02))
    ]
    figures = {"lfw_accuracy": 0.935, "lfw_pairs": 6000, "lfw_undetected": 4, "named_no_face": 0.0}
    text = card(
        ENTRY
        | {
            "figures": figures,
            "fairness": {"threshold": 0.44, "groups": groups},
            "remarks": ["It was stopped."],
            "variant": "int8",
            "variant_of": "other",
        },
        1_000_000,
    )
    for said in ("Under the bar", "93.50 %", "given a name: no face | 0.00 %", "It was stopped.", "must not"):
        assert said in text
    assert "missed most often: age 0-5 (20.00 %)" in text
    good = card(ENTRY | {"figures": figures | {"lfw_accuracy": 0.995}}, 1_000_000)
    assert "Under the bar" not in good


def test_the_card_of_the_shipped_model_is_written_beside_it(tmp_path: Path) -> None:
    shipped = load_manifest().embedder()
    for file in (MODELS / "manifest.toml", shipped.path):
        shutil.copy(file, tmp_path / file.name)
    text = write(shipped.name, tmp_path).read_text(encoding="utf-8")
    assert text.startswith(f"# {shipped.name}\n") and shipped.sha256 in text and shipped.licence in text
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith("|"))
    curve = Calibration(shipped.calibration["score"], shipped.calibration["log10_fmr"])
    household = curve.threshold(0.01, 10)
    assert f"with 10 / 100 / 1,000 / 10,000 people (*: beyond what was measured) | {household:.3f} / " in text
    with pytest.raises(InputError, match="no embedder"):
        write("pnet", tmp_path)
