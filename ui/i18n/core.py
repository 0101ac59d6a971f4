"""What the core said (`facecam.base.messages`), in the window's language: hints, reasons, errors, edits."""

from __future__ import annotations

import re

from facecam.base.messages import Message, paragraph, text
from ui.i18n.language import spoken

_TYPED = re.compile("`([^`]*)`")


def said(message: Message | None) -> str:
    """The sentence in the language of this moment; empty where nothing was said."""
    # The command line marks what is typed so; in the window nothing is.
    return "" if message is None else _TYPED.sub(r'"\1"', text(message, spoken()))


def full_stop(message: Message | None) -> str:
    """The same with its full stop."""
    return "" if message is None else said(paragraph(message))
