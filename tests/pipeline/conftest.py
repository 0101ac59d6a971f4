"""The runtime with the real models and a real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from facecam.pipeline.runtime import Runtime
from facecam.settings import Settings


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    yield runtime
    assert runtime.stop(5.0)
