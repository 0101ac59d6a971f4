"""Whether a video file is whole: containers say in their headers how long they are.

Decoders play what is there of a file that was cut short and end without a word. The frame count does not tell:
in many whole files it is an estimate.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_RIFF = b"RIFF"
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ISO_TOP_LEVEL = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp", b"sidx"}


def declared_size(path: Path) -> int | None:
    """How many bytes the file should have at least, by its own headers; None where the format does not say.

    Knows MP4 and MOV (ISO 14496-12 boxes), AVI (RIFF), Matroska and WebM (EBML, RFC 8794), WMV (ASF 1.20).
    """
    actual = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        if head[4:8] in _ISO_TOP_LEVEL:
            return _walk_boxes(file, actual)
        if head[:4] == _RIFF and len(head) >= 8:
            return 8 + int.from_bytes(head[4:8], "little")
        if head[:4] == _EBML:
            return _matroska_end(file)
        if head == _ASF:
            return _asf_size(file)
    return None


def _walk_boxes(file: BinaryIO, actual: int) -> int:
    """The end of the first box that reaches the end of the file or beyond."""
    start = 0
    while start < actual:
        file.seek(start)
        header = file.read(16)
        size = int.from_bytes(header[:4], "big")
        if size == 1:  # a 64-bit size follows the type
            size = int.from_bytes(header[8:16], "big")
        elif size == 0:  # to the end of the file
            return actual
        if size < 8:
            return actual  # no box: trailing bytes that players ignore
        start += size
    return start


def _matroska_end(file: BinaryIO) -> int | None:
    """The end of the segment that follows the EBML header; None for a live recording of unknown length."""
    file.seek(4)
    header_size = _variable_int(file)
    if header_size is None:
        return None
    file.seek(header_size, 1)
    if file.read(4) != _SEGMENT:
        return None
    size = _variable_int(file)
    return None if size is None else file.tell() + size


def _asf_size(file: BinaryIO) -> int | None:
    """The file's size by its properties, which a live recording does not know."""
    header = file.read(1 << 16)
    start = header.find(_ASF_FILE)
    if start < 0 or len(header) < start + 92 or header[start + 88] & 1:
        return None
    return int.from_bytes(header[start + 40 : start + 48], "little")


def _variable_int(file: BinaryIO) -> int | None:
    """EBML's variable-length integer: leading zero bits give the length; all ones mean unknown."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    length = 9 - first[0].bit_length()
    value = int.from_bytes(first + file.read(length - 1), "big") & ((1 << 7 * length) - 1)
    return None if value == (1 << 7 * length) - 1 else value
