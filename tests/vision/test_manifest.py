from __future__ import annotations

import os
from pathlib import Path

import pytest

from facecam.base.errors import InputError, ModelError
from facecam.vision.manifest import content, load_manifest

TWO = """
[[model]]
name = "small"
task = "embedder"
file = "small.onnx"
sha256 = "00"
space = "ab"
size = 112
dimension = 256
licence = "research only"
teachers = ["a", "b"]
[model.calibration]
score = [0.1, 0.2]
log10_fmr = [-1.0, -2.0]
[model.figures]
lfw = 0.97
[[model]]
name = "large"
task = "embedder"
file = "large.onnx"
sha256 = "11"
default = true
a_key_of_a_later_version = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.toml").write_text(TWO, "utf-8")
    return tmp_path


def test_entries_carry_what_the_file_says(folder: Path) -> None:
    small, large = load_manifest(folder).models
    assert (small.name, small.path, small.space, small.size, small.dimension) == (
        "small", folder / "small.onnx", "ab", 112, 256,
    )  # fmt: skip
    assert small.teachers == ("a", "b")
    assert small.calibration["score"] == [0.1, 0.2] and small.figures["lfw"] == 0.97
    assert large.default and large.size is None


def test_an_embedder_by_name_or_by_default(folder: Path) -> None:
    manifest = load_manifest(folder)
    assert manifest.embedder("small").name == "small"
    assert manifest.embedder().name == "large"


def test_an_unknown_name_lists_those_there_are(folder: Path) -> None:
    with pytest.raises(InputError, match="small, large"):
        load_manifest(folder).embedder("huge")


def test_a_task_without_a_model(folder: Path) -> None:
    with pytest.raises(ModelError, match="pnet"):
        load_manifest(folder).task("pnet")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"= no toml",
        b"model = 3",
        b"model = [1]",
        b'[[model]]\nname = "x"',
        b'[[model]]\nname = 1\ntask = "pnet"\nfile = "f"\nsha256 = "0"',
    ],
)
def test_a_garbled_list_is_a_model_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.toml").write_bytes(content)
    with pytest.raises(ModelError, match=r"manifest\.toml"):
        load_manifest(tmp_path).task("embedder")


@pytest.mark.parametrize(
    ("listed", "instead"),
    [
        *(("dimension = 256", f"dimension = {wrong}") for wrong in ('"256"', "-1", "256.5", "4611686018427387904")),
        *(("size = 112", f"size = {wrong}") for wrong in ('"112"', "0", "1099511627776")),
        *(
            ('file = "small.onnx"', f"file = {wrong}")
            for wrong in ('"../x"', '"/etc/passwd"', '"a\\u0000"', "3", '"."')
        ),
        *(("log10_fmr = [-1.0, -2.0]", f"log10_fmr = {wrong}") for wrong in ("3", "[-1.0, nan]", '"ab"', "[-1.0]")),
        ("log10_fmr = [-1.0, -2.0]", ""),
        ('space = "ab"', "space = 7"),
        ('licence = "research only"', "licence = [1]"),
        ('teachers = ["a", "b"]', "teachers = 7"),
        ("default = true", 'default = "no"'),
        ("[model.figures]\nlfw = 0.97", '[model.neighbourhood]\nfile = "../../x"\nsha256 = "0"\nspace = "ab"'),
    ],
)
def test_what_does_not_fit_is_garbled_too(tmp_path: Path, listed: str, instead: str) -> None:
    assert listed in TWO
    (tmp_path / "manifest.toml").write_text(TWO.replace(listed, instead), "utf-8")
    with pytest.raises(ModelError, match=r"manifest\.toml"):
        load_manifest(tmp_path)


def test_what_is_no_file_or_too_large_is_not_read(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    os.mkfifo(tmp_path / "pipe.onnx")
    with (tmp_path / "large.onnx").open("wb") as sparse:
        sparse.truncate(3 << 30)
    for name in ("pipe.onnx", "large.onnx"):
        with pytest.raises(ModelError, match=f"{name} cannot be read"):
            content(tmp_path / name, "00")


def test_a_missing_list_names_the_file_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest.toml is missing.*Restore"):
        load_manifest(tmp_path)


def test_the_shipped_list_has_the_detector() -> None:
    manifest = load_manifest()
    assert [manifest.task(task).path.is_file() for task in ("pnet", "rnet", "onet")] == [True] * 3


@pytest.mark.parametrize(("people", "said"), [(8, "on 8 people: that is a guess"), (1, "on 1 person"), (5_000, "")])
def test_a_model_says_what_its_promise_rests_on_where_that_is_little(
    tmp_path: Path, people: int, said: str
) -> None:
    measured = f"[model.calibration]\npeople = {people}"
    (tmp_path / "manifest.toml").write_text(TWO.replace("[model.calibration]", measured), "utf-8")
    rests_on = load_manifest(tmp_path).embedder("small").rests_on
    assert said in str(rests_on) if said else rests_on is None
