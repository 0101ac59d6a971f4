"""Groups of people (family, staff, visitors): words on a person, as JSON in one column."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from facecam.base.errors import InputError
from facecam.store.names import clean_name, fold

MOST = 50
"""Groups of one person."""


def read(text: str) -> tuple[str, ...]:
    """As they were kept; what is no list of words is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def as_text(given: Iterable[str]) -> str:
    """As they are kept: each once, without upper and lower case told apart, in alphabetical order.

    Raises `InputError` for a name that is none, or too many.
    """
    found = {fold(name): name for name in (clean_name(one) for one in given)}
    if len(found) > MOST:
        raise InputError(
            "{number} groups are too many for one person", "Use at most {most}", number=len(found), most=MOST
        )
    return json.dumps([found[key] for key in sorted(found)], ensure_ascii=False)


def within(theirs: Collection[str], wanted: Collection[str]) -> bool:
    """Whether somebody is in one of the wanted groups; everybody is where none is wanted."""
    return not wanted or bool({fold(one) for one in theirs} & {fold(one) for one in wanted})
