"""A large gallery in a file beside an SQLite database, mapped into memory: a start need not read and turn every
template. It is the matrix of all templates, or of very many a sketch (`store.sketched_gallery`).

It holds faces as numbers, as the database does: its owner alone may read it, a database that is encrypted has none,
and whatever wipes the database's traces deletes it (`sqlite.wipe`). It gets its name while nobody else can change
the database, and only as long as that is as it was read (`gallery.keep`); until then it is a leftover for whoever
forgets somebody, and for the next start. It is a copy and nothing else: what does not
have the digest that it names is not used, and what is in it counts only where the database has the same templates
(`store.gallery`). Who may write it may write the database, too.
"""

from __future__ import annotations

import hashlib
import json
import logging
import mmap
import os
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.base.private_files import private_file
from facecam.identity.neighbourhood import Neighbourhood, pack

log = logging.getLogger(__name__)

_MAGIC = b"facecam gallery 1\n"
_ALIGNED = 64
_MAPPED = os.name != "nt"
"""Windows deletes no file that is mapped, and whoever was forgotten would stay in it: there it is read whole."""
_AGREED = nullcontext(True)


def file_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.gallery")


def key_of(space: str, dimension: int, neighbourhood: Neighbourhood) -> str:
    """What the matrix depends on besides the templates."""
    place = hashlib.sha256(pack(neighbourhood)).hexdigest() if len(neighbourhood.centres) else ""
    return json.dumps([space, dimension, place])


def write(
    database: Path, key: str, arrays: Mapping[str, NDArray[Any]], agreed: AbstractContextManager[bool] = _AGREED
) -> bool:
    """Whether it could be: on a full disk, or in a folder that is not to be written, there is none.

    `agreed`: entered once all is written; within, the file gets its name where it says yes.
    """
    contents = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    head: dict[str, Any] = {
        "key": key, "arrays": {name: [array.dtype.str, array.shape] for name, array in contents.items()}
    }  # fmt: skip
    head["digest"] = _digest(head, contents)
    target = file_of(database)
    # One for each who writes, by a name that `sqlite.leftovers` knows, too.
    partial = target.with_name(f"{target.name}.{uuid.uuid4().hex}.partial")
    try:
        private_file(partial)
        with partial.open("r+b") as file:
            text = json.dumps(head).encode()
            file.write(_MAGIC + len(text).to_bytes(8, "little") + text)
            for array in contents.values():
                file.write(bytes(-file.tell() % _ALIGNED))
                file.write(array.data)
        with agreed as wanted:
            if wanted:
                partial.replace(target)
        return wanted
    except OSError as error:
        log.info("the gallery is not kept in a file: %s", error)
        return False
    finally:
        _unlink(partial)


def read(database: Path, key: str, mapped: str) -> dict[str, NDArray[Any]] | None:
    """The arrays, of which one stays mapped where the system lets such a file be deleted; None where there are none
    for this key, or they were altered."""
    path = file_of(database)
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return None
            head = json.loads(file.read(min(int.from_bytes(file.read(8), "little"), 1 << 16)))
            if head["key"] != key:
                return None
            at, contents = file.tell(), {}
            for name, (kind, shape) in head["arrays"].items():
                at += -at % _ALIGNED
                dtype = np.dtype(kind)
                empty = 0 in shape
                contents[name] = np.empty(shape, dtype) if empty else np.memmap(file, dtype, "r", at, tuple(shape))
                at += contents[name].nbytes
        if head.pop("digest") != _digest(head, contents):
            log.warning("%s was altered or damaged, and is made anew", path)
            return None
        stays = mapped if _MAPPED else None
        return {name: np.asarray(array) if name == stays else np.array(array) for name, array in contents.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        if not isinstance(error, FileNotFoundError):
            log.warning("%s cannot be read, and is made anew: %s", path, error)
        return None


def let_go(array: NDArray[Any]) -> None:
    """The memory of one that stays mapped; it comes back from the file where it is read again."""
    whole: Any = array
    while isinstance(whole, np.ndarray):
        whole = whole.base
    if isinstance(whole, mmap.mmap) and hasattr(whole, "madvise"):
        whole.madvise(mmap.MADV_DONTNEED)


def delete(database: Path) -> None:
    """Raises `OSError` where it is there and stays."""
    file_of(database).unlink(missing_ok=True)


def _digest(head: dict[str, Any], contents: dict[str, Any]) -> str:
    found = hashlib.sha256(json.dumps(head).encode())
    for array in contents.values():
        found.update(array.data)
    return found.hexdigest()


def _unlink(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s cannot be deleted: %s", file, error)
