"""Where things live on this computer. `FACECAM_HOME` moves everything that facecam writes into one folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

MODELS = Path(__file__).resolve().parent.parent / "models"
"""The models that facecam ships, read-only."""


def _home(kind: str) -> Path:
    home = os.environ.get("FACECAM_HOME")
    if home:
        return Path(home).expanduser()
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
