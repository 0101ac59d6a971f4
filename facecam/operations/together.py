"""Several edits as one act: applied all or none, undone at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.orm import Session

from facecam.base.errors import InputError
from facecam.base.messages import Message
from facecam.operations.edits import Enrol, Merge, Remove, RemoveTemplate
from facecam.operations.groups import SetGroups
from facecam.operations.ignoring import IgnoreUnknowns
from facecam.operations.steps import Edit, Plan, Step


@dataclass(frozen=True, slots=True)
class Together:
    """`edits` in their order; each is planned on what those before it made."""

    edits: tuple[Edit, ...]
    message: Message
    """What they do as a whole; that of the one edit is said where there is only one."""

    kind: ClassVar[str] = "together"

    def plan(self, session: Session, operation: int) -> Plan:
        if not self.edits:
            raise InputError("Nothing was chosen", "Choose at least one")
        plans: list[Plan] = []
        done: list[Step] = []
        for edit in self.edits:
            plan = edit.plan(session, operation)
            plans.append(plan)
            for step in plan.steps:
                if not step.run(session):
                    raise AssertionError(f"{edit} planned {step}, which does not fit")
                done.append(step)
            session.expire_all()
        for step in reversed(done):  # `apply` does them for good
            step.run(session, back=True)
        session.expire_all()
        persons = frozenset().union(*(plan.persons for plan in plans))
        return Plan(tuple(done), persons, plans[0].message if len(plans) == 1 else self.message)


def enrol_all(edits: Sequence[Enrol]) -> Together:
    """Several people, in one act."""
    return Together(tuple(edits), Message("Enrolled {n} person", "Enrolled {n} people", n=len(edits)))


def remove_all(persons: Sequence[int]) -> Together:
    """Hide several people, in one act."""
    said = Message("Removed {n} person", "Removed {n} people", n=len(persons))
    return Together(tuple(Remove(person) for person in persons), said)


def remove_samples(samples: Sequence[int], name: str) -> Together:
    """Hide several samples of a person who is called `name`, in one act."""
    said = Message("Removed {n} sample of {name}", "Removed {n} samples of {name}", n=len(samples), name=name)
    return Together(tuple(RemoveTemplate(sample) for sample in samples), said)


def merge_all(persons: Sequence[int], into: int, name: str) -> Together:
    """All of them are `into`, who is called `name`."""
    said = Message("Merged {n} person into {name}", "Merged {n} people into {name}", n=len(persons), name=name)
    return Together(tuple(Merge(person, into) for person in persons), said)


def ignore_all(strangers: Sequence[tuple[int, ...]], *, forever: bool) -> Together:
    """Several strangers in one act, by the visits of each; every one of them can be shown again by itself."""
    edits = tuple(IgnoreUnknowns(visits, forever) for visits in strangers)
    if forever:
        said = Message("Ignored {n} unknown face for ever", "Ignored {n} unknown faces for ever", n=len(edits))
    else:
        said = Message("Ignored {n} unknown face", "Ignored {n} unknown faces", n=len(edits))
    return Together(edits, said)


def regroup(groups: Mapping[int, tuple[str, ...]]) -> Together:
    """Give people their groups, by person."""
    edits = tuple(SetGroups(person, theirs) for person, theirs in groups.items())
    said = Message("Changed the groups of {n} person", "Changed the groups of {n} people", n=len(edits))
    return Together(edits, said)
