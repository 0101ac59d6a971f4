"""An installed facecam, wheel or frozen program: run as a program of its own that knows nothing of the checkout."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facecam.base import settings
from facecam.base.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
UV = os.environ.get("UV") or shutil.which("uv")
"""`uv run` names itself so."""
UNREACHABLE = ("Failed to fetch", "error sending request", "dns error", "Could not connect")

LIMIT = 240
"""Seconds after which a program is taken for one that hangs, on a busy machine, too."""

# Which Python and which folder are meant must come from the program alone, and whether there is a screen from us.
OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")


def uv(*words: object, **environment: str) -> None:
    """Run uv in the checkout; without a network the test is skipped, except where CI must have one."""
    if UV is None:
        pytest.skip("uv is not installed: python -m pip install uv")
    command = [UV, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode and any(word in done.stderr for word in UNREACHABLE) and "CI" not in os.environ:
        pytest.skip(f"packages cannot be had here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr


@dataclass(frozen=True)
class Installed:
    programs: Path
    """The folder of the executables."""
    elsewhere: Path
    """A working directory outside of the checkout."""

    before: tuple[str, ...] = ()
    """What starts the program, where it is not to be started as it is."""

    def run(self, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """`facecam` with these arguments."""
        command = [*self.before, str(self.programs / "facecam"), *map(str, words)]
        around = self._around(environment)
        done = subprocess.run(command, **around, capture_output=True, text=True, timeout=LIMIT)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *words: object, **environment: str) -> list[Any]:
        """What it prints with `--json`, a value a line; it must succeed."""
        done = self.run(*words, "--json", **environment)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def watch_in_window(self, executable: str, film: Path, home: Path) -> str:
        """Show a film in the window, on a screen of Xvfb, again and again until somebody is recognised; who."""
        xvfb = shutil.which("xvfb-run")
        if xvfb is None:
            pytest.skip("there is no screen: Xvfb is not installed")
        settings.save(Settings(welcomed=True, repeat=True))
        around = self._around({"FACECAM_HOME": str(home)})
        command: list[str | Path] = [xvfb, "-a", self.programs / executable, str(film)]
        # A group of its own: the signal must reach the window, and xvfb-run hands none on.
        window = subprocess.Popen(command, **around, stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            names: list[str] = []
            deadline = time.monotonic() + LIMIT
            while not names and time.monotonic() < deadline and window.poll() is None:
                time.sleep(2)
                names = [one["name"] for one in self.json("history", FACECAM_HOME=str(home)) if one["name"]]
        finally:
            if window.poll() is None:
                os.killpg(window.pid, signal.SIGTERM)
            _, said = window.communicate(timeout=LIMIT)
        assert "Traceback" not in said and "the first picture is shown" in (home / "facecam.log").read_text(), said
        return names[0] if names else ""

    def _around(self, environment: dict[str, str]) -> dict[str, Any]:
        kept = {key: value for key, value in os.environ.items() if key not in OURS}
        return {"env": kept | environment, "cwd": self.elsewhere, "stdin": subprocess.DEVNULL}
