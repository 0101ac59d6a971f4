"""The tables, triggers and rows of a `vector_index` in PostgreSQL, in its own words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

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


def create(connection: Connection, name: str, width: int, space: str) -> None:
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    gone = "REFERENCES person (id) ON DELETE CASCADE"
    connection.execute(text(f"CREATE TABLE {name} (person bigint NOT NULL {gone}, face halfvec({width}) NOT NULL)"))
    connection.execute(text(f"CREATE INDEX {name}_person ON {name} (person)"))
    connection.execute(
        text(
            f"CREATE TABLE {name}_people (person bigint PRIMARY KEY {gone},"
            " samples bigint NOT NULL DEFAULT 0, stale boolean NOT NULL DEFAULT true)"
        )
    )
    connection.execute(text(f"CREATE INDEX {name}_stale ON {name}_people (person) WHERE stale"))
    # A person who is being deleted has no row any more, and needs none.
    note = (
        f"INSERT INTO {name}_people (person) SELECT id FROM person WHERE id = $1"
        " ON CONFLICT (person) DO UPDATE SET stale = true"
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
        text(f"INSERT INTO {name}_people (person) SELECT DISTINCT person_id FROM template WHERE space = :space"),
        {"space": space},
    )


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


def valid(connection: Connection, name: str) -> bool:
    query = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:index)")
    return bool(connection.execute(query, {"index": f"{name}_hnsw"}).scalar())


def copy(connection: Connection, name: str, people: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
    """By COPY's binary format (https://www.postgresql.org/docs/current/sql-copy.html), in which a halfvec is its
    length, a zero, and its numbers."""
    if not len(people):
        return
    row = np.dtype([
        ("fields", ">i2"), ("length", ">i4"), ("person", ">i8"),
        ("size", ">i4"), ("width", ">i2"), ("unused", ">i2"), ("face", ">f2", (vectors.shape[1],)),
    ])  # fmt: skip
    rows = np.zeros(len(people), row)
    rows["fields"], rows["length"], rows["person"] = 2, 8, people
    rows["size"], rows["width"], rows["face"] = 4 + 2 * vectors.shape[1], vectors.shape[1], vectors
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {name} (person, face) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


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
