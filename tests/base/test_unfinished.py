"""What a killed program leaves half written is deleted by the next one, and nothing else ever is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from facecam.base import paths
from facecam.base.unfinished import delete_abandoned, in_one_step, unfinished
from facecam.store.database import open_database

KILLED = """
import os, signal, sys
from pathlib import Path
from facecam.base.unfinished import unfinished
with unfinished(Path(sys.argv[1])) as part:
    part.write_text("half")
    print(part, flush=True)
    {end}
"""
kills = pytest.mark.skipif(os.name != "posix", reason="kill -9")


def notes() -> list[Path]:
    return list((paths.data_dir() / "unfinished").iterdir())


def killed(target: Path) -> Path:
    code = KILLED.format(end="os.kill(os.getpid(), signal.SIGKILL)")
    done = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return Path(done.stdout.strip())


def test_what_is_whole_or_given_up_leaves_neither_file_nor_note(tmp_path: Path) -> None:
    with in_one_step(tmp_path / "file") as part:
        part.write_text("all")
        assert len(notes()) == 1
    with pytest.raises(ValueError, match="half"), in_one_step(tmp_path / "other") as part:
        raise ValueError("half")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["file"] and notes() == []


@kills
def test_the_next_start_deletes_what_was_left_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    part = killed(folder / "film.mp4")
    theirs = [folder / name for name in ("film.mp4", "film.part.mp4", ".film.abcdefgh.part.mp4", ".film.mp4.part")]
    for one in theirs:
        one.write_text("mine")
    assert part.parent == folder and part.read_text() == "half" and len(notes()) == 1
    open_database().close()
    assert sorted(folder.iterdir()) == sorted(theirs) and notes() == []


@kills
def test_what_another_program_writes_now_stays(tmp_path: Path) -> None:
    code = KILLED.format(end="sys.stdin.read()")
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "film.mp4")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    part = Path(other.stdout.readline().strip())
    assert delete_abandoned() == [] and part.read_text() == "half"
    other.kill()
    other.wait()
    assert delete_abandoned() == [] and not part.exists() and notes() == []


@kills
def test_a_note_leads_to_no_other_file(tmp_path: Path) -> None:
    """Whatever stands in it, and whatever has that name now."""
    theirs = tmp_path / "film.mp4"
    theirs.write_text("mine")
    folder = paths.data_dir() / "unfinished"
    link = killed(tmp_path / "film.mp4")
    link.unlink()
    link.symlink_to(theirs)
    for number, content in enumerate((os.fsencode(theirs), b"\0", b"\xff" * 300, os.fsencode(tmp_path))):
        (folder / f"{number}.note").write_bytes(content)
    assert delete_abandoned() == []
    assert theirs.read_text() == "mine" and link.is_symlink()


@kills
def test_on_a_disk_that_is_away_it_is_deleted_later(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    part = killed(folder / "film.mp4")
    folder.rename(tmp_path / "away")
    assert delete_abandoned() == [] and len(notes()) == 1
    (tmp_path / "away").rename(folder)
    assert delete_abandoned() == [] and not part.exists() and notes() == []


def test_where_no_note_can_be_made_it_is_written_all_the_same(tmp_path: Path) -> None:
    paths.data_dir().mkdir(parents=True)
    (paths.data_dir() / "unfinished").write_text("in the way")
    with unfinished(tmp_path / "file") as part:
        part.write_text("all")
        part.replace(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "all"
    open_database().close()
