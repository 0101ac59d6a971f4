"""The runtime with the real models and a real database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from facecam.base.settings import Settings
from facecam.pipeline.runtime import Runtime


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    runtime = Runtime(Settings(gpu="off"))
    runtime.start()
    yield runtime
    assert runtime.stop(5.0)
