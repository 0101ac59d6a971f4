"""Every edit of the database as an object.

    change = apply(db, Rename(person=3, name="Anna"))
    undo(db)
    redo(db)

An operation is applied in one transaction together with its row in the journal, so that it can be taken back by
whoever comes next, also after a restart. `Forget` alone is final.
"""

from facecam.operations.cameras import AddCamera, ChangeCamera, RemoveCamera
from facecam.operations.change import Change, ErasureReport
from facecam.operations.consents import Agreement, ConsentInfo, consent_wanted, consents, want_consent
from facecam.operations.corrections import (
    DeleteVisits,
    LearnFromVisits,
    NameVisits,
    NotThisPerson,
    Redecide,
    ThisPerson,
)
from facecam.operations.details import Details
from facecam.operations.edits import (
    AddPerson,
    Enrol,
    GiveConsent,
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
from facecam.operations.erasure import Forget
from facecam.operations.groups import SetGroups, SetPortrait
from facecam.operations.ignoring import IgnoreUnknowns, NotFaces, StopIgnoring
from facecam.operations.journal import amend, apply, last, last_undone, redo, undo
from facecam.operations.retention import purge_expired, remove_unconsented
from facecam.operations.rules import AddRule, ChangeRule, PauseRule, RemoveRule, ReplaceRule
from facecam.operations.steps import Edit
from facecam.operations.together import (
    Together,
    enrol_all,
    ignore_all,
    merge_all,
    regroup,
    remove_all,
    remove_samples,
)
from facecam.store.people import Sample

__all__ = [
    "AddCamera",
    "AddPerson",
    "AddRule",
    "Agreement",
    "Change",
    "ChangeCamera",
    "ChangeRule",
    "ConsentInfo",
    "DeleteVisits",
    "Details",
    "Edit",
    "Enrol",
    "ErasureReport",
    "Forget",
    "GiveConsent",
    "IgnoreUnknowns",
    "LearnFromVisits",
    "Merge",
    "MoveTemplates",
    "NameVisits",
    "NotFaces",
    "NotThisPerson",
    "PauseRule",
    "Redecide",
    "Remove",
    "RemoveCamera",
    "RemoveRule",
    "RemoveTemplate",
    "Rename",
    "ReplaceRule",
    "Sample",
    "SetConsent",
    "SetDetails",
    "SetGroups",
    "SetNotes",
    "SetPortrait",
    "Split",
    "StopIgnoring",
    "ThisPerson",
    "Together",
    "amend",
    "apply",
    "consent_wanted",
    "consents",
    "enrol_all",
    "ignore_all",
    "last",
    "last_undone",
    "merge_all",
    "purge_expired",
    "redo",
    "regroup",
    "remove_all",
    "remove_samples",
    "remove_unconsented",
    "undo",
    "want_consent",
]
