"""The schema's versions: scripts and models agree, and nothing migrates without a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from facecam.errors import StoreError
from facecam.store import migrate, sqlite
from facecam.store.database import Database, open_database
from facecam.store.schema import HEAD, VERSION_TABLE, Base


def version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])


def set_version(file: Path, version: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = ?", [version])
        connection.commit()


def test_scripts_make_what_the_models_say(db: Database, file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_head_is_the_newest_script(db: Database, file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", "facecam.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD == version(file) == db.version


def test_newer_version(db: Database, file: Path) -> None:
    db.close()
    set_version(file, "9999")
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"people\.db was written by a newer facecam.*9999.*Update facecam"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert sqlite.backups(file) == []


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Makes this program one whose newest script adds a table `tomorrow` (or does what is given)."""

    def to(body: str) -> None:
        folder = tmp_path / "migrations"
        original = Path(migrate.__file__).parent / "migrations"
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        for script in [Path("env.py"), *(p.relative_to(original) for p in original.glob("versions/v*.py"))]:
            (folder / script).write_text((original / script).read_text())
        (folder / "versions" / "next.py").write_text(
            f"from alembic import op\nrevision = 'next'\ndown_revision = {HEAD!r}\ndef upgrade():\n    {body}\n"
        )
        monkeypatch.setattr(migrate, "SCRIPTS", str(folder))
        monkeypatch.setattr(migrate, "HEAD", "next")
        monkeypatch.setattr("facecam.store.database.HEAD", "next")

    return to


def test_migration_after_a_backup(db: Database, file: Path, upgrade: Callable[[str], None]) -> None:
    db.close()
    upgrade("op.execute('CREATE TABLE tomorrow (id INTEGER)')")
    open_database(f"sqlite:///{file}").close()
    assert version(file) == "next"
    (backup,) = sqlite.backups(file)
    assert f".{HEAD}." in backup.name
    assert version(backup) == HEAD
    open_database(f"sqlite:///{file}").close()
    assert sqlite.backups(file) == [backup]


def test_a_migration_that_fails_leaves_everything_as_it_was(
    db: Database, file: Path, upgrade: Callable[[str], None]
) -> None:
    db.close()
    upgrade("op.execute('CREATE TABLE tomorrow (id INTEGER)'); raise RuntimeError('broken script')")
    with pytest.raises(RuntimeError):
        open_database(f"sqlite:///{file}")
    assert version(file) == HEAD
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT * FROM sqlite_master WHERE name = 'tomorrow'").fetchone() is None


def test_three_backups_are_kept(db: Database, file: Path) -> None:
    made = [sqlite.back_up(file, HEAD) for _ in range(2)]
    assert sqlite.backups(file) == made
    made += [sqlite.back_up(file, HEAD) for _ in range(3)]
    assert sqlite.backups(file) == made[2:]
    assert list(file.parent.glob("*.partial")) == []
    assert db.backups() == made[2:]
    db.delete_backups()
    assert db.backups() == []
