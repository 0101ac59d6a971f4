"""Files and folders that only their owner may read, for what facecam writes is about faces and addresses.

Under the usual umask everybody on the computer could read them. POSIX only: on Windows a user's folder is the
user's alone already, and the mode says nothing there.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
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


def private_file(file: Path) -> None:
    """Make an empty file where there is none, before anybody writes into it; close one that others may read.

    A file that is there is not opened, for closing it again would take SQLite's locks away. What SQLite keeps
    beside a database (its log, its shared memory) gets the database's mode. Raises `OSError`.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))
    close(file, FILE)


def close(path: Path, mode: int) -> None:
    """Take away what others may do, where the path is the user's own; somebody else's is left as it is, and so are
    devices and pipes, for root may close `/dev/null` to all others."""
    if os.name != "posix":
        return
    with suppress(PermissionError, FileNotFoundError):
        found = path.stat().st_mode
        if stat.S_IMODE(found) & ~mode and (stat.S_ISREG(found) or stat.S_ISDIR(found)):
            path.chmod(mode)
