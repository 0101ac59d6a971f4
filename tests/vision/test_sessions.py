from __future__ import annotations

import ctypes
import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

import facecam
from facecam.base.errors import ModelError, ProviderError
from facecam.vision import sessions
from facecam.vision.embedder import Embedder
from facecam.vision.manifest import ModelEntry, load_manifest
from facecam.vision.sessions import open_session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def onet() -> ModelEntry:
    return load_manifest().task("onet")


def copied(entry: ModelEntry, folder: Path, content: bytes) -> ModelEntry:
    path = folder / entry.path.name
    path.write_bytes(content)
    return dataclasses.replace(entry, path=path)


def test_the_cpu_runs_it_and_says_so(onet: ModelEntry) -> None:
    session = open_session(onet, "off")
    scores, moves, points = session.run(np.zeros((2, 48, 48, 3), np.uint8))
    assert session.provider == "CPU" and session.remark is None
    assert scores.shape == (2,) and moves.shape == (2, 4) and points.shape == (2, 10)


def test_the_runtime_reports_nothing_to_its_makers(tmp_path: Path) -> None:
    """Its reports wait in the user's cache folder before they are sent."""
    script = """
from facecam.vision.manifest import load_manifest
from facecam.vision.sessions import open_session
open_session(load_manifest().task("onet"), "off")
"""
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "ORT_DISABLE_TELEMETRY")}
    environment = {**kept, "HOME": str(tmp_path / "user"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, check=True, timeout=120)
    assert list(tmp_path.rglob("*onnxruntime*")) == []


@pytest.mark.parametrize("place", [0, 1000, -1])
def test_one_altered_byte_is_refused(onet: ModelEntry, tmp_path: Path, place: int) -> None:
    content = bytearray(onet.path.read_bytes())
    content[place] ^= 1
    with pytest.raises(ModelError, match=r"onet.onnx was altered.*Restore"):
        open_session(copied(onet, tmp_path, bytes(content)), "off")


def test_it_is_checked_at_every_load(onet: ModelEntry, tmp_path: Path) -> None:
    entry = copied(onet, tmp_path, onet.path.read_bytes())
    open_session(entry, "off")
    entry.path.write_bytes(onet.path.read_bytes()[:-1])
    with pytest.raises(ModelError, match="altered"):
        open_session(entry, "off")


def test_a_missing_file_is_named(onet: ModelEntry, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone.onnx.*Restore"):
        open_session(dataclasses.replace(onet, path=tmp_path / "gone.onnx"), "off")


def test_what_is_no_model_is_refused_even_with_a_right_digest(onet: ModelEntry, tmp_path: Path) -> None:
    content = b"not a network"
    entry = dataclasses.replace(copied(onet, tmp_path, content), sha256=hashlib.sha256(content).hexdigest())
    with pytest.raises(ModelError, match=r"onet.onnx cannot be run"):
        open_session(entry, "off")


class TestWithoutAGpu:
    @pytest.fixture(autouse=True)
    def no_driver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> None:
            raise OSError(name)

        monkeypatch.setattr(ctypes, "CDLL", missing)

    def test_auto_takes_the_cpu_and_says_why(self, onet: ModelEntry) -> None:
        session = open_session(onet, "auto")
        assert session.provider == "CPU"
        assert "driver" in str(session.remark) or "without CUDA" in str(session.remark)

    def test_required_refuses_and_names_what_is_missing(self, onet: ModelEntry) -> None:
        with pytest.raises(ProviderError, match=r"driver|without CUDA"):
            open_session(onet, "required")

    def test_off_does_not_look(self, onet: ModelEntry) -> None:
        assert open_session(onet, "off").remark is None


def test_a_driver_without_libraries_is_found_out(
    onet: ModelEntry, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The runtime lists CUDA, the driver seems to be there: only the session tells, and nothing is printed."""
    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime is built without CUDA")
    monkeypatch.setattr(sessions, "cuda_missing", lambda: None)
    session = open_session(onet, "auto")
    if session.provider == "CUDA":
        pytest.skip("this machine has a GPU")
    assert session.remark
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ProviderError):
        open_session(onet, "required")


class TestEmbedder:
    def test_unit_rows_and_no_crops(self) -> None:
        manifest = load_manifest()
        if not manifest.embedders:
            pytest.skip("no embedder is shipped yet")
        entry = manifest.embedder()
        embedder = Embedder(open_session(entry, "off"), entry)
        crops = np.random.default_rng(5).integers(0, 256, (3, embedder.size, embedder.size, 3), np.uint8)
        rows = embedder.embed(list(crops))
        assert rows.shape == (3, embedder.dimension) and rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(embedder.embed(crops[:1])[0], rows[0], atol=1e-4)
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_an_entry_without_a_space_is_no_embedder(self, onet: ModelEntry) -> None:
        with pytest.raises(ModelError, match="space"):
            Embedder(open_session(onet, "off"), onet)


@pytest.mark.parametrize("module", ["scene_cuts", "blur", "align", "quality"])
def test_what_needs_no_model_loads_no_runtime(module: str) -> None:
    """The window asks for a cut with its first picture: its thread must not wait for ONNX Runtime then."""
    program = f"import sys, facecam.vision.{module}; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_whole_numbers_do_not_overflow(album: Path, media: Path, tmp_path: Path) -> None:
    """As they would on a processor with AVX2 and without VNNI: strangers then score like one another."""
    pictures = [album / "anna-1.jpg", album / "anna-2.jpg", media / "single_face.jpg"]

    def vectors(cam: facecam.Facecam, model: str) -> NDArray[np.float32]:
        faces = cam.embed(pictures, model=model)
        return np.stack([face.embedding for face in faces if face is not None and face.embedding is not None])

    with facecam.open(tmp_path / "people.db", gpu="off") as cam:
        exact, whole = vectors(cam, "student-m"), vectors(cam, "student-m-int8")
    assert (exact * whole).sum(axis=1).min() > 0.9
    assert np.abs(exact @ exact.T - whole @ whole.T).max() < 0.15
