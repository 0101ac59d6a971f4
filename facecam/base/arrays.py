"""Arrays from a file that somebody else may have made (.npz)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

LARGEST = 16_000_000
"""Bytes of one array; a short file can unfold to a thousand times its own size."""


def read_arrays(file: Path | IO[bytes], names: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Of the arrays of those names the ones that are in it: numbers and truths alone. Raises `ValueError` for any
    other file."""
    found = {}
    try:
        with zipfile.ZipFile(file) as archive:
            there = set(archive.namelist())
            for name in names:
                if (member := f"{name}.npy") not in there:
                    continue
                if archive.getinfo(member).file_size > LARGEST:
                    raise ValueError(f"{name} is too large")
                with archive.open(member) as content:
                    found[name] = np.lib.format.read_array(content)
                if found[name].dtype.kind not in "biuf":
                    raise ValueError(f"{name} holds no numbers")
    except Exception as error:  # a dozen kinds, for neither zipfile nor NumPy says which
        raise ValueError(str(error) or type(error).__name__) from error
    return found
