"""Operations, undo, redo, forget and restarts in any order, against a model in plain Python."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from facecam.base.errors import NotFoundError
from facecam.base.types import State
from facecam.operations import (
    Change,
    Edit,
    Enrol,
    Forget,
    Merge,
    MoveTemplates,
    NameVisits,
    NotThisPerson,
    Remove,
    RemoveTemplate,
    Rename,
    Sample,
    SetNotes,
    Split,
    apply,
    last,
    last_undone,
    purge_expired,
    redo,
    undo,
)
from facecam.store import people
from facecam.store.database import open_database
from facecam.store.gallery import load_gallery
from facecam.store.people import list_people
from facecam.store.visits import BestFace, VisitInfo, VisitRecord, add_visits, list_visits
from facecam.tasks.encryption import encrypt

WORDS = st.text("abcÄß", min_size=1, max_size=3)


@dataclass
class Person:
    name: str
    notes: str = ""
    samples: set[str] = field(default_factory=set)


@dataclass
class World:
    people: dict[int, Person] = field(default_factory=dict)
    visits: dict[str, int | None] = field(default_factory=dict)
    """Source of the visit -> who."""


@dataclass
class Past:
    """An operation, and the world before and after it."""

    change: Change
    before: World
    after: World


class People(RuleBasedStateMachine):
    def __init__(self, new_database: Callable[[], str]) -> None:
        super().__init__()
        self.new_database = new_database

    @initialize()
    def open(self) -> None:
        self.url = self.new_database()
        self.db = open_database(self.url)
        self.world = World()
        self.done: list[Past] = []
        self.undone: list[Past] = []
        self.serial = 0
        for name in ("A", "B", "C"):
            self.enrol(name)
            self.visit(max(self.world.people))

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()

    def someone(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.world.people)))

    def samples(self) -> tuple[Sample, ...]:
        rows = []
        for _ in range(self.serial % 3 + 1):
            self.serial += 1
            vector = np.random.default_rng(self.serial).normal(size=8).astype(np.float32)
            rows.append(Sample(vector, 0.5, f"sample {self.serial}", b"jpeg" if self.serial % 2 else None))
        return tuple(rows)

    def worlds(self) -> list[World]:
        return [self.world, *(world for past in self.done + self.undone for world in (past.before, past.after))]

    def do(self, edit: Edit, change_world: Callable[[World, Change], None]) -> None:
        change = apply(self.db, edit)
        if change.operation is None:
            return
        before, self.world = self.world, copy.deepcopy(self.world)
        change_world(self.world, change)
        known = set(before.people).union(*(set(past.before.people) for past in self.done))
        self.undone.clear()
        self.done.append(Past(change, before, self.world))
        for world in self.worlds():  # whoever can never come back is nobody
            for source, person in world.visits.items():
                if person not in known | set(self.world.people):
                    world.visits[source] = None

    @rule(name=WORDS)
    def enrol_anybody(self, name: str) -> None:
        self.enrol(name)

    def enrol(self, name: str) -> None:
        samples = self.samples()

        def change(world: World, change: Change) -> None:
            (person,) = change.persons
            world.people[person] = Person(name, samples={sample.source for sample in samples})

        self.do(Enrol(name, samples, "space"), change)

    @precondition(lambda self: self.world.people)
    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        person, samples = self.someone(data), self.samples()

        def change(world: World, change: Change) -> None:
            world.people[person].samples |= {sample.source for sample in samples}

        self.do(Enrol("", samples, "space", person=person), change)

    @precondition(lambda self: self.world.people)
    @rule(data=st.data(), name=WORDS)
    def rename(self, data: st.DataObject, name: str) -> None:
        person = self.someone(data)
        self.do(Rename(person, name), lambda world, _: setattr(world.people[person], "name", name))

    @precondition(lambda self: self.world.people)
    @rule(data=st.data(), notes=WORDS)
    def note(self, data: st.DataObject, notes: str) -> None:
        person = self.someone(data)
        self.do(SetNotes(person, notes), lambda world, _: setattr(world.people[person], "notes", notes))

    @precondition(lambda self: self.world.people)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        person = self.someone(data)
        self.do(Remove(person), lambda world, _: world.people.__delitem__(person))

    @precondition(lambda self: any(person.samples for person in self.world.people.values()))
    @rule(data=st.data())
    def remove_sample(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(p for p, who in self.world.people.items() if who.samples)))
        template = data.draw(st.sampled_from(people.templates(self.db, person)))
        self.do(RemoveTemplate(template.id), lambda world, _: world.people[person].samples.remove(template.source))

    @precondition(lambda self: len(self.world.people) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        gone, into = data.draw(st.permutations(sorted(self.world.people)))[:2]

        def change(world: World, change: Change) -> None:
            world.people[into].samples |= world.people.pop(gone).samples
            world.visits = {source: into if who == gone else who for source, who in world.visits.items()}

        self.do(Merge(gone, into), change)

    @precondition(lambda self: any(len(person.samples) > 1 for person in self.world.people.values()))
    @rule(data=st.data(), name=WORDS)
    def split(self, data: st.DataObject, name: str) -> None:
        many = sorted(number for number, who in self.world.people.items() if len(who.samples) > 1)
        person = data.draw(st.sampled_from(many))
        moved = data.draw(st.permutations(people.templates(self.db, person)))[1:]
        sources = {template.source for template in moved}

        def change(world: World, change: Change) -> None:
            (new,) = change.persons - {person}
            world.people[person].samples -= sources
            world.people[new] = Person(name, samples=sources)

        self.do(Split(person, tuple(template.id for template in moved), name), change)

    @precondition(lambda self: any(len(who.samples) > 1 for who in self.world.people.values()))
    @precondition(lambda self: len(self.world.people) > 1)
    @rule(data=st.data())
    def move_samples(self, data: st.DataObject) -> None:
        many = sorted(number for number, who in self.world.people.items() if len(who.samples) > 1)
        person = data.draw(st.sampled_from(many))
        to = data.draw(st.sampled_from(sorted(set(self.world.people) - {person})))
        moved = data.draw(st.permutations(people.templates(self.db, person)))[1:]
        sources = {template.source for template in moved}

        def change(world: World, change: Change) -> None:
            assert change.persons == {person, to}
            world.people[person].samples -= sources
            world.people[to].samples |= sources

        self.do(MoveTemplates(person, tuple(template.id for template in moved), to), change)

    @precondition(lambda self: self.named())
    @rule(data=st.data())
    def say_it_was_not_them(self, data: st.DataObject) -> None:
        seen = data.draw(st.sampled_from(self.named()))
        assert seen.person is not None
        edit = NotThisPerson(seen.person, sighting=seen.id)
        self.do(edit, lambda world, _: world.visits.__setitem__(seen.source, None))

    def named(self) -> list[VisitInfo]:
        """Visits under a name that kept no face: with one, visits that look like it would lose their name too."""
        found = list_visits(self.db, limit=10_000)
        return [one for one in found if one.person in self.world.people and not one.face]

    @precondition(lambda self: any(not seen.face for seen in list_visits(self.db, limit=10_000)))
    @rule(data=st.data())
    def say_who_it_was(self, data: st.DataObject) -> None:
        self.serial += 1
        name = f"named {self.serial}"
        seen = data.draw(st.sampled_from([one for one in list_visits(self.db, limit=10_000) if not one.face]))
        self.visit(None, face=True)
        source = f"visit {self.serial}"
        (faced,) = [one for one in list_visits(self.db, limit=10_000) if one.source == source]

        def change(world: World, change: Change) -> None:
            (new,) = change.persons - {seen.person}
            world.people[new] = Person(name, samples={source})
            world.visits[source] = world.visits[seen.source] = new

        self.do(NameVisits((seen.id, faced.id), name), change)

    @precondition(lambda self: self.world.people)
    @rule(data=st.data())
    def see(self, data: st.DataObject) -> None:
        self.visit(self.someone(data))

    def visit(self, person: int | None, face: bool = False) -> None:
        now = datetime.now(UTC)
        self.serial += 1
        source = f"visit {self.serial}"
        best = BestFace(np.eye(8, dtype=np.float32)[self.serial % 8], "space", 0.5) if face else None
        state = State.UNKNOWN if person is None else State.KNOWN
        add_visits(self.db, [VisitRecord(source, now, now, 1, state, person, face=best)])
        for world in self.worlds():
            world.visits[source] = person

    @rule()
    def undo(self) -> None:
        if not self.done:
            with pytest.raises(NotFoundError):
                undo(self.db)
            return
        past = self.done.pop()
        assert undo(self.db).persons == past.change.persons
        self.undone.append(past)
        self.world = past.before

    @rule()
    def redo(self) -> None:
        if not self.undone:
            with pytest.raises(NotFoundError):
                redo(self.db)
            return
        past = self.undone.pop()
        assert redo(self.db).persons == past.change.persons
        self.done.append(past)
        self.world = past.after

    @precondition(lambda self: self.world.people)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        change = apply(self.db, Forget(self.someone(data)))
        assert change.proof is not None and change.proof.complete
        gone = change.persons
        lost = {source for source, who in self.world.visits.items() if who in gone}
        self.done = [past for past in self.done if not past.change.persons & gone]
        self.undone = [past for past in self.undone if not past.change.persons & gone]
        for world in self.worlds():
            world.people = {number: who for number, who in world.people.items() if number not in gone}
            world.visits = {
                source: None if who in gone else who for source, who in world.visits.items() if source not in lost
            }

    @rule()
    def restart(self) -> None:
        self.db.close()
        self.db = open_database(self.url)
        assert purge_expired(self.db) == 0

    @invariant()
    def same(self) -> None:
        if not hasattr(self, "world"):
            return
        stored = {
            info.id: Person(info.name, info.notes, {sample.source for sample in people.templates(self.db, info.id)})
            for info in list_people(self.db)
        }
        assert stored == self.world.people
        assert {seen.source: seen.person for seen in list_visits(self.db, limit=10_000)} == self.world.visits
        gallery = load_gallery(self.db, "space", 8)
        assert gallery.names == {number: who.name for number, who in stored.items() if who.samples}
        assert gallery.templates == sum(len(who.samples) for who in stored.values())
        assert last(self.db) == (self.done[-1].change.message if self.done else None)
        assert last_undone(self.db) == (self.undone[-1].change.message if self.undone else None)


def machine(new_database: Callable[[], str]) -> type[People]:
    """The machine on such databases."""

    class Here(People):
        def __init__(self) -> None:
            super().__init__(new_database)

    return Here


def test_sqlite(tmp_path: Path) -> None:
    numbers = itertools.count()
    run_state_machine_as_test(
        machine(lambda: f"sqlite:///{tmp_path / str(next(numbers))}.db"),
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None),
    )


def test_encrypted(tmp_path: Path, keyring: dict[str, str]) -> None:
    numbers = itertools.count()

    def new() -> str:
        url = f"sqlite:///{tmp_path / str(next(numbers))}.db"
        db = open_database(url)
        encrypt(db, None, lambda done, total: True)
        db.close()
        return url

    run_state_machine_as_test(
        machine(new), settings=settings(max_examples=4, stateful_step_count=15, deadline=None)
    )


def test_postgresql(postgresql: Callable[[], str]) -> None:
    run_state_machine_as_test(
        machine(postgresql), settings=settings(max_examples=3, stateful_step_count=15, deadline=None)
    )
