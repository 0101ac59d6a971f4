"""The list of models that the app may open: `models/manifest.toml`, written whole or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from facecam.base.errors import ModelError
from facecam.base.paths import MODELS
from training.core.files import write_atomically

MANIFEST = MODELS / "manifest.toml"

Entry = dict[str, Any]


def read(path: Path = MANIFEST) -> list[Entry]:
    """All entries; none where there is no manifest yet."""
    if not path.exists():
        return []
    try:
        return list(tomllib.loads(path.read_text(encoding="utf-8")).get("model", []))
    except tomllib.TOMLDecodeError as error:
        raise ModelError(
            "{path} is not TOML: {error}", "Restore it from the repository", path=str(path), error=str(error)
        ) from error


def find(name: str, path: Path = MANIFEST) -> Entry:
    """The entry of that name."""
    entries = read(path)
    for entry in entries:
        if entry["name"] == name:
            return entry
    names = ", ".join(entry["name"] for entry in entries) or "nothing"
    raise ModelError("{path} has no model {name}", "It has {names}", path=str(path), name=repr(name), names=names)


def update(entry: Entry, path: Path = MANIFEST) -> None:
    """Put `entry` in the place of the one of its name, or at the end; of a task only one is the default."""
    entries = read(path)
    if entry.get("default"):
        for other in entries:
            if other["task"] == entry["task"]:
                other["default"] = False
    for place, other in enumerate(entries):
        if other["name"] == entry["name"]:
            entries[place] = entry
            break
    else:
        entries.append(entry)
    write_atomically(path, tomli_w.dumps({"model": entries}).encode())


def remove(name: str, path: Path = MANIFEST) -> None:
    """Take the model of that name out, and its file and card with it; nothing happens if there is none.

    The list goes first, so that it never names a file that is gone.
    """
    entries = read(path)
    gone = [entry for entry in entries if entry["name"] == name]
    if gone:
        write_atomically(path, tomli_w.dumps({"model": [e for e in entries if e["name"] != name]}).encode())
    shared = {entry["neighbourhood"]["file"] for entry in read(path) if "neighbourhood" in entry}
    for entry in gone:
        centres = entry.get("neighbourhood", {}).get("file")
        if centres is not None and centres not in shared:
            (path.parent / centres).unlink(missing_ok=True)
        (path.parent / entry["file"]).unlink(missing_ok=True)
        (path.parent / f"{name}.md").unlink(missing_ok=True)
