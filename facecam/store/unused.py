"""The unused bytes of an SQLite file, overwritten where they lie.

`PRAGMA secure_delete` overwrites a row that is deleted. It does not overwrite the copies that were left where rows
once moved to another page, in the room between a page's pointers and its rows; those go here. To write the whole
file anew (VACUUM) removes them, too, and takes ten times as long and twice the room.

Format: https://www.sqlite.org/fileformat2.html, sections 1.3, 1.5 and 1.6. Only bytes that mean nothing to SQLite
are written, so that a program that is killed in between leaves a sound file.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_INTERIOR, _LEAF = (2, 5), (10, 13)
_FIRST = 100
"""Bytes of the file's header, on the first page."""
_PORTION = 256
"""Pages that are read at a time."""
_MOST = 1 << 24
"""Pages up to which the first byte tells a page of rows from one that continues a row, or is free."""

_open: dict[tuple[int, int], BinaryIO] = {}
"""Files that stay open: to close one takes away all locks that this process holds on it (POSIX), and with them, in
time, the data (https://www.sqlite.org/howtocorrupt.html, 2.2)."""

Span = tuple[int, int]
"""From here, up to there."""


def overwrite_unused(file: Path) -> bool:
    """Fill with zeros what is unused in the file; False where it is of a kind that this does not know.

    The caller holds SQLite's write lock, the write-ahead log is empty, and something is committed before the lock
    is released: upon that all programs drop the pages that they remember. Raises `OSError`.
    """
    raw = _kept_open(file)
    try:
        raw.seek(0)
        header = raw.read(_FIRST)
        size = int.from_bytes(header[16:18], "big")
        size = 65_536 if size == 1 else size
        pages = os.fstat(raw.fileno()).st_size // size
        grouped = int.from_bytes(header[52:56], "big")  # auto_vacuum: some pages say where others belong
        if pages > _MOST or grouped or header[20]:
            return False
        for start, end in _dirty(raw, size, pages):
            raw.seek(start)
            raw.write(bytes(end - start))
        os.fsync(raw.fileno())
    finally:
        if sys.platform == "win32":
            raw.close()
    return True


def unused_in(page: bytes, header: int = 0) -> Iterator[Span]:
    """Where a page of rows has bytes that mean nothing; nothing of any other page. `header`: where its own is."""
    kind = page[header]
    if kind not in _INTERIOR + _LEAF:
        return
    free, cells, rows = struct.unpack_from(">HHH", page, header + 1)
    yield header + (12 if kind in _INTERIOR else 8) + 2 * cells, rows or 65_536
    while free:
        following, size = struct.unpack_from(">HH", page, free)
        yield free + 4, free + size
        free = following if following > free else 0


def _dirty(raw: BinaryIO, size: int, pages: int) -> Iterator[Span]:
    zeros = bytes(size)
    for first in range(0, pages, _PORTION):
        raw.seek(first * size)
        portion = raw.read(_PORTION * size)
        for at in range(0, len(portion), size):
            page, base = portion[at : at + size], first * size + at
            for start, end in unused_in(page, 0 if base else _FIRST):
                if page[start:end] != zeros[: end - start]:
                    yield base + start, base + min(end, size)
    yield from _free(raw, size, zeros)


def _free(raw: BinaryIO, size: int, zeros: bytes) -> Iterator[Span]:
    """Pages that belong to nothing: listed by some of them, the trunks."""
    raw.seek(32)
    trunk = int.from_bytes(raw.read(4), "big")
    while trunk:
        base = (trunk - 1) * size
        raw.seek(base)
        page = raw.read(size)
        trunk, number = struct.unpack_from(">II", page)
        yield base + 8 + 4 * number, base + size
        for leaf in struct.unpack_from(f">{number}I", page, 8):
            raw.seek((leaf - 1) * size)
            if raw.read(size) != zeros:
                yield (leaf - 1) * size, leaf * size


def _kept_open(file: Path) -> BinaryIO:
    if sys.platform == "win32":
        return file.open("r+b", buffering=0)
    found = file.stat()
    key = found.st_dev, found.st_ino
    if key not in _open:
        _open[key] = file.open("r+b", buffering=0)
    return _open[key]
