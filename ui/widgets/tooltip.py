"""Names and paths in tooltips, which Qt reads as HTML as soon as they look like it."""

from __future__ import annotations

from PySide6.QtGui import Qt

JOINER = "\u2060"
"""WORD JOINER: takes no room, and makes no tag of what it stands in."""


def as_tooltip(words: str) -> str:
    """Words that are shown as they are: a person who is called `<b>Anna` is called so in a tooltip, too."""
    if not Qt.mightBeRichText(words):
        return words
    return words.replace("&", f"&{JOINER}").replace("<", f"<{JOINER}")
