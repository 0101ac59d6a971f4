"""A keyring in the file that FILE_KEYRING names, for programs of their own.

To be chosen with PYTHON_KEYRING_BACKEND=filekeyring.FileKeyring.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file().write_text(json.dumps({**self._entries(), username: password}))

    def _entries(self) -> dict[str, str]:
        entries: dict[str, str] = json.loads(self._file().read_text()) if self._file().exists() else {}
        return entries

    def _file(self) -> Path:
        return Path(os.environ["FILE_KEYRING"])
