"""Names of people: what is one, and when two are the same."""

from __future__ import annotations

import unicodedata

from facecam.base.errors import InputError

NAME_LENGTH = 200

_INVISIBLE = ("C", "Z")
_REFUSED = ("Cc", "Cs", "Zl", "Zp")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of the text around them, so that one name looks like another."""


def clean_name(text: str) -> str:
    """A name as it is kept: Unicode NFC, trimmed, 1 to 200 characters; else `InputError`."""
    if not isinstance(text, str):  # programs give anything
        raise InputError("{name} is no name", "Give a text", name=repr(text))
    name = unicodedata.normalize("NFC", text).strip()
    if all(unicodedata.category(letter)[0] in _INVISIBLE for letter in name):
        raise InputError("The name is empty", "Give a name that can be seen")
    if len(name) > NAME_LENGTH:
        raise InputError(
            "The name {start}... has {length} characters",
            "Use at most {most}",
            start=repr(name[:20]),
            length=len(name),
            most=NAME_LENGTH,
        )
    if any(unicodedata.category(letter) in _REFUSED or letter in _TURNING for letter in name):
        raise InputError(
            "The name {name} has characters that control and cannot be seen",
            "Use letters only on one line",
            name=repr(name),
        )
    return name


def fold(name: str) -> str:
    """A name as it is compared: without upper and lower case."""
    return unicodedata.normalize("NFC", name.casefold())
