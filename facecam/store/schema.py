"""The tables.

    person 1-n template n-1 picture 1-n sighting n-1 person
    person 1-n negative: faces that are not this person
    ignored: faces of nobody who matters
    operation n-n person (operation_person): whom an edit touched
    data_key: one row where the database is encrypted
    access_key: who may ask `facecam serve`

Pictures and vectors that were damaged read as None, also where there must be one (`sealing`).

A row is hidden by the operation named in its `hidden_by`; it is hidden as long as that operation's last change
(applied, undone or redone) is ago. Nothing is copied into the journal: an operation that is taken back clears the
mark. Ids are never used twice.

A change of these tables needs a new script in `migrations/versions`; a test compares both.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from facecam.base.messages import Message, verbatim
from facecam.store.encryption.columns import Sealed

APPLICATION_ID = 0x66616365
"""Marks an SQLite file as facecam's: "face" (PRAGMA application_id)."""

VERSION_TABLE = "facecam_version"
"""Where Alembic notes the schema's version."""

HEAD = "0005"
"""The newest script in `migrations/versions`."""


class Utc(TypeDecorator[datetime]):
    """A timezone-aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no time zone; PostgreSQL gives the session's.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from outside (paths, notes): what no database can keep (half characters of file names that are no
    UTF-8, zero bytes) becomes a question mark."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.encode("utf-8", "replace").decode().replace("\0", "?")


class Told(TypeDecorator[Message]):
    """A message as JSON; what is none is shown as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Message | None, dialect: Dialect) -> str | None:
        # Plain ASCII, which keeps the half characters and zero bytes that no database takes.
        return None if value is None else json.dumps(value.to_json())

    def process_result_value(self, value: str | None, dialect: Dialect) -> Message | None:
        if value is None:
            return None
        try:
            return Message.from_json(json.loads(value))
        except ValueError:
            return verbatim(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Meta(Base):
    """One row about the database itself."""

    __tablename__ = "meta"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    """Counts commits where the database itself does not say that there were any (PostgreSQL)."""
    gallery: Mapped[int] = mapped_column(default=0)
    """Counts changes of people and templates."""
    scrub: Mapped[bool] = mapped_column(default=False)
    """Somebody was forgotten, and the traces in files are not yet wiped."""


class DataKey(Base):
    """What is sealed (`sealing.Sealed`) is sealed with this key, itself locked (`secrets.keys.LockedKey`)."""

    __tablename__ = "data_key"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    n: Mapped[int]
    r: Mapped[int]
    p: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class AccessKey(Base):
    """A key to `facecam serve` (`store.access_keys`), of which only the digest is kept."""

    __tablename__ = "access_key"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    scope: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the key, in hexadecimal."""
    created: Mapped[datetime] = mapped_column(Utc)


class Operation(Base):
    """The journal: one row an edit, newest last."""

    __tablename__ = "operation"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    message: Mapped[Message] = mapped_column(Told)
    """What was done, for people to read: the sentence is made where it is shown."""
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """What changed in which rows, in order (`facecam.operations.journal.Step`)."""
    changed: Mapped[datetime] = mapped_column(Utc)
    """When it was last applied, undone or redone."""
    undone: Mapped[int | None]
    """None while applied; else the count (`Meta.gallery`) at which it was undone."""


class Person(Base):
    __tablename__ = "person"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(1000), index=True)
    """The name as it is compared (`people.fold`)."""
    notes: Mapped[str] = mapped_column(Words, default="")
    consent: Mapped[str] = mapped_column(Words, default="")
    external_id: Mapped[str] = mapped_column(Words, default="", index=True)
    """What another program calls the person; empty where none does. No two who are not hidden have the same."""
    fields: Mapped[str] = mapped_column(Words, default="")
    """What another program keeps of the person, empty or a JSON object: as text, so that a step can set it."""
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """The person who took over the templates and sightings of this hidden one."""


class OperationPerson(Base):
    """Whom an operation touched."""

    __tablename__ = "operation_person"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Picture(Base):
    """An aligned crop as JPEG. Templates of several models and sightings may share one."""

    __tablename__ = "picture"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    jpeg: Mapped[bytes | None] = mapped_column(Sealed("picture.jpeg"), nullable=False)


class Template(Base):
    """One embedding of a person."""

    __tablename__ = "template"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    space: Mapped[str] = mapped_column(Text, index=True)
    """The model whose vectors can be compared with this one."""
    vector: Mapped[bytes | None] = mapped_column(Sealed("template.vector"), nullable=False)
    """`vectors.encode`: float16, little-endian."""
    quality: Mapped[float]
    source: Mapped[str] = mapped_column(Words)
    created: Mapped[datetime] = mapped_column(Utc)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"), index=True)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


class Visit(Base):
    """A visit: a track that ended."""

    __tablename__ = "sighting"
    # Newest first by (started, id), all or of one person, source or both; the last for "last seen".
    __table_args__ = (
        Index(None, "started", "id"),
        Index(None, "person_id", "started", "id"),
        Index(None, "source", "started", "id"),
        Index(None, "person_id", "source", "started", "id"),
        Index(None, "person_id", "ended"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(Words)
    started: Mapped[datetime] = mapped_column(Utc)
    ended: Mapped[datetime] = mapped_column(Utc)
    samples: Mapped[int]
    score: Mapped[float | None]
    state: Mapped[str] = mapped_column(String(20))
    """As it was decided then; whom it is counted for today, `person_id` alone says (`sightings.state`)."""
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"), index=True)
    space: Mapped[str | None] = mapped_column(Text)
    """The model that made `vector`."""
    vector: Mapped[bytes | None] = mapped_column(Sealed("sighting.vector"))
    """The embedding of the visit's best face (`vectors.encode`), for corrections and for grouping strangers."""
    quality: Mapped[float | None]
    """Of that face, 0..1."""


class Negative(Base):
    """A face that is not this person, by somebody's word: what is nearer to it than to the person's own templates
    is not given the person's name."""

    __tablename__ = "negative"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    shown_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """Whose face it is, where that is known: who is forgotten takes it along."""
    sighting_id: Mapped[int | None] = mapped_column(ForeignKey("sighting.id", ondelete="SET NULL"), index=True)
    """The visit it was taken from, as long as that is kept."""
    space: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(Sealed("negative.vector"), nullable=False)
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


class Ignored(Base):
    """A face that nobody wants to name; visits that look like it stay out of the unknowns.

    It is a stranger's, and kept no longer than visits are (`sightings.purge`).
    """

    __tablename__ = "ignored"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    space: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(Sealed("ignored.vector"), nullable=False)
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)
