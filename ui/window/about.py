"""What this is, whose it is, and where its traces are."""

from __future__ import annotations

import os
import platform

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

import facecam
from facecam.base import paths
from ui.base import theme
from ui.widgets.basics import button, label


class About(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About facecam"))
        self.setMinimumWidth(theme.scaled(460))
        log = paths.log_file()
        parts = (
            label(f"facecam {facecam.__version__}", "large"),
            label(self.tr("Sees faces, knows the people it was shown, and says unknown to everyone else.")),
            label(
                self.tr("Python {python}, Qt {qt}, {system}").format(
                    python=platform.python_version(), qt=qVersion(), system=platform.platform(terse=True)
                ),
                "muted",
            ),
            label(self.tr("Licences"), "heading"),
            label(
                self.tr(
                    "facecam is under the MIT licence. Qt is used under the LGPL, ONNX Runtime under the MIT "
                    "licence, OpenCV under the Apache licence. Each model has terms of its own: the models' page "
                    "shows them."
                )
            ),
            label(self.tr("Log"), "heading"),
        )
        address = QLineEdit(os.fspath(log), readOnly=True)
        address.setAccessibleName(self.tr("Log"))
        show = button(
            self.tr("Show in folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(os.fspath(log.parent))),
            "quiet",
            "file",
        )
        row = QHBoxLayout()
        row.addWidget(show)
        row.addStretch()
        row.addWidget(button(self.tr("Close"), self.accept, "primary"))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(10)
        for part in parts:
            column.addWidget(part)
        column.addWidget(address)
        column.addSpacing(6)
        column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at this width."""
        super().showEvent(event)
        self.resize(self.width(), self._column.heightForWidth(self.width()))
