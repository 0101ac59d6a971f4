"""The tables.

    person 1-n template n-1 picture 1-n sighting n-1 person
    sighting 1-1 clip: its last seconds
    person 1-n negative: faces that are not this person
    person 1-n consent: what they agreed to, until when
    ignored: faces of nobody who matters
    operation n-n person (operation_person): whom an edit touched
    data_key: one row where the database is encrypted
    rule 1-n notification n-1 person: what is told to whom, and what waits to be told
    camera: the sources that a server watches
    access_key: who may ask `facecam serve`

Pictures and vectors that were damaged read as None, also where there must be one (`sealing`).

A row is hidden by the operation named in its `hidden_by`; it is hidden as long as that operation's last change
(applied, undone or redone) is ago. Nothing is copied into the journal: an operation that is taken back clears the
mark. Ids are never used twice.

A change of these tables needs a new script in `migrations/versions`; a test compares both.
"""

from __future__ import annotations

from collections.abc import Callable
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
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from facecam.base.messages import Message, kept, read
from facecam.store.encryption.columns import Sealed
from facecam.store.failures import UnreadableError

APPLICATION_ID = 0x66616365
"""Marks an SQLite file as facecam's: "face" (PRAGMA application_id)."""

VERSION_TABLE = "facecam_version"
"""Where Alembic notes the schema's version."""

HEAD = "0007"
"""The newest script in `migrations/versions`."""


Read = Callable[[Any], Any]


def _readable(read: Read | None) -> Read | None:
    """What reads a cell, raising `UnreadableError` where it holds what was never written there; None where the
    driver reads by itself (PostgreSQL's does JSON)."""
    if read is None:
        return None

    def process(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise UnreadableError from error

    return process


class Utc(TypeDecorator[datetime]):
    """A timezone-aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        try:
            return value.astimezone(UTC)
        except OverflowError:  # the last hours of the calendar, or its first, in another zone
            return (datetime.min if value.year == 1 else datetime.max).replace(tzinfo=UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no time zone; PostgreSQL gives the session's.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return _readable(super().result_processor(dialect, coltype))


class Values(TypeDecorator[list[dict[str, Any]]]):
    """Lists and dictionaries as JSON."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Read | None:
        return _readable(super().result_processor(dialect, coltype))


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
        return None if value is None else kept(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Message | None:
        return None if value is None else read(value)


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
    consent_wanted: Mapped[bool] = mapped_column(default=False)
    """Nobody is enrolled without a consent that holds (`Consent`)."""
    identity: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """Which database this is: drawn by chance, and the same under each of its addresses."""


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
    register: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Vouches for who is enrolled (`store.register`)."""


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
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Values)
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
    groups: Mapped[str] = mapped_column(Words, default="[]", server_default="[]")
    """A JSON list of words: family, staff (`facecam.store.groups`)."""
    portrait: Mapped[int | None]
    """The template whose picture stands for the person; None, or one that is gone: the best."""
    notes: Mapped[str] = mapped_column(Words, default="")
    consent: Mapped[str] = mapped_column(Words, default="")
    """Text, so that a step can set it (`facecam.store.consent_notes`)."""
    external_id: Mapped[str] = mapped_column(Words, default="", index=True)
    """What another program calls the person; empty where none does. No two who are not hidden have the same."""
    fields: Mapped[str] = mapped_column(Words, default="")
    """What another program keeps of the person, empty or a JSON object: as text, so that a step can set it."""
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """The person who took over the templates and sightings of this hidden one."""


class Consent(Base):
    """What a person agreed to, when, and until when."""

    __tablename__ = "consent"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(Words)
    given: Mapped[datetime] = mapped_column(Utc)
    until: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


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
    vector: Mapped[bytes | None] = mapped_column(Sealed("template.vector", owner="person_id"), nullable=False)
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
        # Of the deleted alone: SQLite would else look up all that are not, and sort them.
        Index(
            "ix_sighting_hidden_by",
            "hidden_by",
            sqlite_where=text("hidden_by IS NOT NULL"),
            postgresql_where=text("hidden_by IS NOT NULL"),
        ),
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
    position: Mapped[float | None]
    """Seconds from the beginning of the film that `source` is; None where it is none, or it was seen by a facecam
    that did not note it."""
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))


class Clip(Base):
    """The last seconds of a visit, in small pictures (`facecam.store.clips`)."""

    __tablename__ = "clip"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    sighting_id: Mapped[int] = mapped_column(ForeignKey("sighting.id", ondelete="CASCADE"), index=True, unique=True)
    size: Mapped[int]
    """Bytes of `data` in the clear."""
    data: Mapped[bytes | None] = mapped_column(Sealed("clip.data"), nullable=False)


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
    operation: Mapped[int | None]
    """The correction that it belongs to; that may be gone, and its id is given to no other."""
    space: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(Sealed("negative.vector"), nullable=False)
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


class Ignored(Base):
    """A face that nobody wants to name; visits that look like it stay out of the unknowns.

    Those of one act have the same `created`.
    """

    __tablename__ = "ignored"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    space: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes | None] = mapped_column(Sealed("ignored.vector"), nullable=False)
    kind: Mapped[str] = mapped_column(String(10), default="stranger", server_default="stranger")
    """`facecam.store.ignored.Kind`: a stranger's is kept no longer than visits are (`visits.purge`)."""
    sighting: Mapped[int | None]
    """The visit it was taken from; that may be gone, and its id is given to no other."""
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)


class Rule(Base):
    """What is told, and where to."""

    __tablename__ = "rule"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """Of the target: webhook, mqtt, file, program, desktop."""
    shown: Mapped[str] = mapped_column(Words)
    """The target without its secrets, for people to read."""
    target: Mapped[bytes | None] = mapped_column(Sealed("rule.target"), nullable=False)
    """All of it, as JSON (`facecam.events.targets`)."""
    condition: Mapped[str] = mapped_column(Text)
    """What is told, as JSON (`facecam.events.rules.Condition`)."""
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)
    holder: Mapped[str | None] = mapped_column(String(40))
    """The program that delivers now: several may share a database."""
    held_until: Mapped[datetime | None] = mapped_column(Utc)


