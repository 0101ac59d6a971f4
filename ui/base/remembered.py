"""What the window remembers of itself for the next start: where it stood, which page was open, which folders files
came from. It is nobody's setting, and lies beside the settings in a file of its own."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QStandardPaths

from facecam.base import paths
from facecam.base.private_files import private_file, private_folder

log = logging.getLogger(__name__)

Folder = Literal["pictures", "videos", "saved"]

_PLACES: dict[Folder, QStandardPaths.StandardLocation] = {
    "pictures": QStandardPaths.StandardLocation.PicturesLocation,
    "videos": QStandardPaths.StandardLocation.MoviesLocation,
    "saved": QStandardPaths.StandardLocation.DocumentsLocation,
}

_HOME = QStandardPaths.StandardLocation.HomeLocation


def _file() -> Path:
    return paths.settings_file().with_name("window.json")


def recall(name: str, default: Any) -> Any:
    """What was kept under a name, where it is of the kind of the default; else that."""
    try:
        found = json.loads(_file().read_text("utf-8")).get(name, default)
    except (OSError, ValueError, AttributeError):
        return default
    return found if type(found) is type(default) else default


def keep(**values: Any) -> None:
    """Keep something by name; a disk that is full costs no more than the memory."""
    file = _file()
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    try:
        private_folder(file.parent)
        private_file(file)
        file.write_text(json.dumps({**(kept if isinstance(kept, dict) else {}), **values}), "utf-8")
    except OSError as error:
        log.warning("what the window remembers cannot be written: %s", error)


def folder(kind: Folder) -> str:
    """Where files of a kind were chosen last, else where the system keeps them, if it does."""
    kept = recall(f"folder {kind}", "")
    if kept and Path(kept).is_dir():
        return str(kept)
    place = QStandardPaths.writableLocation(_PLACES[kind])
    return place if Path(place).is_dir() else QStandardPaths.writableLocation(_HOME)


def keep_folder(kind: Folder, path: str) -> None:
    """A file, or a folder, was chosen there."""
    chosen = Path(path)
    keep(**{f"folder {kind}": str(chosen if chosen.is_dir() else chosen.parent)})
