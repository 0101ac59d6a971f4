"""The list of models is changed whole, and never names a file that is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from facecam.base.errors import ModelError
from training.core import manifest


def entry(name: str, *, default: bool = False) -> manifest.Entry:
    return {"name": name, "task": "embedder", "file": f"{name}.onnx", "sha256": "0", "default": default}


def test_a_removed_model_takes_its_file_and_card_along(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    for name in ("one", "two"):
        manifest.update(entry(name), path)
        (tmp_path / f"{name}.onnx").write_bytes(b"model")
        (tmp_path / f"{name}.md").write_text("card")
    manifest.remove("one", path)
    manifest.remove("three", path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["manifest.toml", "two.md", "two.onnx"]
    assert [one["name"] for one in manifest.read(path)] == ["two"]
    with pytest.raises(ModelError, match="It has two"):
        manifest.find("one", path)


def test_one_default_a_task(tmp_path: Path) -> None:
    path = tmp_path / "manifest.toml"
    for name in ("one", "two"):
        manifest.update(entry(name, default=True), path)
    assert [one["default"] for one in manifest.read(path)] == [False, True]