class Notification(Base):
    """The outbox, and the log of what was told: what waits is delivered in the order of the ids of its rule.

    It bears no name: who was seen is read from `person` when it is told, and goes with the person.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index(None, "rule_id", "state", "id"),
        Index(None, "rule_id", "person_id", "moment"),
        Index(None, "moment", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(100), index=True, unique=True)
    """What is told twice for whatever reason has the same one."""
    event: Mapped[str] = mapped_column(String(20))
    visit: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(Words)
    moment: Mapped[datetime] = mapped_column(Utc)
    seconds: Mapped[float]
    """How long the visit had lasted by then."""
    score: Mapped[float | None]
    decided: Mapped[str] = mapped_column(String(20))
    """What was said of the face: known, unknown, pending."""
    picture: Mapped[bytes | None] = mapped_column(Sealed("notification.picture"))
    """The face as JPEG, where the rule asks for it and as long as it waits."""
    state: Mapped[str] = mapped_column(String(20))
    """waiting, delivered, failed (given up) or dropped (too many waited)."""
    tries: Mapped[int]
    due: Mapped[datetime] = mapped_column(Utc)
    """When it may be tried next."""
    settled: Mapped[datetime | None] = mapped_column(Utc)
    problem: Mapped[Message | None] = mapped_column(Told)
    """Why the last try failed."""
    times: Mapped[int]
    """How many events it stands for."""


class Camera(Base):
    """A source that a server watches."""

    __tablename__ = "camera"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(1000), index=True)
    source: Mapped[bytes | None] = mapped_column(Sealed("camera.source"), nullable=False)
    """As `open_source` reads it, with its password; UTF-8."""
    shown: Mapped[str] = mapped_column(Words)
    """The source without its secrets."""
    created: Mapped[datetime] = mapped_column(Utc)
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"), index=True)
