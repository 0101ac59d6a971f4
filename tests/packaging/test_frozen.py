"""The frozen program, where `packaging/freeze.py` has made it: it needs no Python."""

from __future__ import annotations

import os
import runpy
import subprocess
from pathlib import Path

import typer.main
from helpers.installed import ROOT, Installed

from facecam.cli.app import app

LARGEST = 480e6


def test_it_knows_every_verb_of_the_command_line() -> None:
    program = runpy.run_path(str(ROOT / "packaging" / "program.py"))
    group = typer.main.get_command(app)
    assert program["VERBS"] == set(group.commands)  # type: ignore[attr-defined]


def test_options_may_stand_before_the_verb(frozen: Installed) -> None:
    done = frozen.run("--passphrase-fd", 0, "people", "list")
    assert (done.returncode, done.stdout) == (2, "") and "--passphrase-fd 0 has no passphrase" in done.stderr


def test_it_is_not_too_large(frozen: Installed) -> None:
    files = [file for file in frozen.programs.rglob("*") if not file.is_symlink()]
    assert sum(file.stat().st_size for file in files) <= LARGEST


def test_it_migrates_enrols_and_identifies(frozen: Installed, media: Path) -> None:
    assert frozen.run("enrol", "Anna", media / "single_face.jpg").returncode == 0
    (found,) = frozen.json("identify", media / "single_face.jpg")
    assert [face["name"] for face in found["faces"]] == ["Anna"]


def test_it_brings_the_demo(frozen: Installed) -> None:
    done = frozen.run("watch", "demo", "--max-frames", 50)
    assert done.returncode == 0 and "50 frames" in done.stdout + done.stderr


def test_its_doctor_finds_all_that_is_needed(frozen: Installed) -> None:
    (found,) = frozen.json("doctor")
    assert found["ok"] and all(one["ok"] for one in found["checks"])


def test_the_window_recognises_a_face(frozen: Installed, media: Path, home: Path) -> None:
    film = media / "WolfgangLanger_Pexels.mp4"
    assert frozen.run("enrol", "Anna", film).returncode == 0
    assert frozen.watch_in_window("facecam", film, home) == "Anna"


def test_it_enters_the_menu_and_leaves_it(frozen: Installed, tmp_path: Path) -> None:
    around = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    install = [frozen.programs / "install.sh"]
    subprocess.run(install, env=around, check=True, capture_output=True)
    entry = (tmp_path / "share/applications/facecam.desktop").read_text("utf-8")
    assert f'Exec="{frozen.programs}/facecam" %u' in entry and "Icon=facecam" in entry
    assert (tmp_path / "share/icons/hicolor/256x256/apps/facecam.png").exists()
    started = Installed(tmp_path / ".local" / "bin", frozen.elsewhere).run("--version")
    assert started.stdout.startswith("facecam ")
    subprocess.run([*install, "--remove"], env=around, check=True, capture_output=True)
    assert [one for one in tmp_path.rglob("*") if one.is_file() or one.is_symlink()] == []
