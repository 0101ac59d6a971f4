"""The schema's versions: scripts and models agree, and nothing migrates without a backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text

from facecam.base.errors import StoreError
from facecam.base.messages import Message, verbatim
from facecam.store import migrate, sqlite
from facecam.store.database import Database, open_database
from facecam.store.migrations.versions import v0004_messages
from facecam.store.schema import HEAD, VERSION_TABLE, Base, Operation


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


def journal_of_before(file: Path, rows: list[tuple[str, str]]) -> None:
    """A database of version 3 whose journal has these kinds and sentences."""
    sqlite.prepare(file)
    engine = create_engine(f"sqlite:///{file}")
    insert = text(
        "INSERT INTO operation (kind, sentence, steps, changed) VALUES (:kind, :sentence, '[]', :changed)"
    )
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", migrate.SCRIPTS)
        command.upgrade(config, "0003")
        for kind, sentence in rows:
            changed = "2026-11-01 12:00:00.000000"
            connection.execute(insert, {"kind": kind, "sentence": sentence, "changed": changed})
    engine.dispose()


def messages(db: Database) -> list[Message]:
    with db.read() as session:
        return list(session.scalars(select(Operation.message).order_by(Operation.id)))


def test_old_sentences_become_messages_where_there_is_no_doubt(file: Path) -> None:
    before = [
        ("enrol", "Enrolled Bo with 3 samples with 1,200 samples"),
        ("enrol", "Added 1 sample to Anna"),
        ("rename", "Renamed Bo to Jo"),
        ("merge", "Merged Team into Future into Anna"),
        ("split", "Split Bo from Peter from IT with 2 samples"),
        ("split", "Split Bo from Peter with 1 sample"),
        ("not-this-person", "This is not Bo: noted in 2 visits"),
        ("remove-template", "Removed a sample of {name}"),
        ("reembed", "Brought 2 samples and 1,000 corrections over to the model m over to the model n"),
        ("ignore", "Ignored an unknown face, seen in 1 visit"),
        ("later", "Sold Bo"),
    ]
    journal_of_before(file, before)
    with closing(open_database(f"sqlite:///{file}")) as db:
        found = messages(db)
    assert list(map(str, found)) == [sentence for _, sentence in before]
    assert [one.id for one in found if one.id != "{words}"] == [
        "Enrolled {name} with {n} sample",
        "Added {n} sample to {name}",
        "Renamed {name} to {new}",
        "Split {name} from {other} with {n} sample",
        "This is not {name}: noted in {n} visit",
        "Removed a sample of {name}",
        "Brought {what} over to the model {model}",
        "Ignored an unknown face, seen in {n} visit",
    ]
    assert dict(found[0].fields) == {"name": "Bo with 3 samples", "n": 1200}
    assert found[3] == verbatim(before[3][1]) and found[4] == verbatim(before[4][1])
    assert found[2] == Message("Renamed {name} to {new}", name="Bo", new="Jo")


NAME = st.one_of(
    st.sampled_from(("Bo from Peter", "Team into Future", "{name}", "a sample of Bo", "Bo: noted", "Bo to Jo")),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12),
)


@given(NAME, NAME, st.integers(1, 2000))
def test_no_old_sentence_is_misread(name: str, other: str, n: int) -> None:
    said = {
        "enrol": Message("Enrolled {name} with {n} sample", "Enrolled {name} with {n} samples", name=name, n=n),
        "rename": Message("Renamed {name} to {new}", name=name, new=other),
        "merge": Message("Merged {name} into {other}", name=name, other=other),
        "split": Message(
            "Split {name} from {other} with {n} sample", "Split {name} from {other} with {n} samples",
            name=name, other=other, n=n,
        ),
        "remove": Message("Removed {name}", name=name),
        "not-this-person": Message("This is not {name}: noted", name=name),
        "name-visits": Message("Named {n} visit {name}", "Named {n} visits {name}", n=n, name=name),
    }  # fmt: skip
    for kind, message in said.items():
        form = message.plural if message.plural and n != 1 else message.id
        sentence = form.replace("{n}", f"{n:,}").replace("{name}", "\0").replace("{new}", other)
        sentence = sentence.replace("{other}", other).replace("\0", name)
        read = Message.from_json(v0004_messages.read(kind, sentence))
        assert read in (message, verbatim(sentence)), (kind, sentence)


@pytest.mark.parametrize(
    "words",
    [
        '{"id": 3',
        "[]",
        '{"id": 3, "fields": {}}',
        '{"id": "x", "fields": {"a": [1]}}',
        '{"id": "x", "fields": {"a": null}}',
        '{"id": "{n} face", "plural": "{n} faces", "fields": {}}',
    ],
)
def test_a_garbled_message_is_shown_as_it_is(db: Database, words: str) -> None:
    with db.write() as session:
        session.execute(
            text("INSERT INTO operation (kind, message, steps, changed) VALUES ('x', :words, '[]', :now)"),
            {"words": words, "now": "2026-11-01 12:00:00.000000"},
        )
    assert list(map(str, messages(db))) == [words]
