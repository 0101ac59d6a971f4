"""Which person is meant by a name or a number."""

from __future__ import annotations

from facecam.base.errors import InputError, NotFoundError
from facecam.store.database import Database
from facecam.store.people import PersonInfo, ambiguous, clean_name, fold, list_people, person


def find_person(database: Database, name: str | None, number: int | None, *, hidden: bool = False) -> PersonInfo:
    """The one person meant; with `hidden` also one who was removed, where nobody else is called so.

    Raises `NotFoundError` where there is none, `InputError` where it cannot be told who is meant,
    of those `ConflictError` where several have that name.
    """
    if name is None and number is None:
        raise InputError("Nobody was named", "Give a name or a number (--id)")
    wanted = None if name is None else fold(clean_name(name))
    if number is not None and name is None and not hidden:
        return person(database, number)
    people = list_people(database, hidden)
    if number is not None:
        found = [one for one in people if one.id == number]
        if not found:
            raise NotFoundError(
                "There is no person {person}", "List the people to see their numbers", person=str(number)
            )
        if wanted is not None and fold(found[0].name) != wanted:
            raise InputError(
                "Person {person} is called {name}, not {other}",
                "Check number and name",
                person=str(number),
                name=found[0].name,
                other=str(name),
            )
        return found[0]
    found = [one for one in people if fold(one.name) == wanted]
    found = [one for one in found if not one.hidden] or found
    if not found:
        raise NotFoundError("There is nobody called {name}", "List the people to see who is there", name=str(name))
    if len(found) > 1:
        raise ambiguous(found[0].name, [one.id for one in found])
    return found[0]
