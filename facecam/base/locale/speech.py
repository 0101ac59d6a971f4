"""Where the sources say something to people: the calls that make messages and errors.

A template is written as a constant where the message is made, so that it can be found without running anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from facecam.base import errors
from facecam.base.messages import PLACE

ERRORS = frozenset(
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.FacecamError)
)
SPEAKERS = ERRORS | {"Message"}


@dataclass(frozen=True, slots=True)
class Saying:
    """One call."""

    line: int
    speaker: str
    arguments: tuple[ast.expr, ...]
    """The templates: singular and plural of a message, what and remedy of an error."""
    fields: frozenset[str | None]
    """The names of its fields; with None where a mapping was given."""

    @property
    def constants(self) -> tuple[str | None, ...]:
        """The templates; None in place of what is no constant."""
        return tuple(
            one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None
            for one in self.arguments
        )


def sayings(tree: ast.AST) -> Iterator[Saying]:
    """Every call in a module that makes a message or an error."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in SPEAKERS:
            fields = frozenset(keyword.arg for keyword in node.keywords)
            yield Saying(node.lineno, name, tuple(node.args), fields)


def extract(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Babel's way to ask for the templates of a file: line, function, id (and plural), comments."""
    for saying in sayings(ast.parse(file.read())):
        constants = [one for one in saying.constants if one and has_words(one)]
        if saying.speaker == "Message" and len(constants) == 2:
            yield saying.line, "ngettext", (constants[0], constants[1]), []
        else:
            for one in constants:
                yield saying.line, "gettext", one, []


def has_words(template: str) -> bool:
    """Whether there is something to translate in it beside its places."""
    return any(letter.isalpha() for letter in PLACE.sub("", template))


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
