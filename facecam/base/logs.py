"""Logging: what the program did, for whoever looks for the reason of a failure."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from facecam.base import paths
from facecam.base.private_files import private_file, private_folder

log = logging.getLogger(__name__)

_LARGEST = 1_000_000
"""Bytes, then a new file is begun; one old one is kept."""


class _PrivateFileHandler(RotatingFileHandler):
    """Each file that it begins is its owner's alone."""

    def _open(self) -> TextIOWrapper:
        private_file(Path(self.baseFilename))
        return super()._open()


def start() -> None:
    """Log to `paths.log_file()` from now on; where it cannot be written, facecam works without.

    Arguments are not logged, for they hold names and passwords. Warnings of libraries and failures of threads are,
    so that a terminal shows only what is meant for it.
    """
    root = logging.getLogger()
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    file = paths.log_file()
    try:
        private_folder(file.parent)
        handler = _PrivateFileHandler(
            file, maxBytes=_LARGEST, backupCount=1, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root.addHandler(handler)
    logging.raiseExceptions = False  # a full disk is no reason to write tracebacks elsewhere
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _of_thread


def blot_out(names: Iterable[str]) -> None:
    """Put stars over these names, where they stand as words of their own, in the log and the old one.

    In their place and of their length, for other programs append to the same file.
    """
    words = b"|".join(re.escape(name.encode("utf-8", "replace")) for name in names if name)
    if not words:
        return
    found = re.compile(rb"(?<!\w)(?:" + words + rb")(?!\w)", re.IGNORECASE)
    for file in (paths.log_file(), paths.log_file().with_suffix(".log.1")):
        try:
            with file.open("r+b") as raw:
                for match in found.finditer(raw.read()):
                    raw.seek(match.start())
                    raw.write(b"*" * len(match[0]))
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("names in %s cannot be blotted out: %s", file, error)


def _of_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        logging.getLogger("facecam").error("a defect in the thread %s", failure.thread, exc_info=failure.exc_value)
