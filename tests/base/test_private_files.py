"""What facecam writes is its owner's alone, whatever the umask says; what was open before is closed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from helpers.terminal import start

from facecam.base import paths, settings
from facecam.base.errors import StoreError
from facecam.base.private_files import private_file, private_folder
from facecam.base.unfinished import in_one_step
from facecam.recording.results import Recorder
from facecam.recording.video import VideoRecorder
from facecam.store import sqlite
from facecam.store.database import open_database
from facecam.store.export import export
from facecam.tasks.roster import Report

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a file's mode says nothing on Windows")


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    """The umask under which everybody may read everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


def test_the_database_and_all_beside_it() -> None:
    db = open_database()
    assert db.file is not None and db.file.parent == paths.data_dir()
    sqlite.back_up(db.file, "1")
    with db.write() as session:
        session.connection()
        assert {mode(path) for path in db.file.parent.iterdir()} == {"600"}
    assert mode(db.file.parent) == "700"
    assert len(list(db.file.parent.iterdir())) >= 4  # the log and the shared memory are among them
    db.close()


def test_what_an_earlier_version_left_open_is_closed() -> None:
    db = open_database()
    assert db.file is not None
    backup = sqlite.back_up(db.file, "1")
    db.close()
    for path in (db.file, backup):
        path.chmod(0o644)
    db.file.parent.chmod(0o755)
    open_database().close()
    assert (mode(db.file), mode(backup), mode(db.file.parent)) == ("600", "600", "700")


def test_a_folder_of_the_users_choice_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    for _ in range(2):
        open_database(f"sqlite:///{shared / 'people.db'}").close()
    assert mode(shared) == "755" and mode(shared / "people.db") == "600"
    open_database(f"sqlite:///{tmp_path / 'new' / 'people.db'}").close()
    assert mode(tmp_path / "new") == "700"


def test_settings_and_log() -> None:
    settings.save(settings.Settings())
    program = start("people", "list")
    program.communicate()
    assert program.returncode == 0
    assert mode(paths.settings_file()) == mode(paths.log_file()) == "600"
    assert mode(paths.log_file().parent) == mode(paths.settings_file().parent) == "700"


def test_recordings_films_and_exports(tmp_path: Path) -> None:
    with Recorder(tmp_path / "run.facecam", "demo", "model"):
        pass
    film = VideoRecorder(tmp_path / "film.mp4", 10.0)
    for at in range(3):
        film.put(at / 10, lambda: np.zeros((64, 64, 3), np.uint8))
    film.stop()
    assert film.join(20) and film.error is None
    db = open_database()
    export(db, tmp_path / "history.csv")
    db.close()
    Report(tmp_path / "report.csv").close()
    assert {path.name: mode(path) for path in tmp_path.iterdir() if path.is_file()} == {
        "run.facecam": "600",
        "film.mp4": "600",
        "history.csv": "600",
        "report.csv": "600",
    }


def test_the_locks_on_a_file_that_is_there_stay(tmp_path: Path) -> None:
    """POSIX: to close a file takes away all locks that this process holds on it, SQLite's among them."""
    import fcntl

    other = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    path = tmp_path / "people.db"
    path.touch(0o644)
    with path.open("r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        private_file(path)
        assert mode(path) == "600"
        assert subprocess.run([sys.executable, "-c", other, path], stderr=subprocess.DEVNULL).returncode == 1
    assert subprocess.run([sys.executable, "-c", other, path]).returncode == 0


def test_a_file_in_a_folders_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        private_folder(tmp_path / "file")


def test_a_file_that_takes_its_place_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("before")
    with pytest.raises(ValueError, match="half"), in_one_step(file) as part:
        part.write_text("ha")
        raise ValueError("half")
    assert file.read_text() == "before" and [*tmp_path.glob("*file*")] == [file]
    with in_one_step(file) as part:
        part.write_text("after")
    assert file.read_text() == "after" and mode(file) == "600" and [*tmp_path.glob("*file*")] == [file]


def test_a_pipe_or_device_is_everybodys_still(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o666)
    private_file(pipe)
    assert mode(pipe) == "666"
    with pytest.raises(StoreError, match="is a device"):
        open_database(f"sqlite:///{pipe}")
    assert mode(pipe) == "666" and [*tmp_path.iterdir()] == [pipe]


def test_a_link_stays_one_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("before")
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to("file")
    with in_one_step(link) as part:
        part.write_text("after")
    assert link.is_symlink() and (tmp_path / "file").read_text() == "after"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True)
    with in_one_step(pipe) as part:
        part.write_text("told")
    assert reader.communicate(timeout=10)[0] == "told" and pipe.is_fifo()
