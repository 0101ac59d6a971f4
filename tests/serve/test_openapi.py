"""OpenAPI says what is answered: its snapshot, its examples, and requests made of it by chance."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from helpers.serving import Served

from benchmarks.openapi import command
from facecam.serve.app import make_app
from facecam.store.access_keys import Scope

SNAPSHOT = Path(__file__).parent / "openapi.json"


def described() -> dict[str, Any]:
    schema = make_app(None).openapi()  # type: ignore[arg-type]
    schema["info"].pop("version")
    return schema


def test_the_snapshot() -> None:
    """What changes here changes for every client: look at the difference, then write the file anew with
    `PYTHONPATH=.:tests python tests/serve/test_openapi.py`."""
    assert described() == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_route_is_described_with_its_errors_and_an_example() -> None:
    schema = described()
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            assert about["summary"] and about["tags"], (method, path)
            assert {"400", "401", "403", "422", "429", "503"} <= set(about["responses"]), (method, path)
            assert about.get("security") or path == "/v1/health", (method, path)
    for name, shape in schema["components"]["schemas"].items():
        for field, about in shape.get("properties", {}).items():
            assert "type" in about or "anyOf" in about or "$ref" in about or "const" in about or "enum" in about, (
                name,
                field,
            )


def test_the_page_shows_every_route_and_loads_nothing(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    for path in described()["paths"]:
        assert path in page.text
    for forbidden in ("<script", "http://", "https://", "src="):
        assert forbidden not in page.text.replace("https://example.org", "").replace("https://... or mqtt", "")


def test_requests_made_by_chance(served: Served, anna: int, tmp_path: Path) -> None:
    """Every answer is one that OpenAPI names, of the shape it says; what does not fit is refused, and none is a
    defect. (Bytes by chance are no pictures, so that what fits the schema may be refused.)"""
    pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    asked = command(served.url, served.keys[Scope.ADMIN], 3, seed=1)
    run = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout[-10_000:] + run.stderr[-2_000:]


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False) + "\n", "utf-8")
