"""Brings the translations up to date after words were changed: `python -m ui.i18n.translations.update`.

New words are entered into the `.ts` files, those that are gone leave them, and the `.qm` files, which the window
reads, are compiled. They are kept in the repository, so that no start and no build needs Qt's tools.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr")


def tool(name: str) -> str | None:
    """Where `lupdate` or `lrelease` of PySide6 is, if anywhere."""
    return shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or shutil.which(f"pyside6-{name}")


def collect(folder: Path) -> None:
    """Enter the words of the sources into the `.ts` files of a folder."""
    sources = [str(file) for file in sorted(HERE.parents[1].rglob("*.py"))]
    for language in LANGUAGES:
        only = ["-pluralonly"] if language == "en" else []
        target = ["-target-language", language, "-ts", str(folder / f"facecam_{language}.ts")]
        how = ["-silent", "-no-obsolete", "-locations", "none", "-tr-function-alias", "tr+=plural"]
        _run("lupdate", *how, *only, *sources, *target)


def compile_(folder: Path) -> None:
    """Make the `.qm` file of each `.ts` file; a window that has the old one mapped keeps it."""
    for file in sorted(HERE.glob("*.ts")):
        made = folder / f"{file.stem}.new"
        _run("lrelease", "-silent", str(file), "-qm", str(made))
        made.replace(folder / f"{file.stem}.qm")


def _run(name: str, *arguments: str) -> None:
    program = tool(name)
    if program is None:
        sys.exit(f"pyside6-{name} is missing: it comes with pyside6-essentials")
    subprocess.run([program, *arguments], check=True)


if __name__ == "__main__":
    collect(HERE)
    compile_(HERE)
