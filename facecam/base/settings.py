"""One typed object with every setting, and its file.

A setting is a field of `Settings`: its type, its default and its limits stand here and nowhere else. Values are
changed with `dataclasses.replace` and kept with `save`.
"""

from __future__ import annotations

import dataclasses
import glob
import logging
import os
import re
import tempfile
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import tomli_w

from facecam.base import paths
from facecam.base.addresses import HIDDEN, public
from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.base.private_files import private_folder

log = logging.getLogger(__name__)

Gpu = Literal["auto", "required", "off"]
Theme = Literal["system", "dark", "light"]
Language = Literal["system", "en", "de", "fr"]
Rotation = Literal[0, 90, 180, 270]
_ASPECT = re.compile(r"[1-9]\d{0,3}(\.\d{1,4})?:[1-9]\d{0,3}(\.\d{1,4})?")
_PART = ".part"
"""What a file ends in until it is complete."""
_WRITTEN = 60.0
"""Seconds in which that surely is."""
_FINGERPRINT = re.compile(r"([0-9a-f]{2}[: ]?){32}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    source: str = field(default="", repr=False)  # as all that may hold a password
    """What to open at start: a camera, file, URL or `demo`; empty: the first camera."""
    others: tuple[str, ...] = field(default=(), repr=False)
    """More sources that are watched beside that one."""
    database: str = field(default="", repr=False)
    """SQLAlchemy URL; empty: SQLite in the user's data folder."""
    gpu: Gpu = "auto"
    model: str = ""
    """Name of the embedder; empty: the manifest's default."""
    strangers: int = 1000
    """At most one stranger in this many is given a name."""
    recognise: tuple[str, ...] = ()
    """Only people in one of these groups are given their names; empty: everybody."""
    min_face: int = 40
    """Height in pixels of the smallest face that is looked for."""
    keep_pictures: bool = False
    """Keep the aligned crops of enrolled people (for thumbnails and for a later change of model) and of visits."""
    keep_sightings: bool = True
    """Note who was seen, with what the model computes from the best face (for corrections and for strangers who
    come again)."""
    keep_clips: bool = False
    """Keep the last seconds of each visit in front of a camera, in small pictures of the face and around it."""
    clips_mb: int = 500
    """Megabytes (of a million bytes) that all clips may have; for more the oldest ones go."""
    sightings_days: int = 30
    """Sightings older than this are purged."""
    theme: Theme = "system"
    language: Language = "system"
    """Of the window; acts at the next start."""
    mirror: bool = False
    rotations: dict[str, Rotation] = field(default_factory=dict, repr=False)
    """By source, as `open_source` reads it: by how many degrees clockwise its pictures are turned."""
    aspects: dict[str, str] = field(default_factory=dict, repr=False)
    """By source: how wide its pictures are to be seen for their height, such as "16:9", where it does not say."""
    certificates: dict[str, str] = field(default_factory=dict)
    """By server ("camera.local:443"): the fingerprint (SHA-256) of a certificate that is trusted though nobody
    vouches for it."""
    repeat: bool = False
    """Video files that are watched start again at their end."""
    blur: bool = False
    """Blur everybody who is not known: on the screen, in pictures and in recordings."""
    record_boxes: bool = True
    """Recordings show boxes and names."""
    tell: tuple[int, ...] = ()
    """Whose coming was told before there were rules: the window makes rules of them at its next start."""
    welcomed: bool = False
    """The first-run page was answered."""

    def __post_init__(self) -> None:
        hints = get_type_hints(type(self))
        for one in dataclasses.fields(self):
            _check_type(one.name, getattr(self, one.name), hints[one.name])
        for name, low, high in (
            ("strangers", 2, 1_000_000), ("min_face", 20, 400), ("sightings_days", 1, 3650),
            ("clips_mb", 10, 1_000_000),
        ):  # fmt: skip
            if not low <= getattr(self, name) <= high:
                raise InputError(
                    "{setting} = {value} is out of range",
                    "Use {low} to {high}",
                    setting=name,
                    value=str(getattr(self, name)),
                    low=str(low),
                    high=str(high),
                )
        for aspect in self.aspects.values():
            if not _ASPECT.fullmatch(aspect):
                raise InputError(
                    "{aspect} is no ratio of a width to a height", "Write it like 16:9", aspect=_shown(aspect)
                )
        for fingerprint in self.certificates.values():
            if not _FINGERPRINT.fullmatch(fingerprint):
                raise InputError(
                    "{fingerprint} is no fingerprint",
                    "Write its SHA-256, 64 letters and digits",
                    fingerprint=_shown(fingerprint),
                )


def _shown(value: object) -> str:
    """A value in words: what is an address without its secrets, whichever setting it was given to."""
    if isinstance(value, str):
        return repr(public(value))
    return repr(value) if isinstance(value, bool | int | float) else HIDDEN


def _check_type(name: str, value: object, hint: Any) -> None:
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise InputError(
                "{setting} = {value} is not known",
                "Use one of {values}",
                setting=name,
                value=_shown(value),
                values=", ".join(map(str, get_args(hint))),
            )
    elif type(value) is not (get_origin(hint) or hint):
        raise InputError(
            "{setting} = {value} is not of the kind {kind}", setting=name, value=_shown(value), kind=hint.__name__
        )
    elif isinstance(value, tuple):
        for one in value:
            _check_type(name, one, get_args(hint)[0])
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_type(f"{name}.{public(key)}", one, get_args(hint)[1])


def load(file: Path | None = None) -> Settings:
    """Read the settings' file; a missing file gives the defaults.

    Keys that this version does not know are left out with a warning in the log, so that a newer version's file
    can be read. Raises `InputError` where the file is no TOML or a value does not fit.
    """
    file = file or paths.settings_file()
    _delete_leftovers(file)
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            "The settings in {file} cannot be read: {reason}",
            "Mend or delete that file",
            file=str(file),
            reason=str(error),
        ) from error
    known = {field.name for field in dataclasses.fields(Settings)}
    for key in values.keys() - known:
        log.warning("%s: the setting %s is not known and is left out", file, _shown(key))
    try:
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        return Settings(**{key: value for key, value in values.items() if key in known})
    except InputError as error:
        raise InputError(
            Message("{file}: {problem}", file=str(file), problem=error.message),
            error.advice or Message("Mend or delete that file"),
        ) from error


def _delete_leftovers(file: Path) -> None:
    """What programs that were killed have left while they wrote it; not what another one writes now."""
    with suppress(OSError):
        for left in file.parent.glob(f"{glob.escape(file.name)}.*{_PART}"):
            if time.time() - left.stat().st_mtime > _WRITTEN:
                left.unlink(missing_ok=True)


def save(settings: Settings, file: Path | None = None) -> None:
    """Write all settings; the old file is replaced in one step or not at all."""
    file = file or paths.settings_file()
    private_folder(file.parent)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.", suffix=_PART)
    try:
        with os.fdopen(handle, "wb") as out:
            tomli_w.dump(dataclasses.asdict(settings), out)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
