"""The servers whose certificate is trusted though nobody vouches for it."""

from __future__ import annotations

import functools

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from facecam.base.settings import Settings
from ui.base.control import Control
from ui.widgets.basics import button, clear, label


class TrustedServers(QWidget):
    """A line each, with a button that ends it. Hidden while there is none."""

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        control.settings_changed.connect(self._show)
        self._show(control.settings)

    def _show(self, settings: Settings) -> None:
        clear(self._column)
        self.setVisible(bool(settings.certificates))
        for server, fingerprint in settings.certificates.items():
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            words = label(self.tr("The certificate of {server} is trusted").format(server=server))
            words.setToolTip(fingerprint)
            row.addWidget(words, 1)
            row.addWidget(
                button(self.tr("Trust it no more"), functools.partial(self._control.trust_no_more, server), "quiet")
            )
            self._column.addWidget(line)
