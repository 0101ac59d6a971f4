"""The database: opened, migrated, and lent out as sessions.

SQLite in the user's data folder unless a SQLAlchemy URL says otherwise.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Delete,
    Engine,
    NullPool,
    Update,
    create_engine,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from facecam.base import paths
from facecam.base.addresses import ENCODING, public
from facecam.base.errors import DiskFullError, InputError, LockedError, StoreError, UnwritableError
from facecam.base.messages import Message
from facecam.base.secret import Phrase, Secret
from facecam.base.unfinished import delete_abandoned
from facecam.store import migrate, register, sketch_tables, sqlite, trial_server
from facecam.store.encryption import columns as sealing
from facecam.store.encryption.cipher import Vault
from facecam.store.encryption.keys import LockedKey, unlock
from facecam.store.encryption.stored_key import key_name, looks_sealed, read_key
from facecam.store.failures import in_words
from facecam.store.resealing import reseal
from facecam.store.schema import HEAD, VERSION_TABLE, Base, Meta

log = logging.getLogger(__name__)

EXAMPLE = Message("Write for example sqlite:////home/me/people.db")
_WAIT = 60.0
"""Seconds that a thread waits for another thread of this program to end its writing."""


@dataclass(frozen=True, slots=True, eq=False)
class _Engines:
    """The ways to the database with one key, or without any."""

    vault: Vault | None
    reader: Engine
    writer: Engine


class Database:
    """Sessions to read and to write with. For all threads; made by `open_database`.

    Everything it does raises `StoreError` where the database fails (`failures.in_words`), and `LockedError` where
    another program has encrypted it meanwhile with a key that is not in the system's keyring, until `unlock`.
    """

    def __init__(self, url: URL, make: Callable[[], Engine], *, read_only: bool = False) -> None:
        self.file = _file(url)
        """The SQLite file; None for a database server."""
        self.name = _name(url)
        """The file, or the URL without its secrets, for people to read."""
        self.digest = ""
        """Tells this database from others, whoever opens it and however that is spelled."""
        self.version = HEAD
        self.read_only = read_only
        self.unwritable: UnwritableError | None = None
        """Why it is only read, where nobody asked for that."""
        self._make = make
        self._engine = make()
        self.dialect, self.driver = self._engine.dialect.name, self._engine.dialect.driver
        self._engines: dict[str | None, _Engines] = {None: self._with(self._engine, None)}
        """By the key's name; None: not encrypted."""
        self._key: str | None = None
        self._writing = threading.Lock()
        self._polling = threading.Lock()
        self._poll: PoolProxiedConnection | None = None

    @property
    def vault(self) -> Vault | None:
        """What templates and pictures are sealed with, as it was seen last; None where they are not."""
        return self._engines[self._key].vault

    def vault_of(self, key: str) -> Vault | None:
        """The vault of a key that is or was this database's, as far as this program has known it."""
        engines = self._engines.get(key)
        return None if engines is None else engines.vault

    def know(self, vault: Vault) -> None:
        """Use this key as soon as the database is encrypted with it, and as long as it is."""
        engine = self._make()
        sealing.use_vault(engine, vault)
        self._engines.setdefault(vault.name, self._with(engine, vault))

    def unlock(self, passphrase: Phrase | None = None) -> None:
        """Use the key that the database is encrypted with now, if it is.

        Raises `LockedError` where the passphrase or the keyring's key is missing or wrong.
        """
        with in_words(self.name), Session(self._engine) as session:
            locked = read_key(session)
            if locked is None and looks_sealed(session):
                raise LockedError(
                    "The database {database} is encrypted, and the row that keeps its key is gone",
                    "Put a backup in its place: without that row nobody can read the faces",
                    passphrase=False,
                    database=self.name,
                )
        if locked is not None:
            self.know(unlock(locked, self.name, Secret.of(passphrase)))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database from its first query to its end."""
        with in_words(self.name), self._session() as session:
            try:
                yield session
            except DBAPIError as error:
                # A table or column that is gone: a newer facecam may have brought the schema up to date meanwhile.
                with Session(self._engine) as other:
                    self._check_version(other, error)
                raise

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed at the end of the block: all, or none where it raises.

        One at a time: other threads wait, and so do other programs. Not to be nested. Raises `InputError` where the
        database was opened to be read only, `UnwritableError` where nothing else could be done.
        """
        if (why := self.unwritable) is not None:
            assert why.advice is not None
            raise UnwritableError(why.message, why.advice)
        if self.read_only:
            raise InputError("In safe mode nothing is changed", "Start facecam without --safe-mode")
        if not self._writing.acquire(timeout=_WAIT):
            raise StoreError("The database {database} is busy with another change", "Try again", database=self.name)
        try:
            with in_words(self.name), self._session(writes=True) as session:
                self._check_version(session)
                yield session
                session.flush()
                engines = self._engines.get(key_name(session))
                if engines is not None and engines.vault is not None:
                    register.renew(session, engines.vault, lambda: Session(self._engine))
                session.commit()
        finally:
            self._writing.release()

    def revision(self) -> int:
        """A number that differs from the last one whenever any program, this one too, has committed since.

        Cheap enough to be asked several times a second.
        """
        if self.file is None:
            with self.read() as session:
                return session.scalars(select(Meta.revision)).one()
        with in_words(self.name), self._polling:
            if self._poll is None:
                self._poll = self._engine.raw_connection()
            # `data_version` tells a connection of the commits of all others. This one is held open and never
            # writes, so all others are everybody.
            cursor = self._poll.cursor()
            try:
                return int(cursor.execute("PRAGMA data_version").fetchone()[0])
            finally:
                cursor.close()

    def backups(self) -> list[Path]:
        """The backups beside an SQLite file, the oldest first, and what is left of some that were never completed.

        A database server's are its own matter.
        """
        return [] if self.file is None else [*sqlite.backups(self.file), *sqlite.leftovers(self.file)]

    def delete_backups(self) -> None:
        """Delete all backups beside an SQLite file."""
        if self.file is not None:
            with in_words(self.name):
                sqlite.delete_backups(self.file)

    def make_room(self) -> bool:
        """On a full disk: give free what was kept for that, else the backups; False where there is neither."""
        if self.file is None:
            return False
        if sqlite.use_reserve(self.file):
            return True
        backups = self.backups()
        self.delete_backups()
        return bool(backups)

    def reseal_backups(self, vault: Vault, locked: LockedKey) -> int:
        """Bring the backups beside an SQLite file to this key; those with which that does not go are deleted.

        Returns how many were deleted.
        """
        deleted = 0
        for backup in self.backups():
            try:
                with in_words(self.name):
                    sealed = backup.suffix == ".backup" and reseal(backup, vault, locked)
            except StoreError as error:  # better none than one that others can read
                log.warning("%s is deleted, for it cannot be sealed: %s", backup, error)
                sealed = False
            if not sealed:
                backup.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def wipe(self) -> bool:
        """Overwrite the traces of what was deleted: in an SQLite file and its log, in PostgreSQL's tables.

        False where another program's reading keeps old pages in the log for now. A server's own log and backups are
        its keeper's matter.
        """
        with in_words(self.name), self._writing:
            if self.file is not None:
                return sqlite.wipe(self.file)
            if self.dialect == "postgresql":
                with Session(self._engine) as session:
                    sealed = key_name(session) is not None
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    sketch_tables.wipe(connection, sealed=sealed)
                    tables = ", ".join(Base.metadata.tables)
                    connection.execute(text(f"VACUUM FULL {tables}"))
                    # The server's statistics quote names and faces, and those of before stay as dead rows.
                    connection.execute(text(f"ANALYZE {tables}"))
                    connection.execute(text("VACUUM FULL pg_statistic"))  # which skips it for who is no owner
            return True

    @contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """A connection to a server outside of transactions, for what it does in none."""
        with in_words(self.name):
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                yield connection
            finally:
                connection.invalidate()  # with its locks and settings
                connection.close()

    def close(self) -> None:
        """Close all connections; may be called again."""
        with self._polling:
            if self._poll is not None:
                self._poll.close()
                self._poll = None
        for engines in self._engines.values():
            engines.reader.dispose()

    def _session(self, *, writes: bool = False) -> Session:
        """A session in a transaction that sees the database as it is encrypted now, by whomever it was."""
        while True:
            key = self._key
            engines = self._engines[key]
            session = Session(engines.writer if writes else engines.reader, expire_on_commit=False)
            try:
                if writes and self.file is None:
                    # Its row lock also makes the writers of all programs go one by one.
                    session.execute(update(Meta).values(revision=Meta.revision + 1))
                found = key_name(session)
            except BaseException:
                session.close()
                raise
            if found == key:
                if writes and engines.vault is not None:
                    sealing.seal_writes(session)
                return session
            session.close()
            if found not in self._engines:  # another program has encrypted it meanwhile
                self.unlock()
            else:
                self._key = found

    def _check_version(self, session: Session, cause: Exception | None = None) -> None:
        """Raise `StoreError` where a newer facecam has changed the schema since this one opened the database."""
        found = session.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        if found != self.version:
            raise migrate.newer(self.name, found) from cause

    def _with(self, engine: Engine, vault: Vault | None) -> _Engines:
        # A reader sees one state: so it is in SQLite anyway, a server has to be told.
        isolation = {} if self.file else {"isolation_level": "REPEATABLE READ"}
        if self.read_only and self.dialect == "postgresql":
            engine = engine.execution_options(postgresql_readonly=True)
        return _Engines(
            vault, engine.execution_options(**isolation), engine.execution_options(**{sqlite.WRITES: True})
        )


