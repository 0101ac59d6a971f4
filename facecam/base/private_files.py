"""Files and folders that only their owner may read, for what facecam writes is about faces and addresses.

Under the usual umask everybody on the computer could read them. POSIX only: on Windows a user's folder is the
user's alone already, and the mode says nothing there.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Make a folder of facecam's own, and those above it that are missing; one that others may look into is closed.

    Not for folders of the user's choice, which may be shared on purpose. Raises `OSError`.
    """
    new_folder(folder)
    if not folder.is_dir():
        raise NotADirectoryError(20, "is a file", str(folder))
    close(folder, FOLDER)


def new_folder(folder: Path) -> None:
    """Make it and those above it where they are missing, private; what is there stays as it is. Raises `OSError`.

    For folders of the user's choice.
    """
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(mode=FOLDER, exist_ok=True)


def beside(file: Path) -> Path:
    """A new empty file in the same folder, for what gets that name once it is complete: none of the user's own, and
    hidden. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem[:40]}.", suffix=f".part{file.suffix}")
    os.close(handle)
    return Path(name)


def private_file(file: Path) -> None:
    """Make an empty file where there is none, before anybody writes into it; close one that others may read.

    A file that is there is not opened, for closing it again would take SQLite's locks away. What SQLite keeps
    beside a database (its log, its shared memory) gets the database's mode. Raises `OSError`.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    close(file, FILE)


@contextmanager
def in_one_step(path: Path) -> Iterator[Path]:
    """A new private file to write into, which takes the place of `path` when all is written, else leaves nothing.

    A link stays one: what it points to is replaced. A device or a pipe, such as `/dev/stdout`, cannot be replaced:
    what was written is copied into it. Raises `OSError`.
    """
    special = path.exists() and not path.is_file()
    target = path if special else path.resolve()
    part = beside(Path(tempfile.gettempdir(), path.name) if special else target)
    try:
        yield part
        if special:
            with part.open("rb") as written, target.open("wb") as out:
                shutil.copyfileobj(written, out)
        else:
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def close(path: Path, mode: int) -> None:
    """Take away what others may do, where the path is the user's own; somebody else's is left as it is, and so are
    devices and pipes, for root may close `/dev/null` to all others."""
    if os.name != "posix":
        return
    with suppress(PermissionError, FileNotFoundError):
        found = path.stat().st_mode
        if stat.S_IMODE(found) & ~mode and (stat.S_ISREG(found) or stat.S_ISDIR(found)):
            path.chmod(mode)
