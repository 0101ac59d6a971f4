"""Templates and pictures on their way into an encrypted database and out of it.

Each blob is sealed for its table, column and row: moved to another one it is refused. So whoever reads needs the
row's id, which a SELECT of the column brings along by itself; and whoever writes has to know it: a new row is
inserted with an empty blob, and the sealed one follows in the same transaction, once the id is there. Where the
database is not encrypted, the blobs go in and out as they are.

A blob that was altered or damaged reads as None, so that one row stops no others: whoever reads it leaves it out,
or says so in its place.
"""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import Dialect, Engine, LargeBinary, TypeDecorator, bindparam, event, inspect, update
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

    def __init__(self, place: str) -> None:
        """`place`: the table and the column, for instance "template.vector"."""
        super().__init__()
        self.place = place

    def column_expression(self, column: ColumnElement[bytes]) -> ColumnElement[bytes]:
        return _WithRow(self, column, column.table.c.id)

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault | None = getattr(dialect, _SEAL, None)
        if value is None or vault is None:
            return value
        if not isinstance(value, _Placed):  # a defect: better no row than a face that can be read
            raise TypeError(f"{self.place} was to be written without its row, so that it cannot be sealed")
        if value.row is None:
            return b""
        return vault.seal(value, f"{self.place}:{value.row}".encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault | None = getattr(dialect, _SEAL, None)
        if value and vault is not None:
            row, _, sealed = value.partition(b":")
            try:
                value = vault.unseal(sealed, b"%b:%b" % (self.place.encode(), row))
            except SealBrokenError:
                return None
        return value or None  # empty: damaged when it was decrypted


class _WithRow(FunctionElement[bytes]):
    """A sealed blob after its row's id and a colon."""

    inherit_cache = True

    def __init__(self, kind: Sealed, blob: ColumnElement[bytes], row: ColumnElement[int]) -> None:
        super().__init__(blob, row)
        self.type = kind


@compiles(_WithRow)
def _compile(element: _WithRow, compiler: SQLCompiler, **options: Any) -> str:
    blob, row = (compiler.process(part, **options) for part in element.clauses)
    if getattr(compiler.dialect, _SEAL, None) is None:
        return blob
    if compiler.dialect.name == "postgresql":
        return f"convert_to({row}::text || ':', 'UTF8') || {blob}"
    return f"CAST(CAST({row} AS TEXT) || ':' || {blob} AS BLOB)"


class _Placed(bytes):
    """A blob in the clear that knows where it goes."""

    row: int | None
    """None: not known yet, so that nothing is written yet."""

    @classmethod
    def at(cls, row: int | None, blob: bytes) -> _Placed:
        placed = cls(blob)
        placed.row = row
        return placed


def seal_writes(session: Session) -> None:
    """Have the session seal what its objects keep."""
    event.listen(session, "before_flush", _place)
    event.listen(session, "after_flush", _fill)


def _place(session: Session, context: UOWTransaction, instances: object) -> None:
    for one in (*session.new, *session.dirty):
        for key in _sealed(object_mapper(one)):
            value = getattr(one, key)
            if value is not None and inspect(one).attrs[key].history.has_changes():
                setattr(one, key, _Placed.at(one.id, value))


def _fill(session: Session, context: UOWTransaction) -> None:
    rows: dict[tuple[Mapper[Any], str], list[dict[str, Any]]] = {}
    for one in session.new:
        mapper = object_mapper(one)
        for key in _sealed(mapper):
            if (value := getattr(one, key)) is not None:
                rows.setdefault((mapper, key), []).append({"at": one.id, "blob": _Placed.at(one.id, value)})
    for (mapper, key), values in rows.items():
        table = mapper.local_table
        blob = bindparam("blob", type_=table.c[key].type)
        statement = update(mapper).where(table.c.id == bindparam("at")).values({key: blob})
        session.connection().execute(statement, values)


@functools.cache
def _sealed(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The columns of a table's class that are sealed."""
    return tuple(column.key for column in mapper.columns.values() if isinstance(column.type, Sealed))
