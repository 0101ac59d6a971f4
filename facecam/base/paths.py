"""Where things live on this computer. `FACECAM_HOME` moves everything that facecam writes into one folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent

INSTALLATION: Literal["checkout", "wheel", "frozen"] = (
    "frozen"
    if getattr(sys, "frozen", False)  # PyInstaller's mark
    else "checkout"
    if (_PACKAGE.parent / "pyproject.toml").is_file()
    else "wheel"
)
"""How facecam came onto this computer; what mends it depends on that."""


def models_dir() -> Path:
    """The models that facecam ships, read-only: beside the package in a checkout, else inside of it."""
    return (_PACKAGE.parent if INSTALLATION == "checkout" else _PACKAGE) / "models"


MODELS = models_dir()


def _home(kind: str) -> Path:
    home = os.environ.get("FACECAM_HOME")
    if home:
        return Path(os.path.expanduser(home))  # noqa: PTH111  which leaves `~somebody` who is not there as it is
    return Path(getattr(platformdirs, f"user_{kind}_dir")("facecam", appauthor=False))


def settings_file() -> Path:
    return _home("config") / "settings.toml"


def data_dir() -> Path:
    """The database, its backups and everything else that must last."""
    return _home("data")


def log_file() -> Path:
    return _home("log") / "facecam.log"


def database_url() -> str:
    """The default database: SQLite in the user's data folder."""
    return f"sqlite:///{data_dir() / 'facecam.db'}"
