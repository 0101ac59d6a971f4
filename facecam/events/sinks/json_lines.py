"""A file that gets one line of JSON an event."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from facecam.base.errors import FacecamError
from facecam.base.private_files import private_file
from facecam.events.targets import JsonLines


class JsonLinesSink:
    """The file is opened anew for each line, so that it may be moved away at any time."""

    def __init__(self, target: JsonLines) -> None:
        self._file = Path(target.path)

    def send(self, values: dict[str, Any], key: str) -> None:
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            if not self._file.exists():
                private_file(self._file)
            with self._file.open("ab") as file:
                end = file.tell()
                try:
                    file.write(line.encode())
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(end)  # half a line is none
                    raise
        except OSError as error:
            raise FacecamError(
                "{file} cannot be written: {reason}",
                "Check the disk, and what you may do there",
                file=str(self._file),
                reason=str(error.strerror),
            ) from error

    def close(self) -> None:
        pass
