"""Operations that leave the journal, with the rows that only they could bring back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from facecam.operations.steps import chunks
from facecam.store.schema import (
    Camera,
    Consent,
    Ignored,
    Negative,
    Operation,
    OperationPerson,
    Person,
    Rule,
    Template,
    Visit,
)
from facecam.store.visits import sweep_pictures


def drop(session: Session, operations: Sequence[int]) -> None:
    """Delete these operations, what they hide, and the operations on people who go with that.

    A visit of somebody who goes becomes a stranger's.
    """
    while operations:
        persons: list[int] = []
        for chunk in chunks(operations):
            for model in (Template, Negative, Ignored, Visit, Consent, Rule, Camera):
                session.execute(delete(model).where(model.hidden_by.in_(chunk)))
            persons += session.scalars(select(Person.id).where(Person.hidden_by.in_(chunk)))
        touched: set[int] = set()
        for chunk in chunks(persons):
            session.execute(update(Visit).where(Visit.person_id.in_(chunk)).values(person_id=None))
            touched.update(
                session.scalars(select(OperationPerson.operation_id).where(OperationPerson.person_id.in_(chunk)))
            )
            session.execute(delete(Person).where(Person.id.in_(chunk)))
        for chunk in chunks(operations):
            session.execute(delete(Operation).where(Operation.id.in_(chunk)))
        operations = sorted(touched - set(operations))
    sweep_pictures(session)
