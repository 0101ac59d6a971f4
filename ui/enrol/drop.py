"""Drag and drop: files dropped on the window, and the place that asks for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.base import theme
from ui.base.remembered import folder, keep_folder
from ui.sources.picker import PICTURES
from ui.widgets.basics import button, label


def local_paths(data: QMimeData) -> list[str]:
    """The files and folders of this computer in what is dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class Drops(QObject):
    """Watches a widget for dropped files, and shows that they are welcome while they are held over it."""

    dropped = Signal(list)
    """Paths as `str`."""

    def __init__(self, around: QWidget, welcome: Callable[[], bool]) -> None:
        """`welcome`: whether files are taken now; other pages have places of their own for them."""
        super().__init__(around)
        self._around, self._welcome = around, welcome
        self.hint = QLabel(around)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.setStyleSheet(
            f"background: rgba(13, 14, 17, 205); color: white; font-size: {theme.points(1.8)}pt; font-weight: 600;"
            f" border: 3px dashed {theme.SELECTED.name()}; border-radius: 16px;"
        )
        self.hint.hide()
        around.setAcceptDrops(True)
        around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and self._welcome() and local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.hint.setText(self.tr("Drop to enrol people from these files"))
            self.hint.setGeometry(self._around.rect().adjusted(16, 16, -16, -16))
            self.hint.show()
            self.hint.raise_()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hint.hide()
            event.acceptProposedAction()
            self.dropped.emit(local_paths(event.mimeData()))
            return True
        return False


class DropPlace(QWidget):
    """A dashed frame with words, and buttons for those who do not drag."""

    chosen = Signal(list)
    """Paths as `str`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.complaint = label("", "problem")
        self.complaint.hide()
        self.files = button(
            self.tr("Choose files..."),
            self._ask_files,
            "primary",
            "file",
            self.tr("Pictures or videos of one person, a ZIP or a list"),
        )
        self.folder = button(
            self.tr("Choose a folder..."), self._ask_folder, "", "people", self.tr("A folder a person")
        )
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        row.addWidget(self.files)
        row.addWidget(self.folder)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 30, 40, 30)
        column.setSpacing(14)
        column.addStretch()
        column.addWidget(self.complaint, 0, Qt.AlignmentFlag.AlignCenter)
        for words, role in (
            (self.tr("Drop pictures, a video, folders or a ZIP here"), "large"),
            (
                self.tr(
                    "Files together are one person. In a folder of folders, or a ZIP of them, each folder is a "
                    "person of that name. A list (CSV: id, name, group, picture) says whose its pictures are."
                ),
                "muted",
            ),
        ):
            made = label(words, role)  # type: ignore[arg-type]
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(made)
        column.addLayout(row)
        column.addStretch()
        self.setFocusProxy(self.files)

    def complain(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().muted), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 14, 14)
        painter.end()

    def _ask_files(self) -> None:
        kinds = self.tr("Pictures, videos, ZIPs and lists ({endings});;All files (*)").format(
            endings=f"{PICTURES} *.csv *.zip"
        )
        paths, _ = QFileDialog.getOpenFileNames(
            self.window(), self.tr("Pictures or videos of one person, a ZIP or a list"), folder("pictures"), kinds
        )
        if paths:
            keep_folder("pictures", paths[0])
            self.chosen.emit(paths)

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(
            self.window(), self.tr("A folder of pictures, or of a folder a person"), folder("pictures")
        )
        if path:
            keep_folder("pictures", path)
            self.chosen.emit([path])
