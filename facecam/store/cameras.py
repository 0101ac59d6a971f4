"""The sources that a server watches."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from facecam.base.errors import NotFoundError
from facecam.store.database import Database
from facecam.store.names import fold
from facecam.store.schema import Camera

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CameraInfo:
    id: int
    name: str
    source: str
    """Without its secrets."""


def list_cameras(db: Database) -> list[CameraInfo]:
    """In the order in which they were added."""
    with db.read() as session:
        return [CameraInfo(row.id, row.name, row.shown) for row in session.scalars(_visible())]


def camera_sources(db: Database) -> dict[str, str]:
    """By name the source as it is opened, with its secrets; one that was damaged is left out."""
    with db.read() as session:
        rows = [(row.name, row.source) for row in session.scalars(_visible())]
    for name, source in rows:
        if source is None:
            log.error("the source of the camera %s was damaged", name)
    return {name: source.decode() for name, source in rows if source is not None}


def find_camera(session: Session, name: str) -> Camera:
    """The row of that name. Raises `NotFoundError`."""
    row = session.scalar(_visible().where(Camera.folded == fold(name)).limit(1))
    if row is None:
        raise no_camera(name)
    return row


def no_camera(name: str) -> NotFoundError:
    return NotFoundError("There is no camera {name}", "List the cameras to see their names", name=name)


def _visible() -> Select[Camera]:
    return select(Camera).where(Camera.hidden_by.is_(None)).order_by(Camera.id)
