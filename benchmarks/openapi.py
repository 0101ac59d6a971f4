"""Requests made by chance from the own description of `facecam serve` (schemathesis, all its checks): is any a
defect, or answered otherwise than OpenAPI says?

    python -m benchmarks openapi                       # ten minutes

Round after round with another seed until the time is up. One check is left out: bytes by chance are no pictures, so
that what fits the schema may be refused; and two routes, the streams of events and of a camera, which never end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks.common import Row, at_most
from benchmarks.serve import running

SECONDS = 600.0
EXAMPLES = 20
"""Requests for each route in a round, at most."""


def command(url: str, key: str, examples: int, seed: int) -> list[str]:
    """One round; it ends with 0 where nothing is wrong, and says what is."""
    return [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json"),
        *("--header", f"x-api-key: {key}"),
        *("--exclude-path", "/v1/events", "--exclude-path", "/v1/cameras/{name}/stream"),
        *("--checks", "all", "--exclude-checks", "positive_data_acceptance", "--phases", "examples,fuzzing"),
        *("--max-examples", str(examples), "--seed", str(seed), "--no-shrink", "--no-color"),
        *("--continue-on-failure", "--request-timeout", "120"),
    ]


def rows(seconds: float = SECONDS) -> list[Row]:
    """None where schemathesis is not installed."""
    if find_spec("schemathesis") is None:
        return []
    start, rounds, wrong = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as (port, key, _):
        while time.monotonic() < start + seconds:
            rounds += 1
            asked = command(f"http://127.0.0.1:{port}", key, EXAMPLES, rounds)
            run = subprocess.run(asked, cwd=folder, capture_output=True, text=True)
            if run.returncode:
                wrong += 1
                print(run.stdout, run.stderr, file=sys.stderr)
    what = f"requests by chance for {seconds / 60:g} minutes: rounds with a server error or a schema fault"
    return [at_most(what, wrong, "", 0, f"of {rounds}")]
