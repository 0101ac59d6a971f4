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


def own(folder: Path, content: bytes) -> ModelEntry:
    """A model that its list vouches for."""
    (folder / "own.onnx").write_bytes(content)
    return ModelEntry("own", "embedder", folder / "own.onnx", hashlib.sha256(content).hexdigest())


def network(shape: list[int | None] | None, *, circle: bool = False) -> bytes:
    """The mean of a picture of that shape and of `weights`, which are all 3 where it is not said where they are;
    `circle`: its parts wait for each other."""
    onnx = pytest.importorskip("onnx", reason="no ONNX to write models with: use the group `training`")
    make, kinds = onnx.helper, onnx.TensorProto
    asks = [make.make_tensor_value_info("picture", kinds.UINT8, shape)] if shape else []
    nodes = [
        make.make_node("Cast", ["picture" if shape else "weights"], ["numbers"], to=kinds.FLOAT),
        make.make_node("ReduceMean", ["numbers"], ["mean"], axes=[1, 2, 3] if shape else [0], keepdims=0),
        make.make_node("Cast", ["weights"], ["more"], to=kinds.FLOAT),
        make.make_node("ReduceMean", ["more"], ["other"], axes=[0], keepdims=0),
        make.make_node("Add", ["mean", "answer" if circle else "other"], ["answer"]),
    ]
    graph = make.make_graph(nodes, "own", asks, [make.make_tensor_value_info("answer", kinds.FLOAT, [None])])
    made = make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8)
    return bytes(made.SerializeToString())


def field(number: int, content: bytes, *, padded: bool = False) -> bytes:
    """A field of a protocol buffer shorter than 128 bytes; `padded`: its length with a byte more than it needs."""
    length = bytes([len(content) | 0x80, 0]) if padded else bytes([len(content)])
    return bytes([number << 3 | 2]) + length + content


WEIGHTS = b"\x08\x08" + b"\x10\x02" + field(8, b"weights")  # 8 numbers, bytes, their name
INSIDE = field(7, field(5, WEIGHTS + field(9, b"\x03" * 8)))


def test_an_own_model_is_opened(tmp_path: Path) -> None:
    session = open_session(own(tmp_path, network([None, 48, 48, 3]) + INSIDE), "off")
    assert session.run(np.zeros((1, 48, 48, 3), np.uint8))[0].tolist() == [3]


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("place", ["weights.bin", "../weights.bin", "../../../../../etc/passwd", "/etc/passwd"])
def test_a_model_whose_weights_are_elsewhere_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, padded: bool
) -> None:
    """They were read from the folder in which the program was started, whatever the digest."""
    (tmp_path / "weights.bin").write_bytes(b"\x07" * 8)
    monkeypatch.chdir(tmp_path)
    told = field(13, field(1, b"location", padded=padded) + field(2, place.encode()))
    model = network([None, 48, 48, 3]) + field(7, field(5, WEIGHTS + told + b"\x70\x01"))
    with pytest.raises(ModelError, match=r"own.onnx keeps a part of itself in another file"):
        open_session(own(tmp_path, model), "off")


@pytest.mark.parametrize("shape", [[1, 20_000, 20_000, 3], [None, 48, 48], [None, 48, 48, 3, 2], None])
def test_a_model_that_takes_no_picture_is_refused(tmp_path: Path, shape: list[int | None] | None) -> None:
    """Before there is memory for one: 20,000 x 20,000 were 5 GB."""
    with pytest.raises(ModelError, match=r"own.onnx cannot be run") as said:
        open_session(own(tmp_path, network(shape) + INSIDE), "off")
    assert shape is None or "no picture is" in str(said.value) or len(shape) == 3


def test_a_model_that_is_cut_short_goes_in_a_circle_or_says_more_than_it_has_is_refused(tmp_path: Path) -> None:
    whole = network([None, 48, 48, 3]) + INSIDE
    claims = field(7, field(5, b"\x08\xff\xff\xff\xff\xff\x7f" + WEIGHTS[2:] + field(9, b"\x03" * 8)))
    circle, more = network([None, 48, 48, 3], circle=True) + INSIDE, network([None, 48, 48, 3]) + claims
    for content in (whole[: len(whole) // 2], whole[:-5], circle, more, b"", b"\xff" * 5_000):
        with pytest.raises(ModelError, match=r"own.onnx cannot be run"):
            open_session(own(tmp_path, content), "off")


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

    def test_answers_of_another_length_are_none(self) -> None:
        entry = load_manifest().embedder()
        other = dataclasses.replace(entry, dimension=96, neighbourhood=None)
        with pytest.raises(ModelError, match="gave no embeddings"):
            Embedder(open_session(other, "off"), other).embed([np.zeros((112, 112, 3), np.uint8)])

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
