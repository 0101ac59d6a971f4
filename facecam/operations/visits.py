"""The faces of visits follow the model in use.

What a model says of a visit's picture is nobody's edit: it is computed anew whenever the model changes, forth and
back, so it stands in no journal. Visits without a picture keep the face of the model that saw them, and are
compared again once it is used again.
"""

from __future__ import annotations

from sqlalchemy import select

from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Picture, Visit
from facecam.vision.crops import kept_crop
from facecam.vision.embedder import Embedder

LOOKED_AT = 500
EMBEDDED = 32
"""Visits in one step: a fraction of a second, so that whoever takes the steps can do other things in between."""


def follow_model(db: Database, embedder: Embedder, after: int = 0) -> int | None:
    """One step: bring the next visits over whose picture was kept, in the order of the pictures.

    `after`: what the step before returned. Returns None after the last one; pictures that cannot be read are passed
    over.
    """
    following = (
        select(Visit.id, Visit.picture_id, Visit.space)
        .where(Visit.picture_id > after, Visit.vector.is_not(None))
        .order_by(Visit.picture_id)
        .limit(LOOKED_AT)
    )
    with db.read() as session:
        rows = session.execute(following).all()
        foreign = [row for row in rows if row.space != embedder.space][:EMBEDDED]
        wanted = [row.picture_id for row in foreign]
        pictures = dict(session.execute(select(Picture.id, Picture.jpeg).where(Picture.id.in_(wanted))).all())
    crops = [(row.id, kept_crop(pictures.get(row.picture_id), embedder.size)) for row in foreign]
    readable = [(visit, crop) for visit, crop in crops if crop is not None]
    if readable:
        faces = embedder.embed([crop for _, crop in readable])
        with db.write() as session:
            found = dict(zip((visit for visit, _ in readable), faces, strict=True))
            for row in session.scalars(select(Visit).where(Visit.id.in_(found))):
                row.space, row.vector = embedder.space, vectors.encode(found[row.id])
    if len(foreign) == EMBEDDED:
        return int(wanted[-1])
    return int(rows[-1].picture_id) if len(rows) == LOOKED_AT else None
