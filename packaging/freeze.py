"""Makes the frozen program, which needs no Python: `python -m pip install uv && python packaging/freeze.py`.

`dist/facecam/` then holds it, and beside it lies an archive of it to hand on. It is made from the wheel, in an
environment of its own under `build/`, with the ONNX Runtime that runs on the CPU alone: the one for GPUs is five
times as large, and NVIDIA's libraries, which it needs, are ten times as large again.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build" / "freeze"
MADE = ROOT / "dist" / "facecam"

LINUX = sys.platform.startswith("linux")

OTHER_RUNTIME = "onnxruntime-gpu; sys_platform == 'never'\n"

KEPT_TRANSLATIONS = {"qtbase_de.qm", "qtbase_en.qm"}
UNUSED = (
    # Screens without a window system, other devices than mouse and keyboard, and GTK, which drags all of itself in.
    *("platforms/*eglfs*", "platforms/*linuxfb*", "platforms/*minimal*", "platforms/*vkkhr*", "platforms/*vnc*"),
    *("egldeviceintegrations/*", "generic/*", "platformthemes/*gtk3*"),
    *("imageformats/*icns*", "imageformats/*tga*", "imageformats/*tiff*", "imageformats/*wbmp*"),
)
"""Qt's plugins that facecam has no use for."""

WITH_SYMBOLS = ("libpython*", "python3*/lib-dynload/*.so", "sqlalchemy/**/*.so")
"""What is often built with the symbols for a debugger, which weigh more than the code. (Some libraries break by
stripping: only these were tried.)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-archive", action="store_true", help="make the folder only")
    archive_too = not parser.parse_args().no_archive
    shutil.rmtree(BUILD, ignore_errors=True)
    python = environment(wheel())
    prune(python)
    freeze(python)
    if LINUX:
        strip()
        add_desktop()
    size = sum(file.stat().st_size for file in MADE.rglob("*") if not file.is_symlink()) / 1e6
    print(f"{MADE}: {size:.0f} MB")
    if archive_too:
        made = archive()
        print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")


def wheel() -> Path:
    uv("build", "--quiet", "--wheel", "--out-dir", BUILD, ROOT)
    return next(BUILD.glob("*.whl"))


def environment(package: Path) -> Path:
    """The Python of an environment with the wheel, the demo clip and PyInstaller."""
    folder = BUILD / "environment"
    uv("venv", "--quiet", "--python", sys.executable, folder)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    override = BUILD / "override.txt"
    override.write_text(OTHER_RUNTIME)
    wanted = (f"{package}[demo]", "onnxruntime", "--group", "freeze")
    uv("pip", "install", "--quiet", "--python", python, "--override", override, *wanted)
    return python


def prune(python: Path) -> None:
    """Take out of the environment what the program would carry for nothing."""
    found = run(python, "-c", "import PySide6; print(PySide6.__path__[0])")
    qt = Path(found) / "Qt" if (Path(found) / "Qt").is_dir() else Path(found)  # Windows has no folder of that name
    for pattern in UNUSED:
        for file in (qt / "plugins").glob(pattern):
            file.unlink()
    for file in (qt / "translations").glob("*.qm"):
        if file.name not in KEPT_TRANSLATIONS:
            file.unlink()


def freeze(python: Path) -> None:
    """Run PyInstaller where no checkout lies: it would take the packages of the folder that it is started in."""
    shutil.rmtree(MADE, ignore_errors=True)
    options = ("--noconfirm", "--log-level", "ERROR", "--workpath", BUILD / "work", "--distpath", MADE.parent)
    run(python, "-m", "PyInstaller", *options, HERE / "facecam.spec", folder=BUILD)


def strip() -> None:
    for pattern in WITH_SYMBOLS:
        for file in (MADE / "_internal").glob(pattern):
            run("strip", "--strip-debug", file)


def add_desktop() -> None:
    """The entry and icon for the desktop's menu, as `share/` of a system has them, and what installs them."""
    icons = MADE / "share" / "icons" / "hicolor"
    for source, place in (
        (HERE / "facecam.desktop", MADE / "share" / "applications"),
        (ROOT / "ui" / "assets" / "facecam.svg", icons / "scalable" / "apps"),
        (ROOT / "ui" / "assets" / "facecam.png", icons / "256x256" / "apps"),
        (HERE / "install.sh", MADE),
        (ROOT / "LICENSE", MADE),
    ):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, place)


def archive() -> Path:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    name = f"facecam-{version}-{platform.system()}-{platform.machine()}".lower()
    made = MADE.parent / f"{name}.tar.gz"
    with tarfile.open(made, "w:gz", compresslevel=6) as tar:
        tar.add(MADE, name)
    return made


def uv(*words: str | Path) -> str:
    return run(sys.executable, "-m", "uv", *words)


def run(*words: str | Path, folder: Path = ROOT) -> str:
    """What it prints; where it fails, what it said goes on, and this ends."""
    done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}{' '.join(map(str, words[:4]))} ... failed")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
