"""A database server that turns everybody away for a while."""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine, make_url, text

GONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


def let_in(url: str, on: bool) -> None:
    """Whether the PostgreSQL database may be connected to; with False those who are connected are cut off, too."""
    name = make_url(url).database
    keeper = create_engine(make_url(url).set(database="postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {on}"))
        if not on:
            connection.execute(text(GONE), {"name": name})
    keeper.dispose()