def open_database(url: str | None = None, *, read_only: bool = False, passphrase: Phrase | None = None) -> Database:
    """Open the database, make it where it is not there, migrate it where it is older; with `read_only` neither. One
    that may not be written is only read (`Database.unwritable`).

    `passphrase` is that of an encrypted database; it is not looked at where none is wanted.

    Raises `InputError` for a URL that is none, `LockedError` where an encrypted one's passphrase or key is missing
    or wrong, `StoreError` for a file of another program or of a newer facecam, one that is locked, damaged or in a
    folder that cannot be written, and a server or driver that is not there.
    """
    if url == trial_server.URL:
        url = trial_server.started()
    phrase, parsed = Secret.of(passphrase), _parse(url or paths.database_url())
    file, name = _file(parsed), _name(parsed)

    def try_it() -> Database:
        with in_words(name):
            if read_only:
                return _open_to_read(parsed, file, name, phrase)
            if file is not None:
                sqlite.prepare(file)
            _migrate(parsed, file, name)
            return _opened(parsed, parsed, phrase)

    try:
        database = try_it()
    except DiskFullError:
        if file is None or not sqlite.use_reserve(file):
            raise
        return try_it()
    except UnwritableError as error:
        if file is None or read_only:
            raise
        with in_words(name):
            return _only_read(parsed, file, name, phrase, error)
    if not read_only:
        delete_abandoned()
        if file is not None:
            sqlite.keep_reserve(file)
    return database


