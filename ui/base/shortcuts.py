"""Keyboard shortcuts: every key of the window, with what it does: for tooltips, for menus and for the overview."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.i18n.language import translate


@dataclass(frozen=True, slots=True)
class Key:
    words: str
    group: str


SEQUENCES = {
    "live": "Ctrl+1", "people": "Ctrl+2", "history": "Ctrl+3", "unknowns": "Ctrl+4", "verify": "Ctrl+5",
    "rules": "Ctrl+6", "models": "Ctrl+7", "settings": "Ctrl+,",
    "enrol": "E", "why": "W", "freeze": "Space", "previous": ",", "next": ".", "snapshot": "S",
    "fullscreen": "F", "record": "R", "blur": "B",
    "mirror": "M", "turn": "T", "grid": "G", "kiosk": "K", "panel": "P",
    "back": "Esc", "open": "Ctrl+O", "url": "Ctrl+L", "files": "Ctrl+E", "undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z",
    "keys": "?", "quit": "Ctrl+Q",
    "search": "Ctrl+F", "rename": "F2", "split": "Ctrl+D", "merge": "Ctrl+M", "remove": "Del",
    "name": "Enter", "ignore": "Del", "forever": "Shift+Del", "no-face": "X", "both": "+", "not-them": "N",
    "yes": "Y", "no": "N", "skip": "Right",
    "export": "Ctrl+S", "large": "Space", "find-face": "Ctrl+Shift+F", "paste": "Ctrl+V", "delete-visit": "Del",
    "clip": "P",
}  # fmt: skip
FACES = "1 ... 9"


def overview() -> dict[str, Key]:
    """Every key in words, in the order in which they are listed."""
    pages, live = translate("Keys", "Pages"), translate("Keys", "Live picture")
    everywhere, people = translate("Keys", "Everywhere"), translate("Keys", "People")
    visits = translate("Keys", "History and unknowns")
    return {
        "live": Key(translate("Keys", "Show the live picture"), pages),
        "people": Key(translate("Keys", "Show the people"), pages),
        "history": Key(translate("Keys", "Show who was there"), pages),
        "unknowns": Key(translate("Keys", "Show the strangers"), pages),
        "verify": Key(translate("Keys", "Compare two pictures"), pages),
        "rules": Key(translate("Keys", "Show what is told outside, and to whom"), pages),
        "models": Key(translate("Keys", "Show the models"), pages),
        "settings": Key(translate("Keys", "Show the settings"), pages),
        "enrol": Key(translate("Keys", "Enrol a person"), live),
        "face": Key(translate("Keys", "Choose a face by its number"), live),
        "why": Key(translate("Keys", "Say why the chosen face has its name, or none"), live),
        "freeze": Key(translate("Keys", "Freeze the picture or hold the film, and go on"), live),
        "previous": Key(translate("Keys", "Back by one picture of a film or folder"), live),
        "next": Key(translate("Keys", "On by one picture of a film or folder"), live),
        "snapshot": Key(translate("Keys", "Save the picture to a file"), live),
        "fullscreen": Key(translate("Keys", "Fill the screen, and leave it"), live),
        "record": Key(translate("Keys", "Record the picture to a file, and end that"), live),
        "blur": Key(translate("Keys", "Blur strangers, and show them"), live),
        "mirror": Key(translate("Keys", "Show the picture as in a mirror"), live),
        "turn": Key(translate("Keys", "Turn the picture by a quarter"), live),
        "grid": Key(translate("Keys", "Watch several sources side by side; Esc goes back"), live),
        "kiosk": Key(translate("Keys", "Show names in large type; Esc leaves"), live),
        "panel": Key(translate("Keys", "Fold the panel away, and back"), live),
        "back": Key(translate("Keys", "Leave what is open"), everywhere),
        "open": Key(translate("Keys", "Open a video or image"), everywhere),
        "url": Key(translate("Keys", "Open a stream by its address"), everywhere),
        "files": Key(translate("Keys", "Enrol people from files"), everywhere),
        "undo": Key(translate("Keys", "Take back the last change"), everywhere),
        "redo": Key(translate("Keys", "Do it again"), everywhere),
        "keys": Key(translate("Keys", "Show all keys"), everywhere),
        "quit": Key(translate("Keys", "Quit facecam"), everywhere),
        "search": Key(translate("Keys", "Search the people, or the visits"), people),
        "rename": Key(translate("Keys", "Rename the person"), people),
        "split": Key(translate("Keys", "The chosen samples are somebody else"), people),
        "merge": Key(translate("Keys", "Merge the person into another"), people),
        "remove": Key(translate("Keys", "Remove the person, or the chosen sample"), people),
        "yes": Key(translate("Keys", "Yes, this face is the person's"), people),
        "no": Key(translate("Keys", "No, it is not"), people),
        "skip": Key(translate("Keys", "Ask another time"), people),
        "name": Key(translate("Keys", "Name the chosen stranger or visit"), visits),
        "ignore": Key(translate("Keys", "Ignore the chosen stranger"), visits),
        "forever": Key(translate("Keys", "Ignore the chosen stranger for ever"), visits),
        "no-face": Key(translate("Keys", "Say that it is not a face"), visits),
        "both": Key(translate("Keys", "Choose the stranger that is proposed as well"), visits),
        "not-them": Key(translate("Keys", "Say that it was not this person"), visits),
        "large": Key(translate("Keys", "Show the chosen visit large"), visits),
        "clip": Key(translate("Keys", "Play the clip of a visit that is shown large, and hold it"), visits),
        "find-face": Key(translate("Keys", "Find when else the face of the visit was here"), visits),
        "paste": Key(translate("Keys", "Find when the face of a copied picture was here"), visits),
        "delete-visit": Key(translate("Keys", "Delete the chosen visits"), visits),
        "export": Key(translate("Keys", "Save the visits to a file"), visits),
    }


def sequence(name: str) -> QKeySequence:
    return QKeySequence(SEQUENCES[name])


def sequences(name: str) -> list[QKeySequence]:
    """That one, and what other programs have for it."""
    others = {"fullscreen": "F11", "redo": "Ctrl+Y"}
    return [sequence(name), *([QKeySequence(others[name])] if name in others else [])]


def written(name: str) -> str:
    """A key as the keyboard calls it."""
    if name == "face":
        return FACES
    return sequence(name).toString(QKeySequence.SequenceFormat.NativeText)


def tip(name: str, words: str = "") -> str:
    """A tooltip: what it does, and its key."""
    return f"{words or overview()[name].words} ({written(name)})"


def types(event: QEvent) -> bool:
    """Whether a key that writes something looks for a shortcut: one-letter keys, Space, digits."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return held == Qt.KeyboardModifier.NoModifier and event.text().isprintable() and bool(event.text())


def enter(event: QEvent) -> bool:
    """Whether Enter was pressed, either of the two."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
