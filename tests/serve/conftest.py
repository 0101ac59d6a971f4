"""A server with Anna in it, as the tests of this folder need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import facecam

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from helpers.serving import Served, pictures, serving


@pytest.fixture
def served(album: Path, tmp_path: Path) -> Iterator[Served]:
    """Nobody is enrolled."""
    with facecam.open(tmp_path / "people.db", gpu="off") as cam, serving(cam) as running:
        yield running


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """May do everything."""
    with served.client() as one:
        yield one


@pytest.fixture
def anna(client: httpx.Client, album: Path) -> int:
    """Anna's number."""
    made = client.post("/v1/people", data={"name": "Anna"}, files=pictures(album, "anna-1.jpg", "anna-2.jpg"))
    assert made.status_code == 201, made.text
    return int(made.json()["person"])
