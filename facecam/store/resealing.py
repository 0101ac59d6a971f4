"""A backup of an SQLite file brought to the key of its database: sealed where it was in the clear, locked anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import NullPool, create_engine, inspect
from sqlalchemy.orm import Session

from facecam.base.private_files import private_file
from facecam.store import sqlite
from facecam.store.encryption.cipher import Vault
from facecam.store.encryption.keys import LockedKey
from facecam.store.encryption.rewriting import rewrite
from facecam.store.encryption.stored_key import key_name, write_key
from facecam.store.schema import DataKey


def reseal(backup: Path, vault: Vault, locked: LockedKey) -> bool:
    """Replace a backup by itself, sealed with this key; False where it is too old for that, or has another key.

    Raises what SQLAlchemy and the file system raise; the backup is as it was then.
    """
    partial = backup.with_suffix(".partial")
    private_file(partial)
    engine = create_engine(f"sqlite:///{partial}", poolclass=NullPool, hide_parameters=True)
    sqlite.install(engine, foreign_keys=False)
    try:
        shutil.copyfile(backup, partial)
        with Session(engine.execution_options(**{sqlite.WRITES: True})) as session:
            if not inspect(session.connection()).has_table(DataKey.__tablename__):
                return False
            found = key_name(session)
            if found not in (None, vault.name):
                return False
            if found is None:
                rewrite(session, vault.seal, lambda done: None)
            write_key(session, locked)
            session.commit()
        sqlite.wipe(partial)
        partial.replace(backup)
        return True
    finally:
        for left in partial.parent.glob(f"{partial.name}*"):
            left.unlink()
