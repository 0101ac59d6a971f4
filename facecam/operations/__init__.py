"""Every edit of the database as an object.

    change = apply(db, Rename(person=3, name="Anna"))
    undo(db)
    redo(db)

An operation is applied in one transaction together with its row in the journal, so that it can be taken back by
whoever comes next, also after a restart. `Forget` alone is final.
"""

from facecam.operations.change import Change, ErasureReport
from facecam.operations.corrections import IgnoreUnknowns, NameVisits, NotThisPerson
from facecam.operations.details import Details
from facecam.operations.edits import (
    AddPerson,
    Enrol,
    Merge,
    MoveTemplates,
    Remove,
    RemoveTemplate,
    Rename,
    SetConsent,
    SetDetails,
    SetNotes,
    Split,
)
from facecam.operations.erasure import Forget, purge_expired
from facecam.operations.journal import apply, last, last_undone, redo, undo
from facecam.operations.steps import Edit
from facecam.store.people import Sample

__all__ = [
    "AddPerson",
    "Change",
    "Details",
    "Edit",
    "Enrol",
    "ErasureReport",
    "Forget",
    "IgnoreUnknowns",
    "Merge",
    "MoveTemplates",
    "NameVisits",
    "NotThisPerson",
    "Remove",
    "RemoveTemplate",
    "Rename",
    "Sample",
    "SetConsent",
    "SetDetails",
    "SetNotes",
    "Split",
    "apply",
    "last",
    "last_undone",
    "purge_expired",
    "redo",
    "undo",
]
