"""What a person agreed to, in one column: what somebody wrote, or a sentence for a reader of any language."""

from __future__ import annotations

from typing import TypeAlias

from facecam.base import messages
from facecam.base.messages import Message

ConsentNote: TypeAlias = str | Message


def as_text(note: ConsentNote) -> str:
    """As it is kept. A space sets what somebody wrote apart from a message, where it begins as one does."""
    if isinstance(note, Message):
        return messages.kept(note)
    return f" {note}" if note.startswith("{") else note


def read(words: str) -> ConsentNote:
    """As it was kept."""
    return messages.read(words) if words.startswith("{") else words.lstrip(" ")
