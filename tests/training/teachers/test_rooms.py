"""To ask a teacher takes neither exporter nor trainer, and torch only where the teacher is a checkpoint."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

ASK = """
import sys
{import_}
print(*sorted(name for name in sys.modules if name == "torch" or name.startswith("training.")))
"""


def loaded(import_: str) -> set[str]:
    said = subprocess.run(
        [sys.executable, "-c", ASK.format(import_=import_)], capture_output=True, text=True, check=True
    )
    return set(said.stdout.split())


def test_asking_imports_neither_exporter_nor_trainer() -> None:
    modules = loaded("import training.teachers.asking")
    assert "training.teachers.onnx_teacher" in modules and "torch" not in modules
    modules |= loaded("import training.teachers.checkpoint_graph")
    assert "torch" in modules
    rooms = {name.split(".")[1] for name in modules if name.startswith("training.")}
    assert rooms == {"core", "data", "networks", "teachers"}
