"""When was this face here? A picture, or a face that was seen, compared with the faces of all visits.

Strangers are found too: nobody has to be enrolled for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select

from facecam.base.errors import InputError, NotFoundError
from facecam.base.types import Vector
from facecam.identity.calibration import Calibration
from facecam.store import vectors
from facecam.store.database import Database
from facecam.store.schema import Visit
from facecam.store.visits import EVERYTHING, Filter, VisitInfo, list_visits

MOST = 1_000
"""Visits that are found at most: the likest."""

_PORTION = 5_000
"""Visits that are compared at a time."""


@dataclass(frozen=True, slots=True)
class FaceSearch:
    """The visits in which a face was seen, and what that is worth."""

    visits: tuple[VisitInfo, ...]
    """The newest first."""
    scores: tuple[float, ...]
    """The cosine of each."""
    threshold: float
    """The cosine from which a visit is found."""
    promise: float
    """The share of people who were never here for whom it would find a visit all the same."""
    extrapolated: bool
    """The promise lies beyond what was measured, and is an estimate."""
    compared: int
    """Visits whose face was compared."""
    left_out: int
    """Visits without a face that can be compared: none was kept, or another model made it."""


def find_face(
    db: Database, vector: Vector, space: str, calibration: Calibration, fpir: float, which: Filter = EVERYTHING
) -> FaceSearch:
    """The visits of a face, by its unit `vector` of the model `space`.

    As with names, at most the share `fpir` of those who were never here finds any: the more visits are compared,
    the likelier a face has to be (`Calibration.threshold`). Raises `StoreError` where visits do not fit the model.
    """
    ids: list[int] = []
    portions: list[np.ndarray] = []
    query = select(Visit.id, Visit.vector).where(
        *which.conditions(), Visit.space == space, Visit.vector.is_not(None)
    )
    with db.read() as session:
        every = session.scalars(select(func.count()).select_from(Visit).where(*which.conditions())).one()
        for rows in session.execute(query.execution_options(yield_per=_PORTION)).partitions():
            sound = [(row.id, row.vector) for row in rows if row.vector is not None]
            faces = vectors.of_visits(db.name, [blob for _, blob in sound], len(vector))
            ids += [id_ for id_, _ in sound]
            portions.append(faces @ vector)
    scores = np.concatenate(portions) if portions else np.empty(0, np.float32)
    threshold = calibration.threshold(fpir, len(ids))
    best = np.argsort(-scores, kind="stable")[:MOST]
    likeness = {ids[at]: float(scores[at]) for at in best.tolist() if scores[at] >= threshold}
    visits = tuple(list_visits(db, Filter(among=tuple(likeness)), limit=MOST)) if likeness else ()
    return FaceSearch(
        visits=visits,
        scores=tuple(likeness[visit.id] for visit in visits),
        threshold=threshold,
        promise=calibration.fpir(threshold, len(ids)) if ids else 0.0,
        extrapolated=calibration.extrapolated(threshold),
        compared=len(ids),
        left_out=every - len(ids),
    )


def face_of(db: Database, visit: int, space: str, dimension: int) -> Vector:
    """The face of a visit, to look for it in the others.

    Raises `NotFoundError` where the visit is no longer kept, `InputError` where its face cannot be compared.
    """
    query = select(Visit.space, Visit.vector).where(Visit.id == visit, Visit.hidden_by.is_(None))
    with db.read() as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("Visit {visit} is no longer kept", "Look at the history anew", visit=str(visit))
    if row.vector is None or row.space != space:
        raise InputError(
            "No face was kept of this visit that can be compared", "Choose another visit, or a picture"
        )
    found: Vector = vectors.decode([row.vector], dimension)[0]
    return found
