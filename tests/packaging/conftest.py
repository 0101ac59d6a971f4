"""The wheel, built once and installed into an environment of its own, far from the checkout."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.installed import ROOT, Installed, uv


@pytest.fixture(scope="session")
def outside() -> Iterator[Path]:
    """A folder that everybody may enter, as site-packages may; pytest's own are this user's alone."""
    folder = Path(tempfile.mkdtemp(prefix="facecam-installed"))
    folder.chmod(0o755)
    yield folder
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def wheel(outside: Path) -> Path:
    uv("build", "--quiet", "--wheel", "--out-dir", outside / "wheel", ROOT)
    (built,) = (outside / "wheel").glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, outside: Path) -> Installed:
    """`pip install facecam-*.whl`, and nothing more."""
    folder = outside / "environment"
    uv("venv", "--quiet", "--python", sys.executable, folder)
    uv("pip", "install", "--quiet", "--python", folder, wheel)
    return Installed(folder / "bin", outside)


@pytest.fixture(scope="session")
def frozen(outside: Path) -> Installed:
    program = ROOT / "dist" / "facecam"
    if not (program / "facecam").exists():
        pytest.skip("there is no frozen program: python packaging/freeze.py makes it")
    return Installed(program, outside)
