"""`benchmarks.fuzz` led by what of facecam's code an input reaches (atheris, libFuzzer), until something is found.

    python -m uv run --extra demo --with atheris python -m benchmarks.guided recording 1800 corpus/recording

The reader, the seconds and the folder that keeps what reached something new, from which the next run goes on. It
ends at the first finding, with its traceback, and leaves the input in `crash-...`.
atheris has wheels for some Pythons on Linux alone, which is why the readers' harness in CI does without.
"""

from __future__ import annotations

import contextlib
import importlib
import random
import sys
import tempfile
from pathlib import Path


def main() -> None:
    name, seconds, seeds = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["facecam"]):
        from benchmarks.fuzz import READERS, damaged
        from facecam.base.errors import FacecamError
    sound, read = READERS[name]
    folder = Path(tempfile.mkdtemp())
    seeds.mkdir(parents=True, exist_ok=True)
    (seeds / "sound").write_bytes(sound())

    def one(data: bytes) -> None:
        with contextlib.suppress(FacecamError):
            read(data, folder)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        # Half of them by what readers stumble over: libFuzzer's own changes seldom leave a text's form whole.
        chance = random.Random(seed)
        return damaged(data, chance)[:most] if chance.random() < 0.5 else bytes(atheris.Mutate(data, most))

    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds:.0f}", "-max_len=100000", str(seeds)], one, custom_mutator=changed
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
