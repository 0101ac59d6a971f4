"""The faces that bear nobody's name, found by whom they look like.

A mark made live ("not this person") holds the face of somebody who was perhaps enrolled only later; so do the
visits of strangers, and the faces that were ignored. No row says whose they are: only the face itself does. One
that was damaged may be anybody's, and is of no use: it goes with whoever is forgotten first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from facecam.base.errors import ModelError
from facecam.identity.calibration import Calibration
from facecam.operations.steps import chunks
from facecam.store import vectors
from facecam.store.encryption.columns import plain_rows
from facecam.store.schema import Ignored, Negative, Template, Visit

MISTAKEN = 0.01
"""The share of other people's faces that are taken for one of the person wanted: to forget too little is worse."""

WITHOUT_CURVE = 0.4
"""The cosine that makes two faces alike where the model is no longer in the manifest, and its curve with it."""

_PORTION = 10_000
"""Rows that are compared at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """What somebody looks like to one model. By the cosine, which is never below the score: to forget too little is
    worse than too much."""

    faces: NDArray[np.float32]
    """(n, D): unit rows."""
    threshold: float

    def matches(self, blobs: Sequence[bytes | None]) -> NDArray[np.bool_]:
        """Which of the stored vectors are as near to one of the faces as the threshold, or cannot be read."""
        sound = [blob for blob in blobs if blob]
        near = np.fromiter((not blob for blob in blobs), np.bool_, len(blobs))
        found = vectors.decode(sound, self.faces.shape[1])
        near[~near] = (found @ self.faces.T).max(axis=1) >= self.threshold
        return near


def likenesses(session: Session, persons: set[int]) -> dict[str, Likeness]:
    """By space, what these people look like: all their samples, the hidden too, that can be read."""
    blobs: dict[str, list[bytes]] = {}
    for chunk in chunks(sorted(persons)):
        for space, blob in session.execute(
            select(Template.space, Template.vector).where(Template.person_id.in_(chunk))
        ):
            if blob is not None:
                blobs.setdefault(space, []).append(blob)
    curves = _curves()
    found = {}
    for space, theirs in blobs.items():
        curve = curves.get(space)
        threshold = WITHOUT_CURVE if curve is None else curve.threshold(MISTAKEN, len(theirs))
        found[space] = Likeness(vectors.decode(theirs, len(theirs[0]) // vectors.STORED.itemsize), threshold)
    return found


TABLES: dict[str, type[Visit | Negative | Ignored]] = {"sighting": Visit, "negative": Negative, "ignored": Ignored}
"""Where faces lie that bear nobody's name."""


def newest(session: Session) -> dict[str, int]:
    """By table, the highest number that a face has: those that come later have higher ones."""
    return {table: session.scalar(select(func.max(model.id))) or 0 for table, model in TABLES.items()}


def nameless(
    session: Session,
    who: Mapping[str, Likeness],
    on_rows: Callable[[int], object] = lambda number: None,
    after: Mapping[str, int] | None = None,
) -> dict[str, list[int]]:
    """By table, the rows that bear nobody's name and look like `who`: visits of nobody known, faces that are not
    somebody and not known to be another, faces that were ignored.

    `on_rows` is called with the number of rows after each portion; what it raises ends the search. `after`: only
    rows with numbers above these (`newest`).
    """
    found: dict[str, list[int]] = {table: [] for table in TABLES}
    connection = session.connection()
    for space, likeness in who.items():
        queries: dict[str, Select[int, bytes | None]] = {
            "sighting": select(Visit.id, Visit.vector).where(
                Visit.space == space,
                (Visit.person_id + 0).is_(None),  # not by the index on it: they are read in the order of their ids
                Visit.vector.is_not(None),
            ),
            "negative": select(Negative.id, Negative.vector).where(
                Negative.space == space, Negative.shown_id.is_(None)
            ),
            "ignored": select(Ignored.id, Ignored.vector).where(Ignored.space == space),
        }
        for table, query in queries.items():
            # Past the session, which looks at each row, and in portions, or all would be in memory at once.
            number, _ = query.selected_columns
            following = query.where(number > bindparam("last")).order_by(number).limit(_PORTION)
            last = after[table] if after is not None else 0
            while rows := plain_rows(connection.execute(following, {"last": last})):
                numbers, blobs = zip(*rows, strict=True)
                last = numbers[-1]
                near = likeness.matches(blobs)
                found[table] += [numbers[at] for at in np.flatnonzero(near)]
                on_rows(len(rows))
    return found


def same_face(space: str) -> float:
    """The cosine from which two embeddings of a model are one person's, but for one pair of two in a thousand."""
    curve = _curves().get(space)
    return WITHOUT_CURVE if curve is None else curve.score(1e-3)


def _curves() -> dict[str, Calibration]:
    from facecam.vision.manifest import load_manifest  # with OpenCV, which no other edit needs

    try:
        models = load_manifest().embedders
    except ModelError:  # nobody is kept from forgetting by a missing list of models
        return {}
    return {
        model.space: Calibration(model.calibration["score"], model.calibration["log10_fmr"])
        for model in models
        if model.calibration
    }
