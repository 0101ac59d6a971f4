"""Eight cameras in one `facecam serve`: results a second of each, their age, and whether its memory grows (Linux).

    python -m benchmarks.cameras --minutes 60

The cameras are films of 1280x720 at 24 pictures a second, played over and over as cameras are; visits are written
and told, as a server does. Every ten seconds it is asked how its cameras are (`GET /v1/cameras`). The first minute
does not count, and of the memory the first tenth.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Row, at_least, at_most
from benchmarks.serve import running
from benchmarks.soak import anonymous_mb
from benchmarks.sources import film
from benchmarks.table import show

CAMERAS = 8
MINUTES = 10.0
WARM, INTERVAL = 60.0, 10.0


def rows(minutes: float = MINUTES, number: int = CAMERAS) -> list[Row]:
    results, ages, memory = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "home").mkdir()
        (Path(folder) / "home" / "settings.toml").write_text("repeat = true\n")
        source = film(Path(folder))
        cameras = [f"--camera=camera {at}={source}" for at in range(number)]
        with running(Path(folder), *cameras) as (port, key, process):
            start = time.monotonic()
            while (at := time.monotonic() - start) < WARM + minutes * 60:
                time.sleep(INTERVAL)
                if at < WARM:
                    continue
                now = _cameras(port, key)
                assert len(now) == number and all(one["state"] == "live" for one in now), now
                results += [one["results"] for one in now]
                ages += [one["age_ms"] for one in now]
                memory.append((at / 3600, anonymous_mb(process)))
    hours, megabytes = np.array(memory[len(memory) // 10 :]).T
    slope = float(np.polyfit(hours, megabytes, 1)[0])
    first, last = (float(np.mean(part)) for part in np.array_split(megabytes, 9)[::8])
    what = f"{number} cameras of 720p24 in one server, {minutes:g} minutes"
    return [
        at_least(f"{what}: results a second of each", float(np.mean(results)), "", 12, f"least {min(results):.1f}"),
        at_most(f"{what}: age of the newest result, p95", float(np.percentile(ages, 95)), "ms", 250),
        Row(
            f"{what}: memory, second and last tenth", f"{first:.0f}, {last:.0f} MB, {slope:+.0f} MB an hour", "flat"
        ),
    ]


def _cameras(port: int, key: str) -> list[dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/v1/cameras", headers={"x-api-key": key})
    found: list[dict[str, Any]] = json.loads(connection.getresponse().read())["cameras"]
    connection.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--cameras", type=int, default=CAMERAS)
    given = parser.parse_args()
    show(rows(given.minutes, given.cameras), as_json=False)


if __name__ == "__main__":
    main()
