"""What is final: forgetting a person, and deleting what was removed long ago."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import ClassVar

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from facecam.base import logs
from facecam.base.errors import DiskFullError, InputError, NotFoundError, StoppedError, StoreError
from facecam.base.messages import Message
from facecam.base.unfinished import delete_abandoned
from facecam.operations.change import Change, ErasureReport
from facecam.operations.deletion import drop
from facecam.operations.likeness import likenesses, nameless, newest
from facecam.operations.rules import forget_in_rules
from facecam.operations.steps import chunks
from facecam.store.database import Database
from facecam.store.gallery_file import file_of
from facecam.store.people import count_change
from facecam.store.schema import (
    Clip,
    Ignored,
    Meta,
    Negative,
    Notification,
    Operation,
    OperationPerson,
    Person,
    Picture,
    Template,
    Visit,
)
from facecam.store.waiting_visits import bring_in

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long a removal can be undone."""

NEAR = timedelta(seconds=2)
"""Who comes or goes so soon before or after a visit may be in its clip, unseen."""


GoOn = Callable[[int, int], bool]
"""`go_on(done, all)`: how many faces of how many were looked at."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete all that is known of a person, for good; also of somebody who was removed."""

    person: int
    go_on: GoOn | None = field(default=None, compare=False)
    """Asked after each portion of the search; where it says no nothing is forgotten (`StoppedError`)."""

    kind: ClassVar[str] = "forget"


def forget(db: Database, what: Forget) -> Change:
    """Delete the person and everybody merged into it: templates, pictures, sightings, negatives, the journal's rows
    that tell of them, what bears nobody's name and looks like them (`likeness`), and all backups; then overwrite
    the traces in the database's files and the names in the log, and search for what is left, by row and by face.
    Visits that wait on this computer come into the database first.

    Where the program ends in between, or the files are in use, `purge_expired` wipes the traces later. On a full
    disk the backups go first, for deleting takes room, too.
    """
    backups = len(db.backups())
    while True:
        try:
            bring_in(db)
            return _forget(db, what, backups)
        except DiskFullError:
            if not db.make_room():
                raise


def _forget(db: Database, what: Forget, backups: int) -> Change:
    with db.write() as session:
        person = session.get(Person, what.person)
        if person is None:
            raise NotFoundError(
                "There is no person {person}", "List the people to see their numbers", person=str(what.person)
            )
        if person.merged_into is not None:
            raise InputError(
                "{name} was merged into person {other}",
                "Forget that one, or undo the merge first",
                name=person.name,
                other=str(person.merged_into),
            )
        name = person.name
        persons = _with_merged(session, person.id)
        names = _names(session, persons)
        faces, looked_at = likenesses(session, persons), newest(session)
        traces = _traces(session, persons)
        alike = _add_nameless(session, traces, nameless(session, faces, _asking(session, what)))
        traces["clip"] = clips_beside(session, traces["sighting"])
        unread = len(traces["template"]) - sum(len(likeness.faces) for likeness in faces.values())
        _erase(session, traces)
        count_change(session)
    _, wiped = _wipe(db)
    half = delete_abandoned()
    logs.blot_out(names)
    with db.read() as session:
        rows_left = sum(_count(session, trace, ids) for trace, ids in traces.items())
        # All that were there before were looked at, and `rows_left` counts those that were found.
        alike_left = sum(map(len, nameless(session, faces, after=looked_at).values()))
    proof = ErasureReport(
        persons=len(traces["person"]),
        templates=len(traces["template"]),
        pictures=len(traces["picture"]),
        sightings=len(traces["sighting"]),
        negatives=len(traces["negative"]),
        ignored=len(traces["ignored"]),
        notifications=len(traces["notification"]),
        alike=alike,
        unread=unread,
        operations=len(traces["operation"]),
        backups=backups - len(db.backups()),
        rows_left=rows_left,
        alike_left=alike_left,
        backups_left=len(db.backups()),
        wiped=wiped,
        files_left=tuple(map(str, [*db.backups(), *_gallery_left(db, wiped), *half])),
    )
    return Change(None, what.kind, frozenset(traces["person"]), _told(name, proof), proof)


