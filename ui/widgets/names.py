"""The names of the people who are known, offered as one types."""

from __future__ import annotations

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from facecam.identity.gallery import Gallery
from ui.base.control import Control


class KnownNames(QObject):
    def __init__(self, control: Control, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._model = QStringListModel(self)
        control.bridge.runtime_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Those of the gallery that is in use."""
        runtime = self._control.bridge.runtime
        gallery = runtime.matcher.gallery if runtime is not None and runtime.matcher is not None else None
        if isinstance(gallery, Gallery):
            names = sorted(set(gallery.names.values()), key=str.casefold)
            if names != self._model.stringList():
                self._model.setStringList(names)

    def completer(self, parent: QObject) -> QCompleter:
        made = QCompleter(self._model, parent)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        if (popup := made.popup()) is not None:
            popup.setObjectName("names")  # a window of its own: the style sheet gives it a ground
        return made
