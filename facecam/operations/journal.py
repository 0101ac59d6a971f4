"""The undo journal: operations applied, taken back, done again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from facecam.base.errors import ConflictError, NotFoundError
from facecam.base.messages import Message
from facecam.operations.change import Change
from facecam.operations.consents import check_consent, removed_without, shown_without
from facecam.operations.deletion import drop
from facecam.operations.edits import RemoveUnconsented
from facecam.operations.erasure import Forget, forget
from facecam.operations.steps import Edit, Step
from facecam.store.database import Database
from facecam.store.people import count_change
from facecam.store.schema import Operation, OperationPerson


def apply(db: Database, what: Edit | Forget) -> Change:
    """Apply an edit and note it in the journal, both or neither; or forget somebody for good.

    Raises `InputError` or `NotFoundError`, before anything is changed, where it cannot be done.
    """
    if isinstance(what, Forget):
        return forget(db, what)
    with db.write() as session:
        entry = Operation(kind=what.kind, message=Message(""), steps=[], changed=datetime.now(UTC), undone=None)
        session.add(entry)
        session.flush()
        _drop_undone(session)  # before the plan: a visit may be of somebody who goes with it
        plan = what.plan(session, entry.id)
        if not plan.steps:
            session.rollback()
            return Change(None, what.kind, plan.persons, plan.message)
        for step in plan.steps:
            if not step.run(session):
                raise AssertionError(f"{what} planned {step}, which does not fit")
        check_consent(session, plan.steps)
        entry.message = plan.message
        entry.steps = [asdict(step) for step in plan.steps]
        session.add_all(OperationPerson(operation_id=entry.id, person_id=person) for person in plan.persons)
        count_change(session)
        return Change(entry.id, what.kind, plan.persons, plan.message, samples=plan.samples)


def amend(db: Database, operation: int, what: Edit) -> Change:
    """Do an edit as a part of an operation that was applied before: one undo takes back both.

    Raises `NotFoundError` where that is not in force any more, `ConflictError` where a later one touched the same
    people, and what the edit raises.
    """
    with db.write() as session:
        entry = session.get(Operation, operation)
        if entry is None or entry.undone is not None:
            raise NotFoundError("This change was taken back meanwhile")
        persons = _persons(session, entry)
        if (later := _later(session, entry, persons)) is not None:
            raise ConflictError(
                "Nothing can be added to “{edit}”: the same people were changed later (“{later}”)",
                edit=entry.message,
                later=later,
            )
        _drop_undone(session)  # as of every edit: what could be redone would not fit any more
        plan = what.plan(session, entry.id)
        extend(session, entry, plan.steps)
        check_consent(session, plan.steps)
        if plan.steps:
            entry.message = plan.message
            session.add_all(OperationPerson(operation_id=entry.id, person_id=one) for one in plan.persons - persons)
            count_change(session)
        return Change(entry.id, entry.kind, persons | plan.persons, plan.message)


def extend(session: Session, entry: Operation, steps: Sequence[Step]) -> None:
    """Run steps, which go with the operation from now on."""
    for step in steps:
        if not step.run(session):
            raise AssertionError(f"{step} does not fit")
    entry.steps = [*entry.steps, *(asdict(step) for step in steps)]


def undo(db: Database, operation: int | None = None, *, but: Collection[str] = ()) -> Change:
    """Take back the newest operation, whoever made it, or the one that is named. Where people were removed for want
    of a consent nobody did that: it is passed over until they have one, or none is wanted.

    `but`: the kinds that whoever asks may not take back. Raises `NotFoundError` where there is none,
    `ConflictError` where it is of those, where a later one touched the same people, the rows are no longer as it
    left them, or somebody would be known again without a consent that is wanted.
    """
    with db.write() as session:
        query = select(Operation).where(Operation.undone.is_(None)).order_by(Operation.id.desc()).limit(1)
        if operation is not None:
            query = query.where(Operation.id == operation)
        else:
            query = query.where(~and_(Operation.kind == RemoveUnconsented.kind, removed_without(Operation.id)))
        entry = session.scalar(query)
        if entry is None:
            raise NotFoundError("There is nothing to undo")
        if entry.kind in but:
            raise ConflictError(
                "“{edit}” cannot be undone with this key",
                "Use a key that may change cameras and rules",
                edit=entry.message,
            )
        persons = _persons(session, entry)
        if (later := _later(session, entry, persons)) is not None:
            raise ConflictError(
                "“{edit}” cannot be undone: the same people were changed later (“{later}”)",
                "Undo that first",
                edit=entry.message,
                later=later,
            )
        if (person := shown_without(session, _walk(session, entry, back=True))) is not None:
            raise ConflictError(
                "“{edit}” cannot be undone: {name} has no consent that holds, and this database wants one",
                "Note one, which brings them back, in the window's *Consents* or with `facecam consent give --id "
                "{person} --consent PURPOSE --until DAY`",
                edit=entry.message,
                name=person.name,
                person=str(person.id),
            )
        entry.undone = count_change(session)
        return Change(entry.id, entry.kind, persons, Message("Undone: {edit}", edit=entry.message))


def redo(db: Database) -> Change:
    """Do again what was undone last, unless something else was done since.

    Raises `NotFoundError` where there is nothing, `ConflictError` where the rows are no longer as undo left them.
    """
    with db.write() as session:
        entry = session.scalar(_undone())
        if entry is None:
            raise NotFoundError("There is nothing to redo")
        check_consent(session, _walk(session, entry, back=False))
        entry.undone = None
        count_change(session)
        return Change(entry.id, entry.kind, _persons(session, entry), Message("Redone: {edit}", edit=entry.message))


def last(db: Database) -> Message | None:
    """What `undo` would take back, for people to read."""
    with db.read() as session:
        return session.scalar(
            select(Operation.message).where(Operation.undone.is_(None)).order_by(Operation.id.desc()).limit(1)
        )


def last_undone(db: Database) -> Message | None:
    """What `redo` would do again, for people to read."""
    with db.read() as session:
        entry = session.scalar(_undone())
        return None if entry is None else entry.message


def _undone() -> Select[Operation]:
    """What was undone last."""
    return select(Operation).where(Operation.undone.is_not(None)).order_by(Operation.undone.desc()).limit(1)


def _later(session: Session, entry: Operation, persons: Collection[int]) -> Message | None:
    """The newest operation after this one that touched the same people."""
    return session.scalar(
        select(Operation.message)
        .join(OperationPerson)
        .where(Operation.id > entry.id, Operation.undone.is_(None), OperationPerson.person_id.in_(persons))
        .order_by(Operation.id.desc())
        .limit(1)
    )


def _persons(session: Session, entry: Operation) -> frozenset[int]:
    return frozenset(
        session.scalars(select(OperationPerson.person_id).where(OperationPerson.operation_id == entry.id))
    )


def _walk(session: Session, entry: Operation, *, back: bool) -> list[Step]:
    steps = [Step(**{**values, "rows": tuple(values["rows"])}) for values in entry.steps]
    for step in reversed(steps) if back else steps:
        if not step.run(session, back=back):
            raise _changed_since(entry.message, back)
    entry.changed = datetime.now(UTC)
    return steps


def _changed_since(edit: Message, back: bool) -> ConflictError:
    if back:
        return ConflictError("“{edit}” cannot be undone: what it changed was changed since, or is gone", edit=edit)
    return ConflictError("“{edit}” cannot be done again: what it changed was changed since, or is gone", edit=edit)


def _drop_undone(session: Session) -> None:
    """Forget what could be redone until now, with the rows that came with it."""
    undone = list(session.scalars(select(Operation.id).where(Operation.undone.is_not(None))))
    if undone:
        # An operation that is undone hides the rows that it brought, and no others.
        drop(session, undone)
