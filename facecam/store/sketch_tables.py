"""The tables, triggers and rows of a `sketch_index` in PostgreSQL, in its own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from facecam.identity.sketch import SPAN, Codes, spans_of

PREFIX = "face_index_"
"""With it the names of all such tables begin."""

_USES = f"{PREFIX}uses"
"""The table of when each index was used last, and of whose templates it is."""

_TRIGGERS = (("template", "person_id"), ("negative", "person_id"), ("person", "id"))
"""The tables on which a person's rows of the index depend, and the column that says whose they are."""

_CHANGES = {
    "template": "INSERT OR DELETE OR UPDATE OF person_id, space, vector, quality, hidden_by",
    "negative": "INSERT OR DELETE OR UPDATE OF person_id, space, vector, hidden_by",
    "person": "UPDATE OF hidden_by",
}


_PAGES = 200
"""Of a table that are read at a time: the driver keeps as much room for as long as it is connected."""


class Counts(NamedTuple):
    people: int
    """Who has samples."""
    samples: int
    listed: int
    """Rows."""
    since: int
    """Of them, those that are new."""


def create(connection: Connection, name: str, space: str) -> None:
    gone = "REFERENCES person (id) ON DELETE CASCADE"
    connection.execute(text(f"CREATE TABLE {name} (person bigint NOT NULL {gone}, packed bytea NOT NULL)"))
    # It does not become smaller, and the server's statistics are to quote no face.
    connection.execute(text(f"ALTER TABLE {name} ALTER packed SET STORAGE PLAIN, ALTER packed SET STATISTICS 0"))
    connection.execute(text(f"CREATE INDEX {name}_person ON {name} (person)"))
    connection.execute(
        text(
            f"CREATE TABLE {name}_people (person bigint PRIMARY KEY {gone},"
            " samples bigint NOT NULL DEFAULT 0, stale boolean NOT NULL DEFAULT true,"
            " since bigint NOT NULL, renewed bigint NOT NULL DEFAULT 0)"
        )
    )
    connection.execute(text(f"CREATE INDEX {name}_stale ON {name}_people (person) WHERE stale"))
    # A person who is being deleted has no row any more, and needs none.
    note = (
        f"INSERT INTO {name}_people (person, since) SELECT id, (SELECT max(revision) FROM meta) FROM person"
        " WHERE id = $1 ON CONFLICT (person) DO UPDATE SET stale = true"
    )
    for table, owner in _TRIGGERS:
        old, new = note.replace("$1", f"OLD.{owner}"), note.replace("$1", f"NEW.{owner}")
        connection.exec_driver_sql(
            f"CREATE FUNCTION {name}_{table}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
            f" IF TG_OP <> 'INSERT' THEN DELETE FROM {name} WHERE person = OLD.{owner}; {old}; END IF;"
            f" IF TG_OP <> 'DELETE' THEN {new}; END IF; RETURN NULL; END $body$"
        )
        connection.execute(
            text(
                f"CREATE TRIGGER {name}_{table} AFTER {_CHANGES[table]} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}_{table}()"
            )
        )
    connection.execute(
        text(
            f"INSERT INTO {name}_people (person, since) SELECT DISTINCT person_id, 0 FROM template"
            " WHERE space = :space"
        ),
        {"space": space},
    )


def completed(connection: Connection, name: str) -> None:
    """Everybody was read once: say so, by the index that is wanted from now on."""
    connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name}_renewed ON {name}_people (renewed)"))


def complete(connection: Connection, name: str) -> bool:
    return connection.execute(text("SELECT to_regclass(:index)"), {"index": f"{name}_renewed"}).scalar() is not None


def counts(connection: Connection, name: str, at: int) -> Counts:
    """`since`: after this revision of the database."""
    query = text(
        "SELECT count(*) FILTER (WHERE samples > 0), CAST(coalesce(sum(samples), 0) AS bigint), count(*),"
        f" count(*) FILTER (WHERE since > :at) FROM {name}_people"
    )
    return Counts(*connection.execute(query, {"at": at}).one())


def newest(connection: Connection, name: str) -> int:
    """The database's revision when somebody was read last."""
    return int(connection.execute(text(f"SELECT coalesce(max(renewed), 0) FROM {name}_people")).scalar_one())


def newer(connection: Connection, name: str, at: int, most: int) -> list[int]:
    """Some of those who are stale, or were read after this revision."""
    query = text(
        f"SELECT person FROM {name}_people WHERE stale"
        f" UNION ALL SELECT person FROM {name}_people WHERE renewed > :at LIMIT :most"
    )
    return list(connection.execute(query, {"at": at, "most": most}).scalars())


def some_stale(connection: Connection, name: str, most: int) -> list[int]:
    query = text(f"SELECT person FROM {name}_people WHERE stale ORDER BY person LIMIT :most")
    return list(connection.execute(query, {"most": most}).scalars())


def renewed(connection: Connection, name: str, people: list[int], samples: list[int], at: int) -> None:
    """They were read, and have so many samples each, at this revision."""
    connection.execute(
        text(
            f"UPDATE {name}_people AS was SET stale = false, samples = now.samples, renewed = :at"
            " FROM unnest(CAST(:people AS bigint[]), CAST(:samples AS bigint[])) AS now(person, samples)"
            " WHERE was.person = now.person"
        ),
        {"people": people, "samples": samples, "at": at},
    )


