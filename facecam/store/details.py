"""What people note about a person in words of their own: groups and fields, each as JSON in one column."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from facecam.base.errors import InputError
from facecam.store.names import clean_name, fold

MOST = 50
"""Groups or fields of one person."""

FIELD_LENGTH = 1_000
"""Letters of one field."""


def groups(text: str) -> tuple[str, ...]:
    """As they were kept; what is no list of words is none."""
    found = _read(text, list)
    return tuple(one for one in found or () if isinstance(one, str))


def fields(text: str) -> tuple[tuple[str, str], ...]:
    """As they were kept; what is no object is none."""
    found = _read(text, dict)
    return tuple((name, str(value)) for name, value in (found or {}).items())


def keep_groups(given: Iterable[str]) -> str:
    """As they are kept: each once, without upper and lower case told apart, in alphabetical order.

    Raises `InputError` for a name that is none, or too many.
    """
    found = {fold(name): name for name in (clean_name(one) for one in given)}
    _check_number(len(found))
    return json.dumps([found[key] for key in sorted(found)], ensure_ascii=False)


def keep_fields(given: Mapping[str, str]) -> str:
    """As they are kept; those that say nothing are left out. Raises `InputError` as `keep_groups`."""
    found = {clean_name(name): text.strip() for name, text in given.items() if text.strip()}
    _check_number(len(found))
    for name, text in found.items():
        if len(text) > FIELD_LENGTH:
            raise InputError(
                "{what} has {length} characters",
                "Use at most {most}",
                what=name,
                length=len(text),
                most=FIELD_LENGTH,
            )
    return json.dumps(found, ensure_ascii=False)


def within(theirs: Collection[str], wanted: Collection[str]) -> bool:
    """Whether somebody is in one of the wanted groups; everybody is where none is wanted."""
    return not wanted or bool({fold(one) for one in theirs} & {fold(one) for one in wanted})


def _check_number(number: int) -> None:
    if number > MOST:
        raise InputError("{number} are too many for one person", "Use at most {most}", number=number, most=MOST)


def _read(text: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, kind) else None