def _asking(session: Session, what: Forget) -> Callable[[int], None]:
    go_on = what.go_on
    if go_on is None:
        return lambda number: None
    strangers = select(func.count()).where(Visit.person_id.is_(None), Visit.vector.is_not(None))
    done, total = 0, session.scalar(strangers) or 0

    def asked(number: int) -> None:
        nonlocal done
        done += number
        if not go_on(min(done, total), total):
            raise StoppedError("Stopped: nobody was forgotten")

    return asked


def _told(name: str, proof: ErasureReport) -> Message:
    told = Message("Forgot {name} for good", name=name)
    if proof.backups:
        told = Message(
            "{done}, with {n} backup of the database",
            "{done}, with {n} backups of the database",
            done=told,
            n=proof.backups,
        )
    if proof.unread:
        told = Message(
            "{done}; damaged samples ({unread}) could not be compared with strangers' faces",
            done=told,
            unread=proof.unread,
        )
    if proof.files_left:
        told = Message(
            "{done}; {n} file that may show that person cannot be deleted",
            "{done}; {n} files that may show that person cannot be deleted",
            done=told,
            n=len(proof.files_left),
        )
    swept = proof.wiped and not (proof.rows_left or proof.alike_left)
    return told if swept else later(told)


def _gallery_left(db: Database, wiped: bool) -> list[Path]:
    """Its file, where that could not be deleted: once all is wiped another program may have made it anew."""
    if wiped or db.file is None or not file_of(db.file).exists():
        return []
    return [file_of(db.file)]


def later(done: Message) -> Message:
    """What was done, where the files could not be wiped."""
    return Message(
        "{done}; the database is in use or the disk is full, so the last traces in its files go at a later start",
        done=done,
    )


def purge_expired(db: Database) -> int:
    """Delete people and samples that were removed 30 days ago or longer, and the journal before that.

    Also ends what a `forget` could not. To be called at each start; returns how many people and samples went.
    """
    limit = datetime.now(UTC) - KEPT
    expired = select(Operation.id).where(Operation.changed < limit)
    with db.read() as session:
        scrub = session.scalars(select(Meta.scrub)).one()
        if not scrub and session.scalar(expired.limit(1)) is None:
            return 0
    with db.write() as session:
        persons = set(session.scalars(select(Person.id).where(Person.hidden_by.in_(expired))))
        templates = list(session.scalars(select(Template.id).where(Template.hidden_by.in_(expired))))
        if persons:
            traces = _traces(session, persons)
            traces["clip"] = clips_beside(session, traces["sighting"])
            _erase(session, traces)
        drop(session, list(session.scalars(expired)))
        if persons or templates:
            count_change(session)  # for the register, too (`store.register`)
            scrub = session.get_one(Meta, 1).scrub = True
    if scrub:
        _wipe(db)
    return len(persons) + len(templates)


_Traces = dict[str, list[int]]
"""Ids by table."""

_COLUMNS: dict[str, InstrumentedAttribute[int]] = {
    "notification": Notification.id,
    "negative": Negative.id,
    "ignored": Ignored.id,
    "clip": Clip.id,
    "sighting": Visit.id,
    "template": Template.id,
    "picture": Picture.id,
    "person": Person.id,
}
"""In the order in which rows can be deleted; operations come last."""


def _with_merged(session: Session, person: int) -> set[int]:
    """The person, everybody merged into it, everybody merged into those, and so on."""
    everybody, new = {person}, {person}
    while new:
        new = set(session.scalars(select(Person.id).where(Person.merged_into.in_(new)))) - everybody
        everybody |= new
    return everybody


def _names(session: Session, persons: set[int]) -> set[str]:
    """What they are and were called."""
    found: set[str] = set()
    for chunk in chunks(sorted(persons)):
        found.update(session.scalars(select(Person.name).where(Person.id.in_(chunk))))
        edits = select(Operation.steps).join(OperationPerson).where(OperationPerson.person_id.in_(chunk))
        for step in (step for steps in session.scalars(edits) for step in steps):
            if (step["table"], step["column"]) == ("person", "name") and persons & set(step["rows"]):
                found.update(name for name in (step["before"], step["after"]) if name)
    return found


