"""Lines in a file, and programs that are run."""

from __future__ import annotations

import json
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from facecam.base.errors import FacecamError, RefusedError
from facecam.events.sinks import program
from facecam.events.sinks.opening import open_sink
from facecam.events.targets import JsonLines, Program

VALUES: dict[str, Any] = {"id": "1", "event": "visit.named", "name": "--help", "source": "Tür", "sentence": "x\0y"}


def test_a_line_an_event_in_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "told.jsonl"
    sink = open_sink(JsonLines(str(file)))
    sink.send(VALUES, "1")
    file.rename(tmp_path / "old")  # somebody rotates it
    sink.send(VALUES, "2")
    sink.send(VALUES, "3")
    assert [json.loads(line) for line in file.read_text("utf-8").splitlines()] == [VALUES, VALUES]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    sink = open_sink(JsonLines(str(folder / "told")))
    folder.rmdir()
    with pytest.raises(FacecamError, match="cannot be written: No such file"):
        sink.send(VALUES, "1")


def run(tmp_path: Path, body: str, *arguments: str) -> Path:
    script = tmp_path / "script.py"
    script.write_text(body)
    open_sink(Program((sys.executable, str(script), *arguments))).send(VALUES, "1")
    return tmp_path / "out"


WRITE = "import json, sys; json.dump([sys.argv[1:], json.load(sys.stdin)], open('out', 'w'))"


def test_a_program_reads_the_event_and_its_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = run(tmp_path, WRITE, "{name}", "at {source}; rm -rf $HOME", "-{event}", "{sentence}")
    arguments, values = json.loads(out.read_text())
    assert arguments == [" --help", "at Tür; rm -rf $HOME", "-visit.named", "x?y"], "no shell, no option, no zero"
    assert values == VALUES


def test_a_program_that_hangs_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program, "TIMEOUT", 1.0)
    body = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('out', 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    began = time.monotonic()
    with pytest.raises(RefusedError, match="did not end within 1 s"):
        run(tmp_path, body)
    assert time.monotonic() - began < 30
    child = int((tmp_path / "out").read_text())
    for _ in range(100):
        try:
            state = Path(f"/proc/{child}/stat").read_text().split()[2]
        except FileNotFoundError:
            break
        if state == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")


def test_a_program_that_fails_or_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError, match="ended with code 3"):
        run(tmp_path, "raise SystemExit(3)")
    with pytest.raises(RefusedError, match="/nowhere/at/all cannot be run: No such file"):
        open_sink(Program(("/nowhere/at/all", "hidden"))).send(VALUES, "1")
    reads_nothing = "import os; os.close(0)"
    run(tmp_path, reads_nothing)


def test_nothing_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        run(tmp_path, WRITE)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
