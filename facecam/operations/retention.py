"""What goes by itself: who has no consent any more where that is wanted, and what was removed long ago."""

from __future__ import annotations

import logging

from facecam.base.errors import FacecamError
from facecam.operations import erasure
from facecam.operations.change import Change
from facecam.operations.consents import without_consent
from facecam.operations.edits import RemoveUnconsented
from facecam.operations.journal import apply
from facecam.store.database import Database

log = logging.getLogger(__name__)


def remove_unconsented(db: Database) -> list[Change]:
    """Remove whose consent has run out or is missing, where one is wanted; a new one brings them back for
    30 days."""
    removed = []
    for person in without_consent(db):
        try:
            removed.append(apply(db, RemoveUnconsented(person)))
            log.info("person %d is removed: there is no consent any more", person)
        except FacecamError as error:  # somebody else has just done so
            log.warning("person %d has no consent any more and is still there: %s", person, error)
    return removed


def purge_expired(db: Database) -> int:
    """Remove who has no consent, and delete what was removed 30 days ago or before that.

    To be called at each start; returns how many people and samples were deleted.
    """
    remove_unconsented(db)
    return erasure.purge_expired(db)