def _traces(session: Session, persons: set[int]) -> _Traces:
    """All rows that tell of these people."""
    found: _Traces = {table: [] for table in (*_COLUMNS, "operation")}
    for chunk in chunks(sorted(persons)):
        found["person"] += chunk
        for table, model in (("template", Template), ("sighting", Visit)):
            for row, picture in session.execute(
                select(model.id, model.picture_id).where(model.person_id.in_(chunk))
            ):
                found[table].append(row)
                if picture is not None:
                    found["picture"].append(picture)
        found["negative"] += session.scalars(
            select(Negative.id).where(or_(Negative.person_id.in_(chunk), Negative.shown_id.in_(chunk)))
        )
        found["notification"] += session.scalars(select(Notification.id).where(Notification.person_id.in_(chunk)))
        found["operation"] += session.scalars(
            select(OperationPerson.operation_id).where(OperationPerson.person_id.in_(chunk))
        )
    for table in ("negative", "picture", "operation"):
        found[table] = sorted(set(found[table]))
    return found


def _add_nameless(session: Session, traces: _Traces, found: dict[str, list[int]]) -> int:
    """Add these rows and the visits' pictures to the traces; how many were not among them."""
    new = {table: sorted(set(ids) - set(traces[table])) for table, ids in found.items()}
    for table, ids in new.items():
        traces[table] += ids
    for chunk in chunks(new["sighting"]):
        pictures = select(Visit.picture_id).where(Visit.id.in_(chunk), Visit.picture_id.is_not(None))
        traces["picture"] += [picture for picture in session.scalars(pictures) if picture is not None]
    traces["picture"] = sorted(set(traces["picture"]))
    return sum(map(len, new.values()))


def clips_beside(session: Session, visits: list[int]) -> list[int]:
    """The clips of these visits, and of all that were at the same source meanwhile, or `NEAR` to it: whoever stood
    there may be in them, too."""
    columns = (Visit.source, Visit.started, Visit.ended)
    clips = session.execute(select(Clip.id, *columns).join(Visit, Visit.id == Clip.sighting_id)).all()
    if not clips:
        return []
    since = min(clip.started for clip in clips) - NEAR
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for chunk in chunks(visits):
        those = select(*columns).where(Visit.id.in_(chunk), Visit.ended >= since)
        for source, started, ended in session.execute(those):
            spans.setdefault(source, []).append((started - NEAR, ended + NEAR))
    there = {source: _joined(those) for source, those in spans.items()}
    found = []
    for clip in clips:
        apart = there.get(clip.source, [])
        # The last one that begins before the clip ends: those before it have ended before it begins.
        at = bisect_right(apart, clip.ended, key=itemgetter(0)) - 1
        if at >= 0 and apart[at][1] >= clip.started:
            found.append(clip.id)
    return found


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Sorted, those that overlap as one: so thousands of visits are searched as quickly as one."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _erase(session: Session, traces: _Traces) -> None:
    """Delete rows, and note that the files have to be wiped.

    Pictures of unknown faces that wait to be told go, too: nobody can say that they show somebody else.
    """
    forget_in_rules(session, set(traces["person"]))
    session.execute(
        update(Notification)
        .where(Notification.person_id.is_(None), Notification.picture.is_not(None))
        .values(picture=None)
    )
    for table, column in _COLUMNS.items():
        for chunk in chunks(traces[table]):
            session.execute(delete(column.class_).where(column.in_(chunk)))
    drop(session, traces["operation"])
    session.get_one(Meta, 1).scrub = True


def _count(session: Session, table: str, ids: list[int]) -> int:
    column = _COLUMNS.get(table, Operation.id)
    return sum(session.scalars(select(func.count()).where(column.in_(chunk))).one() for chunk in chunks(ids))


def _wipe(db: Database) -> tuple[int, bool]:
    """Delete all backups, for they hold what was deleted, and the traces in the files.

    Returns how many backups went and whether the traces did; what did not is tried again at the next start.
    """
    backups, deleted = len(db.backups()), True
    try:
        db.delete_backups()
    except StoreError as error:
        log.warning("what was deleted is not yet gone from the backups: %s", error)
        deleted = False
    wiped = wipe_file(db, for_good=deleted)
    return backups - len(db.backups()), wiped


def wipe_file(db: Database, *, for_good: bool = True) -> bool:
    """Overwrite the traces in the database's files; False where that is to be tried again at the next start, as it
    is in any case but `for_good`."""
    try:
        wiped = db.wipe()
    except StoreError as error:
        log.warning("what was deleted is not yet wiped from the files: %s", error)
        return False
    if wiped and for_good:
        with db.write() as session:
            session.get_one(Meta, 1).scrub = False
    return wiped
