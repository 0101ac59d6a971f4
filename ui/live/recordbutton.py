"""The button that records, and says for how long it has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from ui.base import shortcuts as keys
from ui.base.icons import icon
from ui.live.recording import Recording


class RecordButton(QPushButton):
    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self._recording = recording
        self.setIconSize(QSize(18, 18))
        self._narrow = False
        self.clicked.connect(recording.toggle)
        recording.changed.connect(self._show)
        self._show()

    def be_narrow(self, on: bool) -> None:
        """Say only what the icon does not."""
        self._narrow = on
        self._show()

    def _show(self) -> None:
        on = self._recording.on
        words = self._recording.time if self._narrow else self.tr("Stop {time}").format(time=self._recording.time)
        self.setText(words if on else "" if self._narrow else self.tr("Record"))
        stop = self.tr("Stop the recording, {time}").format(time=self._recording.words)
        self.setAccessibleName(stop if on else self.tr("Record"))
        self.setToolTip(
            keys.tip("record", self.tr("End the recording") if on else self.tr("Record the picture to a file"))
        )
        if self.property("kind") != (kind := "danger" if on else ""):
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setIcon(icon("stop", "danger") if on else icon("record"))
