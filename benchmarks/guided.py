"""`benchmarks.fuzz` led by what of facecam's code an input reaches (atheris, libFuzzer), until something is found.

    python -m uv run --extra demo --with atheris python -m benchmarks.guided recording 1800

The reader and the seconds. It ends at the first finding, with its traceback, and leaves the input in `crash-...`.
atheris has wheels for some Pythons on Linux alone, which is why the readers' harness in CI does without.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import tempfile
from pathlib import Path


def main() -> None:
    name, seconds = sys.argv[1], float(sys.argv[2])
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["facecam"]):
        from benchmarks.fuzz import READERS
        from facecam.base.errors import FacecamError
    sound, read = READERS[name]
    seeds, folder = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    (seeds / "sound").write_bytes(sound())

    def one(data: bytes) -> None:
        with contextlib.suppress(FacecamError):
            read(data, folder)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds:.0f}", "-max_len=20000", str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
