"""Every key of the window, with what it does: for tooltips, for menus and for the overview."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


@dataclass(frozen=True, slots=True)
class Key:
    keys: str
    words: str
    group: str


KEYS = {
    "live": Key("Ctrl+1", "Show the live picture", "Pages"),
    "people": Key("Ctrl+2", "Show the people", "Pages"),
    "history": Key("Ctrl+3", "Show who was there", "Pages"),
    "unknowns": Key("Ctrl+4", "Show the strangers", "Pages"),
    "verify": Key("Ctrl+5", "Compare two pictures", "Pages"),
    "models": Key("Ctrl+6", "Show the models", "Pages"),
    "settings": Key("Ctrl+,", "Show the settings", "Pages"),
    "enrol": Key("E", "Enrol a person", "Live picture"),
    "face": Key("1 ... 9", "Choose a face by its number", "Live picture"),
    "why": Key("W", "Say why the chosen face has its name, or none", "Live picture"),
    "freeze": Key("Space", "Freeze the picture, and go on", "Live picture"),
    "snapshot": Key("S", "Save the picture to a file", "Live picture"),
    "fullscreen": Key("F", "Fill the screen, and leave it", "Live picture"),
    "record": Key("R", "Record the picture to a file, and end that", "Live picture"),
    "blur": Key("B", "Blur strangers, and show them", "Live picture"),
    "mirror": Key("M", "Show the picture as in a mirror", "Live picture"),
    "turn": Key("T", "Turn the picture by a quarter", "Live picture"),
    "grid": Key("G", "Watch several sources side by side; Esc goes back", "Live picture"),
    "kiosk": Key("K", "Show names in large type; Esc leaves", "Live picture"),
    "panel": Key("P", "Fold the panel away, and back", "Live picture"),
    "back": Key("Esc", "Leave what is open", "Everywhere"),
    "open": Key("Ctrl+O", "Open a video or image", "Everywhere"),
    "url": Key("Ctrl+L", "Open a stream by its address", "Everywhere"),
    "files": Key("Ctrl+E", "Enrol people from files", "Everywhere"),
    "undo": Key("Ctrl+Z", "Take back the last change", "Everywhere"),
    "redo": Key("Ctrl+Shift+Z", "Do it again", "Everywhere"),
    "keys": Key("?", "Show all keys", "Everywhere"),
    "quit": Key("Ctrl+Q", "Quit facecam", "Everywhere"),
    "search": Key("Ctrl+F", "Search the people", "People"),
    "rename": Key("F2", "Rename the person", "People"),
    "split": Key("Ctrl+D", "The chosen samples are somebody else", "People"),
    "merge": Key("Ctrl+M", "Merge the person into another", "People"),
    "remove": Key("Del", "Remove the person, or the chosen sample", "People"),
    "name": Key("Enter", "Name the chosen stranger or visit", "History and unknowns"),
    "ignore": Key("Del", "Ignore the chosen stranger", "History and unknowns"),
    "not-them": Key("N", "Say that it was not this person", "History and unknowns"),
    "export": Key("Ctrl+S", "Save the visits to a file", "History and unknowns"),
}


def sequence(name: str) -> QKeySequence:
    return QKeySequence(KEYS[name].keys)


def tip(name: str, words: str = "") -> str:
    """A tooltip: what it does, and its key."""
    key = KEYS[name]
    return f"{words or key.words} ({key.keys})"


def enter(event: QEvent) -> bool:
    """Whether Enter was pressed, either of the two."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
