"""From a folder of raw pictures to tables, a page and figures in the manifest."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")
pytest.importorskip("matplotlib", reason="the training group is not installed")

from facecam.base.errors import InputError
from facecam.base.paths import MODELS
from facecam.tasks import verification
from facecam.vision.manifest import load_manifest
from training.core import manifest
from training.evaluation.run import evaluate


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The shipped embedder alone, in a folder that may be written to."""
    shipped = load_manifest().embedder()
    (tmp_path / "models").mkdir()
    for file in (MODELS / "manifest.toml", shipped.path, *MODELS.glob("*.npz")):
        shutil.copy(file, tmp_path / "models" / file.name)
    return tmp_path / "models"


@pytest.fixture
def folder(media: Path, tmp_path: Path) -> Path:
    """Three people with a bright and a darker picture each, and a stranger."""
    root = tmp_path / "few"
    portraits = sorted(media.glob("*.jpg"), key=lambda file: file.stat().st_size)[:4]
    for number, file in enumerate(portraits):
        image = cv2.imread(str(file))
        assert image is not None
        (root / f"p{number}").mkdir(parents=True)
        cv2.imwrite(str(root / f"p{number}" / "1.png"), image)
        if number < 3:
            cv2.imwrite(str(root / f"p{number}" / "2.png"), (image * 0.7).astype("uint8"))
    same = [f"p{i % 3}/1.png p{i % 3}/2.png 1" for i in range(10)]
    other = [f"p{i % 3}/1.png p{(i + 1) % 3}/2.png 0" for i in range(10)]
    (root / "pairs.txt").write_text("\n".join(same + other))
    return root


def test_the_whole_table_of_a_folder(
    folder: Path, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = load_manifest().embedder().name
    before = (models / "manifest.toml").read_bytes()
    evaluate([name], folder, models, tmp_path / "cache")
    assert (models / "manifest.toml").read_bytes() == before, "written only where it is asked for"
    assert "nan" not in capsys.readouterr().out
    (result,) = evaluate([name], folder, models, tmp_path / "cache", corrupted=True, recorded=True)
    assert result.undetected == 0 and result.verification.accuracy.value == 1
    assert result.all_pairs is not None and result.all_pairs.comparisons == 21
    assert result.open_set is not None and len(result.open_set.stranger) == 1
    entry = manifest.find(name, models / "manifest.toml")
    assert entry["figures"]["few_accuracy"] == 1 and entry["figures"]["few_pairs"] == 20
    assert entry["figures"]["few_probes"] == 3 and entry["figures"]["ms"] > 0
    # What the window and `verify` read: every key of this form ends in a rate.
    assert (
        verification.missed({k.replace("few_", "lfw_"): v for k, v in entry["figures"].items()}, 1e-2) is not None
    )
    said = capsys.readouterr().out
    page = (tmp_path / "cache" / "report-few.html").read_text()
    for words in (
        entry["sha256"],
        "ten-fold accuracy, 20 pairs",
        "sunglasses",
        "Confusion matrix",
        "Calibration check",
    ):
        assert words in said and words in page
    assert page.count("<svg") == 3


def test_bad_pictures_need_a_threshold(folder: Path, models: Path, tmp_path: Path) -> None:
    name = load_manifest().embedder().name
    entry = manifest.find(name, models / "manifest.toml")
    manifest.update({key: value for key, value in entry.items() if key != "calibration"}, models / "manifest.toml")
    with pytest.raises(InputError, match="calibrat"):
        evaluate([name], folder, models, tmp_path, bad=(tmp_path, tmp_path))
