"""Numbers, days and sources in words, as the window's language writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from PySide6.QtCore import QLocale

from facecam.base.addresses import is_address, public
from facecam.base.messages import Message
from ui.i18n.core import said
from ui.i18n.language import plural, translate

Thing = Literal[
    "backup", "correction", "day", "entry", "face", "file", "glimpse", "ignored face", "look", "pair", "person",
    "picture",
    "picture taken", "picture refused", "row", "sample", "source", "unknown face", "visit",
]  # fmt: skip

_COUNTS: dict[Thing, Callable[[int], str]] = {
    "backup": lambda n: plural("%Ln backup(s)", "", n),
    "correction": lambda n: plural("%Ln correction(s)", "", n),
    "day": lambda n: plural("%Ln day(s)", "", n),
    "entry": lambda n: plural("%Ln entries of the journal", "", n),
    "face": lambda n: plural("%Ln face(s)", "", n),
    "file": lambda n: plural("%Ln file(s)", "", n),
    "ignored face": lambda n: plural("%Ln ignored face(s)", "", n),
    "glimpse": lambda n: plural("%Ln glimpse(s)", "", n),
    "look": lambda n: plural("%Ln look(s)", "", n),
    "pair": lambda n: plural("%Ln pair(s)", "", n),
    "person": lambda n: plural("%Ln people", "", n),
    "picture": lambda n: plural("%Ln picture(s)", "", n),
    "picture taken": lambda n: plural("%Ln picture(s) taken", "", n),
    "picture refused": lambda n: plural("%Ln refused", "", n),
    "row": lambda n: plural("%Ln row(s)", "", n),
    "sample": lambda n: plural("%Ln sample(s)", "", n),
    "source": lambda n: plural("%Ln source(s)", "", n),
    "unknown face": lambda n: plural("%Ln unknown face(s)", "", n),
    "visit": lambda n: plural("%Ln visit(s)", "", n),
}


def count(number: int, thing: Thing) -> str:
    """`1 sample`, `2 samples`, `2 people`."""
    return _COUNTS[thing](number)


def whole(number: int) -> str:
    """`1,000`."""
    return QLocale().toString(number)


def decimal(number: float, places: int = 2) -> str:
    """`0.71`."""
    return QLocale().toString(number, "f", places)


def percent(part: float, places: int = 0) -> str:
    """A part of a whole, 0 to 1: `71%`."""
    return translate("Share", "{number}%").format(number=decimal(part * 100, places))


def clock(seconds: float) -> str:
    """A place in a film, or how long it is: `0:12`, `1:02:03`."""
    minutes, rest = divmod(int(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def share(part: float) -> str:
    """A part of a whole, 0 to 1: `none`, `1 in 1,000`, `7 in 10`, `all`."""
    if part <= 0:
        return translate("Share", "none")
    if part >= 0.95:
        return translate("Share", "all") if part >= 0.9995 else translate("Share", "nearly all")
    if part > 0.45:
        return translate("Share", "{number} in 10").format(number=whole(round(part * 10)))
    return translate("Share", "1 in {number}").format(number=whole(int(_rounded(1 / part))))


def about(part: float) -> str:
    """`share`, where it is an estimate: `about 1 in 1,000`, `none`."""
    words = share(part)
    return translate("Share", "about {share}").format(share=words) if 0 < part < 0.95 else words


def why_this_line() -> str:
    """Why a likeness that is asked for is another one elsewhere in the window."""
    return translate(
        "Share",
        "How alike two faces must be depends on how many are compared: the more there are, the more alike, for "
        "each is one more chance of a mistake.",
    )


def _rounded(number: float) -> float:
    """Two figures are all that such a rate is known to."""
    return round(number, 2 - len(str(round(number)))) if number >= 100 else round(number)


def short(name: str) -> str:
    """What a source is called where there is little room: a file without folders, an address without secrets."""
    if name == "demo":
        return translate("Sources", "Demo clip")
    return public(name) if is_address(name) else PurePath(name).name or name


def in_short(told: Message) -> str:
    """What happened at a source, which is called as it is everywhere in the window (`short`)."""
    source = dict(told.fields).get("source")
    if isinstance(source, str):
        told = Message(told.id, told.plural, **(dict(told.fields) | {"source": short(source)}))
    return said(told)