def _only_read(url: URL, file: Path, name: str, passphrase: Secret[str] | None, why: UnwritableError) -> Database:
    try:
        database = _open_to_read(url, file, name, passphrase)
    except LockedError:
        raise
    except StoreError as error:  # of another version: that would be mended first
        raise why from error
    database.unwritable = why
    return database


def _open_to_read(url: URL, file: Path | None, name: str, passphrase: Secret[str] | None) -> Database:
    target = url
    if file is not None:
        if not file.exists():
            raise StoreError(
                "There is no database {database} yet", "Start facecam without --safe-mode to make it", database=name
            )
        sqlite.prepare(file)
        # SQLite itself refuses to write then (https://www.sqlite.org/uri.html).
        target = url.set(database=file.as_uri(), query={"uri": "true", **sqlite.how_to_read(file)})
    engine = _engine(target, poolclass=NullPool)
    with engine.connect() as connection:
        found = migrate.version(connection)
    if found != HEAD:
        raise StoreError(
            "The database {database} is of another version of facecam ({found}, not {known})",
            "Start facecam without --safe-mode to bring it up to date",
            database=name,
            found=found or "empty",
            known=HEAD,
        )
    return _opened(url, target, passphrase, read_only=True)


def _opened(url: URL, target: URL, passphrase: Secret[str] | None, *, read_only: bool = False) -> Database:
    """With its key where it is encrypted; `target` is what `url` is connected through."""
    file = _file(url)

    def make() -> Engine:
        # A server may have been restarted since a connection was used last.
        engine = _engine(target, pool_pre_ping=file is None)
        if file is not None:
            sqlite.install(engine)
        return engine

    database = Database(url, make, read_only=read_only)
    try:
        database.unlock(passphrase)
        with database.read() as session:  # from now on with its key
            # A file is the one at its place: a copy of it is another one.
            place = session.scalars(select(Meta.identity)).one() if file is None else f"sqlite:///{file.resolve()}"
        database.digest = hashlib.sha256(place.encode()).hexdigest()[:16]
    except BaseException:
        database.close()
        raise
    return database


