"""Templates and pictures on their way into an encrypted database and out of it.

Each blob is sealed for its table, column and row, and a template for its person too: moved to another one it is
refused. So whoever reads needs the row's id and its owner, which a SELECT of the column brings along by itself; and
whoever writes has to know them: a new row is inserted with an empty blob, and the sealed one follows in the same
transaction, once the id is there. Who gives a row to somebody else has it sealed anew (`reowned`). Where the
database is not encrypted, the blobs go in and out as they are.

A blob that was altered or damaged reads as None, so that one row stops no others: whoever reads it leaves it out,
or says so in its place.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CursorResult,
    Dialect,
    Engine,
    LargeBinary,
    TypeDecorator,
    bindparam,
    event,
    inspect,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapper, Session, UOWTransaction, object_mapper
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from facecam.store.encryption.cipher import SealBrokenError, Vault

_SEAL = "facecam_seal"
"""The attribute of an engine's dialect that holds the vault: all that a type sees."""


def use_vault(engine: Engine, vault: Vault) -> None:
    """Seal and unseal what goes through `engine`."""
    setattr(engine.dialect, _SEAL, vault)


class Sealed(TypeDecorator[bytes]):
    """A blob that is sealed where the database is encrypted."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str, owner: str = "") -> None:
        """`place`: the table and the column, for instance "template.vector"; `owner`: the column of the same table
        that says whose it is, where that is sealed in."""
        super().__init__()
        self.place = place
        self.owner = owner

    def column_expression(self, column: ColumnElement[bytes]) -> ColumnElement[bytes]:
        whose = [column.table.c[self.owner]] if self.owner else []
        return _WithRow(self, column, column.table.c.id, *whose)

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault | None = getattr(dialect, _SEAL, None)
        if value is None or vault is None:
            return value
        if not isinstance(value, _Placed):  # a defect: better no row than a face that can be read
            raise TypeError(f"{self.place} was to be written without its row, so that it cannot be sealed")
        if value.row is None:
            return b""
        return vault.seal(value, place_of(self.place, value.row))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault | None = getattr(dialect, _SEAL, None)
        if value and vault is not None:
            row, _, sealed = value.partition(b":")
            try:
                value = unsealed(vault, sealed, place_of(self.place, row.decode()))
            except SealBrokenError:
                return None
        return value or None  # empty: damaged when it was decrypted


def plain_rows(result: CursorResult[*tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """All rows; where nothing is sealed in an SQLite file as its driver gives them, in a third of the time, with
    numbers, texts and blobs (one that was damaged may be empty) and nothing else in them."""
    if result.dialect.name == "sqlite" and getattr(result.dialect, _SEAL, None) is None:
        assert result.cursor is not None
        rows: Sequence[tuple[Any, ...]] = result.cursor.fetchall()
        result.close()
        return rows
    return [tuple(row) for row in result.all()]


def place_of(where: str, row: str) -> bytes:
    """What a blob is sealed for; `row`: its id, and where that is sealed in a comma and the owner's."""
    return f"{where}:{row}".encode()


def unsealed(vault: Vault, blob: bytes, place: bytes) -> bytes:
    """What was sealed; also by an earlier facecam, which did not seal the owner in. Raises `SealBrokenError`."""
    try:
        return vault.unseal(blob, place)
    except SealBrokenError:
        row, comma, _ = place.partition(b",")
        if not comma:
            raise
        return vault.unseal(blob, row)


class _WithRow(FunctionElement[bytes]):
    """A sealed blob after its row's id, its owner's where there is one, and a colon."""

    inherit_cache = True

    def __init__(self, kind: Sealed, blob: ColumnElement[bytes], *row: ColumnElement[int]) -> None:
        super().__init__(blob, *row)
        self.type = kind


@compiles(_WithRow)
def _compile(element: _WithRow, compiler: SQLCompiler, **options: Any) -> str:
    blob, *row = (compiler.process(part, **options) for part in element.clauses)
    if getattr(compiler.dialect, _SEAL, None) is None:
        return blob
    text = " || ',' || ".join(f"CAST({part} AS TEXT)" for part in row)
    if compiler.dialect.name == "postgresql":
        return f"convert_to({text} || ':', 'UTF8') || {blob}"
    return f"CAST({text} || ':' || {blob} AS BLOB)"


class _Placed(bytes):
    """A blob in the clear that knows where it goes."""

    row: str | None
    """As `place_of` has it. None: not known yet, so that nothing is written yet."""

    @classmethod
    def at(cls, row: str | None, blob: bytes) -> _Placed:
        placed = cls(blob)
        placed.row = row
        return placed


def seal_writes(session: Session) -> None:
    """Have the session seal what its objects keep."""
    event.listen(session, "before_flush", _place)
    event.listen(session, "after_flush", _fill)


def reowned(session: Session, model: type[Any], rows: Sequence[int], owner: str, value: object) -> None:
    """Set the column `owner` of these rows, with what is sealed for it."""
    mapper = inspect(model)
    columns = mapper.local_table.c
    change = update(model).where(columns.id.in_(rows)).values({owner: value})
    keys = [key for key in _sealed(mapper) if _owner(mapper, key) == owner]
    if not keys or getattr(session.get_bind().dialect, _SEAL, None) is None:
        session.execute(change)
        return
    found = {
        key: session.execute(select(columns.id, getattr(model, key)).where(columns.id.in_(rows))).all()
        for key in keys
    }
    session.execute(change)
    for key, blobs in found.items():
        values = [{"at": at, "blob": _Placed.at(f"{at},{value}", blob)} for at, blob in blobs if blob is not None]
        _write(session, mapper, key, values)


def _place(session: Session, context: UOWTransaction, instances: object) -> None:
    for one in (*session.new, *session.dirty):
        for key in _sealed(object_mapper(one)):
            value = getattr(one, key)
            if value is not None and inspect(one).attrs[key].history.has_changes():
                setattr(one, key, _Placed.at(_row(one, key), value))


def _fill(session: Session, context: UOWTransaction) -> None:
    rows: dict[tuple[Mapper[Any], str], list[dict[str, Any]]] = {}
    for one in session.new:
        mapper = object_mapper(one)
        for key in _sealed(mapper):
            if (value := getattr(one, key)) is not None:
                placed = _Placed.at(_row(one, key), value)
                rows.setdefault((mapper, key), []).append({"at": one.id, "blob": placed})
    for (mapper, key), values in rows.items():
        _write(session, mapper, key, values)


def _write(session: Session, mapper: Mapper[Any], key: str, values: list[dict[str, Any]]) -> None:
    """Blobs that know their place into the rows `at`."""
    if not values:
        return
    table = mapper.local_table
    blob = bindparam("blob", type_=table.c[key].type)
    statement = update(mapper).where(table.c.id == bindparam("at")).values({key: blob})
    session.connection().execute(statement, values)


def _row(one: Any, key: str) -> str | None:
    """The row of an object as `place_of` has it; None before it has a number."""
    if one.id is None:
        return None
    owner = _owner(object_mapper(one), key)
    return f"{one.id},{getattr(one, owner)}" if owner else str(one.id)


def _owner(mapper: Mapper[Any], key: str) -> str:
    kind = mapper.local_table.c[key].type
    return kind.owner if isinstance(kind, Sealed) else ""


@functools.cache
def _sealed(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The columns of a table's class that are sealed."""
    return tuple(column.key for column in mapper.columns.values() if isinstance(column.type, Sealed))
