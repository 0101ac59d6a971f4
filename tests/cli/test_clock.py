"""A clock that is wrong: 1970 after an empty battery, 2090 by a slip. Nobody is lost, faces keep their names."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

IN_ANOTHER_YEAR = """
import datetime, sys
real = datetime.datetime
there = real.fromisoformat(sys.argv.pop(1)) - real.now(datetime.UTC)
class Wrong(real):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) + there
datetime.datetime = Wrong
from facecam.cli import main
sys.exit(main())
"""


TODAY = "2026-12-01"


def at(day: str, *words: str) -> list[dict[str, Any]]:
    """What `facecam` prints on that day."""
    program = [sys.executable, "-c", IN_ANOTHER_YEAR, f"{day}T03:00:00+00:00"]
    run = subprocess.run([*program, *words], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("day", ["1970-01-01", "2090-06-01"])
def test_on_a_day_that_is_long_ago_or_far_ahead(pictures: Path, day: str) -> None:
    at(TODAY, "enrol", "Anna", "anna-1.jpg", "--json")
    at(TODAY, "watch", "anna.mp4", "--remember", "--max-frames", "24", "--json")
    frames = at(day, "watch", "anna.mp4", "--remember", "--max-frames", "24", "--json")
    assert "Anna" in json.dumps(frames)
    visits = at(day, "history", "--json")
    assert day[:4] in {str(one["started"])[:4] for one in visits if one["name"] == "Anna"}
    at(day, "enrol", "Anna", "anna-2.jpg", "--json")
    at(day, "people", "undo", "--json")
    (shown,) = at(TODAY, "people", "show", "Anna", "--json")
    assert len(shown["samples"]) == 1
    assert "Anna" in json.dumps(at(TODAY, "identify", "party.jpg", "--json"))
