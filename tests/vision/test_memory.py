from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from facecam.vision.manifest import load_manifest

MOST_MB = 250


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="resident memory is read from /proc")
def test_a_crowd_leaves_little_more_memory_behind_than_an_empty_picture(media: Path) -> None:
    """300 faces left 2.5 GB in ONNX Runtime's arenas, when all windows went through a net at once; and what one
    picture needed is given back where it is asked for."""
    if not load_manifest().embedders:
        pytest.skip("models/ has no embedder yet")
    portrait = str(media / "0-f15-hao-ph.jpg")
    command = [sys.executable, str(Path(__file__).with_name("crowd.py")), portrait, "15", "20"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    faces, before, after, given_back = map(int, done.stdout.split())
    assert faces >= 250
    assert after - before <= MOST_MB
    assert given_back <= before
