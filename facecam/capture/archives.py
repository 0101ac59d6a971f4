"""Pictures in a ZIP archive, as if it were a folder: `holiday.zip/Anna/1.jpg`. Nothing is unpacked onto the disk.

An archive may come from anybody, so it is looked at before anything in it is read: how many files it has, how large
they say they are, how far they are packed, and where their names would lead.
"""

from __future__ import annotations

import functools
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.capture.kinds import ARCHIVE

MOST_FILES = 5_000
LARGEST_FILE = 512 * 2**20
"""Bytes of one file in it."""
LARGEST = 16 * 2**30
"""Bytes of all of them."""
DENSEST = 250
"""Bytes that come out of one byte at most; photographs hardly shrink, a bomb holds a thousand in one."""
SMALL = 2**20
"""Bytes of a file that may shrink as it likes: a drawing of few colours does."""
UNPACK = Message("Unpack it yourself, look at what is in it, and give the folder")


def is_archive(path: Path) -> bool:
    return path.suffix.lower() == ARCHIVE and path.is_file()


def split(path: Path) -> tuple[Path, str] | None:
    """The archive that `path` leads into, and the name in it; None where it leads into none."""
    for parent in path.parents:
        if parent.suffix.lower() == ARCHIVE and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def files_in(archive: Path) -> list[Path]:
    """The files in it as paths behind its own. Raises `InputError` for one that is damaged or not to be trusted."""
    return [archive / name for name in _names(archive, archive.stat().st_mtime_ns)]


def read(archive: Path, name: str) -> bytes:
    """A file of it. Raises `InputError`."""
    if name not in _names(archive, archive.stat().st_mtime_ns):
        raise InputError("There is no file {file} in {archive}", "Check the path", file=name, archive=str(archive))
    try:
        with zipfile.ZipFile(archive) as file:
            return file.read(name)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(
            "{file} is damaged, or packed in an unknown way", "Pack it anew", file=str(archive / name)
        ) from error
    except RuntimeError as error:  # zipfile's way to say that it is encrypted
        raise InputError("{archive} is locked with a password", UNPACK, archive=str(archive)) from error


@functools.lru_cache(maxsize=4)
def _names(archive: Path, changed: int) -> tuple[str, ...]:
    """The names in it, once all of it was looked at; `changed` makes a new one of an archive that was changed."""
    try:
        with zipfile.ZipFile(archive) as file:
            entries = [entry for entry in file.infolist() if not entry.filename.endswith("/")]
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, IndexError) as error:
        raise InputError(
            "{archive} is damaged or no ZIP archive", "Pack it anew, or give the folder", archive=str(archive)
        ) from error
    if len(entries) > MOST_FILES:
        raise InputError(
            "{archive} holds {count} files, more than {most}",
            UNPACK,
            archive=str(archive),
            count=len(entries),
            most=MOST_FILES,
        )
    for entry in entries:
        where = PurePosixPath(entry.filename.replace("\\", "/"))
        if where.is_absolute() or not where.parts or ".." in where.parts or ":" in where.parts[0]:
            raise InputError(
                "{archive} holds a name that leads out of it: {name}",
                UNPACK,
                archive=str(archive),
                name=repr(entry.filename),
            )
        packed_too_far = entry.file_size > max(SMALL, DENSEST * entry.compress_size)
        if packed_too_far or entry.file_size > LARGEST_FILE:
            raise InputError(
                "{archive} holds a file that grows too large: {name}",
                UNPACK,
                archive=str(archive),
                name=repr(entry.filename),
            )
        if entry.flag_bits & 1:
            raise InputError("{archive} is locked with a password", UNPACK, archive=str(archive))
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise InputError("{archive} holds more than {gb} GB", UNPACK, archive=str(archive), gb=LARGEST // 2**30)
    return tuple(entry.filename for entry in entries)
