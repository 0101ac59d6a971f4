"""What facecam says to people: an id with fields, made into a sentence where it is shown.

    split = Message("Split {name} from {other} with {n} sample", "Split {name} from {other} with {n} samples",
                    name="Bo", other="Peter from IT", n=2)
    str(split)         # Split Bo from Peter from IT with 2 samples
    text(split, "de")  # Bo mit 2 Aufnahmen von Peter from IT abgetrennt

The id is the English sentence with named places. What stands in them is put in once, when the sentence is made,
and never read as anything but text: a name cannot change what is said. The other languages come from gettext
catalogues in `facecam/base/locale`, which `python -m facecam.base.locale.update` keeps up to date.
"""

from __future__ import annotations

import gettext
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, Union, cast

Field: TypeAlias = Union[str, int, float, "Message"]
"""What may stand in a place. A number is a quantity and written as the language writes it (`1,200`); a number that
only names something (a person's) is given as text."""

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "facecam"

COUNT = "n"
"""The field that decides between singular and plural."""

PLACE = re.compile(r"\{(\w+)\}")
"""Where a field stands in a template."""
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Characters that turn the direction of what follows them, also beyond their own field."""
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_SEPARATORS = {"de": str.maketrans(",.", ".,"), "fr": str.maketrans(",.", "\u202f,")}
"""From English numbers to those of a language."""


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """One sentence, or part of one, for people to read; without a full stop. Equal where id and fields are."""

    id: str
    plural: str
    """The id for other numbers than 1; empty where the sentence has no number."""
    fields: tuple[tuple[str, Field], ...]
    """By name, in the order in which they were given."""

    def __init__(self, id: str, plural: str = "", /, **fields: Field) -> None:
        if plural and not isinstance(fields.get(COUNT), int):
            raise ValueError(f"{plural!r} wants a number {COUNT}")
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "plural", plural)
        object.__setattr__(self, "fields", tuple(fields.items()))

    def __str__(self) -> str:
        """The English sentence, as the command line and the log have it."""
        return text(self)

    def to_json(self) -> dict[str, Any]:
        """For `from_json`; only values that JSON has."""
        fields = {name: value.to_json() if isinstance(value, Message) else value for name, value in self.fields}
        return {"id": self.id, **({"plural": self.plural} if self.plural else {}), "fields": fields}

    @classmethod
    def from_json(cls, values: Any) -> Message:
        """Raises `ValueError` where that is no message."""
        match values:
            case {"id": str(id_), "fields": dict(fields)}:
                return cls(
                    id_, str(values.get("plural", "")), **{name: _field(one) for name, one in fields.items()}
                )
        raise ValueError(f"{values!r} is no message")


def _field(value: Any) -> Field:
    return value if isinstance(value, str | int | float) else Message.from_json(value)


def kept(message: Message) -> str:
    """As text that `read` makes the message of again: plain ASCII, so that half characters and zero bytes, which no
    database takes, may be in it."""
    return json.dumps(message.to_json())


def read(words: str) -> Message:
    """What was `kept`; other words are shown as they are."""
    try:
        return Message.from_json(json.loads(words))
    except ValueError:
        return verbatim(words)


def placed(template: str, fields: dict[str, Field]) -> Message:
    """The message of a template that has places for some of these fields."""
    return Message(template, **{name: fields[name] for name in places(template) if name in fields})


def verbatim(words: str) -> Message:
    """Words that are shown as they are in every language."""
    return Message("{words}", words=words)


def paragraph(*sentences: Message) -> Message:
    """Several sentences, each with its full stop."""
    form = " ".join(f"{{s{number}}}." for number in range(len(sentences)))
    return Message(form, **{f"s{number}": sentence for number, sentence in enumerate(sentences)})


def places(template: str) -> list[str]:
    """The names of a template's places, each once."""
    return list(dict.fromkeys(PLACE.findall(template)))


def text(message: Message, language: str = "en") -> str:
    """The sentence in a language (`de`); in English where there is no catalogue, or no translation in it."""
    if not message.id:  # gettext's word for the catalogue's own head
        return ""
    catalogue, fields = _catalogue(language), dict(message.fields)
    if message.plural:
        form = catalogue.ngettext(message.id, message.plural, cast(int, fields[COUNT]))
    else:
        form = catalogue.gettext(message.id)
    words = {name: _words(value, language) for name, value in fields.items()}
    return PLACE.sub(lambda place: words.get(place[1], place[0]), form)


def _words(value: Field, language: str) -> str:
    if isinstance(value, Message):
        return text(value, language)
    if isinstance(value, str):
        return _isolated(value)
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return number.translate(_SEPARATORS.get(language, {}))


def _isolated(value: str) -> str:
    """A text that runs from right to left, set apart so that it does not turn the sentence around it."""
    if value.isascii():
        return value
    plain = value.translate(_TURNING)
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in plain):
        return f"{_FIRST_STRONG_ISOLATE}{plain}{_POP_ISOLATE}"
    return plain


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)
