"""What the core said (`facecam.base.messages`), in the window's language: hints, reasons, errors, edits."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from facecam.base.messages import Message, paragraph, text
from ui.i18n.dates import date_of
from ui.i18n.language import spoken

_TYPED = re.compile("`([^`]*)`")


def said(message: Message | None) -> str:
    """The sentence in the language of this moment; empty where nothing was said."""
    # The command line marks what is typed so; in the window nothing is.
    return "" if message is None else _TYPED.sub(r'"\1"', text(_dated(message), spoken()))


def _dated(message: Message) -> Message:
    """With its days as the window writes them: the core has them as 2027-12-01."""
    fields = dict(message.fields)
    for name, value in fields.items():
        if isinstance(value, Message):
            fields[name] = _dated(value)
        elif name == "date" and isinstance(value, str):
            with suppress(ValueError):  # it is none
                fields[name] = date_of(date.fromisoformat(value))
    return Message(message.id, message.plural, **fields)


def full_stop(message: Message | None) -> str:
    """The same with its full stop."""
    return "" if message is None else said(paragraph(message))
