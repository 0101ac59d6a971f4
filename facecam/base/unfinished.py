"""Files that are being written, all known to one place, so that what a program leaves that is killed is deleted.

Such a file lies beside the one that it becomes, often in a folder of the user's, hidden, and under a name of its
own. In facecam's own folder is a note for each. The program that writes the file keeps the note locked, and the
system takes the lock away with the program: so the next start, and whoever forgets somebody, finds what nobody
writes any more. Nothing is ever deleted that has another name than those that are made here.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from facecam.base import paths
from facecam.base.private_files import private_file, private_folder

log = logging.getLogger(__name__)

_NAME = re.compile(r"\..{0,40}\.[a-z0-9_]{8}\.part(\..+)?", re.DOTALL)


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A new empty file in the same folder, for what gets that name once it is complete: none of the user's own, and
    hidden. What still has its first name at the end is deleted. Raises `OSError`."""
    handle, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.stem[:40]}.", suffix=f".part{target.suffix}"
    )
    os.close(handle)
    part = Path(name).absolute()
    with _noted(part):
        try:
            yield part
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def in_one_step(path: Path) -> Iterator[Path]:
    """A new private file to write into, which takes the place of `path` when all is written, else leaves nothing.

    A link stays one: what it points to is replaced. A device or a pipe, such as `/dev/stdout`, cannot be replaced:
    what was written is copied into it. Raises `OSError`.
    """
    special = path.exists() and not path.is_file()
    target = path if special else path.resolve()
    with unfinished(Path(tempfile.gettempdir(), path.name) if special else target) as part:
        yield part
        if special:
            with part.open("rb") as written, target.open("wb") as out:
                shutil.copyfileobj(written, out)
        else:
            part.replace(target)


def delete_abandoned() -> list[Path]:
    """Delete what programs have left that were killed; returns what cannot be deleted.

    For each start, and for whoever forgets somebody: such files may show them.
    """
    left = []
    for note in sorted(_folder().glob("*.note")):
        ours = None
        try:
            with note.open("r+b") as file:
                _lock(file, wait=False)
                part = Path(os.fsdecode(file.read()))
                ours = part if _NAME.fullmatch(part.name) else None
                if not part.parent.is_dir() or not part.name:
                    continue  # on a disk that is not there now; or a note that is just being made
                if ours and ours.is_file() and not ours.is_symlink():
                    ours.unlink()
                    log.info("deleted %s, which was left half written", ours)
                ours = None
            note.unlink(missing_ok=True)
        except BlockingIOError:
            pass  # somebody writes it
        except OSError as error:
            log.warning("what %s tells of is not deleted: %s", note, error)
            if ours:
                left.append(ours)
    return left


def _folder() -> Path:
    return paths.data_dir() / "unfinished"


@contextmanager
def _noted(part: Path) -> Iterator[None]:
    """Where no note can be made, the file is written all the same."""
    note = _folder() / f"{uuid.uuid4().hex}.note"
    file: IO[bytes] | None = None
    try:
        private_folder(note.parent)
        private_file(note)
        file = note.open("r+b")
        _lock(file, wait=True)
        file.write(os.fsencode(part))
        file.flush()
    except OSError as error:
        log.info("%s is not noted: %s", part, error)
    try:
        yield
    finally:
        if file is not None:
            file.close()
            with suppress(OSError):
                note.unlink(missing_ok=True)


def _lock(file: IO[bytes], *, wait: bool) -> None:
    """Until it is closed. Raises `BlockingIOError` where another program has it, and other `OSError`."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
