"""Sentences of the core in the window's language: hints, reasons and parts of the face.

Errors and what the journal says of an edit are not among them: those stay English.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.language import translate

SENTENCES = (
    QT_TRANSLATE_NOOP("Core", "Come closer"),
    QT_TRANSLATE_NOOP("Core", "More light from the front"),
    QT_TRANSLATE_NOOP("Core", "Hold still"),
    QT_TRANSLATE_NOOP("Core", "Look towards the camera"),
    QT_TRANSLATE_NOOP("Core", "Look straight at the camera"),
    QT_TRANSLATE_NOOP("Core", "Turn a little to your left"),
    QT_TRANSLATE_NOOP("Core", "Turn a little to your right"),
    QT_TRANSLATE_NOOP("Core", "Lift your chin a little"),
    QT_TRANSLATE_NOOP("Core", "Lower your chin a little"),
    QT_TRANSLATE_NOOP("Core", "Only one face, please"),
    QT_TRANSLATE_NOOP("Core", "Nobody is in the picture"),
    QT_TRANSLATE_NOOP("Core", "This looks like somebody else"),
    QT_TRANSLATE_NOOP("Core", "That is all: thank you"),
    QT_TRANSLATE_NOOP("Core", "front"),
    QT_TRANSLATE_NOOP("Core", "left"),
    QT_TRANSLATE_NOOP("Core", "right"),
    QT_TRANSLATE_NOOP("Core", "up"),
    QT_TRANSLATE_NOOP("Core", "down"),
    QT_TRANSLATE_NOOP("Core", "the face is too small"),
    QT_TRANSLATE_NOOP("Core", "the light is poor"),
    QT_TRANSLATE_NOOP("Core", "the picture is blurred"),
    QT_TRANSLATE_NOOP("Core", "the face is turned too far away"),
    QT_TRANSLATE_NOOP("Core", "the face was not read"),
    QT_TRANSLATE_NOOP("Core", "there are enough pictures"),
    QT_TRANSLATE_NOOP("Core", "this looks like somebody else than the pictures before"),
    QT_TRANSLATE_NOOP("Core", "much like a picture already taken"),
    QT_TRANSLATE_NOOP("Core", "there is no face"),
    QT_TRANSLATE_NOOP("Core", "{0} faces are in the picture, one is wanted"),
    QT_TRANSLATE_NOOP("Core", "the forehead"),
    QT_TRANSLATE_NOOP("Core", "the eyes"),
    QT_TRANSLATE_NOOP("Core", "the nose"),
    QT_TRANSLATE_NOOP("Core", "the mouth"),
    QT_TRANSLATE_NOOP("Core", "the cheeks"),
    QT_TRANSLATE_NOOP("Core", "the chin"),
    QT_TRANSLATE_NOOP("Core", "Not seen clearly yet"),
    QT_TRANSLATE_NOOP("Core", "Something changed: looking again"),
    QT_TRANSLATE_NOOP("Core", "Not seen clearly any more"),
    QT_TRANSLATE_NOOP("Core", "Still deciding"),
    QT_TRANSLATE_NOOP("Core", "The picture is too poor to give a name"),
    QT_TRANSLATE_NOOP("Core", "Looks like nobody here"),
    QT_TRANSLATE_NOOP("Core", "Nobody is enrolled"),
    QT_TRANSLATE_NOOP("Core", "{0} and {1} are too close to tell"),
    QT_TRANSLATE_NOOP("Core", "Looks like {0}"),
    QT_TRANSLATE_NOOP("Core", "Not {0}: you said so of a face like this"),
    QT_TRANSLATE_NOOP("Core", "{0} is already in the picture"),
)
"""`{0}` and `{1}` stand for names and numbers."""

_PATTERNS = {
    words: re.compile(re.sub(r"\\{\d\\}", "(.+)", re.escape(words)))
    for words in map(str, SENTENCES)
    if "{" in words
}


def said(sentence: str) -> str:
    """What the core said, in the window's language; as it is where that is not known."""
    if sentence in SENTENCES:
        return translate("Core", sentence)
    for words, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(sentence):
            return translate("Core", words).format(*found.groups())
    return sentence