def renewed_since(connection: Connection, name: str, at: int) -> NDArray[np.int64]:
    found = connection.execute(text(f"SELECT person FROM {name}_people WHERE renewed > :at"), {"at": at})
    return np.array(found.scalars().all(), np.int64)


def drop(connection: Connection, name: str) -> None:
    for table, _ in _TRIGGERS:
        connection.execute(text(f"DROP FUNCTION IF EXISTS {name}_{table}() CASCADE"))  # and its trigger
    connection.execute(text(f"DROP TABLE IF EXISTS {name}, {name}_people"))


def use(connection: Connection, name: str, space: str) -> None:
    """Say that it is in use, now."""
    connection.execute(
        text(f"CREATE TABLE IF NOT EXISTS {_USES} (name text PRIMARY KEY, space text, used timestamptz NOT NULL)")
    )
    connection.execute(
        text(
            f"INSERT INTO {_USES} (name, space, used) VALUES (:name, :space, now())"
            " ON CONFLICT (name) DO UPDATE SET space = excluded.space, used = now()"
        ),
        {"name": name, "space": space},
    )


def drop_unused(connection: Connection, days: int, days_empty: int) -> list[str]:
    """Drop the indexes that nobody has used for so many days; for `days_empty`, where no templates of theirs are
    left. After `use`; returns their names. By the server's clock, which is the same for all."""
    connection.execute(
        text(  # those of before there was such a table are used today
            f"INSERT INTO {_USES} (name, used) SELECT relname, now() FROM pg_class WHERE relkind = 'r'"
            " AND relname ~ :pattern AND pg_table_is_visible(oid) ON CONFLICT (name) DO NOTHING"
        ),
        {"pattern": f"^{PREFIX}[0-9a-f]+$"},
    )
    unused = text(
        f"SELECT name FROM {_USES} AS index WHERE used < now() - make_interval(days => CASE WHEN space IS NULL"
        " OR EXISTS (SELECT 1 FROM template WHERE template.space = index.space) THEN :days ELSE :empty END)"
    )
    names: list[str] = list(connection.execute(unused, {"days": days, "empty": days_empty}).scalars())
    if names:  # for which all others have to keep off the people for a moment: not behind somebody who does not end
        connection.execute(text("SET LOCAL lock_timeout = '2s'"))
    for name in names:
        drop(connection, name)
        connection.execute(text(f"DELETE FROM {_USES} WHERE name = :name"), {"name": name})
    return names


def everybody(connection: Connection, name: str, dimension: int, most: int) -> Iterator[Codes]:
    """About so many columns at a time."""
    size, packed = _row(spans_of(dimension)).itemsize, bytearray()
    driver: Any = connection.connection.driver_connection
    with driver.cursor(binary=True) as cursor:
        cursor.execute(f"SELECT pg_relation_size('{name}') / current_setting('block_size')::int")
        (pages,) = cursor.fetchone()
        for page in range(0, pages, _PAGES):
            some = f"ctid >= '({page},0)' AND ctid < '({page + _PAGES},0)'"
            cursor.execute(f"SELECT string_agg(packed, '') FROM {name} WHERE {some}")
            packed += cursor.fetchone()[0] or b""
            if len(packed) >= most * size:
                yield _codes(packed, dimension)
                packed = bytearray()
    if packed:
        yield _codes(packed, dimension)


def of(connection: Connection, name: str, dimension: int, people: NDArray[np.int64]) -> Codes:
    """Those of some people."""
    query = text(f"SELECT packed FROM {name} WHERE person = ANY(:people)")
    return _codes(b"".join(connection.execute(query, {"people": people.tolist()}).scalars()), dimension)


def copy(connection: Connection, name: str, codes: Codes, people: list[int]) -> None:
    """The rows of these people anew. By COPY's binary format: https://www.postgresql.org/docs/current/sql-copy.html"""
    connection.execute(text(f"DELETE FROM {name} WHERE person = ANY(:people)"), {"people": people})
    packed = _row(codes.steps.shape[1])
    rows = np.zeros(len(codes.owners), [
        ("fields", ">i2"), ("length", ">i4"), ("person", ">i8"), ("size", ">i4"), ("packed", packed),
    ])  # fmt: skip
    rows["fields"], rows["length"], rows["size"], rows["person"] = 2, 8, packed.itemsize, codes.owners
    for field in ("owners", "taken", "steps", "codes"):
        rows["packed"][field] = getattr(codes, field)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {name} (person, packed) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


def _row(spans: int) -> np.dtype[Any]:
    """What is packed."""
    codes = spans * SPAN // 2
    return np.dtype([("owners", "<i8"), ("taken", "<f4"), ("steps", "<f4", (spans,)), ("codes", "u1", (codes,))])


def _codes(packed: bytes | bytearray, dimension: int) -> Codes:
    rows = np.frombuffer(packed, _row(spans_of(dimension)))
    return Codes(*(np.ascontiguousarray(rows[field]) for field in ("owners", "taken", "codes", "steps")))


def wipe(connection: Connection, *, sealed: bool) -> None:
    """Write all indexes anew without what was deleted; with `sealed` there are none any more."""
    tables = connection.execute(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE :like AND pg_table_is_visible(oid)"
        ),
        {"like": f"{PREFIX}%"},
    )
    names = sorted(tables.scalars())
    if sealed:
        for name in names:
            if not name.endswith("_people"):
                drop(connection, name)
    elif names:
        connection.execute(text(f"VACUUM FULL {', '.join(names)}"))
