"""What an installed wheel can do without the checkout."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.installed import ROOT, Installed, uv

from facecam.base import paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a test that reads scripts in bin/")

LARGEST = 18e6
NOT_OWN_WRITES = ("--bounding-set=-dac_override,-dac_read_search",)
"""Of setpriv: root, too, may no longer write what is read-only."""


@pytest.fixture
def package(installed: Installed) -> Path:
    """The package where it is installed."""
    (found,) = installed.programs.parent.glob("lib/python3*/site-packages/facecam")
    return found


@pytest.fixture
def altered(package: Path) -> Iterator[Path]:
    """A model of the installed package with one other byte. (A new file: an installer may share the old one.)"""
    model = package / "models" / "onet.onnx"
    content = model.read_bytes()
    model.unlink()
    model.write_bytes(content[:1000] + bytes([content[1000] ^ 1]) + content[1001:])
    yield model
    model.write_bytes(content)


def test_it_holds_what_is_needed_and_no_more(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    shipped = {file.name for file in paths.MODELS.iterdir() if file.suffix != ".safetensors"}
    assert {f"facecam/models/{name}" for name in shipped} <= held
    catalogues = {
        file
        for language in ("de", "fr")
        for file in (
            f"facecam/base/locale/{language}/LC_MESSAGES/facecam.mo",
            f"ui/i18n/translations/facecam_{language}.qm",
        )
    }
    assert {"facecam/py.typed", "facecam/store/migrations/env.py", *catalogues} <= held
    assert {name.split("/")[0] for name in held if ".dist-info" not in name} == {"facecam", "ui"}
    assert not [name for name in held if name.endswith((".safetensors", ".ts", ".po"))]
    assert wheel.stat().st_size <= LARGEST


def test_its_version_is_the_projects(installed: Installed) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert installed.run("--version").stdout.startswith(f"facecam {project['version']}, Python 3.")


def test_it_identifies(installed: Installed, media: Path) -> None:
    assert installed.run("enrol", "Anna", media / "single_face.jpg").returncode == 0
    (found,) = installed.json("identify", media / "single_face.jpg")
    assert [face["name"] for face in found["faces"]] == ["Anna"]


def test_it_watches_the_demo(installed: Installed) -> None:
    """The clip comes as the program itself says."""
    said = installed.run("watch", "demo", "--max-frames", 50)
    command = re.search(r"Install it: pip install (.+)\.$", said.stderr.strip())
    assert said.returncode == 2 and command is not None, said.stderr
    uv("pip", "install", "--quiet", "--python", installed.programs.parent, *command[1].split())
    done = installed.run("watch", "demo", "--max-frames", 50)
    assert done.returncode == 0 and "50 frames" in done.stdout + done.stderr


def test_all_that_it_requires_is_there(installed: Installed) -> None:
    checks = {one["name"]: one for one in installed.json("doctor")[0]["checks"]}
    assert checks["packages"]["ok"] and "pyside6-essentials" in checks["packages"]["found"]


def test_the_window_recognises_a_face(installed: Installed, media: Path, home: Path) -> None:
    film = media / "WolfgangLanger_Pexels.mp4"
    assert installed.run("enrol", "Anna", film).returncode == 0
    assert installed.watch_in_window("facecam-window", film, home) == "Anna"


def test_it_runs_where_it_may_not_write(installed: Installed, package: Path, media: Path) -> None:
    before: tuple[str, ...] = ()
    if os.getuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere, and setpriv is not there to forbid it")
        before = ("setpriv", *NOT_OWN_WRITES)
    site = package.parent
    folders = [Path(parent) for parent, _, _ in os.walk(site)]
    was = sorted(site.rglob("*"))
    for folder in folders:
        folder.chmod(0o555)
    try:
        (found,) = replace(installed, before=before).json("detect", media / "single_face.jpg")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert len(found["faces"]) == 1 and sorted(site.rglob("*")) == was


def test_an_altered_model_is_refused(installed: Installed, altered: Path, media: Path) -> None:
    done = installed.run("identify", media / "single_face.jpg")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{altered} was altered" in done.stderr and "Install facecam anew" in done.stderr
    assert "git" not in done.stderr


def test_without_a_home_a_sentence_says_so(installed: Installed, media: Path) -> None:
    nowhere = {"HOME": "/proc/nowhere", "FACECAM_HOME": "/proc/nowhere/facecam"}
    done = installed.run("people", "list", **nowhere)
    assert (done.returncode, done.stdout) == (2, "") and "/proc/nowhere" in done.stderr
    (found,) = installed.json("detect", media / "single_face.jpg", **nowhere)  # which needs none
    assert len(found["faces"]) == 1


def test_as_a_tool_of_uv(wheel: Path, outside: Path, media: Path) -> None:
    folders = {"UV_TOOL_DIR": str(outside / "tools"), "UV_TOOL_BIN_DIR": str(outside / "bin")}
    uv("tool", "install", "--quiet", "--python", sys.executable, wheel, **folders)
    (found,) = Installed(outside / "bin", outside).json("detect", media / "single_face.jpg")
    assert len(found["faces"]) == 1 and (outside / "bin" / "facecam-window").exists()
