"""A PostgreSQL server of the tests' own, that can be stopped and started again."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any


class PostgresServer:
    """Without a port: it answers at a socket in a folder of its own."""

    def __init__(self, programs: Path) -> None:
        """`programs`: the folder of `initdb` and `pg_ctl`."""
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="facecam-pg", dir="/tmp"))  # a socket's path must be short
        self._keeper: dict[str, Any] = {}
        if os.getuid() == 0:  # the server refuses to run as root
            self._keeper = {"user": "nobody", "group": "nogroup", "extra_groups": ()}
            shutil.chown(self.folder, "nobody")
        self._numbers = itertools.count()
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "keeper", "-A", "trust", "--no-sync", "-E", "UTF8")
        self.start()

    def start(self, more: str = "", largest: int = 0) -> None:
        """`more`: options of the server; `largest`: bytes that no file of it may exceed."""
        import resource  # which Windows has not

        options = f"-k {self.folder} -c listen_addresses= -c fsync=off {more}"
        log = self.folder / "log"

        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest, largest)) if largest else None
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-l", log, "-o", options, "start", before=limit)

    def stop(self) -> None:
        """At once, as a crash would; all that was committed is there again after `start`."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")

    def new(self) -> str:
        """The URL of a new, empty database."""
        name = f"people{next(self._numbers)}"
        self._run("createdb", "-h", self.folder, "-U", "keeper", name)
        return f"postgresql+psycopg://keeper@/{name}?host={self.folder}"

    def delete(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object, before: Callable[[], None] | None = None) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "preexec_fn": before, **self._keeper}
        subprocess.run(command, check=True, cwd=self.folder, timeout=120, **quiet)
