"""Short clips of visits. They lie in the database, as pictures do: what seals, deletes and forgets rows holds for
them, too (decision 0026)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from facecam.store.database import Database
from facecam.store.schema import Clip, Visit


class ClipPicture(NamedTuple):
    """One picture of a clip."""

    seconds: float
    """After its first one."""
    jpeg: bytes


def pack(pictures: Sequence[ClipPicture]) -> bytes:
    """A clip as it is kept: the pictures in MessagePack."""
    return msgspec.msgpack.encode(list(pictures))


def unpack(data: bytes | None) -> list[ClipPicture]:
    """Its pictures in their order; none where it was damaged."""
    try:
        return [] if data is None else msgspec.msgpack.decode(data, type=list[ClipPicture])
    except msgspec.DecodeError:
        return []


def clip_of(db: Database, visit: int) -> list[ClipPicture] | None:
    """The clip of a visit; None where none was kept, empty where it was damaged."""
    query = select(Clip.data).join(Visit, Visit.id == Clip.sighting_id)
    with db.read() as session:
        found = session.execute(query.where(Visit.id == visit, Visit.hidden_by.is_(None))).one_or_none()
    return None if found is None else unpack(found.data)


def bound_clips(db: Database, room: int) -> int:
    """Let all clips together have no more than `room` bytes; returns how many of the oldest went."""
    with db.read() as session:
        if (session.scalar(_total()) or 0) <= room:
            return 0
    with db.write() as session:
        return trim_clips(session, room)


def keep_clip(session: Session, visit: int, data: bytes) -> None:
    """Add the clip of a visit."""
    session.add(Clip(sighting_id=visit, size=len(data), data=data))


def trim_clips(session: Session, room: int) -> int:
    """`bound_clips` in a transaction."""
    over = (session.scalar(_total()) or 0) - room
    if over <= 0:
        return 0
    oldest = []
    for clip, size in session.execute(select(Clip.id, Clip.size).order_by(Clip.id)):
        oldest.append(clip)
        over -= size
        if over <= 0:
            break
    session.execute(delete(Clip).where(Clip.id <= oldest[-1]))
    return len(oldest)


def _total() -> Select[int | None]:
    return select(func.sum(Clip.size))
