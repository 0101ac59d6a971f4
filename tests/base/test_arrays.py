from __future__ import annotations

import io
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facecam.base.arrays import read_arrays


def packed(body: bytes) -> io.BytesIO:
    """An archive with one array, `a`, of these bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", body)
    return file


def headed(header: str, content: bytes = bytes(24)) -> io.BytesIO:
    return packed(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + content)


def of(kind: object, shape: object) -> io.BytesIO:
    return headed(f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}}}\n")


def test_what_is_there_of_what_was_asked_for(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", a=np.arange(3), b=np.float64(0.5), c=np.array(["x"]))
    found = read_arrays(tmp_path / "a.npz", ("b", "a", "d"))
    assert list(found) == ["b", "a"] and found["a"].tolist() == [0, 1, 2] and found["b"].item() == 0.5


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(b"\x93NUMPY"),
        packed(b""),
        of("|O", (3,)),
        of("<U3", (2,)),
        of("<M8[s]", (3,)),
        of([("a", "<f4")], (6,)),
        of("xx", (3,)),
        of("<f4", (-4,)),
        of("<f4", (1 << 40,)),
        of("<f4", (1 << 70,)),
        of("<f4", (0, 1 << 62)),
        of("<f4", (True,)),
        headed("{[]: 1}\n"),
        headed("'''\n"),
        headed("(" * 9_000 + "\n"),
        headed("{}\n"),
    ],
    ids=range(17),
)
def test_whatever_else_is_a_value_error(file: io.BytesIO) -> None:
    with pytest.raises(ValueError):
        read_arrays(file, ["a"])


def test_what_unfolds_is_not_unfolded() -> None:
    file = packed(of("<f4", (25_000_000,)).getvalue() + bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(ValueError, match="too large"):
        read_arrays(file, ["a"])
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@given(st.data())
def test_any_damage_is_a_value_error(data: st.DataObject) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, a=np.arange(30.0))
    content = bytearray(file.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ValueError):
        read_arrays(io.BytesIO(content), ["a"])
