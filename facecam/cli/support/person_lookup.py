"""Which person is meant by a name or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facecam.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from facecam.store.database import Database
    from facecam.store.people import PersonInfo


def find_person(database: Database, name: str | None, number: int | None, *, hidden: bool = False) -> PersonInfo:
    """The one person meant; with `hidden` also one who was removed, where nobody else is called so.

    Raises `NotFoundError` where there is none, `InputError` where it cannot be told who is meant.
    """
    from facecam.store.people import clean_name, fold, list_people

    if name is None and number is None:
        raise InputError("Nobody was named", "Give a name or --id")
    wanted = None if name is None else fold(clean_name(name))
    people = list_people(database, hidden)
    if number is not None:
        found = [one for one in people if one.id == number]
        if not found:
            raise NotFoundError(f"There is no person {number}", "See `facecam people list`")
        if wanted is not None and fold(found[0].name) != wanted:
            raise InputError(f"Person {number} is called {found[0].name}, not {name}", "Check --id and the name")
        return found[0]
    found = [one for one in people if fold(one.name) == wanted]
    found = [one for one in found if not one.hidden] or found
    if not found:
        raise NotFoundError(f"There is nobody called {name}", "See `facecam people list`")
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise InputError(f"{len(found)} people are called {found[0].name}: {ids}", "Say with --id who is meant")
    return found[0]