def affected(session: Session, statement: Update | Delete) -> int:
    """Execute it; how many rows it changed or deleted."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def _migrate(url: URL, file: Path | None, name: str) -> None:
    # Foreign keys are off, for a script that replaces a table; within a transaction they cannot be turned off.
    engine = _engine(url, poolclass=NullPool)
    if file is not None:
        sqlite.install(engine, foreign_keys=False)
        sqlite.keep_log(file)

    def backup(version: str) -> None:
        if file is not None:
            sqlite.back_up(file, version)

    with engine.connect() as connection:
        if migrate.version(connection) == HEAD:
            if file is not None:
                sqlite.delete_leftovers(file)  # nobody migrates, so nobody makes a backup
            return
    with engine.execution_options(**{sqlite.WRITES: True}).begin() as connection:
        migrate.migrate(connection, name, backup)


def _engine(url: URL, **how: Any) -> Engine:
    """Its errors do not show what was to be written: names and faces would come into the log with them."""
    return create_engine(url, connect_args=_connect_args(url), hide_parameters=True, **how)


def _connect_args(url: URL) -> dict[str, float]:
    """Nobody waits for minutes where the network has gone without a word."""
    if url.get_backend_name() == "sqlite":
        return {"timeout": sqlite.BUSY}
    if url.get_driver_name() == "psycopg":
        return {"connect_timeout": 10, "tcp_user_timeout": 20_000}  # seconds, and milliseconds
    return {}


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InputError("{url} is no database URL", EXAMPLE, url=public(url)) from error
    except ValueError as error:
        raise InputError("The address {url} has a port that is no number", EXAMPLE, url=public(url)) from error
    if "@" in (parsed.host or ""):
        raise InputError(
            "The name or password in the address {address} has a letter that ends it", ENCODING, address=public(url)
        )
    if parsed.get_backend_name() != "sqlite":
        return parsed
    if parsed.database in (None, "", ":memory:"):
        raise InputError("{url} names no file", EXAMPLE, url=public(url))
    return parsed.set(database=str(Path(parsed.database).expanduser().absolute()))


def _file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite":
        return None
    return Path(str(url.database))


def _name(url: URL) -> str:
    return str(_file(url) or public(url.render_as_string(hide_password=True)))
