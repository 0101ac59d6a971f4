"""What the core said (`facecam.base.messages`), in the window's language: hints, reasons, errors, edits."""

from __future__ import annotations

from facecam.base.messages import Message, paragraph, text
from ui.i18n.language import spoken


def said(message: Message | None) -> str:
    """The sentence in the language of this moment; empty where nothing was said."""
    return "" if message is None else text(message, spoken())


def full_stop(message: Message | None) -> str:
    """The same with its full stop."""
    return "" if message is None else said(paragraph(message))
