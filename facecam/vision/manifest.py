"""Which models there are: `models/manifest.toml`, read once and checked.

A model that the manifest does not list cannot be opened, and `sessions.py` opens a listed one only if its SHA-256
is the listed one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from facecam.base import paths
from facecam.base.errors import InputError, ModelError
from facecam.base.messages import Message
from facecam.identity.calibration import Calibration

RESTORE = {
    "checkout": Message("Restore the folder from facecam's repository (git checkout -- models)"),
    "wheel": Message("Install facecam anew (pip install --force-reinstall, or uv tool install --reinstall)"),
    "frozen": Message("Unpack the program anew"),
}[paths.INSTALLATION]
"""What brings the shipped models back."""


LARGEST = 2**31 - 1
"""Bytes of a model's file: what its format allows."""

PEOPLE = 100
"""Who were compared so that a curve says anything about one stranger in a thousand."""


@dataclass(frozen=True, slots=True)
class Centres:
    """The file of an embedder's neighbourhood (`identity.neighbourhood`)."""

    path: Path
    sha256: str
    space: str
    """Of the model that it was made for."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest."""

    name: str
    task: str
    """pnet, rnet, onet, judge, context, embedder or classifier."""
    path: Path
    sha256: str
    space: str = ""
    """Embedder: templates of equal `space` may be compared, others never."""
    size: Annotated[int, Meta(ge=1, le=1024)] | None = None
    """Embedder, classifier: side of its square crops in pixels."""
    dimension: Annotated[int, Meta(ge=1, le=8192)] | None = None
    """Embedder: numbers in one embedding."""
    default: bool = False
    licence: str = ""
    training_data: str = ""
    teachers: tuple[str, ...] = ()
    calibration: Mapping[str, Any] = field(default_factory=dict)
    """Embedder: score -> false match rate, as `identity.calibration` reads it."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """What was measured about it."""
    neighbourhood: Centres | None = None
    """Embedder: None where its scores are cosines, and crowded faces are not told apart from others."""
    classes: tuple[str, ...] = ()
    """Classifier: the names of its people, in the order of its answers."""

    @property
    def rests_on(self) -> Message | None:
        """What is to be known about the embedder's promise to strangers; None where it rests on people enough."""
        people = self.calibration.get("people")
        if not isinstance(people, int) or people >= PEOPLE:
            return None
        return Message(
            "How often {model} names strangers was measured on {n} person: that is a guess, and no promise",
            "How often {model} names strangers was measured on {n} people: that is a guess, and no promise",
            model=self.name,
            n=people,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """All models, in the file's order."""

    models: tuple[ModelEntry, ...]
    file: Path

    @property
    def embedders(self) -> tuple[ModelEntry, ...]:
        return tuple(model for model in self.models if model.task == "embedder")

    def embedder(self, name: str = "") -> ModelEntry:
        """The embedder of that name, or the default one.

        Raises `InputError`, listing the names there are, for a name that the manifest does not have.
        """
        if not name:
            return self.task("embedder")
        for model in self.embedders:
            if model.name == name:
                return model
        names = ", ".join(model.name for model in self.embedders) or "none"
        raise InputError(
            "There is no model named {name}",
            "Use one of: {names}",
            name=repr(name),
            names=names,
        )

    @property
    def classifiers(self) -> tuple[ModelEntry, ...]:
        return tuple(model for model in self.models if model.task == "classifier")

    def classifier(self, name: str) -> ModelEntry:
        """The classifier of that name. Raises `InputError`, listing the names there are."""
        for model in self.classifiers:
            if model.name == name:
                return model
        raise InputError(
            "There is no classifier named {name}",
            "Use one of: {names}",
            name=repr(name),
            names=", ".join(model.name for model in self.classifiers) or "none",
        )

    def named(self, name: str) -> ModelEntry:
        """The model of that name, whatever its task. Raises `ModelError` if there is none."""
        for model in self.models:
            if model.name == name:
                return model
        raise ModelError("{file} lists no model named {name}", RESTORE, file=str(self.file), name=repr(name))

    def task(self, task: str) -> ModelEntry:
        """The default model for a task, else its first. Raises `ModelError` if there is none."""
        models = [model for model in self.models if model.task == task]
        if not models:
            raise ModelError(
                "{file} lists no model for the task {task}", RESTORE, file=str(self.file), task=repr(task)
            )
        return next((model for model in models if model.default), models[0])


def load_manifest(folder: Path = paths.MODELS) -> Manifest:
    """Read `folder/manifest.toml`. Raises `ModelError` if it is absent or is not such a file."""
    file = folder / "manifest.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8")).get("model", [])
        return Manifest(tuple(_entry(folder, table) for table in tables), file)
    except FileNotFoundError as error:
        raise ModelError("The list of models {file} is missing", RESTORE, file=str(file)) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ModelError(
            "The list of models {file} cannot be read: {reason}", RESTORE, file=str(file), reason=str(error)
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(
            "The list of models {file} is garbled: {reason}", RESTORE, file=str(file), reason=repr(error)
        ) from error


def content(path: Path, sha256: str) -> bytes:
    """A model's file, if its digest is the manifest's; what was read is what gets opened, so that nobody can
    exchange it after the check. Raises `ModelError`."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        if about.st_size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        found = path.read_bytes()
    except OSError as error:
        raise ModelError(
            "The model {path} cannot be read: {reason}", RESTORE, path=str(path), reason=str(error.strerror)
        ) from error
    if hashlib.sha256(found).hexdigest() != sha256:
        raise ModelError("The model {path} was altered: its SHA-256 is not the manifest's", RESTORE, path=str(path))
    return found


def _entry(folder: Path, table: Mapping[str, Any]) -> ModelEntry:
    """Raises `KeyError`, `TypeError` and `ValueError` for what is none."""

    def beside(kind: type, file: object) -> Path:
        if not isinstance(file, str) or Path(file).name != file or "\0" in file:
            raise ValueError(f"{file!r} is no name of a file in that folder")
        return folder / file

    values = {**table, "path": table["file"]}
    if (centres := table.get("neighbourhood")) is not None:
        values["neighbourhood"] = {**centres, "path": centres["file"]}
    entry = msgspec.convert(values, ModelEntry, dec_hook=beside)
    if curve := entry.calibration:
        Calibration(curve["score"], curve["log10_fmr"])
    return entry
